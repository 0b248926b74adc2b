"""Connections that check the address they really go to."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from infostreamer.collect.guard import is_public, refusal


def make_connector(hosts: Mapping[str, str], *, is_private_allowed: bool) -> TCPConnector:
    """A connector guarded twice: every address of a name when it is resolved, and the one address when it is used.

    The second check is the one that holds: an IP address in the URL never meets a resolver, and a name may resolve
    to something else a moment later.
    """
    targets = {_split(target) for target in hosts.values()}

    def make_socket(info: Any) -> socket.socket:
        family, kind, protocol, _, where = info
        is_target = (where[0], where[1]) in targets
        if not is_private_allowed and not is_target and not is_public(where[0]):
            raise refusal(where[0], where[0])
        return socket.socket(family=family, type=kind, proto=protocol)

    return TCPConnector(
        resolver=_GuardedResolver(hosts, is_private_allowed=is_private_allowed), socket_factory=make_socket, limit=0
    )


def mapped_target(host: str, hosts: Mapping[str, str]) -> tuple[str, int] | None:
    """The address and port that `hosts` gives for this name, directly or by "*.domain"."""
    if host in hosts:
        return _split(hosts[host])
    parents = host.split(".")[1:]
    patterns = ("*." + ".".join(parents[index:]) for index in range(len(parents)))
    return next((_split(hosts[pattern]) for pattern in patterns if pattern in hosts), None)


class _GuardedResolver(AbstractResolver):
    def __init__(self, hosts: Mapping[str, str], *, is_private_allowed: bool) -> None:
        self._hosts = hosts
        self._is_private_allowed = is_private_allowed
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        target = mapped_target(host.lower(), self._hosts)
        if target:
            return [_result(host, *target)]
        found = await self._system.resolve(host, port, family)
        if not self._is_private_allowed:
            self._refuse_private(host, found)
        return found

    def _refuse_private(self, host: str, found: list[ResolveResult]) -> None:
        private = sorted(row["host"] for row in found if not is_public(row["host"]))
        if private:
            raise refusal(host, private[0])

    async def close(self) -> None:
        await self._system.close()


def _result(name: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=name, host=address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
    )


def _split(target: str) -> tuple[str, int]:
    address, _, port = target.rpartition(":")
    return address, int(port)
