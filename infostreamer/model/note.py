"""What a person wrote beside a report, a story or anything else that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.anchor import Anchor

NoteKind = Literal["note", "correction", "error-report"]
NoteState = Literal["open", "resolved", "deleted"]
Visibility = Literal["private", "desk"]
ITEM_KINDS = ("story", "report", "dossier", "who", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A note as it was before it was edited."""

    body: str
    at: datetime  # when it was replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Plain text on `item` ("story:ID", "report:ID", "dossier:SLUG", "who:ID", "source:ID").

    `visibility`: private (only its author reads it) or desk (every reader of the desk does). `selectors`: the words of
    a report that it is about, by quotation and by position; None: it is about the whole item. `line`: the derived line
    that it is about, as it stood.
    """

    id: str
    item: str
    by: str
    at: datetime
    body: str
    kind: NoteKind = "note"
    selectors: Anchor | None = None
    state: NoteState = "open"
    visibility: Visibility = "private"
    line: str | None = None
    edited_at: datetime | None = None
    history: tuple[Earlier, ...] = ()  # oldest first
    shared_at: datetime | None = None  # since when the desk reads it; None: private, or not known

    @property
    def item_kind(self) -> str:
        """story | report | dossier | who | source."""
        return self.item.partition(":")[0]

    @property
    def item_key(self) -> str:
        """The id or slug of the item."""
        return self.item.partition(":")[2]
