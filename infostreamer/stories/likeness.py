"""A report beside a live story -> how alike they are, in whole numbers, and the reasons an editor reads.

Pure and pairwise: nothing here knows the other stories, but for how telling each word is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isqrt

from infostreamer.stories.features import NAME, Features
from infostreamer.stories.outline import Outline
from infostreamer.stories.weigh import SCALE, Telling, log2_fixed
from infostreamer.stories.weights import Weights

SAME_DAYS = 2  # leads that date within two days of each other may tell of one happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A story's terms ready for measuring: stem -> weight, and the squared lengths of its names and other words."""

    terms: Mapping[str, int]
    names: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What report and story have in common. Cosines per mille; `apart`: per mille of the score lost to other days."""

    by_names: int
    by_words: int
    together: int
    people: int  # persons shared
    days: int  # whole days between the report and the story's reports
    apart: int


def held_of(outline: Outline, telling: Telling) -> Held:
    """The story's terms and their lengths under the weights of now."""
    names, words = squares(outline.terms, telling)
    return Held(terms=dict(outline.terms), names=names, words=words)


def squares(terms: Iterable[tuple[str, int]], telling: Telling) -> tuple[int, int]:
    """Squared lengths (names, other words) of weighted terms."""
    names = words = 0
    for term, weight in terms:
        square = (weight * telling.of(term)) ** 2
        if term.startswith(NAME):
            names += square
        else:
            words += square
    return names, words


def measure(features: Features, outline: Outline, held: Held, telling: Telling, weights: Weights) -> Measured:
    """Everything that the score is made of."""
    names = words = 0
    for term, weight in features.terms.items():
        theirs = held.terms.get(term, 0)
        if theirs:
            product = weight * theirs * telling.of(term) ** 2
            if term.startswith(NAME):
                names += product
            else:
                words += product
    ours = squares(features.terms.items(), telling)
    times = weights.name_times**2
    own, their = ours[0] * times + ours[1] * 10_000, held.names * times + held.words * 10_000
    return Measured(
        by_names=_cosine(names, ours[0], held.names),
        by_words=_cosine(words, ours[1], held.words),
        together=_cosine(names * times + words * 10_000, own, their),
        people=len(features.people.intersection(outline.people)),
        days=_days_between(features, outline),
        apart=days_apart(features, outline, weights),
    )


def likeness(measured: Measured, weights: Weights) -> int:
    """Cosines of the names, of the other words and of both together, per mille, blended by the weights."""
    by_names, by_words = measured.by_names, measured.by_words
    apart = (by_names * weights.names_part + by_words * (1000 - weights.names_part)) // 1000
    blended = (apart * (1000 - weights.all_part) + measured.together * weights.all_part) // 1000
    return (blended * (1000 - weights.both_part) + isqrt(by_names * by_words) * weights.both_part) // 1000


def score(measured: Measured, weights: Weights) -> int:
    """Likeness, people shared, less what time takes off; per mille."""
    gap = log2_fixed(1 + measured.days) * weights.per_doubling // SCALE
    whole = likeness(measured, weights) + min(max(0, measured.people - 1), 3) * weights.same_names - gap
    return whole * (1000 - measured.apart) // 1000


def reasons_of(
    features: Features, outline: Outline, held: Held, telling: Telling, weights: Weights, measured: Measured
) -> tuple[str, ...]:
    """Shared names, events and telling words, and the likeness."""
    same_events = [event for event in features.events if event in outline.events][:2]
    events = tuple(f"same event: {event}" for event in same_events)
    words = _shared_words(features, held, telling)
    return (*shared_names(features, outline), *events, *words, _hundredths(likeness(measured, weights)))


def shared_names(features: Features, outline: Outline) -> tuple[str, ...]:
    """ "same names: …", at most four; empty where there are none."""
    shared = [given for folded, given, _ in outline.names if folded in features.names][:4]
    return (f"same names: {', '.join(shared)}",) if shared else ()


def days_apart(features: Features, outline: Outline, weights: Weights) -> int:
    """Per mille of the score that is lost because the report's lead tells of other days than the story's leads."""
    if len(features.people.intersection(outline.people)) >= weights.same_people:
        return 0
    gap = min((abs(our - their) for our in _ordinals(features.days) for their in _ordinals(outline.days)), default=0)
    if gap <= SAME_DAYS:
        return 0
    return min(log2_fixed(gap) * weights.days_apart // SCALE, weights.most_apart)


def _shared_words(features: Features, held: Held, telling: Telling) -> tuple[str, ...]:
    shared = [(-weight * telling.of(term), term) for term, weight in features.terms.items() if term in held.terms]
    return (
        (f"same telling words: {', '.join(features.shown[term] for _, term in sorted(shared)[:5])}",) if shared else ()
    )


def _days_between(features: Features, outline: Outline) -> int:
    """Whole days between the report and the nearest end of the story; 0 inside it or when unknown."""
    if features.at is None or outline.first_at is None or outline.last_at is None:
        return 0
    if outline.first_at <= features.at <= outline.last_at:
        return 0
    return min(abs(features.at - outline.first_at), abs(features.at - outline.last_at)).days


def _ordinals(days: Sequence[str]) -> list[int]:
    return [date.fromisoformat(day).toordinal() for day in days]


def _cosine(product: int, ours: int, theirs: int) -> int:
    """Per mille; 0 when a side is empty."""
    return product * 1000 // max(1, isqrt(ours * theirs))


def _hundredths(score: int) -> str:
    return f"likeness {score // 1000}.{score % 1000 // 10:02d}"
