"""Words of one text -> where they stand in another version of it, or that they are gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from infostreamer.model import Anchor
from infostreamer.text.words import tokens, words_of

CONTEXT = 32  # code points kept before and after
SAME = 0.8  # share of characters in common from which on changed words are the same passage
FEWEST_WORDS = 4  # fewer changed words are found in too many places
LONG_ENOUGH = 40  # code points that stand in another report by copying, not by chance

How = Literal["exact", "context", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """[start, end) in a text. `how`: exact (the words stand once), context (several times: told apart by what is around
    them), fuzzy (the words have changed a little)."""

    start: int
    end: int
    how: How


def anchor_of(text: str, start: int, end: int, *, report_id: str, canonical: str) -> Anchor:
    """The anchor of [start, end) of this report's text, white space at its ends left out."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Anchor(
        report_id=report_id,
        canonical=canonical,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def anchored(text: str, anchor: Anchor, *, is_fuzzy: bool = True) -> Anchored | None:
    """Where the anchor's words stand in a version of its report; None when they are gone.

    The words where they stand; of several places the one with the most of what stood around them, then the nearest to
    where they stood; else, where `is_fuzzy`, the passage that has `SAME` of their characters.
    """
    places = _places(text, anchor.exact)
    if places:
        start = max(places, key=lambda place: (_around(text, place, anchor), -abs(place - anchor.start)))
        return Anchored(start, start + len(anchor.exact), "exact" if len(places) == 1 else "context")
    return _alike(text, anchor.exact) if is_fuzzy else None


def copied(text: str, anchor: Anchor) -> tuple[tuple[int, int], ...]:
    """Every place in another report's text where the anchor's words stand by copying: long enough, or in their place.

    Short words count only together with all that stood around them.
    """
    before, after = ("", "") if len(anchor.exact) >= LONG_ENOUGH else (anchor.prefix, anchor.suffix)
    starts = [place + len(before) for place in _places(text, before + anchor.exact + after)]
    return tuple((start, start + len(anchor.exact)) for start in starts)


def _places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _around(text: str, start: int, anchor: Anchor) -> int:
    """How many code points before and after are as they were."""
    end = start + len(anchor.exact)
    before, after = text[max(0, start - len(anchor.prefix)) : start], text[end : end + len(anchor.suffix)]
    return _common(before[::-1], anchor.prefix[::-1]) + _common(after, anchor.suffix)


def _common(one: str, other: str) -> int:
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _alike(text: str, exact: str) -> Anchored | None:
    """The stretch of as many words that has most of the wanted ones, where it reads nearly the same."""
    wanted, spots = Counter(words_of(exact)), tokens(text)
    length = len(tokens(exact))
    if length < FEWEST_WORDS or len(spots) < length:
        return None
    keys = [next(iter(words_of(text[start:end])), "") for start, end in spots]
    at = _best_window(keys, wanted, length)
    best: tuple[float, int, int] | None = None
    for first in range(max(0, at - 2), min(len(spots) - 1, at + 2) + 1):
        for last in range(max(first, at + length - 3), min(len(spots), at + length + 2)):
            start, end = spots[first][0], spots[last][1]
            score = SequenceMatcher(None, exact, text[start:end], autojunk=False).ratio()
            if best is None or score > best[0]:
                best = (score, start, end)
    if best is None or best[0] < SAME:
        return None
    tail = exact[tokens(exact)[-1][1] :]
    return Anchored(best[1], best[2] + _common(text[best[2] : best[2] + len(tail)], tail), "fuzzy")


def _best_window(keys: list[str], wanted: Counter[str], length: int) -> int:
    """The first of the windows with the most wanted words, each counted as often as it is wanted."""
    held: Counter[str] = Counter()
    score, best, best_at = 0, -1, 0
    for at, key in enumerate(keys):
        held[key] += 1
        score += held[key] <= wanted[key]
        if at >= length:
            gone = keys[at - length]
            score -= held[gone] <= wanted[gone]
            held[gone] -= 1
        if score > best and at >= length - 1:
            best, best_at = score, at - length + 1
    return best_at
