"""Institutions: a head with its attributes and tail, and names in quotation marks after their generic noun."""

from __future__ import annotations

from functools import lru_cache

from infostreamer.text.abroad.tongue import Phrase, is_form_of, is_in, phrases, words
from infostreamer.text.capitals import Token, are_adjacent
from infostreamer.text.names import nationality_of

_LONGEST_TAIL, _LONGEST_RUN, _LONGEST_QUOTED = 6, 6, 8
_OPENING, _CLOSING = '«“„"', '»”“"'
_JOINTS = frozenset(("и", "і", "та", "по", "з", "па", "i", "ds", "für", "und", "für", "а"))


def phrase_at(text: str, row: list[Token], at: int, code: str, section: str) -> tuple[Phrase, int] | None:
    """The listed name that begins at token `at`, in any case, and the token after it; the longest of several."""
    for phrase in phrases(code, section).get(row[at].word[:2].lower(), ()):
        end = at + len(phrase.words)
        if end > len(row) or not _is_phrase(text, row, at, phrase, code):
            continue
        return phrase, end
    return None


def _is_phrase(text: str, row: list[Token], at: int, phrase: Phrase, code: str) -> bool:
    for index, wanted in enumerate(phrase.words, at):
        token = row[index]
        if token.kind == "mark" or not is_form_of(token.word, wanted, code):
            return False
        if index > at and not are_adjacent(text, row[index - 1], token):
            return False
    return row[at].is_capital


@lru_cache(maxsize=16384)
def is_head(word: str, code: str) -> bool:
    """True for a case of "министерство", "Uniwersytet" and the like, and for German compounds of them."""
    if len(word) > 2 and is_in(word, code, "heads"):
        return True
    endings = tuple(words(code, "head endings"))
    return bool(endings) and len(word) > 12 and word.lower().removesuffix("s").removesuffix("e").endswith(endings)


def institution_end(text: str, row: list[Token], at: int, code: str) -> int | None:
    """Index after an institution that begins at token `at`; None when none does."""
    if code in ("pl", "cs", "sk", "sl", "de"):
        return _run_end(text, row, at, code)
    word = row[at].word
    if is_head(word, code):
        return _after_head(text, row, at, code)
    if not _is_adjective(word, code) or (nationality_of(word) is not None and row[at].is_opening):
        return None
    near = (index for index in (at + 1, at + 2) if _is_next(text, row, index))
    head = next((index for index in near if is_head(row[index].word, code)), None)
    if head is None or (head == at + 2 and not _is_adjective(row[at + 1].word, code)):
        return None
    is_known = word.lower().startswith(_stems(code))
    return _tail_end(text, row, head + 1, code) if is_known or not row[at].is_opening else None


@lru_cache(maxsize=16)
def _stems(code: str) -> tuple[str, ...]:
    """Listed adjectives without their ending, so that they match in every gender and case."""
    return tuple(sorted(word[:-2] for word in words(code, "adjectives")))


def _is_adjective(word: str, code: str) -> bool:
    return word.lower().endswith(tuple(words(code, "adjective endings")))


def _is_next(text: str, row: list[Token], index: int) -> bool:
    return index < len(row) and row[index].kind == "word" and are_adjacent(text, row[index - 1], row[index])


def _after_head(text: str, row: list[Token], at: int, code: str) -> int | None:
    """ "Министерство обороны", "Институт имени Роберта Коха"; mid-sentence also "Банк России"."""
    end = _tail_end(text, row, at + 1, code)
    is_named = end > at + 1 and row[end - 1].word.lower() in ("имени", "імя", "ім", "імені")
    if (is_named or (end == at + 1 and not row[at].is_opening)) and _is_next(text, row, end) and row[end].is_capital:
        return min(_capitals_end(text, row, end), end + 3)
    return end if end > at + 1 and not is_named else None


def _capitals_end(text: str, row: list[Token], at: int) -> int:
    end = at + 1
    while end < len(row) and row[end].is_capital and are_adjacent(text, row[end - 1], row[end]):
        end += 1
    return end


def _tail_end(text: str, row: list[Token], at: int, code: str) -> int:
    tails = words(code, "tails")
    end = at
    while _is_next(text, row, end) and end - at < _LONGEST_TAIL:
        low = row[end].word.lower()
        is_joint = low in _JOINTS and _is_next(text, row, end + 1) and row[end + 1].word.lower() in tails
        if not is_joint and not (low in tails and low not in _JOINTS):
            break
        end += 1
    return end


def _run_end(text: str, row: list[Token], at: int, code: str) -> int | None:
    """A run of capitals with a head in it: "Warszawski Uniwersytet Medyczny", "Universität Wien"."""
    end = at
    head = None
    while end < len(row) and end - at < _LONGEST_RUN:
        token = row[end]
        if end > at and not are_adjacent(text, row[end - 1], token):
            break
        is_joint = token.word in _JOINTS and end + 1 < len(row) and row[end + 1].is_capital and head is not None
        if not token.is_capital and not is_joint:
            break
        if head is None and is_head(token.word, code):
            head = end
        end += 1
    if head is None or head - at > 2 or (code == "de" and not _is_german(row, at, head, end)):
        return None
    if code == "de":
        return min(end, head + 3)
    is_bare = end == at + 1 or (row[at].is_opening and head == at and end == at + 1)
    return None if is_bare else end


def _is_german(row: list[Token], at: int, head: int, end: int) -> bool:
    """ "Amtsgericht Hamburg", "Technische Universität München", a compound alone; not "Gericht"."""
    is_compound = len(row[head].word) > 12
    is_adjective = head == at + 1 and row[at].word.endswith(("e", "er", "es", "en")) and not row[at].is_opening
    return (head == at and (is_compound or end > head + 1)) or is_adjective


def quoted_at(text: str, row: list[Token], at: int, code: str) -> tuple[int, int] | None:
    """Tokens [first, last) of the name in the marks that open at `at` after a generic noun; None for others."""
    if row[at].word not in _OPENING or at + 2 >= len(row):
        return None
    before = next((row[index] for index in (at - 1,) if index >= 0), None)
    if before is None or not (is_in(before.word, code, "generic") or is_in(before.word, code, "heads")):
        return None
    for end in range(at + 1, min(len(row), at + 2 + _LONGEST_QUOTED)):
        if row[end].word in _CLOSING:
            is_name = end > at + 1 and (row[at + 1].is_capital or row[at + 1].word[:1].isdigit())
            return (at + 1, end) if is_name else None
    return None
