"""The word lists of this room, read once: closed classes, verbs with their forms, reporting words, events, people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a verb. `features`: some of base, s, past, participle, ing."""

    lemma: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech; see data/reporting.tsv for the flags."""

    lemma: str
    stance: str
    flags: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event; see data/events.tsv for types, flags, CAMEO roots and acts."""

    lemma: str
    type: str
    flags: str
    cameo: str | None = None
    act: str | None = None


def _rows(name: str) -> Iterator[list[str]]:
    text = files("infostreamer.understand").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t") if "\t" in line else line.split()


@lru_cache(maxsize=1)
def closed_classes() -> dict[str, str]:
    """Tag of every closed-class word; a word of two classes has the one listed first."""
    tags: dict[str, str] = {}
    for tag, *words in _rows("closed.txt"):
        for word in words:
            tags.setdefault(word, tag)
    return tags


@lru_cache(maxsize=1)
def cues() -> dict[str, Cue]:
    """Reporting words by lemma ("call for" with its particle)."""
    return {lemma: Cue(lemma, stance, flags) for lemma, stance, flags in _rows("reporting.tsv")}


@lru_cache(maxsize=1)
def attitudes() -> dict[str, tuple[Cue, ...]]:
    """Words for what somebody thinks or wants, by lemma; several where frames tell different things."""
    found: dict[str, tuple[Cue, ...]] = {}
    for lemma, stance, flags in _rows("attitudes.tsv"):
        found[lemma] = (*found.get(lemma, ()), Cue(lemma, stance, flags))
    return found


@lru_cache(maxsize=1)
def happenings() -> dict[str, Happening]:
    """Events by verb lemma ("shoot down" with its particle)."""
    return {
        lemma: Happening(lemma, type_, flags, given(cameo), given(act))
        for lemma, type_, _, flags, cameo, act in _rows("events.tsv")
    }


def given(cell: str) -> str | None:
    """The cell of a list; "-" is none."""
    return None if cell == "-" else cell


@lru_cache(maxsize=1)
def nominal_happenings() -> dict[str, Happening]:
    """Events by noun, singular and plural."""
    known = happenings()
    nouns: dict[str, Happening] = {}
    for lemma, _, names, *_ in _rows("events.tsv"):
        for noun in names.split(","):
            if noun != "-":
                nouns.setdefault(noun, known[lemma])
                nouns.setdefault(plural_of(noun), known[lemma])
    return nouns


@lru_cache(maxsize=1)
def animate_nouns() -> frozenset[str]:
    """Nouns for people and bodies, singular and plural."""
    singular = [word for row in _rows("animate.txt") for word in row]
    return frozenset(singular) | frozenset(plural_of(word) for word in singular)


@lru_cache(maxsize=1)
def verb_forms() -> dict[str, Form]:
    """Every inflected form of every verb we know, events and reporting words before the rest."""
    irregular = {row[0]: row[1:] for row in _rows("irregular.tsv")}
    events = (lemma for lemma, kind in happenings().items() if "n" not in kind.flags)
    lemmas = [lemma.split()[0] for lemma in (*events, *cues())]
    lemmas += [word for row in _rows("verbs.txt") for word in row]
    forms: dict[str, tuple[str, set[str]]] = {}
    for lemma in dict.fromkeys(lemmas):
        for feature, form in _inflect(lemma, irregular.get(lemma, ["-", "-", "-"])):
            held = forms.setdefault(form, (lemma, set()))
            if held[0] == lemma:
                held[1].add(feature)
    return {form: Form(lemma, frozenset(features)) for form, (lemma, features) in forms.items()}


def _inflect(lemma: str, irregular: list[str]) -> list[tuple[str, str]]:
    past, participle, ing = irregular
    regular = _add_ed(lemma)
    return [
        ("base", lemma),
        ("s", plural_of(lemma)),
        ("past", regular if past == "-" else past),
        ("participle", regular if participle == "-" else participle),
        ("ing", _add_ing(lemma) if ing == "-" else ing),
    ]


def plural_of(word: str) -> str:
    """The word with its -s ending, by the spelling rules of English."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ied"
    return word + "ed"


def _add_ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return word + "ing"


@lru_cache(maxsize=1)
def noun_like_verbs() -> frozenset[str]:
    """Lemmas whose base and -s forms are as often nouns."""
    return frozenset(word for row in _rows("both.txt") for word in row)


@lru_cache(maxsize=32)
def word_values(name: str, kind: str) -> dict[str, str | None]:
    """Word -> value from a list whose rows are "kind value words…"; "-" as value is None."""
    values: dict[str, str | None] = {}
    for row in _rows(f"{name}.txt"):
        if row[0] == kind:
            values.update((word, None if row[1] == "-" else row[1]) for word in row[2:])
    return values


def word_set(kind: str) -> frozenset[str]:
    """One of the small sets of data/phrases.txt."""
    return frozenset(word_values("phrases", kind))


@lru_cache(maxsize=4)
def words_by_first(name: str) -> dict[str, frozenset[str]]:
    """First word of each row -> the other words, rows with the same first word joined."""
    found: dict[str, set[str]] = {}
    for first, *words in _rows(f"{name}.txt"):
        found.setdefault(first, set()).update(words)
    return {first: frozenset(words) for first, words in found.items()}
