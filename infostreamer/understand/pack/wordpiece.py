"""Words cut into the pieces of a fixed vocabulary: longest match first, as BERT's uncased tokeniser does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 40  # letters: longer strings are addresses and noise, and matching pieces takes time with their square


class WordPieces:
    """A vocabulary (piece -> row; pieces inside a word start with ##) and the cutting of words by it."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Cut by this vocabulary; the last 50,000 distinct words are remembered."""
        self._rows = dict(vocabulary)
        self.of_word = lru_cache(maxsize=50_000)(self._of_word)

    def is_piece(self, word: str) -> bool:
        """Whether this lower-case word is a piece of its own."""
        return word in self._rows

    def of_text(self, text: str) -> list[int]:
        """Rows of all pieces of the text, in order; what no piece covers is left out."""
        return [row for word in words(text) for row in self.of_word(word)]

    def _of_word(self, word: str) -> tuple[int, ...]:
        return tuple(row for part in words(word) for row in self._cut(part))

    def _cut(self, word: str) -> Iterator[int]:
        """The longest known piece first, again and again; nothing at all for a word that is not covered whole."""
        found, at = [], 0
        while at < len(word) <= _LONGEST:
            for end in range(len(word), at, -1):
                row = self._rows.get(word[at:end] if at == 0 else f"##{word[at:end]}")
                if row is not None:
                    found.append(row)
                    at = end
                    break
            else:
                return iter(())
        return iter(found)


def words(text: str) -> list[str]:
    """Lower-case words and single marks, without accents."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text.lower())
        text = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return _WORD.findall(text.lower())
