"""One visit from end to end: ask the source, read what it announces, take the pages, say how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from infostreamer.collect.feeds import is_html, read_feed
from infostreamer.collect.fetched import Fetched
from infostreamer.collect.health import address_to_ask, after_failure, after_success, health_of
from infostreamer.collect.known import Collected, young_pages
from infostreamer.collect.pages import read_page
from infostreamer.collect.sitemaps import read_sitemap
from infostreamer.collect.takeover import has_other_hands, with_identity
from infostreamer.collect.taking import Taken, in_order, page_capture, take
from infostreamer.collect.visit import LONG_S, Announcement, Visit, is_recheck_due
from infostreamer.collect.wire import MOST_ITEMS
from infostreamer.model import Capture, Failure, FetchError, Lead, SourceHealth
from infostreamer.text.urls import host_of, is_within_feed

Read = Callable[[Visit, Fetched], Announcement]

_SOON = timedelta(seconds=2 * LONG_S)  # after the beginning of a visit that left new pages
_MOST_SITEMAPS = 5  # of an index, the most recently changed


def visit_feed(visit: Visit) -> Collected:
    """RSS, Atom, RDF or JSON Feed."""
    return _visit(visit, _read_feed)


def visit_sitemap(visit: Visit) -> Collected:
    """A sitemap, a news sitemap, or an index of them (its five most recently changed ones)."""
    return _visit(visit, _read_sitemap)


def visit_page(visit: Visit) -> Collected:
    """A page: itself a report, or a list of links to reports of the same host."""
    return _visit(visit, _read_page, check_robots=True)


def failed(visit: Visit, error: FetchError, suggested: tuple[str, ...] = ()) -> Collected:
    """What a visit gives when the source itself cannot be had."""
    health = after_failure(visit, error)
    again_at = None if health.state == "gone" else health.next_at
    failure = visit.failure(visit.source.address, error, tries=health.errors, again_at=again_at)
    return Collected(captures=(), health=health, failures=(failure,), suggested=suggested)


def _visit(visit: Visit, read: Read, *, check_robots: bool = False) -> Collected:
    try:
        got = _ask(visit, check_robots)
    except FetchError as error:
        return failed(visit, error)
    if got.is_not_modified:
        return _unchanged(visit, read, got)
    try:
        said = read(visit, got)
    except FetchError as error:
        return failed(visit, error, _feeds_named(got))
    return _finish(visit, got, said, _take_said(visit, got, said))


def _ask(visit: Visit, check_robots: bool) -> Fetched:
    health = health_of(visit)
    got: Fetched = visit.web.get(
        address_to_ask(visit), etag=health.etag, modified=health.modified, check_robots=check_robots
    )
    return got


def _take_said(visit: Visit, got: Fetched, said: Announcement) -> Taken:
    if not said.is_report:
        return take(visit, said.leads)
    capture = page_capture(visit, replace(got, address=visit.source.address), None)
    return Taken(captures=[capture] if capture else [])


def _unchanged(visit: Visit, read: Read, got: Fetched) -> Collected:
    """The cheap path: young pages are looked at for silent edits; the document is asked for only if one was edited."""
    bare = [
        Lead(address=address, published=page.published)
        for address, page in sorted(young_pages(visit.known.pages).items())
        if address != visit.source.address and not is_within_feed(address) and is_recheck_due(visit, page, None)
    ]
    taken = take(visit, bare)
    if taken.captures:
        leads = _announced_again(visit, read)
        taken.captures = [replace(capture, lead=leads.get(capture.address, capture.lead)) for capture in taken.captures]
    return _finish(visit, got, None, taken)


def _announced_again(visit: Visit, read: Read) -> dict[str, Lead]:
    try:
        said = read(visit, visit.web.get(address_to_ask(visit)))
    except FetchError:
        return {}
    return {lead.address: lead for lead in said.leads}


def _finish(visit: Visit, got: Fetched, said: Announcement | None, taken: Taken) -> Collected:
    order = {lead.address: index for index, lead in enumerate(in_order(_leads(taken)))}
    captures = sorted(taken.captures, key=lambda capture: order.get(capture.address, -1))
    health = after_success(visit, got, said, has_new=bool(captures), is_complete=not taken.has_leftovers)
    if said is not None:
        health = with_identity(visit, got, said, health)
    if taken.is_cut:
        health = replace(health, next_at=visit.now + min(visit.every, _SOON))
    return Collected(
        captures=tuple(_named(capture, visit, health) for capture in captures),
        health=_with_robots(visit, health, said),
        failures=(*taken.failures, *_left_out(visit, said)),
        suggested=said.suggested if said else (),
    )


def _with_robots(visit: Visit, health: SourceHealth, said: Announcement | None) -> SourceHealth:
    """With what robots.txt says of the pages that the source announces, where this visit had to ask."""
    address = next((lead.address for lead in (said.leads if said else ())), visit.source.address)
    known = visit.web.robots(address)
    return health if known is None else replace(health, robots=known[0], usage=known[1])


def _named(capture: Capture, visit: Visit, health: SourceHealth) -> Capture:
    """With the feed's title as its outlet, where nobody named one and the page lies on the feed's own host; without one
    where the source may be in other hands."""
    if has_other_hands(health, capture.final_address):
        return replace(capture, outlet=None)
    is_own = host_of(capture.final_address) == host_of(visit.source.address)
    return replace(capture, outlet=health.title) if capture.outlet is None and is_own else capture


def _leads(taken: Taken) -> list[Lead]:
    return [capture.lead for capture in taken.captures if capture.lead]


def _left_out(visit: Visit, said: Announcement | None) -> list[Failure]:
    found = []
    if said is not None and said.without_address:
        found.append(_without_address(visit, said.without_address))
    if said is not None and said.is_cut:
        error = FetchError(
            f"{visit.source.address} has more than {MOST_ITEMS} entries; the first {MOST_ITEMS} are read.",
            kind="too-many",
        )
        found.append(visit.failure(f"{visit.source.address}#rest", error))
    return found


def _without_address(visit: Visit, number: int) -> Failure:
    some = "1 entry" if number == 1 else f"{number} entries"
    said = f"{visit.source.address} announces {some} with no web address and too little text to stand alone; left out."
    error = FetchError(said, kind="no-address")
    return visit.failure(f"{visit.source.address}#entries", error)


def _read_feed(visit: Visit, got: Fetched) -> Announcement:
    feed = read_feed(got.body, address=got.final_address, charset=got.charset)
    return Announcement(
        leads=feed.leads,
        title=feed.title,
        ttl_s=feed.ttl_s,
        without_address=feed.without_address,
        is_cut=feed.is_cut,
    )


def _read_sitemap(visit: Visit, got: Fetched) -> Announcement:
    sitemap = read_sitemap(got.body, address=got.final_address)
    leads = {lead.address: lead for lead in sitemap.leads}
    for address in sitemap.children[:_MOST_SITEMAPS]:
        child = visit.web.get(address)
        leads |= {lead.address: lead for lead in read_sitemap(child.body, address=child.final_address).leads}
    return Announcement(leads=tuple(leads.values()))


def _read_page(visit: Visit, got: Fetched) -> Announcement:
    if not got.body.strip():
        raise FetchError(f"{got.address} gives an empty page; it is asked again later.", kind="decode")
    if not is_html(got.body):
        return Announcement(is_report=True)
    page = read_page(got.body, address=got.final_address, charset=got.charset)
    return Announcement(leads=page.leads, is_report=not page.leads, title=page.title, suggested=page.feeds)


def _feeds_named(got: Fetched) -> tuple[str, ...]:
    if not is_html(got.body):
        return ()
    return read_page(got.body, address=got.final_address, charset=got.charset).feeds
