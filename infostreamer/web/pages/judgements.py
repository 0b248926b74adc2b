"""What people decided, with who, when and why, and a way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Judged
from infostreamer.model import PUBLIC, Reader
from infostreamer.web.addresses import own_path
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.signing import signed
from infostreamer.web.times import When, moment

WAIT_S = 5.0  # a form answers after this long, even if not every story is built anew yet
KINDS = {
    "merge": "put together",
    "split": "split off",
    "never-merge": "kept apart",
    "same-owner": "one owner",
    "same-person": "same person",
    "not-same-person": "told apart",
    "another-person": "somebody else",
    "rename": "renamed",
    "no-link": "no link by surname",
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "review": "reviewed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """One judgement in words."""

    id: str
    kind: str
    kind_words: str
    words: str
    note: str | None
    by: str
    made: When | None
    undone: When | None
    undone_by: str | None
    story_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsPage:
    """Every judgement, newest first."""

    SCHEMA: ClassVar[str] = "infostreamer/judgements/1"
    TEMPLATE: ClassVar[str] = "judgements.html"
    rows: tuple[JudgementRow, ...]
    in_force: int


def show(request: Request) -> Response:
    """GET /judgements"""
    rows = rows_of(request.app.state.desk.judgements(), reader_of(request))
    return respond(request, JudgementsPage(rows=rows, in_force=sum(row.undone is None for row in rows)))


def undo(request: Request) -> Response:
    """POST /judgements/{id}/undo"""
    desk, form = request.app.state.desk, request.state.form
    desk.undo(request.path_params["id"], by=signed(request), wait_s=WAIT_S)
    return see(own_path(form["back"]) if form.get("back") else "/judgements")


def rows_of(judged: Iterable[Judged], reader: Reader) -> tuple[JudgementRow, ...]:
    """One row per judgement, in the order given; none for whoever is not logged in."""
    return () if reader == PUBLIC else tuple(row_of(one) for one in judged)


def row_of(judged: Judged) -> JudgementRow:
    """A judgement in words."""
    made = judged.judgement
    return JudgementRow(
        id=made.id,
        kind=made.kind,
        kind_words=KINDS.get(made.kind, made.kind),
        words=judged.words,
        note=made.note,
        by=made.by,
        made=moment(made.made_at),
        undone=moment(made.undone_at),
        undone_by=made.undone_by,
        story_ids=judged.story_ids,
    )
