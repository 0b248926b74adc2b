"""All reads of a page see one moment; a write of the same thread is seen by what it reads next; on both databases."""

import threading

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from infostreamer.store import open_store


@pytest.fixture
def store(store_url):
    opened = open_store(store_url)
    yield opened
    opened.close()


def put(store, value):
    with store.unit() as unit:
        unit.meta.put("k", value)


def kept(store):
    with store.read() as unit:
        return unit.meta.get("k")


def elsewhere(work, *given):
    thread = threading.Thread(target=work, args=given)
    thread.start()
    thread.join()


def test_what_another_thread_writes_meanwhile_is_not_seen_before_the_moment_ends(store):
    put(store, "before")
    with store.moment():
        assert kept(store) == "before"
        elsewhere(put, store, "after")
        with store.read() as unit:
            assert unit.changes.latest_position() == 0
        assert kept(store) == "before"
    assert kept(store) == "after"


def test_a_moment_belongs_to_its_thread(store):
    put(store, "before")
    seen = []
    with store.moment():
        assert kept(store) == "before"
        elsewhere(put, store, "after")
        elsewhere(lambda: seen.append(kept(store)))
    assert seen == ["after"]


def test_a_write_of_the_thread_itself_ends_the_moment(store):
    put(store, "before")
    with store.moment():
        assert kept(store) == "before"
        put(store, "mine")
        assert kept(store) == "mine"


def test_what_was_read_once_is_not_read_again(store):
    put(store, "x")
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with store.moment():
        for _ in range(3):
            assert kept(store) == "x"
            with store.read() as unit:
                assert unit.stories.many(["none"]) == unit.reports.many(["none"]) == unit.findings.of(["none"]) == {}
                assert unit.judgements.all() == []
                assert unit.seen.of("ana", ["none"]) == {}
    assert len([one for one in asked if one.startswith("SELECT")]) == 6


def test_after_an_error_the_other_reads_of_the_page_still_answer(store):
    put(store, "x")
    with store.moment():
        with pytest.raises(DBAPIError), store.read() as unit:
            unit.meta._connection.execute(text("SELECT nothing FROM meta"))
        assert kept(store) == "x"
