"""One finding of the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor: "ok", "warn" (works, but look) or "bad" (must be mended)."""

    name: str
    state: Literal["ok", "warn", "bad"]
    text: str
