"""Direct quotations: the marks, the words, the speaker."""

from __future__ import annotations

import pytest
from fakes.build import report
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Finding, Quote, Report
from infostreamer.understand import understand


def quotes_in(body: str, **fields: str) -> list[tuple[str, str | None, str | None]]:
    """(words, speaker, cue) of every quote."""
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [
        (finding.words(subject.text), finding.payload.speaker, finding.payload.cue)
        for finding in understand(subject)
        if isinstance(finding.payload, Quote)
    ]


def one(body: str, **fields: str) -> tuple[Report, Finding]:
    subject = report(body, **fields)  # type: ignore[arg-type]
    found = [finding for finding in understand(subject) if finding.kind == "quote"]
    assert len(found) == 1
    return subject, found[0]


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"), ("»", "«")]
)
def test_every_style_of_marks(opening: str, closing: str) -> None:
    text = f"{opening}We will open the bridge in spring{closing}, said Mayor Anna Kolska in Varna."
    assert quotes_in(text) == [("We will open the bridge in spring", "Mayor Anna Kolska", "said")]


def test_a_quotation_runs_over_two_sentences() -> None:
    text = "Finance Minister Oleg Tarin said: “The budget is closed. Nobody will open it again”."
    words = "The budget is closed. Nobody will open it again"
    assert quotes_in(text) == [(words, "Finance Minister Oleg Tarin", "said")]


def test_a_quotation_runs_over_re_opened_paragraphs() -> None:
    text = "“I saw the smoke over the harbour.\n\n“Then I ran to the school,” said Maria Petrova.\n\nIt is closed."
    subject, found = one(text)
    words = [subject.text[span.start : span.end] for span in found.spans]
    assert words == ["I saw the smoke over the harbour.", "Then I ran to the school"]
    assert isinstance(found.payload, Quote)
    assert found.payload.speaker == "Maria Petrova"


def test_an_attribution_in_the_middle_splits_the_spans() -> None:
    subject, found = one("“They came at night,” Anna Kolska said, “and nobody told us why.”")
    words = [subject.text[span.start : span.end] for span in found.spans]
    assert words == ["They came at night", "and nobody told us why."]


def test_the_next_sentence_of_quotation_keeps_its_speaker() -> None:
    text = "“We lost the road,” said Anna Kolska. “It will take a month to clear it.”"
    assert [(words, speaker) for words, speaker, _ in quotes_in(text)] == [
        ("We lost the road", "Anna Kolska"),
        ("It will take a month to clear it.", "Anna Kolska"),
    ]


def test_inner_quotations_stay_inside() -> None:
    text = "“He told us ‘stay inside’ and left,” said Maria Petrova."
    assert [words for words, _, _ in quotes_in(text)] == ["He told us ‘stay inside’ and left"]


@pytest.mark.parametrize(
    "text",
    [
        "The kind of “proxy” rulers such as this one usually fall.",
        "These “routine” threats worry nobody.",
        "Her novel “The Long Road to Varna” was published in May.",
        "He leads the so-called “people's republic” in the east.",
        "The dog's owner and the cats' owner met at six o'clock.",
        "An opening mark “ that never closes means nothing at all.",
    ],
)
def test_scare_quotes_titles_and_apostrophes_are_no_quotes(text: str) -> None:
    assert quotes_in(text) == []


def test_a_pronoun_speaks_for_the_last_person() -> None:
    subject = report("Oleg Tarin came to Varna. “The road is open again,” he told reporters.")
    found = [finding for finding in understand(subject) if finding.kind in {"quote", "name"}]
    tarin = next(finding.payload for finding in found if finding.words(subject.text) == "Oleg Tarin")
    quote = next(finding.payload for finding in found if finding.kind == "quote")
    assert (quote.speaker, quote.who) == ("he", tarin.who)  # type: ignore[union-attr]


def test_a_handle_between_cue_and_marks() -> None:
    text = "As Varnian politician Franka Viadec pointed out today on Twitter, @viadec, “We learned nothing. We stay”."
    words, speaker, cue = quotes_in(text)[0]
    assert (words, cue) == ("We learned nothing. We stay", "pointed out")
    assert speaker is not None
    assert speaker.endswith("Franka Viadec")


def test_the_date_of_speaking() -> None:
    _, found = one(
        "Oleg Tarin said before the council on May 22: “I will ask for more.”", published="2026-05-25T10:00+00:00"
    )
    assert isinstance(found.payload, Quote)
    assert found.payload.date == "2026-05-22"


def test_quoted_by_a_third_party_belongs_to_the_quoted() -> None:
    text = "The Courier quoted Oleg Tarin as saying: “There is no money left for the road.”"
    assert [speaker for _, speaker, _ in quotes_in(text)] == ["Oleg Tarin"]


