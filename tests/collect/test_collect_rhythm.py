"""How long a source may be quiet follows from how often it publishes."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fakes.following import NOW, item, rss
from fakes.web_server import Route

from infostreamer.collect.rhythm import rhythm_of

DAY = timedelta(days=1)
START = datetime(2031, 1, 6, 9, 0, tzinfo=UTC)  # a Monday


def moments(*days: float) -> list[datetime]:
    return [START + timedelta(days=day) for day in days]


WEEKDAYS = [week * 7 + day for week in range(3) for day in range(5)]
CASES = {
    "twenty a day": ([hour * 1.2 / 24 for hour in range(40)], 3),
    "one on each weekday: a long weekend is no silence": (WEEKDAYS, 4.5),
    "five in two days: too few to know of weekends": ([0, 0.5, 1, 1.5, 2], 7),
    "once a week": ([0, 7, 14, 21, 28], 28),
    "once a month": ([0, 30, 61, 91], 120),
    "five on one day of each month": ([month * 30 + part / 24 for month in range(4) for part in range(5)], 45),
    "twenty a day and one kept on top for two years": ([-700, *(hour * 1.2 / 24 for hour in range(20))], 3),
    "once in two years": ([0, 730, 1460], 400),
}


@pytest.mark.parametrize(("days", "quiet"), CASES.values(), ids=CASES)
def test_the_rhythm_says_how_long_it_may_be_quiet(days, quiet):
    found = rhythm_of(moments(*days))
    assert found is not None
    assert found.quiet / DAY == pytest.approx(quiet, rel=0.05)


@pytest.mark.parametrize("days", [(), (1,), (1, 2), (5, 5, 5, 5)])
def test_too_few_dates_tell_no_rhythm(days):
    assert rhythm_of(moments(*days)) is None


def feed(*ages_days: float, etag: str = '"f"') -> Route:
    items = [item(f"/{n}", published=format_datetime(NOW - age * DAY)) for n, age in enumerate(ages_days)]
    return Route(rss(*items), mime="application/rss+xml", etag=etag)


def follow_feed(server, follow, *ages_days: float):
    server.routes["/feed"] = feed(*ages_days)
    server.routes |= {f"/{n}": Route(b"<p>%d" % n) for n in range(len(ages_days))}
    return follow()


def test_twenty_a_day_and_then_three_days_of_nothing_is_silence(server, follow, clock):
    visits = follow_feed(server, follow, *(n / 20 for n in range(1, 21)))
    assert visits.visit().health.state == "ok"
    clock.forward(days=2.5)  # a weekend
    assert visits.visit().health.state == "ok"
    clock.forward(days=0.6)
    health = visits.visit().health  # not modified: the rhythm is remembered
    assert (health.state, health.usual_s) == ("silent", 4320)
    server.routes["/feed"] = feed(-3.1, *(n / 20 for n in range(1, 20)), etag='"g"')
    assert visits.visit().health.state == "ok"


def test_once_a_month_is_not_silent_after_a_fortnight(server, follow, clock):
    visits = follow_feed(server, follow, 1, 31, 62, 92)
    visits.visit()
    clock.forward(days=60)
    assert visits.visit().health.state == "ok"
    clock.forward(days=80)
    assert visits.visit().health.state == "silent"
