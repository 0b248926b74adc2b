"""Who is at the other end of the connection, through proxies that are believed and no others."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from infostreamer.model import ConfigurationError
from infostreamer.settings import Settings

_WITH_PORT = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.]+)\](?::[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that are believed, and the header in which they name who is logged in."""

    networks: tuple[Network, ...]
    user_header: str

    def client(self, scope: Scope) -> str:
        """The address that the request comes from: the nearest in X-Forwarded-For that is no proxy of ours."""
        peer = _peer(scope)
        if not self.are(peer):
            return peer
        hops = [_bare(hop) for value in Headers(scope=scope).getlist("x-forwarded-for") for hop in value.split(",")]
        return next((hop for hop in reversed(hops) if hop and not self.are(hop)), peer)

    def is_https(self, scope: Scope) -> bool:
        """True when the browser's own connection is encrypted."""
        if scope.get("scheme") == "https":
            return True
        return self.are(_peer(scope)) and Headers(scope=scope).get("x-forwarded-proto", "").strip().lower() == "https"

    def user_name(self, scope: Scope) -> str | None:
        """Who a proxy says is logged in; None where no proxy of ours says anything."""
        if not self.user_header or not self.are(_peer(scope)):
            return None
        named = Headers(scope=scope).getlist(self.user_header)
        return named[0].strip() or None if len(named) == 1 else None

    def are(self, address: str) -> bool:
        """True for the address of a proxy that is believed."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)


def proxies_of(settings: Settings) -> Proxies:
    """The proxies of `web.proxy_from`.

    Raises:
        ConfigurationError: one of them is no address or network; or a user header is set and nobody may send it.
    """
    given = [part.strip() for part in str(settings["web.proxy_from"]).split(",") if part.strip()]
    header = str(settings["web.proxy_user_header"]).strip()
    if header and not given:
        raise ConfigurationError("web.proxy_user_header needs web.proxy_from: the addresses it is believed from.")
    return Proxies(tuple(_network(part) for part in given), header)


def _network(part: str) -> Network:
    try:
        return ipaddress.ip_network(part, strict=False)
    except ValueError:
        raise ConfigurationError(
            f"web.proxy_from holds {part!r}, which is no address or network; such as 127.0.0.1 or 10.0.0.0/8."
        ) from None


def _bare(hop: str) -> str:
    """The address without the port and brackets that some proxies write: with them each connection were another one."""
    bare = hop.strip()
    found = _WITH_PORT.fullmatch(bare)
    return (found["v6"] or found["v4"]) if found else bare


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
