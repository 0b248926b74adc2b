"""Names: what the rules read and what the tagger hears become one reading."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Name, Report
from infostreamer.text.mention import Mention
from infostreamer.understand import pack
from infostreamer.understand.name_votes import Heard, heard_in, merged, outvoted
from infostreamer.understand.names import NAMES
from infostreamer.understand.pack.parse import Parse, Sentence, Token


def read(text: str, words: str, type_: str, score: int) -> Mention:
    at = text.index(words)
    return Mention(at, at + len(words), type_, words, score)


def heard(text: str, words: str, type_: str) -> Heard:
    at = text.index(words)
    return Heard(at, at + len(words), type_, at == 0)


def rows(mentions: list[Mention]) -> list[tuple[str, str]]:
    return [(mention.canonical, mention.type) for mention in mentions]


def test_the_rules_stand_alone_where_nothing_is_heard():
    text = "It was said in Tarvost."
    mention = read(text, "Tarvost", "place", 45)
    assert merged(text, [mention], []) == [mention]


def test_what_both_say_is_surer():
    text = "The firm Kverna hired her."
    (mention,) = merged(text, [read(text, "Kverna", "organisation", 55)], [heard(text, "Kverna", "organisation")])
    assert mention.type == "organisation"
    assert mention.score > 55


@pytest.mark.parametrize(
    ("type_", "score", "other", "kept"),
    [
        ("person", 92, "organisation", "person"),
        ("person", 50, "organisation", "organisation"),
        ("other", 40, "place", "place"),
        ("place", 92, "person", "place"),
        ("place", 48, "person", "person"),
        ("nationality", 45, "person", "nationality"),
    ],
)
def test_of_two_types_the_better_founded_prevails(type_: str, score: int, other: str, kept: str):
    text = "They named Velmar Ost again."
    found = merged(text, [read(text, "Velmar Ost", type_, score)], [heard(text, "Velmar Ost", other)])
    assert rows(found) == [("Velmar Ost", kept)]


def test_a_name_that_only_the_tagger_hears_is_taken():
    text = "He joined Halyard Marine in May."
    assert rows(merged(text, [], [heard(text, "Halyard Marine", "organisation")])) == [
        ("Halyard Marine", "organisation")
    ]


def test_an_institution_keeps_its_tail_and_a_role_its_person():
    text = "She left the University of Port Serin."
    whole = read(text, "University of Port Serin", "organisation", 85)
    assert merged(text, [whole], [heard(text, "University", "organisation")]) == [whole]


def test_a_weak_name_that_nothing_seconds_falls():
    text = "Echo Dot is new. Marek Dostal said so."
    weak, strong = read(text, "Echo Dot", "person", 50), read(text, "Marek Dostal", "person", 92)
    assert outvoted(text, [weak, strong], []) == [strong]


def parse_of(text: str, *tokens: tuple[str, str]) -> Parse:
    made, at = [], 0
    for word, entity in tokens:
        at = text.index(word, at)
        made.append(Token(at, at + len(word), word, word.lower(), "PROPN", -1, "root", entity))
        at += len(word)
    return Parse((Sentence(0, len(text), tuple(made)),))


class Scripted:
    """A reader that gives one Parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse

    def read(self, report: Report) -> Parse:
        return self.parse


@pytest.mark.parametrize(
    ("text", "tokens", "expected"),
    [
        ("the Museum of Flight CEO said", (("the", "B-organisation"), ("Museum", "I-organisation"),
         ("of", "I-organisation"), ("Flight", "I-organisation"), ("CEO", "I-organisation")), ["Museum of Flight"]),
        ("President Ola Ness", (("President", "B-person"), ("Ola", "I-person"), ("Ness", "I-person")), ["Ola Ness"]),
        ("met Lam Siu-ting there", (("Lam", "B-person"), ("Siu", "I-person")), ["Lam Siu-ting"]),
        ("the Oslo institute Terralens", (("Oslo", "B-organisation"), ("institute", "I-organisation"),
         ("Terralens", "I-organisation")), ["Terralens"]),
        ("see kverna.Example now", (("Example", "B-organisation"),), []),
        ("Hyde Street\nOslo Clinic", (("Hyde", "B-place"), ("Street", "I-place"), ("Oslo", "I-place")),
         ["Hyde Street", "Oslo"]),
    ],
)  # fmt: skip
def test_what_is_heard_is_cut_to_the_name(text: str, tokens: tuple[tuple[str, str], ...], expected: list[str]):
    pack.use(Scripted(parse_of(text, *tokens)))
    try:
        assert [text[each.start : each.end] for each in heard_in(report(text))] == expected
    finally:
        pack.use(None)


def canonicals(text: str) -> dict[str, str]:
    subject = report(text)
    return {
        each.words(subject.text): each.payload.canonical
        for each in NAMES.find(subject, ())
        if isinstance(each.payload, Name)
    }


def test_initials_join_the_one_full_name_they_fit():
    assert canonicals("Danil Ostrevko was arrested. D. Ostrevko denied it.")["D. Ostrevko"] == "Danil Ostrevko"
    found = canonicals("Danil Ostrevko met Darya Ostrevko. D. Ostrevko denied it.")
    assert found["D. Ostrevko"] == "D. Ostrevko"


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Anna Bright/Getty Images",
        "The flood in Oslo.\n\nShare on Facebook",
        "Picture by Marek Dostal",
        "A map. Image: Wikimedia Commons",
    ],
)
def test_the_page_and_its_photographers_are_no_actors(text: str):
    found = set(canonicals(text)) - {"Oslo"}
    assert found == set()


def test_who_is_in_the_picture_stays():
    assert "Anna Bright" in canonicals("Photo: Anna Bright speaks in Oslo.")


@pytest.mark.parametrize("name", ["AT&T", "H&R Block"])
def test_letters_joined_by_and_are_one_name(name: str):
    assert canonicals(f"They sued {name} on Monday.")[name] == name


def test_lines_of_a_list_do_not_run_together():
    found = canonicals("We asked around.\n\nAnna Brandt\nFinding a doctor\nMarek Dostal\nBooking")
    assert {"Anna Brandt", "Marek Dostal"} <= set(found)
