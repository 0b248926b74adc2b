"""Ids of the protocol: items in their long, short and decimal forms, streams by what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ITEM_PREFIX = "tag:google.com,2005:reader/item/"
DESK_FEED = "feed/desk"
_STATE = re.compile(r"user/[^/]+/state/com\.google/(?P<name>.+)")
_LABEL = re.compile(r"user/[^/]+/label/(?P<name>.+)", re.DOTALL)
_HEX = re.compile(r"[0-9a-fA-F]{1,16}")
_DECIMAL = re.compile(r"-?[0-9]{1,20}")
_WHOLE = 1 << 64

StreamKind = Literal["state", "label", "feed"]


@dataclass(frozen=True, slots=True)
class Stream:
    """What a stream id stands for: a state ("reading-list", "starred", "read" …), a label or a feed."""

    kind: StreamKind
    name: str


def stream_of(given: str) -> Stream | None:
    """The stream of an id such as `user/-/state/com.google/read`; None for what is none."""
    if found := _STATE.fullmatch(given):
        return Stream("state", found["name"])
    if found := _LABEL.fullmatch(given):
        return Stream("label", found["name"])
    if given.startswith("feed/") and len(given) > 5:
        return Stream("feed", given)
    return None


def state(name: str) -> str:
    """The id of a state's stream, as answers name it."""
    return f"user/-/state/com.google/{name}"


def label(name: str) -> str:
    """The id of a label's stream, as answers name it."""
    return f"user/-/label/{name}"


def long_id(story_id: str) -> str:
    """The item id with its prefix: 16 hex digits, which a story's id is."""
    return ITEM_PREFIX + story_id


def decimal_id(story_id: str) -> str:
    """The item id as a signed 64-bit decimal."""
    number = int(story_id, 16)
    return str(number - _WHOLE if number >= _WHOLE // 2 else number)


def story_ids_in(given: str) -> tuple[str, ...]:
    """The story ids that an item id can mean, the likelier first; none for what is no item id.

    Decimals may be signed or not; some clients put the prefix before one. Sixteen digits without a prefix are read as
    hexadecimal first, then as decimal.
    """
    bare = given.removeprefix(ITEM_PREFIX)
    has_prefix = bare != given
    found = []
    if (has_prefix and _HEX.fullmatch(bare)) or (len(bare) == 16 and _HEX.fullmatch(bare)):
        found.append(f"{int(bare, 16):016x}")
    if not (has_prefix and _HEX.fullmatch(bare)) and _DECIMAL.fullmatch(bare) and -(_WHOLE // 2) <= int(bare) < _WHOLE:
        found.append(f"{int(bare) % _WHOLE:016x}")
    return tuple(found)
