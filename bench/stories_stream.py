"""A made-up stream of reports with the word statistics of news, for measuring placing at any size.

Common words come as often as in the package's table of background texts; rare words and names are invented and follow
Zipf's law over a vocabulary of 400,000. A happening has names and words of its own, which its reports share in part.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from time import process_time

from infostreamer.model import Name, Published, Report
from infostreamer.model.finding import Finding
from infostreamer.stories.weigh import background

START = datetime(2031, 5, 1, tzinfo=UTC)
_RARE = 400_000
_SYLLABLES = [
    first + then for first in [*"bcdfghklmnprstvz", "br", "kr", "st", "tr"] for then in [*"aeiou", "ai", "or", "en"]
]


@dataclass(frozen=True, slots=True)
class Happening:
    """What its reports draw from. `names` are written with a capital."""

    number: int
    names: tuple[str, ...]
    words: tuple[str, ...]


class Stream:
    """The same seed gives the same stream."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        table = [(word, share) for word, share in background().items() if len(word) > 2 and word.isalpha()]
        self._common = [word for word, _ in table]
        self._common_weights = list(accumulate(min(share, 3000) for _, share in table))
        self._rare_weights = list(accumulate(1 / (rank + 50) for rank in range(_RARE)))

    def happenings(self, number: int, first: int = 0) -> Iterator[Happening]:
        """So many, each with 7 names and 40 words."""
        for at in range(first, first + number):
            names = [*self._rare(5), _word(_RARE + at * 2), _word(_RARE + at * 2 + 1)]
            yield Happening(at, tuple(names), tuple(self._rare(16) + self._often(24)))

    def words_of(self, happening: Happening) -> tuple[list[str], list[str]]:
        """(names, other words) of one report: most of the happening's, and as many of its own."""
        names = [name for name in happening.names if self._random.random() < 0.75] + self._rare(4)
        words = [word for word in happening.words if self._random.random() < 0.6] + self._rare(14) + self._often(70)
        return names, words

    def report(self, happening: Happening, seq: int, at: datetime) -> tuple[Report, tuple[Finding, ...]]:
        """A report of some 430 words with its names found."""
        names, words = self.words_of(happening)
        title = f"{names[0].title()} {' '.join(words[:5])}"
        body = " ".join(self._sentence(names, words) for _ in range(24))
        text = f"{title}\n\n{body}"
        address = f"https://outlet{seq % 40}.example/{seq}"
        report_id = Report.make_id(address, text)
        report = Report(
            id=report_id, capture_id=f"c{seq}", address=address, canonical=address, host=f"outlet{seq % 40}.example",
            outlet=f"Outlet {seq % 40}", title=title, byline=(), published=Published(at=at), language="en",
            kind="report", text=text, body_start=len(title) + 2, paragraphs=((len(title) + 2, len(text)),),
            sentences=((0, len(title)), (len(title) + 2, len(text))), fetched_at=at, seq=seq,
        )  # fmt: skip
        return report, tuple(_found(report, names))

    def _sentence(self, names: Sequence[str], words: Sequence[str]) -> str:
        picked = [self._random.choice(words) for _ in range(18)]
        picked[4] = self._random.choice(names).title()
        picked[11] = self._random.choice(names).title()
        picked[0] = picked[0].title()
        return " ".join(picked) + "."

    def _rare(self, number: int) -> list[str]:
        return [_word(rank) for rank in self._random.choices(range(_RARE), cum_weights=self._rare_weights, k=number)]

    def _often(self, number: int) -> list[str]:
        return self._random.choices(self._common, cum_weights=self._common_weights, k=number)


def pace_ms() -> float:
    """CPU milliseconds that a fixed loop takes now: how fast the machine is at this moment."""
    started = process_time()
    counts: dict[str, int] = {}
    for number in range(100_000):
        word = str(number % 5000)
        counts[word] = counts.get(word, 0) + number
    return (process_time() - started) * 1000


def _word(rank: int) -> str:
    """An invented word for a rank; different ranks, different words."""
    letters = ""
    rank += 20_000
    while rank:
        rank, at = divmod(rank, len(_SYLLABLES))
        letters += _SYLLABLES[at]
    return letters


def _found(report: Report, names: Sequence[str]) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        word = name.title()
        start = report.text.find(word)
        if start >= 0:
            payload = Name(type="person", canonical=word, who=word)
            yield Finding.of(report.id, ((start, start + len(word)),), payload, maker="stream/1", confidence=1.0)
