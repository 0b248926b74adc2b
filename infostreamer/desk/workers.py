"""More processes at the same desk, which take a part of the work of the one that leads."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from infostreamer.settings import Settings

_PATIENCE_S = 30.0


@contextmanager
def beside(settings: Settings, number: int) -> Iterator[None]:
    """So many further processes that help at the desk of these settings for as long as the `with`.

    At its end each finishes the batch it has in hand. A process that ends before is not started again: what it had in
    hand is taken over by the others.
    """
    context = multiprocessing.get_context("spawn")  # a fork would inherit connections and locks of threads
    processes = [context.Process(target=_work, args=(settings,), name=f"worker-{at}") for at in range(number)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            _end(process)


def _end(process: Any) -> None:
    process.join(_PATIENCE_S)
    if process.is_alive():
        process.kill()
        process.join()


def _work(settings: Settings) -> None:
    """Help until told to end, or until the process that started this one is gone."""
    from infostreamer.desk.desk import Desk
    from infostreamer.desk.logged import log_as_set, log_slow_queries
    from infostreamer.isolation import close_pools

    log_as_set(settings)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the first process passes it on
    threading.Thread(target=_watch, args=(stop,), name="watch", daemon=True).start()
    with Desk.open(settings) as desk:
        log_slow_queries(desk)
        desk.flow.help_until(stop)
    close_pools()  # what this process started would be waited for at its end


def _watch(stop: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        stop.set()
