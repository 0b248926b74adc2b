"""Peers that send little and mean much: what unpacks to gigabytes, and headers without end."""

from __future__ import annotations

import gzip
import itertools
import zlib
from functools import lru_cache

from peer.server import Link, answer, entry, feed
from peer.table import plays, sends

_BOMB = "bomb"
_HEADER = "header"
_LARGE = {"state": "failing", "kind": "too-large", "says": "larger than"}
_BROKEN = {"state": "failing", "kind": "decode", "says": "broken"}
_FEED = feed(entry())


_HEADS = {31: b"\x1f\x8b\x08\0\0\0\0\0\0\xff", 15: b"\x78\x9c", -15: b""}


@lru_cache(maxsize=1)
def _megabyte() -> bytes:
    """One MB of blanks, deflated so that it may stand any number of times behind itself (RFC 1951, Z_FULL_FLUSH)."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(b" " * 1024**2) + packer.flush(zlib.Z_FULL_FLUSH)


def squeezed(megabytes: int, wbits: int = 31) -> bytes:
    """So many MB of blanks, compressed a thousandfold. wbits 31: gzip; 15: zlib; -15: bare deflate (RFC 1950-1952)."""
    return _HEADS[wbits] + _megabyte() * megabytes


def _packed(encoding: str, body: bytes) -> bytes:
    return answer(body, ("Content-Encoding", encoding))


@plays("gzip-bomb", _BOMB, "sends 500 MB of blanks as gzip", **_LARGE)
async def _gzip(link: Link) -> None:
    await link.send(_packed("gzip", squeezed(500)))


@plays("deflate-bomb", _BOMB, "sends 500 MB of blanks as deflate", **_LARGE)
async def _deflate(link: Link) -> None:
    await link.send(_packed("deflate", squeezed(500, 15)))


@plays("bare-deflate-bomb", _BOMB, "sends 500 MB of blanks as deflate without its frame", **_LARGE)
async def _bare(link: Link) -> None:
    await link.send(_packed("deflate", squeezed(500, -15)))


@plays("many-members-bomb", _BOMB, "sends 400 gzip members of 4 MB each, one after the other", **_LARGE)
async def _members(link: Link) -> None:
    await link.send(_packed("gzip", gzip.compress(b" " * 4 * 1024**2) * 400))


@plays(
    "nested-bomb", _BOMB, "sends gzip within gzip, 500 MB at the bottom", state="failing", kind="decode", says="broken"
)
async def _nested(link: Link) -> None:
    await link.send(_packed("gzip, gzip", gzip.compress(squeezed(500), 1)))


@plays(
    "twice-packed-bomb",
    _BOMB,
    "sends gzip within gzip, one of them in the header",
    state="failing",
    kind="not-a-feed",
    says="binary",
)
async def _twice(link: Link) -> None:
    await link.send(_packed("gzip", gzip.compress(squeezed(500), 1)))


@plays(
    "unnamed-gzip-bomb",
    _BOMB,
    "sends a gzip file as the feed itself",
    state="failing",
    kind="not-a-feed",
    says="binary",
)
async def _unnamed(link: Link) -> None:
    await link.send(answer(squeezed(500)))


@plays("chunked-gzip-bomb", _BOMB, "sends gzip without end in chunks", **_LARGE)
async def _chunked_gzip(link: Link) -> None:
    await link.send(answer(b"", ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"), length=None))
    piece = squeezed(1, -15)
    await link.send(b"a\r\n%s\r\n" % squeezed(0))
    await link.drip(itertools.repeat(b"%x\r\n%s\r\n" % (len(piece), piece)), 0)


# A brotli stream is refused by its name; the bytes need not be one.
sends(
    "brotli-unasked",
    _BOMB,
    "sends brotli although we never said that we read it",
    _packed("br", b"\x8b\x02\x80" * 100),
    **_BROKEN,
)
sends(
    "zstd-unasked",
    _BOMB,
    "sends zstd although we never said that we read it",
    _packed("zstd", b"\x28\xb5\x2f\xfd" * 100),
    **_BROKEN,
)
sends("unknown-encoding", _BOMB, "names an encoding that nobody knows", _packed("x-cabbage", _FEED), **_BROKEN)
sends(
    "damaged-gzip",
    _BOMB,
    "sends gzip with a broken middle",
    _packed("gzip", gzip.compress(_FEED)[:40] + b"\xff" * 60),
    **_BROKEN,
)
sends("cut-gzip", _BOMB, "sends gzip without its end", _packed("gzip", gzip.compress(_FEED)[:-12]), **_BROKEN)
sends(
    "gzip-with-tail",
    _BOMB,
    "sends rubbish behind its gzip",
    _packed("gzip", gzip.compress(_FEED) + b"rubbish" * 9),
    state="ok",
    captures=1,
)
sends("not-gzip", _BOMB, "says gzip and sends text", _packed("gzip", _FEED), **_BROKEN)


@plays(
    "bomb-page",
    _BOMB,
    "gives its feed, and 500 MB of blanks as gzip for the page",
    path="/page",
    state="ok",
    kind="too-large",
    says="larger than",
)
async def _page(link: Link) -> None:
    await link.send(answer(squeezed(500), ("Content-Encoding", "gzip"), mime="text/html"))


@plays("header-flood", _HEADER, "sends header fields as fast as it can, without end", **_BROKEN)
async def _flood(link: Link) -> None:
    await link.send(b"HTTP/1.1 200 OK\r\n")
    await link.drip((b"X-Field-%d: %s\r\n" % (number, b"f" * 900) for number in itertools.count()), 0)


@plays("header-line-flood", _HEADER, "sends one header field without end", **_BROKEN)
async def _line(link: Link) -> None:
    await link.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    await link.drip(itertools.repeat(b"l" * 65_536), 0)


@plays("status-line-flood", _HEADER, "sends a status line without end", **_BROKEN)
async def _reason(link: Link) -> None:
    await link.send(b"HTTP/1.1 200 ")
    await link.drip(itertools.repeat(b"O" * 65_536), 0)


sends(
    "many-headers",
    _HEADER,
    "sends 20,000 header fields",
    answer(_FEED, *((f"X-Field-{number}", "x") for number in range(20_000))),
    **_BROKEN,
)
sends(
    "huge-header",
    _HEADER,
    "sends a header field of 60 kB",
    answer(_FEED, ("X-Long", "l" * 60_000)),
    state="ok",
    captures=1,
)
sends(
    "folded-header",
    _HEADER,
    "folds a header field over lines",
    answer(_FEED, ("X-Folded", "one\r\n two\r\n\tthree")),
    state="ok",
    captures=1,
)
sends("nul-in-header", _HEADER, "sends NUL in a header field", answer(_FEED, ("X-Nul", "a\0b")), **_BROKEN)
sends(
    "control-in-header",
    _HEADER,
    "sends control characters in a header field",
    answer(_FEED, ("X-Bell", "a\x07\x1b[31mb")),
    state="ok",
    captures=1,
)
sends(
    "latin-header",
    _HEADER,
    "sends bytes in a header field that are no UTF-8",
    answer(_FEED, ("X-Latin", "caf\udce9 \udcff"), ("ETag", '"caf\udce9"')),
    state="ok",
    captures=1,
)
sends(
    "header-without-colon",
    _HEADER,
    "sends a header line without a colon",
    b"HTTP/1.1 200 OK\r\nhello there\r\nContent-Length: 0\r\n\r\n",
    **_BROKEN,
)
sends(
    "blank-header-name",
    _HEADER,
    "sends a header field without a name",
    b"HTTP/1.1 200 OK\r\n: nameless\r\nContent-Length: 0\r\n\r\n",
    **_BROKEN,
)
sends("bare-lf", _HEADER, "ends its lines with LF alone", answer(_FEED).replace(b"\r\n", b"\n"), state="ok", captures=1)
