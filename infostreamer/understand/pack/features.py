"""What the network sees of a word: rows of tables for the word, its start, end and shape, and the lists it is in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from zlib import crc32

# Rows of each table. A table for whole words is shared by words whose hashes meet; two hashes keep them apart.
TABLES = {"word": 8192, "word2": 8192, "start": 2048, "end2": 1024, "end3": 4096, "shape": 1024, "lists": 128}
# What a listed word may be, by bit: the first five count for capitalised words only.
LISTS = ("given name", "country", "large city", "town", "nationality", "role", "organisation head")
_FOR_CAPITALS = 0b11111
_LONGEST = 30  # letters that count
STAND_IN = "<quote>"  # the word that stands for a masked quotation, in training too


class Features:
    """Rows of words by hashing and by the lists that came with the network."""

    def __init__(self, lists: Mapping[str, int]) -> None:
        """`lists`: lower-case word -> bits in the order of LISTS. The last 50,000 distinct words are remembered."""
        self._lists = lists
        self.rows_of = lru_cache(maxsize=50_000)(self._rows_of)

    def _rows_of(self, word: str) -> tuple[int, ...]:
        """One row per table, in the order of TABLES. The same on every machine."""
        word = word[:_LONGEST].replace("’", "'")
        low = word.lower()
        bits = self._lists.get(low, 0)
        if not word[:1].isupper():
            bits &= ~_FOR_CAPITALS
        features = (f"a{low}", f"b{low}", f"c{low[:3]}", f"d{low[-2:]}", f"e{low[-3:]}", f"f{shape(word)}")
        hashed = (crc32(text.encode("utf-8", "replace")) for text in features)
        return (*(value % size for value, size in zip(hashed, TABLES.values(), strict=False)), bits)


def shape(word: str) -> str:
    """Kinds of letters, runs cut at three: "Vilnius" -> "Xxxx", "F-16" -> "X-dd"."""
    kinds: list[str] = []
    for letter in word[:_LONGEST]:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "d" if letter.isdigit() else letter
        if len(kinds) < 3 or not kinds[-1] == kinds[-2] == kinds[-3] == kind:
            kinds.append(kind)
    return "".join(kinds[:12])
