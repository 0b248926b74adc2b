"""What a visit is handed and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from infostreamer.model import Capture, Failure, SourceHealth


class KnownPage(NamedTuple):
    """What the last capture of one page told; the store's rows have the same fields in the same order."""

    etag: str | None
    modified: str | None  # the Last-Modified header as sent
    sha256: str
    lead_key: str | None  # Lead.key of what announced it
    published: datetime | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What earlier visits to one source gave: its health, and its pages by address.

    `purged`: hashes (`content_id("purged", address)`) of addresses that are not to be fetched any more.
    """

    health: SourceHealth | None = None
    pages: Mapping[str, KnownPage] = field(default_factory=lambda: MappingProxyType({}))
    purged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one visit gave. Captures stand in order of announced publication (unknown first), then of address."""

    captures: tuple[Capture, ...]
    health: SourceHealth
    failures: tuple[Failure, ...] = ()
    suggested: tuple[str, ...] = ()  # feeds that the page names and that could be followed instead
