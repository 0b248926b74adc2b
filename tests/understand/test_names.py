"""Names: who, which organisation, where; roles as given; one person, one key."""

from __future__ import annotations

import time

import pytest
from fakes.build import report
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Finding, Image, Name, Report
from infostreamer.understand.names import NAMES


def names_in(body: str, **fields: object) -> list[tuple[str, str, str, str | None]]:
    """(words, type, canonical, role) of every name."""
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [
        (each.words(subject.text), each.payload.type, each.payload.canonical, each.payload.role)
        for each in found_in(subject)
    ]


def found_in(subject: Report) -> list[Finding]:
    found = NAMES.find(subject, ())
    assert all(isinstance(each.payload, Name) for each in found)
    return found


def persons(body: str, **fields: object) -> list[tuple[str, str, str | None]]:
    return [(words, canonical, role) for words, kind, canonical, role in names_in(body, **fields) if kind == "person"]


def of_type(kind: str, body: str, **fields: object) -> list[str]:
    return [words for words, each, _, _ in names_in(body, **fields) if each == kind]


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("On Monday Interior Minister Ivan Dornik warned all.", "Ivan Dornik", "Interior Minister"),
        ("Belarusian leader Alexander Marenko perceives it.", "Alexander Marenko", "Belarusian leader"),
        ("Then Lithuanian Minister of Foreign Affairs Gabrielius Vetrys said no.", "Gabrielius Vetrys",
         "Lithuanian Minister of Foreign Affairs"),
        ("Pavel Slavin, a fellow at the European Council on Foreign Relations, said so.", "Pavel Slavin",
         "a fellow at the European Council on Foreign Relations"),
        ("Dmitry Olkov, spokesman for Marenko, threatened them.", "Dmitry Olkov", "spokesman for Marenko"),
        ("The former opposition leader Anna Kerr left.", "Anna Kerr", "former opposition leader"),
        ("He met Ukrainian President Volodymyr Halych there.", "Volodymyr Halych", "Ukrainian President"),
        ("It was Maria Lind from the Belarusian Cyber Partisans.", "Maria Lind", "from the Belarusian Cyber Partisans"),
        ("Anna Kerr, 45, a teacher, was held.", "Anna Kerr", "a teacher"),
        ("Mr. Oskar Brandt came.", "Oskar Brandt", None),
    ],
)  # fmt: skip
def test_persons_with_their_role_as_given(text: str, words: str, role: str | None):
    assert (words, words, role) in persons(text)


def test_a_surname_joins_the_one_full_name_also_before_it():
    found = persons("Dornik said no. Ivan Dornik is a minister. The case of Dornik’s brother goes on.")
    assert [(words, canonical) for words, canonical, _ in found] == [
        ("Dornik", "Ivan Dornik"),
        ("Ivan Dornik", "Ivan Dornik"),
        ("Dornik", "Ivan Dornik"),
    ]


def test_two_people_with_one_surname_are_kept_apart():
    subject = report("Ivan Dornik met Anna Dornik. Later Dornik spoke.")
    keys = [each.payload.who for each in found_in(subject)]
    assert len(keys) == 3
    assert len(set(keys)) == 3


def test_an_acronym_in_brackets_is_the_name_beside_it():
    found = names_in("A plot by Ukraine’s Security Service (SBU) failed. The SBU denied it.")
    assert [(words, canonical) for words, kind, canonical, _ in found if kind == "organisation"] == [
        ("Security Service", "Ukraine’s Security Service"),
        ("SBU", "Ukraine’s Security Service"),
        ("SBU", "Ukraine’s Security Service"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He served in the Kastus Kalinouski Regiment there.", "Kastus Kalinouski Regiment"),
        ("He spoke before the Foreign Affairs Council on May 22.", "Foreign Affairs Council"),
        ("The Ministry of Foreign Affairs and Trade said no.", "Ministry of Foreign Affairs and Trade"),
        ("The United Nations Security Council met.", "United Nations Security Council"),
        ("But the Kremlin believes it.", "Kremlin"),
        ("They attacked NATO again.", "NATO"),
        ("She went to Howard University.", "Howard University"),
    ],
)
def test_organisations(text: str, words: str):
    assert words in of_type("organisation", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was in Vietnam.", "Vietnam"),
        ("Moscow backs it.", "Moscow"),
        ("A U.S. delegation came.", "U.S."),
        ("After the Soviet Union fell, it changed.", "Soviet Union"),
        ("They moved to West Germany.", "West Germany"),
        ("Talks with the West went on.", "West"),
        ("He lives in Ontario.", "Ontario"),
    ],
)
def test_places(text: str, words: str):
    assert words in of_type("place", text)


