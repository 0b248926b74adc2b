"""Report -> marks: its names by their consonants and its numbers, which stand in any language alike.

What placing compares where report and story are in different languages and share no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from infostreamer.model import Date, Finding, Name, Report, fold
from infostreamer.stories.sounds import NUMBER, sound_of
from infostreamer.text.words import words_of

OURS, OTHERS = "+", "~"  # what the index puts before a mark of an English report, and of one in another language
MOST_MARKS = 40
SOUNDS = 5  # consonants; what follows is mostly the ending of a case
FEWEST_SOUNDS = 3
_FIRST_CHARACTERS = 2600
_SMALL = 12  # numbers up to here are written in words or left out as one likes
_YEARS = range(1900, 2100)
_WORD = re.compile(r"\b[^\W\d_a-zа-яёіїєґў]\w{2,}")
_NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?!\w)|(?<![\w.,:/-])\d{2,}(?![\w/])(?![.,:-]\d)"
)
_APART = re.compile(r"\D")
_OPENS = frozenset('.!?:\n"“„«–—-')


def marks_of(report: Report, findings: Iterable[Finding], outside: frozenset[str]) -> tuple[str, ...]:
    """The marks of title and first screens, each once, sorted, at most `MOST_MARKS` in order of the text.

    The words of names that were found count wherever they stand, others with a capital only inside a sentence. Nothing
    from countries and peoples, days and months and first names: they are shared by too many.

    Args:
        report: what is read.
        findings: in it.
        outside: folded words that say who reports, not what.
    """
    text = report.text[: report.body_start + _FIRST_CHARACTERS]
    known, broad = _words_in(report, findings)
    outside |= broad
    found: dict[str, None] = {}
    for each in _WORD.finditer(text):
        if not each.group()[0].isupper():
            continue
        word = fold(each.group())
        is_name = word in known or not (each.start() < report.body_start or _opens(text, each.start()))
        sound = sound_of(word)[:SOUNDS] if is_name and word not in outside else ""
        if len(sound) >= FEWEST_SOUNDS:
            found[sound] = None
    for each in _NUMBER.finditer(text):
        digits = _APART.sub("", each.group())
        if len(digits) < 12 and int(digits) > _SMALL and int(digits) not in _YEARS:
            found[NUMBER + digits] = None
    return tuple(sorted(list(found)[:MOST_MARKS]))


def _words_in(report: Report, findings: Iterable[Finding]) -> tuple[set[str], set[str]]:
    """Folded words of the names found; and those that say too little."""
    known: set[str] = set()
    broad: set[str] = set()
    for finding in findings:
        name = finding.payload
        if isinstance(name, Date):
            broad.update(words_of(finding.words(report.text)))
        elif isinstance(name, Name):
            words = words_of(name.canonical)
            is_broad = name.type == "nationality" or (name.location and name.location.precision == "country")
            known.update(words)
            broad.update([*words, *words_of(finding.words(report.text))] if is_broad else ())
            broad.update(words[:-1] if name.type == "person" else ())
    return known, broad


def marks_in(name: str) -> tuple[str, ...]:
    """The marks of a name's words."""
    sounds = (sound_of(word)[:SOUNDS] for word in words_of(name))
    return tuple(sound for sound in sounds if len(sound) >= FEWEST_SOUNDS)


def kept_marks(language: str, marks: Iterable[str]) -> dict[str, int]:
    """As terms of the index, by which reports in other languages find this one; all alike."""
    return dict.fromkeys((_before(language) + mark for mark in marks), 1)


def asked_marks(language: str, marks: Iterable[str]) -> dict[str, int]:
    """As terms of the index, by which this one finds reports in other languages.

    English reports, most of most desks, do not ask for each other: words find them, and asking would cost.
    """
    asked = (OTHERS,) if _before(language) == OURS else (OURS, OTHERS)
    return {before + mark: 1 for mark in marks for before in asked}


def _before(language: str) -> str:
    return OURS if language == "en" else OTHERS


def _opens(text: str, start: int) -> bool:
    """True where a sentence begins, so that a capital means nothing."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in _OPENS
