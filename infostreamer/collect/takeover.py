"""Whether a source is still who it was: a feed whose name ran out and was bought goes on under other hands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from infostreamer.collect.fetched import Fetched
from infostreamer.collect.visit import Announcement, Visit
from infostreamer.model import SourceHealth, fold
from infostreamer.text.urls import host_of

ACCEPTED_AFTER = timedelta(days=30)
"""How long a change of hands is told; then the source is taken for what it has become."""

_LONGEST = 60  # characters of a title in the notice
_LEAST_WORD = 4
_MOST_SITES = 20


def with_identity(visit: Visit, got: Fetched, said: Announcement, health: SourceHealth) -> SourceHealth:
    """The health with what the source says it is, or, where that is somebody else, with a notice and what it was.

    Two signs are needed, the first or the second among them: another title with no word in common, another language;
    a document from another site, pages on none of the sites that its pages were on. A move to another address under
    the old name is none, nor is a new name alone.
    """
    host, language, sites = host_of(got.final_address), _language(said), _sites(said)
    known = health.sites if health.notice is None else ()
    fresh = replace(
        health,
        title=said.title or health.title,
        language=language or health.language,
        host=host,
        sites=tuple(dict.fromkeys((*sites, *known)))[:_MOST_SITES],
    )
    if visit.known.health is None or visit.known.health.host is None:
        return replace(fresh, notice=None, notice_at=None)
    before = visit.known.health
    notice = _notice(visit, before, said, host, language)
    since = before.notice_at or visit.now
    if notice is None or visit.now - since > ACCEPTED_AFTER:
        return replace(fresh, notice=None, notice_at=None)
    return replace(
        health, title=before.title, language=before.language, host=before.host, notice=notice, notice_at=since
    )


def has_other_hands(health: SourceHealth, address: str) -> bool:
    """True for a page of a source that seems to have changed hands, on a site where it had none before: what stands
    there is not said under the source's old name."""
    return health.notice is not None and _site(host_of(address)) not in health.sites


def _notice(
    visit: Visit, before: SourceHealth, said: Announcement, host: str | None, language: str | None
) -> str | None:
    is_renamed = not said.is_report and _is_other_name(before.title, said.title)  # a report's title is no name
    is_other_language = None not in (before.language, language) and before.language != language
    is_elsewhere = _site(host) != _site(before.host)
    sites = _sites(said)
    has_other_pages = bool(sites) and bool(before.sites) and not set(sites) & set(before.sites)
    signs = (is_renamed, is_other_language, is_elsewhere, has_other_pages)
    if sum(signs) < 2 or not (is_renamed or is_other_language):
        return None
    parts = (
        is_renamed and f"calls itself {_short(said.title)!r} and no longer {_short(before.title)!r}",
        is_other_language and f"is written in {language!r} and no longer in {before.language!r}",
        is_elsewhere and f"comes from {host} and no longer from {before.host}",
        has_other_pages and "announces pages of other sites than before",
    )
    told = ", ".join(part for part in parts if part)
    return f"{visit.source.address} may be in other hands, look at it before you trust it: it {told}."


def _is_other_name(before: str | None, now: str | None) -> bool:
    if not before or not now:
        return False
    old, new = _words(before), _words(now)
    return fold(before) != fold(now) and not old & new


def _words(title: str) -> set[str]:
    """The longer words, or all where none is long."""
    words = set(fold(title).split())
    return {word for word in words if len(word) >= _LEAST_WORD} or words


def _language(said: Announcement) -> str | None:
    """The language that most entries are said to be in, without its region."""
    stated = Counter((lead.language or "").partition("-")[0].lower() for lead in said.leads if lead.language)
    return min(stated, key=lambda name: (-stated[name], name)) if stated else None


def _sites(said: Announcement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_site(host_of(lead.address)) for lead in said.leads))


def _site(host: str | None) -> str:
    """The last two labels: sites under one public suffix such as co.uk count as one, which misses a sign at worst."""
    return ".".join((host or "").rsplit(".", 2)[-2:])


def _short(title: str | None) -> str:
    shown = title or ""
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
