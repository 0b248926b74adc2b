"""Request -> answer for every invented outlet, as values: what is there at a given moment, with its validators."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from infostreamer.demo.feeds import MIMES, Row, write_feed
from infostreamer.demo.pages import write_front, write_login, write_page
from infostreamer.demo.wire import Article, Outlet, articles, outlets

_ROBOTS = "User-agent: *\nDisallow: /account/\nAllow: /\n"
_MOST_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    delay_s: float = 0.0


def answer(host: str, path: str, *, now: datetime, asked: Mapping[str, str]) -> Answer:
    """What the outlet at this host says at that moment.

    Args:
        host: from the Host header, without port.
        path: with or without a query, which is ignored.
        now: only what is published by then is there.
        asked: request headers, names lower case; If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2).
    """
    outlet = next((known for known in outlets() if known.host == host.lower()), None)
    if outlet is None:
        return _plain(404, f"No such host in the demo: {host}.\n")
    path = path.partition("?")[0]
    if path == "/robots.txt":
        return _plain(200, _ROBOTS)
    found = _document(outlet, path, now)
    if found is None:
        return _plain(404, "Not found.\n", delay_s=outlet.delay_s)
    text, mime, changed = found
    return _conditional(outlet, text, mime, changed, asked)


def visible(outlet: Outlet, now: datetime) -> list[Row]:
    """What the outlet has published by then, newest first."""
    rows = [(article, article.version_at(now)) for article in articles() if article.outlet == outlet]
    return [(article, version) for article, version in reversed(rows) if version is not None]


def _document(outlet: Outlet, path: str, now: datetime) -> tuple[str, str, datetime | None] | None:
    """The text, its MIME type and when it last changed; None where nothing is."""
    rows = visible(outlet, now)
    latest = max((version.at for _, version in rows), default=None)
    if path == outlet.source and outlet.kind in MIMES:
        if outlet.locked_at is not None and outlet.locked_at <= now:
            return write_login(outlet), "text/html", outlet.locked_at
        return write_feed(outlet, rows[:_MOST_ROWS]), MIMES[outlet.kind], latest
    for article, version in rows:
        if article.path == path:
            return write_page(article, version, related=_related(article, rows)), "text/html", version.at
    if path == "/" or (path == outlet.source and outlet.kind == "front"):
        return write_front(outlet, rows[:_MOST_ROWS]), "text/html", latest
    return None


def _related(article: Article, rows: list[Row]) -> list[Row]:
    """Up to three earlier articles of the outlet: earlier, so that a page does not change when another appears."""
    return [row for row in rows if row[0].published < article.published][:3]


def _conditional(outlet: Outlet, text: str, mime: str, changed: datetime | None, asked: Mapping[str, str]) -> Answer:
    body = text.encode(outlet.charset, "xmlcharrefreplace")
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    is_declared = outlet.declared is not None and mime == "text/html"  # XML and JSON name their encoding themselves
    declared = f"{mime}; charset={outlet.declared}" if is_declared else mime
    headers = [("Content-Type", declared), ("ETag", etag), ("Cache-Control", "no-cache")]
    if changed is not None:
        headers.append(("Last-Modified", format_datetime(_utc(changed), usegmt=True)))
    if _is_same(etag, changed, asked):
        return Answer(status=304, body=b"", headers=tuple(headers[1:]), delay_s=outlet.delay_s)
    return Answer(status=200, body=body, headers=tuple(headers), delay_s=outlet.delay_s)


def _is_same(etag: str, changed: datetime | None, asked: Mapping[str, str]) -> bool:
    if "if-none-match" in asked:
        return etag in {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
    if changed is None or "if-modified-since" not in asked:
        return False
    try:
        since = parsedate_to_datetime(asked["if-modified-since"])
    except ValueError:
        return False
    return _utc(changed) <= _utc(since)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC).replace(microsecond=0)


def _plain(status: int, text: str, *, delay_s: float = 0.0) -> Answer:
    headers = (("Content-Type", "text/plain; charset=utf-8"),)
    return Answer(status=status, body=text.encode(), headers=headers, delay_s=delay_s)
