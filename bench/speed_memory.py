"""Memory of a large desk that is served, read by fifty and takes in more: `bench/speed.py memory`, in MB.

The desk stands in the folder that BENCH_DESK names, as `bench/speed.py growth` leaves it, or as `bench/speed.py search`
does: reports, stories and index of words, but nothing placed, so that BENCH_NO_FLOW=1 is needed. All processes below
`infostreamer serve` count: pages, flow, and those that read and understand. Resident sets added up count shared
libraries once for each process, the proportional ones (smaps_rollup, "Pss") once.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import speed_pages

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web.addresses import story_path

LASTS_S = 60.0


def measure(_count: int) -> dict[str, object]:
    """MB before the first reader and the most while fifty read, and p95 of their pages."""
    folder = Path(os.environ["BENCH_DESK"])
    with Desk.open(Settings({"desk.data": str(folder)})) as desk:
        held = desk.counts()
        stories = desk.stories(limit=400)
        words = sorted({word for story in stories[:40] for word in story.headline.text.lower().split()})
    pages = {
        "desk": ["/", "/?since=7d"],
        "story": [story_path(story) for story in stories],
        "search": [f"/search?q={word}" for word in words if word.isalpha()],
        "timeline": ["/timeline", "/figures", "/who", "/map"],
    }
    options = ("--no-flow",) if os.environ.get("BENCH_NO_FLOW") else ()
    feed = speed_pages.Feed(held["reports"])
    most: dict[str, int] = {}
    done = threading.Event()

    def watch(served: speed_pages.Served) -> None:
        while not done.wait(1.0):
            now = served.memory()
            most.update({name: max(size, most.get(name, 0)) for name, size in now.items()})

    try:
        with speed_pages.Served(folder, feed.address, *options) as served:
            before = served.memory()
            feed.is_open = True
            watcher = threading.Thread(target=watch, args=(served,))
            watcher.start()
            speed_pages.LASTS_S = LASTS_S
            started = time.monotonic()
            times = speed_pages.asked_by_readers(served.port, pages, [])
            done.set()
            watcher.join()
    finally:
        feed.close()
    every = [one for each in times.values() for one in each]
    return {**held, "before_mb": before, "most_mb": most, "lasted_s": round(time.monotonic() - started),
            "pages_ms": speed_pages.spread(every)}  # fmt: skip
