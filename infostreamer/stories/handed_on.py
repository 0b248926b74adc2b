"""Where reports name outlets, and how: as somebody who reported, as somebody who was told, or in passing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Report, fold
from infostreamer.text.lexicon import lines_of

_NEAR = 90  # characters before a name in which the phrase that hands it on must end
_MARKS = "\"'“”„«»‘’"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a report names an outlet: code points [start, end) in Report.text."""

    name: str  # the form found
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Forms:
    """Names to look for, by their first word: a text is walked once however many there are."""

    by_first: Mapping[str, tuple[str, ...]]

    def mentions(self, report: Report) -> Iterator[Mention]:
        """Every place in the body where one of the names stands whole, the longest that fits."""
        text, end = report.text, report.body_start
        for found in _FIRST.finditer(text, report.body_start):
            if found.start() < end or found.group() not in self.by_first:
                continue
            at = found.start()
            form = next((form for form in self.by_first[found.group()] if _is_whole(text, at, form)), None)
            if form is not None:
                end = at + len(form)
                yield Mention(form, at, end)


_FIRST = re.compile(r"[^\W_]+")


def forms_of(names: Iterable[str]) -> Forms:
    """The names in a form to be looked for, the longest first."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        first = _FIRST.match(name)
        if first is not None:
            by_first.setdefault(first.group(), []).append(name)
    return Forms({first: tuple(held) for first, held in by_first.items()})


def _is_whole(text: str, at: int, form: str) -> bool:
    """True where the form stands there and no word or address goes on before or behind it."""
    end = at + len(form)
    if not text.startswith(form, at) or (at and (text[at - 1].isalnum() or text[at - 1] in "_.@/-")):
        return False
    behind = text[end : end + 2]
    return not (
        behind[:1].isalnum() or behind[:1] in ("@", "/", "-", "_") or (behind[:1] == "." and behind[1:].isalnum())
    )


def is_handed_on(text: str, mention: Mention) -> bool:
    """True where the words around the name say that the outlet reported something or was told it."""
    return _stands(text, mention, "before", "behind")


def is_told(text: str, mention: Mention) -> bool:
    """True where the words around an outlet's own name say that it was told something, saw it or was there."""
    return _stands(text, mention, "told us", "ours")


_PARTLY = re.compile(
    r"\b[Ww]ith (?:additional |further )?(?:reporting|files|material|information|inputs?) (?:by|from) (?:the )?"
    r"(?:[\w ]+(?:,| and) )?$|\b[Aa]dditional (?:reporting|material|information) (?:by|from) (?:the )?$"
)
_FIRST_REPORTED = re.compile(r"\b(?:[Ff]irst|[Oo]riginally) reported (?:by|in|on|at) (?:the )?$")


def is_partly(text: str, start: int) -> bool:
    """True where what is named at `start` gave a part of the report: "with material from …"."""
    return _PARTLY.search(text[max(0, start - 60) : start]) is not None


def is_cited(text: str, start: int, end: int, kind: str) -> bool:
    """True where a credit hands on a claim ("told Reuters", "first reported by X") and is not where the text is from.

    `kind` is the credit's type.
    """
    if is_partly(text, start) or kind == "release":
        return False
    if kind == "outlet" or _FIRST_REPORTED.search(text[max(0, start - 60) : start]):
        return True
    return kind == "agency" and is_handed_on(text, Mention(text[start:end], start, end))


def phrase_around(text: str, mention: Mention) -> tuple[int, int]:
    """The name with the phrase that hands it on, for showing."""
    before = _ends("before").search(_before(text, mention)) or _ends("told us").search(_before(text, mention))
    start = mention.start - (len(before.group()) if before else 0)
    behind = _begins("behind").match(_behind(text, mention)) or _begins("ours").match(_behind(text, mention))
    return start, mention.end + (len(behind.group().rstrip()) if behind and not before else 0)


def _stands(text: str, mention: Mention, before: str, behind: str) -> bool:
    left, right = _before(text, mention), _behind(text, mention)
    if _ends(before).search(left) or _begins(behind).match(right):
        return True
    joined = _JOINED_BEFORE.search(left)  # "told X and Y", "X and Y reported"
    if joined is not None and _ends(before).search(left[: joined.start()] + " "):
        return True
    joined = _JOINED_BEHIND.match(right)
    return joined is not None and any(_begins(behind).match(right, at) for at in _gaps(right, joined.end()))


def _gaps(text: str, start: int) -> list[int]:
    """Where words end behind a second name of up to four words."""
    return [start + found.start() for found in re.finditer(r"\s", text[start:])][:5]


_AND = r"(?:and|und|sowie|et|y|e|oraz|и|і|й|та)"
_JOINED_BEFORE = re.compile(rf"\s(?:\S+\s){{1,4}}{_AND}\s(?:(?:the|die|der|das|dem)\s)?\s?$")
_JOINED_BEHIND = re.compile(rf"\s*{_AND}\s")


def _before(text: str, mention: Mention) -> str:
    return _plain(text[max(0, mention.start - _NEAR) : mention.start])


def _behind(text: str, mention: Mention) -> str:
    return _plain(text[mention.end : mention.end + 60])


def _plain(text: str) -> str:
    """As long as the text, so that positions hold: lower case, marks of accents off, quotation marks as spaces."""
    return "".join(_letter(char) for char in text)


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if char in _MARKS:
        return "'" if char in "'’‘" else " "
    folded = fold(char)
    return folded if len(folded) == 1 else " " if char.isspace() else char


@lru_cache(maxsize=8)
def _ends(section: str) -> re.Pattern[str]:
    """The phrase, up to four describing words, and the end."""
    return re.compile(rf"(?<!\w)(?:{_phrases(section)})\s+(?:(?:{_phrases('fillers')})['’]?\s+){{0,4}}['’]?$")


@lru_cache(maxsize=8)
def _begins(section: str) -> re.Pattern[str]:
    adverb = r"(?:(?:first|also|earlier|later|exclusively|on \w+day)\s+)?"
    return re.compile(rf"\s*(?:newspaper\s+|agency\s+)?{adverb}(?:{_phrases(section)})(?!\w)")


def _phrases(section: str) -> str:
    lines = sorted(dict.fromkeys(lines_of("handing_on.txt", section=section)), key=lambda line: (-len(line), line))
    return "|".join(re.escape(line).replace(r"\ ", r"\s+") for line in lines)
