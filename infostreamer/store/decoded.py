"""What was decoded lately, by the text it was decoded from: nouns are frozen, so one copy serves every page.

A front page decodes some 500 nouns in 8 ms, and the next reader's page the same ones again. Text -> noun is a pure
function, so nothing here can be out of date: a noun that changed has another text.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Decoded:
    """A bounded memory of a pure function of text. Threads may share it."""

    def __init__(self) -> None:
        """Remembers nothing until `room_for`."""
        self._most = self._held = 0
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[object, str], Any] = OrderedDict()

    def room_for(self, characters: int) -> None:
        """Remember what came from so many characters of text in all, the latest; 0: nothing. A noun takes about four
        times the memory of its text."""
        with self._lock:
            self._most = characters
            self._drop()

    def of(self, text: str, kind: object, decode: Callable[[str], T]) -> T:
        """`decode(text)`, remembered under `kind`. What raises is not remembered."""
        if not self._most:
            return decode(text)
        key = (kind, text)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                found: T = self._known[key]
                return found
        made = decode(text)
        with self._lock:
            if key not in self._known:
                self._known[key] = made
                self._held += len(text)
                self._drop()
        return made

    def _drop(self) -> None:
        while self._held > self._most:
            (_, text), _ = self._known.popitem(last=False)
            self._held -= len(text)


DECODED = Decoded()
"""Of this process. A process that serves pages gives it room; one that runs the flow reads each text once."""
