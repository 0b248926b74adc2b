"""The exact bytes received, and the pointer that led to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model.ids import content_id, sha256_hex

ENTRY_MIME = "application/vnd.infostreamer.lead+json"
"""MIME of a capture whose body is a Lead as JSON: used when a feed carries the text and the page cannot be had."""

REPORT_MIME = "application/vnd.infostreamer.report+json"
"""MIME of a capture that is one line of report JSONL: url, outlet, title, text, published, byline, language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A pointer a source announced: a feed entry, a sitemap row, a link on a page."""

    address: str
    title: str | None = None
    published: datetime | None = None  # UTC
    published_raw: str | None = None  # as the feed wrote it, so that its UTC offset is not lost
    updated: datetime | None = None
    author: str | None = None
    summary: str | None = None  # HTML or text as announced
    content: str | None = None  # full text where the feed carries it (HTML)
    language: str | None = None
    via_outlet: str | None = None  # the feed's <source>: whose report this is
    via_address: str | None = None
    guid: str | None = None

    @property
    def key(self) -> str:
        """Changes when what was announced changes: title, time of update, summary or content."""
        return content_id("lead", self.title, self.updated, self.summary, self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Exactly what was received, and from where. `id` = content_id("capture", address, body)."""

    id: str
    address: str  # as asked for; for a file: "file:" + name as given
    final_address: str  # after redirects
    fetched_at: datetime
    body: bytes
    source_id: str | None = None
    status: int = 200
    mime: str | None = None  # as declared, lower case, without parameters
    charset: str | None = None  # as declared by the server
    headers: tuple[tuple[str, str], ...] = ()  # names lower case
    lead: Lead | None = None
    outlet: str | None = None  # the source's outlet name where the user gave one

    @property
    def sha256(self) -> str:
        """Of the body, 64 hex digits: the blob's key."""
        return sha256_hex(self.body)

    @staticmethod
    def make_id(address: str, body: bytes) -> str:
        """The id of what came from this address."""
        return content_id("capture", address, body)
