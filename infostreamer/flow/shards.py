"""Shards of the index of live stories, each in a process of its own, as searching holds the interpreter's lock.

A shard is a cache. One that ends is noticed at the next question, the pass is given up, and the next pass starts
it again and reads what it held from the store.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from infostreamer.model import TryLater
from infostreamer.stories.index import Found, Index, Query, Searcher


def shards_of(number: int) -> tuple[Searcher, ...]:
    """One index in this process, or so many in processes, which start when they are first asked."""
    return (Index(),) if number <= 1 else tuple(ShardProcess() for _ in range(number))


class ShardProcess:
    """An `Index` in another process."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._pipe: Connection | None = None
        self._process: Any = None

    def add(self, segment: int, entries: Sequence[Any]) -> None:
        """As `Index.add`."""
        self._ask("add", segment, entries)

    def drop(self, segment: int) -> None:
        """As `Index.drop`."""
        self._ask("drop", segment)

    def search(self, queries: Sequence[Query], most: int, least: int) -> list[list[Found]]:
        """As `Index.search`.

        Raises:
            TryLater: the process ended.
        """
        return self._ask("search", queries, most, least)  # type: ignore[no-any-return]

    def clear(self) -> None:
        """As `Index.clear`; a process that ended is started again."""
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
            self._process.join(5)
            self._pipe = None

    def _ask(self, name: str, *given: Any) -> Any:
        if self._pipe is None:
            self.clear()
        try:
            self._pipe.send((name, given))  # type: ignore[union-attr]
            return self._pipe.recv()  # type: ignore[union-attr]
        except (OSError, EOFError) as error:
            raise TryLater("A process that holds a part of the live stories ended; try again.") from error


def _serve(pipe: Connection) -> None:
    """Answer until the other end is closed."""
    index = Index()
    while True:
        try:
            name, given = pipe.recv()
            pipe.send(getattr(index, name)(*given))
        except (EOFError, OSError, KeyboardInterrupt):
            return
