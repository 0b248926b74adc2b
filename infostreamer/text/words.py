"""Words for comparing and searching: tokens, folded words, stems, stable hashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from infostreamer.model.ids import fold
from infostreamer.text.lexicon import lines_of

# \w leaves out vowel signs of Indic and South-East Asian scripts and combining marks, which would cut words in two.
_LETTER = r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e\u200c]"
_WORD = re.compile(rf"{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
_POSSESSIVE = re.compile(r"'s?$")
_LONGEST_KEPT = 600  # characters of a sentence whose stems are asked for again
_MASK = (1 << 63) - 1
_FACTOR = 0x9E3779B97F4A7C15


def tokens(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Where the words stand: letters and digits with inner apostrophes; hyphens and punctuation part words.

    Args:
        text: any text.
        most: no more than so many, the first ones; None: all.
    """
    return [found.span() for found in islice(_WORD.finditer(text), most)]


def words_of(text: str) -> list[str]:
    """The words of the text folded (case, accents, apostrophes), in order, possessive 's removed."""
    return [_POSSESSIVE.sub("", word) if "'" in word else word for word in _WORD.findall(fold(text))]


def stems(text: str) -> list[str]:
    """The folded words of the text cut to their stems, in order."""
    return [stem(word) for word in words_of(text)]


def content_stems(text: str, language: str | None = "en", *, shortest: int = 1) -> list[str]:
    """The stems of the words that carry the sense, in order: no stop words of English or of the language.

    Args:
        text: any text.
        language: ISO 639-1; None: not known.
        shortest: letters of the shortest word that counts.
    """
    if len(text) > _LONGEST_KEPT:
        return _content_stems(text, language, shortest)
    return [*_kept_content_stems(text, language, shortest)]


def _content_stems(text: str, language: str | None, shortest: int) -> list[str]:
    stop = stopwords("en") | stopwords(language)
    return [stem(word) for word in words_of(text) if word not in stop and len(word) >= shortest]


@lru_cache(maxsize=8192)
def _kept_content_stems(text: str, language: str | None, shortest: int) -> tuple[str, ...]:
    return tuple(_content_stems(text, language, shortest))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its inflection: light suffix rules for Latin (English) and Cyrillic (East Slavic) script.

    Light on purpose: "arrested" and "arrests" meet, "arrest" and "arrestee" do not.
    """
    if not word.isalpha() or len(word) < 4:
        return word
    return _stem_latin(word) if word.isascii() else _stem_cyrillic(word) if "а" <= word[0] <= "ӿ" else word


def shingles(words: Sequence[str], n: int) -> list[int]:
    """A stable hash below 2**63 for every run of `n` words, in order; one for the whole when there are fewer."""
    if not words:
        return []
    import numpy as np  # here, because searching needs words and not the tenth of a second that this takes

    hashes = np.array([_hash(word) for word in words], dtype=np.uint64)
    width = min(n, len(hashes))
    joined = np.zeros(len(hashes) - width + 1, dtype=np.uint64)
    for at in range(width):  # one word further in all runs at once; products are cut to 64 bits
        joined = (joined ^ hashes[at : at + len(joined)]) * np.uint64(_FACTOR) + (joined >> np.uint64(29))
    return (joined & np.uint64(_MASK)).tolist()  # type: ignore[no-any-return]


def winnow(hashes: Sequence[int], window: int) -> set[int]:
    """The smallest hash of every window: two texts that share window + n - 1 words in a row share one of these.

    Schleimer, Wilkerson, Aiken 2003 ("Winnowing: local algorithms for document fingerprinting").
    """
    if len(hashes) <= window:
        return {min(hashes)} if hashes else set()
    import numpy as np

    windows = np.lib.stride_tricks.sliding_window_view(np.array(hashes, dtype=np.uint64), window)
    return set(windows.min(axis=1).tolist())


@lru_cache(maxsize=32)
def stopwords(language: str | None) -> frozenset[str]:
    """Folded words too common to tell texts apart in; empty for a language without a list."""
    return frozenset(fold(word) for word in lines_of("stopwords.txt", section=language or "") for word in word.split())


@lru_cache(maxsize=131072)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_VOWEL = re.compile(r"[aeiouy]")


def _stem_latin(word: str) -> str:
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _VOWEL.search(word[: -len(ending)]) and len(word) - len(ending) >= 3:
            return _tidy(word[: -len(ending)])
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _tidy(root: str) -> str:
    if root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    if root.endswith("i"):
        return root[:-1] + "y"
    return root[:-1] if root.endswith("e") and len(root) > 4 else root


_CYRILLIC_ENDINGS = (
    "иями ями ами иях ого ему ому ыми ими его ией иям ый ий ой ей ая яя ое ее ые ие ым им ом ем ах ях ам ям ов ев ью "
    "ою ию ия ых их ую юю иі ії ів ою ею ая ої ій ими іх ых аў яў оў еў ай ям ах а я о е и ы у ю ь й і ї є э"
)
_BY_LENGTH = tuple(sorted(dict.fromkeys(_CYRILLIC_ENDINGS.split()), key=lambda ending: (-len(ending), ending)))


def _stem_cyrillic(word: str) -> str:
    for ending in _BY_LENGTH:
        if word.endswith(fold(ending)) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
