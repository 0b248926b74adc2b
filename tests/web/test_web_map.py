"""The map: land lies where land is, markers can be told apart, and the list says all that the drawing does."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.desk.places import PlaceRow, events_at, places_of
from infostreamer.model import Location, Who
from infostreamer.web.land import WORLD, View, _polygons, land, view_of
from infostreamer.web.parts.map import listed, map_of

LONGITUDES = st.floats(-180, 180, allow_nan=False)
LATITUDES = st.floats(-85, 85, allow_nan=False)


def is_land(longitude: float, latitude: float, level: str) -> bool:
    """Even-odd rule over every ring."""
    crossings = 0
    for _, rings in _polygons(level):
        for ring in rings:
            for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if (y0 > latitude) != (y1 > latitude):
                    crossings += longitude < x0 + (latitude - y0) / (y1 - y0) * (x1 - x0)
    return crossings % 2 == 1


@pytest.mark.parametrize("level", ["world", "near"])
def test_land_lies_where_land_is(level: str) -> None:
    dry = {"Minsk": (27.6, 53.9), "Anadyr, beyond 177° E": (176, 66), "Chukotka, beyond 180°": (-173, 66.5)}
    dry |= {"Bangui": (18.6, 4.4), "Brasilia": (-47.9, -15.8), "Vostok Station": (106.8, -78.5)}
    wet = {"mid Atlantic": (-40, 30), "Caspian Sea": (50.5, 42), "Pacific": (-140, 10), "Black Sea": (34, 43)}
    assert {name for name, at in dry.items() if not is_land(*at, level)} == set()
    assert {name for name, at in wet.items() if is_land(*at, level)} == set()


@given(st.lists(st.tuples(LONGITUDES, LATITUDES), max_size=5))
def test_every_point_stands_in_its_view(points: list[tuple[float, float]]) -> None:
    view = view_of(points)
    assert 90 <= view.height <= 720
    if any(not WORLD.south <= y <= WORLD.north for _, y in points):
        return
    for longitude, latitude in points:
        x, y = view.at(longitude, latitude)
        assert 0 <= x <= view.width
        assert 0 <= y <= view.height


@given(st.tuples(LONGITUDES, LATITUDES))
def test_land_never_leaves_its_box(point: tuple[float, float]) -> None:
    view = view_of([point])
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", land(view))]
    assert all(-0.1 <= x <= view.width + 0.1 for x in numbers[0::2])
    assert all(-0.1 <= y <= view.height + 0.1 for y in numbers[1::2])


def place(name: str, longitude: float | None = None, latitude: float | None = None, *, stories: int = 1) -> PlaceRow:
    where = None
    if longitude is not None:
        key = f"geonames:{longitude},{latitude}"
        where = Location(key=key, precision="city", longitude=longitude, latitude=latitude)
    return PlaceRow(
        place=Who(id=f"id-{name}", name=name, kind="place", mentions=stories, location=where), stories=stories
    )


@given(st.lists(st.tuples(LONGITUDES, LATITUDES, st.integers(1, 40)), min_size=1, max_size=25, unique=True))
def test_markers_can_be_hit_and_labels_cover_nothing(rows: list[tuple[float, float, int]]) -> None:
    places = listed(place(f"Town {at}", x, y, stories=count) for at, (x, y, count) in enumerate(rows))
    drawn = map_of(places)
    assert drawn is not None
    spots = [(one.x, one.y) for one in drawn.markers]
    for at, (x, y) in enumerate(spots):
        assert all(max(abs(x - u), abs(y - v)) >= 24 for u, v in spots[:at])
    labelled = [one for one in drawn.markers if one.label and one.side == "start"]
    for one in labelled:
        end = one.label_x + 6 * len(one.label or "")
        inside = [m for m in drawn.markers if one.label_x < m.x < end and abs(m.y - one.y) < 6]
        assert inside == []


def test_one_location_under_two_names_is_one_row() -> None:
    rows = listed([place("Vilnius", 25.3, 54.7, stories=3), place("Вильнюс", 25.3, 54.7), place("Lesk")])
    assert [(row.name, [name for name, _ in row.also]) for row in rows] == [("Vilnius", ["Вильнюс"]), ("Lesk", [])]
    drawn = map_of(rows)
    assert drawn is not None
    assert [marker.label for marker in drawn.markers] == ["Vilnius"]


def test_nothing_is_drawn_where_no_report_says_which_place_is_meant() -> None:
    assert map_of(listed([place("Lesk")])) is None


def test_the_map_and_its_list_tell_the_same(demo) -> None:
    page = json.loads(demo.get("/map.json").text)
    text = demo.get("/map").text
    names = [one["name"] for one in page["places"]]
    assert "Phuket" in names
    assert all(f">{name}</a>" in text for name in names)
    placed = [one for one in page["places"] if one["latitude"] is not None]
    assert page["undrawn"] == len(names) - len(placed)
    assert 0 < len(page["map"]["markers"]) <= len(placed)
    assert View(**page["map"]["view"]).width == 720
    assert '<path class="land"' in text


def test_a_place_page_says_what_reports_put_there_each_with_its_sentence(demo) -> None:
    stories = demo.desk.stories(limit=50)
    rows = [row for row in places_of(stories) if events_at(row.place, stories)]
    assert rows, "no event of the demo has a place"
    row = rows[0]
    page = json.loads(demo.get(f"/place/{row.place.id}.json").text)
    assert page["events"]
    numbers = {note["number"] for note in page["notes"]}
    assert all(set(event["line"]["notes"]) <= numbers and event["line"]["notes"] for event in page["events"])
    assert demo.get(f"/who/{row.place.id}").headers["location"] == page["path"]
    person = next(who for who in stories[0].who if who.kind == "person")
    assert demo.get(f"/place/{person.id}").headers["location"].startswith(f"/who/{person.id}")


def test_an_unknown_place_is_not_found(demo) -> None:
    assert demo.get("/place/0000000000000000").status == 404
