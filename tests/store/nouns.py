"""Nouns for store tests: an invented outlet, nothing that really happened."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infostreamer.model import Capture, Lead, Line, Member, Published, Report, Span, Story, content_id
from infostreamer.store import schema
from infostreamer.store.engine import make_engine, transaction
from infostreamer.store.tables import METADATA

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def report(
    body: str = "Water rose in the valley.", *, title: str = "Dam breaks", where: str = "/dam", **rest: Any
) -> Report:
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    canonical = f"https://wire.example{where}"
    plain = Report(
        id=Report.make_id(canonical, text),
        capture_id="c1",
        address=canonical,
        canonical=canonical,
        host="wire.example",
        outlet="The Wire",
        title=title,
        byline=("Ana Ribe",),
        published=Published(at=NOON),
        language="en",
        kind="report",
        text=text,
        body_start=start,
        paragraphs=((start, len(text)),),
        sentences=((0, len(title)), (start, len(text))),
    )
    return replace(plain, **rest)


def capture(body: bytes = b"<p>Water</p>", *, address: str = "https://wire.example/dam", **rest: Any) -> Capture:
    plain = Capture(
        id=Capture.make_id(address, body),
        address=address,
        final_address=address,
        fetched_at=NOON,
        body=body,
        source_id="s1",
        headers=(("etag", '"7"'),),
        lead=Lead(address=address, title="Dam", published=NOON),
    )
    return replace(plain, **rest)


def story(*members: Report, **rest: Any) -> Story:
    first = members[0]
    line = Line(text="Dam breaks", kind="headline", citations=(Span(first.id, 0, 10),), maker="t/1", check="verified")
    plain = Story(
        id=content_id("story", first.id),
        headline=line,
        last_at=NOON,
        changed_seq=1,
        members=tuple(Member(report_id=one.id, role="unknown") for one in members),
    )
    return replace(plain, **rest)


def as_of(revision: str, folder: Path) -> str:
    """The address of a desk at this revision of the schema, with what `folder`/desk.sqlite3 holds that it knew."""
    url = f"sqlite:///{folder}/{revision}.sqlite3"
    engine = make_engine(url)
    with transaction(engine) as connection:
        schema.migrate(connection, None, to=revision)
    engine.dispose()
    with sqlite3.connect(folder / f"{revision}.sqlite3") as old:
        old.execute("ATTACH ? AS today", (f"{folder}/desk.sqlite3",))
        tables = old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table in METADATA.tables:
                columns = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})")]
                kept = ", ".join(column for column in columns if column in METADATA.tables[table].columns)
                old.execute(f"INSERT INTO main.{table} ({kept}) SELECT {kept} FROM today.{table}")
    old.close()
    return url
