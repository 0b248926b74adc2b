"""Search: reports that match, with the words marked in their sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk, SearchHit
from infostreamer.model import BadInput, Report
from infostreamer.web.addresses import report_path, search_path
from infostreamer.web.citations import name_of, sentence_at
from infostreamer.web.render import respond
from infostreamer.web.times import When, published

_PER_PAGE = 20
_LONGEST = 320  # code points of a snippet


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
    story: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of hits; `error` says what is wrong with the query."""

    SCHEMA: ClassVar[str] = "infostreamer/search/1"
    TEMPLATE: ClassVar[str] = "search.html"
    query: str
    total: int
    offset: int
    hits: tuple[HitRow, ...]
    before: str | None
    after: str | None
    error: str | None = None


def show(request: Request) -> Response:
    """GET /search?q=…&from=…"""
    query = request.query_params.get("q", "").strip()
    wanted = request.query_params.get("from", "0")
    offset = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    page = read(request.app.state.desk, query, offset)
    return respond(request, page, status=422 if page.error else 200)


def read(desk: Desk, query: str, offset: int = 0) -> SearchResults:
    """The hits of a query from `offset` on; nothing for an empty query."""
    if not query:
        return SearchResults(query="", total=0, offset=0, hits=(), before=None, after=None)
    try:
        found = desk.search(query, limit=_PER_PAGE, offset=offset)
    except BadInput as error:
        return SearchResults(query=query, total=0, offset=0, hits=(), before=None, after=None, error=str(error))
    return SearchResults(
        query=query,
        total=found.total,
        offset=offset,
        hits=tuple(_row(hit) for hit in found.hits),
        before=search_path(query, max(offset - _PER_PAGE, 0)) if offset else None,
        after=search_path(query, offset + _PER_PAGE) if offset + _PER_PAGE < found.total else None,
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
        story=f"/s/{hit.story_id}" if hit.story_id else None,
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
