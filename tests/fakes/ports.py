"""Ports to be listened at later: by a server that is started with one, or that is stopped and started again.

A port that the kernel gave (`bind` to 0) and that was let go may be given to the next connection that any process of
this machine makes, before it is used or while its server is down. These lie below the range that it gives from.
"""

from __future__ import annotations

import os
import socket
from itertools import count
from pathlib import Path

_FIRST, _LAST = 18_000, 32_000
_TURNS = count(os.getpid() * 61)  # processes side by side look at different ports


def free_port() -> int:
    """A port of 127.0.0.1 at which nobody listens."""
    last = min(_LAST, _first_given())
    if last - _FIRST < 1000:
        return _given()
    for _ in range(last - _FIRST):
        port = _FIRST + next(_TURNS) % (last - _FIRST)
        if _is_free(port):
            return port
    return _given()


def _first_given() -> int:
    """The first port that the kernel gives to who asks for any."""
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except OSError:
        return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _given() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
