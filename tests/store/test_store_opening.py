"""Opening, migrating, locking, leases and damage."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.pace import seconds
from nouns import NOON, report
from sqlalchemy import inspect

from infostreamer.model import ConfigurationError, IntegrityError, StoreBusy, TryLater
from infostreamer.store import open_store, schema
from infostreamer.store.engine import make_engine, transaction
from infostreamer.store.opening import Store
from infostreamer.store.tables import METADATA


def _is_ours(name: str | None, kind: str) -> bool:
    return not (name or "").startswith(("report_search", "alembic_version"))


def _assert_migrated_is_created(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    engine = make_engine(url)
    with transaction(engine) as connection:
        schema.migrate(connection, None)
    with engine.connect().execution_options(is_reading=True) as connection:
        options = {"compare_type": True, "include_name": lambda name, kind, parents: _is_ours(name, kind)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert schema.version_of(connection) == schema.HEAD
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.HEAD]
    store = open_store(url)
    with store.unit() as unit:
        unit.reports.put(report())
        assert unit.search.count("dam") == 1
    store.close()
    engine.dispose()


def test_migrating_from_nothing_gives_what_creating_gives_on_sqlite(tmp_path: Path) -> None:
    _assert_migrated_is_created(f"sqlite:///{tmp_path}/m.sqlite3")
    created = open_store(f"sqlite:///{tmp_path}/c.sqlite3")

    def searching(path: str) -> list[str]:
        with sqlite3.connect(f"{tmp_path}/{path}") as connection:
            rows = connection.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'report_search%' ORDER BY name")
            return [row[0] for row in rows]

    assert searching("m.sqlite3") == searching("c.sqlite3") != []
    created.close()


@pytest.mark.postgres
def test_migrating_from_nothing_gives_what_creating_gives_on_postgres(empty_postgres: str) -> None:
    _assert_migrated_is_created(empty_postgres)


def test_a_desk_up_to_date_opens_fast_and_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    open_store(url).close()
    code = (
        "import sys, time; from infostreamer.store import open_store; import sqlalchemy, infostreamer.store.opening;"
        f"start = time.process_time(); open_store({url!r}); took = time.process_time() - start;"
        f"assert 'alembic' not in sys.modules; assert took < {seconds(0.1)}, took"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_room_does_not_import_sqlalchemy() -> None:
    code = "import sys, infostreamer.store; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x/y", "sqlite or postgresql"),
        ("nonsense", "not a database address"),
        ("sqlite://", "in memory"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be reached"),
        ("sqlite:////proc/none/desk.sqlite3", "cannot be made"),
    ],
)
def test_an_address_that_cannot_be_opened_is_told_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        open_store(url)


def test_files_that_are_no_desk_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite3").write_text("not a database at all, but long enough to be looked at " * 20)
    with pytest.raises(IntegrityError, match="not a database"):
        open_store(f"sqlite:///{tmp_path}/text.sqlite3")
    with sqlite3.connect(tmp_path / "other.sqlite3") as connection:
        connection.execute("CREATE TABLE invoices (id)")
    with pytest.raises(IntegrityError, match="tables that are not a desk's"):
        open_store(f"sqlite:///{tmp_path}/other.sqlite3")


def test_a_desk_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    open_store(url).close()
    with sqlite3.connect(tmp_path / "desk.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(IntegrityError, match="newer release"):
        open_store(url)


def test_a_second_writer_waits_and_is_then_told(store_url: str) -> None:
    first, second = Store(make_engine(store_url)), Store(make_engine(store_url, busy_s=0.3))
    open_store(store_url).close()
    with first.unit() as unit:
        unit.meta.put("k", "first")
        with pytest.raises(StoreBusy), second.unit():
            pass
        with second.read() as reader:
            assert reader.meta.get("k") is None, "a reader sees the desk as it was"
    with second.unit() as unit:
        assert unit.meta.get("k") == "first"
    first.close()
    second.close()


def test_many_threads_write_in_turn(store_url: str) -> None:
    store = open_store(store_url)

    def write(thread: int) -> None:
        for number in range(8):
            with store.unit() as unit:
                unit.reports.put(report(f"Text {thread} {number}", where=f"/{thread}/{number}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as unit:
        assert [kept.seq for kept in unit.reports.after(0, 100)] == list(range(1, 33))
        assert [change.position for change in unit.changes.after(0, 100)] == list(range(1, 33))
    store.close()


def test_a_reader_sees_one_moment(store_url: str) -> None:
    store = open_store(store_url)
    with store.read() as reader:
        assert reader.reports.count() == 0
        with store.unit() as unit:
            unit.reports.put(report())
        assert reader.changes.latest_position() == 0
    store.close()


def test_a_lease_has_one_holder_and_unmasks_the_late_one(store_url: str) -> None:
    store, later = open_store(store_url), NOON + timedelta(minutes=2)
    with store.unit() as unit:
        token = unit.jobs.claim("enrich", holder="a", now=NOON, until=later)
        assert token is not None
        assert unit.jobs.claim("enrich", holder="b", now=NOON, until=later) is None
        assert unit.jobs.claim("other", holder="b", now=NOON, until=later) is not None
        assert unit.jobs.renew("enrich", token, until=later)
        stolen = unit.jobs.claim("enrich", holder="b", now=later + timedelta(seconds=1), until=later + timedelta(9))
        assert stolen == token + 1
        assert not unit.jobs.renew("enrich", token, until=later), "the one who was late must not write"
        unit.jobs.finish("enrich", token)
        assert unit.jobs.lease("enrich") is not None, "nor give back what it no longer holds"
        unit.jobs.finish("enrich", stolen)
        assert unit.jobs.lease("enrich") is None
        assert unit.jobs.claim("enrich", holder="c", now=NOON, until=later) == stolen + 1
        assert unit.jobs.claim("enrich", holder="d", now=NOON, until=later, over="c") == stolen + 2
    store.close()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    with store.unit() as unit:
        unit.reports.put(report("Kept."))
    with store.engine.connect() as connection:  # the limit belongs to the connection that the pool lends out again
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(TryLater, match="free some space"), store.unit() as unit:
        unit.reports.put_all([report("word " * 2000, where=f"/{number}") for number in range(60)])
    with store.read() as unit:
        assert [kept.text for kept in unit.reports.newest(9)] == ["Dam breaks\n\nKept."]
    store.close()


def test_the_tables_say_what_inspection_sees(store_url: str) -> None:
    store = open_store(store_url)
    assert set(METADATA.tables) <= set(inspect(store.engine).get_table_names())
    store.close()
