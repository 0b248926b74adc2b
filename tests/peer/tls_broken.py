"""Peers that break the handshake of TLS, draw it out, or speak a protocol of the past."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable

from peer.server import Link, answer, entry, feed
from peer.table import Behaviour, RawPlay, plays_raw, put

_TLS = "tls"
_FAILS = {"state": "failing", "kind": "tls"}
_ALERTS = (
    (40, "that no cipher is in common", "no way to speak TLS in common"),
    (80, "that it has a fault", "no way to speak TLS in common"),
    (112, "that it knows no such name", "it knows no host of this name"),
)


async def _feed(link: Link) -> None:
    await link.send(answer(feed(entry())))


def _certified(name: str, words: str, says: str, **expected: object) -> None:
    told = {"says": says, **_FAILS, **expected}
    put(Behaviour(name=name, group=_TLS, plays=words, tls=name, play=_feed, **told))  # type: ignore[arg-type]


_OTHER = "its certificate is for another host"
_NOBODY = "nobody known here has signed its certificate"
_certified("nul-in-name", "shows a certificate for its name, a NUL and another name", _OTHER)
_certified("nul-behind", "shows a certificate for another name, a NUL and its own", _OTHER)
_certified("wildcard-above", "shows a certificate for every host of a whole domain above its own", _OTHER)
_certified("wildcard-twice", "shows a certificate with two stars", _OTHER)
_certified("wildcard-alone", "shows a certificate for every host there is", _OTHER)
_certified("wildcard-within", "shows a certificate with a star within its name", _OTHER)
_certified("name-longer", "shows a certificate for names that hold its own", _OTHER)
_certified("unknown-signer", "shows a certificate that an authority of its own has signed", _NOBODY)
_certified("missing-link", "leaves out the certificate between its own and a known authority's", _NOBODY)
_certified("not-yet", "shows a certificate of next week", "not valid yet; check this machine's clock")
_certified("other-use", "shows a certificate for signing programs", "its certificate is not one for a web server")
_certified("short-key", "shows a certificate with a key of 1,024 bits", "its key is too short to prove anything")
_certified("vast", "shows a certificate of 10 MB", "what it shows as its proof is too large")
# In TLS 1.3 it says so after we have begun to ask: whether that is read as an end or as a cut depends on who is faster.
_certified("asks-back", "wants a certificate of ours", "The connection to ", kind="connect")
_certified("tls-1-0", "speaks TLS 1.0 and nothing newer", "before both had agreed on encryption", kind="connect")
_certified("tls-1-1", "speaks TLS 1.1 and nothing newer", "before both had agreed on encryption", kind="connect")


def _handshake(name: str, words: str, says: str, **expected: object) -> Callable[[RawPlay], RawPlay]:
    """What is played from the first byte, where TLS was asked for."""
    return plays_raw(name, _TLS, words, tls="none", says=says, **_FAILS | expected)


def _sends(name: str, words: str, *pieces: bytes, says: str) -> None:
    @_handshake(name, words, says)
    async def _play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        await reader.read(4096)


for _number, _words, _said in _ALERTS:
    _sends(
        f"tls-alert-{_number}",
        f"answers the handshake by saying {_words}",
        b"\x15\x03\x03\x00\x02\x02" + bytes([_number]),
        says=_said,
    )
_sends(
    "tls-garbage",
    "answers the handshake with rubbish",
    bytes(range(255, 0, -1)) * 9,
    says="it does not speak TLS there",
)
_sends("tls-ssh", "speaks SSH where https is asked for", b"SSH-2.0-Server_9\r\n", says="it does not speak TLS there")
_sends(
    "tls-warns", "warns without end in the handshake", *[b"\x15\x03\x03\x00\x02\x01\x5a" * 500] * 40,
    says="could not prove who it is",
)  # fmt: skip
_sends(
    "tls-empty", "sends empty pieces of a handshake without end", *[b"\x16\x03\x03\x00\x00" * 500] * 40,
    says="could not prove who it is",
)  # fmt: skip
_sends(
    "tls-endless", "begins a message of 16 MB in the handshake",
    b"\x16\x03\x03\x40\x00\x02\xff\xff\xff" + b"x" * 16_380, *[b"\x16\x03\x03\x40\x00" + b"x" * 16_384] * 100,
    says="could not prove who it is",
)  # fmt: skip


@_handshake("tls-drips", "answers the handshake a byte at a time", "took longer than", kind="timeout")
async def _drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(4096)
    for byte in b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + b"\x00" * 1000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


@_handshake("tls-resets", "resets the connection in the handshake", "it was cut off", kind="connect")
async def _resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@_handshake(
    "tls-closes", "closes the connection in the handshake", "before both had agreed on encryption", kind="connect"
)
async def _closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(4096)
