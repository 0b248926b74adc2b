"""Whoever waits hears of a commit: of another thread, of another process, and again after the database was away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from nouns import report

from infostreamer.model import NotFound, StoreBusy
from infostreamer.store import Store, open_store
from infostreamer.store.watching import Watcher, watcher_of


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def watcher(store: Store) -> Iterator[Watcher]:
    made = watcher_of(store.engine)
    yield made
    made.close()


def _write(store: Store, where: str) -> None:
    with store.unit() as unit:
        unit.reports.put(report(where=where))


def test_a_commit_is_heard_once(store: Store, watcher: Watcher) -> None:
    assert not watcher.wait(0.05)
    _write(store, "/1")
    assert watcher.wait(60)
    assert not watcher.wait(0.3)


def test_what_is_rolled_back_is_not_heard(store: Store, watcher: Watcher) -> None:
    with pytest.raises(NotFound), store.unit() as unit:
        unit.stories.get(unit.reports.put(report(where="/never")).id)
    assert not watcher.wait(0.3)


def test_a_commit_of_another_process_is_heard(store: Store, watcher: Watcher, store_url: str) -> None:
    code = (
        "from infostreamer.store import open_store; from infostreamer.model import Change;"
        f"store = open_store({store_url!r});\n"
        "with store.unit() as unit: unit.changes.add(Change(noun='story', id='x', what='added'))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert watcher.wait(60)


@pytest.mark.postgres
def test_a_lost_connection_is_told_and_the_next_watcher_hears(lasting_postgres: str) -> None:
    store = open_store(lasting_postgres)
    watcher = watcher_of(store.engine)
    with store.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(StoreBusy, match="not there now"):
        watcher.wait(60)
    watcher.close()
    again = watcher_of(store.engine)
    _write(store, "/1")
    assert again.wait(60)
    again.close()
    store.close()
