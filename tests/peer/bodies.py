"""Peers whose bodies, lengths and frames are not what they say."""

from __future__ import annotations

import asyncio
import itertools

from peer.server import Link, answer, entry, feed
from peer.table import plays, plays_raw, sends

_LENGTH = "length"
_FRAME = "frame"
_BROKEN = {"state": "failing", "kind": "decode", "says": "broken"}
_LARGE = {"state": "failing", "kind": "too-large", "says": "larger than"}
_FEED = feed(entry())
_GIG = 10 * 1024**3


def _chunked(*rest: bytes) -> bytes:
    return answer(b"", ("Transfer-Encoding", "chunked"), length=None) + b"".join(rest)


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


async def _pour(link: Link) -> None:
    piece = b" " * 65_536
    while True:
        await link.send(piece)


@plays("infinite-body", _LENGTH, "sends a body without end and without a length", **_LARGE)
async def _infinite(link: Link) -> None:
    await link.send(answer(b"<rss>", length=None))
    await _pour(link)


@plays("infinite-chunks", _LENGTH, "sends chunks without end", **_LARGE)
async def _infinite_chunks(link: Link) -> None:
    await link.send(_chunked())
    await link.drip(itertools.repeat(_chunk(b" " * 65_536)), 0)


@plays("declares-10-gb", _LENGTH, "declares a body of 10 GB and sends a little of it", **_LARGE)
async def _declares(link: Link) -> None:
    await link.send(answer(_FEED, length=_GIG))
    await link.hang()


@plays("sends-10-gb", _LENGTH, "declares a body of 10 GB and sends it", **_LARGE)
async def _sends_gigabytes(link: Link) -> None:
    await link.send(answer(b"", length=_GIG))
    await _pour(link)


sends(
    "short-body",
    _LENGTH,
    "closes before the length that it declared",
    answer(_FEED, length=len(_FEED) + 100),
    ends=True,
    **_BROKEN,
)
sends(
    "long-body",
    _LENGTH,
    "sends more than the length that it declared",
    answer(_FEED) + b"<item>and more</item>" * 50,
    ends=True,
    **_BROKEN,
)
sends("negative-length", _LENGTH, "declares a negative length", answer(_FEED, length=-5), **_BROKEN)
sends(
    "rubbish-length",
    _LENGTH,
    "declares a length that is no number",
    answer(_FEED, ("Content-Length", "many"), length=None),
    **_BROKEN,
)
sends(
    "huge-length",
    _LENGTH,
    "declares a length of five thousand digits",
    answer(_FEED, ("Content-Length", "9" * 5000), length=None),
    **_BROKEN,
)
sends("two-lengths", _LENGTH, "declares two lengths that differ", answer(_FEED, ("Content-Length", "7")), **_BROKEN)
sends(
    "length-and-chunks",
    _LENGTH,
    "declares a length and chunks",
    answer(_chunk(_FEED) + b"0\r\n\r\n", ("Transfer-Encoding", "chunked"), length=7),
    ends=True,
    **_BROKEN,
)
sends("rubbish-chunks", _FRAME, "sends chunks whose sizes are no numbers", _chunked(b"zz\r\nhello\r\n"), **_BROKEN)
sends("negative-chunk", _FRAME, "sends a chunk of negative size", _chunked(b"-5\r\nhello\r\n"), **_BROKEN)
sends("huge-chunk", _FRAME, "sends a chunk with a size of 2^64", _chunked(b"10000000000000000\r\nhello\r\n"), **_BROKEN)
sends("chunks-cut", _FRAME, "closes within a chunk", _chunked(b"fff\r\n<rss>"), ends=True, **_BROKEN)
sends("no-last-chunk", _FRAME, "closes without the last chunk", _chunked(_chunk(_FEED)), ends=True, **_BROKEN)


@plays(
    "chunk-extensions",
    _FRAME,
    "sends chunk extensions without end",
    state="failing",
    kind="timeout",
    says="took longer than",
)
async def _extensions(link: Link) -> None:
    await link.send(_chunked(b"5;"))
    await link.drip(itertools.repeat(b"name=value;" * 6000), 0)


@plays("trailers-forever", _FRAME, "sends trailer fields without end", state="failing", kind="decode", says="broken")
async def _trailers(link: Link) -> None:
    await link.send(_chunked(_chunk(_FEED), b"0\r\n"))
    await link.drip((b"X-Trailer-%d: %s\r\n" % (number, b"t" * 900) for number in itertools.count()), 0)


sends("garbage", _FRAME, "answers with bytes that are no HTTP", bytes(range(256)) * 20, ends=True, **_BROKEN)
sends(
    "other-protocol",
    _FRAME,
    "answers as a server of another protocol",
    b"SSH-2.0-OpenSSH_9.9\r\n",
    ends=True,
    **_BROKEN,
)
sends("http-09", _FRAME, "answers with a bare body, as in 1991", b"<html>hello</html>\r\n", ends=True, **_BROKEN)
sends(
    "http-2",
    _FRAME,
    "answers in HTTP/2",
    b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64",
    ends=True,
    **_BROKEN,
)
sends(
    "http-99",
    _FRAME,
    "answers with an unknown version of HTTP",
    b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n",
    ends=True,
    **_BROKEN,
)
sends(
    "rubbish-status",
    _FRAME,
    "answers with a status that is no number",
    b"HTTP/1.1 yes OK\r\n\r\n",
    ends=True,
    **_BROKEN,
)
sends(
    "switching-protocols",
    _FRAME,
    "switches to another protocol unasked",
    answer(b"", status="101 Switching Protocols", length=None)[:-2] + b"Upgrade: h2c\r\n\r\n",
    state="failing",
    kind="status",
    says="101",
)


@plays_raw(
    "answers-before-asked", _FRAME, "answers before it was asked", state="ok", captures=1, unread="a feed or a sitemap"
)
async def _before(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(feed(entry("/smuggled"))))
    await writer.drain()
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(0.05)


@plays(
    "two-answers", _FRAME, "sends a second answer behind the first, for whatever is asked next", state="ok", captures=1
)
async def _two(link: Link) -> None:
    forged = answer(b"User-agent: *\nAllow: /\n<p>smuggled</p>", mime="text/plain")
    await link.send(answer(_FEED) + forged * 3)


@plays("late-second-answer", _FRAME, "sends a second answer a little after the first", state="ok", captures=1)
async def _late_second(link: Link) -> None:
    await link.send(answer(_FEED))
    await asyncio.sleep(0.02)
    await link.send(answer(b"<p>smuggled</p>" * 30, mime="text/html"))


@plays("body-with-204", _FRAME, "sends a body with 204", **_BROKEN)
async def _body_204(link: Link) -> None:
    await link.send(answer(_FEED, status="204 No Content"))
