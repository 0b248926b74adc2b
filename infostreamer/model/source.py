"""What we follow, and how following it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SourceKind = Literal["feed", "sitemap", "page", "file", "archive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address that announces or holds reports. `id` = content_id("source", address)."""

    id: str
    address: str
    kind: SourceKind
    outlet: str | None = None  # the publication's name; None: as its reports say
    owner: str | None = None  # owner family as the user states it; None is unknown, which is never "independent"
    every_s: int = 3600
    is_paused: bool = False
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What the last visits to a source gave. Everything a polite next visit needs is here.

    `state`: new (never visited) | ok | empty (reached, announces nothing) | silent (reached, nothing new for long) |
    failing | gone (410) | paused.
    """

    source_id: str
    state: str = "new"
    tried_at: datetime | None = None
    ok_at: datetime | None = None
    new_at: datetime | None = None  # when it last announced something new
    next_at: datetime | None = None  # not before this
    etag: str | None = None
    modified: str | None = None  # the Last-Modified header as sent
    body_sha256: str | None = None
    errors: int = 0  # failures in a row
    error: str | None = None  # the last failure, one sentence; None when the last visit was good
    moved_to: str | None = None  # permanent redirect seen …
    moved_sightings: int = 0  # … this many times in a row
    title: str | None = None  # what the feed calls itself
    announced: int = 0  # entries in the last document
    robots: str | None = None  # what the robots.txt of its pages' host means for us, in words; None: never asked for
    language: str | None = None  # of most entries, without region
    newest_at: datetime | None = None  # the latest publication that it ever announced, made-up dates aside
    sites: tuple[str, ...] = ()  # that its pages were on, last named first: at most 20
    host: str | None = None  # that its document came from at the last good visit
    notice: str | None = None  # why it may be in other hands; title, language and host are then those from before
    notice_at: datetime | None = None  # when that was first noticed
    usual_s: int | None = None  # the median time between two of its publications; None: too few are dated
    quiet_s: int | None = None  # how long it may announce nothing new before that is silence; None: 14 days
    usage: tuple[str, ...] = ()  # its lines on uses beyond reading, such as training of models, as they stand there
