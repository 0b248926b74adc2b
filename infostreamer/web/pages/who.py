"""A person, organisation or place: roles as reported, what it says, what is told of it, who is named beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk, WhoPage
from infostreamer.desk.views import Beside, Told
from infostreamer.model import PUBLIC, BadInput, Reader, Story, fold
from infostreamer.stories.identity import OF_WHO
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Note, Notes
from infostreamer.web.pages.judgements import JudgementRow, rows_of
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.filters import Filters, address_with, filters_of
from infostreamer.web.parts.keeping import item_kept
from infostreamer.web.parts.news import Kept
from infostreamer.web.parts.notes import NoteRow, item_notes
from infostreamer.web.parts.roles import RoleRow, role_rows
from infostreamer.web.parts.telling import BesideRow, ToldRow, beside_rows, spans_of_beside, told_rows
from infostreamer.web.reader import reader_of
from infostreamer.web.render import moved, respond

PARTS = ("", "said", "about", "events", "beside", "stories")
SIDES = ("", "agent", "patient")
PER_PAGE = 40
LATEST = 3
_SHORT = {"said": 12, "about": 8, "events": 10, "beside": 14, "stories": 8}
T = TypeVar("T")


class Totals(NamedTuple):
    """How many there are of each part."""

    said: int
    about: int
    events: int
    beside: int
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for: one part or, with "", an overview of all; and which of its rows."""

    part: str = ""
    side: str = ""
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoView:
    """Somebody as the reports show them."""

    SCHEMA: ClassVar[str] = "infostreamer/who/2"
    TEMPLATE: ClassVar[str] = "who.html"
    id: str
    path: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[RoleRow, ...]  # the last reported first
    mentions: int
    named_in: tuple[int, ...]  # notes: where it is named
    latest: tuple[ToldRow, ...]  # the last it said
    said: tuple[ToldRow, ...]
    about: tuple[ToldRow, ...]  # what others said that names it
    events: tuple[ToldRow, ...]
    beside: tuple[BesideRow, ...]
    stories: tuple[Card, ...]
    totals: Totals  # of everything, before what is asked for
    total: int  # of the part that is asked for
    asked: Asked
    outlets: tuple[str, ...]
    tabs: tuple[tuple[str, str, int], ...]  # part, address, how many
    newer: str | None
    older: str | None
    notes: tuple[Note, ...]
    is_linkable: bool  # a person with a first and a last name
    other_forms: tuple[str, ...]  # aliases in other letters, that may be somebody else
    decided: tuple[JudgementRow, ...] = ()
    people: tuple[NoteRow, ...] = ()  # notes that people wrote on it
    kept: Kept | None = None  # None: nobody is logged in


def show(request: Request) -> Response:
    """GET /who/{id}/{slug}"""
    desk: Desk = request.app.state.desk
    page = read(desk, request.path_params["id"], dict(request.query_params), reader=reader_of(request))
    if not request.url.path.endswith(".json") and request.url.path != page.path:
        return moved(page.path + (f"?{request.url.query}" if request.url.query else ""))
    reader, item = reader_of(request), f"who:{page.id}"
    return respond(request, replace(page, people=item_notes(desk, item, reader), kept=item_kept(desk, item, reader)))


