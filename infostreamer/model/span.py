"""Where something stands: a slice of one report's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points [start, end) of `Report.text`; 0 ≤ start < end ≤ len(text)."""

    report_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span runs forward over at least one character, not from {self.start} to {self.end}.")


def slice_of(text: str, spans: Sequence[Span]) -> str:
    """The words at the spans, joined by one space where there are several."""
    return " ".join(text[span.start : span.end] for span in spans)
