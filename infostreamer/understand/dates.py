"""Report -> dates: every temporal expression with its EDTF value, where something supports one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Finding, Report
from infostreamer.text.dates import find_dates

MAKER = "dates/1"
_CONFIDENCE = {"stated": 0.95, "published": 0.85, "context": 0.7, "none": 0.6}


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
            Finding.of(report.id, ((start, end),), value, maker=MAKER, confidence=_CONFIDENCE[value.basis])
            for start, end, value in find_dates(report.text, published=report.published, language=report.language)
        ]


DATES = DatesFinder()
