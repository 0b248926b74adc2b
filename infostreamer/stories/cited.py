"""What a line cites, as passages: the cited words, and around them the sentence that they were cut from.

Only the cited words support a line. The rest of their sentence is read for what a cut may have lost: "not", "denied",
"allegedly", "about", "said".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import IntegrityError, Span
from infostreamer.stories.normal import Word, level, words
from infostreamer.text.sentences import split_sentences

LONGEST_PARAGRAPH = 20_000  # characters looked at on each side of a span: a page without paragraphs stays cheap
SIGNATURE = 120  # characters behind a post within which its author's handle stands


@dataclass(frozen=True, slots=True)
class Passage:
    """A span in its sentences. `whole` is levelled; the cited words are `whole[start:end]`."""

    span: Span
    raw: str
    whole: str
    start: int
    end: int
    behind: str = ""  # the text after the cited words, as far as a post's signature may stand
    marks: int = 0  # quotation marks of the paragraph before `whole`
    lead: str = ""  # how the paragraph begins

    @property
    def cited(self) -> str:
        """The cited words, levelled, without white space at the ends."""
        return self.whole[self.start : self.end].strip()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the whole sentences."""
        return words(self.whole)

    @property
    def inside(self) -> tuple[Word, ...]:
        """The words that are cited; a word cut in two is not, but for a possessive 's."""
        return tuple(one for one in self.words if self.start <= one.start and one.start + len(one.key) <= self.end)

    @property
    def first(self) -> int:
        """The index among `words` of the first cited one."""
        return bisect_left([one.start for one in self.words], self.start)

    @property
    def rows(self) -> tuple[tuple[int, tuple[Word, ...]], ...]:
        """The words sentence by sentence, each with the index of its first word."""
        bounds = _sentences(self.whole)
        starts = [bisect_left([one.start for one in self.words], begin) for begin, _ in bounds]
        ends = [*starts[1:], len(self.words)]
        return tuple((first, self.words[first:last]) for first, last in zip(starts, ends, strict=True))

    @property
    def is_whole(self) -> bool:
        """True when nothing of its sentences with a word in it is left out."""
        return not words(self.whole[: self.start]) and not words(self.whole[self.end :])


def passages(citations: Sequence[Span], texts: Mapping[str, str]) -> tuple[Passage, ...] | None:
    """Every citation with its surroundings; None when one does not slice or slices nothing but white space.

    Raises:
        IntegrityError: a report is cited whose text was not handed in.
    """
    found = []
    for span in citations:
        if span.report_id not in texts:
            raise IntegrityError(f"A line cites report {span.report_id}, whose text is not at hand; rebuild the story.")
        text = texts[span.report_id]
        if span.end > len(text) or not text[span.start : span.end].strip():
            return None
        found.append(_passage(span, text))
    return tuple(found)


def sentences_around(span: Span, text: str) -> Span | None:
    """The whole sentences that the span touches; None when it does not slice."""
    return Span(span.report_id, *_around(text, span.start, span.end)) if span.end <= len(text) else None


def _passage(span: Span, text: str) -> Passage:
    first, last = _around(text, span.start, span.end)
    before, inside, after = text[first : span.start], text[span.start : span.end], text[span.end : last]
    head, body = level(before), level(inside)
    behind = text[span.end : span.end + SIGNATURE]
    begin = _paragraph(text, span.start)
    marks, lead = level(text[begin:first]).count('"'), text[begin : begin + SIGNATURE].lstrip()
    return Passage(span, inside, head + body + level(after), len(head), len(head) + len(body), behind, marks, lead)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the first sentence that the span touches begins, and the last one ends."""
    first = _paragraph(text, start)
    after = text.find("\n\n", end)
    last = min(after if after >= 0 else len(text), end + LONGEST_PARAGRAPH)
    bounds = _sentences(text[first:last])
    starts = [begin for begin, _ in bounds]
    at = bisect_right(starts, start - first) - 1
    begin = first + starts[at] if at >= 0 else start
    finish = next((first + stop for _, stop in bounds if first + stop >= end), end)
    return min(begin, start), max(finish, end)


def _paragraph(text: str, at: int) -> int:
    return max(text.rfind("\n\n", 0, at) + 1, at - LONGEST_PARAGRAPH, 0)


@lru_cache(maxsize=2048)
def _sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    return split_sentences(paragraph)
