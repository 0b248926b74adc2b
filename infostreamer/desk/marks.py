"""Where the words of a search stand in a text, by the same words that the search matched by."""

from __future__ import annotations

from collections.abc import Collection

from infostreamer.text.query import Query, Term
from infostreamer.text.search_words import chunk_words
from infostreamer.text.words import tokens

_MOST = 50


def marks(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """[start, end) of every place where a wanted term of the query stands, in order, at most 50; none overlap."""
    return marks_of(query.terms, text)


def marks_of(terms: Collection[Term], text: str) -> tuple[tuple[int, int], ...]:
    """As `marks`, of these words and phrases."""
    if not terms:
        return ()
    placed = [(spot, found[0]) for spot in tokens(text) if (found := chunk_words(text[spot[0] : spot[1]]))]
    spots, words = [spot for spot, _ in placed], [word for _, word in placed]
    firsts, hits = {term[0] for term in terms}, list[tuple[int, int]]()
    for at in [at for at, word in enumerate(words) if word in firsts]:
        if hits and spots[at][0] < hits[-1][1]:
            continue
        length = max((len(term) for term in terms if _stands(term, words, at)), default=0)
        if length:
            hits.append((spots[at][0], spots[at + length - 1][1]))
    return tuple(hits[:_MOST])


def _stands(term: Term, words: list[str], at: int) -> bool:
    return tuple(words[at : at + len(term)]) == term