def read(desk: Desk, who_id: str, query: Mapping[str, str] | None = None, *, reader: Reader = PUBLIC) -> WhoView:
    """The page of one person, organisation or place.

    Raises:
        NotFound: nobody in any story has that id.
        BadInput: a filter has a value that it does not know.
    """
    asked = _asked(query or {})
    found = desk.who(who_id)
    who, path = found.who, who_path(found.who)
    shown = _shown(found, asked)
    notes = Notes(desk.reports(sorted(_cited(found, shown))))
    named_in = notes.numbers(who.citations[:1])
    roles = role_rows(who.held, notes)
    at, count = asked.filters.offset, _count(found, asked)
    return WhoView(
        id=who.id,
        path=path,
        name=who.name,
        kind=who.kind,
        aliases=who.aliases,
        roles=roles,
        mentions=who.mentions,
        named_in=named_in,
        latest=told_rows(found.by[:LATEST], notes) if not asked.part else (),
        said=told_rows(shown.said, notes),
        about=told_rows(shown.about, notes),
        events=told_rows(shown.events, notes),
        beside=beside_rows(shown.beside, notes),
        stories=tuple(card for story in shown.stories if (card := card_of(story, (), notes, lines=0)) is not None),
        totals=_totals(found),
        total=count,
        asked=asked,
        outlets=_outlets(found),
        tabs=_tabs(path, found),
        newer=_page(path, query or {}, at - PER_PAGE) if at else None,
        older=_page(path, query or {}, at + PER_PAGE) if asked.part and at + PER_PAGE < count else None,
        notes=notes.all(),
        is_linkable=who.kind == "person" and len(who.name.split()) > 1,
        other_forms=tuple(dict.fromkeys(form for form in who.aliases if fold(form) != fold(who.name))),
        decided=_decided(desk, who.id, reader),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    said: Sequence[Told]
    about: Sequence[Told]
    events: Sequence[Told]
    beside: Sequence[Beside]
    stories: Sequence[Story]


def _asked(query: Mapping[str, str]) -> Asked:
    part, side = query.get("part", "").strip(), query.get("side", "").strip()
    if part not in PARTS:
        raise BadInput(f"part={part!r} is not known; use {', '.join(PARTS[1:])}.")
    if side not in SIDES:
        raise BadInput(f"side={side!r} is not known; use {', '.join(SIDES[1:])}.")
    return Asked(part=part, side=side, filters=filters_of(query))


def _shown(found: WhoPage, asked: Asked) -> _Shown:
    return _Shown(
        said=_cut("said", _wanted(found.by, asked), asked),
        about=_cut("about", _wanted(found.about, asked), asked),
        events=_cut("events", _wanted(found.events, asked), asked),
        beside=_cut("beside", found.beside, asked),
        stories=_cut("stories", found.stories, asked),
    )


def _cut(part: str, rows: Sequence[T], asked: Asked) -> Sequence[T]:
    if not asked.part:
        return rows[: _SHORT[part]]
    return rows[asked.filters.offset : asked.filters.offset + PER_PAGE] if asked.part == part else ()


def _wanted(rows: Sequence[Told], asked: Asked) -> Sequence[Told]:
    return [told for told in rows if _fits(told, asked)]


def _fits(told: Told, asked: Asked) -> bool:
    filters = asked.filters
    day = told.published.date().isoformat() if told.published else ""
    is_event = told.finding.kind == "event"
    return (
        (not filters.outlet or filters.outlet in told.outlets)
        and (not filters.since or day >= filters.since)
        and (not filters.until or "" < day <= filters.until)
        and (not filters.q or fold(filters.q) in fold(told.finding.words(told.report.text)))
        and (not is_event or not asked.side or told.part == asked.side)
        and (not is_event or filters.status in ("", "all", getattr(told.finding.payload, "status", "")))
    )  # fmt: skip


def _count(found: WhoPage, asked: Asked) -> int:
    rows: Mapping[str, Sequence[Told]] = {"said": found.by, "about": found.about, "events": found.events}
    if asked.part in rows:
        return len(_wanted(rows[asked.part], asked))
    return {"beside": len(found.beside), "stories": len(found.stories)}.get(asked.part, 0)


def _totals(found: WhoPage) -> Totals:
    return Totals(len(found.by), len(found.about), len(found.events), len(found.beside), found.stories_total)


def _tabs(path: str, found: WhoPage) -> tuple[tuple[str, str, int], ...]:
    totals = _totals(found)
    parts = [(part, address_with(path, {"part": part}), getattr(totals, part)) for part in PARTS[1:]]
    return (("", path, 0), *(tab for tab in parts if tab[2]))


def _page(path: str, query: Mapping[str, str], at: int) -> str:
    kept = {name: value for name, value in query.items() if name != "from"}
    return address_with(path, {**kept, **({"from": str(at)} if at > 0 else {})})


def _outlets(found: WhoPage) -> tuple[str, ...]:
    told = (*found.by, *found.about, *found.events)
    return tuple(sorted({outlet for one in told for outlet in one.outlets}))


def _cited(found: WhoPage, shown: _Shown) -> set[str]:
    told = (*found.by[:LATEST], *shown.said, *shown.about, *shown.events)
    spans = [*found.who.citations[:1], *(span for held in found.who.held for span in held.citations)]
    spans += [*spans_of_beside(shown.beside), *spans_of_cards(list(shown.stories), lines=0)]
    return {one.report.id for one in told} | {span.report_id for span in spans}


def _decided(desk: Desk, who_id: str, reader: Reader) -> tuple[JudgementRow, ...]:
    """What people decided about it and holds; the list says it in words."""
    ids = {one.id for one in desk.decided_about(who_id)}
    if not ids:
        return ()
    made = [one for one in desk.judgements() if one.judgement.id in ids and one.judgement.kind in OF_WHO]
    return rows_of(made, reader)
