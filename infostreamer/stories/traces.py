"""Report -> its trace: the names, numbers and quotations by which its account can be known again in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Figure, Finding, Name, Quote, Report, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read
from infostreamer.stories.sounds import NUMBER, QUOTE, sound_of
from infostreamer.text.lexicon import lines_of
from infostreamer.text.words import stem, stopwords, words_of

_NUMBER = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?![\w])|(?<![\w/-])\d+(?:[.,:]\d+)?(?![\w/])")
_SEPARATORS = re.compile(r"[ \u00a0\u202f.,’'](?=\d{3}(?!\d))")
_CAPITAL = re.compile(r"(?<=[^\W\dA-Z_.!?:] )[A-ZÀ-ÞА-ЯЁІЇЄҐЎ]\w{2,}|(?<=[,;] )[A-ZÀ-ÞА-ЯЁІЇЄҐЎ]\w{2,}")
_UPPER = re.compile(r"\b[^\W\d_a-zа-яёіїєґў]\w{2,}")
_KNOWN = ("en",)  # languages in which nearly every name is found
_NOUNS_IN_CAPITALS = ("de", "lb")
SMALL = 12  # numbers up to here are written in words or left out as one likes
FEWEST_SOUNDS = 3  # consonants by which a name is known again in another script


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name's word, "#" and a number, or "“" and the first words of a quotation; where it stands first."""

    text: str
    start: int
    end: int
    is_setting: bool = False  # a place, an organisation or a bare word
    is_person: bool = False  # introduced with more than one name


@dataclass(frozen=True, slots=True)
class Trace:
    """What a report can be known by.

    `anchors`: each once, in order of the text; `texts`: of these; `words`: all words of the report; `telling`: stems of
    those that are neither common nor part of an anchor; `sounds`: how names and numbers are compared across languages.
    """

    anchors: tuple[Anchor, ...]
    texts: frozenset[str]
    words: frozenset[str]
    telling: frozenset[str]
    sounds: frozenset[str]


def trace_of(read: Read) -> Trace:
    """The trace of one report; its outlet, its authors and its dateline are left out."""
    report = read.report
    dateline = dateline_of(report)
    start = dateline.end if dateline else report.body_start
    figures = _figures(read, start)
    found: dict[str, Anchor] = {}
    rows = [*figures, *_numbers(report, start, figures), *_named(read, start)]
    for anchor in sorted(rows, key=lambda each: (each.start, each.text)):
        found.setdefault(anchor.text, anchor)
    words = words_of(report.text)
    parts = {stem(word) for text in found for word in words_of(text)}
    telling = frozenset(stem(word) for word in words if word.isalpha()) - parts - _common() - stopwords(report.language)
    capitals = (fold(each.group()) for each in _UPPER.finditer(report.text))
    sounds = frozenset(sound for text in (*found, *capitals) if (sound := sound_of(text)))
    return Trace(tuple(found.values()), frozenset(found), frozenset(words), telling, sounds)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Stems of words that are in texts of any subject."""
    lists = (*lines_of("common_words.txt"), *stopwords("en"))
    return frozenset(stem(word) for line in lists for word in words_of(line))


def has(trace: Trace, anchor: Anchor, *, is_translation: bool) -> bool:
    """True when the other report has the name, number or quotation too; across languages as it sounds."""
    if anchor.text in trace.texts or anchor.text in trace.words:
        return True
    if anchor.text.startswith(NUMBER):
        return any(scaled in trace.texts for scaled in _scaled(anchor.text))
    sound = sound_of(anchor.text) if is_translation else ""
    return bool(sound) and any(_is_alike(sound, other) for other in trace.sounds)


@lru_cache(maxsize=4096)
def _scaled(number: str) -> tuple[str, ...]:
    """The same number as it stands before "thousand", "million" or "billion", and the other way round."""
    value = float(number.removeprefix(NUMBER)) if number[1:].replace(".", "", 1).isdigit() else 0.0
    return tuple(_number(value * scale) for scale in (1e-3, 1e-6, 1e-9, 1e3, 1e6, 1e9)) if value else ()


def _number(value: float) -> str:
    rounded = round(value, 6)
    return NUMBER + (str(int(rounded)) if rounded == int(rounded) else str(rounded))


def _is_alike(one: str, other: str) -> bool:
    """Equal, or one is the other with the ending of a case behind it."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    is_name = not short.startswith(NUMBER) and len(short) >= FEWEST_SOUNDS
    return is_name and len(long) - len(short) == 1 and long.startswith(short)


def is_spoken(anchor: Anchor) -> bool:
    """True where the anchor can be known again in another language: names and numbers, no quotations."""
    return not anchor.text.startswith(QUOTE) and bool(sound_of(anchor.text))


def _figures(read: Read, start: int) -> list[Anchor]:
    rows = []
    for finding in read.findings:
        payload = finding.payload
        if finding.start >= start and isinstance(payload, Figure) and payload.value is not None:
            ends = (payload.value, payload.high) if payload.high is not None else (payload.value,)
            rows += [Anchor(_number(value), finding.start, finding.end) for value in ends if value > SMALL]
    return rows


def _numbers(report: Report, start: int, figures: Sequence[Anchor]) -> list[Anchor]:
    """Numbers in digits that no figure covers."""
    covered = {place for figure in figures for place in range(figure.start, figure.end)}
    rows = []
    for found in _NUMBER.finditer(report.text, start):
        if found.start() not in covered:
            digits = _SEPARATORS.sub("", found.group()).replace(",", ".").replace(":", ".")
            rows.append(Anchor(NUMBER + digits, *found.span()))
    return rows


def _named(read: Read, start: int) -> list[Anchor]:
    """From the findings; in a language they know little, also words with a capital that do not begin a sentence."""
    report = read.report
    outside = frozenset(word for name in (report.outlet, *report.byline) if name for word in words_of(name))
    rows: list[Anchor] = []
    for finding in read.findings:
        if finding.start >= start:
            payload = finding.payload
            is_person = isinstance(payload, Name) and payload.type == "person" and " " in payload.canonical
            is_setting = isinstance(payload, Name) and not is_person
            span = finding.start, finding.end
            rows += [Anchor(text, *span, is_setting, is_person) for text in _texts(finding, report, outside)]
    is_known = report.language in _KNOWN and any(isinstance(finding.payload, Name) for finding in read.findings)
    if not is_known and report.language not in _NOUNS_IN_CAPITALS:
        found = _CAPITAL.finditer(report.text, start)
        rows += [Anchor(word, *each.span(), True) for each in found if _is_telling(word := fold(each.group()), outside)]
    return rows


def _is_telling(word: str, outside: frozenset[str]) -> bool:
    """No name of the outlet or its authors, and no word like "Monday"."""
    return word not in outside and stem(word) not in _common()


def _texts(finding: Finding, report: Report, outside: frozenset[str]) -> list[str]:
    payload = finding.payload
    if isinstance(payload, Name) and payload.type in ("person", "organisation", "place"):
        words = [word for word in words_of(payload.canonical) if len(word) > 2 and word not in outside]
        return words[-1:] if payload.type == "person" else words
    if isinstance(payload, Quote) and payload.direct:
        words = words_of(finding.words(report.text))
        return [QUOTE + " ".join(words[:6])] if len(words) >= 6 else []
    return []
