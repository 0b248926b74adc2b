"""The proxy through which the desk leaves its machine, where the owner set one.

Everything for the world outside goes through it or not at all: there is no falling back to a direct connection, and no
name of a host outside is resolved on this machine.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from infostreamer.collect.tunnel import ProxyRefused, Talk, http_connect, socks5
from infostreamer.model import ConfigurationError, FetchError

_PORTS = {"socks5": 1080, "socks5h": 1080, "http": 8080}
_FORM = "such as socks5://127.0.0.1:9050 or http://proxy.example:3128"


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy. `scheme` is "socks5" or "http"."""

    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """Without name and password, to be shown."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def talk(self, host: str, port: int) -> Talk:
        """The words that make it open a tunnel to host and port."""
        speak = socks5 if self.scheme == "socks5" else http_connect
        return speak(host, port, self.user, self.password)


def proxy_of(settings: Mapping[str, Any]) -> Proxy | None:
    """The proxy of `proxy.address`; None where there is none.

    Raises:
        ConfigurationError: it is not the address of a proxy. Nothing is fetched then: without the proxy that was meant
            the desk would show itself.
    """
    address = str(settings.get("proxy.address", "")).strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError(f"proxy.address is no address of a proxy; write it {_FORM}.") from None
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("proxy.address holds a name or password; set proxy.user and proxy.password instead.")
    is_bare = not parts.path.strip("/") and not parts.query and not parts.fragment
    if parts.scheme not in _PORTS or not host or not is_bare or not address.isprintable() or " " in address:
        raise ConfigurationError(f"proxy.address is no address of a proxy; write it {_FORM}.")
    scheme = "http" if parts.scheme == "http" else "socks5"
    user, password = str(settings.get("proxy.user", "")), str(settings.get("proxy.password", ""))
    return Proxy(scheme, host, port or _PORTS[parts.scheme], user, password)


def proxy_error(proxy: Proxy, host: str, why: str, *, is_ours: bool) -> FetchError:
    """The error for a tunnel that did not open."""
    if is_ours:
        return FetchError(
            f"The proxy {proxy.address} gave no way to {host} ({why}); nothing is asked without it.", kind="proxy"
        )
    return FetchError(f"{host} cannot be reached through the proxy ({why}); it is asked again later.", kind="connect")


def reason_of(error: OSError) -> str:
    """What went wrong, in the system's words: asyncio puts its own, with the address in brackets, in their place."""
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionError) and not error.errno:
        return "it was cut off"
    if isinstance(error, socket.gaierror) or not error.errno:
        return error.strerror or "no answer"
    return os.strerror(error.errno)


def opened(proxy: Proxy, host: str, port: int, timeout_s: float) -> socket.socket:
    """A connected socket through the proxy, blocking.

    Raises:
        FetchError: the proxy is not there or gives no way; `kind` is "proxy" or "connect".
    """
    try:
        connection = socket.create_connection((proxy.host, proxy.port), timeout=timeout_s)
    except OSError as error:
        raise proxy_error(proxy, host, reason_of(error), is_ours=True) from error
    try:
        _converse(connection, proxy.talk(host, port))
    except ProxyRefused as error:
        connection.close()
        raise proxy_error(proxy, host, str(error), is_ours=error.is_ours) from error
    except OSError as error:
        connection.close()
        raise proxy_error(proxy, host, reason_of(error), is_ours=True) from error
    return connection


def _converse(connection: socket.socket, talk: Talk) -> None:
    turn = next(talk)
    try:
        while True:
            if isinstance(turn, bytes):
                connection.sendall(turn)
                turn = next(talk)
            else:
                turn = talk.send(_read(connection, turn))
    except StopIteration:
        return


def _read(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = connection.recv(size - len(got))
        if not part:
            raise ProxyRefused("it hung up", is_ours=True)
        got += part
    return got
