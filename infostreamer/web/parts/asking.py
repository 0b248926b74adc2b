"""The help on queries: every field with an example that finds something on this desk, where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.desk import FacetCount
from infostreamer.text.query_fields import FIELDS
from infostreamer.web.addresses import search_path


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHelp:
    """One field; `path` searches for the example."""

    name: str
    about: str
    example: str
    path: str
    values: tuple[str, ...]


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
            path=search_path(own.get(field.name, field.example)),
            values=field.values,
        )
        for field in FIELDS.values()
    )
