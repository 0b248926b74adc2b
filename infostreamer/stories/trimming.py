"""A sentence -> the part of it that can be shown: no dateline, no "Meanwhile, " before the news."""

from __future__ import annotations

import re

from infostreamer.model import Report, Span
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.unfit import phrases

_PLACE = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}(?:, [A-Z][\w.’' -]{1,24}?)?"
_PLACE_LINE = re.compile(
    rf"(?:{_PLACE})?\s?\((?:[A-Z][\w.]*)(?: [A-Z][\w.]*)?\)\s?(?:—|–|--|-)?\s(?=[\"“A-Z])"
    r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?:, [A-Z][\w.’' -]{1,24}?)?\s?(?:—|–|--|-)\s(?=[\"“A-Z])"
)
_CONNECTIVE = re.compile(rf"(?:{phrases('connectives')}),\s+(?=\S)", re.IGNORECASE)
_AND_BUT = re.compile(r"(?:And|But|Yet|Now)\s+(?=(?:the|an?|on|in|at|some|many|most|no|[A-Z][\w’'-]+)\s)")
_STRAY = re.compile(r"(?:''|[”»\"’'])\s+(?=[A-Z])")  # the end of a quotation that the sentence before ran into
NEAR_THE_HEAD = 600  # characters: a picture's caption may stand before the dateline
FEWEST_LEFT = 5  # words


def without_dateline(report: Report, sentence: tuple[int, int]) -> tuple[int, int]:
    """The sentence from where its dateline ends, "KUNDUZ, Afghanistan — " and "PARIS (Agency) - " included.

    A mark that closes the quotation before is no part of it either.
    """
    found = dateline_of(report)
    if found is not None and sentence[0] <= found.start < found.end < sentence[1]:
        return (found.end, sentence[1])
    stray = _STRAY.match(report.text, *sentence)
    if stray is not None:
        return (stray.end(), sentence[1])
    if sentence[0] - report.body_start > NEAR_THE_HEAD:
        return sentence
    line = _PLACE_LINE.match(report.text, *sentence)
    return (line.end(), sentence[1]) if line is not None and line.end() - line.start() <= 60 else sentence


def trimmed(report: Report, sentence: Span) -> Span:
    """The sentence without a leading connective, where what is left is still a sentence."""
    start = sentence.start
    for pattern in (_AND_BUT, _CONNECTIVE):
        found = pattern.match(report.text, start, sentence.end)
        if found is not None and len(report.text[found.end() : sentence.end].split()) >= FEWEST_LEFT:
            start = found.end()
    return sentence if start == sentence.start else Span(sentence.report_id, start, sentence.end)


def capitalised(text: str) -> str:
    """With a capital at its head, as a sentence that lost its first words needs."""
    return text[:1].upper() + text[1:]
