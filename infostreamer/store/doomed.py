"""What goes with a publication that is purged: found before anything is changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from infostreamer.model import Report
from infostreamer.model.typed import decoder_of
from infostreamer.store.columns import from_json, key_of
from infostreamer.store.mentions import mentions, speaks_of, texts_citing
from infostreamer.store.tables import CAPTURES, CHANGES, REPORTS, REVISIONS, STORIES

_MANY = 500


class _Lead(msgspec.Struct):
    address: str


class _Addresses(msgspec.Struct):
    address: str
    final_address: str
    lead: _Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """Publications to be purged: all versions, all captures that they were read from, every address they are known by.

    `stories`, `revisions` (story id, number) and `changes` (positions) speak of them; `texts` are the derived lines
    that cite them.
    """

    reports: dict[str, int]  # id -> seq
    captures: frozenset[str]
    addresses: frozenset[str]
    stories: frozenset[str] = frozenset()
    revisions: frozenset[tuple[str, int]] = frozenset()
    changes: frozenset[int] = frozenset()
    texts: frozenset[str] = frozenset()
    around: frozenset[str] = field(default=frozenset())

    @property
    def ids(self) -> frozenset[str]:
        """Of reports and captures."""
        return frozenset(self.reports) | self.captures


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be purged: every version at web addresses; what came without one, by the ids of its reports."""

    canonicals: frozenset[str] = frozenset()
    report_ids: frozenset[str] = frozenset()


def is_web(address: str) -> bool:
    """True for an address of the web; "file:-#0" may be another publication tomorrow."""
    return address.startswith(("http://", "https://"))


def find_doomed(connection: Connection, wanted: Wanted, also: Collection[str] = ()) -> Doomed:
    """All of what the desk holds of the publications. Nothing is changed.

    Every story, past form and change is read through: about 1 ms each.

    Args:
        connection: of a transaction.
        wanted: which publications.
        also: ids of captures that were found to be of them by reading, see `stray_captures`.
    """
    reports = _versions(connection, wanted)
    captures, addresses = _captures(connection, reports, wanted, also)
    seqs = {report.id: report.seq or 0 for report in reports}
    return _with_mentions(connection, Doomed(reports=seqs, captures=captures, addresses=addresses))


def stray_captures(connection: Connection) -> list[str]:
    """Ids of captures that gave no report of their own and have no address in common with one that did: only reading
    them again tells whose they are."""
    read_from, every = _read_from(connection), _every_capture(connection)
    shared = {one for capture_id, known in every for one in known if capture_id in read_from and is_web(one)}
    return [capture_id for capture_id, known in every if capture_id not in read_from and shared.isdisjoint(known)]


def _read_from(connection: Connection) -> set[str]:
    return set(connection.execute(select(REPORTS.c.capture_id)).scalars())


def _versions(connection: Connection, wanted: Wanted) -> list[Report]:
    found = _reports(connection, REPORTS.c.canonical_key, {key_of(canonical) for canonical in wanted.canonicals})
    return found + _reports(connection, REPORTS.c.id, wanted.report_ids)


def _reports(connection: Connection, column: ColumnElement[str], keys: Collection[str]) -> list[Report]:
    ordered, found = sorted(keys), list[Report]()
    for at in range(0, len(ordered), _MANY):
        query = select(REPORTS.c.noun).where(column.in_(ordered[at : at + _MANY])).order_by(REPORTS.c.seq)
        found += [from_json(noun, Report) for noun in connection.execute(query).scalars()]
    return found


def _captures(
    connection: Connection, reports: Collection[Report], wanted: Wanted, also: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """(ids, web addresses): a page changed around its article is captured again without being a new report."""
    mine = {report.capture_id for report in reports} | set(also)
    others = _read_from(connection) - mine
    every = [(capture_id, known) for capture_id, known in _every_capture(connection) if capture_id not in others]
    known = {one for one in wanted.canonicals if is_web(one)}
    known |= {one for capture_id, addresses in every if capture_id in mine for one in addresses if is_web(one)}
    ids = {capture_id for capture_id, addresses in every if capture_id in mine or known & addresses}
    return frozenset(ids), frozenset(known)


def _every_capture(connection: Connection) -> list[tuple[str, set[str]]]:
    options = {"stream_results": True, "yield_per": _MANY}
    rows = connection.execute(select(CAPTURES.c.id, CAPTURES.c.noun), execution_options=options)
    return [(row.id, _addresses(row.noun)) for row in rows]


def _addresses(noun: str) -> set[str]:
    capture = decoder_of(_Addresses).decode(noun)
    return {capture.address, capture.final_address, *({capture.lead.address} if capture.lead else ())}


def _with_mentions(connection: Connection, doomed: Doomed) -> Doomed:
    ids = doomed.ids
    stories = {row["id"]: row["noun"] for row in mentions(connection, STORIES, ids)}
    revisions = {(row["story_id"], row["revision"]): row["body"] for row in mentions(connection, REVISIONS, ids)}
    changes = {row["position"] for row in mentions(connection, CHANGES, ids)}
    nouns = [json.loads(noun) for noun in (*stories.values(), *revisions.values())]
    return Doomed(
        reports=doomed.reports,
        captures=doomed.captures,
        addresses=doomed.addresses,
        stories=frozenset(stories),
        revisions=frozenset(revisions),
        changes=frozenset(changes),
        texts=frozenset(text for noun in nouns for text in texts_citing(noun, ids)),
        around=frozenset(stories) | {story_id for story_id, _ in revisions},
    )


def speaks(doomed: Doomed, text: str) -> bool:
    """True where a message, alert or the like names the publications, their stories, or a line that cites them."""
    return speaks_of(text, doomed.ids | doomed.around) or any(line in text for line in doomed.texts)
