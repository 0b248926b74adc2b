"""Cursors: opaque to the client, bound to their listing, and stable while new things arrive.

A listing with a natural order of its own (stories by time and id, reports and changes by number) goes on after the
last thing it showed. Any other one remembers its place and the last things shown: when something was put in before
them, the place moves on with them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from infostreamer.model import BadInput
from infostreamer.model.typed import converted

T = TypeVar("T")

_ANCHORS = 3  # things shown last that a cursor remembers: one of them is still there when another has moved away
_LOOK_ON = 200  # places after the remembered one in which they are looked for


def cursor_of(listing: str, *place: int | str | None) -> str:
    """The cursor of a listing after this place."""
    return base64.urlsafe_b64encode(msgspec.json.encode([listing, *place])).decode().rstrip("=")


def place_of(listing: str, cursor: str, shape: type[T]) -> T:
    """The place that `cursor_of` wrote, of this shape.

    Raises:
        BadInput: it is not a cursor of this listing.
    """
    try:
        raw = msgspec.json.decode(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if isinstance(raw, list) and raw[:1] == [listing]:
            return converted(raw[1:], shape)
    except (binascii.Error, ValueError, RecursionError, msgspec.MsgspecError):
        pass
    raise BadInput("`after` is no cursor of this listing; take it from `next` of the page before.")


def paged(
    listing: str, cursor: str, limit: int, read: Callable[[int, int], Sequence[T]], key: Callable[[T], str]
) -> tuple[list[T], str | None]:
    """One page of what `read(limit, offset)` gives in a fixed order, and the cursor of the next.

    Raises:
        BadInput: not a cursor of this listing.
    """
    start = _start(listing, cursor, read, key) if cursor else 0
    rows = list(read(limit + 1, start))
    shown = rows[:limit]
    if len(rows) <= limit:
        return shown, None
    return shown, cursor_of(listing, start + limit, *[key(row) for row in shown[-_ANCHORS:]])


def _start(listing: str, cursor: str, read: Callable[[int, int], Sequence[T]], key: Callable[[T], str]) -> int:
    offset, anchors = _checked(place_of(listing, cursor, list[Any]))
    first = max(0, offset - _ANCHORS)
    near = [key(row) for row in read(_LOOK_ON, first)]
    for anchor in reversed(anchors):
        if anchor in near:
            return first + near.index(anchor) + 1
    return offset


def _checked(place: list[Any]) -> tuple[int, list[str]]:
    if place and isinstance(place[0], int) and 0 <= place[0] < 2**31 and all(isinstance(one, str) for one in place[1:]):
        return place[0], place[1:]
    raise BadInput("`after` is no cursor of this listing; take it from `next` of the page before.")
