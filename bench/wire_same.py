"""When a finding says the same as a gold label: same words, same speaker, same amount, same day."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable

from infostreamer.model import Finding, Name, fold

_WORD = re.compile(r"\w+")
_IDLE = frozenset(["the", "a", "an", "of", "for", "and", "s", "mr", "mrs", "ms", "dr", "his", "her", "its", "their"])
_HALF = 0.5
_PER_CENT = 100

Span = tuple[int, int]


def bare(words: str) -> str:
    """The words without marks and spaces between them, folded."""
    return " ".join(_WORD.findall(fold(words)))


def overlaps(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Some character stands in both."""
    others = tuple(other)
    return any(start < last and first < end for start, end in one for first, last in others)


def overlap_f1(text: str, one: Iterable[Span], other: Iterable[Span]) -> float:
    """F1 of the words (by place, without articles and such) that stand in both."""
    ours, theirs = _placed_words(text, one), _placed_words(text, other)
    return 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)


def _placed_words(text: str, spans: Iterable[Span]) -> set[int]:
    found = (match for start, end in spans for match in _WORD.finditer(text, start, end))
    return {match.start() for match in found if match.group().lower() not in _IDLE}


def canonical_names(found: Iterable[Finding]) -> dict[str, str]:
    """Mention key -> fullest form of the name."""
    names = (each.payload for each in found if isinstance(each.payload, Name))
    return {name.who: name.canonical for name in names if name.who}


def is_same_actor(found: str | None, gold: Collection[str | None], people: Collection[str] = ()) -> bool:
    """One of the gold forms names who was found.

    A person is told by the name with more or less around it ("Interior Minister Marta Ilves", "Ilves"), where no other
    of the report's people shares it; bodies and roles by half of their words.
    """
    if found is None:
        return None in gold
    words = _tokens(found)
    return any(each is not None and _is_same(words, each, people) for each in gold)


def _is_same(words: frozenset[str], gold: str, people: Collection[str]) -> bool:
    theirs = _tokens(gold)
    shared = words & theirs
    if not shared:
        return False
    if words <= theirs and words != theirs and _is_person(gold):
        return not any(words <= _tokens(other) for other in people if _tokens(other) != theirs)
    is_within = words <= theirs or theirs <= words
    return is_within or (not _is_person(gold) and 2 * len(shared) / (len(words) + len(theirs)) >= _HALF)


def _tokens(words: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(words))) - _IDLE


def _is_person(gold: str) -> bool:
    words = gold.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words)


def is_same_amount(
    value: float | None, unit: str | None, values: Collection[float | None], units: Collection[str | None]
) -> bool:
    """Equal number and unit; a fraction may be given per cent, and rounded to the thousandth."""
    if _is_close(value, values):
        return unit in units
    is_share = unit == "%" and None in units and value is not None
    return is_share and _is_close((value or 0) / _PER_CENT, values)


def _is_close(value: float | None, golds: Collection[float | None]) -> bool:
    if value is None:
        return None in golds
    return any(
        gold is not None and math.isclose(value, gold, rel_tol=2e-3 if abs(gold) < 1 else 1e-9) for gold in golds
    )


def is_same_date(value: str | None, golds: Collection[str | None]) -> bool:
    """Equal EDTF, marks of approximation and clock times beside a gold day left out."""
    if value is None:
        return None in golds
    plain = value.replace("~", "").replace("?", "")
    return plain in golds or plain.split("T")[0] in golds
