"""Names that no list knows: read by the company they keep over the whole report."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Name
from infostreamer.understand.names import NAMES


def names_in(body: str, **fields: object) -> list[tuple[str, str, str, str | None]]:
    """(words, type, canonical, role) of every name."""
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [
        (each.words(subject.text), each.payload.type, each.payload.canonical, each.payload.role)
        for each in NAMES.find(subject, ())
        if isinstance(each.payload, Name)
    ]


def types_of(words: str, body: str) -> set[str]:
    return {kind for found, kind, _, _ in names_in(body) if found == words}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Stara Luka", "The town of Stara Luka was hit. He flew to Stara Luka."),
        ("Dravin", "Police came to the Dravin railway depot, and Dravin was quiet."),
        ("Lesk", "Snow fell in the Lesk valley. Then the Lesk came over its banks."),
        ("Malva", "It happened in the suburb of Malva."),
        ("Zelen", "Nine died at the Zelen pit."),
        ("Phuket Town", "He was taken to Phuket Town."),
        ("Vilnius", "She is Vilnius-based."),
    ],
)
def test_places_by_what_lies_in_them_and_how_one_gets_there(words: str, text: str):
    assert types_of(words, text) == {"place"}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Hruvaugol", "Hruvaugol, which owns the mine, was silent. The mine's owner, Hruvaugol, denied it."),
        ("Hruvaugol", "Hruvaugol apologised to the family in a statement."),
        ("Sollen Catch", "The warehouse belongs to Sollen Catch, the country's biggest fish exporter."),
        ("Vesna", "The rights group Vesna published the names."),
        ("Varpress", "He told the state news agency Varpress so."),
        ("Prosecutor General's Office", "The Prosecutor General's Office said so."),
    ],
)
def test_organisations_by_what_they_are_called_and_do(words: str, text: str):
    assert types_of(words, text) == {"organisation"}


def test_a_person_without_a_known_given_name():
    text = (
        "Halrina Sidorak found her son's name there. Mr Sidorak's name had stood on it. Prasot Hongyok, who left, knew."
    )
    persons = [(words, canonical) for words, kind, canonical, _ in names_in(text) if kind == "person"]
    assert persons == [
        ("Halrina Sidorak", "Halrina Sidorak"),
        ("Sidorak", "Halrina Sidorak"),
        ("Prasot Hongyok", "Prasot Hongyok"),
    ]


def test_a_word_that_only_opens_a_sentence_is_no_company():
    assert names_in("Fear makes people telephone. Engineers said no.") == []


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("The city's fire chief, Bohdan Tvarek, came.", "Bohdan Tvarek", "The city's fire chief"),
        ("It was the mine's director Stepan Ligun.", "Stepan Ligun", "the mine's director"),
        ("His lawyer, Igor Bely, said no.", "Igor Bely", "lawyer"),
        ("A lawyer hired by Danil's mother, Igor Bely, said no.", "Igor Bely", None),
        ('"It was right," a spokeswoman for the party told us. "Igor Bely left."', "Igor Bely", None),
    ],
)
def test_roles_before_a_name_are_whole_and_its_own(text: str, words: str, role: str | None):
    assert (words, role) in [(found, of) for found, _, _, of in names_in(text)]


def test_an_authors_bare_surname_is_no_actor_and_an_agency_is():
    text = "Ellery travelled there. Corran said in a statement that he knew. Ivan Dornik left."
    found = [words for words, *_ in names_in(text, byline=("Martin Ellery", "Corran"))]
    assert "Ellery" not in found
    assert "Corran" in found


def test_cyrillic_cases_of_one_name_have_one_canonical():
    text = (
        "Организатора забастовки Данила Остревко вывезли из Таиланда в Варанию. Данил Остревко работал в Варании. "
        "Родные Данила Остревко ждут."
    )
    found = {(kind, canonical) for _, kind, canonical, _ in names_in(text, language="ru")}
    assert found == {("person", "Данил Остревко"), ("place", "Таиланд"), ("place", "Варания")}


@pytest.mark.parametrize(
    ("text", "words", "canonical"),
    [
        ("Министерство внутренних дел Варании подтвердило это.", "Министерство внутренних дел",
         "Министерство внутренних дел"),
        ("Представитель Министерства внутренних дел Павел Довник отрицает.", "Министерства внутренних дел",
         "Министерство внутренних дел"),
        ("После этого Национальный банк поднял ставку.", "Национальный банк", "Национальный банк"),
        ("Иммиграционное бюро Таиланда заявило об этом.", "Иммиграционное бюро", "Иммиграционное бюро"),
    ],
)  # fmt: skip
def test_cyrillic_institutions_with_their_lower_case_words(text: str, words: str, canonical: str):
    assert (words, "organisation", canonical, None) in names_in(text, language="ru")


def test_of_a_family_the_one_named_most_bears_the_bare_surname():
    text = "Danil Ostrev is in prison. Danil Ostrev denies it. His wife, Marta Ostrev, wrote. {} slept."
    canonical = {who: names_in(text.format(who))[-1][2] for who in ("Ostrev", "Mr Ostrev", "Mrs Ostrev")}
    assert canonical == {"Ostrev": "Danil Ostrev", "Mr Ostrev": "Danil Ostrev", "Mrs Ostrev": "Marta Ostrev"}


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("The Securities and Exchange Commission sued.", "Securities and Exchange Commission", "organisation"),
        ("He led Kovarix for years. A Kovarix spokesperson and Kovarix employees said no.", "Kovarix", "organisation"),
        ("Sheldon Richardson left. Richardson said no.", "Richardson", "person"),
        ("Republican Phil Brayant won.", "Phil Brayant", "person"),
        ("Most South Dakotans agree with the North American plan.", "South Dakotans", "nationality"),
    ],
)
def test_names_of_common_news(text: str, words: str, kind: str):
    assert types_of(words, text) == {kind}


def test_words_that_the_report_also_writes_small_are_no_persons():
    text = "We liked the music of Music Unlimited. In Democratic states Election Day came."
    assert [words for words, kind, _, _ in names_in(text) if kind == "person"] == []


def test_a_town_with_the_surname_of_a_head_of_state_is_not_meant():
    body = "He reaffirmed his loyalty to Putin. Nothing more was said in Minsk."
    assert (types_of("Putin", body), types_of("Minsk", body)) == ({"person"}, {"place"})
