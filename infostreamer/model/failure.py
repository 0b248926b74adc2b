"""Trouble that is data: stored, shown, retried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model.ids import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One item that one stage could not do. `again_at` None: not retried (the reason will not go away by itself)."""

    item: str  # an address or an id
    stage: str
    error: str  # one sentence
    kind: str = "error"  # one stable word
    tries: int = 1
    at: datetime | None = None
    again_at: datetime | None = None
    source_id: str | None = None
    address: str | None = None  # where the item is from, when `item` is an id

    @property
    def shown(self) -> str:
        """What to call the item before people: its address or file name, else its id."""
        return (self.address or self.item).removeprefix("file:")

    @property
    def id(self) -> str:
        """One failure per item and stage."""
        return content_id("failure", self.stage, self.item)
