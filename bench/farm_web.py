"""A farm of feeds on loopback, each on an address of its own (127.x.y.z), some of them hostile; a process of its own.

`farm_web.py --feeds 5000 --hostile 0.1 --rate 600 --every 300 --seconds 1800 --note FILE` prints its port. It publishes
so many reports a minute at a tenth of the feeds, another tenth in each interval, so nine visits of ten find nothing
new. Told to end, it writes what it announced and when it was asked to FILE.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from speed_articles import page, texts

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from peer.behaviours import plain_rows
from peer.server import Link, Seen

_CHUNK = 40  # articles made at a time; about ten happenings
_SHOWN = 20  # entries of a feed


def address_of(feed: int) -> str:
    """The loopback address of a feed: 127.1.0.1 and on."""
    return f"127.{1 + feed // 62_500}.{feed // 250 % 250}.{1 + feed % 250}"


def hostile(feeds: int, share: float) -> dict[int, str]:
    """Feed -> the behaviour that it plays, evenly among the feeds."""
    names = [row.name for row in plain_rows() if row.play and row.path == "/feed" and row.state == "failing"]
    every = round(1 / share) if share else 0
    chosen = [feed for feed in range(feeds) if every and feed % every == every - 1]
    return {feed: names[at % len(names)] for at, feed in enumerate(chosen)}


@lru_cache(maxsize=200)
def _chunk(number: int) -> list[tuple[str, str]]:
    return texts(_CHUNK, seed=number)


@lru_cache(maxsize=4000)
def _page(item: int) -> bytes:
    title, body = _chunk(item // _CHUNK)[item % _CHUNK]
    return page(title, body, item)


@dataclass
class Feed:
    """One feed: its items, newest last, and when it was asked."""

    items: list[int] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)


@dataclass
class Farm:
    """All feeds, and what became of each item."""

    given: argparse.Namespace
    feeds: list[Feed] = field(default_factory=list)
    published: list[float] = field(default_factory=list)  # of each item
    announced: dict[str, float] = field(default_factory=dict)  # address -> when a feed first named it
    versions: dict[str, int] = field(default_factory=dict)  # address -> the form of its feed that named it first
    taken: dict[str, list[float]] = field(default_factory=dict)  # address -> when the page was asked for
    answers: dict[str, int] = field(default_factory=dict)
    started: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.hostile = hostile(self.given.feeds, self.given.hostile)
        self.plays = {row.name: row.play for row in plain_rows()}
        self.feeds = [Feed() for _ in range(self.given.feeds)]
        self.good = [feed for feed in range(self.given.feeds) if feed not in self.hostile]
        self.dice = random.Random(5)
        for feed in self.good[: round(len(self.good) * self.given.begun)]:
            self._publish(feed)

    def _publish(self, feed: int) -> None:
        self.feeds[feed].items.append(len(self.published))
        self.published.append(time.time())

    async def publish(self) -> None:
        """New items at the rate, at a tenth of the feeds, for as long as was asked."""
        active: list[int] = []
        chosen_at, owed, last = -1e9, 0.0, time.time()
        while time.time() - self.started < self.given.seconds:
            now = time.time()
            if now - chosen_at >= self.given.every:
                active, chosen_at = self.dice.sample(self.good, max(1, len(self.good) // 10)), now
            owed += (now - last) * self.given.rate / 60
            last = now
            while owed >= 1:
                owed -= 1
                self._publish(self.dice.choice(active))
            await asyncio.sleep(0.05)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Request after request."""
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError, IndexError):
                while not writer.is_closing():
                    raw = await reader.readuntil(b"\r\n\r\n")
                    await self._answer(Link(None, reader, writer, _seen(raw)))  # type: ignore[arg-type]
        finally:
            writer.close()

    async def _answer(self, link: Link) -> None:
        _, high, middle, low = map(int, link.writer.get_extra_info("sockname")[0].split("."))
        number = (high - 1) * 62_500 + middle * 250 + low - 1
        path = link.seen.path
        if path == "/feed":
            self.feeds[number].asked.append(time.time())
            play = self.plays.get(self.hostile.get(number, ""))
            return await (play(link) if play else self._feed(link, number))
        if path.startswith("/a/"):
            return await self._item(link, number, int(path[3:]))
        await link.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    async def _feed(self, link: Link, number: int) -> None:
        feed = self.feeds[number]
        etag = f'"{number}-{len(feed.items)}"'
        if link.seen.headers.get("if-none-match") == etag:
            self._count("feed 304")
            return await link.send(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
        shown = feed.items[-_SHOWN:]
        base = f"http://{address_of(number)}:{self.port}/a/"
        entries = "".join(_entry(base, item, self.published[item]) for item in reversed(shown))
        title = f"<title>Outlet {number}</title>"
        body = f'<?xml version="1.0"?><rss version="2.0"><channel>{title}{entries}</channel></rss>'.encode()
        self._count("feed 200")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\nContent-Length: {len(body)}"
        await link.send(head.encode() + b"\r\n\r\n" + body)
        first = len(feed.items) - len(shown)
        for at, item in enumerate(shown, first + 1):
            self.announced.setdefault(f"{base}{item}", time.time())
            self.versions[f"{base}{item}"] = at

    async def _item(self, link: Link, number: int, item: int) -> None:
        etag = f'"{item}"'
        if link.seen.headers.get("if-none-match") == etag:
            self._count("page 304")
            return await link.send(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
        self._count("page 200")
        self.taken.setdefault(f"http://{address_of(number)}:{self.port}/a/{item}", []).append(time.time())
        body = _page(item)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        await link.send(head.encode() + body)

    def _count(self, what: str) -> None:
        self.answers[what] = self.answers.get(what, 0) + 1

    async def run(self) -> None:
        """Serve until told to end."""
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: None)  # broken connections are what half of it is for
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, done.set)
        server = await asyncio.start_server(self.serve, "0.0.0.0", 0, limit=1 << 20, backlog=1024)  # noqa: S104  # all of 127/8
        self.port = int(server.sockets[0].getsockname()[1])
        sys.stdout.write(f"{self.port}\n")
        sys.stdout.flush()
        publishing = asyncio.create_task(self.publish())
        await done.wait()
        publishing.cancel()
        note = {
            "asked": {str(number): feed.asked for number, feed in enumerate(self.feeds)},
            "hostile": {str(number): name for number, name in self.hostile.items()},
            "announced": self.announced,
            "versions": self.versions,
            "taken": self.taken,
            "published": len(self.published),
            "answers": self.answers,
        }
        Path(self.given.note).write_text(json.dumps(note))


def _entry(base: str, item: int, at: float) -> str:
    title = _chunk(item // _CHUNK)[item % _CHUNK][0]
    when = datetime.fromtimestamp(at, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return f"<item><title>{title}</title><link>{base}{item}</link><pubDate>{when}</pubDate></item>"


def _seen(raw: bytes) -> Seen:
    rows = raw.decode("latin-1").split("\r\n")
    path, _, query = rows[0].split(" ")[1].partition("?")
    headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rows[1:])}
    return Seen(headers.get("host", ""), path, query, headers, raw, 1)


def main() -> None:
    """Serve the farm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--hostile", type=float, default=0.0, help="share of feeds that play a behaviour of the peer")
    parser.add_argument("--rate", type=float, default=600.0, help="new reports a minute")
    parser.add_argument("--every", type=float, default=300.0, help="seconds between two visits")
    parser.add_argument("--seconds", type=float, default=1800.0, help="how long it publishes")
    parser.add_argument("--begun", type=float, default=1.0, help="share of good feeds that announce a report at first")
    parser.add_argument("--note", required=True)
    asyncio.run(Farm(parser.parse_args()).run(), debug=False)


if __name__ == "__main__":
    main()
