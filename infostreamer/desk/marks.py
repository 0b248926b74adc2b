"""Where the words of a search stand in a text, by the same words that the search matched by."""

from __future__ import annotations

from collections.abc import Collection

from infostreamer.text.query import Query, Term
from infostreamer.text.search_words import search_words
from infostreamer.text.words import tokens

_MOST = 50


def marks(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """[start, end) of every place where a wanted term of the query stands, in order, at most 50; none overlap."""
    return marks_of(query.terms, text)


def marks_of(terms: Collection[Term], text: str) -> tuple[tuple[int, int], ...]:
    """As `marks`, of these words and phrases."""
    if not terms:
        return ()
    placed = [(start, end, tuple(search_words(text[start:end]))) for start, end in tokens(text)]
    words = [word for _, _, found in placed for word in found[:1]]
    spots = [(start, end) for start, end, found in placed if found]
    hits: list[tuple[int, int]] = []
    for at in range(len(words)):
        if hits and spots[at][0] < hits[-1][1]:
            continue
        length = max((len(term) for term in terms if _stands(term, words, at)), default=0)
        if length:
            hits.append((spots[at][0], spots[at + length - 1][1]))
    return tuple(hits[:_MOST])


def _stands(term: Term, words: list[str], at: int) -> bool:
    return tuple(words[at : at + len(term)]) == term
