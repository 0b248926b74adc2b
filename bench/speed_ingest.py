"""S5: reports stored per second with full text, beside a bare SQLite table with FTS5."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from time import process_time

from speed_articles import reports as make_reports

from infostreamer.model import Report
from infostreamer.store import open_store

BATCH = 50


def measure(count: int) -> dict[str, object]:
    """Reports per second of CPU time both ways and their ratio; the best of three runs each, taken in turn."""
    reports = make_reports(count or 2000)
    with tempfile.TemporaryDirectory() as folder:
        raw, ours = [], []
        for turn in range(3):
            raw.append(_raw(reports, Path(folder) / f"raw{turn}.sqlite3"))
            ours.append(_ours(reports, Path(folder) / f"ours{turn}.sqlite3"))
    per_s = {"raw_per_cpu_s": round(len(reports) / min(raw)), "ours_per_cpu_s": round(len(reports) / min(ours))}
    words = sum(report.text.count(" ") for report in reports) // len(reports)
    return {"reports": len(reports), "words_each": words, **per_s, "ratio": round(min(raw) / min(ours), 2)}


def _raw(reports: list[Report], path: Path) -> float:
    """CPU seconds for id, title, address and text in one table with FTS5 over title and text, 50 to a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE TABLE r (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, address TEXT, title TEXT, text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(title, text, content='r', content_rowid='seq')")
    start = process_time()
    for at in range(0, len(reports), BATCH):
        batch = list(enumerate(reports[at : at + BATCH], at + 1))
        connection.execute("BEGIN IMMEDIATE")
        rows = [(seq, one.id, one.address, one.title, one.text) for seq, one in batch]
        connection.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?)", rows)
        rows = [(seq, one.title, one.body) for seq, one in batch]
        connection.executemany("INSERT INTO f(rowid, title, text) VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    took = process_time() - start
    connection.close()
    return took


def _ours(reports: list[Report], path: Path) -> float:
    store = open_store(f"sqlite:///{path}")
    start = process_time()
    for at in range(0, len(reports), BATCH):
        with store.unit() as unit:
            unit.reports.put_all(reports[at : at + BATCH])
    took = process_time() - start
    store.close()
    return took
