"""A report beside a story in another language -> how much they are alike by marks alone.

Words are of no use there. Names by their sound and numbers are, if enough of them are shared and are telling: the
president of a country stands in every report from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt

from infostreamer.stories.features import NAME, Features
from infostreamer.stories.marks import OTHERS, OURS, marks_in
from infostreamer.stories.outline import Outline
from infostreamer.stories.sounds import NUMBER
from infostreamer.stories.weigh import SCALE, Telling

TELLING = 6 * SCALE  # a name is telling from here on: in one of 64 texts or fewer
FEWEST_TELLING = 2
RARE_NUMBER = 10 * SCALE  # one of four digits
ENOUGH = 22 * SCALE  # what all that is shared must add up to
ALIKE = 150  # per mille of cosine, where a number is shared too
ALIKE_BY_NAMES = 300  # … where none is
SELDOM = 4  # a mark of fewer than one in four of the story's reports is not the story's


def is_across(features: Features, outline: Outline) -> bool:
    """True when a report of the story is in another language than the report."""
    return any(language != features.language for language in outline.languages)


def shared_marks(features: Features, outline: Outline) -> tuple[str, ...]:
    """Those that many of the story's reports have; sorted."""
    least = max((count for _, count in outline.marks), default=0)
    known = {mark for mark, count in outline.marks if count * SELDOM >= least}
    return tuple(mark for mark in features.marks if mark in known)


def alike_across(features: Features, outline: Outline, telling: Telling, figures: int) -> int:
    """The cosine of their marks, per mille; 0 where too little is shared to be sure. `figures`: of those shared."""
    shared = shared_marks(features, outline)
    if len(shared) < FEWEST_TELLING:
        return 0
    spelled = _spelled(features, outline, telling)
    ours = {mark: max(telling_of(mark, telling), spelled.get(mark, 0)) for mark in features.marks}
    theirs = {mark: count * max(telling_of(mark, telling), spelled.get(mark, 0)) for mark, count in outline.marks}
    rare = [mark for mark in shared if ours[mark] >= (RARE_NUMBER if mark[0] == NUMBER else TELLING)]
    if len(rare) < FEWEST_TELLING or all(mark[0] == NUMBER for mark in rare):
        return 0
    if sum([ours[mark] for mark in shared]) < ENOUGH:
        return 0
    product = sum([ours[mark] * theirs[mark] for mark in shared])
    alike = product * 1000 // max(1, isqrt(_square(ours) * _square(theirs)))
    has_number = figures > 0 or any(mark[0] == NUMBER for mark in shared)
    return alike if alike >= (ALIKE if has_number else ALIKE_BY_NAMES) else 0


def _spelled(features: Features, outline: Outline, telling: Telling) -> Mapping[str, int]:
    """Marks of names that both spell alike -> how telling they are so: more than by their sound."""
    known = (term for term, _ in outline.terms if term[0] == NAME and term in features.terms)
    return {mark: telling.of(term) for term in known for mark in marks_in(term)}


def telling_of(mark: str, telling: Telling) -> int:
    """How telling it is in the reports of either kind of language."""
    return min(telling.of(OURS + mark), telling.of(OTHERS + mark))


def _square(weights: Mapping[str, int]) -> int:
    return sum([weight * weight for weight in weights.values()])
