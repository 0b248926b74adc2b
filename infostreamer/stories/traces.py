"""Report -> its trace: the names, numbers and quotations by which its account can be known again in other words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Figure, Finding, Name, Quote, Report, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read
from infostreamer.text.words import words_of

_NUMBER = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?![\w])|(?<![\w/-])\d+(?:[.,:]\d+)?(?![\w/])")
_SEPARATORS = re.compile(r"[ \u00a0\u202f.,’'](?=\d{3}(?!\d))")
_CAPITAL = re.compile(r"(?<=[^\W\dA-Z_.!?:] )[A-Z]\w{2,}|(?<=[,;] )[A-Z]\w{2,}")
NUMBER, QUOTE = "#", "“"  # what an anchor that is no name begins with
SMALL = 12  # numbers up to here are written in words or left out as one likes
FEWEST_SOUNDS = 3  # consonants by which a name is known again in another script


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name's word, "#" and a number, or "“" and the first words of a quotation; where it stands first."""

    text: str
    start: int
    end: int
    is_setting: bool = False  # a place, an organisation or a bare word: no person who is introduced


@dataclass(frozen=True, slots=True)
class Trace:
    """`anchors`: each once, in order of the text; `texts`, `sounds`: of these, as told; `words`: of the report."""

    anchors: tuple[Anchor, ...]
    texts: frozenset[str]
    sounds: frozenset[str]
    words: frozenset[str]


def trace_of(read: Read) -> Trace:
    """The trace of one report; its outlet, its authors and its dateline are left out."""
    report = read.report
    dateline = dateline_of(report)
    start = dateline.end if dateline else report.body_start
    found: dict[str, Anchor] = {}
    for anchor in sorted([*_numbers(report, start), *_named(read, start)], key=lambda each: (each.start, each.text)):
        found.setdefault(anchor.text, anchor)
    sounds = frozenset(sound for text in found if (sound := sound_of(text)))
    return Trace(tuple(found.values()), frozenset(found), sounds, frozenset(words_of(report.text)))


def has(trace: Trace, anchor: Anchor, *, is_translation: bool) -> bool:
    """True when the other report has the name, number or quotation too; across languages as it sounds."""
    if anchor.text in trace.texts or anchor.text in trace.words:
        return True
    sound = sound_of(anchor.text) if is_translation else ""
    return bool(sound) and any(_is_alike(sound, other) for other in trace.sounds)


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


_CYRILLIC = dict(
    zip(
        "бвгґджзйклмнпрстфхцчшщў",
        (
            "b",
            "v",
            "g",
            "g",
            "d",
            "s",
            "s",
            "",
            "k",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "f",
            "g",
            "s",
            "s",
            "s",
            "s",
            "v",
        ),
        strict=True,
    )
)
_LATIN = (("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "g"), ("ph", "f"), ("ts", "s"),
          ("ck", "k"), ("x", "ks"), ("z", "s"), ("c", "k"), ("q", "k"), ("w", "v"), ("h", "g"))  # fmt: skip


@lru_cache(maxsize=16384)
def sound_of(text: str) -> str:
    """The consonants of a name as any alphabet would write them; a number as it is; "" for what cannot be compared."""
    if text.startswith(NUMBER):
        return text
    if text.startswith(QUOTE):
        return ""
    if text.isascii():
        for letters, sound in _LATIN:
            text = text.replace(letters, sound)
        kept = [letter for letter in text if letter not in "aeiouyj'"]
    else:
        kept = list("".join(_CYRILLIC.get(letter, letter if letter.isascii() else "") for letter in text))
    squeezed = [letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1]]
    return "".join(squeezed) if len(squeezed) > 1 else ""


def _numbers(report: Report, start: int) -> list[Anchor]:
    rows = []
    for found in _NUMBER.finditer(report.text, start):
        digits = _SEPARATORS.sub("", found.group()).replace(",", ".").replace(":", ".")
        rows.append(Anchor(NUMBER + digits, *found.span()))
    return rows


def _named(read: Read, start: int) -> list[Anchor]:
    """From the findings; without any names among them, words with a capital that do not begin a sentence."""
    report = read.report
    outside = frozenset(word for name in (report.outlet, *report.byline) if name for word in words_of(name))
    rows: list[Anchor] = []
    for finding in read.findings:
        if finding.start >= start:
            payload = finding.payload
            is_setting = isinstance(payload, Name) and (payload.type != "person" or " " not in payload.canonical)
            rows += [Anchor(text, finding.start, finding.end, is_setting) for text in _texts(finding, report, outside)]
    if not any(isinstance(finding.payload, Name) for finding in read.findings):
        found = _CAPITAL.finditer(report.text, start)
        rows += [Anchor(word, *each.span()) for each in found if (word := fold(each.group())) not in outside]
    return rows


def _texts(finding: Finding, report: Report, outside: frozenset[str]) -> list[str]:
    payload = finding.payload
    if isinstance(payload, Figure) and payload.value is not None and payload.value > SMALL:
        value = payload.value
        return [NUMBER + (str(int(value)) if value == int(value) else str(value))]
    if isinstance(payload, Name) and payload.type in ("person", "organisation", "place"):
        words = [word for word in words_of(payload.canonical) if len(word) > 2 and word not in outside]
        return words[-1:] if payload.type == "person" else words
    if isinstance(payload, Quote) and payload.direct:
        words = words_of(finding.words(report.text))
        return [QUOTE + " ".join(words[:6])] if len(words) >= 6 else []
    return []
