"""The flow and the sending of a served desk, in a process of their own.

Pages and flow in one interpreter wait for each other: fifty readers waited 2.5 s for a page while reports came in that
cost 50 ms alone. The process is started again when it dies, and never outlives the one that serves.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import Any

import msgspec

from infostreamer.cli.delivering import delivering
from infostreamer.logs import log_trouble
from infostreamer.model import TryLater
from infostreamer.model.typed import decoder_of
from infostreamer.settings import Settings

_LOG = logging.getLogger("infostreamer.flow")
_PATIENCE_S = 30.0  # at the end, for the batch in hand
_GRACE_S = 5.0  # the same when the process that serves was killed
_ASKED_S = 60.0  # longest wait of a reader's decision for a pass that is under way
_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0  # before it is started again
_WELL_S = 120.0  # having run so long, the next death counts as the first
_MOST_BYTES = 100_000  # of a message between the two
_NICE = 10  # pages go first where both want a core


class FlowProcess:
    """A process that keeps the desk of these settings up to date until `stop`."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self._settings = settings
        self._stop = threading.Event()
        self._asking = threading.Lock()
        self._door: Connection | None = None
        self._asked = 0
        self._process: Any = None
        self._keeper = threading.Thread(target=self._keep, name="flow-keeper", daemon=True)

    def start(self) -> None:
        """Start it, and again whenever it dies, with growing pauses."""
        self._keeper.start()

    def stop(self) -> None:
        """Let it finish the batch in hand, then end it. Without effect before `start`."""
        self._stop.set()
        if self._keeper.ident is not None:
            self._keeper.join(_PATIENCE_S + _GRACE_S)

    def enriched(self) -> bool:
        """Have it derive all that follows from what was just kept, and wait for that, a minute at most.

        Returns:
            False: the process does not run now, so nobody was asked.

        Raises:
            TryLater: the database is busy or away.
        """
        with self._asking:
            door, self._asked = self._door, self._asked + 1
            if door is None:
                return False
            try:
                _tell(door, self._asked)
                return self._answered(door, time.monotonic() + _ASKED_S)
            except (EOFError, OSError):
                return False

    def _answered(self, door: Connection, until: float) -> bool:
        while door.poll(max(0.0, until - time.monotonic())):
            number, trouble = _told(door, tuple[int, str | None])
            if number == self._asked and trouble:
                raise TryLater(trouble)
            if number == self._asked:
                return True
        return True  # it is under way; the reader need not wait for its end

    def _keep(self) -> None:
        pause_s = _PAUSE_S
        while not self._stop.is_set():
            started = time.monotonic()
            self._run_once()
            if self._stop.is_set():
                return
            pause_s = _PAUSE_S if time.monotonic() - started > _WELL_S else min(pause_s * 2, _LONGEST_PAUSE_S)
            _LOG.warning(
                "The process that collects and sends ended (exit %s); it is started again in %g s.",
                self._process.exitcode,
                pause_s,
            )
            self._stop.wait(pause_s)

    def _run_once(self) -> None:
        """Start it and wait for its end: by itself, or because `stop` was called."""
        context = multiprocessing.get_context("spawn")  # a fork would inherit connections and locks of threads
        ours, theirs = context.Pipe()
        process = context.Process(target=_flow, args=(self._settings, theirs), name="flow")
        process.start()
        theirs.close()  # or its death would not be seen at our end
        self._process, self._door = process, ours
        while not self._stop.is_set() and not wait([process.sentinel], 0.2):
            continue
        self._door = None
        _end(process)
        ours.close()


def _tell(door: Connection, value: object) -> None:
    door.send_bytes(msgspec.json.encode(value))


def _told(door: Connection, kind: Any) -> Any:
    """What the other process said: numbers and sentences, never an object that could run.

    Raises:
        OSError: it said something else.
    """
    try:
        return decoder_of(kind).decode(door.recv_bytes(_MOST_BYTES))
    except msgspec.DecodeError as error:
        raise OSError(f"The other process said something else: {error}.") from error


def _end(process: Any) -> None:
    if process.is_alive():
        process.terminate()
    process.join(_PATIENCE_S)
    if process.is_alive():
        process.kill()
        process.join()


def _flow(settings: Settings, door: Connection) -> None:
    """Collect, derive and send until told to end, or until the process that serves is gone."""
    from infostreamer.desk import Desk
    from infostreamer.desk.logged import log_as_set, log_slow_queries
    from infostreamer.isolation import close_pools

    log_as_set(settings)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the first process passes it on
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=_watch, args=(stop,), name="watch", daemon=True).start()
    with Desk.open(settings) as desk:
        log_slow_queries(desk)
        desk.store.decides = "nothing"
        threading.Thread(target=_answer, args=(desk, door), name="asked", daemon=True).start()
        with delivering(desk, stop):
            desk.flow.forever(stop)
    close_pools()  # what this process started would be waited for at its end


def _answer(desk: Any, door: Connection) -> None:
    """Enrich whenever asked; trouble that is not the surroundings' is the next pass's to tell and to mend."""
    while True:
        try:
            number = _told(door, int)
        except (EOFError, OSError):
            return
        trouble = None
        try:
            desk.flow.enrich()
            desk.store.note_decision()
        except TryLater as error:
            trouble = str(error)
        except Exception as error:
            log_trouble(_LOG, error, "A decision could not be worked in; the next pass tries again.")
        _tell(door, (number, trouble))


def _watch(stop: threading.Event) -> None:
    """End with the process that serves; what is cut off is done again by whoever comes next."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    stop.set()
    time.sleep(_GRACE_S)
    os._exit(1)
