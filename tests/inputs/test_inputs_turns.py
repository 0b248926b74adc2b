"""A backlog of pages holds up no feed, and feeds without end do not keep pages waiting."""

from __future__ import annotations

import threading
import time

from infostreamer.isolation import pool, submit
from infostreamer.isolation.line import Line


def nap(wait_s: float) -> float:
    time.sleep(wait_s)
    return time.time()


def test_a_feed_is_read_while_a_backlog_of_pages_waits() -> None:
    submit(nap, 0.0).result()  # the processes run
    pages = [submit(nap, 0.05) for _ in range(40)]
    asked = time.time()
    feed = submit(nap, 0.0, is_urgent=True).result()
    over = sorted(page.result() for page in pages)
    assert sum(asked < moment < feed for moment in over) <= 4, "it came after all 40 of them"


def test_pages_are_read_while_feeds_come_without_end() -> None:
    feeds = [submit(nap, 0.05, is_urgent=True) for _ in range(20)]
    page = submit(nap, 0.0).result()
    later = [submit(nap, 0.05, is_urgent=True) for _ in range(20)]
    assert page < min(feed.result() for feed in later)
    assert all(feed.result() for feed in feeds)


def test_a_full_room_of_pages_leaves_room_for_a_feed() -> None:
    pages = [submit(nap, 0.02) for _ in range(pool._MOST_WAITING)]
    brought: list[float] = []

    def bring() -> None:
        pages.extend(submit(nap, 0.02) for _ in range(pool._MOST_WAITING))
        brought.append(time.time())

    bringing = threading.Thread(target=bring)
    bringing.start()
    read = submit(nap, 0.0, is_urgent=True).result()
    bringing.join()
    assert read < brought[0], "it waited until there was room for pages"
    assert all(page.result() for page in pages)


def test_one_process_takes_what_is_urgent_first_and_the_other_all_in_turn() -> None:
    line: Line[str] = Line()
    for task in ("page 1", "feed 1", "page 2", "feed 2", "feed 3"):
        line.put(task, is_urgent=task.startswith("feed"))
    line.close()
    given = [line.get(urgent_first=first) for first in (True, False, True, True, False, True)]
    assert given == ["feed 1", "page 1", "feed 2", "feed 3", "page 2", None]
