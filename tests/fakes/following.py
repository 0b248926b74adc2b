"""A clock that stands still, feeds in a line, and somebody who follows a source as the flow would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infostreamer.collect import Collected, Known, KnownPage, Web, collect
from infostreamer.model import Source

NOW = datetime(2031, 3, 14, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


class Follower:
    """Visits one source again and again and remembers what the store would."""

    def __init__(self, source: Source, web: Web, clock: Clock) -> None:
        self.source, self.web, self.clock = source, web, clock
        self.known = Known()

    def visit(self) -> Collected:
        got = collect(self.source, web=self.web, known=self.known, now=self.clock.now)
        pages = dict(self.known.pages)
        for capture in got.captures:
            headers, lead = dict(capture.headers), capture.lead
            pages[capture.address] = KnownPage(
                headers.get("etag"),
                headers.get("last-modified"),
                capture.sha256,
                lead.key if lead else None,
                lead.published if lead else None,
                capture.fetched_at,
            )
        self.known = Known(health=got.health, pages=pages)
        return got


def rss(*items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>The Dawn</title>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    path: str, title: str = "A headline", published: str | None = "Fri, 14 Mar 2031 09:00:00 GMT", **more: str
) -> str:
    date = f"<pubDate>{published}</pubDate>" if published else ""
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><title>{title}</title><link>{path}</link>{date}{fields}</item>"
