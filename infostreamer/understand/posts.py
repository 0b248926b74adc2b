"""Words set apart without marks: embedded posts, block quotes, turns of an interview.

A saved post reads "Words. — Name (@handle) May 3, 2023", in one paragraph or with the last part in one of its own. A
block quote is the paragraph behind one that ends "…, she said in a statement:". An interview's turns open "Surname:".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Date, Finding, Name
from infostreamer.understand.reporting import Reported, reporting_clauses
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading

_SIGNED = re.compile(
    r"(?P<dash>[—–-]{1,2}\s*)?(?P<name>[^\W\d_@][^\n@()—–]{1,58}?)\s*\((?P<handle>@\w{1,30})\)(?P<rest>[^\n]{0,48})$"
)
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.\w+\.com/\S+|#\w+))+$")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_REST = re.compile(rf"\W*(?:\d|\b(?:{_MONTHS})\b)")
_LABEL = re.compile(r"([^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2}): (?=\S)")
_OWN_VOICE = re.compile(r"\b(?:I|we|We|my|My|our|Our|us|me)\b")
_MARKS = '“”"«»„‘'
_FEWEST_WORDS, _FEWEST_TURNS = 4, 2


@dataclass(frozen=True, slots=True)
class SetApart:
    """Somebody's direct words, all places in characters."""

    span: tuple[int, int]
    speaker: Party
    date: str | None = None
    handle: str | None = None
    cue: tuple[int, int] | None = None
    sentence: int | None = None  # where the attribution of a block quote stands
    confidence: float = 0.7


def set_apart(reading: Reading) -> Iterator[SetApart]:
    """Every such passage in order of paragraphs."""
    paragraphs = [place for place in reading.report.paragraphs if place[0] >= reading.report.body_start]
    announced = _announced(reading)
    turns = _turns(reading, paragraphs)
    for index, place in enumerate(paragraphs):
        if place in turns:
            yield turns[place]
            continue
        post = _post(reading, paragraphs, index)
        if post is not None:
            yield post
        elif index > 0 and paragraphs[index - 1] in announced:
            block = _block(reading, place, announced[paragraphs[index - 1]])
            if block is not None:
                yield block


def _post(reading: Reading, paragraphs: list[tuple[int, int]], index: int) -> SetApart | None:
    text = reading.report.text
    start, end = paragraphs[index]
    at = text.rfind("(@", start, end)
    line = max(text.rfind("\n", start, at) + 1, start) if at >= 0 else start
    match = next(_signatures(text, line, end), None) if at >= 0 else None
    if match is None:
        return None
    span: tuple[int, int] | None = (start, match.start())
    if not text[start : match.start()].strip():
        span = paragraphs[index - 1] if index > 0 else None
    elif not match["dash"] and text[match.start() - 1] != "\n":
        return None  # "Okafor (@lena) wrote" in a sentence of the report
    if span is None:
        return None
    words = _bare(text, *span)
    if len(text[slice(*words)].split()) < _FEWEST_WORDS or text[words[1] - 1] == ":":
        return None
    speaker = _party(reading, *match.span("name"))
    return SetApart(words, speaker, _date_in(reading, match.end("handle"), end), match["handle"], confidence=0.85)


def _signatures(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where a name with its handle closes the paragraph; the name begins at the line or behind a dash."""
    starts = [start, *(dash.start() for dash in re.finditer(r"[—–]|(?<=\s)--?(?=\s)", text[start:end]))]
    for offset in reversed(starts):
        at = offset if offset == start else start + offset
        match = _SIGNED.match(text, at, end)
        if match is not None and (not match["rest"].strip() or _REST.match(match["rest"])):
            yield match


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces, marks around it and links at the end."""
    links = _LINKS.search(text, start, end)
    end = links.start() if links is not None and links.start() > start else end
    while start < end and (text[start].isspace() or text[start] in _MARKS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _MARKS):
        end -= 1
    return start, end


def _party(reading: Reading, start: int, end: int) -> Party:
    for finding in _within(reading.names, start, end):
        name = finding.payload
        if isinstance(name, Name) and name.type != "place":
            return Party(start, end, name.who, name.type)
    return Party(start, end, None, "unnamed")


def _date_in(reading: Reading, start: int, end: int) -> str | None:
    values = (each.payload for each in _within(reading.dates, start, end))
    return next((value.value for value in values if isinstance(value, Date) and value.value), None)


def _within(findings: Sequence[Finding], start: int, end: int) -> Iterator[Finding]:
    """Findings, which stand in order, that begin between two characters."""
    for at in range(bisect_left(findings, start, key=lambda each: each.start), len(findings)):
        if findings[at].start >= end:
            return
        yield findings[at]


def _announced(reading: Reading) -> dict[tuple[int, int], Reported]:
    """Paragraph that ends in a colon -> the clause that announces what comes."""
    found = {}
    paragraphs = reading.report.paragraphs
    starts = [place[0] for place in paragraphs]
    for at, sentence in enumerate(reading.sentences):
        clauses = reporting_clauses(reading)[at]
        if sentence.tokens[-1].tag != ":" or not clauses or "q" not in clauses[-1].cue.flags:
            continue
        place = paragraphs[max(0, bisect_right(starts, sentence.start) - 1)] if paragraphs else None
        if place is not None and not reading.report.text[sentence.end : place[1]].strip():
            found[place] = clauses[-1]
    return found


def _block(reading: Reading, place: tuple[int, int], reported: Reported) -> SetApart | None:
    """The paragraph behind the announcement, when it speaks in somebody's own voice and has no marks of its own."""
    text = reading.report.text
    words = text[slice(*place)]
    if reported.speaker is None or words[:1] in _MARKS or not _OWN_VOICE.search(words) or reported.is_negated:
        return None
    if len(words.split()) < _FEWEST_WORDS:
        return None
    tokens = reading.sentences[reported.sentence].tokens
    cue = (tokens[reported.cue_first].start, tokens[reported.cue_last].end)
    return SetApart(place, reported.speaker, reported.date, cue=cue, sentence=reported.sentence, confidence=0.65)


def _turns(reading: Reading, paragraphs: list[tuple[int, int]]) -> dict[tuple[int, int], SetApart]:
    """Paragraphs "Surname: words" of an interview, of persons the report names, where there are several such turns."""
    text = reading.report.text
    labels = {place: match for place in paragraphs if (match := _LABEL.match(text, *place)) is not None}
    if len(labels) < _FEWEST_TURNS:
        return {}
    turns = {}
    for place, match in labels.items():
        speaker = _party(reading, *match.span(1))
        if speaker.type == "person" and len(text[match.end() : place[1]].split()) >= _FEWEST_WORDS:
            turns[place] = SetApart((match.end(), place[1]), speaker, confidence=0.75)
    spoken = [turn.speaker.who for turn in turns.values()]
    return turns if len(labels) > len(set(spoken)) and len(turns) >= _FEWEST_TURNS else {}
