"""What a reader found in a capture, before it is put together as a Report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model import Image, Link, Published
from infostreamer.model.report import ReportKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The wire shape that every reader gives; `report.put_together` is the one place where it becomes a Report."""

    title: str | None = None
    paragraphs: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: Published | None = None
    modified: datetime | None = None
    outlet: str | None = None
    language: str | None = None  # as declared; used only where the text is too short to tell
    kind: ReportKind = "report"
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    canonical: str | None = None  # as the document names it, absolute
    syndicated: str | None = None  # where the document says that it stands first: an address
    is_charset_guessed: bool = False
