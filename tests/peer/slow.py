"""Peers that take their time, and peers that break off."""

from __future__ import annotations

import asyncio
import itertools

from peer.server import Link, answer, entry, feed, nothing_there, page
from peer.table import plays, plays_raw, sends

_TIME = "time"
_CUT = "connection"
_LATE = {"state": "failing", "kind": "timeout", "says": "took longer than"}
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


@plays("never-answers", _TIME, "takes the request and says nothing", **_LATE)
async def _never(link: Link) -> None:
    await link.hang()


@plays("slow-header", _TIME, "sends its header a byte at a time", **_LATE)
async def _slow_header(link: Link) -> None:
    await link.drip((bytes([byte]) for byte in itertools.chain(_HEAD, b"X-Slow: ", itertools.repeat(120))), 0.05)


@plays("header-without-end", _TIME, "sends one header field after the other, slowly and without end", **_LATE)
async def _endless_header(link: Link) -> None:
    await link.send(_HEAD)
    await link.drip((b"X-Field-%d: and so on\r\n" % number for number in itertools.count()), 0.2)


@plays("slow-body", _TIME, "sends the body a byte at a time", **_LATE)
async def _slow_body(link: Link) -> None:
    await link.send(answer(length=100_000))
    await link.drip((bytes([byte]) for byte in itertools.cycle(feed(entry()))), 0.05)


@plays("slow-chunks", _TIME, "sends one chunk of one byte ten times a second", **_LATE)
async def _slow_chunks(link: Link) -> None:
    await link.send(answer(b"", ("Transfer-Encoding", "chunked"), length=None))
    await link.drip(itertools.repeat(b"1\r\n<\r\n"), 0.1)


@plays("stalled-body", _TIME, "sends half of the body and stops", **_LATE)
async def _stalled(link: Link) -> None:
    body = feed(entry())
    await link.send(answer(body)[: -len(body) // 2])
    await link.hang()


@plays("continues-forever", _TIME, "answers 100 Continue over and over", **_LATE)
async def _continues(link: Link) -> None:
    await link.drip(itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 20), 0.01)


@plays("early-hints-forever", _TIME, "answers 103 Early Hints over and over", **_LATE)
async def _hints(link: Link) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    await link.drip(itertools.repeat(hint * 20), 0.01)


@plays_raw("never-reads", _TIME, "takes the connection and never reads from it", **_LATE)
async def _never_reads(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reader._transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.sleep(6)


@plays("slow-redirects", _TIME, "answers every step of a chain of redirects just in time", **_LATE)
async def _slow_redirects(link: Link) -> None:
    await asyncio.sleep(0.9)
    await link.send(answer(b"", ("Location", f"/feed?{link.seen.number}"), status="302 Found"))


@plays_raw(
    "resets-at-once",
    _CUT,
    "resets the connection when it is made",
    state="failing",
    kind="connect",
    says="failed (it was cut off)",
)
async def _resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    Link(None, reader, writer, None).reset()  # type: ignore[arg-type]


@plays("resets-after-request", _CUT, "resets the connection after the request", state="failing", kind="connect")
async def _resets_after(link: Link) -> None:
    link.reset()


@plays("resets-in-header", _CUT, "resets the connection within the header", state="failing", kind="connect")
async def _resets_header(link: Link) -> None:
    await link.send(_HEAD)
    await asyncio.sleep(0.05)
    link.reset()


@plays("resets-in-body", _CUT, "resets the connection within the body", state="failing", kind="decode", says="broken")
async def _resets_body(link: Link) -> None:
    body = feed(entry())
    await link.send(answer(body)[: -len(body) // 2])
    await asyncio.sleep(0.05)
    link.reset()


sends(
    "closes-after-request", _CUT, "closes the connection after the request", ends=True, state="failing", kind="connect"
)
sends(
    "closes-in-header",
    _CUT,
    "closes the connection within the header",
    _HEAD,
    ends=True,
    state="failing",
    kind="connect",
)


@plays(
    "resets-page",
    _CUT,
    "gives its feed, and resets the connection for the page",
    path="/page",
    state="ok",
    kind="connect",
)
async def _resets_page(link: Link) -> None:
    link.reset()


@plays("slow-page", _TIME, "gives its feed, and never the page", path="/page", state="ok", kind="timeout")
async def _slow_page(link: Link) -> None:
    await link.hang()


@plays(
    "closes-between",
    _CUT,
    "closes the connection after every answer without saying so",
    state="ok",
    captures=1,
    more=("/page", "/robots.txt"),
)
async def _closes(link: Link) -> None:
    if link.seen.path == "/robots.txt":
        await nothing_there(link)
    else:
        await link.send(answer(feed(entry())) if link.seen.path == "/feed" else answer(page(), mime="text/html"))
    link.writer.close()
