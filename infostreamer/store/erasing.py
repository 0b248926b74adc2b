"""Purging: what was found doomed goes, with every row that speaks of it; what is derived around it is made again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from infostreamer.model import Dossier, Failure, Judgement, Note, Report
from infostreamer.store.among import among
from infostreamer.store.changes import Changes
from infostreamer.store.claims import Claims
from infostreamer.store.columns import from_json, key_of, to_json
from infostreamer.store.cursors import Cursors
from infostreamer.store.doomed import Doomed, speaks
from infostreamer.store.entries import Entries
from infostreamer.store.mentions import speaks_of
from infostreamer.store.outlines import Outlines
from infostreamer.store.placements import Placements
from infostreamer.store.search import Search
from infostreamer.store.stories import Stories
from infostreamer.store.tables import (
    BLOBS,
    CAPTURES,
    DOSSIERS,
    EDITIONS,
    FAILURES,
    FINDINGS,
    FIRINGS,
    JUDGEMENTS,
    KEEPS,
    META,
    NOTES,
    PAGES,
    REPORTS,
    REVISIONS,
)

_MANY = 400
_SEVERAL = ("merge", "never-merge", "another-person")  # judgements that speak of one thing say nothing
_PLACED = ("place", "place.open")
_QUOTES = re.compile(r'(?<!\\)"')


def erase(connection: Connection, changes: Changes, doomed: Doomed) -> dict[str, int]:
    """Purge in this transaction; how many rows of each kind went or were emptied.

    Stories that speak of the publications go at once and come back without them at the next pass, which places and
    builds all of history again, as after a judgement.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    counts = {
        "stories": len(doomed.stories),
        "revisions": _empty_revisions(connection, doomed),
        "notes": _notes(connection, doomed),
        "judgements": _judgements(connection, doomed),
        "dossiers": _dossiers(connection, doomed),
        "highlights": _remove_where(connection, KEEPS, lambda row: speaks_of(f"{row.item} {row.noun}", doomed.ids)),
        "alerts told": _remove_where(connection, FIRINGS, lambda row: speaks(doomed, _values(row))),
        "messages": _remove_where(connection, EDITIONS, lambda row: speaks(doomed, _values(row))),
        "failures": _remove_where(connection, FAILURES, lambda row: _is_failure(row, doomed)),
    }
    stories = Stories(connection, changes)
    for stage in ("extract", "understand"):
        Claims(connection).clear(stage)  # others may be at work on them at this moment
    for story_id in sorted(doomed.stories):
        stories.remove(story_id)
    stories.touch(sorted(doomed.stories))
    _by(connection, META, META.c.key, [f"told.{story_id}" for story_id in doomed.around])
    changes.silence(sorted(doomed.changes))
    changes.blot(sorted(doomed.ids))
    return {**counts, **_erase_facts(connection, doomed)}


def _erase_facts(connection: Connection, doomed: Doomed) -> dict[str, int]:
    _relink(connection, doomed)
    Search(connection).remove(list(doomed.reports.values()))
    _by(connection, FINDINGS, FINDINGS.c.report_id, doomed.reports)
    reports = _by(connection, REPORTS, REPORTS.c.id, doomed.reports)
    captures = _by(connection, CAPTURES, CAPTURES.c.id, doomed.captures)
    connection.execute(delete(BLOBS).where(BLOBS.c.sha256.not_in(select(CAPTURES.c.sha256))))
    _by(connection, PAGES, PAGES.c.address_key, [key_of(address) for address in doomed.addresses])
    for derived in (Placements(connection), Outlines(connection), Entries(connection)):
        derived.clear()
    cursors = Cursors(connection)
    for stage in _PLACED:
        cursors.set(stage, 0, "")  # another version than any: it starts over
    last = connection.execute(select(func.coalesce(func.max(REPORTS.c.seq), 0))).scalar_one()
    position, version = cursors.get("understand")
    cursors.set("understand", min(position, last), version)
    return {"reports": reports, "captures": captures}


