"""Month words of every language we read, to their numbers."""

from __future__ import annotations

from functools import lru_cache

from infostreamer.text.lexicon import lines_of

LANGUAGES = ("en", "ru", "uk", "be", "pl", "de", "fr", "es", "it")


@lru_cache(maxsize=16)
def months(language: str) -> dict[str, int]:
    """Lower-case month word -> 1–12 in one language; empty for a language without a list."""
    lines = lines_of("months.txt", section=language)
    return {word: number for number, line in enumerate(lines, 1) for word in line.split()}


@lru_cache(maxsize=1)
def all_months() -> dict[str, int]:
    """Lower-case month word -> 1–12 over all languages; words that mean different months are left out."""
    merged: dict[str, int] = {}
    clashing: set[str] = set()
    for language in LANGUAGES:
        for word, number in months(language).items():
            if merged.setdefault(word, number) != number:
                clashing.add(word)
    english = months("en")
    return {
        word: english.get(word, number) for word, number in merged.items() if word in english or word not in clashing
    }
