"""How the text of one publication changed from version to version, sentence by sentence."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import NotFound, Report
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import name_of
from infostreamer.web.pages.search import Mark
from infostreamer.web.render import respond
from infostreamer.web.times import When, moment

_ALIKE = 0.5  # least likeness of two sentences for their words to be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sentence: `same`, `gone` (only in the older version) or `new` (only in the newer one)."""

    change: str
    text: str
    pieces: tuple[Mark, ...]  # the text in stretches; those that differ from the sentence on the other side are marked


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPage:
    """Two versions of one publication side by side; without an older version there is nothing to compare."""

    SCHEMA: ClassVar[str] = "infostreamer/diff/1"
    TEMPLATE: ClassVar[str] = "diff.html"
    report_id: str
    path: str
    title: str | None
    outlet: str
    language: str | None
    older_path: str | None
    older: When | None
    newer: When | None
    rows: tuple[Row, ...]
    gone: int
    new: int


def show(request: Request) -> Response:
    """GET /r/{id}/diff: against the version before; `?with=` names another one."""
    with_id = request.query_params.get("with")
    return respond(request, read(request.app.state.desk, request.path_params["id"], with_id=with_id))


def read(desk: Desk, report_id: str, *, with_id: str | None = None) -> DiffPage:
    """The difference between a report and the version before it.

    Raises:
        NotFound: no such report, or `with_id` is no version of it.
    """
    report = desk.report(report_id)
    older = _older(desk, report, with_id)
    rows = rows_between(older, report) if older else ()
    return DiffPage(
        report_id=report.id,
        path=report_path(report.id),
        title=report.title,
        outlet=name_of(report),
        language=report.language,
        older_path=report_path(older.id) if older else None,
        older=moment(older.fetched_at) if older else None,
        newer=moment(report.fetched_at),
        rows=rows,
        gone=sum(row.change == "gone" for row in rows),
        new=sum(row.change == "new" for row in rows),
    )


def _older(desk: Desk, report: Report, with_id: str | None) -> Report | None:
    versions = desk.versions(report.id)
    if with_id is not None:
        named = [version for version in versions if version.id == with_id]
        if not named:
            raise NotFound(f"{with_id!r} is no version of this report; its page lists them.")
        return named[0]
    ids = [version.id for version in versions]
    place = ids.index(report.id) if report.id in ids else 0
    return versions[place - 1] if place else None


def rows_between(older: Report, newer: Report) -> tuple[Row, ...]:
    """Every sentence of both, in reading order, with what became of it."""
    before, after = _sentences(older), _sentences(newer)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [_row("same", text, None) for text in before[i1:i2]]
        else:
            for gone, new in zip_longest(before[i1:i2], after[j1:j2]):
                rows += [_row("gone", gone, new)] if gone else []
                rows += [_row("new", new, gone)] if new else []
    return tuple(rows)


def _row(change: str, text: str, other: str | None) -> Row:
    return Row(change=change, text=text, pieces=_words_that_differ(text, other) if other else (_plain(text),))


def _plain(text: str) -> Mark:
    return Mark(text=text, is_match=False)


def _words_that_differ(text: str, other: str) -> tuple[Mark, ...]:
    """The sentence in stretches; a sentence that has little in common with the other is left whole."""
    words, others = re.findall(r"\s+|\w+|[^\w\s]", text), re.findall(r"\s+|\w+|[^\w\s]", other)
    matcher = difflib.SequenceMatcher(None, others, words, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (_plain(text),)
    pieces = [
        Mark(text="".join(words[start:end]), is_match=tag != "equal")
        for tag, _, _, start, end in matcher.get_opcodes()
        if start < end
    ]
    return tuple(pieces)


def _sentences(report: Report) -> list[str]:
    return [report.text[start:end] for start, end in report.sentences]
