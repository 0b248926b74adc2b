"""The lists that ship with the network: words of place names (GeoNames), given names, nationalities, roles."""

from __future__ import annotations

import itertools
import re

from infostreamer.text.geonames import countries, states, towns
from infostreamer.text.lexicon import lines_of
from infostreamer.understand.pack.features import LISTS

_LARGE = 100_000  # people
_SMALL_WORDS = {"of", "the", "and", "la", "de", "le", "al", "el", "san", "new", "saint", "st", "no", "in", "on", "las"}


def lists() -> dict[str, int]:
    """Lower-case word -> bits in the order of LISTS."""
    found: dict[str, int] = {}
    for town in towns():
        _add(found, town.name, "large city" if town.people >= _LARGE else "town")
    for _, name, _ in countries():
        _add(found, name, "country")
    for name, _ in states():
        _add(found, name, "country")
    for line in lines_of("nationalities.txt"):
        _add(found, line.split("|")[1], "nationality")
    for kind, file, last in (("given name", "given_names.txt", "[weak]"), ("role", "roles.txt", "[before]")):
        for line in itertools.takewhile(lambda each, last=last: each.strip() != last, lines_of(file)):
            if "[" not in line:
                _add(found, line, kind)
    heads = (
        "ministry committee commission council agency party union university institute bank court service army brigade "
        "regiment police department office bureau group corporation company association federation front movement "
        "league club academy foundation authority administration parliament senate congress assembly board fund forces"
    )
    _add(found, heads, "organisation head")
    return dict(sorted(found.items()))


def _add(found: dict[str, int], words: str, kind: str) -> None:
    for word in re.findall(r"[^\W\d_]{2,}", words):
        if word.lower() not in _SMALL_WORDS:
            found[word.lower()] = found.get(word.lower(), 0) | 1 << LISTS.index(kind)
