"""Sentences with a masked quotation, made from those in which somebody says something."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from treebanks import Sample

from infostreamer.understand.pack.features import STAND_IN

_WORDS = (
    "say tell add warn state claim insist argue explain note ask reply write announce declare admit deny report "
    "suggest confirm stress believe know think show hope fear promise agree"
)
SAID = frozenset(_WORDS.split())
_QUOTE = -2  # in an order of words: the stand-in


def masked(samples: Iterable[Sample], dice: random.Random) -> list[Sample]:
    """One sentence with a stand-in for each that holds a clause of speech."""
    return [made for sample in samples for made in _made(sample, dice)]


def _made(sample: Sample, dice: random.Random) -> Iterator[Sample]:
    for at, relation in enumerate(sample.relations):
        head = sample.heads[at]
        if relation == "ccomp" and head >= 0 and sample.lemmas[head] in SAID and head < at:
            made = _from_complement(sample, head, at, dice)
        elif relation == "parataxis" and sample.lemmas[at] in SAID and head >= 0:
            made = _from_parataxis(sample, at)
        else:
            continue
        if made is not None:
            yield made
            return


def below(sample: Sample, top: int) -> list[int]:
    """The word and all that hang on it, in order."""
    found, waiting = set(), [top]
    while waiting:
        at = waiting.pop()
        found.add(at)
        waiting += [child for child, head in enumerate(sample.heads) if head == at and child not in found]
    return sorted(found)


def _from_complement(sample: Sample, verb: int, clause: int, dice: random.Random) -> Sample | None:
    span = below(sample, clause)
    if span[-1] - span[0] + 1 != len(span) or span[0] < verb:
        return None
    left = list(range(span[0]))
    right = list(range(span[-1] + 1, len(sample.words)))
    chance = dice.random()
    subject = next((at for at in left if sample.heads[at] == verb and sample.relations[at] == "nsubj"), None)
    if chance < 0.35 or sample.heads[verb] >= 0:
        return _rebuilt(sample, [*left, _QUOTE, *right], verb)
    if chance < 0.7 or subject is None:
        return _rebuilt(sample, [_QUOTE, *left, *right], verb)
    whole = below(sample, subject)
    rest = [at for at in left if at not in whole]
    turned = [at for at in rest if at <= verb]
    return _rebuilt(sample, [_QUOTE, *turned, *whole, *[at for at in rest if at > verb], *right], verb)


def _from_parataxis(sample: Sample, verb: int) -> Sample | None:
    span = below(sample, verb)
    if span[-1] - span[0] + 1 != len(span) or len(span) == len(sample.words):
        return None
    last = len(sample.words) - 1
    stop = [last] if sample.tags[last] == "PUNCT" and last not in span else []
    if span[0] < sample.heads[verb]:
        return _rebuilt(sample, [*span, _QUOTE, *stop], verb)
    return _rebuilt(sample, [_QUOTE, *span, *stop], verb)


def _rebuilt(sample: Sample, order: list[int], verb: int) -> Sample:
    """The words in this order; what hung on a word left out hangs on the verb, as the stand-in does."""
    place = {old: new for new, old in enumerate(order)}
    is_root_gone = not any(old >= 0 and sample.heads[old] < 0 for old in order)
    made = Sample(words=[], id=sample.id, document=sample.document)
    for old in order:
        if old == _QUOTE:
            row = (STAND_IN, "NOUN", place[verb], "ccomp", "", "O")
        else:
            head, relation = sample.heads[old], sample.relations[old]
            if old == verb and is_root_gone:
                head, relation = -1, "root"
            name = sample.names[old] if sample.names else ""
            row = (sample.words[old], sample.tags[old], place.get(head, place[verb]) if head >= 0 else -1, relation,
                   sample.lemmas[old], name)  # fmt: skip
        for values, value in zip(
            (made.words, made.tags, made.heads, made.relations, made.lemmas, made.names), row, strict=True
        ):
            values.append(value)
    if not sample.names:
        made.names = []
    return made
