"""Times of day, days with them, and ranges of both."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from fakes.pace import seconds
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import Published
from infostreamer.text.clock import find_clocks
from infostreamer.text.dates import find_dates
from infostreamer.text.holidays import day_of, easter

THURSDAY = Published(at=datetime(2023, 5, 25, 10, tzinfo=UTC), precision="minute", basis="given")


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("at 10:30 a.m. he left", "10:30 a.m.", "10:30", None),
        ("at 18:00 UTC", "18:00 UTC", "18:00Z", None),
        ("at 6:40 p.m. (GMT +8)", "6:40 p.m. (GMT +8)", "18:40+08:00", None),
        ("20 minutes past eight in the evening", "20 minutes past eight in the evening", "20:20", None),
        ("half past seven", "half past seven", None, None),
        ("from 3 in the morning until 5pm", "3 in the morning until 5pm", "03:00", "17:00"),
        ("between 5 and 6 p.m.", "between 5 and 6 p.m.", "17:00", "18:00"),
        ("11 to 1 pm", "11 to 1 pm", "11:00", "13:00"),
        ("at noon", "noon", "12:00", None),
        ("last night at 8.", "8", "20:00", None),
    ],
)
def test_times_of_day(text: str, words: str, first: str | None, last: str | None):
    [clock] = find_clocks(text)
    assert (text[clock.start : clock.end], clock.value, clock.last) == (words, first, last)


@pytest.mark.parametrize("text", ["a 4:3 screen", "won 3-2", "$2.30", "page 1:1", "6.45 percent", "at five to seven"])
def test_what_is_no_time_of_day(text: str):
    assert find_clocks(text) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("On Tuesday at 4 p.m. they met.", "Tuesday at 4 p.m.", "2023-05-23T16:00"),
        (
            "On Monday from 2:00 to 2:30 pm it shook.",
            "Monday from 2:00 to 2:30 pm",
            "2023-05-22T14:00/2023-05-22T14:30",
        ),
        ("It fell on Monday in the morning.", "Monday in the morning", "2023-05-22"),
        ("from 3 to 6 May 2023", "3 to 6 May 2023", "2023-05-03/2023-05-06"),
        ("from Nov 18 to Dec 19, 2015", "Nov 18 to Dec 19, 2015", "2015-11-18/2015-12-19"),
        ("He was held from Monday to Wednesday.", "Monday to Wednesday", "2023-05-22/2023-05-24"),
        ("by the end of this month", "the end of this month", "2023-05-21~/2023-05-31~"),
        ("late last year it", "late last year", "2022-09~/2022-12~"),
        ("earlier this month it", "earlier this month", "2023-05"),
        ("in the third quarter of last year", "the third quarter of last year", "2022-35"),
        ("the last week of April", "the last week of April", "2023-04-24/2023-04-30"),
        ("the week of May 1 it", "the week of May 1", "2023-05-01/2023-05-07"),
        ("on the 18th.", "the 18th", "2023-05-18"),
        ("on Friday 5/12, 2023", "Friday 5/12", "2023-05-12"),
        ("Easter Monday 2022 was", "Easter Monday 2022", "2022-04-18"),
        ("on Wednesday of the previous week", "Wednesday of the previous week", "2023-05-17"),
        ("the fourth of July 1999", "the fourth of July 1999", "1999-07-04"),
        ("20 minutes ago it", "20 minutes ago", "2023-05-25T09:40"),
        ("It was in 2020. That year he fled.", "That year", "2020"),
        ("on 13/04/21 it", "13/04/21", "2021-04-13"),
    ],
)
def test_days_periods_and_ranges(text: str, words: str, value: str):
    assert (words, value) in [
        (text[start:end], found.value) for start, end, found in find_dates(text, published=THURSDAY)
    ]


def test_a_time_without_its_day_keeps_its_clock_and_has_no_value():
    [(_, _, found)] = find_dates("It opens at 9 a.m.", published=THURSDAY)
    assert (found.value, found.start, found.precision) == (None, "T09:00", "minute")


@pytest.mark.parametrize("text", ["He prays every Friday.", "They meet on Mondays.", "It is held every spring."])
def test_what_comes_back_is_no_day(text: str):
    [(_, _, found)] = find_dates(text, published=THURSDAY)
    assert (found.value, found.precision) == (None, "recurring")


def test_two_years_after_in_are_two_times():
    found = find_dates("He won in 2007 and 2009.", published=THURSDAY)
    assert [value.value for _, _, value in found] == ["2007", "2009"]


def test_a_day_that_the_calendar_lacks_has_no_value():
    assert [value.value for _, _, value in find_dates("on February 30, 2019 it", published=THURSDAY)] == [None]


@pytest.mark.parametrize("text", ["the Christmas market", "Orthodox Easter is near", "the first of its kind"])
def test_feasts_as_names_of_things_are_no_days(text: str):
    assert find_dates(text, published=THURSDAY) == []


@given(st.integers(1583, 9998))
def test_easter_is_a_sunday_in_spring(year: int):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert day_of("Good Friday", year) is not None


@given(st.text(alphabet="0123456789:. apm-to noneven", max_size=80))
def test_clocks_slice_in_order_and_never_fail(text: str):
    ends = [0]
    for clock in find_clocks(text):
        assert ends[-1] <= clock.start < clock.end <= len(text)
        ends.append(clock.end)


@pytest.mark.parametrize("unit", ["10:30 ", "5 to ", "between 3 and ", "half past ", "noon ", "12", "a.m. "])
def test_hostile_clocks_take_linear_time(unit: str):
    begun = time.process_time()
    find_clocks(unit * (200_000 // len(unit)))
    assert time.process_time() - begun < seconds(5)


def test_two_days_joined_by_and_are_no_range():
    assert [value.value for _, _, value in find_dates("on Feb 8 and 25, 2016", published=THURSDAY)] == [
        "2016-02-08",
        "2016-02-25",
    ]
    assert [value.value for _, _, value in find_dates("on May 8 and 9, 2016", published=THURSDAY)] == [
        "2016-05-08/2016-05-09"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police came on Monday at 5.", "[2023-05-22T05:00,2023-05-22T17:00]"),
        ("It ends tomorrow at seven thirty.", "[2023-05-26T07:30,2023-05-26T19:30]"),
        ("The toll on Monday stood at 12.", "2023-05-22"),
        ("It was signed on 03/04/2023.", "[2023-03-04,2023-04-03]"),
        ("He left on 03/04/2023, not on 25/12/2022.", "2023-04-03"),
        ("He left on 03/04/2023, not on 12/25/2022.", "2023-03-04"),
        ("The ship sailed on Monday and sank at 3:20 p.m. off the coast.", "2023-05-22"),
        ("They will meet between now and November 15th", "2023-05-25/2023-11-15"),
        ("Shares fell 20% in the year to date.", "2023-01-01/2023-05-25"),
        ("by the 15th day of next month", "2023-06-15"),
        ("It ran from 5/1-5/27/2020.", "2020-05-01/2020-05-27"),
        ("born in nineteen ninety-six", "1996"),
        ("Open since 2015-12.", "2015-12"),
    ],
)
def test_what_is_left_open_is_one_of_several_and_the_text_may_tell(text: str, expected: str):
    assert find_dates(text, published=THURSDAY)[0][2].value == expected


def test_a_clock_takes_the_one_day_of_its_sentence():
    text = "The ship sailed on Monday and sank at 3:20 p.m. off the coast."
    assert find_dates(text, published=THURSDAY)[1][2].value == "2023-05-22T15:20"
    for other in (
        "Police said on Monday that it sank at 3:20 p.m.",
        "From Monday or Tuesday the gates shut at 3:20 p.m.",
    ):
        assert find_dates(other, published=THURSDAY)[-1][2].value is None


@pytest.mark.parametrize(
    "text", ["It happens every day.", "They met twice a week.", "from 1/2 to 3/4 of voters", "24/7"]
)
def test_how_often_and_shares_are_no_dates(text: str):
    assert find_dates(text, published=THURSDAY) == []


def test_a_range_of_hours_lends_its_day():
    found = find_dates("Monday 8-9am or 9-10 am works.", published=THURSDAY)
    assert [value.value for _, _, value in found] == [
        "2023-05-22T08:00/2023-05-22T09:00",
        "2023-05-22T09:00/2023-05-22T10:00",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("May twenty nine", "2023-05-29"), ("on 03/18/49.", "1949-03-18"), ("Seen on 5/24/23 and 05/06/23.", "2023-05-24"),
     ("The 05/06/23 list", "[2023-05-06,2023-06-05]"), ("Updated 05/05/23", "2023-05-05"),
     ("It paid $ 12 December 27", "2022-12-27")],
)  # fmt: skip
def test_written_in_other_ways(text: str, expected: str):
    assert find_dates(text, published=THURSDAY)[0][2].value == expected


def test_how_the_outlet_writes_decides():
    [(_, _, found)] = find_dates("Signed on 03/04/2023.", published=THURSDAY, order="month first")
    assert found.value == "2023-03-04"
