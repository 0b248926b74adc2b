"""Reported speech: who is said to have said what, in other words than their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Finding, Report, Span, Statement
from infostreamer.understand.attitudes import attitudes_in
from infostreamer.understand.circumstances import circumstance_of, said_until
from infostreamer.understand.clauses import groups_of
from infostreamer.understand.content import contents, ends_after, is_wordless, tidy
from infostreamer.understand.lexicon import word_set
from infostreamer.understand.reporting import DOUBTS, STATEMENT_STANCES, Reported, reporting_clauses
from infostreamer.understand.rumours import rumours_in
from infostreamer.understand.said import LANGUAGES, Told, told_in
from infostreamer.understand.speakers import Party, source_of
from infostreamer.understand.tokens import Reading, Sentence, Token, read

# Confidence as measured on PolNeAR's dev part and the wire reports: docs/reference/measurements.md.
_NAMED, _UNNAMED, _ACCORDING, _ATTITUDE, _BY_TREE = 0.9, 0.83, 0.92, 0.72, 0.66
_RULING = word_set("ruling")
_FEW = 2  # words before "according to" that make no statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement before it becomes a finding. Content as token ranges [first, end) of one sentence."""

    sentence: int
    content: tuple[tuple[int, int], ...]
    cue: tuple[int, int]
    stance: str | None
    speaker: Party | None = None
    date: str | None = None
    via: str | None = None
    confidence: float = 0.8


