"""What the reader tells the desk: this was on my screen, I have caught up, take that back; follow, mute, bookmark."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.model import BadInput, KeepKind, Span
from infostreamer.web.addresses import own_path
from infostreamer.web.pages.writing import span_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import see

_SHOWN = re.compile(r"^([0-9a-f]{8,64}):(\d{1,18})$")
_SPAN = re.compile(r"^([0-9a-f]{8,64}):(\d{1,9})-(\d{1,9})$")
_MOST = 500  # stories in one message of what was on screen
_DAYS = {"1d": 1, "7d": 7, "30d": 30}


def catch_up(request: Request) -> Response:
    """POST /seen: everything up to the position that was shown counts as seen; `undo` takes it back."""
    form, reader = request.state.form, reader_of(request)
    undo = request.app.state.desk.caught_up(reader, _position(form.get("position", "")), form.get("q", ""))
    return see(f"/?undo={undo}")


def undo(request: Request) -> Response:
    """POST /seen/undo: the marks as they were before the last "Caught up"."""
    request.app.state.desk.uncaught(reader_of(request), request.state.form.get("undo", ""))
    return see("/")


def shown(request: Request) -> Response:
    """POST /seen/shown: stories whose news was on the reader's screen for a moment, as ID:POSITION, by commas."""
    parts = [part for part in request.state.form.get("shown", "").split(",") if part][:_MOST]
    found = [_SHOWN.match(part) for part in parts]
    if not found or not all(found):
        raise BadInput("The message names no stories with positions.")
    positions = {match[1]: int(match[2]) for match in found if match}
    request.app.state.desk.saw(reader_of(request), positions)
    return Response(status_code=204)


def mark(request: Request) -> Response:
    """POST /s/{id}/seen: this story counts as seen up to a position, or as unseen again."""
    form, desk, reader = request.state.form, request.app.state.desk, reader_of(request)
    story = desk.story(request.path_params["id"])
    if form.get("state") == "unseen":
        desk.unsaw(reader, story.id)
    else:
        desk.saw(reader, {story.id: _position(form.get("position", ""))})
    return _done(request)


def keep(request: Request) -> Response:
    """POST /keep: follow, mute, bookmark or highlight an item; its words by `span`, or as for a note on them."""
    form, desk = request.state.form, request.app.state.desk
    until = _until(form.get("until", ""), desk.now()) if form.get("kind") == "mute" else None
    desk.keep(
        reader_of(request), _kind(form), form.get("item", ""), until=until, span=_span(form) or span_of(desk, form)
    )
    return _done(request)


def drop(request: Request) -> Response:
    """POST /drop: keep it no more. Nothing happens where it was not kept."""
    form = request.state.form
    request.app.state.desk.drop(reader_of(request), _kind(form), form.get("item", ""), span=_span(form))
    return _done(request)


def _done(request: Request) -> Response:
    """Back to the page it came from; a script that asks quietly stays where it is."""
    if request.state.form.get("quiet"):
        return Response(status_code=204)
    return see(own_path(request.state.form.get("back", "/")))


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput("The form names no position of the change log; go back to the desk and try again.")
    return int(text)


def _kind(form: dict[str, str]) -> KeepKind:
    kind = form.get("kind", "")
    if kind not in get_args(KeepKind):
        raise BadInput(f"{kind[:40]!r} is nothing that can be kept; choose follow, mute, bookmark or highlight.")
    return kind  # type: ignore[return-value]


def _until(text: str, now: datetime) -> datetime | None:
    if text in ("", "ever"):
        return None
    if text not in _DAYS:
        raise BadInput("A mute lasts 1d, 7d, 30d or ever.")
    return now + timedelta(days=_DAYS[text])


def _span(form: dict[str, str]) -> Span | None:
    raw = form.get("span", "")
    found = _SPAN.match(raw)
    if raw and (not found or int(found[2]) >= int(found[3])):
        raise BadInput("A place is written as REPORT:START-END.")
    return Span(found[1], int(found[2]), int(found[3])) if found else None
