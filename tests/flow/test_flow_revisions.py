"""Forms of stories are kept as they are saved; a rebuild leaves them be and adds none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tiny_rooms import START, WIRE, capture, rooms

from infostreamer.flow import Flow
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store

CAPTURES = tuple(capture(text, minutes=number) for number, text in enumerate(WIRE))


@pytest.fixture
def store(store_url: str) -> Any:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _flow(store: Store, **settings: Any) -> Flow:
    chosen = Settings({"stories.epoch": 4, "flow.tick": 0.01, **settings})
    return Flow(store, settings=chosen, rooms=rooms(), clock=lambda: START)


def _kept(store: Store) -> dict[str, list[tuple[int, int]]]:
    with store.read() as unit:
        return {
            story.id: [
                (one.number, len(unit.revisions.get(story.id, one.number)[1].members))
                for one in unit.revisions.of(story.id)
            ]
            for story in unit.stories.all()
        }


def test_every_form_is_kept_and_the_newest_is_the_story(store: Store) -> None:
    flow = _flow(store)
    for at, one in enumerate(CAPTURES):
        flow.take_in([one], now=START + timedelta(minutes=at))
    kept = _kept(store)
    assert any(len(forms) > 1 for forms in kept.values())
    with store.read() as unit:
        for story in unit.stories.all():
            assert unit.revisions.get(story.id, story.revision)[1] == story


def test_a_rebuild_adds_no_form_and_keeps_every_number(store: Store) -> None:
    flow = _flow(store)
    for one in CAPTURES:
        flow.take_in([one])
    before = _kept(store)
    flow.rebuild()
    assert _kept(store) == before
    flow.rebuild()
    assert _kept(store) == before


def test_a_rebuild_that_was_cut_short_adds_no_form_when_it_goes_on(store: Store) -> None:
    from infostreamer.flow.lease import held
    from infostreamer.flow.revising import begin_rebuild
    from infostreamer.flow.runner import forget_derived, round_of
    from infostreamer.flow.stages import stages

    flow = _flow(store)
    for one in CAPTURES:
        flow.take_in([one])
    before = _kept(store)
    some = stages(rooms(), Settings({"stories.epoch": 4}))
    with held(store, "enrich") as fence:
        assert fence is not None
        with store.unit() as unit:
            begin_rebuild(unit)
            forget_derived(unit, some)
        for turn in range(6):
            round_of(store, some, turn, now=START, fence=fence)
    _flow(store).enrich()
    assert _kept(store) == before


def test_where_no_forms_are_wanted_none_are_kept(store: Store) -> None:
    _flow(store, **{"stories.revisions": 0}).take_in(CAPTURES)
    assert set(map(tuple, _kept(store).values())) == {()}
