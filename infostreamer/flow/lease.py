"""Who is at work: leases on what one process does at a time, claims on parts of what several share.

A holder is one span of work of one process. While it lives, a heartbeat renews all that it holds, so that a batch may
take as long as it needs; a process that was killed or stopped falls silent, and what it held is over when its time has
run out, or at once where its process id can be seen to be gone.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infostreamer.model import InformationStreamerError, TryLater
from infostreamer.store import Store, Unit

LEASE_S = 120
"""How long what a silent holder holds stays held. A dead process of this machine is not waited for."""

_HOLDING: set[str] = set()  # holders alive in this process: after a restart the process id may be the same


@dataclass(frozen=True, slots=True)
class Fence:
    """Called first in every unit that the holder of a lease writes."""

    name: str
    token: int
    holder: str

    def __call__(self, unit: Unit) -> None:
        """Hold the lease longer.

        Raises:
            TryLater: another process has taken the work over.
        """
        if not unit.jobs.renew(self.name, self.token, until=until()):
            raise TryLater("Another process has taken this desk's work over; it goes on there.")


@contextmanager
def held(store: Store, name: str) -> Iterator[Fence | None]:
    """The fence of a lease on the work called `name`; None while another process holds it."""
    with present(store) as holder:
        with store.unit() as unit:
            token = _claim(unit, name, holder)
        if token is None:
            yield None
            return
        try:
            yield Fence(name, token, holder)
        finally:
            _finish(store, name, token)


@contextmanager
def present(store: Store) -> Iterator[str]:
    """A holder's name, alive for as long as the `with`. Ended by an error, it lets go of its claims at once."""
    holder, gone = _name(), threading.Event()
    heart = threading.Thread(target=_beat, args=(store, holder, gone), name="heartbeat", daemon=True)
    heart.start()
    _HOLDING.add(holder)
    try:
        yield holder
    except BaseException:
        _let_go(store, holder)
        raise
    finally:
        gone.set()
        heart.join()
        _HOLDING.discard(holder)


def is_led(store: Store, name: str) -> bool:
    """True while some process is at the work called `name`."""
    with store.read() as unit:
        lease = unit.jobs.lease(name)
    return lease is not None and not is_over(lease.holder, lease.until)


def is_over(holder: str, end: datetime) -> bool:
    """True for a claim that others may take over: its time has run out, or its holder is known not to run.

    One that ends later than any claim made now could was made by a clock that ran ahead: nobody waits for that. Where
    it is this clock that fell behind, a living holder is taken over, notices at its next write, and nothing is doubled.
    """
    now = _now()
    return end <= now or end > now + timedelta(seconds=2 * LEASE_S) or _is_dead(holder)


def until() -> datetime:
    """When something that is held from now on runs out."""
    return _now() + timedelta(seconds=LEASE_S)


def _beat(store: Store, holder: str, gone: threading.Event) -> None:
    while not gone.wait(LEASE_S / 4):
        try:
            with store.unit() as unit:
                unit.jobs.renew_all(holder, until=until())
        except Exception:
            continue  # the database is busy or away: three more beats before anything runs out


def _let_go(store: Store, holder: str) -> None:
    try:
        with store.unit() as unit:
            unit.jobs.let_go(holder)
    except Exception:
        return  # what is held runs out by itself; the error that ended the work is the one to be told


def _finish(store: Store, name: str, token: int) -> None:
    try:
        with store.unit() as unit:
            unit.jobs.finish(name, token)
    except InformationStreamerError:
        return  # the lease runs out by itself


def _claim(unit: Unit, name: str, holder: str) -> int | None:
    lease = unit.jobs.lease(name)
    over = lease.holder if lease and is_over(lease.holder, lease.until) else None
    return unit.jobs.claim(name, holder=holder, now=_now(), until=until(), over=over)


def _name() -> str:
    """MACHINE:PROCESS:START-CHANCE: another process that gets the same id later began at another time."""
    return f"{platform.node()}:{os.getpid()}:{_start_of(os.getpid())}-{secrets.token_hex(4)}"


def _is_dead(holder: str) -> bool:
    """True when the holder is known not to run: no process of this machine has its id, or one that began later.

    A process that has ended and was not yet waited for has its id still, and does nothing more.
    """
    before, _, chance = holder.rpartition(":")
    machine, _, number = before.rpartition(":")
    if machine != platform.node() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return holder not in _HOLDING
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    start, told = _start_of(int(number)), chance.partition("-")[0]
    return start == _ENDED or (bool(start) and told.isdigit() and told != start)


_ENDED = "ended"


def _start_of(process: int) -> str:
    """When the process began, in ticks since this machine did (field 22 of proc(5)); `_ENDED`; "" where not known."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return _ENDED if fields[0] in "ZX" else fields[19]


def _now() -> datetime:
    """Leases run on the real clock also where the desk's own clock is a replay's."""
    return datetime.now(UTC)
