"""One publication as clean text, one version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.ids import content_id

Precision = Literal["second", "minute", "day", "month", "year", "decade", "unknown"]
ReportKind = Literal["report", "opinion", "live", "release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When it says it was published. `at` keeps the UTC offset as published; `precision` says how much of it is real.

    `basis`: where it was read, e.g. "json-ld datePublished", "meta article:published_time", "feed", "url", "text",
    "given" (by the user).
    """

    at: datetime
    precision: Precision = "second"
    basis: str = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture as the report presents it. Never fetched."""

    address: str | None = None
    credit: str | None = None  # who made or gave it
    licence: str | None = None
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the body of the report: absolute address and its words."""

    address: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Clean text of one version of one publication. `id` = content_id("report", canonical, text).

    `text` is the title, a blank line, then the body; paragraphs are separated by one blank line ("\\n\\n"). The title
    is part of the text so that a headline can cite it; `body_start` is where the body begins (0 without a title).
    A credit line such as "Original Source: www.example.org" stays in the text as its own paragraph.
    """

    id: str
    capture_id: str
    address: str  # as captured
    canonical: str  # canonical address, else the normalised final address
    host: str | None  # of canonical, lower case, without "www."; None for a file that names no page
    outlet: str | None
    title: str | None
    byline: tuple[str, ...]
    published: Published | None
    language: str | None  # ISO 639-1 of the text
    kind: ReportKind
    text: str
    body_start: int
    paragraphs: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]  # the title is the first one when there is a title
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    modified: datetime | None = None
    source_id: str | None = None
    owner: str | None = None  # owner family of its source, as the user stated it
    via_outlet: str | None = None  # the feed's <source>, where it names another outlet
    via_address: str | None = None
    is_charset_guessed: bool = False
    fetched_at: datetime | None = None
    previous_id: str | None = None  # the earlier version under the same canonical address
    seq: int | None = None  # order of arrival, gap-free; given by the store

    @staticmethod
    def make_id(canonical: str, text: str) -> str:
        """The id of this text at this address."""
        return content_id("report", canonical, text)

    @property
    def shown_outlet(self) -> str:
        """How the outlet is called: its name, else its host, else the file's name alone: its folder is nobody's."""
        file = self.address.removeprefix("file:").replace("\\", "/").rstrip("/")
        return self.outlet or self.host or file.rpartition("/")[2] or self.address

    @property
    def body(self) -> str:
        """The text without the title."""
        return self.text[self.body_start :]
