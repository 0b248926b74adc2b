"""Where the places of a report lie, by what the report says beside them: "Springfield, Illinois", "Gomel region"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from infostreamer.model import Location
from infostreamer.text.gazetteer import country_code, locate, region_of, state_of
from infostreamer.text.mention import Mention
from infostreamer.text.names import nationality_of

_BESIDE = re.compile(r",\s(?P<first>[A-Z][\w’'.-]*)(?:\s(?P<second>[A-Z][\w’'-]*))?")
_REGION = re.compile(
    r"(?P<gap>\s)(?:[Rr]egion|[Oo]blast|[Pp]rovince|[Gg]overnorate|[Vv]oivodeship|[Pp]refecture|[Dd]istrict)\b"
)
_KINDS = ("region", "oblast", "province", "governorate", "voivodeship", "prefecture", "district")
_LIKELY_PERSON = 85  # from here on a name is a person whatever stands behind its comma


def located(text: str, mentions: Sequence[Mention]) -> list[Location | None]:
    """For every mention where it lies; None for other names than places and where nothing tells."""
    beside = _all_beside(text, mentions)
    named = _countries_named(mentions, beside)
    found: dict[tuple[str, bool], Location | None] = {}
    places: list[Location | None] = []
    for mention in mentions:
        if mention.type != "place":
            places.append(None)
            continue
        name, is_region = _base(text, mention)
        if (name, is_region) not in found:
            found[name, is_region] = (
                region_of(name, named) if is_region else locate(name, named, beside.get(mention.canonical))
            )
        places.append(found[name, is_region])
    return places


def as_place(text: str, mention: Mention) -> Mention:
    """The mention; a place when a state or country stands behind its comma that has such a town ("Helena, MT")."""
    is_open = mention.type in ("person", "organisation", "other") and mention.score < _LIKELY_PERSON
    behind = _beside(text, mention) if is_open else None
    if behind is None or mention.role is not None or locate(mention.canonical, (), behind) is None:
        return mention
    return replace(mention, type="place", score=85)


def _countries_named(mentions: Sequence[Mention], beside: Mapping[str, str]) -> Set[str]:
    """Codes of the countries named. "Georgia", a state as well, says nothing by itself; "Atlanta, Georgia" does."""
    places = {mention.canonical for mention in mentions if mention.type == "place"}
    peoples = {mention.canonical for mention in mentions if mention.type == "nationality"}
    named = {code for people in peoples if (code := country_code(nationality_of(people) or ""))}
    named |= {code for place in places if not state_of(place) and (code := country_code(place))}
    states = {place for place in places if state_of(place) and country_code(place) is None}
    towns = (locate(name, (), behind) for name, behind in sorted(beside.items()))
    named |= {town.country for town in towns if town is not None and town.country is not None}
    return named | {"US"} if states else named


def _all_beside(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """What stands behind the comma of each place, where any mention of it has that; the first one tells."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.type == "place" and mention.canonical not in found and (behind := _beside(text, mention)):
            found[mention.canonical] = behind
    return found


def _beside(text: str, mention: Mention) -> str | None:
    """The state or country behind the comma; None when something else stands there."""
    found = _BESIDE.match(text, mention.end, mention.end + 60)
    if found is None:
        return None
    words = [found["first"].rstrip("."), f"{found['first']} {found['second']}"]
    return next((each for each in reversed(words) if state_of(each) or country_code(each)), None)


def _base(text: str, mention: Mention) -> tuple[str, bool]:
    """The name without "region", and whether it is one."""
    head, _, tail = mention.canonical.rpartition(" ")
    if head and tail.lower() in _KINDS:
        return head, True
    return mention.canonical, _REGION.match(text, mention.end, mention.end + 16) is not None
