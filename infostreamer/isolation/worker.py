"""One reading process as its owner sees it: started, given work, watched, ended."""

from __future__ import annotations

import mmap
import multiprocessing
import os
import pickle
import signal
import time
from multiprocessing import forkserver, resource_tracker
from typing import Any, Literal

from infostreamer.isolation.answers import MOST_BYTES, heard
from infostreamer.isolation.serving import serve
from infostreamer.model.errors import ConfigurationError, InformationStreamerError, TryLater

_START_S = 60.0  # the server loads the parsers first, which takes a second of CPU
_LOOK_S = 0.25  # between two looks at the clock
_PATIENCE = 3  # times the deadline, where the machine was busy with other work
_PRELOADED = ["infostreamer.extract.preloaded", "infostreamer.collect", "feedparser"]


class Stopped(InformationStreamerError):
    """The work did not end by itself: `reason` is time, memory or crash."""

    def __init__(self, reason: Literal["time", "memory", "crash"], message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Spent(Stopped):
    """Out of memory in a process that has read other documents before: what it kept of them may be to blame."""


class Gone(Exception):
    """The process had ended before it was given the work."""


class Worker:
    """A process that is running and waits for work."""

    def __init__(self, max_memory_bytes: int) -> None:
        """Start it and wait until it is ready.

        Raises:
            TryLater: the system starts no process now.
            ConfigurationError: the program that calls us cannot be loaded a second time.
        """
        self.tasks = 0
        try:
            self._process, self._door = _started(max_memory_bytes)
        except (OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or "it ended at once"
            raise TryLater(
                f"No reading process can be started now ({reason}); raise the limit of processes or of memory."
            ) from None
        except RuntimeError:  # multiprocessing, of a script that starts processes while it is loaded
            raise _unguarded() from None
        self._await_ready()
        self._born_bytes = self.resident_bytes()

    def run(self, work: Any, args: tuple[object, ...], deadline_s: float) -> Any:
        """What the work returns; an error that it raises comes through.

        Raises:
            Stopped: out of time or memory, or the process ended.
            Gone: it ended before.
        """
        self.tasks += 1
        payload = pickle.dumps((work, args, deadline_s), pickle.HIGHEST_PROTOCOL)
        try:
            self._door.send_bytes(payload)
        except OSError:
            raise Gone from None
        del payload  # as large as the document
        try:
            value = heard(work, self._answer(deadline_s))
        except ValueError:
            self.end()
            raise Stopped("crash", "The reading process answered with something else than what it was asked.") from None
        if isinstance(value, MemoryError):
            self.end()
            kind = Stopped if self.tasks == 1 else Spent
            raise kind("memory", "Reading needs more memory than one document may take.")
        if isinstance(value, Exception):
            raise value
        return value

    def grown_bytes(self) -> int:
        """Memory that it holds now beyond what it had at first."""
        return self.resident_bytes() - self._born_bytes

    def resident_bytes(self) -> int:
        """Resident memory; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self._process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * mmap.PAGESIZE
        except (OSError, IndexError, ValueError):
            return 0

    def is_running(self) -> bool:
        """False where it was ended from outside."""
        return bool(self._process.is_alive())

    def kill(self) -> None:
        """Have it end; whoever waits for its answer is told."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self._process.kill()
        self._process.join()
        self._door.close()

    def _await_ready(self) -> None:
        try:
            if self._door.poll(_START_S):
                self._door.recv_bytes()
                return
        except (EOFError, OSError):
            self._process.join(_LOOK_S)
            code = self._process.exitcode
            self.end()
            if code == 1:  # Python's own, of an error while it was loaded
                raise _unguarded() from None
            raise TryLater(
                "A reading process was ended from outside before it was ready; it is started again."
            ) from None
        self.end()
        raise TryLater(f"A reading process was not ready within {_START_S:g} s; the machine is too busy.")

    def _answer(self, deadline_s: float) -> bytes:
        started, cpu_s = time.monotonic(), self._cpu_s()
        try:
            while not self._door.poll(min(_LOOK_S, deadline_s)):
                if self._is_over(deadline_s, started, cpu_s):
                    self.end()
                    raise Stopped("time", f"Reading took longer than {deadline_s:g} s and was stopped.")
            told: bytes = self._door.recv_bytes(MOST_BYTES)
        except (EOFError, OSError):
            self.end()
            code = self._process.exitcode
            raise Stopped("crash", f"The reading process ended unexpectedly (exit {code}).") from None
        return told

    def _is_over(self, deadline_s: float, started: float, cpu_s: float) -> bool:
        """Past the deadline having worked for half of it, or long past it: on a machine that was busy elsewhere the
        document is not to blame. The clock is one that nobody sets."""
        waited_s = time.monotonic() - started
        worked_s = self._cpu_s() - cpu_s
        return waited_s > deadline_s and (worked_s * 2 > deadline_s or waited_s > _PATIENCE * deadline_s)

    def _cpu_s(self) -> float:
        """CPU time that it has used; that of the clock where the system does not tell."""
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # proc(5): utime and stime
        except (OSError, IndexError, ValueError):
            return time.monotonic()


def _started(max_memory_bytes: int) -> tuple[Any, Any]:
    # "forkserver": a plain fork would inherit locks held by the network's and the desk's threads
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    _start_server()
    ours, theirs = context.Pipe()
    try:
        process = context.Process(target=serve, args=(theirs, max_memory_bytes), name="reading", daemon=True)
        process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()  # or its death would not be seen at our end
    return process, ours


def _start_server() -> None:
    """Start the server with Ctrl-C blocked, as its processes then have it: the terminal sends it to all, and only the
    process that the person talks to answers. It ends the others.
    """
    resource_tracker.ensure_running()  # first: it unblocks what is blocked here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unguarded() -> ConfigurationError:
    return ConfigurationError(
        'The reading processes cannot start; a script needs `if __name__ == "__main__":` around its calls.'
    )
