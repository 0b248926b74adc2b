"""Processes that die: a clean process forks one life after the other at a desk, and each is ended by a real SIGKILL.

A life that imports everything anew would cost a second; a fork costs 35 ms. Reads one order as JSON a line from
standard input, writes one answer a line. Points at which a life can be made to die: before and after every commit, and
before every writing statement within a transaction.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

_REFUSED = 3


@dataclass(frozen=True)
class Order:
    """What a life is to do, and how it ends.

    `labels`: dies at the first point called one of these; `nth`: dies at this point of all; `after_s`: is killed from
    outside after so long; none of them: lives to its end. `beside`: so many others work at the same desk meanwhile, and
    die of nothing. `lease_s`: how long a lease lasts; with it, a life does not die at its point but stands still until
    another has done all there is to do, and then goes on.
    """

    url: str
    feeds: int
    day: int
    labels: tuple[str, ...] = ()
    nth: int = 0
    after_s: float = 0.0
    beside: int = 0
    lease_s: float = 0.0


@dataclass(frozen=True)
class Death:
    """How a life ended: `how` is done, killed, refused (an error of ours, in `said`) or failed; `at`: the point where
    it died, as far as it is known."""

    how: str
    at: str = ""
    points: tuple[str, ...] = ()
    seconds: float = 0.0
    said: str = ""


class Nursery:
    """The process that forks. Use it in a `with` block."""

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._process.wait(timeout=60) != 0:
            raise AssertionError("the nursery failed")

    def life(self, order: Order) -> Death:
        """Let one live; all that it started has ended when this returns."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order.__dict__) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
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

        lease.LEASE_S, engine._IDLE_S = order.lease_s, 1  # type: ignore[assignment]
    fault_world.small_batches()
    settings, now = fault_world.settings_for(order.url), fault_world.now_on(order.day)
    with Desk.open(settings, clock=lambda: now) as desk:
        fault_world.pass_once(desk, order.feeds)


def _fork(order: Order) -> tuple[int, int]:
    """(process, pipe to read from)."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)  # read when the life is over: it must hold all that was passed
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    os.close(reading)
    from infostreamer.model import InformationStreamerError

    status = 1
    try:
        _live(order, writing)
        status = 0
    except InformationStreamerError as error:
        os.write(writing, f"?{error}\n".encode())
        status = _REFUSED
    except BaseException:
        os.write(writing, ("!" + traceback.format_exc()[-3000:].replace("\n", "\\n") + "\n").encode())
    finally:
        os._exit(status)


def _serve(order: Order) -> Death:
    begun = time.monotonic()
    others = [_fork(Order(order.url, order.feeds, order.day)) for _ in range(order.beside)]
    process, pipe = _fork(order)
    ends = []
    if order.lease_s:
        os.waitpid(process, os.WUNTRACED)
        ends = [_ended(*_fork(replace(order, nth=0, labels=())))]
        os.kill(process, signal.SIGCONT)
    elif order.after_s:
        time.sleep(order.after_s)
        os.kill(process, signal.SIGKILL)
    how, passed = _ended(process, pipe)
    ends += [_ended(one, out) for one, out in others]
    said = [line for _, lines in [(how, passed), *ends] for line in lines if line[0] in "!?"]
    if any(state != "done" for state, _ in ends) or any(line.startswith("!") for line in said):
        how = "failed"
    points = tuple(line for line in passed if line[0] not in "!?")
    return Death(how, points[-1] if points else "", points, time.monotonic() - begun, " ".join(said))


def _ended(process: int, pipe: int) -> tuple[str, list[str]]:
    with open(pipe) as told:
        lines = told.read().split("\n")[:-1]
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "failed", lines
    return {0: "done", _REFUSED: "refused"}.get(os.WEXITSTATUS(status), "failed"), lines


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
    for line in sys.stdin:
        given = json.loads(line)
        death = _serve(Order(**{**given, "labels": tuple(given["labels"])}))
        sys.stdout.write(json.dumps(death.__dict__) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
