"""A report's own words: what is left when direct quotations are taken out, with where each word stands.

Two outlets that heard the same speaker print the same quotation; that is not copying. Reuse is measured on the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Quote, fold
from infostreamer.stories.features import Read
from infostreamer.text.words import tokens

_BETWEEN_MARKS = re.compile(r"“[^”\n]{1,1200}[”\n]|«[^»\n]{1,1200}[»\n]|„[^“”\n]{1,1200}[“”\n]|\"[^\"\n]{1,1200}[\"\n]")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Folded words in order; `at[i]` is where word i stands; None marks a place where a quotation was taken out."""

    words: tuple[str | None, ...]
    at: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many words are its own."""
        return sum(word is not None for word in self.words)


def own_words(read: Read) -> OwnWords:
    """The body's words outside direct quotations (quotes found, and anything between quotation marks)."""
    text, start = read.report.text, read.report.body_start
    masked = sorted([*_quoted_spans(read), *(found.span() for found in _BETWEEN_MARKS.finditer(text))])
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
        words.append(None if is_masked else fold(text[begin:end]))
        places.append((begin, end))
    return OwnWords(tuple(words), tuple(places))


def _quoted_spans(read: Read) -> list[tuple[int, int]]:
    quotes = [finding for finding in read.findings if isinstance(finding.payload, Quote) and finding.payload.direct]
    return [(span.start, span.end) for finding in quotes for span in finding.spans]
