"""Times and figures of the newest stories are held in memory; older ones are told of where they are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infostreamer.desk import Desk, chronicle
from infostreamer.model import Line, Member, Moment, Span, Story
from infostreamer.settings import Settings


def story(number: int, text: str = "On Monday the river rose") -> Story:
    span = Span(f"r{number:015}", 0, 9)
    line = Line(text=text, kind="event", citations=(span,), maker="t/1", check="verified")
    return Story(
        id=f"{number:016x}",
        headline=replace(line, kind="headline"),
        members=(Member(report_id=span.report_id, role="unknown"),),
        timeline=(Moment(when="2031-05-05", line=line, precision="day", status="happened"),),
        last_at=datetime(2031, 5, 1, tzinfo=UTC) + timedelta(hours=number),
    )


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(chronicle, "MOST_STORIES", 3)
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as opened:
        put(opened, *(story(number) for number in range(5)))
        yield opened


def put(desk: Desk, *stories: Story) -> None:
    with desk.store.unit() as unit:
        for one in stories:
            unit.stories.put(one)


def ids(told) -> list[int]:
    return [int(one.moments[0].story_id, 16) for one in told]


def test_without_a_query_the_newest_stories_are_told_of_and_that_is_said(desk):
    assert ids(desk.told()) == [2, 3, 4]
    assert desk.told_newest() == 3


def test_a_newer_story_takes_the_place_of_the_oldest(desk):
    desk.told()
    put(desk, story(9))
    assert ids(desk.told()) == [3, 4, 9]
    assert len(desk._memory.told()) == 3


def test_what_changed_is_told_as_it_is_now_also_of_older_stories_that_are_asked_for(desk):
    desk.told()
    put(desk, story(4, "On Monday the river fell"), story(0, "On Monday it rained"))
    assert [one.moments[0].moment.line.text for one in desk.told()][-1] == "On Monday the river fell"
    asked = desk.told([story(0).id, story(4).id, "nobody"])
    assert [one.moments[0].moment.line.text for one in asked] == ["On Monday it rained", "On Monday the river fell"]


def test_a_story_that_is_gone_is_told_of_no_more(desk):
    desk.told()
    with desk.store.unit() as unit:
        unit.stories.remove(story(3).id)
    assert ids(desk.told()) == [1, 2, 4]
