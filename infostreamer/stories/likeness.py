"""A report beside a live story -> how alike they are, in whole numbers.

Pure and pairwise: nothing here knows the other stories, but for how telling each word is among them. Cosines are per
mille; the score is their sum by the learned weights, and what time adds or takes off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isqrt

from infostreamer.stories.across import alike_across, is_across
from infostreamer.stories.features import NAME, Features
from infostreamer.stories.outline import Outline
from infostreamer.stories.weigh import SCALE, Telling, log2_fixed
from infostreamer.stories.weights import Weights

SAME_DAYS = 2  # leads that date within two days of each other may tell of one happening
CLOSE_DAYS = 2
ACROSS_DAYS = 3  # further apart, names and numbers alone do not tell one happening from the next
CASE_DAYS = 40  # up to then two shared persons alone tell that a case goes on
LONG_DAYS = 14  # after that many days without a report a story is taken up again only by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A report ready for measuring. `terms`: stem -> weight times squared telling; the rest squared lengths."""

    features: Features
    terms: Mapping[str, int]
    heads: Mapping[str, int]
    names_square: int
    words_square: int
    heads_square: int
    who_square: int
    telling: Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A story ready for measuring: its vectors, and their squared lengths."""

    terms: Mapping[str, int]
    heads: Mapping[str, int]
    who: Mapping[str, int]
    figures: Mapping[str, int]
    names_square: int
    words_square: int
    heads_square: int
    who_square: int
    figures_square: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What report and story have in common: cosines per mille; `apart`: per mille of the score lost to other days."""

    by_names: int
    by_words: int
    together: int
    heads: int
    people: int
    figures: int
    days: int | None  # whole days between the report and the story's reports; None where a time is unknown
    apart: int
    across: int  # where a report of the story is in another language: the cosine of marks, 0 if not sure
    is_named: bool  # they share a person, a body, a place smaller than a country, or a name of the headlines


def own_of(features: Features, telling: Telling) -> Own:
    """The report's terms under the weights of now."""
    squares = {term: telling.of(term) ** 2 for term in features.terms}
    names, words = _squares(features.terms, telling)
    return Own(
        features=features,
        terms={term: weight * squares[term] for term, weight in features.terms.items()},
        heads={term: weight * squares[term] for term, weight in features.heads.items()},
        names_square=names,
        words_square=words,
        heads_square=sum([weight * weight * squares[term] for term, weight in features.heads.items()]),
        who_square=_square(features.who),
        telling=telling,
    )


def held_of(outline: Outline, telling: Telling) -> Held:
    """The story's vectors and their lengths under the weights of now."""
    terms, heads, who, figures = dict(outline.terms), dict(outline.heads), dict(outline.who), dict(outline.figures)
    names, words = _squares(terms, telling)
    return Held(
        terms=terms,
        heads=heads,
        who=who,
        figures=figures,
        names_square=names,
        words_square=words,
        heads_square=sum(_squares(heads, telling)),
        who_square=_square(who),
        figures_square=_square(figures),
    )


def measure(own: Own, outline: Outline, held: Held, weights: Weights) -> Measured:
    """Everything that the score is made of."""
    features = own.features
    names = words = 0
    theirs = held.terms
    for term, weight in own.terms.items():
        if term in theirs:
            if term[0] == NAME:
                names += weight * theirs[term]
            else:
                words += weight * theirs[term]
    times = weights.name_times**2
    ours = own.names_square * times + own.words_square * 10_000
    whole = held.names_square * times + held.words_square * 10_000
    figures = _cosine(_held(features.figures, held.figures), len(features.figures), held.figures_square)
    days = _days_between(features, outline)
    is_near = is_across(features, outline) and (days is None or days <= ACROSS_DAYS)
    return Measured(
        by_names=_cosine(names, own.names_square, held.names_square),
        by_words=_cosine(words, own.words_square, held.words_square),
        together=_cosine(names * times + words * 10_000, ours, whole),
        heads=_cosine(_product(own.heads, held.heads), own.heads_square, held.heads_square),
        people=_cosine(_product(features.who, held.who), own.who_square, held.who_square),
        figures=figures,
        days=days,
        apart=days_apart(features, outline, weights),
        across=alike_across(features, outline, own.telling, figures) if is_near else 0,
        is_named=any(folded in features.telling_names for folded, _, _ in outline.names)
        or any(term in features.subjects for term in held.heads),
    )