def test_an_acronym_is_not_the_town_of_the_same_letters():
    assert of_type("place", "The watchdog GAO found it in the US.") == ["US"]


def test_peoples_are_nationalities_with_one_key():
    subject = report("Belarusians and a Belarusian soldier met Russians.")
    assert [(each.words(subject.text), each.payload.canonical) for each in found_in(subject)] == [
        ("Belarusians", "Belarusian"),
        ("Belarusian", "Belarusian"),
        ("Russians", "Russian"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Despite this, they left.", "Today the talks began in May.", "Armed men came on Monday.", "However, it rained.",
     "CC BY 4.0", "See https://Courier.example/Anna or @AnnaKerr."],
)  # fmt: skip
def test_a_capital_at_the_start_of_a_sentence_is_no_name(text: str):
    assert names_in(text) == []


def test_a_headline_in_title_case_has_only_names_that_are_known():
    found = names_in(
        "Ivan Dornik spoke in Minsk.", title="Dornik Intensifies Pressure Against Belarusian Volunteers Near Minsk"
    )
    assert [words for words, *_ in found] == ["Dornik", "Belarusian", "Minsk", "Ivan Dornik", "Minsk"]


def test_authors_photographers_and_the_outlet_are_no_actors():
    images = (Image(credit="Photo: Lena Brand"),)
    text = "Anna Kerr reports for The Haven Courier. Lena Brand took the picture. Ivan Dornik left."
    assert of_type("person", text, byline=("By Anna Kerr",), outlet="Haven Courier", images=images) == ["Ivan Dornik"]
    assert of_type("organisation", text, byline=("By Anna Kerr",), outlet="Haven Courier", images=images) == []


def test_an_unknown_country_its_people_and_the_dateline():
    text = (
        "TARVOST, Nov 10 (Corran) – Varania has charged him. A Varanian railway worker, held in Varania, left Tarvost."
    )
    found = {(words, kind, canonical) for words, kind, canonical, _ in names_in(text)}
    assert {
        ("TARVOST", "place", "Tarvost"),
        ("Corran", "organisation", "Corran"),
        ("Varania", "place", "Varania"),
    } <= found
    assert {("Varanian", "nationality", "Varanian"), ("Tarvost", "place", "Tarvost")} <= found


def test_a_surname_that_two_people_share_is_still_a_person():
    found = persons("Danil Ostrev met Marta Ostrev. The case of Ostrev goes on.")
    assert ("Ostrev", "Ostrev", None) in found


def test_cyrillic_names():
    found = names_in(
        "Президент Александр Маренко прибыл в Минск. Позже Маренко встретил белорусских министров.", language="ru"
    )
    assert ("Александр Маренко", "person", "Александр Маренко", "Президент") in found
    assert ("Маренко", "person", "Александр Маренко", None) in found
    assert ("Минск", "place", "Минск", None) in found


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
WORDS = st.lists(
    st.sampled_from(
        [
            "Ivan",
            "Dornik",
            "Minister",
            "of",
            "the",
            "Foreign",
            "Affairs",
            "Council",
            "in",
            "Minsk",
            ",",
            ".",
            "’s",
            "(SBU)",
            "said",
            "Belarusian",
            "😀",
            "é",
            "ש",
            "\x00",
            "Dr",
            "von",
        ]
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=150)
@given(ANY_TEXT | WORDS)
def test_spans_slice_in_order_and_the_same_text_gives_the_same_names(text: str):
    subject = report(text)
    found = found_in(subject)
    assert found == found_in(subject)
    spans = [(each.start, each.end) for each in found]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    "unit", ["Ivan ", "A.", "Ivan, a ", "of ", "The Ministry of ", "a.b.", "de ", "“A ", "President "]
)
def test_hostile_input_takes_linear_time(unit: str):
    subject = report(unit * (200_000 // len(unit)))
    begun = time.process_time()
    NAMES.find(subject, ())
    assert time.process_time() - begun < seconds(5)
