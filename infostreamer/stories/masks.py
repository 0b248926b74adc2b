"""A report's own words: what is left when the words of others are taken out, with where each word stands.

Two outlets that heard the same speaker, or print the same paragraph of a law, repeat the same words; that is no
copying. So direct quotations, what a colon hands over ("The article reads:"), and what is said to the reader are taken
out. Reuse is measured on the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Quote, Report, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read
from infostreamer.text.words import tokens

_BETWEEN_MARKS = re.compile(r"“[^”\n]{1,1200}[”\n]|«[^»\n]{1,1200}[»\n]|„[^“”\n]{1,1200}[“”\n]|\"[^\"\n]{1,1200}[\"\n]")
_HANDED_OVER = re.compile(
    r"\b(?:reads?|states?|stated|says?|said|wrote|writes|posted|provides|declares|oath|text|wording|as follows|"
    r"statement|following(?: [a-z]+)?)(?: [^\n.:]{0,60})?:\s+(?P<words>[^\n]+)"
)
"""A text announced by a colon: an article of a law, an oath, a post. Up to the end of its paragraph."""
_TO_THE_READER = re.compile(
    r"\b(?:newsletters?|sign up|subscrib\w+|developing story|breaking news|check back|follow us|read more|click here|"
    r"all rights reserved|copyright|reproduction|in your inbox|our app|terms of use|support our|share this|"
    r"get in touch)\b|©",
    re.IGNORECASE,
)
"""Sentences that an outlet puts under every report."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Folded words in order; `at[i]` is where word i stands; None marks a place where others' words were taken out."""

    words: tuple[str | None, ...]
    at: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many words are its own."""
        return sum(word is not None for word in self.words)


def own_words(read: Read) -> OwnWords:
    """The body's words outside direct quotations, announced texts, dateline and credit lines."""
    text = read.report.text
    masked = _masks(read)
    start = _start(read.report)
    words: list[str | None] = []
    places: list[tuple[int, int]] = []
    cursor = 0
    for begin, end in tokens(text):
        if begin < start:
            continue
        while cursor < len(masked) and masked[cursor][1] <= begin:
            cursor += 1
        is_masked = cursor < len(masked) and masked[cursor][0] <= begin
        if is_masked and (not words or words[-1] is None):
            continue
        words.append(None if is_masked else _folded(text[begin:end]))
        places.append((begin, end))
    return OwnWords(tuple(words), tuple(places))


_folded = lru_cache(maxsize=65536)(fold)


def _start(report: Report) -> int:
    """Behind the dateline: the place and the agency's name are no words of the report."""
    dateline = dateline_of(report)
    return dateline.end if dateline else report.body_start


def _masks(read: Read) -> list[tuple[int, int]]:
    """Sorted, and none within another, so that a walk from left to right meets each."""
    text = read.report.text
    found = sorted(
        [
            *_quoted_spans(read),
            *(match.span() for match in _BETWEEN_MARKS.finditer(text)),
            *(match.span("words") for match in _HANDED_OVER.finditer(text, read.report.body_start)),
            *(pair for pair in read.report.sentences if _TO_THE_READER.search(text, *pair)),
        ]
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _quoted_spans(read: Read) -> list[tuple[int, int]]:
    quotes = [finding for finding in read.findings if isinstance(finding.payload, Quote) and finding.payload.direct]
    return [(span.start, span.end) for finding in quotes for span in finding.spans]
