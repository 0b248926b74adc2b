"""What is known of one language: its word lists in `data/languages/`, and the nominatives a word may be a case of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from infostreamer.text.lexicon import lines_of

LANGUAGES = ("ru", "uk", "be", "pl", "de", "cs", "sk", "sl", "bg")
"""Languages with a list of their own; Slovak is read with the Czech one."""

_FILES = {"sk": "cs"}
_SHORTEST_STEM = 2


def listed(code: str, section: str) -> tuple[str, ...]:
    """The lines of one section of a language's list; empty for a language without one."""
    return lines_of(f"languages/{_FILES.get(code, code)}.txt", section=section) if code in LANGUAGES else ()


@lru_cache(maxsize=256)
def words(code: str, section: str) -> frozenset[str]:
    """The words of one section, lower case."""
    return frozenset(word.lower() for line in listed(code, section) for word in line.split())


@lru_cache(maxsize=32)
def _endings(code: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(ending, what may stand there in the nominative), the longest ending first; several lines for one are joined."""
    found: dict[str, list[str]] = {}
    for line in listed(code, "cases"):
        ending, _, others = line.partition("|")
        found.setdefault(ending.strip(), []).extend("" if other == "-" else other for other in others.split())
    ordered = sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple((ending, tuple(dict.fromkeys(others))) for ending, others in ordered)


@lru_cache(maxsize=65536)
def nominatives(word: str, code: str) -> tuple[str, ...]:
    """The word itself, then every nominative of which it may be a case, likeliest first, letters as in the word.

    Generous: most of them are no words. They are for looking up in lists and for comparing two words of a report.
    """
    found = [word]
    for ending, others in _endings(code):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word[: len(word) - len(ending)]
            found += [stem + other for other in others]
    return tuple(dict.fromkeys(found))


def is_in(word: str, code: str, section: str) -> bool:
    """True when the word is a case of one in the section, whatever its capitals."""
    known = words(code, section)
    return any(form in known for form in nominatives(word.lower(), code))


def are_one(left: str, right: str, code: str) -> bool:
    """True when two forms may be cases of one word."""
    if left == right:
        return True
    if left[:2] != right[:2]:
        return False
    return not set(nominatives(left, code)).isdisjoint(nominatives(right, code))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A listed name of one or several words, and what it is kept under."""

    words: tuple[str, ...]
    canonical: str
    english: str | None = None


@lru_cache(maxsize=64)
def phrases(code: str, section: str) -> dict[str, tuple[Phrase, ...]]:
    """Listed names by the first two letters of their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for line in listed(code, section):
        head, _, others = line.partition("|")
        spelled = [other.replace("_", " ") for other in others.split()]
        english = head.strip() if section == "places" else None
        canonical = spelled[0] if english and spelled else head.strip()
        for name in dict.fromkeys([*spelled, *([] if english else [canonical])]):
            kept = name if english else canonical
            parts = tuple(name.split())
            found.setdefault(parts[0][:2].lower(), []).append(Phrase(parts, kept, english))
    return {key: tuple(sorted(each, key=lambda one: (-len(one.words), one.words))) for key, each in found.items()}


def is_form_of(word: str, listed_word: str, code: str) -> bool:
    """True when the word stands for the listed one: acronyms as they are, other words in any case of the noun."""
    if word == listed_word:
        return True
    if listed_word.isupper() or (word.isupper() and len(word) <= 4):
        return False
    low, wanted = word.lower().replace("’", "'").replace("ё", "е"), listed_word.lower().replace("ё", "е")
    return low[:2] == wanted[:2] and wanted in nominatives(low, code)
