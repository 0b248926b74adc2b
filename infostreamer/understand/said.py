"""Reported speech in languages whose clauses are not read here: by the reporting word and what follows it.

Four forms, each within one sentence: "X said, that …", "…, said X", "as X said, …", "by the words of X, …". A speaker
without a name is taken only from a list of nouns and pronouns; without a speaker nothing is found. In Slavic languages
a name that is no nominative is not who spoke, and words that are a quotation are left to the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from infostreamer.model import Name
from infostreamer.text.abroad.tongue import nominatives
from infostreamer.understand.elsewhere import named_in
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading

LANGUAGES = ("ru", "uk", "be", "pl", "de")
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
    as_said: re.Pattern[str]
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
        told = _by_as_said(reading, forms, start, end) or _by_that(reading, forms, start, end)
        told = told or _by_after(reading, forms, start, end) or _by_words_of(reading, forms, start, end)
        told = told or _by_their_words(reading, forms, start, end, last)
        last = told
        if told is not None and not _is_quoted(reading, *told.cue) and not _is_quotation(reading, *told.content):
            yield told


def _is_quoted(reading: Reading, start: int, end: int) -> bool:
    """Inside marks somebody else speaks, or the quotes finder has cut the attribution out."""
    return any(quotation.start < end and start < quotation.end for quotation in reading.quotations)


def _is_quotation(reading: Reading, start: int, end: int) -> bool:
    """Direct words are the quotes finder's."""
    return any(quotation.start <= start + 2 and end - 2 <= quotation.end for quotation in reading.quotations)


def _by_as_said(reading: Reading, forms: _Forms, start: int, end: int) -> Told | None:
    """As X said, …"""
    match = forms.as_said.match(reading.report.text, start, end)
    return _told(reading, match, _speaker(reading, forms, *match.span("beside")), end) if match is not None else None


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
    at = match.start("beside")
    named = next((each for each in _named_at(reading, at, match.end("beside"))), None)
    if reading.report.language in _WITH_COMMA:
        return _told(reading, match, named or Party(*match.span("beside"), None, "role"), end)
    speaker = named or _noun_at(reading, forms, at)
    return _told(reading, match, speaker, end, begin=speaker.end + 1) if speaker is not None else None


_WITH_COMMA = ("ru", "uk", "be")  # "По словам X, …"; elsewhere the words go on at once ("Laut X …")


def _named_at(reading: Reading, start: int, end: int) -> Iterator[Party]:
    """Who is named right after the words at `start`, a role in front of the name or not."""
    named = named_in(reading, start, end)
    if named is not None and named.start - start <= _LONGEST_ROLE:
        yield named


def _noun_at(reading: Reading, forms: _Forms, at: int) -> Party | None:
    code = reading.report.language or ""
    for word in islice(_WORD.finditer(reading.report.text, at, at + _LONGEST_ROLE), 2):
        if any(form in forms.nouns for form in nominatives(word.group().lower(), code)):
            return Party(at, word.end(), None, "role")
    return None


_LONGEST_ROLE = 60  # characters


def _by_their_words(reading: Reading, forms: _Forms, start: int, end: int, last: Told | None) -> Told | None:
    """By their words, …: whoever the sentence before let speak."""
    match = forms.their.match(reading.report.text, start, end)
    if match is None:
        return None
    who = last.speaker.who if last is not None else None
    pronoun = list(_WORD.finditer(match["cue"]))[1]
    place = (match.start("cue") + pronoun.start(), match.start("cue") + pronoun.end())
    return _told(reading, match, Party(*place, who, "pronoun"), end)


def _told(
    reading: Reading, match: re.Match[str], speaker: Party | None, end: int, begin: int | None = None
) -> Told | None:
    text = reading.report.text
    at = match.end() if begin is None else begin
    while at < end and text[at] in " ,:":
        at += 1
    while end > at and text[end - 1] in " .!?…":
        end -= 1
    if speaker is None or end - at < _SHORTEST:
        return None
    return Told((at, end), match.span("cue"), _stance(reading, match), speaker)


