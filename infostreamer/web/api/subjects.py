"""Operations on dossiers, on who is who and on places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from infostreamer.model import Dossier
from infostreamer.web.addresses import dossier_path, who_path
from infostreamer.web.api.heads import dossier_head, found_of, notes_of, story_heads
from infostreamer.web.api.operation import Asked, Name, Nothing, Operation, Paged, Slug, WhoId, Words
from infostreamer.web.api.paging import paged
from infostreamer.web.api.values import DossierAnswer, DossierHead, Listing, WhoAnswer, WhoHead

_STORIES = 20
_SAID = 40
_NAMED = 500  # people, organisations and places that a listing reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDossier:
    """Which dossier."""

    slug: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier:
    """A dossier to make: what it is called, and the query that gathers its stories."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    question: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Paged):
    """Which names."""

    name: Name = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWho:
    """Which person, organisation or place."""

    id: WhoId


def dossiers(asked: Asked[Paged, None]) -> Listing[DossierHead]:
    """Every dossier, by title."""
    rows = asked.desk.dossiers()
    shown, following = paged(
        "dossiers", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    return Listing(items=tuple(map(dossier_head, shown)), next=following, total=len(rows))


def dossier(asked: Asked[OneDossier, None]) -> DossierAnswer:
    """A whole dossier."""
    return _answer(asked, asked.desk.dossier(asked.params.slug))


def make_dossier(asked: Asked[Nothing, NewDossier]) -> DossierAnswer:
    """Make a dossier; it is filled at once."""
    return _answer(asked, asked.desk.add_dossier(asked.body.title, asked.body.question))


def remove_dossier(asked: Asked[OneDossier, None]) -> None:
    """Forget a dossier; its stories stay."""
    asked.desk.remove_dossier(asked.params.slug)


def _answer(asked: Asked[OneDossier, None] | Asked[Nothing, NewDossier], found: Dossier) -> DossierAnswer:
    return DossierAnswer(dossier=found, path=dossier_path(found.slug), notes=notes_of(asked.desk, found))


def who(asked: Asked[Named, None]) -> Listing[WhoHead]:
    """People and organisations whose name holds the words, those in most stories first."""
    return _named(asked, "who", ("person", "organisation"))


def places(asked: Asked[Named, None]) -> Listing[WhoHead]:
    """Places whose name holds the words, those in most stories first."""
    return _named(asked, "places", ("place",))


def _named(asked: Asked[Named, None], listing: str, kinds: tuple[str, ...]) -> Listing[WhoHead]:
    found = asked.desk.find_who(asked.params.name, limit=_NAMED)
    rows = [WhoHead(who=one, path=who_path(one), stories=stories) for one, stories in found if one.kind in kinds]
    shown, following = paged(
        listing, asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.who.id
    )
    items = tuple(shown)
    return Listing(items=items, notes=notes_of(asked.desk, items), next=following)


def one_who(asked: Asked[OneWho, None]) -> WhoAnswer:
    """Somebody or some place, the newest stories that name it and what it says in them."""
    found = asked.desk.who(asked.params.id)
    heads, _ = story_heads(asked.desk, found.stories[:_STORIES])
    said, about, events = (
        tuple(found_of(told.finding, told.report) for told in rows[:_SAID])
        for rows in (found.by, found.about, found.events)
    )
    return WhoAnswer(
        who=found.who,
        path=who_path(found.who),
        stories=heads,
        stories_total=found.stories_total,
        said=said,
        about=about,
        events=events,
        notes=notes_of(asked.desk, (heads, said, about, events)),
    )


OPERATIONS = (
    Operation(
        name="dossiers",
        method="GET",
        path="/dossiers",
        group="Dossiers",
        summary="Every dossier, by title",
        call=dossiers,
        answer=Listing[DossierHead],
        schema="infostreamer/api-dossiers/1",
        params=Paged,
    ),
    Operation(
        name="make-dossier",
        method="POST",
        path="/dossiers",
        group="Dossiers",
        summary="Make a dossier out of a query",
        call=make_dossier,
        answer=DossierAnswer,
        schema="infostreamer/api-dossier/1",
        body=NewDossier,
        scope="write",
        status=201,
    ),
    Operation(
        name="dossier",
        method="GET",
        path="/dossiers/{slug}",
        group="Dossiers",
        summary="A whole dossier",
        call=dossier,
        answer=DossierAnswer,
        schema="infostreamer/api-dossier/1",
        params=OneDossier,
    ),
    Operation(
        name="remove-dossier",
        method="DELETE",
        path="/dossiers/{slug}",
        group="Dossiers",
        summary="Forget a dossier; its stories stay",
        call=remove_dossier,
        answer=None,
        schema="",
        params=OneDossier,
        scope="write",
        status=204,
    ),
    Operation(
        name="who",
        method="GET",
        path="/who",
        group="Who is who",
        summary="People and organisations, those in most stories first",
        call=who,
        answer=Listing[WhoHead],
        schema="infostreamer/api-who/1",
        params=Named,
    ),
    Operation(
        name="one-who",
        method="GET",
        path="/who/{id}",
        group="Who is who",
        summary="A person, organisation or place with its stories and what it says",
        call=one_who,
        answer=WhoAnswer,
        schema="infostreamer/api-one-who/1",
        params=OneWho,
    ),
    Operation(
        name="places",
        method="GET",
        path="/places",
        group="Who is who",
        summary="Places, those in most stories first",
        call=places,
        answer=Listing[WhoHead],
        schema="infostreamer/api-places/1",
        params=Named,
    ),
)
