"""A placed report as the index keeps it: its telling words, each with its share of the whole.

Shares are whole numbers out of `WHOLE`: the word's weight times how telling it was when the report was placed, over the
length of all of them. So the sum of the products of two reports' shares is their cosine, times WHOLE squared.
An entry never changes, whatever comes later: an index that grew with the reports and one read from the store agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isqrt

from infostreamer.stories.marks import OTHERS, OURS
from infostreamer.stories.outline import Outline
from infostreamer.stories.weigh import Telling

WHOLE = 255

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report in the index. `terms`: parted by spaces; the first `fresh` of them were new to its story."""

    story_id: str
    seq: int
    at: int | None  # when it was published, in whole seconds since 1970 UTC
    terms: str
    shares: tuple[int, ...]  # 1 … WHOLE, one per term
    fresh: int
    is_founding: bool


def seconds_of(moment: datetime | None) -> int | None:
    """Whole seconds since 1970 UTC; None stays None."""
    return None if moment is None else (moment - _BEGINNING) // _SECOND


def shares_of(terms: Mapping[str, int], telling: Telling) -> dict[str, int]:
    """Term -> its share, at least 1, in the terms' order."""
    weighed = {term: weight * telling.of(term) for term, weight in terms.items()}
    length = max(1, isqrt(sum([weight * weight for weight in weighed.values()])))
    return {term: weight * WHOLE // length or 1 for term, weight in weighed.items()}


def entry_of(
    story_id: str, shares: Mapping[str, int], *, seq: int, at: datetime | None, before: Outline | None
) -> Entry:
    """The entry of a report that joined the story; `before`: the story without it, None where the report founds it."""
    held = {term for term, _ in before.terms} if before else set()
    held |= {sign + mark for mark, _ in before.marks for sign in (OURS, OTHERS)} if before else set()
    fresh = [term for term in shares if term not in held]
    terms = fresh + [term for term in shares if term in held]
    return Entry(
        story_id=story_id,
        seq=seq,
        at=seconds_of(at),
        terms=" ".join(terms),
        shares=tuple(shares[term] for term in terms),
        fresh=len(fresh),
        is_founding=before is None,
    )


def entries_of(outlines: Sequence[Outline]) -> list[Entry]:
    """One entry for each whole story, as if it were one report without a time: for placing beside outlines alone."""
    counts = Counter(term for one in outlines for term, _ in one.terms)
    telling = Telling(counts, len(outlines))
    shares = ((one.story_id, shares_of(dict(one.terms), telling)) for one in outlines)
    return [entry_of(story_id, terms, seq=0, at=None, before=None) for story_id, terms in shares]
