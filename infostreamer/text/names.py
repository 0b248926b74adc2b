"""Gazetteers: what a capitalised word or phrase may be. Look-ups only; the rules are the names finder's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model.ids import fold
from infostreamer.text.geonames import Town, countries, states, towns
from infostreamer.text.lexicon import lines_of, words_in
from infostreamer.text.words import stem

_LARGE_CITY = 100_000  # people: known without context; a smaller one needs "in", "near" … before it
_WORLD_CITY = 600_000  # people: known by its other spellings too without context
_LONGEST_PLACE = 4  # words


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. `is_certain`: a place wherever it stands, not only after "in" or "near"."""

    canonical: str
    is_certain: bool


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The word as the lists hold it: folded, Cyrillic also without its ending."""
    folded = fold(word)
    return folded if folded.isascii() else stem(folded)


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    listed = words_in("given_names.txt", section="") | words_in("given_names.txt", section="cyrillic")
    return frozenset(key(word) for word in listed) - _weak_given()


@lru_cache(maxsize=1)
def _weak_given() -> frozenset[str]:
    return words_in("given_names.txt", section="weak")


def is_given_name(word: str) -> bool:
    """True for a known given name that is hardly anything else; "Anna-Maria" counts when its first part does."""
    return key(word) in _given() or ("-" in word and key(word.split("-")[0]) in _given())


@lru_cache(maxsize=1)
def _cyrillic_given() -> dict[str, str]:
    return {key(word): word for word in sorted(words_in("given_names.txt", section="cyrillic"), reverse=True)}


def listed_given_name(word: str) -> str | None:
    """The Cyrillic given name that the word is a case of, as listed ("Ивана" -> "Иван"); None when none is."""
    listed = words_in("given_names.txt", section="cyrillic")
    if word in listed or fold(word) in listed:
        return word
    found = _cyrillic_given().get(key(word))
    return found[:1].upper() + found[1:] if found else None


def is_weak_given_name(word: str) -> bool:
    """True for given names that are also words, months or places ("Will", "Mark", "Paris")."""
    return key(word) in _weak_given()


@lru_cache(maxsize=1)
def _known_surnames() -> frozenset[str]:
    return frozenset(key(word) for word in words_in("known_people.txt"))


def is_known_surname(word: str) -> bool:
    """True for a surname that alone names somebody in world news ("Putin")."""
    return key(word) in _known_surnames()


@lru_cache(maxsize=16)
def _roles(section: str) -> frozenset[str]:
    if section == "cyrillic":
        return frozenset(key(word) for word in words_in("roles.txt", section=section))
    return words_in("roles.txt", section=section)


def is_title(word: str) -> bool:
    """True for "Mr", "Dr.", "Gen." and the like, which stand right before a name."""
    return word.rstrip(".").lower() in _roles("titles")


def is_role(word: str) -> bool:
    """True for the head of a role ("minister", "fellow", "spokeswoman"), singular, any case."""
    return word.lower() in _roles("nouns") or (not word.isascii() and key(word) in _roles("cyrillic"))


def is_before_role(word: str) -> bool:
    """True for a word that may stand inside a role before its head ("former", "foreign", "opposition")."""
    return word.lower() in _roles("before")


def is_portfolio(word: str) -> bool:
    """True for what ministers and ministries are of ("affairs", "defence", "health")."""
    return word.lower() in _roles("portfolio")


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in lines_of("nationalities.txt"):
        country, words = (part.strip() for part in line.split("|")[:2])
        known.update({fold(word): country for word in words.split()})
    return known


@lru_cache(maxsize=1)
def _cyrillic_demonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in lines_of("nationalities.txt"):
        parts = line.split("|")
        if len(parts) > 2:
            known.update({fold(word): parts[0].strip() for word in parts[2].split()})
    return known


@lru_cache(maxsize=16384)
def nationality_of(word: str) -> str | None:
    """The country, region or people that an adjective or a people's name belongs to; None for other words."""
    folded = fold(word)
    if folded.isascii():
        return _demonyms().get(folded)
    return next((place for root, place in _cyrillic_demonyms().items() if folded.startswith(root)), None)


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return words_in("organisations.txt", section="heads")


def begins_organisation(word: str) -> bool:
    """True for "Free", "United", "Royal": the first words of names that are hardly ever persons."""
    return word in words_in("organisations.txt", section="beginnings")


def takes_tail(word: str) -> bool:
    """True for heads that "for …", "on …" or "against …" may follow ("Council on Foreign Relations")."""
    return word.lower() in words_in("organisations.txt", section="tailed")


@lru_cache(maxsize=1)
def _cyrillic_heads() -> tuple[str, ...]:
    return tuple(fold(word) for word in sorted(words_in("organisations.txt", section="cyrillic")))


@lru_cache(maxsize=16384)
def is_organisation_head(word: str) -> bool:
    """True for a word that makes a capitalised phrase an organisation ("Ministry", "Regiment", "University")."""
    if word.isascii():
        return word.lower().rstrip(".") in _heads()
    folded = fold(word)
    return folded.startswith(_cyrillic_heads()) and (len(folded) > 4 or folded in _cyrillic_heads())


