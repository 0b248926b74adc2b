"""Lives at a desk, each ended by a real SIGKILL; see `fakes.lives`.

Points at which a life can be made to die: before and after every commit, and before every writing statement within a
transaction.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from fakes.lives import Lives, ended, forked, serve  # noqa: E402


@dataclass(frozen=True)
class Order:
    """What a life is to do, and how it ends.

    `labels`: dies at the first point called one of these; `nth`: dies at this point of all; `after_s`: is killed from
    outside after so long; none of them: lives to its end. `beside`: so many others work at the same desk meanwhile, and
    die of nothing. `lease_s`: how long a lease lasts; with it, a life does not die at its point but stands still until
    another has done all there is to do, and then goes on. `idle_s`: how long PostgreSQL bears it to stand still in a
    transaction.
    """

    url: str
    feeds: int
    day: int
    labels: tuple[str, ...] = ()
    nth: int = 0
    after_s: float = 0.0
    beside: int = 0
    lease_s: float = 0.0
    idle_s: int = 0


@dataclass(frozen=True)
class Death:
    """How a life ended: `how` is done, killed, refused (an error of ours, in `said`) or failed; `at`: the point where
    it died, as far as it is known."""

    how: str
    at: str = ""
    points: tuple[str, ...] = ()
    seconds: float = 0.0
    said: str = ""


class Nursery(Lives):
    """The process that forks. Use it in a `with` block."""

    def __init__(self) -> None:
        super().__init__(__file__)

    def life(self, order: Order) -> Death:
        """Let one live; all that it started has ended when this returns."""
        answer = self.ask(order.__dict__)
        return Death(**{**answer, "points": tuple(answer["points"])})


@dataclass
class Points:
    """Counts the points that a life passes, tells of them through a pipe, and dies at the one ordered."""

    order: Order
    pipe: int
    passed: int = 0
    stack: list[str] = field(default_factory=list)

    def reach(self, label: str) -> None:
        self.passed += 1
        os.write(self.pipe, f"{label}\n".encode())
        if label in self.order.labels or self.passed == self.order.nth:
            signal_ = signal.SIGSTOP if self.order.lease_s else signal.SIGKILL
            self.order = replace(self.order, labels=(), nth=0)  # who goes on after standing still is left alone
            os.kill(os.getpid(), signal_)


def _where() -> str:
    """The stage or function that asked for the transaction, as "extract.advance_shared:93"."""
    frame = sys._getframe(2)
    while frame is not None:
        code, module = frame.f_code, frame.f_globals.get("__name__", "")
        if module.startswith(("infostreamer.flow", "infostreamer.deliver")) and code.co_name != "__enter__":
            stage = frame.f_locals.get("stage")
            name = getattr(stage, "name", module.rpartition(".")[2])
            return f"{name}.{code.co_name.strip('_')}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return "elsewhere"


def _watch(points: Points) -> None:
    """Make every write transaction of this process pass points."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from infostreamer.store import opening

    original: Callable[..., Any] = opening.transaction

    @contextmanager
    def watched(engine: Any, *, is_reading: bool = False) -> Iterator[Any]:
        if is_reading:
            with original(engine, is_reading=True) as connection:
                yield connection
            return
        label = _where()
        points.stack.append(label)
        try:
            with original(engine) as connection:
                yield connection
                points.reach(f"{label} before commit")
        finally:
            points.stack.pop()
        points.reach(f"{label} after commit")

    def within(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if points.stack and statement.split(" ", 1)[0].strip() in ("INSERT", "UPDATE", "DELETE"):
            points.reach(f"{points.stack[-1]} within")

    opening.transaction = watched
    event.listen(Engine, "before_cursor_execute", within)


def _live(order: Order, pipe: int) -> None:
    """One life, in the forked process."""
    import fault_world

    from infostreamer.desk import Desk

    _watch(Points(order, pipe))
    if order.lease_s:
        from infostreamer.flow import lease
        from infostreamer.store import engine

        lease.LEASE_S = order.lease_s  # type: ignore[assignment]
        engine._IDLE_S = order.idle_s or engine._IDLE_S
    fault_world.small_batches()
    settings, now = fault_world.settings_for(order.url), fault_world.now_on(order.day)
    with Desk.open(settings, clock=lambda: now) as desk:
        fault_world.pass_once(desk, order.feeds)


def _fork(order: Order) -> tuple[int, int]:
    """(process, pipe to read from)."""
    return forked(lambda pipe: _live(order, pipe))


def _serve(order: Order) -> Death:
    begun = time.monotonic()
    others = [_fork(Order(order.url, order.feeds, order.day)) for _ in range(order.beside)]
    process, pipe = _fork(order)
    ends = []
    if order.lease_s:
        os.waitpid(process, os.WUNTRACED)
        ends = [ended(*_fork(replace(order, nth=0, labels=(), lease_s=0.0, idle_s=0)))]
        os.kill(process, signal.SIGCONT)
    elif order.after_s:
        time.sleep(order.after_s)
        os.kill(process, signal.SIGKILL)
    how, passed = ended(process, pipe)
    ends += [ended(one, out) for one, out in others]
    said = [line for _, lines in [(how, passed), *ends] for line in lines if line[0] in "!?"]
    if any(state != "done" for state, _ in ends) or any(line.startswith("!") for line in said):
        how = "failed"
    points = tuple(line for line in passed if line[0] not in "!?")
    return Death(how, points[-1] if points else "", points, time.monotonic() - begun, " ".join(said))


def _warm() -> None:
    """One desk from end to end in this process: all that is imported on the way is there for every life."""
    import fault_world

    from infostreamer.model import ConfigurationError
    from infostreamer.store.engine import make_engine

    with fault_world.around() as (feeds, receiver), tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/desk.sqlite3"
        fault_world.seed(url, receiver.address)
        fault_world.undisturbed(url, feeds)
    with suppress(ConfigurationError):  # the driver alone costs each life 70 ms
        make_engine("postgresql+psycopg://nobody@127.0.0.1:9/nothing").dispose()


def main() -> None:
    """Serve orders until standard input ends."""
    _warm()
    serve(lambda given: _serve(Order(**{**given, "labels": tuple(given["labels"])})).__dict__)


if __name__ == "__main__":
    main()
