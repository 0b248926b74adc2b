"""The desk served over HTTP until it is told to stop."""

from __future__ import annotations

import ctypes
import gc
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from infostreamer.desk import Desk
from infostreamer.model import BadInput, ConfigurationError
from infostreamer.settings import Settings
from infostreamer.store.decoded import DECODED
from infostreamer.web.app import create_app
from infostreamer.web.guard import ANY_ADDRESS, is_loopback

_SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while others wait: a page lets go of it at every row that it reads, and
each time would wait for the 5 ms of Python's own setting while the same process takes in reports."""

_M_ARENA_MAX, _ARENAS = -8, 2
"""mallopt(3): heaps that threads share. By default each of the 40 threads that serve may get its own, and what one has
freed the others cannot use: 50 readers took 301 MB where these take 208."""

_LONGEST_HEAD = 131_072
"""Bytes of a request before its body. The library's own 16 kB count only where the head comes in pieces: the same long
address would be answered or not by how the network cut it. `LONGEST_ADDRESS` is refused in words before."""

_BACKLOG = 256
"""Connections taken in one go; 2,048 at once, the default, would use up the files before the first is looked at."""

_DECODED = 16_000_000  # characters: about 64 MB of nouns that the next page need not decode again


def serve(
    desk: Desk,
    settings: Settings,
    *,
    on_ready: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Serve until Ctrl-C (in the main thread) or until `stop` is set; every open connection is then closed.

    Args:
        desk: what is served.
        settings: `web.host` and `web.port`; port 0 takes any free one.
        on_ready: called once with the desk's address when it accepts connections.
        stop: for callers that serve from another thread.

    Raises:
        BadInput: the address or port cannot be used.
        ConfigurationError: others can reach the address, and nobody would be asked for a login.
    """
    import uvicorn

    from infostreamer.web.connections import Connection

    host, port = str(settings["web.host"]), int(settings["web.port"])
    _refuse_open_door(desk, settings)
    listener = _listen(host, port)
    _share_heaps()
    DECODED.room_for(_DECODED)
    sys.setswitchinterval(min(_SWITCH_S, sys.getswitchinterval()))
    app = create_app(desk, settings=settings)
    if threading.current_thread() is threading.main_thread():  # the process serves and does nothing else
        _set_aside_what_stays()
    desk.store.decides = "shared"

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if on_ready is not None:
                on_ready(_address(host, listener))

        async def on_tick(self, counter: int) -> bool:
            ends = await super().on_tick(counter) or (stop is not None and stop.is_set())
            if ends:
                app.state.stopping.set()
            return ends

    config = uvicorn.Config(
        app,
        http=Connection,  # the same limits wherever it runs, whatever else is installed
        ws="none",
        backlog=_BACKLOG,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        log_level="warning",
        log_config=None,  # its lines take the form of ours
        access_log=False,
        server_header=False,
        proxy_headers=False,  # web/peer.py believes the proxies of web.proxy_from and no others
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    with listener:
        Server(config).run(sockets=[listener])


def _share_heaps() -> None:
    """Ask the allocator to keep to a few heaps; another allocator than glibc's is left as it is."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def _set_aside_what_stays() -> None:
    """What is loaded by now stays for good: looking through its 250,000 objects for garbage held up every reader for
    60 to 220 ms, once in 150 pages."""
    gc.collect()
    gc.freeze()


def _refuse_open_door(desk: Desk, settings: Settings) -> None:
    host = str(settings["web.host"])
    is_asked = settings["web.proxy_login"] or settings["web.proxy_user_header"]
    if is_loopback(host) or is_asked or desk.has_accounts():
        return
    raise ConfigurationError(
        f"Everybody who reaches {host} could read and change this desk: add an account with `infostreamer users add "
        "NAME --role admin`, or set web.proxy_login where a proxy asks for the login."
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: only then does the event loop turn Nagle's algorithm off, which costs 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise BadInput(
            f"The desk cannot listen on {host} port {port} ({getattr(error, 'strerror', None) or error}); "
            "choose another with --port."
        ) from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    named = "localhost" if host in ANY_ADDRESS else host
    shown = f"[{named}]" if ":" in named else named
    return f"http://{shown}:{listener.getsockname()[1]}/"
