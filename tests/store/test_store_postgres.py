"""PostgreSQL as people have it: a schema of one's own, other encodings and collations, threads, lost connections."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from nouns import NOON, capture, report, story

from infostreamer.model import ConfigurationError, Keep, StoreBusy, User
from infostreamer.store import Store, open_store, opening
from infostreamer.store.copying import copy_store
from infostreamer.store.engine import make_engine
from infostreamer.store.probing import probes

pytestmark = pytest.mark.postgres
_NUMBERS = count(1)


@pytest.fixture
def database(postgres_server: str) -> Iterator[Callable[[str], str]]:
    """Makes an empty database with these words after CREATE DATABASE name; its address."""
    import psycopg

    names: list[str] = []
    admin = psycopg.connect(postgres_server.replace("+psycopg", "") + "/postgres", autocommit=True)

    def make(words: str = "") -> str:
        names.append(f"p_{next(_NUMBERS)}")
        admin.execute(f"CREATE DATABASE {names[-1]} {words}")  # type: ignore[call-overload]
        return f"{postgres_server}/{names[-1]}"

    yield make
    for name in names:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
    admin.close()


def test_a_desk_lives_in_a_schema_of_its_own_beside_other_tables(empty_postgres: str) -> None:
    engine = make_engine(empty_postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoices (id int)")
        connection.exec_driver_sql("CREATE SCHEMA desk")
    url = f"{empty_postgres}?options=-csearch_path%3Ddesk"
    store = open_store(url)
    with store.unit() as unit:
        unit.reports.put(report())
    open_store(url).close()
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM desk.reports").scalar_one()
        assert found == 1
    store.close()
    engine.dispose()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_every_script_is_refused_with_what_to_do(
    database: Callable[[str], str], encoding: str
) -> None:
    url = database(f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with pytest.raises(ConfigurationError, match=f"{encoding}.*ENCODING 'UTF8'"):
        open_store(url)


def test_another_collation_derives_and_finds_the_same(database: Callable[[str], str], empty_postgres: str) -> None:
    """A collation of people's languages sorts "a" before "B" and passes over signs; C sorts by code points."""
    url = database("LOCALE_PROVIDER icu ICU_LOCALE 'en-US' TEMPLATE template0")
    first = open_store(url)
    words = ("b", "A", "a", "Ж", "ж", "_", "-a", "B")
    reports = [report(f"{text} dam", where=f"/{text}") for text in words]
    with first.unit() as unit:
        kept = unit.reports.put_all(reports)
        for one in kept:
            unit.stories.put(story(one))
        for word in words:
            unit.captures.put(capture(b"same", address=f"https://wire.example/{word}"))
            unit.keeps.put(Keep(reader="anna", kind="follow", item=f"dossier:{word}", at=NOON))
        for name in ("b.c", "b-a", "b@a", "bb", "b0"):
            unit.users.put(User(name=name, role="reader", created_at=NOON))
    copied = copy_store(first, empty_postgres)
    second = open_store(empty_postgres)
    for store in (first, second):
        with store.read() as unit:
            assert [hit.seq for hit in unit.search.reports("dam", 9)] == [8, 7, 6, 5, 4, 3, 2, 1]
            assert [one.id for one in unit.stories.all()] == sorted(one.id for one in unit.stories.all())
    assert first.digest() == second.digest() == copied.digest
    here, there = _sorted_by_text(first), _sorted_by_text(second)
    assert here == there
    for listed in here:
        assert listed == sorted(listed)
    first.close()
    second.close()


def _sorted_by_text(store: Store) -> list[list[str]]:
    """What is listed by addresses, by names, and by what is kept at one time."""
    with store.read() as unit:
        pages = list(unit.pages.all("s1"))
        assert list(unit.captures.pages_of("s1")) == pages
        assert unit.pages.with_bytes("s1", hashlib.sha256(b"same").hexdigest()) == pages
        return [pages, [user.name for user in unit.users.all()], [keep.item for keep in unit.keeps.of("anna")]]


def test_a_page_that_takes_too_long_is_stopped_in_one_sentence_and_the_next_one_is_made(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_PAGE_S", 1)
    store = open_store(empty_postgres)
    with pytest.raises(StoreBusy, match="took too long"), store.moment(), store.read() as unit:
        unit.meta._connection.exec_driver_sql("SELECT pg_sleep(20)")
    with store.moment(), store.read() as unit:
        assert unit.reports.count() == 0
    with store.unit() as unit:
        left = unit.meta._connection.exec_driver_sql("SHOW statement_timeout").scalar_one()
        assert left == "0", "the flow takes the time it needs"
    store.close()


def test_threads_that_each_hold_a_moment_can_still_write(empty_postgres: str) -> None:
    """Fewer connections than threads, and threads that hold one wait for each other until they give up."""
    store = open_store(empty_postgres)
    threads, together, done = 20, threading.Barrier(20), []

    def page(number: int) -> None:
        with store.moment():
            with store.read() as unit:
                unit.meta.get("k")
            together.wait(60)
            with store.unit() as unit:
                unit.meta.put(f"k{number}", "v")
            done.append(number)

    running = [threading.Thread(target=page, args=(number,)) for number in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join(90)
    assert sorted(done) == list(range(threads))
    store.close()


def test_a_pool_whose_connections_were_all_cut_goes_on_by_itself(empty_postgres: str) -> None:
    store = open_store(empty_postgres)
    with store.unit() as unit:
        unit.meta.put("k", "v")
    other = make_engine(empty_postgres)
    with other.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with store.read() as unit:
        assert unit.meta.get("k") == "v"
    with store.unit() as unit:
        unit.meta.put("k", "w")
    other.dispose()
    store.close()


def test_what_is_wrong_with_a_server_is_said_with_what_to_do(empty_postgres: str) -> None:
    store = open_store(empty_postgres)
    assert {probe.name: probe.state for probe in probes(store.engine)} == dict.fromkeys(
        ("postgresql", "text", "rights", "writes", "connections", "open transactions", "time limit", "vacuum"), "ok"
    )
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER DATABASE " + empty_postgres.rsplit("/", 1)[1] + " SET search_path = nowhere")
        connection.exec_driver_sql(
            "ALTER DATABASE " + empty_postgres.rsplit("/", 1)[1] + " SET default_transaction_read_only = on"
        )
        connection.exec_driver_sql(
            "ALTER DATABASE " + empty_postgres.rsplit("/", 1)[1] + " SET statement_timeout = '5s'"
        )
    store.close()
    engine = make_engine(empty_postgres)
    found = {probe.name: probe for probe in probes(engine)}
    assert (found["rights"].state, found["writes"].state) == ("bad", "bad")
    assert (found["time limit"].state, "5 s" in found["time limit"].text) == ("warn", True)
    assert "search path" in found["rights"].text
    engine.dispose()
