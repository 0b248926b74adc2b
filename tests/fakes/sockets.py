"""Which names were looked up and which addresses were connected to by this process, as the interpreter itself says.

`sys.addaudithook` cannot be taken back, so there is one hook for a process, which writes to whoever watches.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address


@dataclass
class Watch:
    """`connected`: (address, port) or the path of a local socket; `resolved`: names given to the resolver."""

    connected: list[tuple[str, int] | str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)  # programs that were run
    is_closed: bool = False  # an attempt to leave this machine fails, as it would in a tunnel

    def outside(self, *known: tuple[str, int]) -> list[tuple[str, int] | str]:
        """The connections to anything but these and local sockets."""
        return [one for one in self.connected if not isinstance(one, str) and one not in known]


_WATCHES: list[Watch] = []
_LOCK = threading.Lock()
_IS_HOOKED: list[bool] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _WATCHES:
        return
    if event in ("socket.connect", "socket.sendto"):
        where = arguments[1]
        said = (str(where[0]), int(where[1])) if isinstance(where, tuple) else str(where)
        for watch in list(_WATCHES):
            watch.connected.append(said)
        if any(watch.is_closed for watch in _WATCHES) and not _is_here(said):
            raise ConnectionRefusedError(111, "closed by the test")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        for watch in list(_WATCHES):
            watch.resolved.append(str(arguments[0]))
    elif event == "subprocess.Popen":
        for watch in list(_WATCHES):
            watch.started.append(str(arguments[0]))


def _is_here(said: tuple[str, int] | str) -> bool:
    if isinstance(said, str):
        return True
    return ip_address(said[0].partition("%")[0]).is_loopback


@contextmanager
def watched(*, is_closed: bool = False) -> Iterator[Watch]:
    """What this process connects to and looks up while in the block, in every thread; `is_closed`: without letting it
    connect to anything but loopback addresses."""
    with _LOCK:
        if not _IS_HOOKED:
            sys.addaudithook(_hook)
            _IS_HOOKED.append(True)
    watch = Watch(is_closed=is_closed)
    _WATCHES.append(watch)
    try:
        yield watch
    finally:
        _WATCHES.remove(watch)
