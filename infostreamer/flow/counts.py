"""What one pass did."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each came out new. `is_skipped`: another process held the work, so nothing was done here."""

    visited: int = 0
    captures: int = 0
    reports: int = 0
    understood: int = 0
    placed: int = 0
    stories: int = 0
    dossiers: int = 0
    failures: int = 0
    is_skipped: bool = False

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})

    def __bool__(self) -> bool:
        """True when anything at all was done."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "is_skipped")
