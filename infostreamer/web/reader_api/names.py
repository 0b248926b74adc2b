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
_DECIMAL = re.compile(r"[0-9]{1,19}")
_HALF = 1 << 63

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


def number_of(story_id: str) -> int:
    """The number of a story's item: its id without the highest bit, because clients keep signed 64-bit integers, and
    some read the hexadecimal form into one.
    """
    return int(story_id, 16) % _HALF


def long_id(story_id: str) -> str:
    """The item id with its prefix, 16 hex digits."""
    return f"{ITEM_PREFIX}{number_of(story_id):016x}"


def decimal_id(story_id: str) -> str:
    """The item id as a decimal."""
    return str(number_of(story_id))


def numbers_in(given: str) -> tuple[int, ...]:
    """The item numbers that an item id can mean, the likelier first; none for what is no item id.

    Clients send it as they got it, or turn a decimal into hexadecimal with or without the prefix and leading zeros;
    some put the prefix before the decimal. Digits alone are read as a decimal first, unless they are 16 or prefixed.
    """
    bare = given.removeprefix(ITEM_PREFIX)
    as_hex = [int(bare, 16)] if _HEX.fullmatch(bare) else []
    as_decimal = [int(bare)] if _DECIMAL.fullmatch(bare) else []
    is_hex_first = bare != given or len(bare) == 16
    found = [*as_hex, *as_decimal] if is_hex_first else [*as_decimal, *as_hex]
    return tuple(dict.fromkeys(number for number in found if number < _HALF))