class StatementsFinder:
    """Statements with speaker, cue, stance, date and the words said; abstains where the speaker is unclear."""

    name = "statements"
    version = 1
    languages: tuple[str, ...] = ("en", *LANGUAGES)
    needs: tuple[str, ...] = ("name", "date")
    gives: tuple[str, ...] = ("statement",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per statement, its spans the content without speaker and cue."""
        reading = read(report, found)
        maker = f"{self.name}/{self.version}"
        if report.language in LANGUAGES:
            return [_elsewhere(report, told, maker) for told in told_in(reading)]
        return [finding for said in said_in(reading) if (finding := _finding(reading, said, maker)) is not None]


STATEMENTS = StatementsFinder()


def _elsewhere(report: Report, told: Told, maker: str) -> Finding:
    speaker = told.speaker
    payload = Statement(
        speaker=speaker.words(report.text),
        who=speaker.who,
        cue=report.text[slice(*told.cue)],
        stance=told.stance,
        speaker_span=Span(report.id, speaker.start, speaker.end),
        cue_span=Span(report.id, *told.cue),
    )
    return Finding.of(report.id, (told.content,), payload, maker=maker, confidence=0.8 if speaker.who else 0.65)


def said_in(reading: Reading) -> Iterator[Said]:
    """Every statement of the report in order of sentences."""
    clauses = reporting_clauses(reading)
    for at, sentence in enumerate(reading.sentences):
        told: list[Said] = []
        if any(reported.cue.stance in STATEMENT_STANCES for reported in clauses[at]):
            told += _by_verbs(reading, at, clauses[at])
        told += _by_attitudes(reading, at)
        if any(token.low == "according" for token in sentence.tokens):
            told += _by_according(reading, at)
        yield from told
        for parts, cue, stance, confidence in rumours_in(sentence.tokens):
            if not any(first <= cue[0] < end for said in told if said.speaker for first, end in said.content):
                yield Said(at, parts, cue, stance, confidence=confidence)


def _finding(reading: Reading, said: Said, maker: str) -> Finding | None:
    tokens = reading.sentences[said.sentence].tokens
    spans = tuple(
        (tokens[first].start, tokens[end - 1].end)
        for first, end in (tidy(tokens, *_trimmed(tokens, said, *part)) for part in said.content)
        if first < end
    )
    if not spans:
        return None
    report = reading.report
    doubt = tokens[max(0, said.cue[0] - 1)]
    cue = Span(report.id, (doubt if doubt.low in DOUBTS else tokens[said.cue[0]]).start, tokens[said.cue[1]].end)
    speaker = said.speaker
    around = circumstance_of(reading, said.sentence, spans, speaker)
    payload = Statement(
        speaker=speaker.words(report.text) if speaker else None,
        who=speaker.who if speaker else None,
        cue=report.text[cue.start : cue.end],
        stance=said.stance,
        date=said.date,
        via=said.via or around.via,
        venue=around.venue,
        handle=around.handle,
        speaker_span=Span(report.id, speaker.start, speaker.end) if speaker else None,
        cue_span=cue,
    )
    return Finding.of(report.id, spans, payload, maker=maker, confidence=said.confidence)


def _trimmed(tokens: Sequence[Token], said: Said, first: int, end: int) -> tuple[int, int]:
    """Without "in a statement" at the end of what follows the cue."""
    stop = tidy(tokens, first, end)[1]
    return (first, said_until(tokens, first, stop)) if said.cue[1] < first and said.speaker else (first, end)


# ---------------------------------------------------------------- "X said that …" and "…, X said"


def _by_verbs(reading: Reading, at: int, clauses: Sequence[Reported]) -> Iterator[Said]:
    sentence = reading.sentences[at]
    groups = groups_of(reading)[at]
    trailing = _second_hand(reading, sentence, clauses)
    for reported in clauses:
        is_statement = reported.cue.stance in STATEMENT_STANCES and not _is_ruling(reading, reported)
        if reported is trailing or reported.is_negated or not is_statement:
            continue  # "did not confirm", "would not say": nothing was said
        parts = contents(sentence, groups, reported, clauses)
        if not parts or all(is_wordless(sentence.tokens, *part) for part in parts):
            continue
        via = None
        if trailing is not None and trailing.speaker:
            via = trailing.speaker.words(reading.report.text)
        yield Said(
            at,
            parts,
            (reported.cue_first, reported.cue_last),
            reported.cue.stance,
            speaker=reported.speaker,
            date=reported.date,
            via=via,
            confidence=_NAMED if reported.speaker and reported.speaker.who else _UNNAMED,
        )


def _by_attitudes(reading: Reading, at: int) -> Iterator[Said]:
    """What somebody believes, expects, blames somebody for or describes as something."""
    for attitude in attitudes_in(reading)[at]:
        reported = attitude.reported
        tokens = reading.sentences[at].tokens
        if reported.cue.stance not in STATEMENT_STANCES or reported.is_negated:
            continue
        if all(is_wordless(tokens, *part) for part in attitude.content):
            continue
        cue = (reported.cue_first, reported.cue_last)
        yield Said(
            at,
            attitude.content,
            cue,
            reported.cue.stance,
            speaker=reported.speaker,
            date=reported.date,
            confidence=_BY_TREE if attitude.is_by_tree else _ATTITUDE,
        )


def _second_hand(reading: Reading, sentence: Sentence, clauses: Sequence[Reported]) -> Reported | None:
    """The last clause of "X said …, Y reported": Y only passes on what X said."""
    if len(clauses) < 2:
        return None
    last = clauses[-1]
    is_trailing = last.start > 0 and sentence.tokens[last.start - 1].tag == "," and ends_after(sentence.tokens, last)
    has_told = any("t" in one.cue.flags and not one.is_negated for one in clauses[:-1])
    return last if is_trailing and has_told and last.cue.lemma in {"report", "say", "write"} else None


def _is_ruling(reading: Reading, reported: Reported) -> bool:
    """ "The court rejected the appeal" is a deed; what it said stands elsewhere."""
    if reported.cue.stance != "rejects" or reported.speaker is None:
        return False
    words = reported.speaker.words(reading.report.text).lower().split()
    return any(word in _RULING for word in words)


# ---------------------------------------------------------------- "according to X"


def _by_according(reading: Reading, at: int) -> Iterator[Said]:
    tokens = reading.sentences[at].tokens
    for first in range(len(tokens) - 2):
        if tokens[first].low == "according" and tokens[first + 1].low == "to":
            said = _according(reading, at, first)
            if said is not None:
                yield said


def _according(reading: Reading, at: int, first: int) -> Said | None:
    tokens = reading.sentences[at].tokens
    who, last = source_of(reading, at, first + 2)
    if who is None:
        return None
    close = next(
        (index for index in range(last, len(tokens)) if tokens[index].tag in {",", ".", ";", "Q"}), len(tokens)
    )
    before, after = (0, first), _behind_source(reading, at, close, has_before=first > _FEW)
    parts = [part for part in (before, after) if sum(token.tag not in {",", "."} for token in tokens[slice(*part)]) > 2]
    if not parts or all(is_wordless(tokens, *part) for part in parts):
        return None
    return Said(at, tuple(parts), (first, first + 1), "says", speaker=who, confidence=_ACCORDING)


def _behind_source(reading: Reading, at: int, close: int, *, has_before: bool) -> tuple[int, int]:
    """What is said behind the source from the comma at `close` on, without what only tells who the source is.

    "According to X, a guard, the gate was open": from the next comma. "It fell, according to X, which counted": none.
    """
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    end = len(tokens)
    if close + 1 >= end or tokens[close].tag != ",":
        return close, end
    comma = next((index for index in range(close + 1, end) if tokens[index].tag == ","), end)
    has_verb = any(group.is_finite and close < group.first < comma for group in groups)
    is_relative = tokens[close + 1].tag == "W"
    if is_relative or (not has_verb and tokens[close + 1].tag in {"D", "N", "X"}):
        has_more = any(group.is_finite and group.first > comma for group in groups)
        is_told = has_more or (not is_relative and not has_before)
        return (comma if has_more else close, end) if is_told else (end, end)
    return close, end
