"""Search: reports that match, under their stories, with the words marked; and what the matches have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk, FacetCount, SearchHit, SearchPage
from infostreamer.desk.searching import Order
from infostreamer.model import OWNER, BadInput, Reader, Report, Story
from infostreamer.text.query import All, Query, parse_query
from infostreamer.text.query_words import in_words
from infostreamer.web.addresses import report_path, search_path, story_path
from infostreamer.web.citations import CitedLine, Note, Notes, name_of, sentence_at
from infostreamer.web.parts.asking import LANGUAGE_NAMES, FieldHelp, help_on_fields
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, edtf_words, published

_PER_PAGE = 20
_LONGEST = 320  # code points of a snippet
_FURTHEST = 2000  # of the best matches that can be paged through
ORDERS: tuple[Order, ...] = ("best", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a snippet; marked when it matches the query."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One report that matches."""

    report_id: str
    path: str
    title: tuple[Mark, ...]
    snippet: tuple[Mark, ...]
    outlet: str
    language: str | None
    published: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """Hits of this page that stand in one story; without `headline` they are in none yet."""

    story_id: str | None
    path: str | None
    headline: CitedLine | None
    hits: tuple[HitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLink:
    """One value that some of the matches share, and the search that keeps only these."""

    shown: str
    count: int
    adds: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetBox:
    """The values of one field."""

    field: str
    values: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the query, and the search without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLink:
    """A saved search."""

    title: str
    query: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of hits; `error` says what is wrong with the query. `total` is "at least" where `is_bounded`."""

    SCHEMA: ClassVar[str] = "infostreamer/search/2"
    TEMPLATE: ClassVar[str] = "search.html"
    query: str
    words: str = ""
    total: int = 0
    is_bounded: bool = False
    offset: int = 0
    order: str = "best"
    parts: tuple[Part, ...] = ()
    groups: tuple[HitGroup, ...] = ()
    notes: tuple[Note, ...] = ()
    facets: tuple[FacetBox, ...] = ()
    faceted: int = 0
    fields: tuple[FieldHelp, ...] = ()
    saved: tuple[SavedLink, ...] = ()
    before: str | None = None
    after: str | None = None
    other_order: str | None = None
    feed: str | None = None
    error: str | None = None
    title: str = ""


def show(request: Request) -> Response:
    """GET /search?q=…&from=…&order=newest"""
    query = request.query_params.get("q", "").strip()
    wanted = request.query_params.get("from", "0")
    offset = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    order: Order = "newest" if request.query_params.get("order") == "newest" else "best"
    page = read(request.app.state.desk, query, offset, order=order, reader=reader_of(request))
    return respond(request, page, status=422 if page.error else 200)


def save(request: Request) -> Response:
    """POST /searches/add"""
    desk, form = request.app.state.desk, request.state.form
    query, title = form.get("query", "").strip(), form.get("title", "").strip()
    try:
        saved = desk.save_search(title, query, reader_of(request))
    except BadInput as error:
        return respond(request, _wrong(desk, query, str(error), title), status=422)
    return see(f"/q/{quote(saved.name, safe='')}")


def read(
    desk: Desk, query: str, offset: int = 0, *, order: Order = "best", reader: Reader | None = None
) -> SearchResults:
    """The hits of a query from `offset` on; for an empty query, what there is to look for."""
    if not query:
        facets = desk.commonplaces()
        return SearchResults(
            query="",
            facets=_boxes("", facets.facets),
            faceted=facets.faceted,
            fields=help_on_fields(facets.facets),
            saved=_saved(desk),
        )
    try:
        found = desk.search(query, limit=_PER_PAGE, offset=offset, order=order, faceted=True, reader=reader or OWNER)
    except BadInput as error:
        return _wrong(desk, query, str(error))
    return _results(desk, parse_query(query), found, offset, order)


def _wrong(desk: Desk, query: str, error: str, title: str = "") -> SearchResults:
    facets = desk.commonplaces()
    return SearchResults(
        query=query, error=error, title=title, fields=help_on_fields(facets.facets), saved=_saved(desk)
    )


def _results(desk: Desk, parsed: Query, found: SearchPage, offset: int, order: Order) -> SearchResults:
    stories = {story.id: story for story in found.stories}
    notes = Notes(
        desk.reports(sorted({span.report_id for story in stories.values() for span in story.headline.citations}))
    )
    groups = _groups(found.hits, stories, notes)
    after, reach = offset + _PER_PAGE, min(found.total, _FURTHEST)
    other = ORDERS[order == "best"]
    return SearchResults(
        query=found.query,
        words=in_words(parsed),
        total=found.total,
        is_bounded=found.is_bounded,
        offset=offset,
        order=order,
        parts=_parts(parsed),
        groups=groups,
        notes=notes.all(),
        facets=_boxes(found.query, found.facets),
        faceted=found.faceted,
        fields=help_on_fields(found.facets) if not found.hits else help_on_fields(),
        saved=_saved(desk),
        before=_path(found.query, max(offset - _PER_PAGE, 0), order) if offset else None,
        after=_path(found.query, after, order) if after < reach else None,
        other_order=_path(found.query, 0, other) if found.total > 1 else None,
        feed=f"/feeds/search.atom?{urlencode({'q': found.query})}",
    )


def _path(query: str, offset: int, order: Order) -> str:
    return search_path(query, offset) + ("&order=newest" if order == "newest" else "")


def _parts(parsed: Query) -> tuple[Part, ...]:
    """The parts that must all hold, where there are several."""
    if not isinstance(parsed.root, All):
        return ()
    nodes = parsed.root.nodes
    rest = [tuple(node for node in nodes if node is not one) for one in nodes]
    return tuple(
        Part(text=str(Query(one)), without=search_path(str(Query(All(left)))))
        for one, left in zip(nodes, rest, strict=True)
    )


def _boxes(query: str, facets: Sequence[tuple[str, Sequence[FacetCount]]]) -> tuple[FacetBox, ...]:
    return tuple(
        FacetBox(
            field=name,
            values=tuple(
                FacetLink(
                    shown=_shown(name, one.shown),
                    count=one.count,
                    adds=one.adds,
                    path=search_path(_with(query, one.adds)),
                )
                for one in values
            ),
        )
        for name, values in facets
        if len(values) > 1
    )


def _shown(field: str, value: str) -> str:
    """Days and languages as people call them."""
    if field == "date":
        return edtf_words(value)
    return LANGUAGE_NAMES.get(value, value) if field == "lang" else value


def _with(query: str, term: str) -> str:
    """The query with one more condition; OR binds its neighbours, so nothing needs parentheses."""
    return f"{query} {term}".strip()


def _saved(desk: Desk) -> tuple[SavedLink, ...]:
    return tuple(
        SavedLink(title=one.title, query=one.query, path=f"/q/{quote(one.name, safe='')}") for one in desk.searches()
    )


def _groups(hits: Sequence[SearchHit], stories: Mapping[str, Story], notes: Notes) -> tuple[HitGroup, ...]:
    """By story, in the order of the best hit of each."""
    rows: dict[str | None, list[HitRow]] = {}
    for hit in hits:
        rows.setdefault(hit.story_id if hit.story_id in stories else None, []).append(_row(hit))
    return tuple(
        HitGroup(
            story_id=story_id,
            path=story_path(stories[story_id]) if story_id else None,
            headline=notes.line(stories[story_id].headline) if story_id else None,
            hits=tuple(found),
        )
        for story_id, found in rows.items()
    )


def _row(hit: SearchHit) -> HitRow:
    report = hit.report
    spans = sorted((span.start, span.end) for span in hit.spans if span.end <= len(report.text))
    in_body = [span for span in spans if span[0] >= report.body_start]
    start, end = snippet_bounds(report, in_body[0][0] if in_body else report.body_start)
    title_end = len(report.text[: report.body_start].rstrip())
    return HitRow(
        report_id=report.id,
        path=report_path(report.id, sentence_at(report, in_body[0][0]) if in_body else None),
        title=marks(report.text, 0, title_end, spans) or (Mark(text="Untitled report", is_match=False),),
        snippet=marks(report.text, start, end, spans),
        outlet=name_of(report),
        language=report.language,
        published=published(report.published),
    )


def snippet_bounds(report: Report, position: int) -> tuple[int, int]:
    """The sentence that holds the position, cut around it where the sentence is very long."""
    number = sentence_at(report, position)
    start, end = report.sentences[number - 1] if number else (position, min(position + _LONGEST, len(report.text)))
    if end - start > _LONGEST:
        start = max(start, position - _LONGEST // 3)
        end = min(end, start + _LONGEST)
    return start, end


def marks(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> tuple[Mark, ...]:
    """The slice [start, end) as stretches, those within the spans marked; overlapping spans are joined."""
    parts, at = [], start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            parts.append(Mark(text=text[at:first], is_match=False))
        parts.append(Mark(text=text[first:last], is_match=True))
        at = last
    if at < end:
        parts.append(Mark(text=text[at:end], is_match=False))
    return tuple(parts)
