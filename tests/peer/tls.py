"""Peers that cannot prove who they are, or speak another protocol than their address says."""

from __future__ import annotations

import asyncio

from peer.server import Link, answer, entry, feed, page
from peer.table import Behaviour, plays_raw, put

_TLS = "tls"
_FAILS = {"state": "failing", "kind": "tls", "says": "could not prove who it is"}


async def _feed(link: Link) -> None:
    await link.send(answer(feed(entry())))


async def _page(link: Link) -> None:
    await link.send(answer(page(), mime="text/html"))


def _certified(name: str, words: str, certificate: str, **expected: object) -> None:
    put(Behaviour(name=name, group=_TLS, plays=words, tls=certificate, play=_feed, **expected))  # type: ignore[arg-type]


_certified("tls-good", "proves who it is", "good", state="ok", captures=1)
_certified(
    "tls-self-signed",
    "shows a certificate that it signed itself",
    "self-signed",
    **_FAILS | {"says": "signed by nobody but itself"},
)
_certified(
    "tls-expired", "shows a certificate that has run out", "expired", **_FAILS | {"says": "its certificate has run out"}
)
_certified(
    "tls-wrong-host",
    "shows the certificate of another host",
    "wrong-host",
    **_FAILS | {"says": "its certificate is for another host"},
)


async def _downgrade(link: Link) -> None:
    await link.send(answer(b"", ("Location", "http://good.peer.example/feed"), status="301 Moved Permanently"))


put(
    Behaviour(
        name="downgrade",
        group="redirect",
        plays="redirects from https to http",
        tls="good",
        play=_downgrade,
        state="failing",
        kind="refused",
        says="https to http",
    )
)


@plays_raw("tls-to-plain-port", _TLS, "speaks plain HTTP where https is asked for", tls="none", **_FAILS)
async def _plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


@plays_raw(
    "tls-hangs",
    _TLS,
    "takes the connection and never answers the handshake",
    tls="none",
    state="failing",
    kind="timeout",
    says="took longer than",
)
async def _hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100_000)
    await reader.read(100_000)


@plays_raw(
    "plain-to-tls-port", _TLS, "speaks TLS where http is asked for", state="failing", kind="decode", says="broken"
)
async def _alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"\x15\x03\x01\x00\x02\x02\x46")  # a fatal alert: protocol version (RFC 8446, 6.2)
    await writer.drain()
