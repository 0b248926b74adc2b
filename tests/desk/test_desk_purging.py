"""After a purge no row, no file of the database, no page and no search holds a word of what was purged."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lawful.checker import counted, faults
from sqlalchemy import inspect, text

from infostreamer.collect import jsonl_groups
from infostreamer.deliver import compiled_to_json
from infostreamer.deliver.sending import deliver_once
from infostreamer.desk import Desk
from infostreamer.desk.backing_up import backup_due
from infostreamer.desk.purging import of_address, of_report, of_source, older_than_moment, plan, purge
from infostreamer.desk.retention import Trust, purge_aged
from infostreamer.flow.schedule import take_in_captures
from infostreamer.model import OWNER, BadInput, Capture, Judgement, NotFound, Report, Source, Span
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.store.copying import copy_store
from infostreamer.store.engine import transaction

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY = (
    "A fire closed the north quay of Port Sollen on Tuesday, killing four dockers, fire chief Bohdan Tvarek said.\n\n"
    "“We had it under control within the hour,” Tvarek told reporters."
)
SECRET = "Witness Zoltan Quillfeather, who lives above the quay, said that guards had barred the gate."  # noqa: S105
ROWS: list[dict[str, Any]] = [
    {
        "url": "https://herald.example/quay",
        "outlet": "The Herald",
        "title": "Fire closes the north quay of Port Sollen",
        "text": f"{BODY}\n\n{SECRET}",
        "published": "2026-11-10T09:00:00+01:00",
    },
    {
        "url": "https://courier.example/quay",
        "outlet": "The Courier",
        "title": "Fire closes quay of Port Sollen",
        "text": f"{BODY}\n\nThe harbour authority denied that the gate was locked.",
        "published": "2026-11-10T12:00:00+01:00",
    },
    {
        "url": "https://gazette.example/quay",
        "outlet": "The Gazette",
        "title": "Six dead in fire at the north quay of Port Sollen",
        "text": "Six dockers died in a fire at the north quay of Port Sollen on Tuesday, the dockers' union said.",
        "published": "2026-11-11T12:00:00+01:00",
    },
    {
        "url": "https://courier.example/rail",
        "outlet": "The Courier",
        "title": "Rail workers in Dravin vote for a strike",
        "text": "Rail workers in Dravin voted on Wednesday for a strike over pay, union leader Olga Merin said. About "
        "400 people took part in the ballot.",
        "published": "2026-11-12T18:30:00+01:00",
    },
]
EDITED = {**ROWS[0], "text": f"{BODY}\n\n{SECRET}\n\nThe quay opened again on Wednesday."}
ANOTHER = {
    **ROWS[3],
    "url": "https://courier.example/school",
    "title": "School in Lower Weir closes after a storm",
    "text": "A storm took the roof off a school in Lower Weir on Thursday, headmaster Karel Vint said.",
}
NEEDLES = ("quillfeather", "herald.example", "barred the gate")


def opened(url: str, folder: Path, **settings: Any) -> Desk:
    chosen = {"store.url": url, "desk.data": str(folder), "understand.deadline": 0.0, **settings}
    return Desk.open(Settings(chosen), clock=lambda: NOW)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a desk on which everything speaks of the Herald's report that can."""
    folder = tmp_path_factory.mktemp("told")
    with opened("", folder) as made:
        alert = made.drafted_alert("fires", kinds=("story", "figure-differs", "denial", "origin"))
        made.add_alert(replace(alert, since_at=NOW - timedelta(days=1)))
        made.add_dossier("The quay", "quay")
        deliver_once(made, clock=lambda: NOW)
        for rows in (ROWS[:1], ROWS[1:], [EDITED]):
            made.take_in_jsonl([json.dumps(row) for row in rows])
        deliver_once(made, clock=lambda: NOW)
        _speak(made)
    return f"sqlite:///{folder}/desk.sqlite3"


