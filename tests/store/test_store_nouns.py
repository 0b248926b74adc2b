"""Each noun is kept and comes back as it was, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from nouns import NOON, capture, report, story

from infostreamer.model import (
    Change,
    Dossier,
    Failure,
    Figure,
    Finding,
    IntegrityError,
    Judgement,
    NotFound,
    Published,
    Source,
    SourceHealth,
    Span,
    content_id,
)
from infostreamer.store import Store, open_store
from infostreamer.store.entries import EntryRow
from infostreamer.store.outlines import OutlineRow
from infostreamer.store.placements import PlacementRow


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _source(address: str = "https://wire.example/feed", **rest: object) -> Source:
    return replace(Source(id=content_id("source", address), address=address, kind="feed"), **rest)  # type: ignore[arg-type]


def test_reports_are_numbered_without_gaps_and_once(store: Store) -> None:
    one, two, three = report("One."), report("Two."), report("Three.", where="/other")
    with store.unit() as unit:
        assert unit.reports.put(one).seq == 1
        assert [kept.seq for kept in unit.reports.put_all([two, one, two, three])] == [2, 1, 2, 3]
    with store.unit() as unit:
        assert unit.reports.put(replace(one, title="Another")).title == "Dam breaks", "what is kept stays as it is"
        assert unit.reports.many([three.id, "nothing", one.id]) == {
            three.id: replace(three, seq=3),
            one.id: replace(one, seq=1),
        }
        assert [kept.seq for kept in unit.reports.after(1, 10)] == [2, 3]
        assert [kept.seq for kept in unit.reports.newest(2)] == [3, 2]
        assert [kept.seq for kept in unit.reports.newest(5, before_seq=2)] == [1]
        assert unit.reports.latest(one.canonical) == replace(two, seq=2)
        assert [kept.seq for kept in unit.reports.versions(one.canonical)] == [1, 2]
        assert unit.reports.count() == 3
        with pytest.raises(NotFound, match="nothing"):
            unit.reports.get("nothing")


def test_a_unit_that_fails_keeps_nothing(store: Store) -> None:
    with pytest.raises(NotFound), store.unit() as unit:  # noqa: PT012  what stands in the unit is what is tested
        unit.reports.put(report())
        unit.reports.get("nothing")
    with store.unit() as unit:
        assert (unit.reports.count(), unit.changes.latest_position()) == (0, 0)
        assert unit.reports.put(report()).seq == 1


def test_captures_keep_their_bytes_once(store: Store) -> None:
    first = capture(bytes(range(256)) * 40)
    with store.unit() as unit:
        assert unit.captures.put(first)
        assert not unit.captures.put(replace(first, headers=(("etag", '"8"'),), fetched_at=NOON + timedelta(hours=1)))
        assert unit.captures.put(capture(first.body, address="https://wire.example/copy"))
    with store.read() as unit:
        assert unit.captures.get(first.id) == first
        assert unit.captures.count() == 2
        page = unit.captures.pages_of("s1")[first.address]
        assert (page.etag, page.sha256, page.published) == ('"8"', first.sha256, NOON)
        assert page.lead_key == (first.lead.key if first.lead else "")
        assert page.fetched_at == NOON + timedelta(hours=1)


def test_a_damaged_body_is_told(store: Store) -> None:
    from sqlalchemy import update

    from infostreamer.store.tables import BLOBS

    with store.unit() as unit:
        unit.captures.put(capture())
    with store.engine.begin() as connection:
        connection.execute(update(BLOBS).values(body=b"rubbish"))
    with store.read() as unit, pytest.raises(IntegrityError, match="damaged"):
        unit.captures.get(capture().id)


def test_sources_and_when_they_are_due(store: Store) -> None:
    resting, fresh = _source(), _source("https://other.example/feed")
    paused, gone = _source("https://p.example", is_paused=True), _source("https://gone.example")
    with store.unit() as unit:
        for source in (resting, fresh, paused, gone):
            unit.sources.put(source)
        unit.sources.put(fresh)
        unit.sources.put_health(SourceHealth(source_id=resting.id, state="ok", next_at=NOON + timedelta(hours=1)))
        unit.sources.put_health(SourceHealth(source_id=gone.id, state="gone"))
        assert unit.sources.due(NOON) == [fresh]
        assert unit.sources.due(NOON + timedelta(hours=1)) == sorted([fresh, resting], key=lambda source: source.id)
        assert unit.sources.get(fresh.id) == fresh
        assert set(unit.sources.healths()) == {resting.id, gone.id}
        unit.sources.remove(resting.id)
        assert unit.sources.health(resting.id) is None
        whats = [(change.what, change.id) for change in unit.changes.after(0, 99, {"source"})]
    assert whats[:4] == [("added", source.id) for source in (resting, fresh, paused, gone)]
    assert whats[-1] == ("removed", resting.id)


def test_findings_come_back_in_their_order(store: Store) -> None:
    kept = report()
    found = tuple(
        Finding.of(kept.id, ((at, at + 2),), Figure(value=at, of="sheep"), maker="t/1", confidence=0.5)
        for at in (4, 0, 2)
    )
    with store.unit() as unit:
        unit.reports.put(kept)
        unit.findings.put(kept.id, found, "t/1")
    with store.read() as unit:
        assert unit.findings.of([kept.id, "unread"]) == {kept.id: found}
    with store.unit() as unit:
        unit.findings.put(kept.id, ())
        assert unit.findings.of([kept.id]) == {kept.id: ()}


def test_stories_newest_first_and_whose_is_whose(store: Store) -> None:
    one, two = report("One."), report("Two.")
    older, newer = story(one), story(two, last_at=NOON + timedelta(days=1))
    with store.unit() as unit:
        assert unit.stories.put(older)
        assert unit.stories.put(newer)
        assert not unit.stories.put(newer), "the same again is no change"
        assert unit.stories.newest(1) == [newer]
        assert unit.stories.newest(5, 1) == [older]
        assert unit.stories.of_reports([two.id, one.id, "x"]) == {two.id: newer.id, one.id: older.id}
        unit.stories.put(replace(newer, members=(*newer.members, *older.members)))
        unit.stories.remove(older.id)
        assert unit.stories.of_reports([one.id]) == {one.id: newer.id}, "removing the loser must not lose the report"
        assert unit.stories.count() == 1


def test_the_small_nouns_come_back(store: Store) -> None:
    dossier = Dossier(id="d1", slug="dams", title="Dams", question="dam")
    decided = Judgement(id="j1", kind="merge", items=("a", "b"), made_at=NOON)
    trouble = Failure(item="x", stage="extract", error="No.", again_at=NOON, source_id="s1")
    with store.unit() as unit:
        unit.dossiers.put(dossier)
        unit.judgements.put(decided)
        unit.failures.put(trouble)
        unit.failures.put(replace(trouble, tries=2))
        unit.cursors.set("extract", 7, "1")
        unit.meta.put("k", "v")
        unit.outlines.put_all([OutlineRow("s2", "{}"), OutlineRow("s1", "[]")])
        unit.entries.put_all([EntryRow(2, -5, "b"), EntryRow(1, 9, "a"), EntryRow(3, None, "c"), EntryRow(4, 10, "d")])
        unit.placements.put_all([PlacementRow("r2", "s1", 2, 70, ("why",)), PlacementRow("r1", "s1", 1, 0, ())])
    with store.unit() as unit:
        assert unit.dossiers.get("dams") == dossier
        assert unit.judgements.all() == [decided]
        assert unit.failures.of_source("s1") == unit.failures.due(NOON) == [replace(trouble, tries=2)]
        assert unit.failures.due(NOON - timedelta(seconds=1)) == []
        unit.failures.clear(trouble.id)
        assert unit.failures.all() == []
        assert (unit.cursors.get("extract"), unit.cursors.get("new"), unit.meta.get("k")) == ((7, "1"), (0, ""), "v")
        assert unit.outlines.of(["s2", "s1", "none"]) == ["[]", "{}"]
        first, second = unit.entries.between((-5, 10))
        assert (first.noun, second.noun) == ("b", "a")
        assert unit.entries.between((-5, 11), after=first, limit=1) == [second]
        (undated,) = unit.entries.between(None)
        assert undated.noun == "c"
        assert unit.entries.between(None, after=undated) == []
        assert unit.placements.stories_of(["r1", "r2", "none"], until=1) == {"r1": "s1"}
        assert [row.report_id for row in unit.placements.of("s1")] == ["r1", "r2"]
        assert unit.placements.after(1) == [PlacementRow("r2", "s1", 2, 70, ("why",))]
        unit.dossiers.remove("dams")
        with pytest.raises(NotFound, match="dams"):
            unit.dossiers.get("dams")


def test_the_log_is_gap_free_and_keeps_its_citations(store: Store) -> None:
    said = Change(noun="story", id="s", what="new-figure", text="Now 12.", citations=(Span("r", 0, 2),), at=NOON)
    with store.unit() as unit:
        unit.reports.put(report())
        assert unit.changes.add(said) == 2
        unit.reports.put_all([report("a"), report("b")])
    with store.read() as unit:
        log = unit.changes.after(0, 99)
        assert [change.position for change in log] == [1, 2, 3, 4]
        assert log[1] == replace(said, position=2)
        assert [change.position for change in unit.changes.after(1, 99, {"report"})] == [3, 4]
        assert unit.changes.latest_position() == 4


def test_text_that_databases_refuse(store: Store) -> None:
    """NUL, an escaped NUL in JSON, lone surrogates, keys longer than an index row, numbers past 64 bits, far times."""
    nasty = "a\x00b\ud800c\\u0000"
    body = nasty * 3 + "\ufdd0 \U0010ffff"
    kept = report(body, title=nasty, where="/" + "x" * 20_000 + nasty, host="h\x00\ud800", outlet=nasty)
    far = datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))
    kept = replace(kept, published=Published(at=far), fetched_at=datetime.min.replace(tzinfo=UTC))
    big = Finding.of(kept.id, ((0, 1),), Figure(value=float(2**70)), maker="t/1", confidence=1)
    huge = _source("https://wire.example/" + nasty + "y" * 20_000, every_s=2**70, outlet=nasty)
    with store.unit() as unit:
        unit.sources.put(huge)
        unit.captures.put(capture(address=huge.address, headers=(("etag", nasty),), final_address=nasty))
        unit.captures.put(capture(b"\x00\xff", fetched_at=far))
        unit.reports.put(kept)
        unit.findings.put(kept.id, (big,))
        unit.failures.put(Failure(item=nasty, stage="collect", error=nasty, again_at=far))
        unit.changes.add(Change(noun="source", id=nasty, what="updated", text=nasty, at=far))
        unit.meta.put("k", nasty)
        unit.stories.put(story(kept, changed_seq=2**70, last_at=far))
    with store.read() as unit:
        back = unit.reports.get(kept.id)
        assert len(back.text) == len(kept.text), "offsets must hold"
        assert back.text == kept.text.replace("\ud800", "\ufffd")
        assert back.published == kept.published
        assert back.fetched_at == kept.fetched_at
        assert unit.reports.latest(kept.canonical) == back
        assert unit.findings.of([kept.id])[kept.id][0].payload == big.payload
        assert unit.sources.get(huge.id).every_s >= 2**62
        assert unit.captures.pages_of("s1")[capture().address].fetched_at.year == 9999
        assert unit.meta.get("k") == nasty.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
        assert len(unit.failures.all()) == 1
        assert unit.search.count("b") == 1
        assert unit.stories.count() == 1


def test_failures_are_counted_by_kind_whatever_stands_in_them(store: Store) -> None:
    told = Failure(stage="extract", item="a", error='\0 "kind":"x" \ud800', at=NOON, kind="too-large")
    with store.unit() as unit:
        unit.failures.put(told)
        unit.failures.put(replace(told, item="b", kind="bomb"))
        unit.failures.put(replace(told, item="c"))
    with store.read() as unit:
        assert unit.gauges.failures_by_kind() == {"bomb": 1, "too-large": 2}
        assert list(unit.gauges.failures_by_kind()) == ["bomb", "too-large"]
