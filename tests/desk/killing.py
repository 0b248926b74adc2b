"""Lives that purge or back up a desk, each ended by a real SIGKILL at the point ordered; see `fakes.lives`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.lives import Lives, ended, forked, serve


class Killing(Lives):
    """The process that forks. Use it in a `with` block."""

    def __init__(self) -> None:
        super().__init__(__file__)

    def life(self, what: str, desk: dict[str, Any], about: str, nth: int) -> str:
        """Let one live that does `what` to the desk with these settings, up to its nth point: "killed", "done", or
        what went wrong."""
        return str(self.ask([what, desk, about, nth]))


class Points:
    """Counts the points passed and dies at the nth."""

    def __init__(self, nth: int) -> None:
        self._left = nth

    def reach(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with a point before and one after it."""

        def watched(*args: Any, **named: Any) -> Any:
            self.reach()
            given = original(*args, **named)
            self.reach()
            return given

        return watched


class Dying:
    """A file with a point within each of the first pieces that are written into it."""

    def __init__(self, file: Any, points: Points) -> None:
        self._file, self._points, self._left = file, points, 3

    def write(self, data: bytes) -> int:
        """Half of it is on the disk at the point."""
        half, self._left = len(data) // 2, self._left - 1
        self._file.write(data[:half])
        if self._left >= 0:
            self._file.flush()
            self._points.reach()
        self._file.write(data[half:])
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _watch(points: Points) -> None:
    from infostreamer.desk import backup_file, backups
    from infostreamer.store import opening, shedding, snapshot

    transaction, pack = opening.transaction, backups.pack

    @contextmanager
    def watched(engine: Any, *, is_reading: bool = False) -> Iterator[Any]:
        with transaction(engine, is_reading=is_reading) as connection:
            yield connection
            if not is_reading:
                points.reach()
        if not is_reading:
            points.reach()

    opening.transaction = watched  # type: ignore[assignment]
    shedding.shed = points.around(shedding.shed)
    snapshot.take_snapshot = points.around(snapshot.take_snapshot)
    backups.pack = lambda desk, about, to: pack(desk, about, Dying(to, points))  # type: ignore[arg-type]
    backup_file._put_in_place = points.around(backup_file._put_in_place)


def _live(what: str, given: dict[str, Any], about: str, nth: int) -> None:
    from infostreamer.desk import Desk
    from infostreamer.desk.backup_keys import Lock
    from infostreamer.desk.backups import make_backup
    from infostreamer.desk.purging import finish, of_report, purge
    from infostreamer.model import NotFound
    from infostreamer.settings import Settings

    with Desk.open(Settings(given)) as desk:
        _watch(Points(nth))
        if what == "backup":
            make_backup(desk, Path(about), Lock())
            return
        finish(desk)
        try:
            publication = of_report(desk, about)
        except NotFound:
            return
        purge(desk, [publication], why="A witness is in danger.")


def main() -> None:
    """One order after the other."""
    import infostreamer.cli.main
    import infostreamer.desk.backups
    import infostreamer.desk.purging
    import infostreamer.flow.rooms
    import infostreamer.stories.build  # noqa: F401

    serve(_ended)


def _ended(order: tuple[str, dict[str, Any], str, int]) -> str:
    how, said = ended(*forked(lambda _: _live(*order)))
    return how if how in ("killed", "done") else f"{how} {said}"


if __name__ == "__main__":
    main()
