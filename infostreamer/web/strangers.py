"""What whoever reads a public desk without a login is shown of people's work: that it was done, not whose it is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

from infostreamer.desk.decisions import SOMEBODY
from infostreamer.model import Verdict
from infostreamer.model.search import SavedSearch
from infostreamer.web.parts.notes import CorrectionRow, ReviewRow

_SIGNED: Mapping[type, dict[str, Any]] = {
    Verdict: {"by": SOMEBODY},
    SavedSearch: {"by": SOMEBODY},
    ReviewRow: {"by": SOMEBODY},
    CorrectionRow: {"by": SOMEBODY, "undone_by": None, "note": None},
}
_PLAIN = re.compile(
    r"(str|int|float|bool|None|When|datetime|tuple\[(str|int), \.\.\.\])( \| (str|int|float|When|None))*"
)
T = TypeVar("T")


def unsigned(value: T) -> T:
    """The value without names of accounts and without the reasons that they gave, however deep it holds them."""
    return cast(T, _unsigned(value))


def _unsigned(value: object) -> object:
    if type(value) is tuple or type(value) is list:
        rows = [_unsigned(one) for one in value]
        return type(value)(rows) if any(one is not was for one, was in zip(rows, value, strict=True)) else value
    if isinstance(value, dict):
        return {key: _unsigned(one) for key, one in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    held = [(name, getattr(value, name)) for name in _deep(type(value))]
    made = {name: new for name, was in held if (new := _unsigned(was)) is not was} | _SIGNED.get(type(value), {})
    return dataclasses.replace(value, **made) if made else value


@lru_cache(maxsize=512)
def _deep(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that may hold others."""
    return tuple(one.name for one in dataclasses.fields(kind) if not _PLAIN.fullmatch(str(one.type)))
