"""What a reader holds on to, or wants to hear no more of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.span import Span

KeepKind = Literal["follow", "mute", "bookmark", "highlight"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """`item` is "story:ID", "dossier:SLUG", "who:ID" or "source:ID"; of a highlight "report:ID", with its `span`.

    `until`: a mute ends then; None is for good. `position` is the newest change when it was kept: of a muted story,
    only a denial, a correction or a withdrawal after it is shown.
    """

    reader: str
    kind: KeepKind
    item: str
    at: datetime
    until: datetime | None = None
    span: Span | None = None
    position: int = 0
