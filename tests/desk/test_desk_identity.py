"""Who is who as people decide it: told apart, split off, renamed, never linked; kept, and undone; both stores."""

import json

import pytest

from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotFound
from infostreamer.settings import Settings

DAY = "2026-11-{:02}T09:00:00+01:00"
ROWS = [
    {"url": "https://herald.example/quay", "outlet": "The Herald", "title": "Fire closes the quay of Port Sollen",
     "text": "A fire closed the north quay of Port Sollen. Two people were injured, fire chief Bohdan Tvarek said. "
             "Police detained Bohdan Tvarek on Friday.", "published": DAY.format(10)},
    {"url": "https://mirror.example/quay", "outlet": "The Mirror", "title": "Fire closes the quay of Port Sollen",
     "text": "A fire closed the north quay of Port Sollen, the second this year. Mr Tvarek said the pumps had failed. "
             "Mayor Olga Merin said Mr Tvarek had warned the council.", "published": DAY.format(10)},
    {"url": "https://courier.example/rail", "outlet": "The Courier", "title": "Rail workers of Dravin vote to strike",
     "text": "Rail workers in Dravin voted for a strike over pay. Union leader Bohdan Tvarek said the vote was clear.",
     "published": DAY.format(20)},
]  # fmt: skip


@pytest.fixture
def desk(store_url, tmp_path, seeds):
    def fill(url):
        with Desk.open(Settings({"store.url": url, "desk.data": str(tmp_path)})) as empty:
            empty.take_in_jsonl([json.dumps(row) for row in ROWS])
            quay = [empty.story_of(one.id) for one in empty.newest_reports() if one.title == ROWS[0]["title"]]
            if len(set(quay)) == 2:
                empty.decide(empty.would_merge(*quay))

    seeds.copy(store_url, fill)
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        yield opened


def named(desk, title=None):
    """Names and aliases of the people in the stories, or in the one with this title."""
    stories = [story for story in desk.stories() if title is None or story.headline.text == title]
    return sorted((who.name, who.aliases) for story in stories for who in story.who if who.kind == "person")


def tvarek(desk):
    return next(who for who, _ in desk.find_who("tvarek") if who.name == "Bohdan Tvarek")


def through(desk, decision, holds):
    """The decision is made, holds, holds after a rebuild, and is gone when it is taken back."""
    before = desk.digest()
    made = desk.decide(decision, by="Ana", note="asked")
    assert holds()
    desk.rebuild()
    assert holds()
    (row,) = (row for row in desk.judgements() if row.judgement.id == made.id)
    assert row.words
    desk.undo(made.id)
    assert not holds()
    assert desk.digest() == before


def test_a_form_of_a_name_told_apart_is_an_entry_of_its_own(desk):
    assert ("Bohdan Tvarek", ("Tvarek",)) in named(desk)
    decision = desk.would_be_distinct(tvarek(desk).id, "Tvarek")
    assert decision.will == "Bohdan Tvarek and Tvarek are kept apart in every story, as two entries."
    through(desk, decision, lambda: ("Tvarek", ()) in named(desk) and ("Bohdan Tvarek", ()) in named(desk))


def test_a_surname_alone_is_not_linked_to_whom_it_must_not_be_linked(desk):
    decision = desk.would_not_link(f"/who/{tvarek(desk).id}/bohdan-tvarek")
    through(desk, decision, lambda: ("Tvarek", ()) in named(desk))


def test_two_people_of_one_name_get_two_entries_by_story(desk):
    one = tvarek(desk)
    rail = next(story for story in desk.stories() if story.headline.text == ROWS[2]["title"])
    assert {held.role.casefold() for held in desk.who(one.id).who.held} == {"fire chief", "union leader"}

    def is_split():
        entries = [who for who, _ in desk.find_who("bohdan tvarek")]
        roles = [{held.role.casefold() for held in desk.who(who.id).who.held} for who in entries]
        return sorted(map(sorted, roles)) == [["fire chief"], ["union leader"]]

    through(desk, desk.would_be_another(one.id, [rail.id]), is_split)


def test_a_renamed_entry_is_shown_so_and_found_under_both_names(desk):
    one = tvarek(desk)
    decision = desk.would_rename(one.id, "  Bogdan  Tvarek ")
    through(desk, decision, lambda: {who.name for who, _ in desk.find_who("bohdan tvarek")} == {"Bogdan Tvarek"})
    desk.decide(desk.would_rename(one.id, "Bogdan Tvarek"))
    desk.decide(desk.would_rename(one.id, "B. Tvarek"))
    assert desk.who(one.id).who.name == "B. Tvarek"
    assert "Bohdan Tvarek" in desk.who(one.id).who.aliases


def test_the_later_of_two_decisions_on_a_pair_takes_back_the_earlier(desk):
    one, other = tvarek(desk).id, next(who.id for who, _ in desk.find_who("merin"))
    same = desk.decide(desk.would_be_same(one, other))
    decision = desk.would_be_distinct(one, other)
    assert "is taken back" in decision.will
    desk.decide(decision)
    assert desk.judgement(same.id).undone_at is not None
    assert desk.who(one).who.id != desk.who(other).who.id


def test_what_is_told_of_somebody_is_by_them_about_them_and_done_to_them(desk):
    page = desk.who(tvarek(desk).id)
    assert {told.finding.words(told.report.text) for told in page.by} >= {
        "the vote was clear",
        "Two people were injured",
    }
    assert [told.finding.words(told.report.text) for told in page.about] == ["Mr Tvarek had warned the council"]
    assert [(told.part, told.finding.payload.did) for told in page.events] == [("patient", "detain")]
    sentences = {one.who.name: one.sentences for one in page.beside}
    assert sentences["Olga Merin"] == 1


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        (lambda desk, one: desk.would_be_distinct(one, "Bohdan Tvarek"), BadInput, "is what that entry is called"),
        (lambda desk, one: desk.would_be_distinct(one, "nobody"), NotFound, "Nobody has the id"),
        (lambda desk, one: desk.would_be_another(one, []), BadInput, "Choose the stories"),
        (lambda desk, one: desk.would_be_another(one, [s.id for s in desk.stories()]), BadInput, "nobody to tell"),
        (lambda desk, one: desk.would_rename(one, " "), BadInput, "Give the name"),
        (lambda desk, one: desk.would_rename(one, "x" * 121), BadInput, "at most 120"),
        (lambda desk, one: desk.would_rename(one, "Bohdan Tvarek"), BadInput, "already"),
        (lambda desk, one: desk.would_not_link(desk.find_who("dravin")[0][0].id), BadInput, "is no person"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_said_in_one_sentence(desk, ask, error, says):
    with pytest.raises(error, match=says):
        ask(desk, tvarek(desk).id)
