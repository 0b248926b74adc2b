"""How much waits for review: counted beside the pages, because looking through the newest stories takes longer than a
page may."""

from __future__ import annotations

import threading
import time
from weakref import WeakKeyDictionary

from infostreamer.desk import Desk
from infostreamer.model import InformationStreamerError

_FRESH_S = 30.0  # a count is shown for so long before it is made again
_SHARE = 50  # and for so many times as long as counting took: pages are answered meanwhile


class _Count:
    """The last count of one desk, and whether a new one is under way."""

    def __init__(self) -> None:
        self.value: int | None = None
        self.until = float("-inf")
        self.lock = threading.Lock()

    def refresh(self, desk: Desk) -> None:
        """Count, unless somebody does."""
        if not self.lock.acquire(blocking=False):
            return
        began = time.monotonic()
        try:
            with desk.moment():
                self.value = len(desk.review_queue())
        except InformationStreamerError:
            self.value = None
        finally:
            ended = time.monotonic()
            self.until = ended + max(_FRESH_S, _SHARE * (ended - began))
            self.lock.release()


_COUNTS: WeakKeyDictionary[Desk, _Count] = WeakKeyDictionary()


def waiting_for_review(desk: Desk) -> int | None:
    """How many lines wait, as last counted; None while they were never counted."""
    count = _COUNTS.setdefault(desk, _Count())
    if time.monotonic() > count.until:
        worker = threading.Thread(target=count.refresh, args=(desk,), name="count-review", daemon=True)
        worker.start()
        if count.value is None:
            worker.join(0.05)  # a small desk is counted at once
    return count.value
