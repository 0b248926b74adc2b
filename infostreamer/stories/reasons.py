"""Why a report belongs to a story, as an editor reads it."""

from __future__ import annotations

from infostreamer.stories.across import shared_marks
from infostreamer.stories.features import Features
from infostreamer.stories.likeness import LONG_DAYS, Held, Measured, Own, likeness
from infostreamer.stories.marks import marks_in
from infostreamer.stories.outline import Outline
from infostreamer.stories.sounds import NUMBER
from infostreamer.stories.weights import Weights

MOST_NAMES = 4
MOST_NUMBERS = 3
MOST_WORDS = 5


def reasons_of(own: Own, outline: Outline, held: Held, measured: Measured, weights: Weights) -> tuple[str, ...]:
    """Names, events, figures and telling words they share, how long it was quiet, and the likeness."""
    features = own.features
    events = tuple(f"same event: {event}" for event in features.events if event in outline.events)[:2]
    quiet = measured.days or 0
    return (
        *(across_names(features, outline) if measured.across else ()),
        *shared_names(features, outline),
        *events,
        *_shared_figures(own, held),
        *_shared_words(own, held),
        *((f"taken up again after {quiet} days",) if quiet > LONG_DAYS else ()),
        _hundredths(likeness(measured, weights)),
    )


def shared_names(features: Features, outline: Outline) -> tuple[str, ...]:
    """ "same people: …", "same place: …" and "same names: …", each with at most four; none where nothing is shared."""
    people: list[str] = []
    places: list[str] = []
    others: list[str] = []
    for folded, given, _ in outline.names:
        if folded in features.names:
            kind = people if folded in features.people else places if folded in features.places else others
            kind.append(given)
    rows = (("people", people), ("place" if len(places) == 1 else "places", places), ("names", others))
    return tuple(f"same {what}: {', '.join(given[:MOST_NAMES])}" for what, given in rows if given)


def across_names(features: Features, outline: Outline) -> tuple[str, ...]:
    """ "another language: Хелин Марек, 41000": names as the report gives them, and numbers, that are known again."""
    shared = frozenset(shared_marks(features, outline))
    names = [given for given in features.names.values() if any(mark in shared for mark in marks_in(given))]
    numbers = sorted((mark.removeprefix(NUMBER) for mark in shared if mark[0] == NUMBER), key=int, reverse=True)
    known = (*names[:MOST_NAMES], *numbers[:MOST_NUMBERS])
    return (f"another language: {', '.join(known)}" if known else "another language, names of the same sound",)


def _shared_figures(own: Own, held: Held) -> tuple[str, ...]:
    """Only those that count something: a bare "2" says nothing to a reader."""
    shared = [shown for key, shown in own.features.figures.items() if key in held.figures and " " in shown]
    return (f"same figure{'s' if len(shared) > 1 else ''}: {', '.join(shared[:3])}",) if shared else ()


def _shared_words(own: Own, held: Held) -> tuple[str, ...]:
    shared = sorted((-weight, term) for term, weight in own.terms.items() if term in held.terms)[:MOST_WORDS]
    return (f"same telling words: {', '.join(own.features.shown[term] for _, term in shared)}",) if shared else ()


def _hundredths(score: int) -> str:
    return f"likeness {score // 1000}.{score % 1000 // 10:02d}"
