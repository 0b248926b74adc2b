"""Reported speech in languages whose clauses are not read here: by the reporting word and what follows it.

Three forms, each within one sentence: "X said, that …", "…, said X", "by the words of X, …". A speaker without a name
is taken only from a list of nouns and pronouns; without a speaker nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.understand.elsewhere import named_in
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading

LANGUAGES = ("ru", "uk", "be")
_SHORTEST = 8  # characters of content; less says nothing
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One statement, all places in characters of the report's text."""

    content: tuple[int, int]
    cue: tuple[int, int]
    stance: str
    speaker: Party


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of one language, compiled."""

    that: re.Pattern[str]
    after: re.Pattern[str]
    by: re.Pattern[str]
    their: re.Pattern[str]
    nouns: frozenset[str]


def told_in(reading: Reading) -> Iterator[Told]:
    """Every statement of the report in order of sentences."""
    language = reading.report.language or ""
    if language not in LANGUAGES:
        return
    forms = _forms(language)
    last: Told | None = None
    for start, end in reading.report.sentences:
        told = _by_that(reading, forms, start, end) or _by_after(reading, forms, start, end)
        told = told or _by_words_of(reading, forms, start, end) or _by_their_words(reading, forms, start, end, last)
        last = told
        if told is not None and not _is_quoted(reading, *told.cue):
            yield told


def _is_quoted(reading: Reading, start: int, end: int) -> bool:
    """Inside marks somebody else speaks, or the quotes finder has cut the attribution out."""
    return any(quotation.start < end and start < quotation.end for quotation in reading.quotations)


def _by_that(reading: Reading, forms: _Forms, start: int, end: int) -> Told | None:
    """X said, that …"""
    match = forms.that.search(reading.report.text, start, end)
    if match is None:
        return None
    before = _clause_before(reading.report.text, start, match.start("cue"))
    speaker = _speaker(reading, forms, *before) or _speaker(reading, forms, *match.span("beside"))
    return _told(reading, match, speaker, end)


def _by_after(reading: Reading, forms: _Forms, start: int, end: int) -> Told | None:
    """…, said X."""
    match = forms.after.search(reading.report.text, start, end)
    if match is None:
        return None
    speaker = _speaker(reading, forms, *match.span("beside"))
    if speaker is None or match.start("cue") - start < _SHORTEST:
        return None
    return Told((start, match.start()), match.span("cue"), _stance(reading, match), speaker)


def _by_words_of(reading: Reading, forms: _Forms, start: int, end: int) -> Told | None:
    """By the words of X, …: whoever stands there has said it, in whatever case of the noun."""
    match = forms.by.match(reading.report.text, start, end)
    if match is None:
        return None
    place = match.span("beside")
    speaker = named_in(reading, *place) or Party(*place, None, "role")
    return _told(reading, match, speaker, end)


def _by_their_words(reading: Reading, forms: _Forms, start: int, end: int, last: Told | None) -> Told | None:
    """By their words, …: whoever the sentence before let speak."""
    match = forms.their.match(reading.report.text, start, end)
    if match is None:
        return None
    who = last.speaker.who if last is not None else None
    pronoun = list(_WORD.finditer(match["cue"]))[1]
    place = (match.start("cue") + pronoun.start(), match.start("cue") + pronoun.end())
    return _told(reading, match, Party(*place, who, "pronoun"), end)


def _told(reading: Reading, match: re.Match[str], speaker: Party | None, end: int) -> Told | None:
    text = reading.report.text
    while end > match.end() and text[end - 1] in " .!?…":
        end -= 1
    if speaker is None or end - match.end() < _SHORTEST:
        return None
    return Told((match.end(), end), match.span("cue"), _stance(reading, match), speaker)


def _stance(reading: Reading, match: re.Match[str]) -> str:
    return _stances(reading.report.language or "").get(match["cue"].lower(), "says")


def _clause_before(text: str, start: int, end: int) -> tuple[int, int]:
    """From the last mark before the reporting word."""
    at = max((text.rfind(mark, start, end) + 1 for mark in ",:;–—»"), default=start)
    return max(at, start), end


def _speaker(reading: Reading, forms: _Forms, start: int, end: int) -> Party | None:
    """Who is named between these characters, or stands there as one of the known nouns."""
    if end - start < 2:
        return None
    named = named_in(reading, start, end)
    if named is not None:
        return named
    for word in _WORD.finditer(reading.report.text, start, end):
        if word.group().lower() in forms.nouns:
            return Party(*word.span(), None, "role")
    return None


@lru_cache(maxsize=8)
def _stances(language: str) -> dict[str, str]:
    return {word: stance for word, stance in word_values("said", language).items() if stance is not None}


@lru_cache(maxsize=8)
def _forms(language: str) -> _Forms:
    cues = "|".join(sorted(_stances(language)))
    that = "|".join(sorted(_listed("that", language)))
    by, their = ("|".join(sorted(_listed(kind, language))).replace("_", r"\s") for kind in ("by", "their"))
    cue = rf"(?<![\w-])(?<!не )(?P<cue>{cues})(?![\w-])"
    return _Forms(
        re.compile(rf"{cue}(?P<beside>[^,:;–—\n]{{0,90}}),\s(?:{that})\s", re.IGNORECASE),
        re.compile(rf",\s(?:[–—]\s)?{cue}(?P<beside>\s[^:;«»\n]{{2,120}})$", re.IGNORECASE),
        re.compile(rf"(?P<cue>{by})\s(?P<beside>[^,:;«»\n]{{2,80}}),\s", re.IGNORECASE),
        re.compile(rf"(?P<cue>{their}),\s", re.IGNORECASE),
        _listed("noun", language),
    )


def _listed(kind: str, language: str) -> frozenset[str]:
    return frozenset(word_values("said", f"{kind}-{language}"))
