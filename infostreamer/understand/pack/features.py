"""What the network sees of a word: rows of hashed tables for the word, its beginning, end and shape."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

# Rows of each table. A table for whole words is shared by words whose hashes meet; two hashes keep them apart.
TABLES = {"word": 8192, "word2": 8192, "start": 2048, "end2": 1024, "end3": 4096, "shape": 1024}
_LONGEST = 30  # letters that count


@lru_cache(maxsize=50_000)
def rows_of(word: str) -> tuple[int, ...]:
    """One row per table, in the order of TABLES. The same on every machine."""
    word = word[:_LONGEST].replace("’", "'")
    low = word.lower()
    features = (f"a{low}", f"b{low}", f"c{low[:3]}", f"d{low[-2:]}", f"e{low[-3:]}", f"f{shape(word)}")
    sizes = TABLES.values()
    return tuple(crc32(text.encode("utf-8", "replace")) % size for text, size in zip(features, sizes, strict=True))


def shape(word: str) -> str:
    """Kinds of letters, runs cut at three: "Vilnius" -> "Xxxx", "F-16" -> "X-dd"."""
    kinds: list[str] = []
    for letter in word[:_LONGEST]:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "d" if letter.isdigit() else letter
        if len(kinds) < 3 or not kinds[-1] == kinds[-2] == kinds[-3] == kind:
            kinds.append(kind)
    return "".join(kinds[:12])
