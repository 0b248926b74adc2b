"""What people type when they order alerts and digests: taken, or refused with one sentence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from infostreamer.desk import orders
from infostreamer.model import BadInput
from infostreamer.model.digest import Digest
from infostreamer.settings import Settings

DIGEST = Digest(id="d", name="D", reader="owner", to="a@b.example", rhythm="daily", at="07:00", zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("", None), ("45min", 2700), ("2h", 7200), ("90", 5400), ("1d", 86_400), ("0", 0), ("30 s", 30)],
)
def test_spans_of_time(typed, seconds):
    assert orders.cooldown_in(typed) == seconds


@pytest.mark.parametrize("typed", ["soon", "-1h", "8d", "1e3", "99999h"])
def test_no_span_of_time(typed):
    with pytest.raises(BadInput):
        orders.cooldown_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "a b@c.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example,c@d.example",
        "<a@b.example>",
        "@b",
        "ü@b.example",
        "",
    ],
)
def test_no_mail_address(typed):
    with pytest.raises(BadInput):
        orders.mail_address_in(typed)


def test_webhooks_lead_to_no_private_network_and_carry_no_password():
    settings = Settings()
    for bad in (
        "http://127.0.0.1/x",
        "http://[::1]/",
        "http://0x7f.1/",
        "ftp://a.example/",
        "https://u:p@a.example/",
        "nonsense",
    ):
        with pytest.raises(BadInput):
            orders.channel_in("webhook", bad, settings)
    assert orders.channel_in("webhook", "https://a.example/hook", settings).to == "https://a.example/hook"
    with pytest.raises(BadInput, match=r"Set notify\.ntfy"):
        orders.channel_in("ntfy", "topic", settings)


def test_quiet_hours_and_zones():
    assert orders.quiet_in("22:00 – 7:00") == ("22:00", "07:00")
    for bad in ("22:00", "25:00-07:00", "07:00-07:00"):
        with pytest.raises(BadInput):
            orders.quiet_in(bad)
    with pytest.raises(BadInput):
        orders.zone_in("Europe/Nowhere")
    with pytest.raises(BadInput):
        orders.zone_in("../../etc/passwd")


def test_the_next_time_goes_by_the_local_clock_through_its_changes():
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)  # the clocks go back on the 25th
    first = orders.next_time(DIGEST, before)
    assert first == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert orders.next_time(DIGEST, first) == datetime(2026, 10, 26, 6, tzinfo=UTC)
    gap = replace(DIGEST, at="02:30")  # does not exist on 29 March 2026
    assert orders.next_time(gap, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_hourly_and_weekly():
    now = datetime(2026, 11, 10, 11, 45, tzinfo=UTC)  # a Tuesday
    assert orders.next_time(replace(DIGEST, rhythm="hourly", at="00:30"), now) == datetime(
        2026, 11, 10, 12, 30, tzinfo=UTC
    )
    weekly = replace(DIGEST, rhythm="weekly", weekday=1, at="12:00")
    assert orders.next_time(weekly, now) == datetime(2026, 11, 17, 11, tzinfo=UTC)
