"""The front door, over both databases."""

import json

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.marks import marks
from infostreamer.model import BadInput, NotFound
from infostreamer.settings import Settings
from infostreamer.text.query import parse_query

ROWS = [
    {
        "url": "https://herald.example/quay",
        "outlet": "The Herald",
        "title": "Fire closes the north quay of Port Sollen",
        "text": "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people were "
        "injured.\n\n“We had it under control within the hour,” Tvarek told the Herald.",
        "published": "2026-11-10T09:00:00+01:00",
    },
    {
        "url": "https://courier.example/rail",
        "outlet": "The Courier",
        "title": "Rail workers in Dravin vote for a strike",
        "text": "Rail workers in Dravin voted on Wednesday for a strike over pay, union leader Olga Merin said. About "
        "400 people took part in the ballot. The railway company denied that wages were late.",
        "published": "2026-11-12T18:30:00+01:00",
    },
]


@pytest.fixture
def desk(store_url, tmp_path):
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        opened.take_in_jsonl([json.dumps(row) for row in ROWS])
        yield opened


def test_two_happenings_are_two_stories_newest_first(desk):
    assert [story.headline.text for story in desk.stories()] == [ROWS[1]["title"], ROWS[0]["title"]]
    assert desk.counts()["reports"] == 2


def test_a_story_and_a_report_are_found_by_a_beginning_of_their_id(desk):
    story = desk.stories()[0]
    assert desk.story(story.id[:8]) == story
    report_id = story.members[0].report_id
    assert desk.report(report_id[:8]).id == report_id
    assert desk.story_of(report_id) == story.id
    for key in ("", story.id[:7], "0" * 16, "0" * 60_000):
        with pytest.raises(NotFound, match="`infostreamer"):
            desk.story(key)
        with pytest.raises(NotFound, match="`infostreamer"):
            desk.report(key)


def test_taking_in_the_same_again_changes_nothing(desk):
    before = desk.digest(), desk.position()
    desk.take_in_jsonl([json.dumps(row) for row in ROWS])
    assert (desk.digest(), desk.position()) == before


def test_rebuilding_gives_the_same(desk):
    before = desk.digest()
    desk.rebuild()
    assert desk.digest() == before


def test_search_says_where_the_words_stand(desk):
    page = desk.search("railway strikes")
    (hit,) = page.hits
    words = {hit.report.text[span.start : span.end].lower() for span in hit.spans}
    assert page.total == 1
    assert {"strike", "railway"} <= words
    with pytest.raises(BadInput):
        desk.search("  ")


def test_marks_do_not_overlap_and_cover_phrases():
    text = "State television showed it. The state paid; television did not."
    assert [text[a:b] for a, b in marks(parse_query('"state television"'), text)] == ["State television"]
    assert [text[a:b] for a, b in marks(parse_query("state"), text)] == ["State", "state"]


def test_who_is_who_and_what_they_say(desk):
    found = {who.name: count for who, count in desk.find_who("tvarek")}
    assert list(found.values()) == [1]
    (who, _), *_ = desk.find_who("tvarek")
    page = desk.who(who.id)
    assert [story.headline.text for story in page.stories] == [ROWS[0]["title"]]
    assert any(finding.kind == "quote" for _, finding in page.said)
    with pytest.raises(NotFound):
        desk.who("nobody")


def test_a_related_story_names_the_same_people_and_says_whom(desk):
    later = {
        **ROWS[1],
        "url": "https://herald.example/wages",
        "title": "Merin asks for arbitration",
        "outlet": "Herald",
    }
    later["text"] = "Olga Merin asked a judge in Mirsk on Monday to decide about the wages of tram drivers."
    desk.take_in_jsonl([json.dumps({**later, "published": "2027-03-01T10:00:00+01:00"})])
    rail = next(story for story in desk.stories() if story.headline.text == ROWS[1]["title"])
    assert [(other.headline.text, names) for other, names in desk.related(rail)] == [(later["title"], ("Olga Merin",))]
    assert desk.related(desk.stories()[-1]) == []


def test_a_dossier_gathers_what_answers_its_question(desk):
    dossier = desk.add_dossier("Labour  in Varania", "strike OR walkout")
    assert (dossier.slug, dossier.title) == ("labour-in-varania", "Labour in Varania")
    assert [desk.story(story_id).headline.text for story_id in dossier.story_ids] == [ROWS[1]["title"]]
    with pytest.raises(BadInput, match="already"):
        desk.add_dossier("Labour in Varania", "strike")
    with pytest.raises(BadInput, match="title"):
        desk.add_dossier("!!", "strike")
    desk.remove_dossier(dossier.slug)
    assert desk.dossiers() == []
    with pytest.raises(NotFound):
        desk.dossier(dossier.slug)


def test_changes_of_one_story_are_its_own(desk):
    story = desk.stories()[0]
    own = desk.changes(0, item=story.id)
    assert own
    assert {change.id for change in own} == {story.id}
    assert own == [change for change in desk.changes(0, limit=1000) if change.id == story.id]


def test_what_is_neither_address_nor_file_is_said(desk):
    with pytest.raises(BadInput, match="neither"):
        desk.add("no/such/thing")


def test_sources_come_in_and_out_as_opml(desk, tmp_path):
    opml = tmp_path / "list.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed" owner="A Group"/>'
        '<outline text="B" type="rss" xmlUrl="https://b.example/feed"/></body></opml>'
    )
    added = desk.add(str(opml))
    assert [source.owner for source in added.sources] == ["A Group", None]
    assert desk.set_paused("a.example", True).is_paused
    assert desk.source("https://a.example/feed").is_paused
    desk.remove_source("a.example")
    assert [source.address for source, _, _ in desk.sources()] == ["https://b.example/feed"]
    desk.add(str(opml))
    assert len(desk.sources()) == 2
