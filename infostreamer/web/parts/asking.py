"""The help on queries: every field with an example that finds something on this desk, where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.desk import FacetCount
from infostreamer.text.query_fields import FIELDS
from infostreamer.web.addresses import search_path

_LANGUAGES = (
    "ar:Arabic be:Belarusian bg:Bulgarian bn:Bengali cs:Czech da:Danish de:German el:Greek en:English es:Spanish "
    "et:Estonian fa:Persian fi:Finnish fr:French he:Hebrew hi:Hindi hr:Croatian hu:Hungarian hy:Armenian "
    "id:Indonesian it:Italian ja:Japanese ka:Georgian kk:Kazakh ko:Korean lt:Lithuanian lv:Latvian nl:Dutch "
    "no:Norwegian pl:Polish pt:Portuguese ro:Romanian ru:Russian sk:Slovak sl:Slovene sr:Serbian sv:Swedish "
    "th:Thai tr:Turkish uk:Ukrainian ur:Urdu uz:Uzbek vi:Vietnamese zh:Chinese"
)
LANGUAGE_NAMES: Mapping[str, str] = dict(pair.split(":") for pair in _LANGUAGES.split())
"""English names of languages that news is read in, by ISO 639-1 code; others are shown as their code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHelp:
    """One field; `path` searches for the example; empty where it need not find anything here."""

    name: str
    about: str
    example: str
    path: str
    values: tuple[str, ...]


_EVERYWHERE = frozenset(name for name, field in FIELDS.items() if field.values or field.takes == "number")
"""Fields whose example may find something on any desk."""


def help_on_fields(facets: Sequence[tuple[str, Sequence[FacetCount]]] = ()) -> tuple[FieldHelp, ...]:
    """Every field, with the most frequent value of this desk as its example where there is one."""
    own: Mapping[str, str] = {name: values[0].adds for name, values in facets if values}
    if "outlet" in own:
        own = {**own, "source": own["outlet"].replace("outlet:", "source:", 1)}
    if "date" in own:
        own = {**own, "date": own["date"].replace("date:", "date:>=", 1)}
    return tuple(
        FieldHelp(
            name=field.name,
            about=field.about,
            example=own.get(field.name, field.example),
            path=search_path(own.get(field.name, field.example)) if field.name in ({*own, *_EVERYWHERE}) else "",
            values=field.values,
        )
        for field in FIELDS.values()
    )
