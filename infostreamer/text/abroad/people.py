"""Words that speak for a person: given names, roles, endings of surnames; and a surname in the nominative."""

from __future__ import annotations

from functools import lru_cache

from infostreamer.text.abroad.bodies import is_head, phrase_at
from infostreamer.text.abroad.tongue import is_in, listed, nominatives, words
from infostreamer.text.capitals import Token, are_adjacent
from infostreamer.text.lexicon import words_in
from infostreamer.text.names import is_given_name, is_known_surname

_LONGEST_ROLE = 7  # tokens between a role's first word and the name
_CYRILLIC = ("ru", "uk", "be", "bg")


@lru_cache(maxsize=32768)
def given_name(word: str, code: str) -> str | None:
    """The given name in the nominative of which the word is a case; None when it is none."""
    known = words(code, "given")
    first = word.split("-")[0]
    for form in nominatives(first, code):
        if form.lower() in known:
            return form + word[len(first) :] if first != word and form == first else form
    if code in _CYRILLIC:
        return next((form for form in nominatives(word, code) if form.lower() in _cyrillic_given()), None)
    forms = nominatives(first, code)[: 1 if code == "de" else 4]
    return next((form for form in forms if len(form) > 2 and is_given_name(form)), None)


@lru_cache(maxsize=1)
def _cyrillic_given() -> frozenset[str]:
    return frozenset(word.lower() for word in words_in("given_names.txt", section="cyrillic"))


@lru_cache(maxsize=16384)
def is_role(word: str, code: str) -> bool:
    """True for a case of a role's head ("президента"); German compounds count by their last part."""
    if is_in(word.rstrip("."), code, "roles"):
        return True
    endings = tuple(words(code, "role endings"))
    return bool(endings) and len(word) > 7 and word.lower().removesuffix("s").endswith(endings)


@lru_cache(maxsize=32768)
def is_surname(word: str, code: str) -> bool:
    """True for words whose ending mostly surnames have, in any case, and for names known by themselves."""
    if len(word) < 4 or word.isupper():
        return False
    if is_known_surname(word) and not word.isascii():
        return True
    endings = tuple(words(code, "surnames"))
    if not endings or len(word) < 5:
        return False
    return any(len(form) > 4 and form.lower().endswith(endings) for form in nominatives(word, code)[:4])


def is_patronymic(word: str, code: str) -> bool:
    """True for "Иванович", "Петровна" and their cases."""
    endings = tuple(words(code, "patronymics"))
    return bool(endings) and len(word) > 5 and any(form.lower().endswith(endings) for form in nominatives(word, code))


def is_man(given: str, code: str) -> bool:
    """Whether the given name in the nominative is a man's, by its ending."""
    low = given.lower()
    return low in words(code, "men in a") or not low.endswith(("а", "я", "a", "ь"))


def nominative_surname(surname: str, code: str, *, is_man: bool) -> str:
    """The surname in the nominative, by the endings that the sex of its bearer allows."""
    if surname.endswith(_UNCHANGED):
        return surname
    for ending, base in _surname_endings(code, "men" if is_man else "women"):
        if surname.endswith(ending) and len(surname) - len(ending) >= _SHORTEST_STEM:
            return surname[: len(surname) - len(ending)] + base
    return surname


_UNCHANGED = ("ко", "швили", "швілі", "дзе", "ых", "их", "енка", "анка")
_SHORTEST_STEM = 3


@lru_cache(maxsize=32)
def _surname_endings(code: str, section: str) -> tuple[tuple[str, str], ...]:
    """(inflected ending, nominative ending) in the order of the list."""
    rows = (line.partition("|") for line in listed(code, section))
    return tuple((ending, base.strip()) for base, _, endings in rows for ending in endings.split())


def role_before(text: str, row: list[Token], at: int, code: str) -> tuple[int, int] | None:
    """(first, last) tokens of the role right before token `at` ("бывший министр обороны | Иван …"); None without one.

    Between the head and the name only what may belong to the role may stand: no verb, preposition or mark.
    """
    head = None
    for index in range(at - 1, max(-1, at - 1 - _LONGEST_ROLE), -1):
        token = row[index]
        if token.kind not in ("word", "dotted") and not (
            token.word == "." and index == at - 1 and code in ("pl", "de")
        ):
            break
        if not are_adjacent(text, row[index], row[index + 1]) and row[index + 1].word != ".":
            break
        if token.kind == "word" and is_role(token.word, code):
            head = index
            continue
        if head is not None or not _may_follow_head(text, row, index, code):
            break
    if head is None:
        return None
    return _with_attributes(text, row, head, code), at - 1


def _may_follow_head(text: str, row: list[Token], index: int, code: str) -> bool:
    """ "президент США Дональд …", "министр внутренних дел Иван …"; not "министр встретил Ивана …"."""
    token = row[index]
    low = token.word.lower()
    if token.is_capital:
        if likely_place(token.word, code) is not None:
            return True
        return token.is_upper or _is_listed(text, row, index, code) or is_head(token.word, code)
    if low in words(code, "links") or low in words(code, "no verbs"):
        return True
    return low not in words(code, "joints") and not low.endswith(tuple(words(code, "verb endings")))


def likely_place(word: str, code: str) -> str | None:
    """The nominative of a word with the ending of a country or town ("Варании" -> "Варания"); None for others."""
    endings = tuple(words(code, "place endings"))
    if not endings or len(word) < 5:
        return None
    return next((form for form in nominatives(word, code) if form.endswith(endings)), None)


def _is_listed(text: str, row: list[Token], index: int, code: str) -> bool:
    """Whether the token stands in a listed place or body of up to three words."""
    for first in range(index, max(-1, index - 3), -1):
        for section in ("places", "organisations"):
            hit = phrase_at(text, row, first, code, section)
            if hit is not None and hit[1] > index:
                return True
    return False


def _with_attributes(text: str, row: list[Token], head: int, code: str) -> int:
    """Back over "бывший", "исполняющий обязанности", "white-collar" adjectives that agree with the head."""
    first = head
    while (
        first > 0
        and head - first < 3
        and row[first - 1].kind == "word"
        and are_adjacent(text, row[first - 1], row[first])
    ):
        before = row[first - 1].word
        if not _is_attribute(before, code) or (
            row[first - 1].is_capital and not row[first - 1].is_opening and code != "de"
        ):
            break
        first -= 1
    return first


def _is_attribute(word: str, code: str) -> bool:
    low = word.lower()
    is_refused = len(low) <= 3 or low in words(code, "no attributes") or low in words(code, "joints")
    is_refused = is_refused or low in words(code, "verbs") or low in words(code, "verb endings")
    is_verb = code in ("pl", "cs") and low.endswith(("ła", "la", "li"))
    return not is_refused and not is_verb and low.endswith(tuple(words(code, "attributes")))