def likeness(measured: Measured, weights: Weights) -> int:
    """The cosines by their weights, per mille: 1,000 for the same report. Across languages those of marks say more."""
    by_marks = weights.across + measured.across // 2 if measured.across else 0
    return max(by_marks, _by_words(measured, weights))


def _by_words(measured: Measured, weights: Weights) -> int:
    return (
        measured.together * weights.together
        + measured.by_words * weights.words
        + isqrt(measured.by_names * measured.by_words) * weights.both
        + measured.heads * weights.heads
        + measured.people * weights.people
        + measured.figures * weights.figures
    ) // 1000


def score(measured: Measured, weights: Weights) -> int:
    """Likeness, and what the time between adds or takes off; per mille. A time that is unknown takes off most.

    0 after a long quiet where they share no name: one flood is like another.
    """
    if measured.days is None:
        whole = likeness(measured, weights) - weights.undated
    elif measured.days > LONG_DAYS and not measured.is_named:
        return 0
    else:
        gap = log2_fixed(1 + measured.days) * weights.per_doubling // SCALE
        whole = likeness(measured, weights) - gap + (weights.close if measured.days <= CLOSE_DAYS else 0)
    return whole * (1000 - measured.apart) // 1000


def days_apart(features: Features, outline: Outline, weights: Weights) -> int:
    """Per mille of the score that is lost because the lead tells of other days than the story's leads.

    Nothing where they share two persons, or where their headlines name the same person, body or thing: a case that
    goes on has news of its own every day. One person alone may be the fire chief of both fires, and after weeks even
    two may be those who speak at every fire.
    """
    if not features.days or not outline.days:
        return 0
    if features.subjects and any(term in features.subjects for term, _ in outline.heads):
        return 0
    gap = min(abs(our - their) for our in _ordinals(features.days) for their in _ordinals(outline.days))
    if gap <= SAME_DAYS or _is_case(features, outline, weights, gap):
        return 0
    return min(log2_fixed(gap) * weights.days_apart // SCALE, weights.most_apart)


def _is_case(features: Features, outline: Outline, weights: Weights, gap: int) -> bool:
    """True where they share enough persons to be one case that goes on; `gap`: days between what the leads date.

    After weeks it is not enough that a minister and a commander spoke both times: one of those they share stands in a
    title or a first sentence, so that a report is about them.
    """
    if gap <= CASE_DAYS:
        return len(features.people.intersection(outline.people)) >= weights.same_people
    if len(features.full_names.intersection(outline.people)) < weights.same_people:
        return False
    return not features.leading.isdisjoint(outline.people) or not features.full_names.isdisjoint(outline.leading)


def _squares(terms: Mapping[str, int], telling: Telling) -> tuple[int, int]:
    """Squared lengths (names, other words) of weighted terms."""
    names = words = 0
    for term, weight in terms.items():
        square = (weight * telling.of(term)) ** 2
        if term[0] == NAME:
            names += square
        else:
            words += square
    return names, words


def _square(vector: Mapping[str, int]) -> int:
    return sum([weight * weight for weight in vector.values()])


def _product(ours: Mapping[str, int], theirs: Mapping[str, int]) -> int:
    return sum([weight * theirs[key] for key, weight in ours.items() if key in theirs])


def _held(ours: Mapping[str, str], theirs: Mapping[str, int]) -> int:
    return sum([theirs[key] for key in ours if key in theirs])


def _days_between(features: Features, outline: Outline) -> int | None:
    """Whole days between the report and the nearest end of the story; 0 inside it, None when unknown.

    When a report arrived says nothing of when it was written.
    """
    if not features.is_dated or not outline.is_dated:
        return None
    if features.at is None or outline.first_at is None or outline.last_at is None:
        return None
    if outline.first_at <= features.at <= outline.last_at:
        return 0
    return min(abs(features.at - outline.first_at), abs(features.at - outline.last_at)).days


def _ordinals(days: Sequence[str]) -> list[int]:
    return [date.fromisoformat(day).toordinal() for day in days]


def _cosine(product: int, ours: int, theirs: int) -> int:
    """Per mille; 0 when a side is empty."""
    return product * 1000 // max(1, isqrt(ours * theirs))
