"""How often a source publishes, and from that for how long it may be quiet before that is worth telling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

SILENT_AFTER = timedelta(days=14)
"""Where nothing is known of a rhythm: no dates, or too few."""

_LEAST = timedelta(days=3)  # a busy desk rests from Friday's evening to Monday's morning, 63 h
_LEAST_OF_FEW = timedelta(days=7)  # fewer than ten gaps need not hold a weekend
_FEW = 10
_MOST = timedelta(days=400)  # what comes once a year
_LEAST_GAPS = 2
_MEDIANS, _LONG_GAPS = 4, 1.5


class Rhythm(NamedTuple):
    """`usual`: the median time between two publications. `quiet`: how long it may announce nothing new."""

    usual: timedelta
    quiet: timedelta


def rhythm_of(moments: Iterable[datetime]) -> Rhythm | None:
    """The rhythm of these publications; None for fewer than three different moments.

    A source may be quiet for four of its usual gaps, or for one and a half of its long ones (the ninth decile, by
    nearest rank, so that one entry kept on top for a year stretches nothing where there are ten others), never for less
    than three days (seven, where fewer than ten gaps are known) nor for more than 400.
    """
    ordered = sorted(set(moments))
    gaps = sorted(later - earlier for earlier, later in pairwise(ordered))
    if len(gaps) < _LEAST_GAPS:
        return None
    usual = gaps[(len(gaps) - 1) // 2]
    long = gaps[-(-9 * len(gaps) // 10) - 1]
    least = _LEAST if len(gaps) >= _FEW else _LEAST_OF_FEW
    return Rhythm(usual, min(_MOST, max(least, _MEDIANS * usual, _LONG_GAPS * long)))
