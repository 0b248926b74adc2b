"""What whoever shows the desk live asks: is there something new, what is it, and who does not want to hear it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infostreamer.store import Store
    from infostreamer.store.watching import Watcher


class Watching:
    """The desk's way of telling that something is new."""

    store: Store

    if TYPE_CHECKING:

        def now(self) -> datetime: ...

    def watcher(self) -> Watcher:
        """See `infostreamer.store.watching.watcher_of`."""
        from infostreamer.store.watching import watcher_of

        return watcher_of(self.store.engine)

    def muted_by(self, story_ids: Collection[str]) -> dict[str, frozenset[str]]:
        """Story id -> names of the readers who muted it by itself, of those that anybody did."""
        items = {f"story:{story_id}": story_id for story_id in story_ids}
        with self.store.read() as unit:
            readers = unit.keeps.readers_of("mute", sorted(items), self.now())
        return {items[item]: names for item, names in readers.items()}
