"""The words of a report in rows that are read together: quotations masked, long sentences cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Report
from infostreamer.understand.pack.features import STAND_IN
from infostreamer.understand.pack.tokens import split
from infostreamer.understand.quotation import Quotation, find_quotations

_LONGEST = 120  # words read together; arcs cost the square of it
_READ = 60  # characters of a word that count: what is remembered of it stays small
_LEAST_WORDS = 4  # a shorter quotation is part of its clause and stays
# A town in capitals, more about place and day, an agency in brackets, a dash between spaces. It belongs to no clause.
_TOWN = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
_DATELINE = re.compile(
    rf"{_TOWN}(?:[ /]{_TOWN}){{0,3}}(?:,[^,;:!?\n()“”\"]{{1,24}}){{0,3}}(?: ?\([^()\n]{{1,30}}\))? [-–—]{{1,2}} "
)
_STOPS = frozenset(".!?…,;:")


@dataclass(frozen=True, slots=True)
class Word:
    """A place in the text and what the network reads there."""

    start: int
    end: int
    read: str
    is_masked: bool = False


def rows_of(report: Report) -> list[list[Word]]:
    """One row of words per sentence, or per part of a long one; a masked quotation's own rows follow the row around it.

    No row is empty, and none has more than 120 words.
    """
    return [part for words in _sentences(report) for part in _parts(words)]


def _sentences(report: Report) -> Iterator[list[Word]]:
    """The words of every sentence by start; a sentence around quotations first, then what is quoted in it."""
    masks = [span for each in find_quotations(report.text, report.paragraphs) for span in _masked(report, each)]
    begins = {start for start, _ in report.paragraphs}
    at = 0
    for start, end in _joined(report.sentences, masks):
        while at < len(masks) and masks[at][0] < start:
            at += 1
        inside = []
        while at < len(masks) and masks[at][1] <= end:
            inside.append(masks[at])
            at += 1
        line = _dateline_end(report.text, start, inside[0][0] if inside else end) if start in begins else start
        if line > start:
            yield _words(report.text, start, line)
        yield from _around(report, line, end, inside)


def _dateline_end(text: str, start: int, end: int) -> int:
    """Where the report goes on after "KYIV, March 3 (Agency) - "; `start` itself where no such line stands."""
    found = _DATELINE.match(text, start, end)
    return found.end() if found is not None and found.end() < end else start


def _around(report: Report, start: int, end: int, masks: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    words, last = [], start
    for first, after in masks:
        words += _words(report.text, last, first)
        words.append(Word(first, after, STAND_IN, is_masked=True))
        last = after
    words += _words(report.text, last, end)
    if any(not word.is_masked and word.read[0].isalnum() for word in words) or not masks:
        yield words
    for first, after in masks:
        # A quotation that runs on in the next paragraph has no closing mark in this one.
        for inner_start, inner_end in _inside(report, first + 1, after - (not report.text[after - 1].isalnum())):
            yield _words(report.text, inner_start, inner_end)


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(first, after, text[first : min(after, first + _READ)]) for first, after in split(text, start, end)]


def _masked(report: Report, quotation: Quotation) -> list[tuple[int, int]]:
    """The quotation's pieces with their marks, when it is a clause of its own; else nothing."""
    inner = " ".join(report.text[start:end] for start, end in quotation.inner)
    has_stop = inner.rstrip()[-1:] in _STOPS
    is_clause = len(inner.split()) >= _LEAST_WORDS and (has_stop or _follows_colon(report.text, quotation.start))
    return list(quotation.outer) if is_clause else []


def _follows_colon(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].rstrip()[-1:] in (":", ",")


def _joined(sentences: Sequence[tuple[int, int]], masks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, those that one quotation runs across made one."""
    at = 0
    held: tuple[int, int] | None = None
    for start, end in sentences:
        if held is not None:
            start = held[0]
        while at < len(masks) and masks[at][1] <= end:
            at += 1
        is_open = at < len(masks) and masks[at][0] < end < masks[at][1]
        if is_open:
            held = (start, end)
            continue
        held = None
        yield start, end
    if held is not None:
        yield held[0], sentences[-1][1]


def _inside(report: Report, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between the marks."""
    for at in range(max(0, bisect_right(report.sentences, (start, start)) - 1), len(report.sentences)):
        first, after = report.sentences[at]
        if first >= end:
            return
        if start < after:
            yield max(first, start), min(after, end)


def _parts(words: list[Word]) -> Iterator[list[Word]]:
    """The sentence, cut after a mark (or anywhere) where it is too long to be read together."""
    while len(words) > _LONGEST:
        stops = [at for at in range(_LONGEST // 2, _LONGEST) if words[at].read in (";", ":", ",", ".")]
        cut = (stops[-1] if stops else _LONGEST - 1) + 1
        yield words[:cut]
        words = words[cut:]
    if words:
        yield words
