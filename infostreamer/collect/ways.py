"""Which way a request takes: directly under guard, or through the proxy.

With a proxy only what lies on private networks is asked directly, where that is allowed at all, and what is played for
tests and the demo; the proxy is never asked for a name of the local network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from yarl import URL

from infostreamer.collect.connector import make_connector, mapped_target
from infostreamer.collect.guard import is_near
from infostreamer.collect.proxies import Proxy
from infostreamer.collect.tunnelling import ForwardConnector, TunnelConnector
from infostreamer.model import Refused

OpenSession = Callable[..., aiohttp.ClientSession]
"""aiohttp.ClientSession with everything but `connector`, `proxy` and `proxy_auth` given."""


class Ways:
    """The sessions of one client, each opened at its first use; lives in one event loop."""

    def __init__(
        self,
        open_session: OpenSession,
        *,
        hosts: Mapping[str, str],
        is_private_allowed: bool,
        is_public_allowed: bool = True,
        proxy: Proxy | None,
    ) -> None:
        self._open_session = open_session
        self._hosts = hosts
        self._is_private_allowed = is_private_allowed
        self._is_public_allowed = is_public_allowed
        self._proxy = proxy
        self._sessions: dict[str, aiohttp.ClientSession] = {}

    def session(self, url: URL) -> aiohttp.ClientSession:
        """The session to ask this address with.

        Raises:
            Refused: a name of the local network, which a proxy must not be asked for.
        """
        way = self._way(url)
        if way not in self._sessions:
            self._sessions[way] = self._open_session(**self._connector(way))
        return self._sessions[way]

    async def close(self) -> None:
        """Close what was opened."""
        for session in self._sessions.values():
            await session.close()

    def _way(self, url: URL) -> str:
        host = url.raw_host or ""
        if self._proxy is None or mapped_target(host.lower(), self._hosts):
            return "direct"
        if is_near(host):
            if self._is_private_allowed:
                return "direct"
            raise Refused(f"{host} is a name of the local network, which the proxy is not asked for.")
        is_forwarded = self._proxy.scheme == "http" and url.scheme == "http"
        return "forward" if is_forwarded else "tunnel"

    def _connector(self, way: str) -> dict[str, Any]:
        proxy = self._proxy
        if proxy is not None and way == "tunnel":
            return {"connector": TunnelConnector(proxy)}
        if proxy is not None and way == "forward":
            login = aiohttp.BasicAuth(proxy.user, proxy.password, "utf-8") if proxy.user else None
            return {"connector": ForwardConnector(proxy), "proxy": proxy.address, "proxy_auth": login}
        is_public_allowed = self._is_public_allowed and proxy is None
        connector = make_connector(
            self._hosts, is_private_allowed=self._is_private_allowed, is_public_allowed=is_public_allowed
        )
        return {"connector": connector}


def session_to_model(open_session: OpenSession, address: str, *, proxy: Proxy | None) -> aiohttp.ClientSession:
    """The session to ask a language model at this address with: directly on this machine and its network, through the
    proxy, where there is one, everywhere else. What is not encrypted reaches private addresses only."""
    url = URL(address)
    is_encrypted = url.scheme == "https"
    ways = Ways(open_session, hosts={}, is_private_allowed=True, is_public_allowed=is_encrypted, proxy=proxy)
    return ways.session(url)
