"""A mention: words that name something, before the report decides which mentions are one."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.text.capitals import Token


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something. `score` 0–100; `is_sure` False waits for another mention in the report."""

    start: int
    end: int
    type: str  # person | organisation | place | nationality | other
    canonical: str
    score: int
    role: tuple[int, int] | None = None
    is_sure: bool = True


Answer = tuple[Mention | None, int]
"""What a rule says: the mention that begins at a token, or None for no name, and the token to go on at."""


def phrase_of(row: list[Token], first: int, last: int) -> str:
    """The words of tokens [first, last) without marks, one space between them."""
    return " ".join(token.word for token in row[first:last] if token.kind != "mark")


def slice_of(text: str, row: list[Token], first: int, last: int) -> tuple[int, int, str]:
    """Start, end and words of tokens [first, last) as they stand in the text."""
    start, end = row[first].start, row[last - 1].end
    return start, end, " ".join(text[start:end].split())
