"""Leads -> captures: which pages are fetched on this visit, in which order, and what stands in for a closed one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from infostreamer.collect.fetched import UNREACHABLE, Fetched
from infostreamer.collect.known import KnownPage, look_up, with_bytes
from infostreamer.collect.leads import LEAST_TEXT, carried, newest_first
from infostreamer.collect.loads import is_hand_full
from infostreamer.collect.markup import is_bot_check
from infostreamer.collect.visit import Visit, is_due
from infostreamer.model import Capture, Failure, FetchError, Lead, Refused, encode
from infostreamer.model.capture import ENTRY_MIME
from infostreamer.text.urls import host_of, is_within_feed

_LASTING = frozenset({401, 402, 403, 404, 407, 410, 451})  # statuses that will not go away by themselves
_MOST_HOST_TROUBLES = 3  # in one visit; then the host's other pages wait for the next one


@dataclass
class Taken:
    """What was taken so far in one visit."""

    captures: list[Capture] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    has_leftovers: bool = False  # something announced was left for the next visit
    is_cut: bool = False  # because this one took too long: the next may come soon


def take(visit: Visit, leads: Sequence[Lead]) -> Taken:
    """The captures of the leads that are due: at most `collect.max_leads` new ones, the newest of them.

    New pages are fetched in order of (published, address), undated first; then those that may have been edited, the
    newest first. A visit that has become long, or has much in hand while all have, leaves the others, new ones for a
    visit that comes soon.
    """
    look_up(visit.known, [lead.address for lead in leads])
    due = [lead for lead in leads if is_due(visit, lead)]
    new = newest_first(lead for lead in due if lead.address not in visit.known.pages)
    most = int(visit.settings["collect.max_leads"])
    left_out = {lead.address for lead in new[most:]}
    taken = Taken(has_leftovers=bool(left_out))
    troubles: Counter[str] = Counter()
    for number, lead in enumerate(_in_turn(visit, [lead for lead in due if lead.address not in left_out])):
        if number and (visit.is_long or is_hand_full()):
            taken.is_cut = lead.address not in visit.known.pages
            taken.has_leftovers = taken.has_leftovers or taken.is_cut
            break
        host = host_of(lead.address) or ""
        if troubles[host] >= _MOST_HOST_TROUBLES:
            taken.has_leftovers = True
            continue
        troubles[host] += _take_one(visit, lead, taken)
    return taken


def _in_turn(visit: Visit, leads: Sequence[Lead]) -> list[Lead]:
    known = [lead for lead in leads if lead.address in visit.known.pages]
    return in_order(lead for lead in leads if lead.address not in visit.known.pages) + newest_first(known)


def in_order(leads: Iterable[Lead]) -> list[Lead]:
    """By (published, address), undated first."""
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(leads, key=lambda lead: (lead.published or oldest, lead.address))


def page_capture(visit: Visit, got: Fetched, lead: Lead | None) -> Capture | None:
    """The capture of a fetched page; None where its bytes are those captured last."""
    page = visit.known.pages.get(got.address)
    capture = Capture(
        id=Capture.make_id(got.address, got.body),
        address=got.address,
        final_address=got.final_address,
        fetched_at=got.fetched_at,
        body=got.body,
        source_id=visit.source.id,
        status=got.status,
        mime=got.mime,
        charset=got.charset,
        headers=got.headers,
        lead=lead,
        outlet=visit.source.outlet,
    )
    return None if page is not None and page.sha256 == capture.sha256 else capture


def entry_capture(visit: Visit, lead: Lead) -> Capture | None:
    """The lead itself as a capture, where only the text in the feed can be had; None where it is unchanged."""
    body = encode(lead)
    page = visit.known.pages.get(lead.address)
    capture = Capture(
        id=Capture.make_id(lead.address, body),
        address=lead.address,
        final_address=lead.address,
        fetched_at=visit.now,
        body=body,
        source_id=visit.source.id,
        mime=ENTRY_MIME,
        charset="utf-8",
        lead=lead,
        outlet=visit.source.outlet,
    )
    return None if page is not None and page.sha256 == capture.sha256 else capture


def _take_one(visit: Visit, lead: Lead, taken: Taken) -> bool:
    """Adds what the lead gives; True when its host was in trouble."""
    if not visit.settings["collect.pages"] or is_within_feed(lead.address):
        _take_entry(visit, lead, taken)
        return False
    page = visit.known.pages.get(lead.address)
    try:
        got = _fetch(visit, lead, page)
    except FetchError as error:
        _stand_in(visit, lead, page, error, taken)
        return error.kind in UNREACHABLE or (error.kind == "robots" and not isinstance(error, Refused))
    if not got.is_not_modified and carried(lead) >= LEAST_TEXT and is_bot_check(got.body):
        said = f"{lead.address} asks for a proof that a person is reading; what the feed carries of it is taken."
        _stand_in(visit, lead, page, FetchError(said, kind="bot-check"), taken)
        return False
    capture = None if got.is_not_modified else page_capture(visit, got, lead)
    if capture and not (page is None and _is_had(visit, taken, capture)):
        taken.captures.append(capture)
    return False


def _is_had(visit: Visit, taken: Taken, capture: Capture) -> bool:
    """True where the same bytes came from the same path under another query: a session or a tracker in the link."""
    path, _, query = capture.address.partition("?")
    if not query:
        return False
    just_taken = [other.address for other in taken.captures if other.sha256 == capture.sha256]
    same = [*with_bytes(visit.known.pages, capture.sha256), *just_taken]
    return any(address.partition("?")[0] == path for address in same)


def _fetch(visit: Visit, lead: Lead, page: KnownPage | None) -> Fetched:
    etag, modified = (page.etag, page.modified) if page else (None, None)
    got: Fetched = visit.web.get(lead.address, etag=etag, modified=modified, check_robots=True)
    if not got.is_not_modified and not got.body.strip():
        raise FetchError(f"{lead.address} gives an empty page; it is asked again later.", kind="decode")
    return got


def _take_entry(visit: Visit, lead: Lead, taken: Taken) -> None:
    if not carried(lead):
        error = FetchError(
            f"{lead.address}: the feed carries no text of it, and pages are not fetched.", kind="no-text"
        )
        taken.failures.append(visit.failure(lead.address, error))
        return
    capture = entry_capture(visit, lead)
    if capture:
        taken.captures.append(capture)


def _stand_in(visit: Visit, lead: Lead, page: KnownPage | None, error: FetchError, taken: Taken) -> None:
    """Notes the failure, and takes the feed's own text where it is enough.

    A page that was had before is not replaced by the feed's text while its host is only in passing trouble: the
    shorter text would look like an edit.
    """
    is_lasting = error.status in _LASTING or isinstance(error, Refused) or error.kind == "too-large"
    again_at = None if is_lasting else visit.now + visit.every
    taken.failures.append(visit.failure(lead.address, error, again_at=again_at))
    taken.has_leftovers = taken.has_leftovers or not is_lasting
    if carried(lead) < LEAST_TEXT or (page is not None and not is_lasting):
        return
    capture = entry_capture(visit, lead)
    if capture:
        taken.captures.append(capture)