@pytest.fixture
def desk(told: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A copy of it, on either engine."""
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    if request.param == "postgres":
        url = request.getfixturevalue("empty_postgres")
    source = open_store(told)
    copy_store(source, url)
    source.close()
    with opened(url, tmp_path / "data") as made:
        yield made


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
BOTH = pytest.mark.parametrize("desk", ENGINES, indirect=True)
ONE = pytest.mark.parametrize("desk", ENGINES[:1], indirect=True)


def _herald(desk: Desk) -> list[Report]:
    return [report for report in desk.newest_reports(limit=50) if report.host == "herald.example"]


def _speak(desk: Desk) -> None:
    first = _herald(desk)[-1]
    start = first.text.index("Witness")
    span = Span(first.id, start, start + len(SECRET))
    story = desk.story(str(desk.story_of(first.id)))
    ids = {one.id for one in _herald(desk)}
    lines = (*story.lines, *story.abstract, story.headline)
    line = next(line for line in lines if any(one.report_id in ids for one in line.citations))
    desk.add_note(f"report:{first.id}", "Call Quillfeather.", span=span)
    desk.add_note(f"story:{story.id}", "Is this so?", line=line.text)
    desk.add_note(f"story:{story.id}", "Ask the union.")
    desk.keep(OWNER, "highlight", f"report:{first.id}", span=span)
    desk.keep(OWNER, "bookmark", f"story:{story.id}")
    other = next(report for report in desk.newest_reports(limit=50) if report.host == "gazette.example")
    rail = next(report for report in desk.newest_reports(limit=50) if report.canonical.endswith("/rail"))
    message = Edition(id="e", channel="email", to="a@b.example", subject="Fire", text=SECRET, of="digest:d",
                      reader="owner", at=NOW, data=json.dumps({"report": first.id}))  # fmt: skip
    with desk.store.unit() as unit:
        unit.editions.put(message)
        unit.judgements.put(Judgement(id="j1", kind="never-merge", items=(first.id, rail.id)))
        unit.judgements.put(Judgement(id="j2", kind="merge", items=(first.id, other.id, _herald(desk)[0].id)))
        unit.judgements.put(Judgement(id="j3", kind="merge", items=(first.id, other.id, _of(desk, "courier").id)))
    desk.flow.enrich()


def _of(desk: Desk, host: str) -> Report:
    return next(
        one for one in desk.newest_reports(limit=50) if str(one.host).startswith(host) and "quay" in one.canonical
    )


def traces(desk: Desk, needles: tuple[str, ...]) -> list[str]:
    """Every table that holds one of the needles, packed bodies and the index included."""
    found = []
    with transaction(desk.store.engine, is_reading=True) as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                shown = " ".join(_shown(value) for value in row).lower()
                found += [f"{table}: {needle}" for needle in needles if needle.lower() in shown]
    return found


def _shown(value: object) -> str:
    if not isinstance(value, bytes | memoryview):
        return str(value)
    try:
        return zlib.decompress(bytes(value)).decode("utf-8", "replace")
    except zlib.error:
        return bytes(value).decode("utf-8", "replace")


def in_files(folder: Path, needles: tuple[str, ...]) -> list[str]:
    """Every file of the desk whose bytes hold one of the needles."""
    bodies = {file.name: file.read_bytes().lower() for file in folder.rglob("*") if file.is_file()}
    return [f"{name}: {one}" for name, body in bodies.items() for one in needles if one.lower().encode() in body]


def compiled(desk: Desk) -> dict[str, Any]:
    reports = desk.newest_reports(limit=100)
    findings = desk.findings([report.id for report in reports])
    made: dict[str, Any] = json.loads(json.dumps(compiled_to_json(reports, findings, desk.stories(limit=100), ())))
    return made


@BOTH
def test_nothing_of_a_purged_report_is_left_and_what_stays_is_lawful_and_as_if_made_anew(
    desk: Desk, tmp_path: Path
) -> None:
    herald = _herald(desk)
    ids = (*(one.id for one in herald), *(one.capture_id for one in herald))
    assert {one.split(":")[0] for one in traces(desk, (*NEEDLES, *ids))} > {
        *("reports", "captures", "blobs", "findings", "stories", "revisions", "dossiers", "notes", "keeps"),
        *("firings", "editions", "judgements", "changes", "report_words", "placements"),
    }
    done = purge(desk, [of_report(desk, herald[0].id)], why="A witness is in danger.")
    assert done.counts["reports"] == 2
    assert done.counts["captures"] == 2
    assert traces(desk, NEEDLES) == []
    assert {one.split(":")[0] for one in traces(desk, ids)} == {"changes"}, "the log keeps places, by id alone"
    assert desk.search("quillfeather").total == 0
    assert desk.search("quay").total == 2
    made = compiled(desk)
    assert faults(made) == []
    assert counted(made) > 3
    before = desk.digest()
    desk.rebuild()
    assert desk.digest() == before
    assert traces(desk, NEEDLES) == []


def test_the_words_are_in_no_file_of_the_database_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with opened("", folder) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        assert in_files(folder, NEEDLES)
        done = purge(desk, [of_report(desk, _herald(desk)[0].id)], why="A witness is in danger.")
        assert done.is_shed
        assert in_files(folder, NEEDLES) == []
    assert in_files(folder, NEEDLES) == []


@BOTH
def test_a_purged_report_is_not_taken_in_again_and_its_place_says_when_and_why(desk: Desk) -> None:
    report = _herald(desk)[0]
    purge(desk, [of_report(desk, report.id)], why="Court of Tarvost, order 12.")
    after = desk.digest()
    desk.take_in_jsonl([json.dumps(EDITED), json.dumps({**ROWS[0], "text": f"{BODY} And more."})])
    assert desk.digest() == after
    assert traces(desk, NEEDLES) == []
    with pytest.raises(NotFound, match=r"purged on 2026-11-20: Court of Tarvost, order 12\."):
        desk.report(report.id)
    with desk.store.read() as unit:
        assert unit.purged.among(["https://x.example/", report.canonical, report.id]) == {report.canonical, report.id}


@BOTH
def test_past_forms_that_cited_it_are_gone_and_their_numbers_are_never_used_again(desk: Desk) -> None:
    story_id = str(desk.story_of(_herald(desk)[0].id))
    with desk.store.read() as unit:
        numbers = [one.number for one in unit.revisions.of(story_id)]
    purge(desk, [of_report(desk, _herald(desk)[0].id)], why="Wrong.")
    kept = str(desk.story_of(_of(desk, "courier").id))
    with desk.store.read() as unit:
        for number in numbers:
            with pytest.raises(NotFound, match="purged"):
                unit.revisions.get(story_id, number)
        if kept == story_id:
            assert desk.story(kept).revision > max(numbers)


@ONE
def test_what_people_wrote_about_other_things_stays(desk: Desk) -> None:
    purge(desk, [of_report(desk, _herald(desk)[0].id)], why="Wrong.")
    with desk.store.read() as unit:
        assert sorted((note.body, note.line) for note in unit.notes.all()) == [
            ("Ask the union.", None),
            ("Is this so?", None),
        ]
        judged = {one.id: one.items for one in unit.judgements.all()}
    assert judged == {"j3": tuple(judged["j3"])}
    assert len(judged["j3"]) == 2
    assert [keep.kind for keep in desk.keeps(OWNER)] == ["bookmark"]
    assert desk.dossier("the-quay").title == "The quay"
    assert set(desk.dossier("the-quay").story_ids) == {
        desk.story_of(_of(desk, one).id) for one in ("courier", "gazette")
    }


@ONE
def test_readers_are_told_nothing_new_by_a_purge(desk: Desk) -> None:
    deliver_once(desk, clock=lambda: NOW)
    told = len(desk.firings())
    purge(desk, [of_report(desk, _herald(desk)[0].id)], why="Wrong.")
    deliver_once(desk, clock=lambda: NOW)
    assert len(desk.firings()) <= told


@ONE
def test_a_plan_changes_nothing_and_names_the_copies_that_stay(desk: Desk) -> None:
    before = desk.digest(), desk.position()
    planned = plan(desk, [of_report(desk, _herald(desk)[0].id)])
    assert planned.counts["reports"] == 2
    assert [copy.host for copy in planned.copies] == ["courier.example"]
    assert (desk.digest(), desk.position()) == before


@ONE
def test_an_address_that_never_came_is_kept_from_coming(desk: Desk) -> None:
    purge(desk, [of_address(desk, "https://later.example/x")], why="Ordered in advance.")
    row = {**ROWS[2], "url": "https://later.example/x"}
    desk.take_in_jsonl([json.dumps(row)])
    assert desk.counts()["reports"] == 5
    assert of_address(desk, "https://herald.example/quay").versions != ()
    with pytest.raises(BadInput):
        of_address(desk, "herald")


@ONE
def test_a_purge_of_the_newest_report_does_not_hide_the_next(desk: Desk) -> None:
    newest = desk.newest_reports(limit=1)[0]
    purge(desk, [of_report(desk, newest.id)], why="Wrong.")
    desk.take_in_jsonl([json.dumps({**ROWS[3], "url": "https://new.example/1", "title": "Dam breaks in Lesk"})])
    taken = desk.newest_reports(limit=1)[0]
    assert taken.host == "new.example"
    assert desk.story_of(taken.id) is not None
    before = desk.digest()
    desk.rebuild()
    assert desk.digest() == before


def test_the_same_words_captured_by_another_address_go_too(tmp_path: Path) -> None:
    page = (
        f"<html><head><title>Fire</title><link rel=canonical href='https://herald.example/quay'></head><body><article>"
        f"<h1>Fire closes the north quay of Port Sollen</h1><p>{BODY}</p><p>{SECRET}</p></article></body></html>"
    ).encode()
    with opened("", tmp_path / "data") as desk:
        for address in (
            "https://herald.example/quay",
            "https://herald.example/quay?utm=1",
            "https://herald.example/amp/quay",
        ):
            capture = Capture(id=Capture.make_id(address, page), address=address, final_address=address,
                              fetched_at=NOW, body=page, mime="text/html")  # fmt: skip
            desk.flow.take_in([capture])
        assert desk.counts()["reports"] == 1
        done = purge(desk, [of_report(desk, _herald(desk)[0].id)], why="Wrong.")
        assert done.counts["captures"] == 3
        assert traces(desk, NEEDLES) == []
        where = "https://herald.example/m/quay"
        late = Capture(id="late", address=where, final_address=where, fetched_at=NOW, body=page, mime="text/html")
        desk.flow.take_in([late])
        assert traces(desk, NEEDLES) == []
        desk.rebuild()


def test_reports_without_an_address_are_no_versions_of_each_other_and_the_same_one_is_taken_in_once(
    tmp_path: Path,
) -> None:
    plain = [json.dumps({key: value for key, value in row.items() if key != "url"}) for row in ROWS]
    with opened("", tmp_path / "data") as desk:
        for row in plain:
            desk.take_in_jsonl([row])
        desk.take_in_jsonl(["", *reversed(plain)])
        reports = desk.newest_reports(limit=9)
        assert len(reports) == len({one.canonical for one in reports}) == len(plain)
        assert {one.previous_id for one in reports} == {None}
        herald = next(one for one in reports if "Quillfeather" in one.text)
        done = purge(desk, [of_report(desk, herald.id)], why="Wrong.")
        assert done.counts["captures"] == 2, "once as the first line, once as the last"
        assert traces(desk, ("quillfeather",)) == []


def test_what_came_without_an_address_of_the_web_goes_alone(tmp_path: Path) -> None:
    plain = [{key: value for key, value in row.items() if key != "url"} for row in (ROWS[0], ROWS[3])]
    with opened("", tmp_path / "data") as desk:
        for row in plain:
            desk.take_in_jsonl([json.dumps(row)])
        first = next(one for one in desk.newest_reports(limit=9) if "quay" in (one.title or ""))
        purge(desk, [of_report(desk, first.id)], why="Wrong.")
        assert desk.counts()["reports"] == 1
        assert traces(desk, ("quillfeather",)) == []
        desk.take_in_jsonl([json.dumps({**plain[1], "title": "Another strike"})])
        desk.take_in_jsonl([json.dumps(plain[0])])
        assert desk.counts()["reports"] == 2
        assert traces(desk, ("quillfeather",)) == []
        before = desk.digest()
        desk.rebuild()
        assert desk.digest() == before


@ONE
def test_by_age_goes_what_nobody_holds_on_to(desk: Desk) -> None:
    later = NOW + timedelta(days=1)
    free = {one.canonical for one in older_than_moment(desk, later)}
    assert free == {"https://courier.example/rail"}
    assert len(older_than_moment(desk, later, also_held=True)) == 4
    assert older_than_moment(desk, NOW - timedelta(days=1)) == []
    purge(desk, older_than_moment(desk, later), why="Older than the time of keeping.")
    assert desk.search("dravin").total == 0


def test_what_is_older_than_the_desk_keeps_goes_once_a_day(tmp_path: Path) -> None:
    with opened("", tmp_path / "data", **{"purge.after_days": 30}) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        desk.keep(OWNER, "bookmark", f"story:{desk.story_of(_herald(desk)[0].id)}")
        assert purge_aged(desk, NOW) is None
        assert purge_aged(desk, NOW + timedelta(hours=23, days=40)) is not None
        assert [report.host for report in desk.newest_reports(limit=9)] == [
            "gazette.example",
            "courier.example",
            "herald.example",
        ]
        assert purge_aged(desk, NOW + timedelta(hours=24, days=40)) is None
    with opened("", tmp_path / "data") as desk:
        assert purge_aged(desk, NOW + timedelta(days=4000)) is None


def test_a_clock_that_is_in_doubt_purges_nothing(tmp_path: Path) -> None:
    """A machine that starts with its clock sixty days ahead would forget all that it has, for good."""
    now, steady = [datetime.now(UTC)], [0.0]
    settings = Settings({"desk.data": str(tmp_path / "data"), "purge.after_days": 30})
    with Desk.open(settings, clock=lambda: now[0]) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])

        def passes(seconds: float, *, leap: timedelta = timedelta()) -> None:
            steady[0] += seconds
            now[0] += timedelta(seconds=seconds) + leap

        trust = Trust(steady=lambda: steady[0])
        assert not trust.is_sound(desk), "nothing is known of it yet"
        passes(700)
        assert trust.is_sound(desk)
        passes(60, leap=timedelta(days=60))
        assert not trust.is_sound(desk)
        passes(700)
        assert not trust.is_sound(desk), "nothing came in for two months, as far as the clock tells"
        passes(60, leap=timedelta(days=-60))
        assert not trust.is_sound(desk)
        passes(700)
        assert trust.is_sound(desk)
        ahead = Trust(steady=lambda: steady[0])  # of a process that starts while the clock is wrong
        now[0] += timedelta(days=60)
        for _ in range(12):
            assert not ahead.is_sound(desk)
            passes(3600)
        for _ in range(13):
            passes(3600)
        assert ahead.is_sound(desk), "a desk at which nothing comes in is believed after a day"


def test_a_purge_in_the_future_puts_off_none(tmp_path: Path) -> None:
    with opened("", tmp_path / "data", **{"purge.after_days": 30}) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        with desk.store.unit() as unit:
            unit.meta.put("purge.last", (NOW + timedelta(days=3000)).isoformat())
        assert purge_aged(desk, NOW + timedelta(days=40)) is not None


def test_what_comes_in_while_it_is_purged_or_rebuilt_is_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened("", tmp_path / "data") as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS[:3]])
        enrich, late = desk.flow.enrich, [ROWS[3], ANOTHER]

        def enriched(*given: Any) -> Any:
            if late:
                captures = [one for some, _ in jsonl_groups([json.dumps(late.pop(0))], now=NOW) for one in some]
                take_in_captures(desk.store, captures)
            return enrich(*given)

        for work in (lambda: purge(desk, [of_report(desk, _herald(desk)[0].id)], why="An order."), desk.rebuild):
            desk.caught_up(OWNER, desk.position())
            assert desk.news(OWNER).total == 0
            monkeypatch.setattr(desk.flow, "enrich", enriched)
            work()
            monkeypatch.undo()
            assert desk.news(OWNER).total == 1


def test_all_of_a_source_goes(tmp_path: Path) -> None:
    with opened("", tmp_path / "data") as desk:
        source = Source(id="s1", kind="feed", address="https://herald.example/feed", outlet="The Herald")
        desk.put_sources([source])
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        assert of_source(desk, "s1") == []
        with pytest.raises(NotFound):
            of_source(desk, "nobody")
        with pytest.raises(BadInput, match="nothing to purge"):
            purge(desk, of_source(desk, "s1"), why="x")
        with pytest.raises(BadInput, match="why"):
            purge(desk, [of_report(desk, _herald(desk)[0].id)], why=" ")


def test_backups_that_still_hold_it_are_named(tmp_path: Path) -> None:
    with opened("", tmp_path / "data", **{"backup.every": 1}) as desk:
        desk.take_in_jsonl([json.dumps(ROWS[0])])
        made = backup_due(desk)
        done = purge(desk, [of_report(desk, _herald(desk)[0].id)], why="Wrong.")
        assert [kept.file for kept in done.backups] == [made]
