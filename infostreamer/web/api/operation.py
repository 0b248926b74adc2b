"""One operation of the API: what it takes, who may call it, what it answers with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from msgspec import Meta

from infostreamer.desk import Desk
from infostreamer.model import Reader

P = TypeVar("P")
B = TypeVar("B")

Scope = Literal["read", "own", "write", "admin"]
"""own: what a reader keeps for themselves, such as marks; any role may, with a token that may write."""
Method = Literal["GET", "POST", "PATCH", "DELETE"]

# Parameters. The same types make the check of a request and the parameter in the document.
Limit = Annotated[int, Meta(ge=1, le=100, description="How many things at most.")]
After = Annotated[str, Meta(max_length=1000, description="The next of the page before; left out for the first one.")]
Query = Annotated[str, Meta(max_length=500, description="A query; the search page explains the operators.")]
StoryId = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{8,16}$", description="Id of a story; a unique beginning is enough."),
]
ReportId = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{8,16}$", description="Id of a report; a unique beginning is enough."),
]
WhoId = Annotated[str, Meta(pattern="^[0-9a-f]{8,16}$", description="Id of a person, organisation or place.")]
Slug = Annotated[str, Meta(min_length=1, max_length=80, description="Slug of a dossier.")]
Name = Annotated[str, Meta(max_length=200, description="Part of a name.")]
SourceKey = Annotated[str, Meta(min_length=1, max_length=300, description="Id or host of a source.")]
Words = Annotated[str, Meta(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """An operation without parameters, or an answer without content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """The parameters of every listing."""

    limit: Limit = 30
    after: After = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Generic[P, B]):
    """One checked request."""

    desk: Desk
    reader: Reader
    params: P
    body: B


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the table. `path` is below /api/v1; fields of `params` that it names are path parameters."""

    name: str  # operationId
    method: Method
    path: str
    group: str
    summary: str
    call: Callable[[Asked[Any, Any]], Any]
    answer: Any  # the type of what `call` returns
    schema: str  # "infostreamer/api-stories/1"
    params: type = Nothing
    body: type | None = None
    scope: Scope = "read"
    status: int = 200
