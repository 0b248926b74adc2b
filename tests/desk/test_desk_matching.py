"""Stories and reports that answer a query, with why, the same on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.desk import Desk
from infostreamer.dossiers import Standing, matches
from infostreamer.model import BadInput, NotFound, Reader
from infostreamer.settings import Settings
from infostreamer.text.query import parse_query

NOW = datetime(2026, 11, 14, 12, tzinfo=UTC)
ROWS = [
    ("https://herald.example/quay", "The Herald", "Fire closes the north quay of Port Sollen", "2026-11-10T09:00:00Z",
     "en", "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people were "
     "injured.\n\n“We had it under control within the hour,” Tvarek told the Herald."),
    ("https://courier.example/quay", "The Courier", "Two hurt in fire at quay of Port Sollen", "2026-11-10T11:00:00Z",
     "en", "A fire on the north quay of Port Sollen injured two people on Tuesday, fire chief Bohdan Tvarek said. "
     "The harbour master denied that the sprinklers had been out of order."),
    ("https://courier.example/rail", "The Courier", "Rail workers in Dravin vote for a strike", "2026-11-12T18:30:00Z",
     "en", "Rail workers in Dravin voted on Wednesday for a strike over pay, union leader Olga Merin said. About "
     "400 people took part in the ballot. The railway company denied that wages were late."),
    ("https://vestnik.example/most", "Вестник", "Мост в Дравине закрыли на ремонт", "2026-11-13T08:00:00Z",
     "ru", "Мост через Леск в Дравине закрыли на ремонт до весны, сообщила в четверг городская администрация."),
]  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matching")
    url = (
        f"sqlite:///{folder}/desk.sqlite3" if request.param == "sqlite" else request.getfixturevalue("lasting_postgres")
    )
    with Desk.open(Settings({"store.url": url, "desk.data": str(folder)}), clock=lambda: NOW) as opened:
        fields = ("url", "outlet", "title", "published", "language", "text")
        opened.take_in_jsonl([json.dumps(dict(zip(fields, row, strict=True))) for row in ROWS])
        yield opened


def headlines(desk, query, **how):
    return [story.headline.text for story in desk.matching(query, **how).stories]


FIRE, RAIL, BRIDGE = ROWS[0][2], ROWS[2][2], ROWS[3][2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("quay", ["fire"]), ("dravin", ["rail"]), ("quay OR strike", ["rail", "fire"]), ("-quay", ["bridge", "rail"]),
        ("sprinklers hour", ["fire"]), ('"north quay" -strike', ["fire"]), ("source:courier", ["rail", "fire"]),
        ('outlet:"the courier" source:herald', ["fire"]), ("source:courier.example -fire", ["rail"]),
        ("lang:ru", ["bridge"]), ("who:tvarek", ["fire"]), ('who:"bohdan tvarek"', ["fire"]), ("who:tva", []),
        ("place:dravin", ["rail"]), ("said-by:tvarek", ["fire"]), ("said-by:merin OR lang:ru", ["bridge", "rail"]),
        ("date:2026-11-12", ["rail"]), ("date:2026-11-11..2026-11-13", ["bridge", "rail"]),
        ("date:<2026-11-11", ["fire"]),
        ("date:yesterday", ["bridge"]), ("date:48h", ["rail", "bridge"]), ("date:today", []), ("date:>=2026-12", []),
        ("independent:>=3", []), ("reports:2", ["fire"]), ("reports:<2", ["bridge", "rail"]),
        ("is:denied", ["rail", "fire"]), ("has:figure", ["rail", "fire"]), ("is:new", ["bridge", "rail", "fire"]),
        ("is:seen OR is:followed OR is:muted OR is:bookmarked OR is:reviewed", []),
        ("(quay OR strike) -(who:merin OR lang:ru)", ["fire"]), ("мосты", ["bridge"]),
    ],
)  # fmt: skip
def test_a_query_finds_its_stories_newest_first(desk, query, found):
    names = {"fire": ROWS[1][2], "rail": RAIL, "bridge": BRIDGE}
    got = headlines(desk, query)
    assert {FIRE if one == names["fire"] else one for one in got} == {FIRE if n == "fire" else names[n] for n in found}
    assert got == sorted(got, key=[BRIDGE, RAIL, names["fire"], FIRE].index)


_LEAVES = ["quay", "strike", "мост", '"north quay"', '"quay north"', "zebra", "source:courier", "lang:ru", "who:merin",
           "place:dravin", "said-by:tvarek", "date:2026-11-10", "reports:>=2", "is:denied", "kind:report",
           "has:quote", "origin:first-hand", "figure:people"]  # fmt: skip
_QUERIES = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
    ),
    max_leaves=5,
)


@given(query=_QUERIES)
@settings(max_examples=80, deadline=None)
def test_the_index_finds_what_reading_every_text_finds(desk, query):
    parsed = parse_query(query)
    stories = desk.stories()
    texts = {one.id: one.text for one in desk.reports([one for story in stories for one in story.report_ids]).values()}
    read = {story.id for story in stories if matches(parsed, story, texts, Standing(now=NOW))}
    found = desk.matching_ids(query)
    assert (set(found.story_ids), found.is_bounded) == (read, False)


def test_a_page_of_the_matches_and_only_these_stories(desk):
    every = desk.matching("-zebra")
    assert every.total == 3
    assert desk.matching("-zebra", limit=1, offset=1).stories == every.stories[1:2]
    assert desk.matching("-zebra", within=[every.stories[2].id, "gone"]).stories == every.stories[2:]


def test_what_a_reader_keeps_is_asked_of_that_reader(desk):
    ana, ben = Reader(name="ana"), Reader(name="ben")
    story = desk.matching("quay").stories[0]
    for kind, word in (("follow", "followed"), ("mute", "muted"), ("bookmark", "bookmarked")):
        desk.keep(ana, kind, f"story:{story.id}")
        assert [one.id for one in desk.matching(f"is:{word}", reader=ana).stories] == [story.id]
        assert desk.matching(f"is:{word}", reader=ben).total == 0
        desk.drop(ana, kind, f"story:{story.id}")
    desk.saw(ben, {story.id: desk.position()})
    assert [one.id for one in desk.matching("is:seen", reader=ben).stories] == [story.id]
    assert story.id not in {one.id for one in desk.matching("is:new", reader=ben).stories}


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("strikes", {"strike"}), ('"north quay"', {"north quay"}), ("who:tvarek", {"Bohdan Tvarek", "Tvarek"}),
        ("place:dravin", {"Dravin"}), ("lang:ru", set()), ("who:tvarek -hour", {"Bohdan Tvarek"}),
    ],
)  # fmt: skip
def test_a_search_marks_what_was_asked_for(desk, query, marked):
    page = desk.search(query)
    assert page.hits
    assert {hit.report.text[one.start : one.end] for hit in page.hits for one in hit.spans} == marked


def test_fields_of_reports_must_hold_of_the_report_found(desk):
    assert [hit.report.outlet for hit in desk.search("quay source:courier").hits] == ["The Courier"]
    assert desk.search("hour source:courier").total == 0
    assert desk.matching("hour source:courier").total == 1
    assert {hit.report.outlet for hit in desk.search("is:denied").hits} == {"The Courier", "The Herald"}


def test_newest_first_and_page_by_page(desk):
    newest = desk.search("on", order="newest")
    assert [hit.report.seq for hit in newest.hits] == sorted((hit.report.seq for hit in newest.hits), reverse=True)
    assert desk.search("on", order="newest", limit=1, offset=1).hits == newest.hits[1:2]


def test_facets_count_the_matching_reports_and_each_narrows_to_its_count(desk):
    for query in ("quay OR strike OR мост", "reports:>=1"):
        page = desk.search(query, faceted=True)
        assert {name for name, _ in page.facets} >= {"outlet", "lang", "who", "place", "date"}
        for _, values in page.facets:
            for value in values:
                assert desk.search(f"({query}) {value.adds}").total == value.count, value.adds


def test_a_preview_says_how_many_and_why_with_the_place(desk):
    preview = desk.preview("quay who:tvarek is:denied reports:>=2")
    assert (preview.total, preview.is_bounded) == (1, False)
    assert preview.words == "“quay”, and “tvarek” named, and with a denial, and 2 or more reports"
    (one,) = preview.newest
    why = {reason.asked: reason for reason in one.why}
    assert list(why) == ["quay", "who:tvarek", "is:denied", "reports:>=2"]
    assert why["who:tvarek"].found == "names Bohdan Tvarek"
    assert why["reports:>=2"].found == "2 reports"
    for reason in one.why:
        reports = desk.reports([span.report_id for span in reason.spans])
        assert reason.spans
        assert all(0 <= span.start < span.end <= len(reports[span.report_id].text) for span in reason.spans)
    assert "denied" in reports_words(desk, why["is:denied"])


def reports_words(desk, why):
    return " ".join(desk.report(span.report_id).text[span.start : span.end] for span in why.spans)


def test_a_search_is_kept_renamed_and_forgotten(desk):
    kept = desk.save_search("Fires at the  quay", "quay fire")
    assert (kept.name, kept.title, kept.by, kept.made_at) == ("fires-at-the-quay", "Fires at the quay", "owner", NOW)
    with pytest.raises(BadInput, match="already"):
        desk.save_search("fires at the Quay", "quay")
    assert desk.change_search(kept.name, title="Quay", query="quay").name == kept.name
    assert [(one.title, one.query) for one in desk.searches()] == [("Quay", "quay")]
    assert desk.save_search("", 'who:"Olga Merin"').name == "who-olga-merin"
    for wrong in ({"query": "sorce:x"}, {"title": "!!"}):
        with pytest.raises(BadInput):
            desk.change_search(kept.name, **wrong)
    for name in ("who-olga-merin", kept.name):
        desk.remove_search(name)
    assert desk.searches() == []
    with pytest.raises(NotFound, match="infostreamer searches"):
        desk.saved(kept.name)


def test_the_scope_of_a_dossier_changes_after_a_look_at_what_joins_and_leaves(desk):
    made = desk.add_dossier("Harbour", "quay")
    change = desk.would_scope(made.slug, "strike OR мост")
    assert (change.stays, change.joins_total, change.leaves_total) == (0, 2, 1)
    assert [one.headline.text for one in change.joins] == [BRIDGE, RAIL]
    assert desk.dossier(made.slug).question == "quay"
    changed = desk.change_dossier(made.slug, question="strike OR мост")
    assert set(changed.story_ids) == {one.id for one in change.joins}
    assert desk.change_dossier(made.slug, title="Work").title == "Work"
    for wrong in ("is:followed", "date:today", "("):
        with pytest.raises(BadInput):
            desk.would_scope(made.slug, wrong)
    desk.remove_dossier(made.slug)
