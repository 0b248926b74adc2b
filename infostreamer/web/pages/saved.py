"""A saved search: the stories that answer it now, newest first; its title and query can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.decisions import SOMEBODY
from infostreamer.model import PUBLIC, BadInput, NotAllowed, Reader
from infostreamer.model.search import SavedSearch
from infostreamer.text.query import parse_query
from infostreamer.text.query_words import in_words
from infostreamer.web.addresses import search_path
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment

_PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A saved search with one page of the stories that answer it; `words` is what it means."""

    SCHEMA: ClassVar[str] = "infostreamer/saved-search/1"
    TEMPLATE: ClassVar[str] = "saved.html"
    name: str
    path: str
    title: str
    query: str
    words: str
    by: str
    made: When | None
    may_change: bool
    total: int
    is_bounded: bool
    offset: int
    stories: tuple[Card, ...]
    notes: tuple[Note, ...]
    before: str | None
    after: str | None
    reports: str  # the search of reports with the same query
    feeds: tuple[tuple[str, str], ...]
    error: str | None = None
    typed_title: str = ""
    typed_query: str = ""


def show(request: Request) -> Response:
    """GET /q/{name}?from=…"""
    wanted = request.query_params.get("from", "0")
    offset = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    return respond(request, read(request.app.state.desk, request.path_params["name"], reader_of(request), offset))


def change(request: Request) -> Response:
    """POST /q/{name}/change"""
    desk, form, reader = request.app.state.desk, request.state.form, reader_of(request)
    saved = _own(desk, request.path_params["name"], reader)
    title, query = form.get("title", "").strip(), form.get("query", "").strip()
    try:
        desk.change_search(saved.name, title=title, query=query)
    except BadInput as error:
        page = read(desk, saved.name, reader, error=str(error), typed=(title, query))
        return respond(request, page, status=422)
    return see(path_of(saved))


def remove(request: Request) -> Response:
    """POST /q/{name}/remove"""
    desk = request.app.state.desk
    desk.remove_search(_own(desk, request.path_params["name"], reader_of(request)).name)
    return see("/search")


def path_of(saved: SavedSearch) -> str:
    """The address of a saved search."""
    return f"/q/{quote(saved.name, safe='')}"


def read(
    desk: Desk,
    name: str,
    reader: Reader,
    offset: int = 0,
    *,
    error: str | None = None,
    typed: tuple[str, str] | None = None,
) -> SavedPage:
    """The page of one saved search.

    Raises:
        NotFound: there is none of this name.
    """
    saved = desk.saved(name)
    found = desk.matching(saved.query, reader=reader, limit=_PER_PAGE, offset=offset)
    notes = Notes(desk.reports(sorted({span.report_id for span in spans_of_cards(found.stories)})))
    path, after = path_of(saved), offset + _PER_PAGE
    return SavedPage(
        name=saved.name,
        path=path,
        title=saved.title,
        query=saved.query,
        words=in_words(parse_query(saved.query)),
        by=SOMEBODY if reader == PUBLIC else saved.by,
        made=moment(saved.made_at),
        may_change=_may(saved, reader),
        total=found.total,
        is_bounded=found.is_bounded,
        offset=offset,
        stories=tuple(card for story in found.stories if (card := card_of(story, (), notes)) is not None),
        notes=notes.all(),
        before=f"{path}?from={max(offset - _PER_PAGE, 0)}" if offset else None,
        after=f"{path}?from={after}" if after < found.total else None,
        reports=search_path(saved.query),
        feeds=tuple((words, f"{path}.{suffix}") for suffix, words in _FEEDS),
        error=error,
        typed_title=typed[0] if typed else saved.title,
        typed_query=typed[1] if typed else saved.query,
    )


_FEEDS = (("atom", "Atom"), ("rss", "RSS"), ("ics", "Calendar"))


def _may(saved: SavedSearch, reader: Reader) -> bool:
    return reader.may_edit or reader.name == saved.by


def _own(desk: Desk, name: str, reader: Reader) -> SavedSearch:
    saved = desk.saved(name)
    if not _may(saved, reader):
        raise NotAllowed(f"Only {saved.by} or an editor may change this search; save one of your own.")
    return saved
