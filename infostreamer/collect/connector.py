"""Connections that check the address they really go to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from infostreamer.collect.guard import is_allowed, is_public, refusal
from infostreamer.collect.names import SystemResolver
from infostreamer.model import Refused

Allows = Callable[[str], bool]
"""IP address -> may it be connected to."""


def make_connector(
    hosts: Mapping[str, str], *, is_private_allowed: bool, is_public_allowed: bool = True
) -> TCPConnector:
    """A connector guarded twice: every address of a name when it is resolved, and the one address when it is used.

    The second check is the one that holds: an IP address in the URL never meets a resolver, and a name may resolve
    to something else a moment later.
    """
    targets = {_split(target) for target in hosts.values()}

    def allows(address: str) -> bool:
        is_in_reach = is_public_allowed or not is_public(address)
        return is_in_reach and is_allowed(address, is_private_allowed=is_private_allowed)

    def make_socket(info: Any) -> socket.socket:
        family, kind, protocol, _, where = info
        if (where[0], where[1]) not in targets and not allows(where[0]):
            raise _refusal(where[0], where[0])
        if (where[0], where[1]) not in targets and not is_private_allowed and is_own(where[0], family):
            raise Refused(f"{where[0]} is an address of this machine itself; pass --allow-private if that is meant.")
        return socket.socket(family=family, type=kind, proto=protocol)

    return TCPConnector(resolver=_GuardedResolver(hosts, allows), socket_factory=make_socket, limit=0, force_close=True)


def mapped_target(host: str, hosts: Mapping[str, str]) -> tuple[str, int] | None:
    """The address and port that `hosts` gives for this name, directly or by "*.domain"."""
    if host in hosts:
        return _split(hosts[host])
    parents = host.split(".")[1:]
    patterns = ("*." + ".".join(parents[index:]) for index in range(len(parents)))
    return next((_split(hosts[pattern]) for pattern in patterns if pattern in hosts), None)


def is_own(address: str, family: int) -> bool:
    """True for a public address that this machine itself has: to it the machine speaks past its own firewall, which may
    close to the world what listens there."""
    return _can_bind(address, family) and not _binds_anything(family)


@lru_cache(maxsize=2)
def _binds_anything(family: int) -> bool:
    """True where the kernel lets a program bind to addresses that the machine does not have (ip_nonlocal_bind): then
    that tells nothing. Tried with addresses for documentation (RFC 5737, RFC 3849)."""
    return _can_bind("2001:db8::1" if family == socket.AF_INET6 else "192.0.2.1", family)


def _can_bind(address: str, family: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


class _GuardedResolver(AbstractResolver):
    def __init__(self, hosts: Mapping[str, str], allows: Allows) -> None:
        self._hosts = hosts
        self._allows = allows
        self._system = SystemResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        target = mapped_target(host.lower(), self._hosts)
        if target:
            return [_result(host, *target)]
        if host.rstrip(".").lower().endswith(".onion"):  # RFC 7686: no resolver may be asked for such a name
            raise Refused(f"{host} is an onion address; set proxy.address to Tor, such as socks5://127.0.0.1:9050.")
        found = await self._system.resolve(host, port, family)
        refused = sorted(row["host"] for row in found if not self._allows(row["host"]))
        if refused:
            raise _refusal(host, refused[0])
        return found

    async def close(self) -> None:
        await self._system.close()


def _refusal(name: str, address: str) -> Refused:
    if is_public(address):
        return Refused(f"{name} leads to {address}, which is not on this machine or its network; nothing was sent.")
    return refusal(name, address)


def _result(name: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=name, host=address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
    )


def _split(target: str) -> tuple[str, int]:
    address, _, port = target.rpartition(":")
    return address, int(port)
