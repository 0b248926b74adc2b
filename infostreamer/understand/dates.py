"""Report -> dates: every temporal expression with its EDTF value, where something supports one."""

from __future__ import annotations

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
        ]


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
