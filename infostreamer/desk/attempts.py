"""How many logins may fail before the next one has to wait.

Counted by name and address together, by address alone, and by name alone. The last is lax and its wait short: else
anybody could keep somebody out by failing under their name. At its address a name counts as often as it is free to
fail: else a telephone that asks with an old password for ever would keep out everybody in its building. An attempt is
counted before it is looked at, so that many at once gain nothing, and is taken back when it succeeds.
"""

from __future__ import annotations

import ipaddress
import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from infostreamer.store import Unit


class _Limit(NamedTuple):
    """So many attempts are free; each further one waits twice as long as the one before, up to a longest wait."""

    key: str
    free: int
    first_s: int
    longest_s: int


def _limits(name: str, address: str) -> tuple[_Limit, ...]:
    network = network_of(address)
    return (
        _Limit(f"both {name} {network}", free=5, first_s=10, longest_s=900),
        _Limit(f"address {network}", free=20, first_s=10, longest_s=900),
        _Limit(f"name {name}", free=50, first_s=5, longest_s=60),
    )


def count(unit: Unit, name: str, address: str, now: datetime) -> int:
    """0 and the attempt counted, or the seconds after which the next one may be made, and nothing counted."""
    both, at_address, by_name = _limits(name, address)
    tried = unit.attempts.get(both.key, now)
    is_known = tried is not None and tried.failed >= both.free
    return _counted(unit, (both, at_address, by_name), now, without=at_address if is_known else None)


def count_trial(unit: Unit, reader: str, now: datetime) -> int:
    """The same for messages that a reader sends as a trial: else they could fill anybody's letter box by the desk."""
    return _counted(unit, (_Limit(f"trial {reader}", free=5, first_s=60, longest_s=900),), now)


def _counted(unit: Unit, limits: tuple[_Limit, ...], now: datetime, *, without: _Limit | None = None) -> int:
    """As `count`; one limit may be asked about and not counted."""
    from infostreamer.store.attempts import Tried

    unit.attempts.forget_old(now)
    rows = [(limit, unit.attempts.get(limit.key, now) or Tried(0, now)) for limit in limits]
    wait_s = max((tried.until - now).total_seconds() for _, tried in rows)
    if wait_s > 0:
        return math.ceil(wait_s)
    for limit, tried in rows:
        if limit == without:
            continue
        failed = tried.failed + 1
        unit.attempts.put(limit.key, Tried(failed, now + timedelta(seconds=_wait_s(limit, failed))))
    return 0


def forgive(unit: Unit, name: str, address: str, now: datetime) -> None:
    """The attempt succeeded: what failed under this name is forgotten, what failed at this address is not."""
    from infostreamer.store.attempts import Tried

    both, at_address, by_name = _limits(name, address)
    for limit in (both, by_name):
        unit.attempts.clear(limit.key)
    tried = unit.attempts.get(at_address.key, now)
    if tried is not None:
        unit.attempts.put(at_address.key, Tried(max(0, tried.failed - 1), now))


def network_of(address: str) -> str:
    """The address, or the /64 network of an IPv6 one: whoever has one address of it has them all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address


def _wait_s(limit: _Limit, failed: int) -> int:
    over = failed - limit.free
    return min(limit.first_s * 2 ** min(over, 20), limit.longest_s) if over >= 0 else 0
