"""Words that decide whether something happened, and who says so: "not", "denied", "allegedly", "may", "said".

A line may not lose one from a sentence whose words it keeps, nor bring one in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.stories.normal import Word, of_kind

KINDS = ("negation", "denial", "doubt", "ahead", "attribution")
REACH = 7  # content words after "not" or "may" that it still speaks of
_KEPT_BY = {"attribution": frozenset(("attribution", "doubt", "denial"))}
_STOPS = (";", ":", "(", ")", '"', "!", "?")
_BREAKS = frozenset(("but", "while", "although", "though", "whereas"))
_NO_MONTH = frozenset(("may",))


@dataclass(frozen=True, slots=True)
class Cue:
    """One such word, and the stems of what it speaks of."""

    kind: str
    at: int  # index into the sentence's words
    word: str
    reach: tuple[int, ...]  # indices of the content words it speaks of, in order
    speaks_of: tuple[str, ...]  # their stems


@lru_cache(maxsize=1024)
def cues(sentence: tuple[Word, ...]) -> tuple[Cue, ...]:
    """Every cue of a sentence's words, in order."""
    return tuple(
        _cue(sentence, at, kind)
        for at, word in enumerate(sentence)
        for kind in _kinds(word, sentence[at - 1] if at else None)
    )


def _cue(sentence: tuple[Word, ...], at: int, kind: str) -> Cue:
    reach = tuple(_reached(sentence, at, kind))
    return Cue(kind, at, sentence[at].key, reach, tuple(dict.fromkeys(sentence[one].stem for one in reach)))


def cut_off(sentence: tuple[Word, ...], start: int, end: int, *, is_attributed: bool) -> str | None:
    """The first cue outside words [start, end) of the sentence that speaks of what stands inside; else None.

    Args:
        is_attributed: as for `lost`.
    """
    told = sum(word.is_content for word in sentence[max(start, 0) : max(end, 0)])
    for cue in cues(sentence):
        if start <= cue.at < end or (cue.kind == "attribution" and is_attributed):
            continue
        inside = [order for order, at in enumerate(cue.reach) if start <= at < end]
        if cue.kind in ("attribution", "denial"):
            is_cut = bool(inside) and len(inside) >= min(3, told)
        else:
            is_cut = bool(inside) and (inside[0] < 2 or len(inside) * 2 >= len(cue.reach))
        if is_cut:
            return cue.word
    return None


def lost(line: Sequence[Word], sentence: Sequence[Word], *, is_attributed: bool) -> str | None:
    """The first cue of the sentence that the line drops although it keeps words that the cue speaks of; else None.

    Args:
        is_attributed: the line says in another way whose words these are: its label, or quotation marks.
    """
    held, ours = {word.stem for word in line if word.is_content}, cues(tuple(line))
    for cue in cues(tuple(sentence)):
        if cue.kind == "attribution" and is_attributed:
            continue
        kept = held.intersection(cue.speaks_of)
        if _is_kept(cue, kept, len(held)) and not any(_keeps(one, cue, kept) for one in ours):
            return cue.word
    return None


def added(line: Sequence[Word], sentences: Sequence[Sequence[Word]]) -> str | None:
    """The first cue of the line, attributions aside, that no sentence has for any of the same words; else None."""
    theirs = [cue for sentence in sentences for cue in cues(tuple(sentence))]
    for cue in cues(tuple(line)):
        if cue.kind != "attribution" and not any(
            one.kind == cue.kind and (not cue.speaks_of or set(one.speaks_of) & set(cue.speaks_of)) for one in theirs
        ):
            return cue.word
    return None


def _is_kept(cue: Cue, kept: set[str], told: int) -> bool:
    """The line tells of what the cue speaks of: of the two words next to it, or of half; of a speaker's, three."""
    if cue.kind in ("attribution", "denial"):
        return bool(kept) and len(kept) >= min(3, told)
    return bool(kept.intersection(cue.speaks_of[:2])) or (bool(kept) and len(kept) * 2 >= len(cue.speaks_of))


def _keeps(ours: Cue, theirs: Cue, kept: set[str]) -> bool:
    if theirs.kind in ("attribution", "denial"):
        return ours.kind in _KEPT_BY.get(theirs.kind, (theirs.kind,))
    return ours.kind == theirs.kind and bool(kept.intersection(ours.speaks_of))


def _kinds(word: Word, before: Word | None) -> Iterator[str]:
    if word.key.endswith("n't"):
        yield "negation"
    if word.key in _NO_MONTH and word.is_capital and (before is not None or word.start > 0):
        return  # the month
    for kind in KINDS:
        if word.key in of_kind(kind):
            yield kind


def _reached(sentence: tuple[Word, ...], at: int, kind: str) -> list[int]:
    if kind == "attribution" or (kind == "denial" and _is_last_clause(sentence, at)):
        is_aside = at > 0 and sentence[at - 1].key in of_kind("relatives")
        spoken = _clause(sentence, at) if is_aside else (one for one in range(len(sentence)) if one != at)
        return [one for one in spoken if sentence[one].is_content]
    if kind == "denial":
        return [one for one in range(at + 1, len(sentence)) if sentence[one].is_content]
    return [one for one in _clause(sentence, at) if sentence[one].is_content][:REACH]


def _is_last_clause(sentence: tuple[Word, ...], at: int) -> bool:
    """ "…, which the ministry denied", "… but police denied it": it speaks of what stands before it."""
    is_late = any("," in word.gap or word.key in _BREAKS for word in sentence[max(1, at - 6) : at + 1])
    rest = sum(word.is_content for word in sentence[at + 1 :])
    return rest < 2 or (is_late and at > len(sentence) // 2)


def _clause(sentence: tuple[Word, ...], at: int) -> Iterator[int]:
    """The words after a cue to the end of its clause; a comma right behind it ("not, however,") ends nothing."""
    seen = 0
    for one in range(at + 1, len(sentence)):
        word = sentence[one]
        is_end = any(mark in word.gap for mark in _STOPS) or ". " in word.gap or word.key in _BREAKS
        if seen and (is_end or "," in word.gap or " - " in word.gap):
            return
        seen += word.is_content
        yield one
