"""What a visit is handed and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from infostreamer.collect.loads import Load
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

    `purged`: addresses that are not to be fetched any more.
    """

    health: SourceHealth | None = None
    pages: Mapping[str, KnownPage] = field(default_factory=lambda: MappingProxyType({}))
    purged: Container[str] = frozenset()


def young_pages(pages: Mapping[str, KnownPage]) -> Mapping[str, KnownPage]:
    """Those that may have to be looked at again, where they are kept apart; else all."""
    young: Mapping[str, KnownPage] = getattr(pages, "young", pages)
    return young


def with_bytes(pages: Mapping[str, KnownPage], sha256: str) -> Collection[str]:
    """The addresses whose last capture had just these bytes; asked for, where pages are read on asking."""
    ask: Callable[[str], Collection[str]] | None = getattr(pages, "with_bytes", None)
    return [address for address, page in pages.items() if page.sha256 == sha256] if ask is None else ask(sha256)


def look_up(known: Known, addresses: Sequence[str]) -> None:
    """Reads in one go what is known of these, where it is read on asking."""
    for part in (known.pages, known.purged):
        read = getattr(part, "look_up", None)
        if read is not None:
            read(addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one visit gave. Captures stand in order of announced publication (unknown first), then of address."""

    captures: tuple[Capture, ...]
    health: SourceHealth
    failures: tuple[Failure, ...] = ()
    suggested: tuple[str, ...] = ()  # feeds that the page names and that could be followed instead
    load: Load | None = field(default=None, compare=False, repr=False)  # counts what is in memory while this lives
