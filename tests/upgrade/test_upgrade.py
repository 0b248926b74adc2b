"""A desk of the first release comes to today's schema with all that people did, and derives what a fresh one does."""

from __future__ import annotations

import gzip
import logging
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.schema import schema_of

from infostreamer.desk import Desk
from infostreamer.model import OWNER, Capture, IntegrityError, Report, StoreBusy, TryLater
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store, readying
from infostreamer.store.engine import make_engine, transaction
from infostreamer.store.schema import HEAD, migrate, version_of
from infostreamer.store.tables import METADATA

_DATA = Path(__file__).parent / "data"
_REVISIONS = [f"{number:04}" for number in range(2, int(HEAD) + 1)]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def first_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a desk as the first release left it."""
    script = gzip.decompress((_DATA / f"first-{request.param}.sql.gz").read_bytes()).decode()
    if request.param == "sqlite":
        with sqlite3.connect(tmp_path / "desk.sqlite3") as connection:
            connection.executescript(script)
        connection.close()
        return f"sqlite:///{tmp_path}/desk.sqlite3"
    import psycopg

    url = str(request.getfixturevalue("empty_postgres"))
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        server.execute(script)  # type: ignore[call-overload]
    return url


def _desk(url: str, folder: Path) -> Desk:
    return Desk.open(Settings({"store.url": url, "desk.data": str(folder)}))


def _captures(store: Store) -> list[Capture]:
    with store.read() as unit:
        ids = [change.id for change in unit.changes.after(0, 1000, nouns=["capture"])]
        return [unit.captures.get(capture_id) for capture_id in ids]


def test_each_revision_in_its_turn_ends_in_the_schema_of_today(first_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = make_engine(first_url)
    for revision in _REVISIONS:
        with transaction(engine) as connection:
            migrate(connection, version_of(connection), to=revision)
        assert schema_of(first_url) == revision
    with engine.connect().execution_options(is_reading=True) as connection:
        ours = lambda name, kind, parents: not (name or "").startswith(("report_search", "alembic"))  # noqa: E731
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_everything_can_be_read_before_anything_is_derived_anew(first_url: str, tmp_path: Path) -> None:
    with _desk(first_url, tmp_path) as desk:
        assert desk.counts()["reports"] == 4
        assert [hit.report.outlet for hit in desk.search("bridge").hits] == ["River Gazette"]
        stories = desk.stories()
        assert len(stories) == 3
        for story in stories:
            assert all(_slices(desk, line) for line in (story.headline, *story.abstract, *story.lines))
        assert {who.name for who, _ in desk.find_who("Belov")} == {"Anton Belov"}
        assert all(desk.findings([report.id]) for report in desk.newest_reports())
        assert [failure.stage for failure in desk.failures()] == ["collect"]


def _slices(desk: Desk, line: Any) -> bool:
    texts = {span.report_id: desk.report(span.report_id).text for span in line.citations}
    return bool(line.citations) and all(texts[span.report_id][span.start : span.end].strip() for span in line.citations)


def test_what_people_did_is_kept(first_url: str, tmp_path: Path) -> None:
    with _desk(first_url, tmp_path) as desk:
        assert [judged.judgement.kind for judged in desk.judgements()] == ["split", "same-owner"]
        assert [(one.slug, one.question) for one in desk.dossiers()] == [("belov", "belov")]
        assert [source.outlet for source, _, _ in desk.sources()] == ["The Mirsk Courier"]
        assert desk.has_looked(OWNER), "the mark of what was seen is its owner's now"
        assert all(b"text" in capture.body for capture in _captures(desk.store))


def test_it_derives_what_a_fresh_desk_derives(first_url: str, tmp_path: Path) -> None:
    new_url = f"sqlite:///{tmp_path}/new/desk.sqlite3"
    today = open_store(new_url)
    with _desk(first_url, tmp_path / "old") as old:
        old.flow.enrich()
        passed = old.digest()
        old.rebuild()
        rebuilt = old.digest()
        with old.store.read() as kept, today.unit() as unit:
            for source in kept.sources.all():
                unit.sources.put(source)
            for judgement in kept.judgements.all():
                unit.judgements.put(judgement)
        captures, dossier = _captures(old.store), old.dossier("belov")
    today.close()
    with _desk(new_url, tmp_path / "new") as new:
        new.flow.take_in(captures)
        new.add_dossier(dossier.title, dossier.question)
        assert rebuilt == new.digest()
        assert passed == rebuilt, "the next pass derives it, without being told to rebuild"


def test_that_it_was_brought_up_is_said_once_with_what_to_know(
    first_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "infostreamer.store"):
        open_store(first_url).close()
        open_store(first_url).close()
    assert [record.getMessage() for record in caplog.records] == [caplog.records[0].getMessage()]
    assert f"from 0001 to {HEAD}" in caplog.text
    assert "restore a backup made before" in caplog.text


def test_who_comes_while_another_brings_it_up_is_told_and_waits(
    first_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readying, "_ASK_S", 0.2)
    engine, opened = make_engine(first_url), list[str | None]()

    def come() -> None:
        open_store(first_url).close()
        opened.append(schema_of(first_url))

    late = threading.Thread(target=come)
    with caplog.at_level(logging.WARNING, "infostreamer.store"), transaction(engine) as connection:
        late.start()
        _until(lambda: "being brought up to date by another process; this one waits" in caplog.text)
        migrate(connection, version_of(connection))
        assert opened == []
    late.join(60)
    assert opened == [HEAD]
    assert [record.getMessage() for record in caplog.records] == [
        "The database is being brought up to date by another process; this one waits for it."
    ]
    engine.dispose()


def _until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_has_waited_long_enough_is_told_to_come_again(first_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readying, "_ASK_S", 0.1)
    monkeypatch.setattr(readying, "_PATIENCE_S", 0.2)
    engine = make_engine(first_url)
    with transaction(engine), pytest.raises(StoreBusy, match=r"brought up to date by another process.*try again"):
        open_store(first_url)
    engine.dispose()
    assert schema_of(first_url) == "0001"


@pytest.mark.postgres
def test_a_process_of_the_older_release_that_reads_is_named_and_nothing_is_changed(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readying, "BUSY_S", 0.2)
    engine = make_engine(empty_postgres)
    with transaction(engine) as connection:
        migrate(connection, None, to="0003")
    with transaction(engine, is_reading=True) as connection:
        connection.exec_driver_sql("SELECT * FROM touched")
        with pytest.raises(TryLater, match=r"older release hold the desk's tables; stop them"):
            open_store(empty_postgres)
    assert schema_of(empty_postgres) == "0003"
    open_store(empty_postgres).close()
    assert schema_of(empty_postgres) == HEAD
    engine.dispose()


def test_a_schema_newer_than_the_program_is_refused_and_left_alone(first_url: str) -> None:
    engine = make_engine(first_url)
    with transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(IntegrityError, match="newer release: upgrade, then retry"):
        open_store(first_url)
    assert schema_of(first_url) == "9999"


@pytest.mark.parametrize("statements", [3, 40])
def test_killed_while_it_is_brought_up_it_is_as_it_was(first_url: str, statements: int) -> None:
    code = (
        "import os, signal; from sqlalchemy import Engine, event; from infostreamer.store import open_store\n"
        "done = []\n"
        "@event.listens_for(Engine, 'after_cursor_execute')\n"
        "def count(*_):\n"
        f"    done.append(1); len(done) == {statements + 4} and os.kill(os.getpid(), signal.SIGKILL)\n"
        f"open_store({first_url!r})"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGKILL, "the migration has more statements than were counted"
    assert schema_of(first_url) == "0001"
    store = open_store(first_url)
    with store.read() as unit:
        reports: list[Report] = unit.reports.after(0, 9)
        assert [report.seq for report in reports] == [1, 2, 3, 4]
    store.close()
    assert schema_of(first_url) == HEAD