@lru_cache(maxsize=1)
def _organisations() -> dict[str, str]:
    known = _variants(lines_of("organisations.txt", section="known"))
    return known | _variants(lines_of("organisations.txt", section="metonyms"))


def _variants(lines: tuple[str, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for line in lines:
        names = [name.strip() for name in line.split("|")]
        known.update({_phrase_key(name): names[0] for name in names})
    return known


def _phrase_key(phrase: str) -> str:
    return " ".join(key(word) for word in phrase.split())


def known_organisation(phrase: str) -> str | None:
    """The full name of an organisation known by itself ("NATO", "Kremlin"); None for others.

    Names of one short word must be in capitals as listed: "WHO" is one, "Who" is not.
    """
    name = _organisations().get(_phrase_key(phrase))
    if name is None or (len(phrase) <= 4 and phrase.isascii() and not phrase.isupper() and phrase != name):
        return None
    return name


@lru_cache(maxsize=1)
def _metonyms() -> frozenset[str]:
    seats = words_in("organisations.txt", section="capitals")
    return frozenset(map(fold, seats)) | {fold(line) for line in lines_of("organisations.txt", section="metonyms")}


def is_metonym(name: str) -> bool:
    """True when the name of a place can stand for those who govern there ("Kremlin", "Minsk", "Brussels")."""
    return fold(name).removeprefix("the ") in _metonyms()


def is_place_head(word: str) -> bool:
    """True for "River", "Province", "Mount" and other words that make a capitalised phrase a place."""
    return word.lower() in words_in_places()


@lru_cache(maxsize=1)
def words_in_places() -> frozenset[str]:
    """Words that end or begin the name of a place, lower case."""
    return words_in("places.txt", section="heads")


def place_of(phrase: str) -> Place | None:
    """The gazetteer's entry for the phrase, whatever its spelling; None when it names no place we know.

    A small town that shares the surname of somebody in world news is not meant: "loyalty to Putin".
    """
    if phrase.count(" ") >= _LONGEST_PLACE:
        return None
    place = _places().get(_phrase_key(phrase))
    if place is not None and place.canonical != phrase and fold(place.canonical) == fold(phrase) and phrase.istitle():
        place = Place(phrase, place.is_certain)  # "Kandahar" as the report writes it, not "Kandahār"
    return None if place is not None and not place.is_certain and is_known_surname(phrase) else place


def is_city(word: str) -> bool:
    """True for a town of the list whose name is hardly anything else."""
    return place_of(word) is not None and word not in _ambiguous() and not is_weak_given_name(word)


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    known = _cities()
    for line in lines_of("places.txt", section="not"):
        for word in line.split():
            known[fold(word)] = Place(word, False)
    for name in _countries():
        known[_phrase_key(name)] = Place(name, True)
    for spelling, name in _variants(lines_of("places.txt", section="names")).items():
        known[spelling] = Place(name, True)
    for line in lines_of("places.txt", section="cyrillic"):
        known.update({_phrase_key(name.strip()): Place(name.strip(), True) for name in line.split("|")})
    return known


def _countries() -> list[str]:
    """Countries and the states of the United States."""
    return [*(name for name, _ in states()), *(name for _, name, _ in countries())]


def _cities() -> dict[str, Place]:
    """Cities of GeoNames, the larger winning over a smaller one of the same name."""
    known: dict[str, Place] = {}
    for town in towns():
        is_certain = town.people >= _LARGE_CITY and town.name not in _ambiguous()
        known[_phrase_key(town.name)] = Place(town.name, is_certain)
    listed = _variants(lines_of("places.txt", section="names"))
    for town in towns():
        spellings = plain_spellings(town)
        ours = next((listed[_phrase_key(each)] for each in spellings if _phrase_key(each) in listed), None)
        for spelling in spellings:
            is_certain = len(spelling) > 4 and town.people >= _WORLD_CITY
            known.setdefault(_phrase_key(spelling), Place(ours or spelling, is_certain))
    return known


def plain_spellings(town: Town) -> list[str]:
    """Other Latin spellings of a town; not those that merely lack letters of its name ("Belin" is not Berlin)."""
    return [each for each in town.spellings if _is_plain(each) and not _lacks_letters(fold(each), fold(town.name))]


def _lacks_letters(short: str, full: str) -> bool:
    letters = iter(full)
    is_inside = len(short) < len(full) and all(letter in letters for letter in short)
    return is_inside and re.sub(r"(.)\1|\W", r"\1", full) != short


def _is_plain(spelling: str) -> bool:
    """Latin, four letters or more, capitalised once a word: leaves out codes and transliteration debris."""
    is_word = len(spelling) >= 4 and spelling.istitle() and spelling.replace(" ", "").isalpha()
    return is_word and fold(spelling).isascii()


@lru_cache(maxsize=1)
def _ambiguous() -> frozenset[str]:
    return words_in("places.txt", section="not")
