"""How many stories of a stretch of time hold each word: what makes a word telling.

Time is cut into segments of a fixed number of days. A story counts for a word in the segment of the report that brought
the word to it, once and for all. So the counts of a segment depend on its reports alone, and a report asks only
those segments that its window touches: what was placed years ago costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.stories.entry import Entry
from infostreamer.stories.weigh import Telling

DAY_S = 86_400
UNDATED = -(10**9)
"""The segment of reports without any time; every report looks at it."""

_LONGEST_LAG = 1024


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days in segments: half of the window each, so that a report looks at few and at little beside its window."""

    window_days: int

    @property
    def days(self) -> int:
        """How long a segment is."""
        return max(1, -(-self.window_days // 2))

    def segment_of(self, at: int | None) -> int:
        """The segment of a moment in seconds since 1970."""
        return UNDATED if at is None else at // DAY_S // self.days

    def open_to(self, at: int | None) -> tuple[int, ...]:
        """The segments that a report of that moment looks at: the same for every moment of one segment."""
        if at is None:
            return (UNDATED,)
        reach = -(-self.window_days // self.days)
        middle = self.segment_of(at)
        return (UNDATED, *range(middle - reach, middle + reach + 1))

    def bounds_of(self, segment: int) -> tuple[int, int] | None:
        """Its first moment and the first after it, in seconds since 1970; None for reports without a time."""
        if segment == UNDATED:
            return None
        return segment * self.days * DAY_S, (segment + 1) * self.days * DAY_S


def counted_until(position: int) -> int:
    """Up to which report words are counted when `position` reports are placed: all of the first hundreds, then all but
    the newest, a sixteenth or 1,024 at most. Counting anew for every report would cost more than placing it."""
    lag = 1 << max(0, min(_LONGEST_LAG, position // 16).bit_length() - 1)
    return position - position % lag


class Census:
    """Counts of the segments at hand."""

    def __init__(self, background: int) -> None:
        """Nothing counted. `background`: how many stories the table of background texts weighs as."""
        self._background = background
        self._with: dict[int, defaultdict[str, int]] = {}
        self._stories: dict[int, int] = {}
        self._waiting: list[tuple[int, Entry]] = []
        self._until = 0
        self._tellings: dict[tuple[int, ...], Telling] = {}

    def add(self, segment: int, entries: Sequence[Entry]) -> None:
        """Count the entries' fresh words and founded stories, or let them wait for their turn."""
        for entry in entries:
            if entry.seq <= self._until:
                self._count(segment, entry)
            else:
                self._waiting.append((segment, entry))

    def move_to(self, position: int) -> None:
        """So many reports are placed: count what is due."""
        until = counted_until(position)
        if until == self._until:
            return
        self._until = until
        waiting, self._waiting = self._waiting, []
        for segment, entry in waiting:
            self.add(segment, (entry,))

    def drop(self, segment: int) -> None:
        """Forget a segment."""
        self._with.pop(segment, None)
        self._stories.pop(segment, None)
        self._waiting = [one for one in self._waiting if one[0] != segment]
        self._tellings.clear()

    def stories(self, segments: tuple[int, ...]) -> int:
        """Stories that began in these segments."""
        return sum(self._stories.get(segment, 0) for segment in segments)

    def telling(self, segments: tuple[int, ...]) -> Telling:
        """How telling words are among the stories of these segments; the same object until more is counted."""
        known = self._tellings.get(segments)
        if known is None:
            held = [self._with[segment] for segment in segments if segment in self._with]
            known = self._tellings[segments] = Telling(_Summed(held), self.stories(segments), self._background)
        return known

    def _count(self, segment: int, entry: Entry) -> None:
        self._tellings.clear()
        counts = self._with.setdefault(segment, defaultdict(int))
        for term in entry.terms.split(" ")[: entry.fresh]:
            counts[term] += 1
        self._stories[segment] = self._stories.get(segment, 0) + entry.is_founding


class _Summed:
    """The counts of several segments as one."""

    def __init__(self, counts: list[defaultdict[str, int]]) -> None:
        self._counts = counts
        self._known: dict[str, int] = {}

    def get(self, term: str, default: int, /) -> int:
        """Stories with the term in all of them."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = sum([counts[term] for counts in self._counts if term in counts])
        return known or default