def _stance(reading: Reading, match: re.Match[str]) -> str:
    return _stances(reading.report.language or "").get(match["cue"].lower(), "says")


def _clause_before(text: str, start: int, end: int) -> tuple[int, int]:
    """From the last mark before the reporting word."""
    at = max((text.rfind(mark, start, end) + 1 for mark in ",:;–—"), default=start)
    return max(at, start), end


def _speaker(reading: Reading, forms: _Forms, start: int, end: int) -> Party | None:
    """Who is named in the nominative between these characters, or stands there as one of the known nouns."""
    if end - start < 2:
        return None
    text = reading.report.text
    noun = next((word for word in _WORD.finditer(text, start, end) if word.group().lower() in forms.nouns), None)
    named = named_in(reading, start, end)
    if named is not None and _is_subject(reading, named):
        return named
    if noun is not None and (named is None or noun.start() < named.start):
        return Party(*noun.span(), None, "role")
    return None


def _is_subject(reading: Reading, named: Party) -> bool:
    """Slavic names change with the case: only the nominative, which the canonical is, can have spoken."""
    code = reading.report.language or ""
    if code == "de":
        return True
    words = reading.report.text[named.start : named.end]
    known = [one.payload for one in reading.names if one.start == named.start and isinstance(one.payload, Name)]
    if named.type == "person":
        return any(words == name.canonical or words in name.canonical.split() for name in known)
    return not any(_is_case_of(words.split()[0], name.canonical.split()[0], code) for name in known)


def _is_case_of(word: str, nominative: str, code: str) -> bool:
    """ "Минздрава" beside "Минздрав": another form than the nominative."""
    return word != nominative and nominative in nominatives(word, code)


@lru_cache(maxsize=8)
def _stances(language: str) -> dict[str, str]:
    return {word: stance for word, stance in word_values("said", language).items() if stance is not None}


@lru_cache(maxsize=8)
def _forms(language: str) -> _Forms:
    cues = "|".join(sorted(_stances(language)))
    that = "|".join(sorted(_listed("that", language)))
    by, their, as_ = ("|".join(sorted(_listed(kind, language))).replace("_", r"\s") for kind in ("by", "their", "as"))
    cue = rf"(?<![\w-])(?<!не )(?<!nie )(?P<cue>{cues})(?![\w-])"
    finite = r"sei|seien|habe|hätten?|werde|würden?"
    joined = rf",\s(?:(?:{that})\s|(?!(?:und|aber|als|wie|um|der|die|das)\s(?!\w+\s(?:{finite})\b)))"
    joint = joined if language == "de" else rf",\s(?:{that})\s"
    told = rf"(?P<beside>[^,:;«»\n]{{2,90}}?)\s{cue}" if language == "de" else rf"{cue}(?P<beside>\s[^,:;«»\n]{{2,90}})"
    stop = "," if language in _WITH_COMMA else ""
    return _Forms(
        re.compile(rf"{cue}(?P<beside>[^,:;–—\n]{{0,90}}){joint}", re.IGNORECASE),
        re.compile(rf",\s(?:[–—]\s)?{cue}(?P<beside>\s[^:;«»\n]{{2,120}})$", re.IGNORECASE),
        re.compile(rf"(?:{as_ or '(?!)'})\s{told},\s", re.IGNORECASE),
        re.compile(rf"(?P<cue>{by})\s(?P<beside>[^,:;«»\n]{{2,80}}){stop}\s?", re.IGNORECASE),
        re.compile(rf"(?P<cue>{their or '(?!)'}),?\s", re.IGNORECASE),
        _listed("noun", language),
    )


def _listed(kind: str, language: str) -> frozenset[str]:
    return frozenset(word_values("said", f"{kind}-{language}"))
