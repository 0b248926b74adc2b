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
from infostreamer.text.abroad.tongue import is_in
from infostreamer.understand.lexicon import word_values, words_by_first
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
    return _by_words_of(reading, tokens[index].start)


def _by_words_of(reading: Reading, start: int) -> Found | None:
    """ "По словам X, «…»": a source named right in front of the marks."""
    pattern = _source(reading.report.language or "")
    text = reading.report.text
    match = pattern.search(text, max(0, start - _LONGEST_SOURCE), start) if pattern else None
    if match is None or "\n" in text[match.start() : start]:
        return None
    place = match.span("who")
    return Found(named_in(reading, *place) or Party(*place, None, "role"), match.span("cue"), ())


def dashed(reading: Reading) -> list[Found]:
    """Direct words without marks: paragraphs that begin with a dash and name who speaks after another one."""
    pattern = _dialogue(reading.report.language or "")
    found = []
    for start, end in reading.report.paragraphs if pattern else ():
        match = pattern.match(reading.report.text, start, min(end, start + _LONGEST_SPEECH)) if pattern else None
        if match is not None:
            place = match.span("who")
            who = named_in(reading, *place) or _pronoun_at(reading, *place) or _role_at(reading, *place)
            more = [(match.start("more"), end)] if match["more"] else []
            found.append(Found(who, match.span("cue"), (match.span("words"), *more)))
    return found


def _role_at(reading: Reading, start: int, end: int) -> Party | None:
    """ "powiedział rzecznik": the role by its own."""
    words = reading.report.text[start:end].split()
    is_role = bool(words) and is_in(words[0], reading.report.language or "", "roles")
    return Party(start, end, None, "role") if is_role else None


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
    for near in order if step > 0 else [*order[_NEAR:], *order[:_NEAR]]:
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


_LONGEST_SOURCE, _LONGEST_SPEECH = 120, 4000  # characters


@lru_cache(maxsize=16)
def _source(language: str) -> re.Pattern[str] | None:
    words = "|".join(sorted(word_values("said", f"by-{language}"))).replace("_", r"\s")
    who = r"(?P<who>[^,:;«»\n]{2,80}?)[,:]?\s*$"
    return re.compile(rf"(?<!\w)(?P<cue>{words})\s{who}", re.IGNORECASE) if words else None


@lru_cache(maxsize=16)
def _dialogue(language: str) -> re.Pattern[str] | None:
    words = words_by_first("elsewhere").get(language)
    if not words or language == "de":
        return None
    cue = "|".join(sorted(words))
    return re.compile(
        rf"[–—-]\s(?P<words>[^«„“\"\n][^\n]{{5,900}}?)[,.]?\s[–—-]\s(?P<cue>{cue})\s"
        rf"(?P<who>[^–—\n«»„”]{{1,80}}?)(?:[.,]?\s*$|[.,]\s[–—-]\s(?P<more>[^\n]{{3,}}))"
    )


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str] | None:
    words = words_by_first("elsewhere").get(language)
    if not words:
        return None
    cue = "|".join(sorted(words))
    return re.compile(rf"[,.!?…]\s[–—-]\s(?P<cue>{cue})\s(?P<who>[^–—«»,.]{{1,80}})(?:[,.]\s[–—-]\s|[,.]?$)")
