"""Around a quotation: venue, handle, outlet; posts, block quotes and interviews."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Finding, Quote, Statement
from infostreamer.understand import understand


def first(body: str) -> Quote | Statement:
    """The payload of the first quote or statement."""
    found = (finding.payload for finding in understand(report(body)))
    return next(each for each in found if isinstance(each, Quote | Statement))


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("“We will open the bridge,” Anna Kolska said at a press conference.", "at a press conference"),
        ("“We will open the bridge,” Anna Kolska wrote on Telegram.", "on Telegram"),
        ("In an interview with Radio Varna, Anna Kolska said: “We will open it.”", "In an interview with Radio Varna"),
        (
            "Anna Kolska said before the Foreign Affairs Council: “We will open it.”",
            "before the Foreign Affairs Council",
        ),
        ("Anna Kolska said in a statement that the bridge would open.", "in a statement"),
        ("“We will open the bridge,” said Anna Kolska, who lost at the summit.", None),
    ],
)
def test_where_it_was_said(text: str, venue: str | None) -> None:
    assert first(text).venue == venue


def test_the_end_of_reported_words_may_be_the_venue() -> None:
    subject = report("The ministry said it would respond to the attack in a statement.")
    found = next(finding for finding in understand(subject) if finding.kind == "statement")
    assert found.words(subject.text) == "it would respond to the attack"
    assert isinstance(found.payload, Statement)
    assert found.payload.venue == "in a statement"


def test_the_outlet_told() -> None:
    assert first("“We will open the bridge,” Anna Kolska told Reuters.").via == "Reuters"
    assert first("“We will open the bridge,” Anna Kolska told the council.").via is None


def test_the_handle_of_a_post() -> None:
    found = first("As Anna Kolska wrote on Twitter, @annakolska, “the bridge will open in spring”.")
    assert isinstance(found, Quote)
    assert (found.handle, found.venue) == ("@annakolska", "on Twitter")


@pytest.mark.parametrize(
    "post",
    [
        "We will never agree to this plan. — Anna Kolska (@annakolska) May 3, 2023",
        "We will never agree to this plan. https://pic.example/x\n\nAnna Kolska (@annakolska) May 3, 2023",
        "“We will never agree to this plan.”\n\n— Anna Kolska (@annakolska)",
    ],
)
def test_an_embedded_post(post: str) -> None:
    subject = report(f"The answer came at night.\n\n{post}\n\nNobody replied.")
    quotes = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert [finding.words(subject.text) for finding in quotes] == ["We will never agree to this plan."]
    payload = quotes[0].payload
    assert isinstance(payload, Quote)
    assert (payload.speaker, payload.handle) == ("Anna Kolska", "@annakolska")
    assert payload.date == ("2023-05-03" if "2023" in post else None)


def test_a_handle_within_a_sentence_is_no_signature() -> None:
    text = "Anna Kolska (@annakolska) wrote a long letter to the council (@council) 2023"
    assert [finding for finding in understand(report(text)) if finding.kind == "quote"] == []


def test_a_block_quote_behind_a_colon() -> None:
    subject = report("In a statement, the ministry said:\n\nWe regret the loss and will help our people.\n\nIt rained.")
    quotes = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert [finding.words(subject.text) for finding in quotes] == ["We regret the loss and will help our people."]
    assert isinstance(quotes[0].payload, Quote)
    assert (quotes[0].payload.speaker, quotes[0].payload.venue) == ("the ministry", "In a statement")


def test_a_list_behind_a_colon_is_no_quote() -> None:
    text = "The ministry said:\n\nThe fire broke out at night and burned until noon."
    assert [finding for finding in understand(report(text)) if finding.kind == "quote"] == []


def test_the_turns_of_an_interview() -> None:
    text = (
        "Anna Kolska has run the port for six years.\n\nCourier: Will you sell it?\n\n"
        "Kolska: I read that, too. Nobody has called me.\n\nCourier: Are you next?\n\nKolska: No. We are hiring people."
    )
    subject = report(text)
    quotes = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert [spoken(finding) for finding in quotes] == ["Kolska", "Kolska"]


def spoken(finding: Finding) -> str | None:
    assert isinstance(finding.payload, Quote)
    return finding.payload.speaker


def test_marks_of_two_characters() -> None:
    subject = report("''We will open the bridge in spring,'' Anna Kolska said.")
    quotes = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert [finding.words(subject.text) for finding in quotes] == ["We will open the bridge in spring"]


def test_half_typeset_marks() -> None:
    subject = report('“We will open the bridge in spring," Anna Kolska said.')
    quotes = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert [finding.words(subject.text) for finding in quotes] == ["We will open the bridge in spring"]


def test_a_programme_is_not_quoted() -> None:
    text = "The bridge will open, Anna Kolska said on Radio Varna's “Morning Tide.”"
    assert [finding for finding in understand(report(text)) if finding.kind == "quote"] == []


def test_words_in_marks_within_a_judgement() -> None:
    found = [
        each for each in understand(report("Anna Kolska called the plan “a gift to thieves”.")) if each.kind == "quote"
    ]
    assert [spoken(each) for each in found] == ["Anna Kolska"]


def test_the_question_in_the_sentence_before() -> None:
    found = [
        each for each in understand(report("“Why should we wait here?” Anna Kolska asked.")) if each.kind == "quote"
    ]
    assert [spoken(each) for each in found] == ["Anna Kolska"]
