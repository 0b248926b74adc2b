"""Report -> credits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Finding, Report


@dataclass(frozen=True, slots=True)
class CreditsFinder:
    """Every credit in the report."""

    name: str = "credits"
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("credit",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Findings in order."""
        return []


CREDITS = CreditsFinder()
