"""What a number in prose says."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.model.finding import Bound


@dataclass(frozen=True, slots=True)
class Number:
    """One number as the text gives it. `value` None for "dozens of"; `high` is the upper end of a range."""

    value: float | None
    high: float | None = None
    unit: str | None = None  # "%", "USD", "km", "month" …
    hedge: str | None = None
    bound: Bound = "exact"
    is_word: bool = False  # spelled out
    is_age: bool = False  # "34-year-old", "aged 12"
