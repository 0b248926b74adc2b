"""Trouble at a statement: the pass ends with one sentence, and the next one goes on as if nothing had been."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import cycle

import fault_world
import pytest
from fault_desk import IS_LONG
from fault_kills import seeded_postgres, seeded_sqlite
from fault_statements import OF_SQLITE, Breaking, broken, of_postgres, told, worked

from infostreamer.desk import Desk
from infostreamer.flow import slots
from infostreamer.flow.schedule import visit
from infostreamer.flow.visiting import Visiting
from infostreamer.model import FetchError

TELLING = {
    *("flow.known_pages", "flow.schedule", "flow.extracting", "flow.understanding", "flow.placing", "flow.building"),
    *("flow.gathering", "deliver.sending"),
}
"""Files that ask the database where trouble of an item is told apart from other trouble."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request, tmp_path, servers):
    """(maker of fresh desks, troubles of the engine, one in how many places meets one)."""
    if request.param == "sqlite":
        return seeded_sqlite(tmp_path, servers[1].address), OF_SQLITE, 1
    server = request.getfixturevalue("postgres_server")
    return seeded_postgres(server, servers[1].address, prefix="struck"), of_postgres(server), 1 if IS_LONG else 4


def test_trouble_at_every_place_that_asks_the_database_ends_the_pass_and_never_becomes_an_item_s_failure(engine, feeds):
    fresh, troubles, one_in = engine
    quiet, struck, breaking = fresh(), fresh(), Breaking(troubles, one_in=one_in)
    for day in range(fault_world.DAYS if IS_LONG else 1):
        expected = worked(quiet, feeds, Breaking(troubles, nth=-1), day=day)
        said, found = worked(struck, feeds, breaking, day=day)
        assert said
        assert ([], found) == expected
    assert len(breaking.met) > 200 // one_in
    assert {name for _, name in breaking.met} == set(troubles)


def test_trouble_at_one_statement_of_each_file_that_asks_changes_nothing_of_what_the_desk_comes_to(
    tmp_path, servers, feeds
):
    """Each at a desk of its own: where much goes wrong, a pass that ends hides what another would have kept."""
    fresh, quiet = seeded_sqlite(tmp_path, servers[1].address), Breaking(OF_SQLITE, nth=-1)
    _, expected = worked(fresh(), feeds, quiet)
    chosen = {place.split(" of ")[-1].partition(":")[0]: nth for nth, place in enumerate(quiet.places, 1)}
    assert set(chosen) >= TELLING
    chosen = {asks: nth for asks, nth in chosen.items() if IS_LONG or asks in TELLING}
    for (asks, nth), trouble in zip(chosen.items(), cycle(OF_SQLITE), strict=False):
        breaking = Breaking({trouble: OF_SQLITE[trouble]}, nth=nth)
        assert worked(fresh(), feeds, breaking)[1] == expected, (asks, breaking.met)


@pytest.mark.parametrize("trouble", OF_SQLITE)
def test_trouble_of_the_database_that_a_collector_takes_for_its_source_s_ends_the_visit(trouble, url, feeds):
    """A collector of a plug-in may go on after any error, or call it the page's."""
    breaking = Breaking({trouble: OF_SQLITE[trouble]}, nth=1)
    with Desk.open(fault_world.settings_for(url)) as desk:
        with desk.store.read() as unit:
            (source, *_) = unit.sources.all()

        def collect(source, *, web, known, now):
            pages, _ = known
            with broken(desk.store.engine, breaking), suppress(Exception):
                pages.look_up(["https://page.example/1"])
            raise FetchError("The page was not there.")

        rooms = replace(fault_world.rooms(), collect=collect)
        with pytest.raises(Exception) as caught:
            visit(desk.store, source, rooms, None, fault_world.now_on(0))
        assert not isinstance(caught.value, FetchError)
        assert told(caught.value)


@pytest.mark.parametrize("first", range(0, len(OF_SQLITE), 1 if IS_LONG else 4))
def test_a_visit_of_the_collecting_that_goes_on_for_ever_stays_due_through_trouble_of_the_database(
    first, url, feeds, monkeypatch
):
    monkeypatch.setattr(slots, "_FIRST_REST_S", 0.0)  # how long a visit rests is tested where visits are
    names = [*OF_SQLITE][first:] + [*OF_SQLITE][:first]
    breaking = Breaking({name: OF_SQLITE[name] for name in names})
    feeds.day = 0
    with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(0)) as desk:
        given = {"rooms": fault_world.rooms(), "web": feeds.port, "clock": desk.now, "workers": 1}
        visiting, is_due = Visiting(desk.store, **given), True
        while is_due:
            with suppress(Exception), broken(desk.store.engine, breaking):
                visiting.stretch(lambda: False)
            with desk.store.read() as unit:
                is_due = bool(unit.sources.due(desk.now()))
        with desk.store.read() as unit:
            assert unit.captures.count() == sum(len(fault_world.offered(source, 0)) for source in range(4))
            assert [one.error for one in unit.failures.all()] == ["The source answered 500."]
            assert {one.errors for one in unit.sources.healths().values()} == {0, 1}
    assert len(breaking.met) > 10
