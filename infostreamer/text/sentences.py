"""Text -> sentences and paragraphs, by rules."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.text.lexicon import words_in

_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")

# A terminator, its closing quotes and brackets, then space and the start of what follows. Ideographic stops need no
# space. The look-ahead keeps the match short, so that a page of dots stays linear.
_END = re.compile(
    r"(?<![.!?…‽؟۔।])(?P<stop>[.!?…‽؟۔।]++)(?P<close>[\"'”’»›)\]}*“]*+)(?P<gap>\s+|$)|(?P<wide>[。！？]+[」』”’）】]*)\s*"
)
_OPENERS = "\"'“‘«‹„‚([{¿¡-–—•*@#"
_CLOSERS = "\"'”’»›)]}“"
_LAST_WORD = re.compile(r"[\w'’.&-]+$")
_FIRST_WORD = re.compile(r"[^\W_]+")


def split_paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Blocks between blank lines, trimmed, in order; blocks of white space alone are left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        _add(found, text, start, gap.start())
        start = gap.end()
    _add(found, text, start, len(text))
    return tuple(found)


def split_sentences(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Sentences in order, trimmed; none crosses a blank line and every visible character is in exactly one.

    Abbreviations, initials, decimal points and a speech tag after a quotation ('"Stop!" he said.') do not end one.
    """
    found: list[tuple[int, int]] = []
    for start, end in split_paragraphs(text):
        _split_block(found, text, start, end, language)
    return tuple(found)


def _split_block(found: list[tuple[int, int]], text: str, start: int, end: int, language: str | None) -> None:
    for stop in _END.finditer(text, start, end):
        if stop["wide"] is not None or _ends(text, start, stop, end, language):
            _add(found, text, start, stop.end())
            start = stop.end()
    _add(found, text, start, end)


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends(text: str, start: int, stop: re.Match[str], end: int, language: str | None) -> bool:
    if stop.end() >= end:
        return True
    following = text[stop.end() : min(stop.end() + 40, end)]
    first = following.lstrip(_OPENERS + " ")[:1]
    if not first:
        return True
    if first.islower() and not _is_georgian(first):
        return False
    if stop["stop"] != ".":
        return not _is_speech_going_on(stop, following)
    return stop["close"].strip("'’") != "" or not _is_abbreviation(text, start, stop.start(), following, language)


def _is_georgian(letter: str) -> bool:
    """Georgian text has no capitals, so that a small letter says nothing about where a sentence begins."""
    return "ა" <= letter <= "ჿ"


def _is_speech_going_on(stop: re.Match[str], following: str) -> bool:
    word = _FIRST_WORD.match(following)
    return bool(stop["close"]) and word is not None and word.group() in {"I"} and " said" in following[:12]


def _is_abbreviation(text: str, start: int, dot: int, following: str, language: str | None) -> bool:
    last = _LAST_WORD.search(text, max(start, dot - 24), dot)
    if last is None:
        return False
    word = last.group().strip("'’-")
    folded = word.lower()
    first = _FIRST_WORD.match(following.lstrip(_OPENERS))
    follower = first.group() if first else ""
    if folded in _abbreviations("titles", language):
        return True
    if language == "de" and _is_ordinal(text, start, last.start(), word):
        return True
    if folded in _abbreviations("numbered", language):
        return following[:1].isdigit() or len(follower) == 1 or re.fullmatch("[IVXLC]+", follower) is not None
    if folded in _abbreviations("plain", language):
        return follower not in _starters()
    return _is_initial(word, text, start, last.start(), follower)


_BEFORE_ORDINAL = re.compile(r"\b(?:am|vom|zum|im|beim|bis|der|dem|den|des|das|die|und|ab|seit)\s$", re.IGNORECASE)


def _is_ordinal(text: str, start: int, at: int, word: str) -> bool:
    """ "am 3. Mai", "im 20. Jahrhundert": German writes ordinal numbers with a full stop."""
    return word.isdigit() and len(word) <= 2 and _BEFORE_ORDINAL.search(text, max(start, at - 6), at) is not None


def _is_initial(word: str, text: str, start: int, at: int, follower: str) -> bool:
    """ "J. Smith", "U.S. Army": a capital and its stop, unless what follows usually opens a sentence."""
    letters = word.split(".")
    if not all(len(letter) == 1 and letter.isalpha() and letter.isupper() for letter in letters):
        # "U.S.-led" and the like end in longer pieces; ordinal numbers ("3. Mai") only within a line start.
        return word.isdigit() and at == start and len(word) <= 2
    if follower in _starters():
        return False
    return len(letters) > 1 or not text[max(start, at - 2) : at].endswith((" I", "."))


@lru_cache(maxsize=64)
def _abbreviations(kind: str, language: str | None) -> frozenset[str]:
    known = words_in("abbreviations.txt", section=kind)
    return known | words_in("abbreviations.txt", section=f"{kind} {language}") if language else known


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    return words_in("abbreviations.txt", section="starters")
