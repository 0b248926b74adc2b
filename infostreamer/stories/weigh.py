"""How telling a word is: whole-number weights from how many live stories and background texts hold it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from infostreamer.stories.marks import OTHERS, OURS, SOUNDS
from infostreamer.stories.sounds import NUMBER, sound_of

SCALE = 64  # one doubling
BACKGROUND_STORIES = 200  # how many stories the background table weighs as
NUMBERS_PER_MYRIAD = 40  # a number of two or three digits
LONG_NUMBER = 4  # digits
UNKNOWN_PER_MYRIAD = 60  # a word in a script that the background lacks
UNSEEN_PER_MYRIAD = 4  # a stem missing in the background stands in about 4 of 10,000 texts


_OTHER_SCRIPT = re.compile(r"[\u0370-\uffff]")


def log2_fixed(number: int) -> int:
    """SCALE × log2 of a positive whole number, linear between powers of two: equal on every machine."""
    bits = number.bit_length() - 1
    return bits * SCALE + (((number << 16) >> bits) - (1 << 16)) * SCALE // (1 << 16)


@lru_cache(maxsize=1)
def background() -> Mapping[str, int]:
    """Stem -> texts of 10,000 that hold it; see the head of the data file for its sources."""
    table = files("infostreamer.stories").joinpath("data/background.txt").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {stem: int(share) for stem, share in rows}


@lru_cache(maxsize=1)
def _sounds() -> Mapping[str, int]:
    """Mark -> texts of 10,000 that hold a word of that sound."""
    shares: Counter[str] = Counter()
    for stem, share in background().items():
        shares[sound_of(stem)[:SOUNDS]] += share
    return shares


def _share(stem: str) -> int:
    """Of 10,000 texts those that hold the stem or, after the index's sign, the mark."""
    if stem[0] not in (OURS, OTHERS):
        bare = stem.removeprefix("^")
        return background().get(bare) or _unseen(bare, is_name=bare != stem)
    if stem[1] == NUMBER and len(stem) - 2 < LONG_NUMBER:
        return NUMBERS_PER_MYRIAD
    return _sounds().get(stem[1:], UNSEEN_PER_MYRIAD)


def _unseen(stem: str, *, is_name: bool) -> int:
    """Of what the background lacks. It is of texts in Latin letters: of a word in others it tells nothing, of a name
    what it sounds like."""
    if stem.isascii() or not _OTHER_SCRIPT.match(stem):
        return UNSEEN_PER_MYRIAD
    return _sounds().get(sound_of(stem)[:SOUNDS], UNSEEN_PER_MYRIAD) if is_name else UNKNOWN_PER_MYRIAD


class Holders(Protocol):
    """Stem -> in how many stories it stands; a mapping is one."""

    def get(self, stem: str, default: int, /) -> int:
        """The number; the default where none has it."""


class Telling:
    """`of(stem)`: SCALE × log2(stories / stories with it), background included; never below 1."""

    def __init__(self, stories_with: Holders, stories: int, weighs: int = BACKGROUND_STORIES) -> None:
        self._with = stories_with
        self._weighs = weighs
        self._all = (stories + weighs) * 10_000
        self._known: dict[str, int] = {}

    def holders(self, stem: str) -> int:
        """Live stories with it."""
        return self._with.get(stem, 0)

    def of(self, stem: str) -> int:
        known = self._known.get(stem)
        if known is None:
            holding = self._with.get(stem, 0) * 10_000 + self._weighs * _share(stem)
            known = max(1, log2_fixed(max(1, (self._all << 6) // holding)) - 6 * SCALE)
            self._known[stem] = known
        return known
