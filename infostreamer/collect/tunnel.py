"""The words that open a tunnel through a proxy, without any input or output: SOCKS5 and HTTP CONNECT.

Each is a generator: it yields bytes to send, or a number of bytes to read exactly, and is sent what was read. So the
event loop and the mail's plain sockets speak the same words. Names go to the proxy as they are and are never resolved
here. Sources: RFC 1928 (SOCKS5), RFC 1929 (its password), RFC 9110 section 9.3.6 (CONNECT).
"""

from __future__ import annotations

import base64
from collections.abc import Generator
from ipaddress import IPv4Address, ip_address

Talk = Generator[bytes | int, bytes, None]

_NO_LOGIN, _PASSWORD, _NONE_FITS = 0, 2, 0xFF
_REPLIES = {
    1: "it failed there",
    2: "its rules forbid it",
    3: "the network cannot be reached",
    4: "the host cannot be reached",
    5: "the connection was refused",
    6: "it took too long",
    7: "it does not connect",
    8: "it does not take such addresses",
}
_LONGEST_HEAD = 16_384


class ProxyRefused(Exception):
    """The proxy did not open the tunnel; `is_ours` tells whether the proxy itself is the trouble, not the host."""

    def __init__(self, why: str, *, is_ours: bool) -> None:
        super().__init__(why)
        self.is_ours = is_ours


def socks5(host: str, port: int, user: str, password: str) -> Talk:
    """The words that lead to host and port.

    Raises:
        ProxyRefused: it is no SOCKS5 proxy, wants a login, or cannot get there.
    """
    methods = bytes([_NO_LOGIN, _PASSWORD] if user else [_NO_LOGIN])
    yield b"\x05" + bytes([len(methods)]) + methods
    version, method = yield 2
    if version != 5 or method not in methods:
        why = "it asks for a login" if version == 5 and method in (_PASSWORD, _NONE_FITS) else "it speaks no SOCKS5"
        raise ProxyRefused(why, is_ours=True)
    if method == _PASSWORD:
        yield b"\x01" + _short(user) + _short(password)
        if (yield 2)[1] != 0:
            raise ProxyRefused("it does not know this login", is_ours=True)
    yield b"\x05\x01\x00" + _target(host) + port.to_bytes(2, "big")
    _, reply, _, kind = yield 4
    if reply:
        raise ProxyRefused(_REPLIES.get(reply, f"it answered {reply}"), is_ours=False)
    length = {1: 4, 4: 16}.get(kind) or (yield 1)[0]
    yield length + 2


def http_connect(host: str, port: int, user: str, password: str) -> Talk:
    """The words that lead to host and port.

    Raises:
        ProxyRefused: the proxy answers no 200.
    """
    shown = f"[{host}]" if ":" in host else host
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    proof = f"Proxy-Authorization: Basic {login}\r\n" if user else ""
    yield f"CONNECT {shown}:{port} HTTP/1.1\r\nHost: {shown}:{port}\r\n{proof}\r\n".encode("ascii")
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
        head += yield 1
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    status = words[1] if len(words) > 1 and words[0].startswith("HTTP/") else ""
    if not status.startswith("2"):
        raise ProxyRefused(f"it answered {status or 'no HTTP'}", is_ours=status in ("", "407"))


def _target(host: str) -> bytes:
    try:
        literal = ip_address(host)
    except ValueError:
        return b"\x03" + _short(host)
    return (b"\x01" if isinstance(literal, IPv4Address) else b"\x04") + literal.packed


def _short(text: str) -> bytes:
    raw = text.encode()
    if not 1 <= len(raw) <= 255:
        raise ProxyRefused("a name or password of 1 to 255 bytes is needed", is_ours=True)
    return bytes([len(raw)]) + raw
