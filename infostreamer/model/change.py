"""Something is new or different."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of the change log.

    `noun`: source | capture | report | story | dossier | judgement | purged. `what`: added | updated | removed for
    the machinery, and for stories also: new-report | new-event | new-figure | figure-changed | new-denial |
    new-origin | report-edited | report-withdrawn | correction. `position` is given by the store: monotone and
    gap-free.
    """

    noun: str
    id: str
    what: str
    text: str | None = None  # one sentence for people
    citations: tuple[Span, ...] = ()
    position: int | None = None
    at: datetime | None = None
