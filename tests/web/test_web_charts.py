"""Drawings: what they show stands in words, and what would mislead is not drawn."""

from __future__ import annotations

import pytest

from infostreamer.text.edtf import last_day
from infostreamer.text.when import edtf_words
from infostreamer.web.charts import strip
from infostreamer.web.parts.figures import Version
from infostreamer.web.series_chart import plot_of


def version(value, *, high=None, outlet="Wire", hedge=None, bound="exact", unit=None, words=None):
    return Version(
        words=words or f"{value} men",
        value=value,
        high=high,
        unit=unit,
        hedge=hedge,
        bound=bound,
        as_of=None,
        speaker=None,
        outlet=outlet,
        published=None,
        notes=(1,),
        is_superseded=False,
    )


def test_a_series_is_drawn_from_zero_in_order_with_a_shape_for_each_outlet():
    plot = plot_of("men", [version(10), version(20, outlet="Herald"), version(40)])
    heights = [plot.base - mark.y for mark in plot.marks]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert heights[2] == pytest.approx(4 * heights[0])
    assert [mark.shape for mark in plot.marks] == ["circle", "square", "circle"]
    assert plot.label == "men, from zero, in order of publication: 10 men (Wire); 20 men (Herald); 40 men (Wire)"


def test_a_range_reaches_to_its_upper_end_and_a_hedge_is_an_open_mark():
    plot = plot_of("men", [version(10, high=20), version(30, hedge="about", bound="about")])
    assert plot.marks[0].top < plot.marks[0].y
    assert [mark.is_open for mark in plot.marks] == [False, True]
    assert [mark.label for mark in plot.marks] == ["10–20", "≈30"]


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [version(10)],
        [version(10), version(10)],
        [version(1, unit="km"), version(2)],
        [version(0), version(0, high=0)],
    ],
)
def test_one_version_equal_ones_and_other_units_are_not_drawn(versions):
    assert plot_of("men", versions) is None


def test_a_strip_shows_empty_days_and_says_what_it_leaves_out():
    drawn = strip(["2031-03-01", "2031-03-01", "2031-03-04", "2031-03"])
    assert [bar.count for bar in drawn.bars] == [2, 0, 0, 1]
    assert "3 in all; 1 with less precision are not drawn" in drawn.label


def test_a_long_time_is_told_by_months_or_years_and_nothing_by_no_strip():
    assert len(strip(["2030-01-05", "2031-03-01", "2031-03-04"]).bars) == 15
    assert len(strip(["1999-01-05", "2031-03-01"]).bars) == 33
    assert strip(["2031-03-01"]) is None
    assert strip([None, "XXXX-03-01", "2031-99-99"]) is None


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-12", "2026-12-31"), ("2024-02", "2024-02-29"), ("2026", "2026-12-31"),
        ("2026-11-16T12:00", "2026-11-16"),
        ("2026-11-21~/2026-11-30~", "2026-11-30"), ("2029-23", "2029-11-30"), ("2029-24", "2030-02-28"),
        ("[2023-03-04,2023-04-03]", "2023-04-03"), ("2026-33", "2026-03-31"),
        ("XXXX-05-22", None), ("2025/..", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_the_last_day_that_a_date_covers(when, day):
    assert last_day(when) == day


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-21~/2026-11-30~", "late Nov 2026"), ("2026-11-01~/2026-11-10~", "early Nov 2026"),
        ("2027-09~/2027-12~", "late 2027"), ("2026-33", "1st quarter 2026"),
        ("2026-11-01/2026-11-10", "1 Nov 2026 – 10 Nov 2026"),
    ],
)  # fmt: skip
def test_parts_of_months_and_years_are_called_as_people_call_them(when, words):
    assert edtf_words(when) == words
