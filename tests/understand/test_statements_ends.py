"""Where reported words end and the report's own begin; who is no speaker of them."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Name, Quote, Statement
from infostreamer.understand import understand


def contents_in(body: str) -> list[str]:
    """The words of every statement."""
    subject = report(body)
    return [one.words(subject.text) for one in understand(subject) if isinstance(one.payload, Statement)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Oleg Tarin said it would be paid next year, but he gave no details.", "it would be paid next year"),
        ("Oleg Tarin said she hopes to win, but she knows the rival.", "she hopes to win, but she knows the rival"),
        ("The firm told staff it would close, it gave them no date.", "it would close"),
        ("Both men asked the state to help — but it is hard to know why.", "the state to help"),
        ("Oleg Tarin rejected the charges, and two analysts agreed.", "the charges"),
        ("Oleg Tarin said the deal, worth $2.8 million, a record, was done.",
         "the deal, worth $2.8 million, a record, was done"),
        ("According to Oleg Tarin, a guard at the site, the gate was open.", "the gate was open"),
        ("Papers name two firms, according to Oleg Tarin's group, which counted them.", "Papers name two firms"),
        ("Oleg Tarin said that’s driving firms abroad.", "that’s driving firms abroad"),
    ],
)  # fmt: skip
def test_the_reports_own_words_are_left_out(text: str, content: str) -> None:
    assert contents_in(text) == [content]


def test_what_somebody_allegedly_said_is_no_rumour_of_its_own() -> None:
    subject = report("Oleg Tarin was a guard. “We messed it up,” Tarin allegedly told a friend.")
    found = [one.payload for one in understand(subject) if isinstance(one.payload, Quote | Statement)]
    assert [(type(one), one.speaker, one.cue) for one in found] == [(Quote, "Tarin", "allegedly told")]
    assert contents_in("The bees are reportedly dying, Oleg Tarin said.") == ["The bees are reportedly dying"]


def test_whom_a_headline_tells_something_of_has_not_spoken() -> None:
    subject = report("It was a long day.", title="‘He died in my hands’: three protesters killed in Varna")
    assert not [one for one in understand(subject) if isinstance(one.payload, Quote)]
    subject = report("It was a long day.", title="“We will not leave”: Varna mayor")
    assert [one.payload.speaker for one in understand(subject) if isinstance(one.payload, Quote)] == ["Varna mayor"]


@pytest.mark.parametrize(
    "text",
    [
        "Oleg Tarin knows that the road is closed.",
        "Buyers are poor. They still feel they deserve better.",
        "Oleg Tarin refused to leave the house.",
        "The reason residents are refusing to leave the camp is fear.",
        "It was the troops who refused to respond.",
    ],
)
def test_what_somebody_knows_or_will_not_do_is_nothing_said(text: str) -> None:
    assert not [one for one in understand(report(text)) if one.kind in {"statement", "stance"}]


def test_what_somebody_thinks_is_told_apart_from_what_they_say() -> None:
    found = understand(report("Oleg Tarin thought he had slept. Residents fear that the dam will burst."))
    assert [one.payload.stance for one in found if isinstance(one.payload, Statement)] == ["believes", "believes"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Russian President Vadim Rutin met Belarusian President Aleh Kosarau. The Belarusian leader said it was so.",
         "Aleh Kosarau"),
        ("President Aleh Kosarau met Vadim Rutin. The Russian president said it was so.", None),
        ("Anna Gregg leads the union. They plug unfilled officer positions, she said.", "Anna Gregg"),
    ],
)  # fmt: skip
def test_who_is_meant_by_an_office(text: str, who: str | None) -> None:
    found = understand(report(text))
    named = {one.payload.who: one.payload.canonical for one in found if isinstance(one.payload, Name)}
    keys = [one.payload.who for one in found if isinstance(one.payload, Statement)]
    assert [named.get(key) for key in keys] == [who]


def test_their_release_is_no_place_where_words_stand() -> None:
    found = understand(report("Oleg Tarin asked for help in their release, and said he was tired."))
    assert not [one for one in found if isinstance(one.payload, Statement) and one.payload.venue]
