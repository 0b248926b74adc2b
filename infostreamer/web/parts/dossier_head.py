"""What every page of a dossier begins with: its name, what it gathers, its parts, and which day it shows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from infostreamer.desk import Desk
from infostreamer.desk.dossiers import DossierView
from infostreamer.desk.history import moment_as_of
from infostreamer.model import Dossier
from infostreamer.text.edtf import last_day
from infostreamer.web.addresses import dossier_path
from infostreamer.web.times import When, moment

PARTS = ("", "timeline", "who", "map", "figures", "stories")


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """Which past moment is shown. `value` as it stands in the address."""

    value: str
    at: When
    present: str  # address of the same page now
    since: When | None  # the oldest form of any story that this desk keeps
    is_before: bool  # nothing was kept by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of the dossier with how much is in it."""

    name: str  # "" is the overview
    path: str
    count: int | None
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierHead:
    """The head of a dossier's page."""

    slug: str
    path: str
    title: str
    question: str
    stories: int
    reports: int
    outlets: int
    first: When | None
    last: When | None
    tabs: tuple[Tab, ...]
    as_of: AsOf | None


def view_of(request: Request) -> DossierView:
    """The dossier that the address names, as of the day that it asks for.

    Raises:
        NotFound: no such dossier.
        BadInput: `as-of` is no day.
    """
    words = request.query_params.get("as-of", "").strip()
    desk: Desk = request.app.state.desk
    return desk.dossier_view(request.path_params["slug"], moment_as_of(words) if words else None)


def head_of(request: Request, view: DossierView, part: str = "") -> DossierHead:
    """The head of the dossier's page for that part of it."""
    dossier, words = view.dossier, request.query_params.get("as-of", "").strip()
    path = dossier_path(dossier.slug)
    ending = f"?as-of={quote(words, safe='')}" if view.at else ""
    counts = counts_of(dossier, view)
    tabs = [
        Tab(name=name, path=path + (f"/{name}" if name else "") + ending, count=counts.get(name), is_here=name == part)
        for name in PARTS
    ]
    return DossierHead(
        slug=dossier.slug,
        path=path,
        title=dossier.title,
        question=dossier.question,
        stories=len(dossier.story_ids),
        reports=dossier.reports,
        outlets=dossier.outlets,
        first=moment(dossier.first_at),
        last=moment(dossier.last_at),
        tabs=tuple(tabs),
        as_of=_as_of(request, view, words, path + (f"/{part}" if part else "")),
    )


def counts_of(dossier: Dossier, view: DossierView) -> dict[str, int]:
    """How much stands in each part."""
    return {
        "timeline": len(dossier.timeline) + len(coming(view)),
        "who": sum(who.kind != "place" for who in dossier.who),
        "map": sum(who.kind == "place" for who in dossier.who),
        "figures": len(dossier.figures),
        "stories": len(dossier.story_ids),
    }


def coming(view: DossierView) -> list[int]:
    """Places in `Dossier.ahead` of the dates that have not passed by then."""
    today = view.now.date().isoformat()
    return [at for at, one in enumerate(view.dossier.ahead) if (last_day(one.when) or "") >= today]


def _as_of(request: Request, view: DossierView, words: str, present: str) -> AsOf | None:
    at = moment(view.at)
    if at is None or view.at is None:
        return None
    since = request.app.state.desk.remembers_since()
    is_before = since is None or view.at < since
    return AsOf(value=words, at=at, present=present, since=moment(since), is_before=is_before)
