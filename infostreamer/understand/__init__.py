"""Report -> findings: every finder in order, each one adding to what those before it found."""

from infostreamer.understand.isolate import understand_isolated
from infostreamer.understand.occurrences import occurrences
from infostreamer.understand.pipeline import (
    Understood,
    built_in_finders,
    check_order,
    plug,
    understand,
    understand_kept,
    unread,
)

__all__ = [
    "Understood",
    "built_in_finders",
    "check_order",
    "occurrences",
    "plug",
    "understand",
    "understand_isolated",
    "understand_kept",
    "unread",
]
