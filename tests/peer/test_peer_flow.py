"""All hostile hosts as sources of one desk, on both databases: nothing is a fault of the program, nothing comes twice,
and every report that could be had is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.following import Clock
from peer.behaviours import plain_rows
from peer.conftest import SETTINGS

from infostreamer.collect import Web
from infostreamer.collect.discover import new_source
from infostreamer.flow import Flow
from infostreamer.flow.rooms import built_in
from infostreamer.settings import Settings
from infostreamer.store import open_store

ROWS = {row.name: row for row in plain_rows()}
UNREAD = {name: row.unread for name, row in ROWS.items() if row.unread}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk(request, peer, tmp_path_factory):
    """The store after two passes, two hours apart; captures are read, nobody looks for names in them."""
    folder = tmp_path_factory.mktemp("desk")
    url = (
        f"sqlite:///{folder}/desk.sqlite3" if request.param == "sqlite" else request.getfixturevalue("lasting_postgres")
    )
    clock = Clock()
    settings = Settings({**SETTINGS, "desk.data": str(folder)})
    rooms = replace(built_in(settings), understand=lambda report: (), understand_many=None, understood_by="nobody")
    store = open_store(url)
    with store.unit() as unit:
        for name in ROWS:
            unit.sources.put(source(peer, name))
    with Web(settings, hosts=peer.hosts, clock=clock) as web:
        flow = Flow(store, settings=settings, web=web, clock=clock, rooms=rooms)
        assert flow.collect_due(clock.now).visited == len(ROWS)
        flow.enrich(clock.now)
        clock.forward(hours=2)
        flow.collect_due(clock.now)
        flow.enrich(clock.now)
        yield store, peer
    store.close()


def source(peer, name):
    return new_source(peer.address(name), "feed")


def test_nothing_a_peer_does_is_a_fault_of_the_program(desk):
    store, _ = desk
    with store.read() as unit:
        assert [failure for failure in unit.failures.all() if failure.kind == "bug"] == []


def test_every_report_that_could_be_had_is_there_once(desk):
    store, peer = desk
    with store.read() as unit:
        had = {name: len(unit.reports.by_source(source(peer, name).id, 10)) for name in ROWS}
    expected = {name: row.captures + row.again if row.unread is None else 0 for name, row in ROWS.items()}
    assert had == expected


@pytest.mark.parametrize("name", UNREAD)
def test_what_stands_where_the_report_should_be_is_none(desk, name):
    store, peer = desk
    with store.read() as unit:
        said = [failure.error for failure in unit.failures.of_source(source(peer, name).id)]
    assert [UNREAD[name] in error for error in said] == [True], said


def test_the_states_of_the_sources_are_those_of_the_table(desk):
    store, peer = desk
    with store.read() as unit:
        states = {name: unit.sources.health(source(peer, name).id).state for name in ROWS}
    assert states == {name: row.state for name, row in ROWS.items()}
