"""The flow of one desk: visits what is due and enriches what came."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from infostreamer.flow.clock import ClockWatch
from infostreamer.flow.counts import Counts
from infostreamer.flow.extracting import NAME as EXTRACT
from infostreamer.flow.lease import Fence, held, is_led, present
from infostreamer.flow.revising import begin_rebuild, is_rebuilding, settle
from infostreamer.flow.rooms import Rooms, built_in
from infostreamer.flow.runner import LOOK_S, catch_up, forget_derived, help_out
from infostreamer.flow.schedule import collect_sources, take_in_captures
from infostreamer.flow.stages import Stage, stages
from infostreamer.flow.telling import Tell
from infostreamer.flow.visiting import LOOK_S as LOOK_AT_DUE_S
from infostreamer.flow.visiting import Visiting, ask_leader
from infostreamer.logs import event, log_trouble
from infostreamer.model import Capture, Source, TryLater
from infostreamer.settings import Settings
from infostreamer.store import Store

_LOG = logging.getLogger("infostreamer.flow")
_TOLD = ("reports", "understood", "placed", "stories", "dossiers", "failures")
_LONGEST_PAUSE_S = 30.0  # after trouble: how long a database that is back, or a disk with room again, waits for us


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class Flow:
    """Runs the stages of `flow/stages.py` over one store. Threads may share it: visits take turns, enriching too."""

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings,
        web: Any = None,
        clock: Callable[[], datetime] = utc_now,
        rooms: Rooms | None = None,
    ) -> None:
        """A flow at rest; nothing is read, fetched or imported yet.

        Args:
            store: the desk.
            settings: everything configured.
            web: the door to the network; None: one is opened on the first visit and closed by `close`.
            clock: what time it is for the desk; a replay hands in its own.
            rooms: the stage functions; None: this package's with all plug-ins.
        """
        self._store = store
        self._settings = settings
        self._given_web = web
        self._clock = clock
        self._given_rooms = rooms
        self._collecting = threading.Lock()
        self._enriching = threading.RLock()
        self._stop: threading.Event | None = None
        self._settled_at = -1
        self._watch_clock = ClockWatch()

    def collect_due(self, now: datetime | None = None) -> Counts:
        """Visit every source that is due and keep what it gave."""
        moment = now or self._clock()
        if not self._due(moment):
            return Counts()
        # asked again once the lease is ours: what was due may have been visited by whoever held it until then
        return self._collect(lambda: self._due(moment), moment)

    def collect(self, sources: Sequence[Source], *, now: datetime | None = None) -> Counts:
        """Visit these sources now, due or not, and keep what they gave."""
        if not sources:
            return Counts()
        return self._collect(lambda: sources, now or self._clock())

    def visit(self, sources: Sequence[Source], *, now: datetime | None = None) -> None:
        """As `collect`; where another process collects, it is asked to, and waited for."""
        if self.collect(sources, now=now).is_skipped:
            ask_leader(self._store, sources, self._is_stopping)

    def enrich(self, now: datetime | None = None) -> Counts:
        """Extract, understand, place, build and gather until nothing is new.

        Skipped (`is_skipped`) while another process leads in just that; it will see everything kept so far, and
        `help_out` works for it.
        """
        clock = self._clock if now is None else _standing_at(now)
        with self._enriching:
            with self._store.read() as unit:
                position = unit.changes.latest_position()
                if position == self._settled_at and not unit.failures.due(clock(), EXTRACT):
                    return Counts()  # nothing was logged since the last pass began: an idle tick writes nothing
            with held(self._store, "enrich") as fence:
                if fence is None:
                    return Counts(is_skipped=True)
                done = catch_up(self._store, self._stages, clock=clock, fence=fence, is_stopping=self._is_stopping)
                if not self._is_stopping():
                    self._settle(clock(), fence)
            is_at_rest = not (self._is_stopping() or any(isinstance(one, Tell) and one.is_down for one in self._stages))
            self._settled_at = position if is_at_rest else -1
            if done:
                said = event("pass", **{name: getattr(done, name) for name in _TOLD})
                _LOG.info("A pass: %d reports read, %d stories built.", done.reports, done.stories, extra=said)
            return done

    def help_out(self) -> Counts:
        """Work on what the process that leads shares out, until it has come to rest or is gone, or until this flow is
        stopped."""
        total = Counts()
        with present(self._store) as holder:
            while not self._is_stopping() and is_led(self._store, "enrich"):
                with self._enriching:
                    done = help_out(self._store, self._stages, now=self._clock(), holder=holder)
                if done is None:
                    self._wait(2 * LOOK_S)
                total += done or Counts()
        return total

    def take_in(self, captures: Sequence[Capture], *, now: datetime | None = None) -> Counts:
        """Keep captures that were handed in, then enrich."""
        return take_in_captures(self._store, captures) + self.enrich(now)

    def pass_once(self, now: datetime | None = None) -> Counts:
        """One visit to what is due, then everything that follows from it."""
        moment = now or self._clock()
        self._watch_clock(self._store, moment)
        return self.collect_due(moment) + self.enrich(now)

    def rebuild(self) -> Counts:
        """Forget all that was derived and make it again from captures and judgements.

        Raises:
            TryLater: another process is at work on the desk.
        """
        with self._enriching:
            with held(self._store, "enrich") as fence:
                if fence is None:
                    raise TryLater("Another process is at work on this desk; stop it, or try again in a moment.")
                with self._store.unit() as unit:
                    fence(unit)
                    begin_rebuild(unit)
                    forget_derived(unit, self._stages)
            done = self.enrich()
        while done.is_skipped:  # another process was faster to begin
            done = self.help_out() + self.enrich()
        return done

    def forever(self, stop: threading.Event) -> None:
        """Visit and enrich side by side until `stop` is set; while another process leads, help it. Trouble that is not
        an item's is logged and tried again, ever later."""
        visiting = self._visiting  # made here: two threads would both load what it stands on
        collecting: list[threading.Thread] = []

        def work() -> None:
            try:
                if not collecting:
                    collecting.append(
                        _started(lambda: _until(stop, lambda: visiting.stretch(stop.is_set), LOOK_AT_DUE_S))
                    )
            finally:  # what was kept before is enriched also while nothing can be visited
                self._enrich_or_help()

        self._stop = stop
        try:
            _until(stop, work, self._settings["flow.tick"])
        finally:
            stop.set()  # also where Ctrl-C came: the collecting is waited for
            for one in collecting:
                one.join()
            self._stop = None

    def help_until(self, stop: threading.Event) -> None:
        """Help whoever leads until `stop` is set, never leading; trouble as in `forever`."""
        self._stop = stop
        _until(stop, self.help_out, 4 * LOOK_S)
        self._stop = None

    def close(self) -> None:
        """Let go of the door to the network, where this flow opened it."""
        if self._given_web is None and "_web" in self.__dict__:
            self._web.close()
            del self.__dict__["_web"]

    def _due(self, moment: datetime) -> Sequence[Source]:
        with self._store.read() as unit:
            return unit.sources.due(moment)

    def _collect(self, which: Callable[[], Sequence[Source]], moment: datetime) -> Counts:
        with self._collecting, held(self._store, "collect") as fence:
            if fence is None:
                return Counts(is_skipped=True)
            return collect_sources(
                self._store,
                which(),
                rooms=self._rooms,
                web=self._web,
                now=moment,
                workers=self._settings["collect.workers"],
                fence=fence,
            )

    def _enrich_or_help(self) -> None:
        while self.enrich().is_skipped and not self._is_stopping():
            self.help_out()

    def _settle(self, now: datetime, fence: Fence) -> None:
        with self._store.read() as unit:
            if not is_rebuilding(unit):
                return
        with self._store.unit() as unit:
            fence(unit)
            settle(unit, now=now, most=self._settings["stories.revisions"])

    def _wait(self, seconds: float) -> None:
        if self._stop is None:
            time.sleep(seconds)
        else:
            self._stop.wait(seconds)

    def _is_stopping(self) -> bool:
        return self._stop is not None and self._stop.is_set()

    @cached_property
    def _rooms(self) -> Rooms:
        return self._given_rooms or built_in(self._settings)

    @cached_property
    def _visiting(self) -> Visiting:
        workers = self._settings["collect.workers"]
        return Visiting(self._store, rooms=self._rooms, web=self._web, clock=self._clock, workers=workers)

    @cached_property
    def _stages(self) -> tuple[Stage, ...]:
        return stages(self._rooms, self._settings)

    @cached_property
    def _web(self) -> Any:
        if self._given_web is not None:
            return self._given_web
        from infostreamer.collect.web import Web

        return Web(self._settings)


def _standing_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def _started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="visiting")
    thread.start()
    return thread


def _until(stop: threading.Event, work: Callable[[], object], tick_s: float) -> None:
    pause_s = tick_s
    while not stop.is_set():
        is_good = _is_done_or_logged(work)
        pause_s = tick_s if is_good else min(pause_s * 2, max(_LONGEST_PAUSE_S, tick_s))
        stop.wait(pause_s)


def _is_done_or_logged(work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as error:
        log_trouble(_LOG, error, "A pass failed; it will be tried again.")
        return False
    return True
