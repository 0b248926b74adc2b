"""Whether a person is spoken of as she or he: by title, role, given name or surname, as far as the report tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from infostreamer.model import Finding, Name
from infostreamer.text.names import is_given_name, is_weak_given_name
from infostreamer.understand.lexicon import word_values

_TITLES, _ROLES, _NAMES, _ENDINGS = (word_values("gender", kind) for kind in ("title", "role", "name", "ending"))
_SHORTEST_SURNAME = 5  # "Lev" has no ending
_BEFORE = re.compile(r"([^\W\d_]+)([.,]?)\s*$")
_OF_PRONOUN = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}


def genders_of(text: str, names: Sequence[Finding]) -> Mapping[str, str]:
    """Mention key -> "f" or "m" for every person whose mentions agree; the surest evidence of any mention counts."""
    found: dict[str, tuple[int, set[str]]] = {}
    for finding in names:
        name = finding.payload
        if not isinstance(name, Name) or name.type != "person" or name.who is None:
            continue
        rank, gender = _evidence(text, finding, name)
        if gender is None:
            continue
        held = found.get(name.who)
        if held is None or rank > held[0]:
            found[name.who] = (rank, {gender})
        elif rank == held[0]:
            held[1].add(gender)
    return {who: min(seen) for who, (_, seen) in found.items() if len(seen) == 1}


def gender_of_word(low: str) -> str | None:
    """Of a pronoun or of a noun for people ("spokeswoman"); None where the word does not tell."""
    return _OF_PRONOUN.get(low) or _ROLES.get(low)


def _evidence(text: str, finding: Finding, name: Name) -> tuple[int, str | None]:
    """(how sure, gender) from one mention."""
    before = _BEFORE.search(text, max(0, finding.start - 16), finding.start)
    word, mark = (before[1].lower(), before[2]) if before else ("", "")
    if mark == "," and text[finding.end : finding.end + 1] not in {",", "."}:
        word = ""  # "With his mother, Montalvo left": no apposition
    if _TITLES.get(word):
        return 3, _TITLES[word]
    by_role = _by_role(name.role.lower().split()) if name.role else None
    if by_role or _ROLES.get(word):
        return 2, by_role or _ROLES[word]
    return 1, _by_name(name.canonical.lower().split())


def _by_role(words: Sequence[str]) -> str | None:
    """Of the first word that tells, up to "of" or "to": "wife of the chairman" is a woman."""
    for word in words:
        bare = word.strip(",.’'")
        if bare in {"of", "to", "for", "at", "who"} or word.endswith(("'s", "’s")):
            return None
        if bare in _TITLES or bare in _ROLES:
            return _TITLES.get(bare) or _ROLES.get(bare)
    return None


def _by_name(words: Sequence[str]) -> str | None:
    """Of the given name, with or without its accents, else of the surname's ending."""
    if words[0].isalpha() and not words[0].isascii() and "LATIN" in unicodedata.name(words[0][0], ""):
        words = [_without_accents(words[0]), *words[1:]]
    given = next((word for word in words if not _is_initial(word)), words[0])
    if given in _NAMES:
        return _NAMES[given] or _by_ending(words)
    if is_given_name(given) or (len(words) > 1 and is_weak_given_name(given)):
        return "f" if given.endswith(("a", "а", "я")) else "m"
    return _by_ending(words)


def _is_initial(word: str) -> bool:
    return word.endswith(".") or len(word) == 1


def _by_ending(words: Sequence[str]) -> str | None:
    last = words[-1]
    if len(last) < _SHORTEST_SURNAME:
        return None
    return next((gender for ending, gender in _ENDINGS.items() if last.endswith(ending)), None)


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
