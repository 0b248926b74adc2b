"""Exports: a story or a dossier in one of the forms of deliver/exports.py."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from infostreamer.deliver.exports import file_name, format_of
from infostreamer.deliver.gathering import sheet_of_dossier, sheet_of_story, sheets_of_desk, sheets_of_stories
from infostreamer.deliver.geojson import collection
from infostreamer.deliver.icalendar import calendar_of
from infostreamer.deliver.rows import table_of
from infostreamer.deliver.sheet import Sheet
from infostreamer.deliver.taking import story_under
from infostreamer.desk import Desk
from infostreamer.model import NotFound
from infostreamer.web.reader import reader_of
from infostreamer.web.taking import answer, place

_PARTS = {"timeline": ("ics", "csv"), "figures": ("csv",), "map": ("geojson",), "stories": ("csv",)}
_CALENDAR = "text/calendar; charset=utf-8"
_TABLE = "text/csv; charset=utf-8"


def story(request: Request) -> Response:
    """GET /s/{id}.md, /s/{id}@{revision}.md and so on."""
    key, form = request.path_params["id"], request.path_params["form"]
    desk: Desk = request.app.state.desk
    try:
        found = story_under(desk, key)
    except NotFound:
        survivor = desk.moved_to(key)
        if survivor is None:
            raise
        return RedirectResponse(f"/s/{survivor}.{form}", 301)
    return _sheet(request, sheet_of_story(desk, found, place(request)), form)


def dossier(request: Request) -> Response:
    """GET /d/{slug}.md and so on."""
    desk: Desk = request.app.state.desk
    sheet = sheet_of_dossier(desk, desk.dossier(request.path_params["slug"]), place(request))
    return _sheet(request, sheet, request.path_params["form"])


def dossier_part(request: Request) -> Response:
    """GET /d/{slug}/timeline.ics, /timeline.csv, /map.geojson, /figures.csv, /stories.csv"""
    part, form = request.path_params["part"], request.path_params["form"]
    if form not in _PARTS.get(part, ()):
        raise NotFound(f"A dossier has no {part}.{form}.")
    desk: Desk = request.app.state.desk
    sheet = sheet_of_dossier(desk, desk.dossier(request.path_params["slug"]), place(request))
    kept = tuple(section for section in sheet.sections if section.key == part)
    return _sheet(request, replace(sheet, sections=kept) if form == "csv" else sheet, form)


def timeline_calendar(request: Request) -> Response:
    """GET /timeline.ics: the dated events of the newest stories."""
    sheets = sheets_of_desk(request.app.state.desk, place(request))
    name = f"{place(request).desk}: timeline"
    return answer(request, calendar_of(sheets, name=name), _CALENDAR, saved_as="timeline.ics")


def timeline_table(request: Request) -> Response:
    """GET /timeline.csv"""
    sheets = sheets_of_desk(request.app.state.desk, place(request))
    return answer(request, table_of(sheets, "timeline"), _TABLE, saved_as="timeline.csv")


def figures_table(request: Request) -> Response:
    """GET /figures.csv"""
    sheets = sheets_of_desk(request.app.state.desk, place(request))
    return answer(request, table_of(sheets, "figures"), _TABLE, saved_as="figures.csv")


def map_places(request: Request) -> Response:
    """GET /map.geojson: the places that the newest stories name."""
    sheets = sheets_of_desk(request.app.state.desk, place(request))
    named = [(sheet, one) for sheet in sheets for one in sheet.people]
    state = sheets[0].state if len({sheet.state for sheet in sheets}) == 1 else "see each story"
    return answer(request, collection(named, name=place(request).desk, state=state), "application/geo+json")


def saved_calendar(request: Request) -> Response:
    """GET /q/{name}.ics: the dated events of the stories that a saved search finds."""
    desk: Desk = request.app.state.desk
    saved = desk.saved(request.path_params["name"])
    found = desk.matching(saved.query, reader=reader_of(request), limit=100).stories
    body = calendar_of(sheets_of_stories(desk, found, place(request)), name=saved.title)
    return answer(request, body, _CALENDAR, saved_as=f"{request.path_params['name']}.ics")


def _sheet(request: Request, sheet: Sheet, suffix: str) -> Response:
    form = format_of(suffix, sheet.noun)
    saved_as = file_name(sheet, suffix) if form.is_saved else None
    return answer(request, form.write(sheet), form.media_type, saved_as=saved_as)
