"""Shares: public, read-only pages of one story or dossier, made and revoked by editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.addresses import dossier_path, story_path
from infostreamer.deliver.gathering import sheet_of_dossier, sheet_of_story
from infostreamer.deliver.page import shared_page, stylesheet
from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotFound, Share, Story
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.taking import answer, place
from infostreamer.web.times import When, moment

_DAYS = {"1": 1, "7": 7, "30": 30, "365": 365, "ever": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One open share."""

    id: str
    address: str  # absolute
    title: str
    path: str  # of what is shared
    by: str
    made: When | None
    until: When | None  # None: until it is revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesPage:
    """Everything that is shared."""

    SCHEMA: ClassVar[str] = "infostreamer/shares/1"
    TEMPLATE: ClassVar[str] = "shares.html"
    shares: tuple[ShareRow, ...]


def show(request: Request) -> Response:
    """GET /share/{token}: what is shared, as it stands now."""
    desk: Desk = request.app.state.desk
    share = desk.shared(request.path_params["token"])
    kind, _, key = share.item.partition(":")
    try:
        if kind == "story":
            sheet = sheet_of_story(desk, _story(desk, key), place(request))
        else:
            sheet = sheet_of_dossier(desk, desk.dossier(key), place(request))
    except NotFound as error:
        raise NotFound("What was shared here is no longer on the desk.") from error
    response = answer(request, shared_page(sheet), "text/html; charset=utf-8")
    response.headers["cache-control"] = "private, no-cache"
    response.headers["x-robots-tag"] = "noindex, nofollow, noarchive"
    return response


def _story(desk: Desk, story_id: str) -> Story:
    """The story, or the one that it is part of now."""
    try:
        return desk.story(story_id)
    except NotFound:
        survivor = desk.moved_to(story_id)
        if survivor is None:
            raise
        return desk.story(survivor)


def style(request: Request) -> Response:
    """GET /share/sheet.css"""
    return answer(request, stylesheet().encode(), "text/css; charset=utf-8")


def shares(request: Request) -> Response:
    """GET /shares"""
    return respond(request, SharesPage(shares=rows_of(request, None)))


def make(request: Request) -> Response:
    """POST /share: item, days."""
    form, desk = request.state.form, request.app.state.desk
    days = form.get("days", "30")
    if days not in _DAYS:
        raise BadInput("Choose for how long it is shared: 1, 7, 30 or 365 days, or until it is revoked.")
    made = desk.share(form.get("item", ""), by=reader_of(request), days=_DAYS[days])
    return see(f"{_path_of(desk, made)}#take")


def revoke(request: Request) -> Response:
    """POST /share/{token}/revoke"""
    desk: Desk = request.app.state.desk
    ended = desk.revoke(request.path_params["token"])
    return see("/shares" if request.state.form.get("from") == "shares" else f"{_path_of(desk, ended)}#take")


def rows_of(request: Request, item: str | None) -> tuple[ShareRow, ...]:
    """The open shares, of one story or dossier where given."""
    desk: Desk = request.app.state.desk
    return tuple(_row(desk, share, place(request).site) for share in desk.shares(item))


def _row(desk: Desk, share: Share, site: str) -> ShareRow:
    return ShareRow(
        id=share.id,
        address=f"{site}/share/{share.id}",
        title=_title_of(desk, share),
        path=_path_of(desk, share),
        by=share.by,
        made=moment(share.at),
        until=moment(share.until),
    )


def _title_of(desk: Desk, share: Share) -> str:
    kind, _, key = share.item.partition(":")
    try:
        return desk.story(key).headline.text if kind == "story" else desk.dossier(key).title
    except NotFound:
        return "No longer on the desk"


def _path_of(desk: Desk, share: Share) -> str:
    kind, _, key = share.item.partition(":")
    if kind == "dossier":
        return dossier_path(key)
    try:
        return story_path(desk.story(key))
    except NotFound:
        return f"/s/{key}"
