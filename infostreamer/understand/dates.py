"""Report -> dates: every temporal expression with its EDTF value, where something supports one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Date, Finding, Report
from infostreamer.text.date_readers import Order
from infostreamer.text.dates import find_dates

MAKER = "dates/1"
# Shares of right values, MEANTIME and the development reports of tests/quality/wire together (308 dates).
_CONFIDENCE = {"stated": 0.97, "published": 0.95, "context": 0.6, "none": 0.77}
_YEARS = 0.82  # "the past decade", "over the next four years": where the first and last year lie is open


@dataclass(frozen=True, slots=True)
class DatesFinder:
    """Every temporal expression: stated, resolved against the report's own date or its context, or left open."""

    name: str = "dates"
    version: int = 1
    languages: tuple[str, ...] = ("en", "ru", "uk", "be", "pl", "de", "fr", "es", "it")
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("date",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Date findings in order of position."""
        return [
            Finding.of(report.id, ((start, end),), value, maker=MAKER, confidence=_confidence(value))
            for start, end, value in find_dates(
                report.text, published=report.published, language=report.language, order=_order_of(report.host)
            )
            if not _is_outlet(report.text, start, end) and not _is_game_clock(report.text, end, value)
        ]


_OUTLETS = frozenset(["USA TODAY", "USA Today", "Russia Today", "India Today", "Psychology Today", "Wales on Sunday"])
_LEFT = re.compile(
    r"\s+(?:left|to\s+(?:play|go)|remaining)\b|\s+(?:in|into|of)\s+the\s+\w+\s+(?:quarter|half|period)\b"
)


def _is_outlet(text: str, start: int, end: int) -> bool:
    """ "USA TODAY": the word belongs to an outlet's name."""
    return any(text[start - at : end] in _OUTLETS for at in (4, 7, 6, 11, 9) if start >= at)


def _is_game_clock(text: str, end: int, value: Date) -> bool:
    """ "with 3:08 left to play": minutes of a game, no time of the day."""
    return value.precision == "minute" and value.value is None and _LEFT.match(text, end, end + 40) is not None


_MONTH_FIRST = frozenset(["us", "gov", "mil"])
_DAY_FIRST = frozenset(
    ["uk", "ie", "au", "nz", "in", "za", "ke", "ng", "eu", "de", "fr", "it", "es", "pl", "ua", "by", "ru"]
)


def _order_of(host: str | None) -> Order | None:
    """Whether the outlet's country writes day or month first in "03/04/2023"; None where its address does not tell."""
    land = (host or "").rpartition(".")[2]
    return "day first" if land in _DAY_FIRST else "month first" if land in _MONTH_FIRST else None


def _confidence(value: Date) -> float:
    return _YEARS if value.basis == "published" and value.precision == "year" else _CONFIDENCE[value.basis]


DATES = DatesFinder()
