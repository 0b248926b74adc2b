"""What runs inside a reading process: one piece of work after another, within limits that the system enforces."""

from __future__ import annotations

import math
import mmap
import os
import pickle
from multiprocessing.connection import Connection
from typing import Any

from infostreamer.isolation.answers import MOST_BYTES, told_error, told_value

READY = b"ready"
_ORPHAN_FACTOR = 3  # of the deadline, in CPU time: only a process that nobody watches any more comes so far


def serve(connection: Connection, max_memory_bytes: int) -> None:
    """Answer until the other end closes, or until memory ran out once: what is left of the heap is in pieces then.

    Args:
        connection: pickled (work, args, deadline in s) in, what `answers` tells of it out.
        max_memory_bytes: address space on top of what the process has now; 0 for no limit.
    """
    _be_silent()
    limit_memory(max_memory_bytes)
    try:
        connection.send_bytes(READY)
        while True:
            answer, is_spent = _answer(connection)
            connection.send_bytes(answer)
            if is_spent:
                return
    except (EOFError, OSError):  # who asked is gone
        return


def _answer(connection: Connection) -> tuple[bytes, bool]:
    try:
        work, args, deadline_s = pickle.loads(connection.recv_bytes())  # noqa: S301  # from our own parent
        _limit_time(deadline_s)
        answer = told_value(work(*args))
        if len(answer) <= MOST_BYTES:
            return answer, False
    except (EOFError, OSError) as error:
        if connection.closed or isinstance(error, EOFError):
            raise
        return told_error(error), False
    except MemoryError:
        pass
    except BaseException as error:  # `sys.exit` in a plug-in too
        return told_error(error), False
    return told_error(MemoryError()), True


def _be_silent() -> None:
    """What a parser prints would stand between the lines of `--json`, or reach a terminal with its escapes."""
    with open(os.devnull, "wb") as nowhere:
        for number in (1, 2):
            os.dup2(nowhere.fileno(), number)


def limit_memory(max_memory_bytes: int) -> None:
    """No more address space than now and this; no memory is written to disk when the process ends."""
    resource = _resource()
    if resource is None:  # not on this system; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if max_memory_bytes:
        ceiling = _address_space() + max_memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _limit_time(deadline_s: float) -> None:
    """End by itself where nobody is left to end it: its parent was killed while it hangs."""
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most_s = math.ceil(used.ru_utime + used.ru_stime + _ORPHAN_FACTOR * deadline_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most_s, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _resource() -> Any:
    try:
        import resource
    except ImportError:
        return None
    return resource


def _address_space() -> int:
    """Bytes mapped now: libraries map far more than they use, which must not count against the document."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * mmap.PAGESIZE
    except OSError:  # not Linux: a generous guess
        return 1 << 30
