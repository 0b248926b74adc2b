"""A desk copied to another database is the same desk, on either engine, or nothing is there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nouns import capture, report, story
from sqlalchemy import LargeBinary, Text, insert, select

from infostreamer.model import BadInput, ConfigurationError, IntegrityError
from infostreamer.store import Store, copying, engine, open_store
from infostreamer.store.copying import copy_store
from infostreamer.store.engine import transaction
from infostreamer.store.tables import CLAIMS, JOBS, METADATA, REPORT_WORDS, TOUCHED

_LARGEST = 2**63 - 1
_TEXTS = ("", "\ufffd", "Плотина Ґанок", "e\u0301 İ ß", "\U0001f4a7 水坝", "a'b\"c\\d", " x ", "tab\tline\n", "\ue000")


_PAIRS = ["sqlite-postgres", "postgres-sqlite", "sqlite-sqlite"]


@pytest.fixture(params=[pytest.param(pair, marks=[pytest.mark.postgres] * ("postgres" in pair)) for pair in _PAIRS])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Two addresses of empty databases: to copy from, and to copy into."""
    folders = iter("ab")
    first, second = request.param.split("-")

    def url(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{tmp_path}/{next(folders)}/desk.sqlite3"
        return str(request.getfixturevalue("empty_postgres"))

    return url(first), url(second)


@pytest.fixture
def store_url(pair: tuple[str, str]) -> str:
    return pair[0]


@pytest.fixture
def target(pair: tuple[str, str]) -> str:
    return pair[1]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _value(column: Any, number: int) -> Any:
    if isinstance(column.type, LargeBinary):
        return bytes([0, 255, number]) * 100
    if not isinstance(column.type, Text):
        return (0, 1, -_LARGEST, _LARGEST, 253_402_300_800_000_000)[number % 5] if not column.primary_key else number
    if column.nullable and number == 1:
        return None
    text = _TEXTS[number % len(_TEXTS)]
    is_indexed = (
        column.primary_key or column.unique or any(column.name in index.columns for index in column.table.indexes)
    )
    return f"{number}{text}" if is_indexed or column.name == "sha256" else text + "ж" * (400_000 if number == 3 else 0)


def _fill(store: Store) -> int:
    """Nine rows in every table, with values that one of the two engines treats in a way of its own."""
    with transaction(store.engine) as connection:
        for table in METADATA.sorted_tables:
            rows = [{column.name: _value(column, number) for column in table.columns} for number in range(9)]
            for number, row in enumerate(rows):
                row.update({key: f"k{number}" for key in ("sha256", "id", "report_id") if key in row})
            connection.execute(insert(table), rows)
    with transaction(store.engine) as connection:
        connection.execute(REPORT_WORDS.delete())
        return 9 * (len(METADATA.sorted_tables) - 1)


def _rows(store: Store, table: Any) -> list[tuple[Any, ...]]:
    with transaction(store.engine, is_reading=True) as connection:
        return sorted(map(tuple, connection.execute(select(table))), key=repr)


def test_every_table_goes_along_with_values_that_one_engine_treats_in_its_own_way(store: Store, target: str) -> None:
    expected = _fill(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "digest_of", lambda unit: "of rows that are no nouns")
        copied = copy_store(store, target)
    assert sum(copied.rows.values()) == expected
    assert set(copied.rows) == set(METADATA.tables)
    with_copy = open_store(target)
    for table in METADATA.sorted_tables:
        if table not in (JOBS, CLAIMS, TOUCHED):
            assert _rows(with_copy, table) == _rows(store, table), table.name
    with_copy.close()


def test_what_the_source_holds_is_free_in_the_copy_and_tokens_stay_spent(store: Store, target: str) -> None:
    from infostreamer.flow.lease import until

    with store.unit() as unit:
        held = unit.jobs.claim("flow", holder="me", now=until(), until=until())
        token = unit.claims.take("extract", 0, 5, holder="me", until=until())
    copy_store(store, target)
    with_copy = open_store(target)
    with with_copy.unit() as unit:
        assert unit.jobs.lease("flow") is None
        assert unit.jobs.claim("flow", holder="you", now=until(), until=until()) == (held or 0) + 1
        assert unit.claims.of("extract")[0].holder == ""
        assert unit.claims.take("extract", 0, 5, holder="you", until=until()) == token + 1
    with_copy.close()


def test_a_copy_goes_on_where_the_desk_stood(store: Store, target: str) -> None:
    first, second = report("плотина water", where="/1"), report("Dam water", where="/2")
    with store.unit() as unit:
        unit.captures.put(capture())
        unit.reports.put_all([first, second])
        unit.stories.put(story(first, second))
    copied = copy_store(store, target)
    with_copy = open_store(target)
    with with_copy.unit() as unit:
        position = unit.changes.latest_position()
        assert [hit.seq for hit in unit.search.reports("water", 9)] == [2, 1]
        assert unit.reports.put(report("Third water", where="/3")).seq == 3
        assert unit.changes.latest_position() == position + 1
        assert [hit.seq for hit in unit.search.reports("water", 9)] == [3, 2, 1]
    assert with_copy.digest() != copied.digest == store.digest()
    with_copy.close()


def test_one_huge_report_goes_along(store: Store, target: str) -> None:
    with store.unit() as unit:
        unit.reports.put(report(" ".join(f"w{number}{'z' * 40}" for number in range(40_000))))
    copy_store(store, target)
    with_copy = open_store(target)
    with with_copy.read() as unit:
        assert unit.search.count("w7" + "z" * 40) == 1
    with_copy.close()


def test_there_and_back_is_the_same_file(tmp_path: Path, empty_postgres: str) -> None:
    first = open_store(f"sqlite:///{tmp_path}/a.sqlite3")
    with first.unit() as unit:
        unit.captures.put(capture())
        unit.reports.put_all([report(f"Text {number}", where=f"/{number}") for number in range(250)])
    there = copy_store(first, empty_postgres)
    second = open_store(empty_postgres)
    back = copy_store(second, f"sqlite:///{tmp_path}/b.sqlite3")
    assert there == back
    dumps = [list(sqlite3.connect(f"{tmp_path}/{name}.sqlite3").iterdump()) for name in "ab"]
    assert sorted(dumps[0]) == sorted(dumps[1])
    first.close()
    second.close()


def test_the_copy_is_of_one_moment_while_the_desk_goes_on(store: Store, target: str) -> None:
    with store.unit() as unit:
        unit.reports.put_all([report(f"Text {number}", where=f"/{number}") for number in range(150)])
    digest, written = store.digest(), []

    def write(step: str, done: int, of: int) -> None:
        if len(written) < 3:
            written.append(step)
            with store.unit() as unit:
                unit.reports.put(report(f"Later {len(written)}", where=f"/later{len(written)}"))

    assert copy_store(store, target, told=write).digest == digest
    assert len(written) == 3
    assert store.digest() != digest


def test_only_an_empty_database_is_copied_into(store: Store, store_url: str, target: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds a desk already"):
        copy_store(store, store_url)
    open_store(target).close()
    with pytest.raises(BadInput, match="holds a desk already"):
        copy_store(store, target)
    with sqlite3.connect(tmp_path / "other.sqlite3") as connection:
        connection.execute("CREATE TABLE invoices (id)")
    with pytest.raises(BadInput, match="invoices"):
        copy_store(store, f"sqlite:///{tmp_path}/other.sqlite3")
    assert (tmp_path / "other.sqlite3").exists()


def test_targets_that_cannot_be_written_are_told_in_one_sentence(store: Store, tmp_path: Path) -> None:
    for url in ("copy.sqlite3", "sqlite://", "mysql://x/y", "postgresql://nobody@127.0.0.1:1/none"):
        with pytest.raises(ConfigurationError):
            copy_store(store, url)


def test_a_copy_that_fails_leaves_the_target_empty(store: Store, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.unit() as unit:
        unit.reports.put_all([report(f"Text {number}", where=f"/{number}") for number in range(150)])

    def stop(step: str, done: int, of: int) -> None:
        if step == "check":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(store, target, told=stop)
    with monkeypatch.context() as patch:
        patch.setattr(copying, "digest_of", lambda unit, seen=[]: seen.append(1) or str(len(seen)))
        with pytest.raises(IntegrityError, match="another digest"):
            copy_store(store, target)
    assert not list(Path(target.removeprefix("sqlite:///")).parent.glob("desk*"))
    assert copy_store(store, target).rows["reports"] == 150


@pytest.mark.postgres
def test_a_side_that_waits_for_the_other_is_not_cut_off(
    tmp_path: Path, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making the digest of a large desk takes minutes, in which nothing is asked of the target."""
    monkeypatch.setattr(engine, "_IDLE_S", 1)
    made = copying.digest_of
    monkeypatch.setattr(copying, "digest_of", lambda unit: (time.sleep(1.5), made(unit))[1])
    store = open_store(f"sqlite:///{tmp_path}/a.sqlite3")
    assert copy_store(store, empty_postgres).digest == store.digest()
    store.close()


def test_a_row_that_reads_back_otherwise_is_found(store: Store, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.unit() as unit:
        unit.meta.put("key", "value")
    kept = copying.write_rows

    def damage(connection: Any, table: Any, rows: Any, tally: Any) -> None:
        kept(connection, table, rows, tally)
        if table.name == "meta":
            connection.execute(table.update().values(value="other"))

    monkeypatch.setattr(copying, "write_rows", damage)
    with pytest.raises(IntegrityError, match="rows of meta"):
        copy_store(store, target)


def test_a_copy_that_is_killed_leaves_the_target_empty(store: Store, store_url: str, target: str) -> None:
    with store.unit() as unit:
        unit.reports.put_all([report(f"Text {number}", where=f"/{number}") for number in range(150)])
    code = (
        "import os, signal; from infostreamer.store import open_store; from infostreamer.store.copying import *;"
        f"told = lambda step, done, of: step == 'check' and os.kill(os.getpid(), signal.SIGKILL);"
        f"copy_store(open_store({store_url!r}), {target!r}, told=told)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    ends_at = time.monotonic() + 60
    while True:  # a server takes a moment to notice that its client is gone
        try:
            assert copy_store(store, target).digest == store.digest()
        except BadInput:
            assert time.monotonic() < ends_at
            time.sleep(0.1)
        else:
            break


@pytest.mark.postgres
def test_text_that_postgresql_refuses_is_mended_and_told(tmp_path: Path, empty_postgres: str) -> None:
    """The desk never writes a NUL; another program may have."""
    store = open_store(f"sqlite:///{tmp_path}/a.sqlite3")
    with sqlite3.connect(tmp_path / "a.sqlite3") as connection:
        connection.execute("INSERT INTO meta VALUES ('k', 'a' || char(0) || 'b')")
    copied = copy_store(store, empty_postgres)
    assert copied.mended == 1
    with_copy = open_store(empty_postgres)
    with with_copy.read() as unit:
        assert unit.meta.get("k") == "a\ufffdb"
    with_copy.close()
    store.close()


def test_memory_does_not_grow_with_the_desk(store: Store, target: str) -> None:
    with store.unit() as unit:
        for number in range(40):
            unit.blobs.put(bytes([number]) + number.to_bytes(4, "big") * 1000 + _noise(number, 400_000))
    tracemalloc.start()
    copy_store(store, target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000, f"{peak:,} bytes for 16 MB of bodies"


def _noise(seed: int, size: int) -> bytes:
    import random

    return random.Random(seed).randbytes(size)
