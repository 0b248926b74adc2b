"""Dates: machine notation and prose."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Published
from infostreamer.text.dates import find_dates, parse_moment

THURSDAY = Published(at=datetime(2023, 5, 25, 10, tzinfo=UTC), precision="minute", basis="given")
FIRST, LAST = datetime(1000, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 — Hypothesis wants them naive
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def values(
    text: str, published: Published | None = THURSDAY, language: str = "en"
) -> list[tuple[str, str | None, str]]:
    found = find_dates(text, published=published, language=language)
    return [(text[start:end], value.value, value.basis) for start, end, value in found]


@pytest.mark.parametrize(
    ("raw", "iso", "precision"),
    [
        ("Mon, 22 May 2023 14:05:09 +0300", "2023-05-22T14:05:09+03:00", "second"),
        ("Mon, 22 May 2023 14:05 EST", "2023-05-22T14:05:00-05:00", "minute"),
        ("Monday, 22-May-23 14:05:00 GMT", "2023-05-22T14:05:00+00:00", "second"),
        ("2023-05-22T14:05:09.5Z", "2023-05-22T14:05:09+00:00", "second"),
        ("2023-05-22 14:05", "2023-05-22T14:05:00+00:00", "minute"),
        ("20230522", "2023-05-22T00:00:00+00:00", "day"),
        ("2023-05", "2023-05-01T00:00:00+00:00", "month"),
        ("2023", "2023-01-01T00:00:00+00:00", "year"),
        ("22 May 2023 14:05 +0300", "2023-05-22T14:05:00+03:00", "minute"),
        ("May 22, 2023, 2:05 PM", "2023-05-22T14:05:00+00:00", "minute"),
        ("22.05.2023 14:05", "2023-05-22T14:05:00+00:00", "minute"),
        ("22 мая 2023, 14:05", "2023-05-22T14:05:00+00:00", "minute"),
        ("1684764300", "2023-05-22T14:05:00+00:00", "second"),
    ],
)
def test_machine_dates_are_read_with_their_offset_and_precision(raw: str, iso: str, precision: str):
    moment = parse_moment(raw)
    assert moment is not None
    assert (moment[0].isoformat(), moment[1]) == (iso, precision)


@pytest.mark.parametrize(
    "raw",
    ["", "May 22", "03/04/2023", "2023-13-45", "soon", "0000-00-00", "2023-05-22T25:00Z", "22 May 2023 14:05 +9900"],
)
def test_no_date_and_no_year_is_invented(raw: str):
    assert parse_moment(raw) is None


def test_a_zone_can_be_given_for_times_without_one():
    east = timezone(timedelta(hours=3))
    assert parse_moment("2023-05-22 14:05", zone=east) == (datetime(2023, 5, 22, 14, 5, tzinfo=east), "minute")


@given(st.datetimes(min_value=FIRST, max_value=LAST), st.integers(-840, 840))
def test_iso_moments_come_back(naive: datetime, minutes: int):
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_moment(moment.isoformat()) == (moment, "second")


@given(ANY_TEXT)
def test_machine_dates_never_fail(text: str):
    found = parse_moment(text)
    assert found is None or found[0].tzinfo is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke on May 22.", ("May 22", "2023-05-22", "published")),
        ("It began on December 20.", ("December 20", "2022-12-20", "published")),
        ("It will open on June 1.", ("June 1", "2023-06-01", "published")),
        ("In November 2022 he", ("November 2022", "2022-11", "stated")),
        ("In November he", ("November", "2022-11", "published")),
        ("Today, ministers", ("Today", "2023-05-25", "published")),
        ("He left yesterday.", ("yesterday", "2023-05-24", "published")),
        ("He came on Tuesday.", ("Tuesday", "2023-05-23", "published")),
        ("It will open on Friday.", ("Friday", "2023-05-26", "published")),
        ("Last month it", ("Last month", "2023-04", "published")),
        ("Held since spring.", ("spring", "2023-21", "published")),
        ("In late 2023 it", ("late 2023", "2023-09~/2023-12~", "stated")),
        ("From 2014-2016 he", ("2014-2016", "2014/2016", "stated")),
        ("in the 1990s", ("the 1990s", "199X", "stated")),
        ("the first half of 2022", ("the first half of 2022", "2022-40", "stated")),
        ("Two weeks ago it", ("Two weeks ago", "2023-05-11~", "published")),
        ("Monday at 14:05 they", ("Monday at 14:05", "2023-05-22T14:05", "published")),
        ("in recent weeks", ("in recent weeks", None, "none")),
        ("on 03/04/2023", ("03/04/2023", "[2023-03-04,2023-04-03]", "stated")),
    ],
)
def test_prose_dates_have_their_value(text: str, expected: tuple[str, str | None, str]):
    assert values(text) == [expected]


def test_without_a_day_of_publication_no_year_is_invented():
    assert values("He spoke on May 22, today and on Monday.", None) == [
        ("May 22", "XXXX-05-22", "stated"),
        ("today", None, "none"),
        ("Monday", None, "none"),
    ]


def test_a_day_earlier_counts_from_the_day_named_before():
    assert values("On March 3, 2021 he fled. A day earlier she had left.")[1] == (
        "A day earlier",
        "2021-03-02",
        "context",
    )


@pytest.mark.parametrize(
    "text",
    ["1500 citizens", "in 2000 people died", "He may march.", "5 months", "Theresa May said", "T-34", "page 2014"],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str):
    assert values(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Вчера, 22 мая 2023 года", ["2023-05-24", "2023-05-22"]),
        ("uk", "22 травня 2023 року, учора", ["2023-05-22", "2023-05-24"]),
        ("be", "у лістападзе 2022 года, сёння", ["2022-11", "2023-05-25"]),
        ("pl", "22 maja 2023 r. i dzisiaj", ["2023-05-22", "2023-05-25"]),
        ("de", "am 22. Mai 2023, gestern", ["2023-05-22", "2023-05-24"]),
    ],
)
def test_absolute_dates_of_other_languages(language: str, text: str, expected: list[str]):
    assert [value for _, value, _ in values(text, language=language)] == expected


@settings(max_examples=150)
@given(
    ANY_TEXT
    | st.lists(
        st.sampled_from(
            [
                "May",
                "22",
                "2023",
                ",",
                "-",
                "last",
                "Tuesday",
                "ago",
                "in",
                "weeks",
                "10",
                "p.m.",
                "the",
                "year",
                "3",
                "of",
            ]
        ),
        max_size=15,
    ).map(" ".join)
)
def test_dates_slice_in_order_and_never_fail(text: str):
    spans = [(start, end) for start, end, _ in find_dates(text, published=THURSDAY)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


@pytest.mark.parametrize("unit", ["10:", "May ", "1 ", "the last ", "2014-", "in ", "twenty-", " ", "12 months "])
def test_hostile_input_takes_linear_time(unit: str):
    begun = time.process_time()
    find_dates(unit * (200_000 // len(unit)), published=THURSDAY)
    assert time.process_time() - begun < seconds(5)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He said he will resign on Friday.", "Friday", "2023-05-26"),
        ("He will resign, he said on Monday.", "Monday", "2023-05-22"),
        ("The report will be released on Friday.", "Friday", "2023-05-26"),
        ("A spokesman said by telephone on Monday.", "Monday", "2023-05-22"),
        ("Of nine economists asked by the paper on Friday, seven agreed.", "Friday", "2023-05-19"),
        ("By Friday evening he had about 170.", "Friday evening", "2023-05-19"),
        ("He was given it on Tuesday and has until Monday.", "Monday", "2023-05-29"),
        ("Rain is forecast from Saturday night.", "Saturday night", "2023-05-27"),
        ("The contract is to be awarded in March.", "March", "2024-03"),
        ("On Friday the court will decide.", "Friday", "2023-05-26"),
        ("On Friday the court freed him.", "Friday", "2023-05-19"),
        ("The president has declared Friday a day of mourning.", "Friday", "2023-05-26"),
        ("The court will decide on Thursday.", "Thursday", "2023-05-25"),
        ("He was freed on Wednesday of last week.", "Wednesday of last week", "2023-05-17"),
    ],
)
def test_the_tense_beside_a_date_says_whether_it_is_to_come(text: str, words: str, value: str):
    assert (words, value) in [(found, of) for found, of, _ in values(text)]


def test_two_months_share_the_year_of_the_second():
    assert values("Prices rose between January and April 2022.") == [
        ("between January and April 2022", "2022-01/2022-04", "stated")
    ]
    assert values("It ran from November to February 2022.")[0][1] == "2021-11/2022-02"


def test_an_age_is_no_decade():
    assert values("Two men in their 40s and a woman in her early 30s were hurt.") == []
    assert values("In the 90s he left.")[0][1] == "199X"


def test_a_duration_after_in_is_no_time():
    assert values("The list grew by forty names in five days.") == []
    assert values("It will open in five days.")[0][1] == "2023-05-30"


def test_later_counts_from_the_time_named_before_as_precisely_as_that_allows():
    assert values("The strike was in March 2021. He left a month later.")[1][:2] == ("a month later", "2021-04")
    assert values("It was in 2021. He left a month later.")[1][1] is None
    assert values("He left a month later.")[0][1] is None, "nothing was named before"
    dateline = "HAVEN, May 25 (Varpress) – He led it in March 2021 and left a month later."
    assert values(dateline)[-1][1] == "2021-04"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ru", "Его вывезли в понедельник.", "в понедельник"),
        ("uk", "Його вивезли у понеділок.", "у понеділок"),
        ("be", "Яго вывезлі ў панядзелак.", "ў панядзелак"),
        ("pl", "Zatrzymano go w poniedziałek.", "w poniedziałek"),
        ("de", "Er wurde am Montag verhaftet.", "am Montag"),
    ],
)
def test_days_of_the_week_in_other_languages(language: str, text: str, words: str):
    assert (words, "2023-05-22", "published") in values(text, language=language)


def test_a_place_called_like_a_foreign_verb_points_nowhere():
    from infostreamer.text.tense import looks_ahead

    for text, is_ahead in (
        ("The council of Port Sollen voted on Thursday.", False),
        ("Die Wahlen sollen am Thursday stattfinden.", True),
    ):
        start = text.index("Thursday")
        assert looks_ahead(text, start, start + len("Thursday")) is is_ahead