def _relink(connection: Connection, doomed: Doomed) -> None:
    """A version that followed one that goes follows the one before that."""
    here = select(REPORTS.c.canonical_key).where(among(connection, REPORTS.c.id, sorted(doomed.reports)))
    before: dict[str, str | None] = {}
    for noun in connection.execute(
        select(REPORTS.c.noun).where(REPORTS.c.canonical_key.in_(here)).order_by(REPORTS.c.seq)
    ).scalars():
        report = from_json(noun, Report)
        previous = before.get(report.previous_id or "", report.previous_id)
        if report.id in doomed.reports:
            before[report.id] = previous
        elif previous != report.previous_id:
            changed = to_json(replace(report, previous_id=previous))
            connection.execute(update(REPORTS).where(REPORTS.c.id == report.id).values(noun=changed))


def _empty_revisions(connection: Connection, doomed: Doomed) -> int:
    """Past forms stay as numbers without a body: a number once cited must never mean another form."""
    for story_id, number in sorted(doomed.revisions):
        is_it = (REVISIONS.c.story_id == story_id) & (REVISIONS.c.revision == number)
        connection.execute(update(REVISIONS).where(is_it).values(body=b""))
    return len(doomed.revisions)


def _notes(connection: Connection, doomed: Doomed) -> int:
    """Notes on the publications go; the line that another note was written beside goes where it cited them."""
    touched = 0
    for row in connection.execute(select(NOTES.c.id, NOTES.c.noun)).all():
        note = from_json(row.noun, Note)
        if speaks_of(f"{note.item} {to_json(note.selectors)}", doomed.ids):
            connection.execute(delete(NOTES).where(NOTES.c.id == row.id))
        elif note.line is not None and note.line in doomed.texts:
            connection.execute(update(NOTES).where(NOTES.c.id == row.id).values(noun=to_json(replace(note, line=None))))
        else:
            continue
        touched += 1
    return touched


def _judgements(connection: Connection, doomed: Doomed) -> int:
    touched = 0
    for row in connection.execute(select(JUDGEMENTS)).all():
        if not speaks_of(row.noun, doomed.ids):
            continue
        touched += 1
        judgement = from_json(row.noun, Judgement)
        items = tuple(item for item in judgement.items if item not in doomed.ids)
        is_about = judgement.target is not None and judgement.target.anchor.report_id in doomed.ids
        if is_about or len(items) < (2 if judgement.kind in _SEVERAL else 1):
            connection.execute(delete(JUDGEMENTS).where(JUDGEMENTS.c.id == row.id))
        else:
            noun = to_json(replace(judgement, items=items))
            connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.id == row.id).values(noun=noun))
    return touched


def _dossiers(connection: Connection, doomed: Doomed) -> int:
    """Title and question stay; what was gathered goes, and is gathered again from all stories."""
    touched = 0
    for row in connection.execute(select(DOSSIERS)).all():
        if not speaks_of(row.noun, doomed.ids | doomed.stories):
            continue
        touched += 1
        kept = from_json(row.noun, Dossier)
        bare = Dossier(id=kept.id, slug=kept.slug, title=kept.title, question=kept.question, created_at=kept.created_at)
        connection.execute(update(DOSSIERS).where(DOSSIERS.c.id == row.id).values(noun=to_json(bare)))
        connection.execute(delete(META).where(META.c.key == f"dossiers.{kept.id}"))
    return touched


def _is_failure(row: Any, doomed: Doomed) -> bool:
    failure = from_json(row.noun, Failure)
    return failure.item in doomed.ids or not doomed.addresses.isdisjoint((failure.item, failure.address))


def _remove_where(connection: Connection, table: Table, is_meant: Callable[[Any], bool]) -> int:
    keys = list(table.primary_key.columns)
    options = {"stream_results": True, "yield_per": _MANY}
    meant = [row for row in connection.execute(select(table), execution_options=options) if is_meant(row)]
    for row in meant:
        connection.execute(delete(table).where(*(column == getattr(row, column.name) for column in keys)))
    return len(meant)


def _by(connection: Connection, table: Table, column: ColumnElement[str], keys: Collection[str]) -> int:
    return sum(connection.execute(delete(table).where(column.in_(few))).rowcount for few in _parts(keys))


def _parts(keys: Iterable[Any]) -> list[list[Any]]:
    every = sorted(keys)
    return [every[at : at + _MANY] for at in range(0, len(every), _MANY)]


def _values(row: Any) -> str:
    return " ".join(_QUOTES.sub('"', str(value)).replace('\\"', '"') for value in row if value is not None)
