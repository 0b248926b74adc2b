"""Reported speech: speaker, cue, stance, date and the words said."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Figure, Statement
from infostreamer.understand import understand


def statements_in(body: str, **fields: str) -> list[tuple[str, str | None, str | None]]:
    """(content, speaker, stance) of every statement."""
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [
        (finding.words(subject.text), finding.payload.speaker, finding.payload.stance)
        for finding in understand(subject)
        if isinstance(finding.payload, Statement)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "stance"),
    [
        ("Oleg Tarin said that the road would open.", "the road would open", "Oleg Tarin", "says"),
        ("Oleg Tarin said the road would open.", "the road would open", "Oleg Tarin", "says"),
        ("The road would open, Oleg Tarin said on Monday.", "The road would open", "Oleg Tarin", "says"),
        ("The road would open, said Oleg Tarin, head of the agency.", "The road would open", "Oleg Tarin", "says"),
        ("According to the ministry, the road is closed.", "the road is closed", "the ministry", "says"),
        ("The road is closed, according to the ministry.", "The road is closed", "the ministry", "says"),
        ("Oleg Tarin denied any role in the deal.", "any role in the deal", "Oleg Tarin", "denies"),
        ("Oleg Tarin noted attempts by the army to leave.", "attempts by the army to leave", "Oleg Tarin", "says"),
        ("Oleg Tarin told reporters that he would stay.", "he would stay", "Oleg Tarin", "says"),
        ("Oleg Tarin threatened Varna with a blockade.", "a blockade", "Oleg Tarin", "threatens"),
        ("The army warned of new attacks on the port.", "new attacks on the port", "The army", "warns"),
        ("The police confirmed the arrest.", "the arrest", "The police", "confirms"),
        ("Oleg Tarin promised to open the road.", "to open the road", "Oleg Tarin", "promises"),
        ("There are rumours of a secret deal in Varna.", "a secret deal in Varna", None, "speculates"),
        ("It is believed that the convoy left.", "the convoy left", None, "speculates"),
    ],
)
def test_the_ways_of_reporting(text: str, content: str, speaker: str | None, stance: str) -> None:
    assert (content, speaker, stance) in statements_in(text)


def test_an_apposition_is_not_the_speaker() -> None:
    text = "Pavel Slonin, a fellow at the Varna Institute, warned that the road was unsafe."
    assert statements_in(text) == [("the road was unsafe", "Pavel Slonin", "warns")]


def test_the_reporters_own_words_after_a_comma_are_left_out() -> None:
    text = "In a March 2024 interview, Oleg Tarin warned that 160 drivers would face fines, escalating the dispute."
    subject = report(text)
    found = understand(subject)
    statement = next(finding for finding in found if finding.kind == "statement")
    assert statement.words(subject.text) == "160 drivers would face fines"
    assert isinstance(statement.payload, Statement)
    assert statement.payload.date == "2024-03"


def test_a_participle_shares_the_speaker() -> None:
    text = "Oleg Tarin denied any role, claiming that his rule is better while insisting that help is unwelcome."
    assert [(speaker, stance) for _, speaker, stance in statements_in(text)] == [
        ("Oleg Tarin", "denies"),
        ("Oleg Tarin", "alleges"),
        ("Oleg Tarin", "says"),
    ]


def test_second_hand_names_who_passed_it_on() -> None:
    subject = report("Moscow said it would respond, the Varpress agency reported.")
    found = [finding.payload for finding in understand(subject) if isinstance(finding.payload, Statement)]
    assert [(statement.speaker, statement.via) for statement in found] == [("Moscow", "the Varpress agency")]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not confirm the arrests.",
        "A recent meeting suggested that talks may begin.",
        "The case underscores the pressure on the press.",
        "It added a new line to the timetable.",
        "The road report for Monday is late.",
    ],
)
def test_things_and_silence_state_nothing(text: str) -> None:
    assert [speaker for _, speaker, _ in statements_in(text)] == []


def test_a_figure_inside_a_statement_gets_its_source() -> None:
    subject = report("In a March 2024 interview, Oleg Tarin said that about 160 drivers would face fines.")
    figure = next(f.payload for f in understand(subject) if isinstance(f.payload, Figure))
    assert (figure.value, figure.speaker, figure.as_of) == (160, "Oleg Tarin", "2024-03")
    assert figure.who is not None


@pytest.mark.parametrize("verb", ["declined to say", "has neither confirmed nor denied"])
def test_what_was_not_said_is_no_statement(verb: str) -> None:
    assert statements_in(f"Oleg Tarin {verb} that the army left.") == []


def test_a_sentence_that_ends_in_a_colon_states_nothing() -> None:
    assert statements_in("Oleg Tarin said:") == []


def test_a_role_speaks_for_its_only_holder() -> None:
    subject = report("Interior Minister Oleg Tarin came to Varna. The minister said that the road was open.")
    found = understand(subject)
    tarin = next(f.payload for f in found if f.words(subject.text) == "Oleg Tarin")
    statement = next(f.payload for f in found if isinstance(f.payload, Statement))
    assert (statement.speaker, statement.who) == ("The minister", tarin.who)  # type: ignore[union-attr]


def test_a_dateline_is_not_part_of_what_was_said() -> None:
    text = "VARNA, Nov 12 (Varpress) – The road over the pass was closed on Thursday, officials said."
    assert statements_in(text) == [("The road over the pass was closed on Thursday", "officials", "says")]


def test_abbreviations_and_relatives_stand_between_subject_and_verb() -> None:
    text = "Three miners who worked at Hruva No. 3 have told the Courier that the sensors were off."
    assert statements_in(text) == [("the sensors were off", "Three miners", "says")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since the war began, Oleg Tarin has responded.", []),
        ("Oleg Tarin denied the claims: she was never held.", ["the claims"]),
        ("Oleg Tarin admitted that calls failed, but dismissed the figure.", ["calls failed", "the figure"]),
    ],
)
def test_where_the_content_ends(text: str, expected: list[str]) -> None:
    assert [content for content, _, _ in statements_in(text)] == expected


@pytest.mark.parametrize(
    ("language", "text", "speaker", "cue", "stance", "words"),
    [
        ("ru", "Министр транспорта Иван Петров заявил, что дорогу откроют весной.", "Иван Петров", "заявил", "says",
         "дорогу откроют весной"),
        ("ru", "Дорогу откроют весной, сообщил министр Иван Петров.", "Иван Петров", "сообщил", "says",
         "Дорогу откроют весной"),
        ("ru", "По словам президента, мост закрыт до пятницы.", "президента", "По словам", "says",
         "мост закрыт до пятницы"),
        ("ru", "Суд подтвердил, что мост закрыт.", "Суд", "подтвердил", "confirms", "мост закрыт"),
        ("uk", "Суд повідомив, що міст закрито до п'ятниці.", "Суд", "повідомив", "says", "міст закрито до п'ятниці"),
    ],
)  # fmt: skip
def test_reported_speech_in_slavic_languages(
    language: str, text: str, speaker: str, cue: str, stance: str, words: str
) -> None:
    subject = report(text, language=language)
    found = next(finding for finding in understand(subject) if isinstance(finding.payload, Statement))
    payload = found.payload
    assert isinstance(payload, Statement)
    assert (payload.speaker, payload.cue, payload.stance) == (speaker, cue, stance)
    assert found.words(subject.text) == words


@pytest.mark.parametrize(
    "text", ["Адвокат не сообщил, что дорогу откроют весной.", "Жители спросили, что будет дальше с мостом."]
)
def test_nothing_said_in_russian(text: str) -> None:
    assert not [finding for finding in understand(report(text, language="ru")) if finding.kind == "statement"]


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("Oleg Tarin, the organiser of last year's sabotage, has admitted that he took money.", "he took money", None),
        ("Oleg Tarin said on Monday that the road was open.", "the road was open", "2026-05-11"),
    ],
)
def test_only_the_day_of_speaking_is_its_date(text: str, words: str, date: str | None) -> None:
    subject = report(text, published="2026-05-14T10:00:00+00:00")
    found = next(finding for finding in understand(subject) if isinstance(finding.payload, Statement))
    assert found.words(subject.text) == words
    assert isinstance(found.payload, Statement)
    assert found.payload.date == date


def test_an_introduction_with_a_clause_is_not_what_was_said() -> None:
    text = "On Monday, in an interview that the paper published later, Oleg Tarin said about 170."
    assert not [finding for finding in understand(report(text)) if finding.kind == "statement"]


def test_a_comment_on_what_was_said_is_left_out() -> None:
    text = "Oleg Tarin says that he was paid, a confession that his family called coerced."
    subject = report(text)
    assert [one.words(text) for one in understand(subject) if isinstance(one.payload, Statement)] == ["he was paid"]


def test_reportedly_covers_its_own_clause() -> None:
    text = "Fishermen rescued 700 people, and the navy reportedly saved 200 more."
    found = [one.words(text) for one in understand(report(text)) if isinstance(one.payload, Statement)]
    assert found == ["the navy reportedly saved 200 more"]


def test_by_their_words_goes_on_with_the_last_speaker_in_russian() -> None:
    text = "Адвокат Игорь Петров сообщил «Вестнику», что дорогу откроют весной. По его словам, мост уже готов."
    said = [one.payload for one in understand(report(text, language="ru")) if isinstance(one.payload, Statement)]
    assert [one.speaker for one in said] == ["Игорь Петров", "его"]
    assert said[0].who is not None
    assert said[0].who == said[1].who


def test_an_attribution_inside_marks_is_the_quotes_finders() -> None:
    text = "«Я видела дым над портом, – рассказала Мария Петрова. – Потом я побежала в школу»."
    assert not [one for one in understand(report(text, language="ru")) if one.kind == "statement"]


def test_a_passive_before_the_speaker_does_not_spread_to_said() -> None:
    text = "Oleg Tarin was arrested in Varna, his lawyer, Anna Kolska, said in a statement on Friday."
    said = [one.payload for one in understand(report(text)) if isinstance(one.payload, Statement)]
    assert [one.speaker for one in said] == ["his lawyer, Anna Kolska"]
