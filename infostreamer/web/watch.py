"""One look at the desk for all browsers that listen: fifty readers cost what one does.

A thread waits for commits while anybody listens, reads what is new once, and wakes those who wait. Browsers that are
behind what it keeps (they came back, or asked for a position) read for themselves until they have caught up.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from infostreamer.desk import Desk
from infostreamer.logs import log_trouble
from infostreamer.model import PUBLIC, Change, InformationStreamerError

_LOG = logging.getLogger("infostreamer.web")
LOOK_S = 3.0  # between two looks that nothing gave cause for: a listener behind a pooler hears no NOTIFY
JOBS_S = 3.0  # between two looks at what is under way
BATCH = 500
_KEPT = 2000  # changes
_STEP_S = 0.5  # how long the thread outlives the last listener
_PAUSE_S = 1.0  # before a database that is gone is asked again
_LOOKED_UP = 50  # stories of one batch whose revision is looked up
NOUNS = ("story", "source", "dossier")


@dataclass(frozen=True, slots=True)
class News:
    """A change; the revision of its story where it was looked up, and the readers who muted that story."""

    change: Change
    revision: int | None
    muted_by: frozenset[str]

    @property
    def position(self) -> int:
        """Its place in the log."""
        return self.change.position or 0


class Seat:
    """Where one browser waits."""

    def __init__(self) -> None:
        self._loop, self._called = asyncio.get_running_loop(), asyncio.Event()

    def call(self) -> None:
        """From any thread: there may be something new."""
        self._loop.call_soon_threadsafe(self._called.set)

    async def wait(self, timeout_s: float) -> None:
        """Until called, or so many seconds."""
        try:
            await asyncio.wait_for(self._called.wait(), timeout_s)
        except TimeoutError:
            return
        self._called.clear()


class Watch:
    """What is new at one desk, kept for a while. Its thread runs while somebody has a seat."""

    def __init__(self, desk: Desk, stopping: threading.Event) -> None:
        self._desk, self._stopping = desk, stopping
        self._lock = threading.Lock()
        self._seats: set[Seat] = set()
        self._is_running = False
        self._kept: deque[News] = deque(maxlen=_KEPT)
        self._floor: int | None = None  # every change after it, up to `position`, is kept
        self.position = 0  # looked up to here
        self.at_work: tuple[str, ...] = ()  # names of the work that some process does now
        self.access: object = None  # changes with who may read: whoever has a seat asks again whether they may

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A place to wait at, for as long as the `with`."""
        made = Seat()
        with self._lock:
            if not self._is_running:
                threading.Thread(target=self._run, name="live", daemon=True).start()  # it waits for the lock
                self._is_running, self._floor = True, None
            self._seats.add(made)
        try:
            yield made
        finally:
            with self._lock:
                self._seats.discard(made)

    def after(self, position: int) -> list[News] | None:
        """What is kept after the position, oldest first, at most a batch; None where not all of it is kept."""
        with self._lock:
            if self._floor is None or position < self._floor:
                return None
            return [news for news in self._kept if news.position > position][:BATCH]

    def _run(self) -> None:
        while self._goes_on():
            try:
                watcher = self._desk.watcher()
                try:
                    self._follow(watcher.wait)
                finally:
                    watcher.close()
            except Exception as error:  # whatever it was: a thread that ended would leave every page without news
                if not isinstance(error, InformationStreamerError):
                    log_trouble(_LOG, error, "What is new could not be looked at; it will be tried again.")
                self._stopping.wait(_PAUSE_S)

    def _goes_on(self) -> bool:
        with self._lock:
            if self._seats and not self._stopping.is_set():
                return True
            self._is_running, self._floor = False, None
            self._kept.clear()
            return False

    def _is_wanted(self) -> bool:
        with self._lock:
            return bool(self._seats) and not self._stopping.is_set()

    def _follow(self, wait: Callable[[float], bool]) -> None:
        """Look, then wait for cause to look again; raises where the database is gone."""
        is_new, looked_at, asked_at = True, 0.0, 0.0
        while self._is_wanted():
            now = time.monotonic()
            if is_new or now - looked_at >= LOOK_S:
                looked_at = now
                self._look()
            if now - asked_at >= JOBS_S:
                asked_at = now
                self._ask_jobs()
                self._ask_access()
            is_new = wait(_STEP_S)

    def _look(self) -> None:
        if self._floor is None:
            position = self._desk.position()
            with self._lock:
                self._floor = self.position = position
            self._call()
        while changes := self._desk.changes(self.position, limit=BATCH, nouns=NOUNS):
            news = news_of(self._desk, changes)
            with self._lock:
                self._keep(news)
            self._call()
            if len(changes) < BATCH:
                return

    def _keep(self, news: Sequence[News]) -> None:
        overflow = len(self._kept) + len(news) - _KEPT
        if overflow > 0:
            self._floor = [*self._kept, *news][overflow - 1].position
        self._kept.extend(news)
        self.position = news[-1].position

    def _ask_jobs(self) -> None:
        before = self.at_work
        self.at_work = tuple(sorted({holder.job for holder in self._desk.holders() if not holder.is_over}))
        if self.at_work != before:
            self._call()

    def _ask_access(self) -> None:
        before = self.access
        self.access = self._desk.access()
        if self.access != before:
            self._call()

    def _call(self) -> None:
        with self._lock:
            for seat in self._seats:
                seat.call()


def news_of(desk: Desk, changes: Sequence[Change]) -> list[News]:
    """The changes with what every browser is told beside them, looked up once for all."""
    ids = sorted({change.id for change in changes if change.noun == "story"})
    muted = desk.muted_by(ids) if ids else {}
    revisions = _revisions(desk, ids)
    return [News(change, revisions.get(change.id), muted.get(change.id, frozenset())) for change in changes]


def _revisions(desk: Desk, ids: Sequence[str]) -> Mapping[str, int]:
    """Story id -> revision, of a batch that is small enough to look up."""
    if not 0 < len(ids) <= _LOOKED_UP:
        return {}
    return {story_id: item.story.revision for story_id, item in desk.news_of(PUBLIC, ids).items()}
