"""Report -> dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Finding, Report


@dataclass(frozen=True, slots=True)
class DatesFinder:
    """Every date in the report."""

    name: str = "dates"
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("date",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Findings in order."""
        return []


DATES = DatesFinder()
