"""A search as typed -> a search as meant; and the words that both texts and searches are matched by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model.errors import BadInput
from infostreamer.text.words import stem, words_of

Term = tuple[str, ...]
"""One word, or the words of a phrase in order, as `search_words` gives them."""

_CHUNK = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_LONGEST_WORD = 64
_MOST_TERMS = 32


@dataclass(frozen=True, slots=True)
class Query:
    """A text matches when it has one term of every group in `groups` and no term of `without`."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every wanted term once, in the order typed."""
        return tuple(dict.fromkeys(term for group in self.groups for term in group))


def search_words(text: str) -> list[str]:
    """The words of the text as searches see them: folded, stemmed, at most 64 characters each, in order."""
    if len(_SEARCH_WORDS) > _MOST_REMEMBERED:
        _SEARCH_WORDS.clear()
    return list(map(_SEARCH_WORDS.__getitem__, words_of(text)))


class _SearchWords(dict[str, str]):
    """Word -> its search word; a dictionary that fills itself is three times as fast here as a cached function."""

    def __missing__(self, word: str) -> str:
        self[word] = stem(word)[:_LONGEST_WORD]
        return self[word]


_SEARCH_WORDS = _SearchWords()
_MOST_REMEMBERED = 200_000


def parse_query(raw: str) -> Query:
    """The search that was typed: words (all must be there), "a phrase", -without, one OR other.

    A word that falls into several ("Asia-Pacific") is a phrase. OR binds its two neighbours.

    Raises:
        BadInput: there is no word to look for.
    """
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    is_or = False
    for found in list(_CHUNK.finditer(raw))[:_MOST_TERMS]:
        is_not, words = _read(found)
        if found[3] == "OR" and groups:
            is_or = True
            continue
        term = tuple(search_words(words))
        if term and is_not:
            without.append(term)
        elif term and is_or:
            groups[-1] = (*groups[-1], term)
        elif term:
            groups.append((term,))
        is_or = False
    if not groups:
        raise BadInput(f"There is no word to look for in {raw.strip()!r}; type at least one word or number.")
    return Query(tuple(groups), tuple(without))


def _read(found: re.Match[str]) -> tuple[bool, str]:
    if found[2] is not None:
        return found[1] == "-", found[2]
    return found[3].startswith("-"), found[3]