def test_a_statement_by_somebody_speaks_for_them() -> None:
    found = quotes_in("A statement by Oleg Tarin said: “We are closing the road today.”")
    assert [speaker for _, speaker, _ in found] == ["Oleg Tarin"]


def test_a_thing_does_not_speak() -> None:
    found = quotes_in("The sign on the old bridge said: “Nobody may cross the river here.”")
    assert [speaker for _, speaker, _ in found] == [None]


_MARKS = st.text(alphabet=st.sampled_from("“”\"'‘’«»„ abcS.,:\n—é😀\u0301\u200f"), max_size=120)


@settings(max_examples=150, deadline=None)
@given(_MARKS)
def test_any_text_gives_slices_in_bounds_and_the_same_twice(text: str) -> None:
    subject = report(text + " x")
    first, second = understand(subject), understand(subject)
    assert first == second
    for finding in first:
        assert finding.end <= len(subject.text)
        if isinstance(finding.payload, Quote) and finding.payload.speaker_span:
            place = finding.payload.speaker_span
            assert subject.text[place.start : place.end] == finding.payload.speaker


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker", "cue"),
    [
        ("ru", "«Я видела дым над портом, – рассказала Мария Петрова. – Потом я побежала в школу».",
         ("Я видела дым над портом", "Потом я побежала в школу"), "Мария Петрова", "рассказала"),
        ("ru", "Президент Иван Петров заявил: «Мы откроем дорогу весной».", ("Мы откроем дорогу весной",),
         "Иван Петров", "заявил"),
        ("de", "„Wir öffnen die Brücke im Frühling“, sagte Minister Hans Meier am Montag.",
         ("Wir öffnen die Brücke im Frühling",), "Hans Meier", "sagte"),
    ],
)  # fmt: skip
def test_other_languages(language: str, text: str, words: tuple[str, ...], speaker: str, cue: str) -> None:
    subject, found = one(text, language=language)
    assert tuple(subject.text[span.start : span.end] for span in found.spans) == words
    assert isinstance(found.payload, Quote)
    assert (found.payload.speaker, found.payload.cue) == (speaker, cue)


def test_a_sentence_ending_in_a_colon_announces_the_next_paragraph() -> None:
    text = "Anna Kolska appealed for help on the network, @kolska:\n\n“My husband was stopped. Please let him go home.”"
    _, found = one(text)
    assert isinstance(found.payload, Quote)
    assert found.payload.speaker == "Anna Kolska"


def test_an_apposition_with_a_name_is_kept_as_given() -> None:
    text = "“The removal was lawful,” the bureau's spokesman, Major Oleg Tarin, told the agency."
    assert [speaker for _, speaker, _ in quotes_in(text)] == ["the bureau's spokesman, Major Oleg Tarin"]


def test_the_name_of_a_programme_is_no_quote() -> None:
    assert quotes_in("Oleg Tarin told the “Sunday Evening” programme that the road is open.") == []


def test_a_sentence_of_quotation_has_the_one_speaker_of_its_paragraph() -> None:
    found = quotes_in("“We have lost the whole of the road.” Anna Kolska was tired. “It takes a month,” she said.")
    assert [speaker for _, speaker, _ in found] == ["she", "she"]


def test_two_speakers_in_a_paragraph_leave_a_lone_quotation_open() -> None:
    text = (
        "“We have lost the whole of the road.” It rained. “It takes a month,” said Anna Kolska. "
        "“It takes a year,” said Oleg Tarin."
    )
    assert [speaker for _, speaker, _ in quotes_in(text)] == [None, "Anna Kolska", "Oleg Tarin"]


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("“When times are bad,\" Oleg Tarin said, \"maybe you go on.”", ["When times are bad maybe you go on."]),
        ("“The only way out is jail time” for such deeds, Oleg Tarin said.", ["The only way out is jail time"]),
        ("“We have good plans,” Oleg Tarin said in Varna.\n\n“However, we will leave the town next week.”",
         ["We have good plans", "However, we will leave the town next week."]),
        ("\"Why is the bill so high?\" inquired Oleg Tarin.", ["Why is the bill so high?"]),
    ],
)  # fmt: skip
def test_the_words_around_a_quotation_tell_who_speaks(body: str, quoted: list[str]) -> None:
    subject = report(body)
    found = [one for one in understand(subject) if isinstance(one.payload, Quote)]
    assert [one.words(subject.text) for one in found] == quoted
    assert {one.payload.speaker for one in found if isinstance(one.payload, Quote)} == {"Oleg Tarin"}


def test_a_venue_ends_before_a_holiday() -> None:
    found = understand(report("“We messed it up,” Oleg Tarin said in a statement on Facebook on New Year's Eve."))
    assert [one.payload.venue for one in found if isinstance(one.payload, Quote)] == ["in a statement on Facebook"]
