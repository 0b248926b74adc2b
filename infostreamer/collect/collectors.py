"""Kind of source -> how it is visited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from infostreamer.collect.collecting import failed, visit_feed, visit_page, visit_sitemap
from infostreamer.collect.folders import visit_file
from infostreamer.collect.known import Collected, Known
from infostreamer.collect.loads import one_visit
from infostreamer.collect.visit import Visit
from infostreamer.model import FetchError, Source
from infostreamer.plugins import Collector, Registry, Web
from infostreamer.settings import Settings


@dataclass(slots=True)  # not frozen: the seam declares `kind` as a plain attribute
class BuiltIn:
    """A collector for one kind of source."""

    kind: str
    visit: Callable[[Visit], Collected]

    def collect(self, source: Source, web: Web, known: Known, *, now: datetime | None = None) -> Collected:
        """What the source gives at `now` (default: the present)."""
        visit = Visit(source=source, web=web, known=known, now=now or datetime.now(UTC), settings=_settings_of(web))
        with one_visit() as load:
            return replace(self.visit(visit), load=load)


BUILT_IN: tuple[Collector, ...] = (
    BuiltIn("feed", visit_feed),
    BuiltIn("sitemap", visit_sitemap),
    BuiltIn("page", visit_page),
    BuiltIn("file", visit_file),
)


def plug(registry: Registry) -> None:
    """Registers the built-in collectors."""
    registry.collectors.extend(BUILT_IN)


def collect(
    source: Source, *, web: Web, known: Known, now: datetime, collectors: Sequence[Collector] = BUILT_IN
) -> Collected:
    """One visit to a source: the captures that are new or changed, its health, and what failed. Never raises for a bad
    source: trouble is data.

    The source's document is asked for conditionally. A lead's page is fetched when the lead is new, is announced
    differently, or is younger than `collect.recheck_hours`; bytes captured before give nothing. Where a page cannot be
    had and the feed carries at least 200 characters of text, the lead itself is the capture (ENTRY_MIME).

    Args:
        source: what to visit.
        web: the door to the network; its settings are the visit's.
        known: what earlier visits gave.
        now: the moment of the visit, aware UTC.
        collectors: by kind; a later one of the same kind replaces an earlier one.
    """
    by_kind = {collector.kind: collector for collector in collectors}
    chosen = by_kind.get(source.kind)
    if isinstance(chosen, BuiltIn):
        return chosen.collect(source, web, known, now=now)
    if chosen is not None:
        plugged: Collected = chosen.collect(source, web, known)
        return plugged
    visit = Visit(source=source, web=web, known=known, now=now, settings=_settings_of(web))
    return failed(
        visit,
        FetchError(f"No collector reads sources of kind {source.kind!r}; install a plug-in for it.", kind="refused"),
    )


def _settings_of(web: Web) -> Mapping[str, Any]:
    return getattr(web, "settings", None) or Settings()
