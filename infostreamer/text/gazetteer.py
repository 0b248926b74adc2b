"""Place name -> where it lies, from the GeoNames tables that ship with the wheel (CC BY 4.0)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from infostreamer.model import Location
from infostreamer.model.ids import fold
from infostreamer.text.geonames import countries, state_codes, states, towns
from infostreamer.text.lexicon import lines_of
from infostreamer.text.names import place_of, plain_spellings

_LARGE = 100_000  # people: a town this large is meant by its name alone when no other comes near
_METROPOLIS = 500_000  # people: a city this large is meant rather than the state of its name
_FAR_LARGER = 8  # times: how much larger the likeliest must be than the next where nothing else decides


def locate(name: str, named: Collection[str] = (), beside: str | None = None) -> Location | None:
    """Where the place of this canonical name lies; None where the name alone does not say.

    Of several towns of one name the report's countries choose; without them the one that is eight times larger than
    the next, and at least a city. `candidates` tells how many the gazetteer knows. A country has no point.

    Args:
        name: as `text.names.place_of` gives it.
        named: ISO 3166-1 codes of the countries that the report names elsewhere.
        beside: what stands behind the name and a comma: a country, a state of the United States or its postal code.
            Then only towns there are meant.
    """
    if beside is not None and (there := _within(name, beside)) is not None:
        return there
    if beside is not None and state_of(beside) is not None:
        return None
    country, region = country_code(name), _regions().get(fold(name))
    if country is not None and not (region is not None and "US" in named and country not in named):
        return Location(key=f"iso:{country}", precision="country", country=country)
    town = _town(name, named)
    if region is not None and (town is None or town.country != "US" or _people(name) < _METROPOLIS):
        return Location(key=f"geonames:{region}", precision="region", country="US")
    return town


def region_of(name: str, named: Collection[str] = ()) -> Location | None:
    """The region that is called after a town or is given with its kind ("Gomel" of "Gomel region"), without a point."""
    town = _town(name, named)
    lands = {each[1].country for each in _towns().get(fold(name), ())} if town is None else {town.country}
    country = lands.pop() if len(lands) == 1 else None
    if country is None or country_code(name) is not None:
        return None
    return Location(key=f"region:{country}/{fold(name)}", precision="region", country=country)


def state_of(name: str) -> str | None:
    """Postal code of a state of the United States by its name, code or abbreviation ("Nev"); None for anything else."""
    return state_codes().get(name) or _abbreviations().get(name)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    pairs = (line.split("|") for line in lines_of("places.txt", section="state abbreviations"))
    return {short.strip(): code.strip() for short, code in pairs}


def _within(name: str, beside: str) -> Location | None:
    """The largest town of the name in that state or country; None when the tables know neither."""
    state, country = state_of(beside), country_code(beside)
    known = _towns().get(fold(name), ())
    if state is not None:
        known = tuple(town for town in known if town[2] == state)
    elif country is not None:
        known = tuple(town for town in known if town[1].country == country)
    else:
        return None
    is_clear = len(known) == 1 or (len(known) > 1 and known[0][0] >= _FAR_LARGER * known[1][0])
    return replace(known[0][1], candidates=len(known)) if is_clear else None


def _people(name: str) -> int:
    """How many live in the largest town of this name."""
    return _towns()[fold(name)][0][0]


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's name in any spelling we know; None for everything else."""
    known = _countries().get(fold(name))
    entry = place_of(name) if known is None and name else None
    return known if entry is None else _countries().get(fold(entry.canonical))


def capital_of(name: str) -> str | None:
    """The country whose capital bears this name; None for other towns."""
    return _capitals().get(fold(name))


def _town(name: str, named: Collection[str]) -> Location | None:
    known = _towns().get(fold(name), ())
    near = [town for town in known if town[1].country in named]
    if near and known[0][0] >= max(_METROPOLIS, _FAR_LARGER * near[0][0]):
        near = []  # "Paris" beside "US": the metropolis is meant unless a state or country stands behind the name
    pool = near or known
    if not pool or not (near or pool[0][0] >= _LARGE):
        return None
    is_alone = len(pool) == 1 or pool[0][0] >= _FAR_LARGER * pool[1][0]
    return replace(pool[0][1], candidates=len(known)) if is_alone else None


@lru_cache(maxsize=1)
def _towns() -> dict[str, tuple[tuple[int, Location, str], ...]]:
    """(people, where, state) of every listed town by folded canonical name, the largest first."""
    found: dict[str, list[tuple[int, Location, str]]] = {}
    for town in reversed(towns()):
        where = Location(
            key=f"geonames:{town.id}",
            precision="city",
            country=town.country,
            latitude=town.latitude,
            longitude=town.longitude,
        )
        for spelling in sorted(_spellings(town.name) | {fold(each) for each in plain_spellings(town)}):
            found.setdefault(spelling, []).append((town.people, where, town.state))
    return {name: tuple(known) for name, known in found.items()}


def _spellings(name: str) -> set[str]:
    known = place_of(name)
    return {fold(name), fold(known.canonical)} if known is not None else {fold(name)}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for code, name, _ in countries():
        known[fold(name)] = code
        entry = place_of(name)
        if entry is not None:
            known.setdefault(fold(entry.canonical), code)
    return known


@lru_cache(maxsize=1)
def _regions() -> dict[str, int]:
    return {fold(name): state for name, state in states()}


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    known = {fold(capital): name for _, name, capital in countries() if capital}
    return known | {fold(entry.canonical): known[name] for name in sorted(known) if (entry := place_of(name))}
