"""Wire feed -> leads: dates become moments, links become addresses, markup in titles becomes words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.collect.markup import plain_words, text_length
from infostreamer.collect.wire import WireFeed, WireItem
from infostreamer.model import BadInput, Lead, content_id
from infostreamer.text.clean import clean_text
from infostreamer.text.dates import parse_moment
from infostreamer.text.moments import FIRST_YEAR
from infostreamer.text.urls import host_of, normalise

LEAST_TEXT = 200  # characters: a feed entry with less is a teaser, no report
_FIGURES = re.compile(r"\d+")


def leads_of(feed: WireFeed, address: str) -> tuple[tuple[Lead, ...], int]:
    """The leads of a feed, one per address (the first wins), and how many entries name no address that can be asked
    and carry no report of their own either.

    An entry without an address that carries its text is found at the feed's address, with an id after "#"
    (`text.urls.is_within_feed`); not in a broken feed, where half an entry may have lost its address. So are entries
    with texts of their own that all name one address, as those of a live page, of warnings, of a podcast: at that
    address and their id, where it is of the feed's host; another host's is not theirs to fill.

    Args:
        feed: as it stood on the wire.
        address: the feed's own; relative links count from there.
    """
    found: list[tuple[WireItem, str | None, Lead]] = []
    for item in feed.items:
        target = address_of(item.link or _guid_as_link(item.guid), address)
        found.append((item, target, _lead(item, target or _place_of(item, address), address, feed.language)))
    shared = _shared([lead for _, target, lead in found if target is not None and not feed.is_broken])
    leads: dict[str, Lead] = {}
    without = 0
    for item, target, lead in found:
        if target is None and (feed.is_broken or carried(lead) < LEAST_TEXT):
            without += 1
        elif target in shared and carried(lead) >= LEAST_TEXT:
            place = _place_of(item, target if host_of(target) == host_of(address) else address)
            leads.setdefault(place, replace(lead, address=place))
        else:
            leads.setdefault(lead.address, lead)
    return tuple(leads.values()), without


def _shared(leads: Iterable[Lead]) -> frozenset[str]:
    """Addresses under which the feed carries more than one report: other titles, GUIDs and texts."""
    told: dict[str, list[Lead]] = {}
    for lead in leads:
        if carried(lead) >= LEAST_TEXT:
            told.setdefault(lead.address, []).append(lead)
    return frozenset(address for address, those in told.items() if any(_is_other(those[0], one) for one in those))


def _is_other(one: Lead, other: Lead) -> bool:
    return (
        one.title != other.title
        and (one.guid is None or one.guid != other.guid)
        and (one.content or one.summary) != (other.content or other.summary)
    )


def carried(lead: Lead) -> int:
    """How many characters of text the feed itself carries of it."""
    return max(text_length(lead.content), text_length(lead.summary))


def address_of(link: str | None, base: str) -> str | None:
    """The normalised http(s) address of a link found at `base`; None for anything else."""
    if not link:
        return None
    try:
        return normalise(link, base)
    except BadInput:
        return None


def moment_of(*spellings: str | None) -> datetime | None:
    """The first spelling that is a moment, in UTC; a time without a zone is taken as UTC."""
    for spelling in spellings:
        found = parse_moment(spelling, zone=UTC) if spelling else None
        moment = _as_utc(found[0]) if found else None
        if moment and moment.year >= FIRST_YEAR:
            return moment
    return None


def _borne_out(understood: str | None, written: str | None) -> str | None:
    """What the library understood, where year and day stand in what was written: it takes "2026-W46-2" for 1 November
    and an offset of 99 hours for one."""
    moment = parse_moment(understood, zone=UTC) if understood else None
    figures = {int(figure[-4:]) for figure in _FIGURES.findall(written or "")}
    is_stated = moment is not None and {moment[0].year, moment[0].year % 100} & figures and moment[0].day in figures
    return understood if is_stated else None


def newest_first(leads: Iterable[Lead]) -> list[Lead]:
    """By publication (or update) descending, undated last, ties by address."""
    oldest = datetime.min.replace(tzinfo=UTC)
    by_address = sorted(leads, key=lambda lead: lead.address)
    return sorted(by_address, key=lambda lead: lead.published or lead.updated or oldest, reverse=True)


def _lead(item: WireItem, target: str, base: str, language: str | None) -> Lead:
    return Lead(
        address=target,
        title=plain_words(item.title),
        published=moment_of(item.published, _borne_out(item.published_utc, item.published)),
        published_raw=_short(item.published),
        updated=moment_of(item.updated, _borne_out(item.updated_utc, item.updated)),
        author=plain_words(item.author),
        summary=_cleaned(item.summary),
        content=_cleaned(item.content if item.is_content_html else _as_html(item.content)),
        language=_short(item.language or language),
        via_outlet=plain_words(item.source_title),
        via_address=address_of(item.source_address, base),
        guid=_cleaned(item.guid),
    )


def _place_of(item: WireItem, address: str) -> str:
    """The same at each visit also where the GUID is not, and where the text is edited."""
    named = (
        (item.title, item.published) if item.title and item.published else (item.guid or item.title or item.content,)
    )
    return f"{normalise(address)}#{content_id('entry', *named)}"


def _guid_as_link(guid: str | None) -> str | None:
    return guid if guid and guid.startswith(("http://", "https://")) else None


def _as_html(text: str | None) -> str | None:
    if not text:
        return None
    paragraphs = [part.strip() for part in clean_text(text).split("\n\n")]
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)


def _cleaned(text: str | None) -> str | None:
    return (clean_text(text).strip() or None) if text else None


def _short(text: str | None) -> str | None:
    """A date or a code as written; what is longer than any of them is cut."""
    return (clean_text(text).strip()[:100] or None) if text else None


def _as_utc(moment: datetime) -> datetime | None:
    """None at the edge of the calendar, where another zone would need a year 0 or 10000."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
