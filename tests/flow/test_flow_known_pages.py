"""What a visit is told of its source's pages is what is kept, and no more is read than it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event
from tiny_rooms import START, capture

from infostreamer.flow.known_pages import KnownPages, KnownPurged
from infostreamer.store import Store, open_store

PAGES = 40


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    with opened.unit() as unit:
        for at in range(PAGES):
            unit.captures.put(capture(f"p{at}|Dam {at}|water", minutes=60 * at, source_id="s"))
        unit.captures.put(capture("other|Dam|water", source_id="t"))
    yield opened
    opened.close()


def _told(store: Store, hours: int) -> KnownPages:
    with store.read() as unit:
        young = unit.pages.young("s", START + timedelta(hours=PAGES - hours))
    return KnownPages(store, "s", young)


def test_it_equals_all_pages_of_the_source_read_at_once(store: Store) -> None:
    with store.read() as unit:
        whole = unit.captures.pages_of("s")
    assert len(whole) == PAGES
    assert dict(_told(store, 0)) == dict(_told(store, 5)) == dict(_told(store, 99)) == whole
    assert len(_told(store, 5)) == PAGES
    for address in whole:
        assert _told(store, 5)[address] == whole[address]
    told = _told(store, 5)
    assert "https://wire.example/other" not in told
    assert told.get("https://wire.example/never") is None


def test_only_what_is_asked_for_is_read(store: Store) -> None:
    told, reads = _told(store, 5), []
    event.listen(store.engine, "begin", reads.append)
    assert sorted(told.young) == sorted(f"https://wire.example/p{at}" for at in range(35, 40))
    assert all(address in told for address in told.young)
    assert reads == []
    told.look_up([f"https://wire.example/p{at}" for at in (1, 2, 38)] + ["https://wire.example/never"])
    assert len(reads) == 1
    assert "https://wire.example/p1" in told
    assert "https://wire.example/never" not in told
    assert len(reads) == 1, "what was looked up is remembered, also where nothing is known of it"


def test_tombstones_are_asked_for_by_address_once_and_not_read_as_a_whole(store: Store) -> None:
    addresses = [f"https://wire.example/p{at}" for at in range(1_200)]
    with store.unit() as unit:
        unit.purged.put_all(addresses[::3], at=START, why="Wrong.")
    told, reads, rows = KnownPurged(store), [], []
    event.listen(store.engine, "begin", reads.append)
    event.listen(store.engine, "before_cursor_execute", lambda *asked: rows.append(asked[3]))
    told.look_up(addresses)
    assert [address for address in addresses if address in told] == addresses[::3]
    assert len(reads) == 1
    assert max(map(len, rows)) <= 500, "no database takes any number of parameters"
    assert "https://wire.example/never" not in told
    assert len(reads) == 2


def test_pages_with_the_same_bytes_are_found_without_reading_the_others(store: Store) -> None:
    told = _told(store, 0)
    whole = dict(_told(store, 0))
    some = whole["https://wire.example/p3"].sha256
    assert told.with_bytes(some) == [address for address, page in whole.items() if page.sha256 == some]
    assert told.with_bytes("0" * 64) == []
    assert not told._is_whole
