"""Who spoke a quotation in languages whose clauses are not read here: by the reporting word next to the marks.

Slavic papers put the attribution inside the marks, between dashes («…, – сказала она. – …»); it is cut out of the
words. Only a name or pronoun right at the reporting word is taken; anything else is left without a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Name
from infostreamer.understand.lexicon import words_by_first
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading, Token

_PRONOUNS = frozenset(("он", "она", "они", "вона", "він", "вони", "ён", "яна", "яны", "er", "sie", "on", "ona"))
_NEAR = 6  # tokens between the reporting word and the name


@dataclass(frozen=True, slots=True)
class Found:
    """Who spoke, with which word (characters), and the words themselves without the attribution (characters)."""

    speaker: Party | None
    cue: tuple[int, int]
    spans: tuple[tuple[int, int], ...]


def inside(reading: Reading, start: int, end: int) -> Found | None:
    """The attribution between dashes inside the marks; None when there is none."""
    pattern = _pattern(reading.report.language or "")
    match = pattern.search(reading.report.text, start, end) if pattern else None
    if match is None:
        return None
    who = named_in(reading, *match.span("who")) or _pronoun_at(reading, *match.span("who"))
    spans = [(start, match.start() + (match.group()[0] not in ",")), (match.end(), end)]
    return Found(who, match.span("cue"), tuple(span for span in spans if span[0] < span[1]))


def beside(reading: Reading, tokens: Sequence[Token], index: int) -> Found | None:
    """The attribution after the marks, else in front of a colon before them; None without a reporting word there."""
    words = words_by_first("elsewhere").get(reading.report.language or "", frozenset())
    for step, limit in ((1, 4), (-1, _NEAR + 8)):
        at = _cue_near(tokens, index, step, limit, words)
        if at is not None:
            who = _name_near(reading, tokens, at, step)
            return Found(who, (tokens[at].start, tokens[at].end), ()) if who is not None else None
    return None


def _cue_near(tokens: Sequence[Token], index: int, step: int, limit: int, words: frozenset[str]) -> int | None:
    if step < 0 and (index == 0 or tokens[index - 1].tag != ":"):
        return None
    for at in range(index + step, index + step * (limit + 1), step):
        if not 0 <= at < len(tokens) or tokens[at].tag == "Q":
            return None
        if tokens[at].low in words:
            return at
    return None


def _name_near(reading: Reading, tokens: Sequence[Token], at: int, step: int) -> Party | None:
    order = [*range(at + 1, at + 1 + _NEAR), *range(at - 1, at - 1 - _NEAR, -1)]
    for near in order if step > 0 else reversed(order):
        if 0 <= near < len(tokens) and tokens[near].tag != "Q":
            who = named_in(reading, tokens[near].start, tokens[near].end)
            who = who or _pronoun_at(reading, tokens[near].start, tokens[near].end)
            if who is not None:
                return who
    return None


def named_in(reading: Reading, start: int, end: int) -> Party | None:
    """The first person or body named between two characters; None when nobody is."""
    for finding in reading.names:
        name = finding.payload
        if finding.start < end and start < finding.end and isinstance(name, Name) and name.type != "place":
            return Party(finding.start, finding.end, name.who, name.type)
    return None


def _pronoun_at(reading: Reading, start: int, end: int) -> Party | None:
    word = reading.report.text[start:end].strip()
    return Party(start, end, None, "pronoun") if word.lower() in _PRONOUNS else None


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str] | None:
    words = words_by_first("elsewhere").get(language)
    if not words:
        return None
    cue = "|".join(sorted(words))
    return re.compile(rf"[,.!?…]\s[–—-]\s(?P<cue>{cue})\s(?P<who>[^–—«»,.]{{1,80}})(?:[,.]\s[–—-]\s|[,.]?$)")
