"""Settings: how this browser shows the desk, what the desk keeps about the reader, and for admins how it is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, BadInput, Keep, NotFound, Reader
from infostreamer.settings import SETTINGS, Settings
from infostreamer.web import choices, tongue, zone
from infostreamer.web.addresses import dossier_path, source_path, story_path, who_path
from infostreamer.web.parts.highlights import highlight_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import THEME_COOKIE, THEMES, respond, see
from infostreamer.web.times import When, moment

_YEAR_S = 31_536_000
_KEEPS = 200  # shown; the export has all


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRow:
    """One thing that the reader follows, muted, bookmarked or highlighted."""

    kind: str
    item: str
    words: str
    path: str | None
    at: When | None
    until: When | None
    span: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting of the desk and where its value comes from."""

    name: str
    value: str
    origin: str
    unit: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What can be chosen, what is kept, how the desk is set up."""

    SCHEMA: ClassVar[str] = "infostreamer/settings-page/1"
    TEMPLATE: ClassVar[str] = "settings.html"
    is_saved: bool
    reader: str
    keeps_marks: bool
    language: str  # as chosen in this browser; empty: as the browser asks
    languages: tuple[tuple[str, str], ...]
    theme: str
    text: str
    zone: str
    zones: tuple[str, ...]
    keys: str
    marking: str
    seen: int  # stories with a mark of their own
    caught_up: When | None
    keeps: tuple[KeepRow, ...]
    keeps_total: int
    setup: tuple[SettingRow, ...]  # for admins only


def show(request: Request) -> Response:
    """GET /settings"""
    return respond(request, read(request))


def choose(request: Request) -> Response:
    """POST /settings: one or more choices, each kept in a cookie of this browser.

    Raises:
        BadInput: a choice that is not offered.
    """
    form, answer = request.state.form, see("/settings?saved=1")
    offered = {name: (cookie, tuple(allowed)) for name, (cookie, allowed) in choices.COOKIES.items()}
    offered["language"] = (tongue.COOKIE, ("", *tongue.LANGUAGES))
    offered["zone"] = (zone.COOKIE, zone.zones())
    offered["theme"] = (THEME_COOKIE, THEMES)
    for name, (cookie, allowed) in offered.items():
        if name not in form:
            continue
        if form[name] not in allowed:
            raise BadInput(f"{form[name][:40]!r} is not offered as {name}; choose one of the list.")
        if form[name]:
            answer.set_cookie(cookie, form[name], max_age=_YEAR_S, samesite="strict", path="/")
        else:
            answer.delete_cookie(cookie, path="/")
    return answer


def marks(request: Request) -> Response:
    """GET /settings/marks.json: everything that is kept about what the reader saw and keeps."""
    kept = request.app.state.desk.marks(reader_of(request))
    body = msgspec.json.format(msgspec.json.encode({"schema": "infostreamer/marks/1", **kept}), indent=1)
    headers = {"content-disposition": 'attachment; filename="marks.json"', "cache-control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


def forget(request: Request) -> Response:
    """POST /settings/forget: all of that is deleted, after the box that says so was ticked."""
    if request.state.form.get("sure") != "yes":
        raise BadInput("Tick the box first: what is forgotten cannot be brought back.")
    request.app.state.desk.forget_marks(reader_of(request))
    return see("/settings?saved=1")


def read(request: Request) -> SettingsPage:
    """The settings as this browser and this reader have them."""
    desk, reader = request.app.state.desk, reader_of(request)
    kept = desk.marks(reader) if reader != PUBLIC else {"seen": {}}
    keeps = desk.keeps(reader) if reader != PUBLIC else []
    seen = kept["seen"]
    theme, language = request.cookies.get(THEME_COOKIE, "auto"), request.cookies.get(tongue.COOKIE, "")
    return SettingsPage(
        is_saved=request.query_params.get("saved") == "1",
        reader=reader.name,
        keeps_marks=reader != PUBLIC,
        language=language if language in tongue.LANGUAGES else "",
        languages=tuple(tongue.LANGUAGES.items()),
        theme=theme if theme in THEMES else "auto",
        text=choices.chosen(request, "text"),
        zone=zone.zone_of(request),
        zones=zone.zones(),
        keys=choices.chosen(request, "keys"),
        marking=choices.chosen(request, "marking"),
        seen=len(seen),
        caught_up=moment(desk.seen_at(reader)) if reader != PUBLIC else None,
        keeps=tuple(_row(desk, keep) for keep in keeps[:_KEEPS]),
        keeps_total=len(keeps),
        setup=_setup(request.app.state.settings, reader),
    )


def _row(desk: Desk, keep: Keep) -> KeepRow:
    words, path = _words(desk, keep)
    span = keep.span
    return KeepRow(
        kind=keep.kind,
        item=keep.item,
        words=words,
        path=path,
        at=moment(keep.at),
        until=moment(keep.until),
        span=f"{span.report_id}:{span.start}-{span.end}" if span else None,
    )


def _words(desk: Desk, keep: Keep) -> tuple[str, str | None]:
    """A highlight is called by its words, all else by its name."""
    marked = highlight_of(desk, keep)
    return (marked.words, marked.path) if marked else _named(desk, keep.item)


def _named(desk: Desk, item: str) -> tuple[str, str | None]:
    """What to call it and where it lives; what is gone keeps its id."""
    noun, _, key = item.partition(":")
    try:
        if noun == "story":
            story = desk.story(key)
            return story.headline.text, story_path(story)
        if noun == "dossier":
            return desk.dossier(key).title, dossier_path(key)
        if noun == "who":
            who = desk.who(key).who
            return who.name, who_path(who)
        if noun == "source":
            source = desk.source(key)
            return source.outlet or source.address, source_path(source)
    except NotFound:
        return f"{item} (gone)", None
    return item, f"/r/{key}" if noun == "report" else None


def _setup(settings: Settings, reader: Reader) -> tuple[SettingRow, ...]:
    if not reader.may_administer:
        return ()
    return tuple(
        SettingRow(
            name=setting.name,
            value=str(settings.shown(setting.name)),
            origin=settings.origin(setting.name),
            unit=setting.unit,
            help=setting.help,
        )
        for setting in SETTINGS
    )
