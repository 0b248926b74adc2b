"""Writing a note, and reporting an error: on a whole story, report …, or on words that were marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, cast

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotFound, Report, Span
from infostreamer.model.note import NoteKind
from infostreamer.web.addresses import dossier_path, report_path, story_path, who_path
from infostreamer.web.parts.passages import Passage, passages_of
from infostreamer.web.permits import may
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPage:
    """A form for a note. `is_error`: for reporting an error; `is_sent`: it was reported."""

    SCHEMA: ClassVar[str] = "infostreamer/writing/1"
    TEMPLATE: ClassVar[str] = "writing.html"
    item: str
    about: str
    back: str
    line: str | None
    report: str | None
    start: int | None
    end: int | None
    sentences: int  # of the report that can be chosen from; 0: none is named
    may_share: bool
    is_error: bool
    is_sent: bool
    body: str
    error: str | None
    passages: tuple[Passage, ...]


def show(request: Request) -> Response:
    """GET /notes/new"""
    return respond(request, read(request.app.state.desk, request.query_params, may_share=may(request, "editor")))


def add(request: Request) -> Response:
    """POST /notes/add"""
    desk, form = request.app.state.desk, request.state.form
    may_share = may(request, "editor")
    if form.get("kind", "note") not in ("note", "correction"):
        raise BadInput("A note is a note or a correction.")
    try:
        desk.add_note(
            form.get("item", ""),
            form.get("body", ""),
            reader=reader_of(request),
            span=span_of(desk, form),
            line=form.get("line"),
            kind=cast(NoteKind, form.get("kind", "note")),
            visibility="desk" if form.get("visibility") == "desk" else "private",
        )
    except BadInput as error:
        page = read(desk, form, may_share=may_share, error=str(error))
        return respond(request, page, status=422)
    return see(f"{read(desk, form, may_share=may_share).back.partition('#')[0]}#peoples-notes")


def show_error(request: Request) -> Response:
    """GET /report-error?story=…, where the desk takes reports of errors."""
    _refuse_closed(request)
    page = read(request.app.state.desk, request.query_params, is_error=True)
    return respond(request, page)


def send_error(request: Request) -> Response:
    """POST /report-error: kept for the editors, who find it first in their queue."""
    _refuse_closed(request)
    desk, form = request.app.state.desk, request.state.form
    body = form.get("body", "")
    try:
        desk.add_note(
            form.get("item", ""), body, reader=reader_of(request), span=span_of(desk, form), line=form.get("line"),
            kind="error-report",
        )  # fmt: skip
    except BadInput as error:
        return respond(request, read(desk, form, is_error=True, error=str(error)), status=422)
    return respond(request, read(desk, form, is_error=True, is_sent=True))


def _refuse_closed(request: Request) -> None:
    if not request.app.state.settings["web.error_reports"]:
        raise NotFound("This desk takes no reports of errors on its pages.")


def read(
    desk: Desk,
    given: Given,
    *,
    may_share: bool = False,
    is_error: bool = False,
    is_sent: bool = False,
    error: str | None = None,
) -> WritingPage:
    """The form for what these fields name.

    Raises:
        NotFound: no such item or report.
        BadInput: no item is named, or the words do not stand in the report.
    """
    span = span_of(desk, given)
    report = desk.report(given["report"]) if given.get("report") else None
    item = desk.item_in(given.get("item") or (f"report:{report.id}" if report else ""))
    about, back = _about(desk, item)
    passages = passages_of([span] if span else [], {report.id: report} if report else {})
    if passages and item.startswith("report:"):
        back = passages[0].stored
    return WritingPage(
        item=item,
        about=about,
        back=back,
        line=" ".join(given["line"].split())[:600] if given.get("line") else None,
        report=report.id if report else None,
        start=span.start if span else None,
        end=span.end if span else None,
        sentences=len(report.sentences) if report and span is None else 0,
        may_share=may_share,
        is_error=is_error,
        is_sent=is_sent,
        body="" if is_sent else given.get("body", ""),
        error=error,
        passages=passages,
    )


def span_of(desk: Desk, given: Given) -> Span | None:
    """The words that are meant: positions `start` and `end`, else the sentences `s` to `to` (from 1), from code point
    `a` of the first up to code point `b` of the last; None where no words are named.

    Raises:
        NotFound: no such report.
        BadInput: the report has no such place.
    """
    if not given.get("report") or not (given.get("s") or given.get("end")):
        return None
    report = desk.report(given["report"])
    if given.get("end"):
        start, end = _whole(given, "start", 0), _whole(given, "end", 0)
    else:
        start, end = _between(report, given)
    if not 0 <= start < end <= len(report.text) or not report.text[start:end].strip():
        raise BadInput("Those words do not stand in that report; mark them again.")
    return Span(report.id, start, end)


def _between(report: Report, given: Given) -> tuple[int, int]:
    first = _whole(given, "s", 1)
    last = _whole(given, "to", first)
    if not 1 <= first <= last <= len(report.sentences):
        raise BadInput(f"That report has sentences 1 to {len(report.sentences)}.")
    begin, stop = report.sentences[first - 1][0], report.sentences[last - 1]
    return begin + _whole(given, "a", 0), min(stop[1], stop[0] + _whole(given, "b", stop[1] - stop[0]))


def _whole(given: Given, name: str, otherwise: int) -> int:
    value = given.get(name, "")
    if not value:
        return otherwise
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise BadInput("A place in a report is named by whole numbers.")
    return int(value)


def _about(desk: Desk, item: str) -> tuple[str, str]:
    kind, _, key = item.partition(":")
    if kind == "story":
        story = desk.story(key)
        return story.headline.text, story_path(story)
    if kind == "report":
        report = desk.report(key)
        return report.title or "Untitled report", report_path(report.id)
    if kind == "dossier":
        return desk.dossier(key).title, dossier_path(key)
    if kind == "source":
        source = desk.source(key)
        return source.outlet or source.address, f"/source/{source.id}"
    who = desk.who(key).who
    return who.name, who_path(who)
