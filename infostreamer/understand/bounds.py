"""How much of one report is read.

A book, a forum or a page that has grown for days is no article; reading it to its end would hold up all others. The
finders get the first 100,000 characters, about 16,500 words, and of text that is all marks the first 25,000 words and
marks. The cut falls between two sentences where there is one near. `understand.unread` says what was left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from infostreamer.model import Report

MOST_CHARACTERS = 100_000
MOST_WORDS = 25_000  # marks count as words
_WORD = re.compile(r"\w+|[^\w\s]")

Places = tuple[tuple[int, int], ...]


def readable(report: Report) -> Report:
    """The report without the part that is not read: itself when it is short enough. Positions stay what they were."""
    bound = _bound(report.text)
    if bound >= len(report.text):
        return report
    ends = [end for _, end in report.sentences if bound // 2 < end <= bound]
    cut = ends[-1] if ends else bound
    return replace(
        report,
        text=report.text[:cut],
        body_start=min(report.body_start, cut),
        paragraphs=_within(report.paragraphs, cut),
        sentences=_within(report.sentences, cut),
    )


def _bound(text: str) -> int:
    if len(text) <= MOST_WORDS:
        return len(text)
    first = next(islice(_WORD.finditer(text, 0, MOST_CHARACTERS), MOST_WORDS, None), None)
    return first.start() if first else min(len(text), MOST_CHARACTERS)


def _within(places: Sequence[tuple[int, int]], cut: int) -> Places:
    return tuple((start, min(end, cut)) for start, end in places if start < cut)
