"""The one lease of the flow: one process at a time enriches a desk."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from infostreamer.flow.runner import Fence
from infostreamer.model import StoreBusy, TryLater
from infostreamer.store import Store, Unit

LEASE_S = 120
"""How long a silent holder keeps the work. Each unit it writes renews; a dead process here is not waited for."""

_HOLDING: set[str] = set()  # holders alive in this process: after a restart the process id may be the same


@contextmanager
def held(store: Store, name: str) -> Iterator[Fence | None]:
    """The fence of a lease on the work called `name`; None while another process holds it."""
    holder = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"
    _HOLDING.add(holder)
    try:
        with store.unit() as unit:
            token = _claim(unit, name, holder)
        if token is None:
            yield None
        else:
            yield from _fenced(store, name, token)
    finally:
        _HOLDING.discard(holder)


def _fenced(store: Store, name: str, token: int) -> Iterator[Fence]:
    def fence(unit: Unit) -> None:
        if not unit.jobs.renew(name, token, until=_now() + timedelta(seconds=LEASE_S)):
            raise TryLater("Another process has taken this desk's work over; it goes on there.")

    try:
        yield fence
    finally:
        _finish(store, name, token)


def _finish(store: Store, name: str, token: int) -> None:
    try:
        with store.unit() as unit:
            unit.jobs.finish(name, token)
    except StoreBusy:
        return  # the lease runs out by itself


def _claim(unit: Unit, name: str, holder: str) -> int | None:
    now, lease = _now(), unit.jobs.lease(name)
    over = lease.holder if lease and _is_dead(lease.holder) else None
    return unit.jobs.claim(name, holder=holder, now=now, until=now + timedelta(seconds=LEASE_S), over=over)


def _is_dead(holder: str) -> bool:
    """True when the holder is known not to run: a process id of this machine that nobody has."""
    machine, _, rest = holder.rpartition(":")[0].rpartition(":")
    if machine != platform.node() or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return holder not in _HOLDING
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _now() -> datetime:
    """Leases run on the real clock also where the desk's own clock is a replay's."""
    return datetime.now(UTC)
