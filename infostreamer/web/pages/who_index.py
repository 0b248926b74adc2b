"""Who is who: everybody, every organisation and place that the stories name, by name and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.filters import address_with
from infostreamer.web.parts.roles import RoleRow, role_rows
from infostreamer.web.render import respond

KINDS = ("", "person", "organisation", "place", "nationality", "other")
ORDERS = ("most", "newest")
PER_PAGE = 60
_ROLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry with the roles that reports gave it last."""

    id: str
    path: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    stories: int
    mentions: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIndexPage:
    """Entries that match, those in most stories first or those named last."""

    SCHEMA: ClassVar[str] = "infostreamer/who-index/1"
    TEMPLATE: ClassVar[str] = "who_index.html"
    q: str
    kind: str
    order: str
    rows: tuple[Entry, ...]
    total: int
    kinds: tuple[tuple[str, str], ...]  # kind, address
    turned: str  # the address of the other order
    newer: str | None
    older: str | None
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /who"""
    return respond(request, read(request.app.state.desk, dict(request.query_params)))


def read(desk: Desk, query: Mapping[str, str]) -> WhoIndexPage:
    """The page that these values ask for.

    Raises:
        BadInput: no such kind or order.
    """
    q, kind, order = (" ".join(query.get(name, "").split()) for name in ("q", "kind", "order"))
    if kind not in KINDS:
        raise BadInput(f"kind={kind!r} is not known; use {', '.join(KINDS[1:])}.")
    if order not in ("", *ORDERS):
        raise BadInput(f"order={order!r} is not known; use {', '.join(ORDERS)}.")
    typed = query.get("from", "")
    at = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    found = desk.find_who(q, kind=kind, is_newest=order == "newest", limit=PER_PAGE + 1, offset=at)
    rows, asked = found[:PER_PAGE], {"q": q, "kind": kind, "order": order}
    spans = [span for who, _ in rows for span in (*who.citations[:1], *(c for h in who.held for c in h.citations[:1]))]
    notes = Notes(desk.reports(sorted({span.report_id for span in spans})))
    entries = [
        Entry(
            id=who.id,
            path=who_path(who),
            name=who.name,
            kind=who.kind,
            aliases=who.aliases,
            roles=role_rows(who.held[:_ROLES], notes),
            stories=stories,
            mentions=who.mentions,
            notes=notes.numbers(who.citations[:1]),
        )
        for who, stories in rows
    ]
    return WhoIndexPage(
        q=q,
        kind=kind,
        order=order or "most",
        rows=tuple(entries),
        total=desk.count_who(q, kind=kind),
        kinds=tuple((one, address_with("/who", asked, kind=one)) for one in KINDS),
        turned=address_with("/who", asked, order="" if order == "newest" else "newest"),
        newer=address_with("/who", asked, **{"from": str(max(0, at - PER_PAGE))}) if at else None,
        older=address_with("/who", asked, **{"from": str(at + PER_PAGE)}) if len(found) > PER_PAGE else None,
        notes=notes.all(),
    )
