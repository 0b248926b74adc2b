"""Operations on sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from infostreamer.desk import Desk
from infostreamer.model import BadInput, Source
from infostreamer.web.addresses import outside
from infostreamer.web.api.operation import Asked, Nothing, Operation, Paged, SourceKey, Words
from infostreamer.web.api.paging import paged
from infostreamer.web.api.values import Listing, SourceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSource:
    """Which source."""

    key: SourceKey


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """An address to follow; `outlet` and `owner` as you know them."""

    address: Annotated[str, Meta(min_length=8, max_length=2000, pattern="^https?://")]
    outlet: Words | None = None
    owner: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChange:
    """Pause or resume a source."""

    is_paused: bool


def listed(asked: Asked[Paged, None]) -> Listing[SourceAnswer]:
    """Every source with its health, by address."""
    rows = [SourceAnswer(source=source, health=health, reports=count) for source, health, count in asked.desk.sources()]
    shown, following = paged(
        "sources",
        asked.params.after,
        asked.params.limit,
        lambda count, at: rows[at : at + count],
        lambda row: row.source.id,
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def one(asked: Asked[OneSource, None]) -> SourceAnswer:
    """One source."""
    return _answer(asked.desk, asked.desk.source(asked.params.key))


def add(asked: Asked[Nothing, NewSource]) -> Listing[SourceAnswer]:
    """Follow an address; files are added on the command line."""
    if outside(asked.body.address) is None:
        raise BadInput("Give a full address that begins with http:// or https://.")
    added = asked.desk.add(asked.body.address, outlet=asked.body.outlet, owner=asked.body.owner)
    items = tuple(_answer(asked.desk, source) for source in added.sources)
    return Listing(items=items, total=len(items))


def change(asked: Asked[OneSource, SourceChange]) -> SourceAnswer:
    """Pause or resume."""
    return _answer(asked.desk, asked.desk.set_paused(asked.params.key, asked.body.is_paused))


def remove(asked: Asked[OneSource, None]) -> None:
    """Stop following; the reports stay."""
    asked.desk.remove_source(asked.params.key)


def _answer(desk: Desk, wanted: Source) -> SourceAnswer:
    return next(
        SourceAnswer(source=source, health=health, reports=count)
        for source, health, count in desk.sources()
        if source.id == wanted.id
    )


OPERATIONS = (
    Operation(
        name="sources",
        method="GET",
        path="/sources",
        group="Sources",
        summary="Every source with its health",
        call=listed,
        answer=Listing[SourceAnswer],
        schema="infostreamer/api-sources/1",
        params=Paged,
    ),
    Operation(
        name="add-source",
        method="POST",
        path="/sources",
        group="Sources",
        summary="Follow an address",
        call=add,
        answer=Listing[SourceAnswer],
        schema="infostreamer/api-sources/1",
        body=NewSource,
        scope="admin",
        status=201,
    ),
    Operation(
        name="source",
        method="GET",
        path="/sources/{key}",
        group="Sources",
        summary="One source with its health",
        call=one,
        answer=SourceAnswer,
        schema="infostreamer/api-source/1",
        params=OneSource,
    ),
    Operation(
        name="change-source",
        method="PATCH",
        path="/sources/{key}",
        group="Sources",
        summary="Pause or resume a source",
        call=change,
        answer=SourceAnswer,
        schema="infostreamer/api-source/1",
        params=OneSource,
        body=SourceChange,
        scope="admin",
    ),
    Operation(
        name="remove-source",
        method="DELETE",
        path="/sources/{key}",
        group="Sources",
        summary="Stop following a source; its reports stay",
        call=remove,
        answer=None,
        schema="",
        params=OneSource,
        scope="admin",
        status=204,
    ),
)
