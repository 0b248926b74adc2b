"""Does the span bear out the line? A whole number for lines in other words; measured by bench/quality_faithful.py.

What counts against a line: names and numbers that the cited words lack, words for the contrary, negations brought in or
lost, and content words side by side that stand apart there. No model, no vectors: the same words give the same number
on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from infostreamer.stories.cues import Cue, cues
from infostreamer.stories.normal import Word, level, opposites, words
from infostreamer.stories.quantities import quantities
from infostreamer.text.counting import ORDINALS
from infostreamer.text.sentences import split_sentences

FORM = 6  # letters that two words have in common at their beginning, at least, to be forms of one
REACH = 5  # words between two that belong together
LEAST = 770
"""Per mille, from which on a line is let through: the best threshold on SummEdits' news, first half."""

_BREACH = 400  # per mille lost by each name, number, contrary word and negation that the cited words do not bear out
_APART = 600  # per mille lost where every two neighbours stand apart there
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


def strange_words(text: str, cited: Sequence[str]) -> list[str]:
    """The content words of the text that no cited word is a form of, in order: "arrested" is a form of "arrests"."""
    known = {word.stem for part in cited for word in words(level(part))}
    begun = {stem[:FORM] for stem in known if len(stem) >= FORM}
    content = (word for word in words(level(text)) if word.is_content)
    return [word.raw for word in content if word.stem not in known and word.stem[:FORM] not in begun]


def support(text: str, cited: Sequence[str]) -> int:
    """0 to 1000: how far the cited words bear out the text."""
    said, source = words(level(text)), _source(tuple(cited))
    content = [word for word in said if word.is_content]
    if not content:
        return 0
    strange = [word for word in content if word.stem not in source.places]
    breaches = sum(word.is_capital and word.start > 0 for word in strange)
    breaches += sum(bool(opposites().get(word.key, frozenset()) & source.keys) for word in strange)
    breaches += _numbers(text, said, source) + _negations(said, source) + _lost(said, source)
    return max(0, 1000 - _BREACH * breaches - _APART * _apart(content, source) // 1000)


class _Source:
    """The cited words, ready to be looked up."""

    def __init__(self, cited: tuple[str, ...]) -> None:
        levelled = [level(part) for part in cited]
        self.words = [word for part in levelled for word in words(part)]
        self.keys = frozenset(word.key for word in self.words)
        self.places: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            self.places.setdefault(word.stem, []).append(at)
        self.quantities = frozenset((one.value, one.unit) for part in levelled for one in quantities(part))
        found = [cue for part in levelled for cue in _cues(part)]
        self.denied = frozenset(stem for cue in found for stem in cue.speaks_of)
        self.negated = frozenset(cue.speaks_of for cue in found if cue.kind == "negation")


@lru_cache(maxsize=64)
def _source(cited: tuple[str, ...]) -> _Source:
    return _Source(cited)


def _cues(levelled: str) -> list[Cue]:
    sentences = [levelled[start:end] for start, end in split_sentences(levelled)]
    return [cue for one in sentences for cue in cues(words(one)) if cue.kind in ("negation", "denial")]


def _numbers(text: str, said: Sequence[Word], source: _Source) -> int:
    """Numbers with their units, and ordinals, that the source lacks."""
    amounts = sum((one.value, one.unit) not in source.quantities for one in quantities(level(text)))
    ordinals = [word for word in said if word.key in ORDINALS or _ORDINAL.fullmatch(word.key)]
    return amounts + sum(word.key not in source.keys for word in ordinals)


def _negations(said: Sequence[Word], source: _Source) -> int:
    found = [cue for cue in cues(tuple(said)) if cue.kind == "negation"]
    return sum(not source.denied.intersection(cue.speaks_of) for cue in found)


def _lost(said: Sequence[Word], source: _Source) -> int:
    """Negations of the source whose next two words both stand in the line, which does not say no to them."""
    held = {word.stem for word in said}
    ours = {stem for cue in cues(tuple(said)) if cue.kind in ("negation", "denial") for stem in cue.speaks_of}
    nearest = {reach[:2] for reach in source.negated if len(reach) > 1}
    return sum(set(pair) <= held and not set(pair) & ours for pair in sorted(nearest))


def _apart(content: Sequence[Word], source: _Source) -> int:
    """Per mille of the neighbours in the line that both stand in the source, but nowhere near each other in order."""
    pairs = [(source.places.get(one.stem), source.places.get(other.stem)) for one, other in pairwise(content)]
    held = [(left, right) for left, right in pairs if left and right]
    apart = sum(not any(0 < b - a <= REACH for a in left for b in right) for left, right in held)
    return 1000 * apart // len(held) if held else 0
