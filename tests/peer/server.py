"""A web that wishes us ill: a real server on loopback whose hosts each misbehave in one named way.

`Peer()` listens and plays every behaviour of the table at once: `peer.address("slow-body")` is a feed's address under
an invented host name, `peer.hosts` maps those names to the ports behind them (the argument `hosts` of `collect.Web`).
Standard library only, so that a bench may load it by path.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType

DOMAIN = "peer.example"


@dataclass(frozen=True)
class Seen:
    """One request as it arrived. `host` is the first label of its Host: the behaviour's name."""

    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    raw: bytes
    number: int  # how often this host was asked for this path, this time included


@dataclass
class Link:
    """One connection, and the request that came over it."""

    peer: Peer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seen: Seen

    async def send(self, *pieces: bytes) -> None:
        """Writes and waits until the other side took most of it."""
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()

    async def drip(self, pieces: Iterable[bytes], every_s: float) -> None:
        """One piece after the other, with a pause after each, for as long as the other side stays."""
        for piece in pieces:
            await self.send(piece)
            await asyncio.sleep(every_s)

    async def hang(self) -> None:
        """Says nothing until the other side goes."""
        while await self.reader.read(65_536):
            pass

    def reset(self) -> None:
        """Ends the connection with a TCP reset."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Play = Callable[[Link], Awaitable[None]]
RawPlay = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answer(
    body: bytes = b"",
    *headers: tuple[str, str],
    status: str = "200 OK",
    mime: str | None = "application/rss+xml",
    length: int | None = -1,
) -> bytes:
    """A whole answer as bytes. `length` -1: the body's own; None: none is declared."""
    rows = [f"HTTP/1.1 {status}"]
    rows += [f"Content-Type: {mime}"] if mime else []
    rows += [] if length is None else [f"Content-Length: {len(body) if length == -1 else length}"]
    rows += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(rows).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def feed(*entries: str, title: str = "The Hostile Herald", head: str = "") -> bytes:
    """An RSS document of these entries."""
    items = "".join(entries)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{head}{items}</channel></rss>'.encode()
    )


def entry(link: str = "/page", title: str = "Harbour of Ostwick closed after the storm", more: str = "") -> str:
    """One entry of a feed."""
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


ARTICLE = (
    "The harbour of Ostwick was closed on Tuesday after the storm broke its northern wall, the harbour master said. "
    "Forty ships wait outside, among them two that carry grain for the island.\n\n"
    "“We will open the southern gate as soon as the divers have looked at it,” Mara Lindqvist told reporters on the "
    "quay. The town council wants to hear on Thursday what the repair will cost.\n\n"
    "Ferries to the island leave from Tarvost until further notice, the shipping office said in a statement."
)


def page(text: str = ARTICLE, title: str = "Harbour of Ostwick closed after the storm", head: str = "") -> bytes:
    """A page that holds one report."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


async def nothing_there(link: Link) -> None:
    """404."""
    await link.send(answer(b"nothing here", status="404 Not Found", mime="text/plain"))


async def good_feed(link: Link) -> None:
    """A feed with one entry."""
    await link.send(answer(feed(entry())))


async def good_page(link: Link) -> None:
    """The page of that entry."""
    await link.send(answer(page(), mime="text/html; charset=utf-8"))


GOOD: Mapping[str, Play] = {"/feed": good_feed, "/page": good_page}


@dataclass
class Peer:
    """Plays hosts. Use as a context manager, or `close` it.

    `sites`: behaviour -> path -> what plays there; paths that a site does not name are good (`GOOD`) or 404.
    `raws`: behaviour -> what plays on a port of its own, from the first byte.
    `tls`: behaviour -> an `ssl.SSLContext` for a port of its own, on which its site is played.
    `others`: host -> what plays at all of its paths.
    `is_https`: the behaviours whose addresses begin with https.
    """

    sites: Mapping[str, Mapping[str, Play]]
    raws: Mapping[str, RawPlay] = field(default_factory=dict)
    tls: Mapping[str, object] = field(default_factory=dict)
    is_https: frozenset[str] = frozenset()
    others: Mapping[str, Play] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._counts: dict[tuple[str, str], int] = {}
        self._errors: list[BaseException] = []
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._run, name="hostile-peer", daemon=True)
        self._thread.start()
        self._call(self._listen())

    @property
    def hosts(self) -> dict[str, str]:
        """Host name -> "127.0.0.1:PORT", as `collect.Web` takes it."""
        own = {f"{name}.{DOMAIN}": f"127.0.0.1:{port}" for name, port in self.ports.items() if name}
        return {"*.example": f"127.0.0.1:{self.ports['']}", **own}

    @property
    def connections(self) -> int:
        """How many are open now."""
        return len(self._open)

    def address(self, name: str, path: str = "/feed") -> str:
        """Where this behaviour is played."""
        return f"{'https' if name in self.is_https else 'http'}://{name}.{DOMAIN}{path}"

    def count(self, name: str, path: str | None = None) -> int:
        """How often this host was asked, for this path or for any."""
        return sum(seen.host == name and path in (None, seen.path) for seen in self.seen)

    def close(self) -> None:
        """Ends all connections and gives the ports back."""
        if self._loop.is_closed():
            return
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, context: None)  # broken connections are what it is for
        self._loop.run_forever()

    def _call(self, work: Awaitable[None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)  # type: ignore[arg-type]

    async def _listen(self) -> None:
        await self._listen_one("", self._serve)
        for name, play in self.raws.items():
            await self._listen_one(name, play)
        for name, context in self.tls.items():
            await self._listen_one(name, self._serve, ssl=context)

    async def _listen_one(self, name: str, play: RawPlay, **options: object) -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._open.add(writer)
            try:
                with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError):
                    await play(reader, writer)
            finally:
                self._open.discard(writer)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 20, backlog=512, **options)  # type: ignore[arg-type]
        self._servers.append(server)
        self.ports[name] = int(server.sockets[0].getsockname()[1])

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        for writer in list(self._open):
            writer.transport.abort()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Request after request, until a behaviour ends the connection."""
        while not writer.is_closing():
            seen = self._note(await reader.readuntil(b"\r\n\r\n"))
            site = {**GOOD, **self.sites.get(seen.host, {})}
            play = self.others.get(seen.host) or site.get(seen.path, nothing_there)
            await play(Link(self, reader, writer, seen))

    def _note(self, raw: bytes) -> Seen:
        rows = raw.decode("latin-1").split("\r\n")
        path, _, query = rows[0].split(" ")[1].partition("?")
        headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rows[1:])}
        host = headers.get("host", "").partition(".")[0]
        self._counts[host, path] = number = self._counts.get((host, path), 0) + 1
        seen = Seen(host, path, query, headers, raw, number)
        self.seen.append(seen)
        return seen
