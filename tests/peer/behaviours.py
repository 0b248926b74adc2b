"""All behaviours together, and a peer that plays them.

`with hostile_peer() as peer: …`: `peer.address("slow-body")`, `peer.hosts`, `peer.count("slow-body")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from peer import bodies, bombs, kinds, redirects, robots, slow, statuses, tls, tls_broken
from peer.server import DOMAIN, Peer, Play
from peer.table import TABLE, Behaviour

__all__ = ["TABLE", "Behaviour", "hostile_peer", "plain_rows"]

_LOADED = (bodies, bombs, kinds, redirects, robots, slow, statuses, tls, tls_broken)


def plain_rows() -> tuple[Behaviour, ...]:
    """The rows that need no certificates."""
    return tuple(row for row in TABLE.values() if row.tls in (None, "none"))


def hostile_peer(rows: Iterable[Behaviour] | None = None, *, context: Callable[[str, str], Any] | None = None) -> Peer:
    """A peer that plays these rows (default: all that it can).

    Args:
        rows: of the table.
        context: (kind of certificate, host) -> `ssl.SSLContext`, see `peer.certificates`; without it, rows with a
            certificate are left out.
    """
    chosen = tuple(TABLE.values() if rows is None else rows)
    sites: dict[str, dict[str, Play]] = {
        row.name: dict.fromkeys((row.path, *row.more), row.play) for row in chosen if row.play
    }
    raws = {row.name: row.raw for row in chosen if row.raw}
    certified = [row for row in chosen if row.tls not in (None, "none")] if context else []
    contexts = {row.name: context(row.tls, f"{row.name}.{DOMAIN}") for row in certified}  # type: ignore[misc,arg-type]
    return Peer(sites, raws, contexts, is_https=frozenset(row.name for row in chosen if row.tls))
