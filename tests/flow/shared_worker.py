"""A process at work on a desk: `shared_worker.py STORE_URL FOLDER`. It notes what it did in a file of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tiny_rooms

from infostreamer.flow import Flow, Rooms, building, extracting, understanding
from infostreamer.settings import Settings
from infostreamer.store import open_store

SETTINGS = Settings({"stories.epoch": 4, "flow.tick": 0.02})
SLOW_S = 0.03


def small_batches(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Batches so small that a short wire has many."""
    for stage, size in ((extracting, 3), (understanding, 2), (building, 2)):
        put(stage, "_BATCH", size)
    put(understanding, "_LEAST", 2)


def slow_rooms(note: Path) -> Rooms:
    """The tiny rooms, slow enough to be killed at work."""

    def slowed(name: str, function: Any) -> Any:
        def work(*given: Any, **options: Any) -> Any:
            time.sleep(SLOW_S)
            with note.open("a") as file:
                file.write(f"{name}\n")
            return function(*given, **options)

        return work

    names = ("extract", "understand", "build_story")
    return tiny_rooms.rooms(**{name: slowed(name, getattr(tiny_rooms, name)) for name in names})


def main(url: str, folder: str) -> None:
    """Pass after pass until told to end."""
    small_batches()
    stop, note = threading.Event(), Path(folder) / str(os.getpid())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    store = open_store(url)
    note.write_text("ready\n")
    Flow(store, settings=SETTINGS, rooms=slow_rooms(note), web=object(), clock=lambda: tiny_rooms.START).forever(stop)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
