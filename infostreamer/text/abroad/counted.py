"""What a number counts in other languages: "1500 | мирных жителей", "12 | osób", "drei | neue Schulen"."""

from __future__ import annotations

import re

from infostreamer.text.abroad.tongue import is_in, words
from infostreamer.text.words import stopwords

_WORD = re.compile(r"[^\W\d_][\w’'-]{0,39}")
_MOST_ADJECTIVES = 2
_SINGULAR = frozenset(("л", "ла", "ло", "в", "ў", "ł", "ła", "ło"))  # so end nouns too, and a number takes the plural
_GERMAN_ADJECTIVE = ("e", "en", "er", "es")


def counted_words(text: str, at: int, code: str) -> tuple[int, int] | None:
    """Where the noun with its adjectives stands that begins at `at`; None when no word there can be counted."""
    position = at
    for count in range(_MOST_ADJECTIVES + 1):
        word = _WORD.match(text, position)
        if word is None or _is_none(word.group(), code):
            return None
        if not _goes_on(text, word, code, count):
            return at, word.end()
        position = word.end() + 1
    return None


def _goes_on(text: str, word: re.Match[str], code: str, count: int) -> bool:
    """An adjective with another word right after it; a noun ends the phrase."""
    follower = _WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] in (" ", "\xa0") else None
    if follower is None or count == _MOST_ADJECTIVES or _is_none(follower.group(), code):
        return False
    low = word.group().lower()
    if code == "de":
        return low == word.group() and low.endswith(_GERMAN_ADJECTIVE)
    return low.endswith(_plural_adjectives(code))


def _plural_adjectives(code: str) -> tuple[str, ...]:
    return tuple(words(code, "counted adjectives"))


def _is_none(word: str, code: str) -> bool:
    low = word.lower()
    is_function = low in stopwords(code) or any(
        low in words(code, each) for each in ("joints", "links", "locative", "verbs")
    )
    endings = tuple(words(code, "verb endings") - _SINGULAR)
    is_verb = low == word and low.endswith(endings) and code in ("ru", "uk", "be", "pl")
    if code == "de" and low == word and not low.endswith(_GERMAN_ADJECTIVE):
        return True
    is_noun = low.endswith(tuple(words(code, "no verb endings"))) or is_in(word, code, "no verbs")
    return len(word) < 2 or is_function or (is_verb and not is_noun)
