"""Digests: all of a reader's, and making one after reading what it would tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.digests import compose
from infostreamer.deliver.letter import as_text
from infostreamer.desk import Desk
from infostreamer.model import BadInput, Reader
from infostreamer.model.digest import WEEKDAYS, Digest
from infostreamer.web.parts.firings import EditionRow, edition_rows
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, age_words, moment

FIELDS = ("name", "to", "rhythm", "at", "weekday", "zone", "query")
_LOOKS_BACK = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
_MESSAGES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """One digest in the list."""

    id: str
    name: str
    reader: str
    to: str
    when: str
    query: str
    is_paused: bool
    next: When | None
    next_age: str | None
    messages: tuple[EditionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDraft:
    """The form as it was filled in."""

    name: str = ""
    to: str = ""
    rhythm: str = "daily"
    at: str = "07:00"
    weekday: str = "Monday"
    zone: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsPage:
    """The list, the form, and with it the letter that such a digest would have been."""

    SCHEMA: ClassVar[str] = "infostreamer/digests/1"
    TEMPLATE: ClassVar[str] = "digests.html"
    rows: tuple[DigestRow, ...]
    draft: DigestDraft
    weekdays: tuple[str, ...]
    has_preview: bool
    letter: str | None  # None with `has_preview`: nothing was new
    first: When | None
    error: str | None
    has_mail: bool
    zone: str


def show(request: Request) -> Response:
    """GET /digests; with `preview` and the fields of the form, the letter that it would have been."""
    asked, desk, reader = request.query_params, request.app.state.desk, reader_of(request)
    draft = _draft(asked)
    if "preview" not in asked:
        return respond(request, read(desk, reader, draft))
    try:
        digest = _drafted(desk, draft, reader)
    except BadInput as error:
        return respond(request, read(desk, reader, draft, error=str(error)), status=422)
    return respond(request, read(desk, reader, draft, digest=digest))


def add(request: Request) -> Response:
    """POST /digests/add"""
    desk, reader = request.app.state.desk, reader_of(request)
    draft = _draft(request.state.form)
    try:
        desk.add_digest(_drafted(desk, draft, reader))
    except BadInput as error:
        return respond(request, read(desk, reader, draft, error=str(error)), status=422)
    return see("/digests")


def pause(request: Request) -> Response:
    """POST /digests/{id}/pause and /resume"""
    desk, key = request.app.state.desk, request.path_params["id"]
    desk.set_digest_paused(key, request.url.path.endswith("/pause"), reader_of(request))
    return see("/digests")


def remove(request: Request) -> Response:
    """POST /digests/{id}/remove"""
    request.app.state.desk.remove_digest(request.path_params["id"], reader_of(request))
    return see("/digests")


def read(
    desk: Desk, reader: Reader, draft: DigestDraft, *, digest: Digest | None = None, error: str | None = None
) -> DigestsPage:
    """The page; with the drafted digest, the letter of the hour, day or week before now."""
    made = compose(desk, digest, since=desk.now() - _LOOKS_BACK[digest.rhythm]) if digest else None
    return DigestsPage(
        rows=tuple(_row(desk, one) for one in desk.digests(reader)),
        draft=draft,
        weekdays=WEEKDAYS,
        has_preview=digest is not None,
        letter=as_text(made.letter) if made and made.letter else None,
        first=moment(digest.next_at) if digest else None,
        error=error,
        has_mail=bool(desk.settings["mail.host"] and desk.settings["mail.from"]),
        zone=str(desk.settings["notify.zone"]),
    )


def when_words(digest: Digest) -> str:
    """ "daily at 07:00, Europe/Vilnius", "Mondays at 07:00, UTC", "every hour at :00"."""
    if digest.rhythm == "hourly":
        return f"every hour at :{digest.at[-2:]}"
    day = "daily" if digest.rhythm == "daily" else f"{WEEKDAYS[digest.weekday]}s"
    return f"{day} at {digest.at}, {digest.zone}"


def _row(desk: Desk, digest: Digest) -> DigestRow:
    now = desk.now()
    return DigestRow(
        id=digest.id,
        name=digest.name,
        reader=digest.reader,
        to=digest.to,
        when=when_words(digest),
        query=digest.query,
        is_paused=digest.is_paused,
        next=moment(digest.next_at),
        next_age=age_words(digest.next_at, now),
        messages=edition_rows(desk.editions(digest, limit=_MESSAGES)),
    )


def _draft(asked: Mapping[str, str]) -> DigestDraft:
    given = {field: asked[field].strip() for field in FIELDS if field in asked}
    return DigestDraft(**given)


def _drafted(desk: Desk, draft: DigestDraft, reader: Reader) -> Digest:
    return desk.drafted_digest(
        draft.name,
        to=draft.to,
        rhythm=draft.rhythm,
        at=draft.at,
        weekday=draft.weekday,
        zone=draft.zone,
        query=draft.query,
        reader=reader,
    )
