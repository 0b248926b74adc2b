"""While more reports come than are read, pages say so, and since when the first waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from served_site import Site

from infostreamer.desk import Desk
from infostreamer.model import Capture
from infostreamer.settings import Settings

NOW = datetime(2031, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    with Desk.open(Settings({"store.url": f"sqlite:///{tmp_path}/desk.sqlite3"}), clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def site(desk):
    running = Site(desk)
    yield running
    running.close()


def receive(desk: Desk, *ages: timedelta) -> None:
    with desk.store.unit() as unit:
        for at, age in enumerate(ages):
            address, body = f"https://wire.example/{age}/{at}", f"<p>{age} {at}".encode()
            unit.captures.put(
                Capture(
                    id=Capture.make_id(address, body),
                    address=address,
                    final_address=address,
                    fetched_at=NOW - age,
                    body=body,
                )
            )


def test_the_front_page_and_the_operators_say_how_many_wait_and_since_when(desk, site):
    receive(desk, timedelta(minutes=42), *[timedelta(minutes=1)] * 1239)
    said = "The desk is behind: 1\u202f240 reports wait to be read, the oldest since 1 May 2031, 07:18."
    for path in ("/", "/-/jobs", "/-/sources", "/-/versions"):
        assert site.get(path).text.count(said) == 1, path
    assert "The desk is behind" not in site.get("/sources").text
    assert '"behind":{"reports":1240,"since":{"text":"1 May 2031, 07:18"' in site.get("/desk.json").text


def test_one_that_waits_is_told_in_words_of_its_own(desk, site):
    receive(desk, timedelta(minutes=6))
    assert "The desk is behind: 1 report waits to be read, since 1 May 2031, 07:54." in site.get("/").text


def test_what_came_just_now_is_no_backlog(desk, site):
    receive(desk, *[timedelta(minutes=4)] * 9)
    assert "The desk is behind" not in site.get("/").text + site.get("/-/jobs").text
    assert '"behind":null' in site.get("/desk.json").text


def test_reports_that_are_all_read_anew_do_not_wait_since_they_were_received(desk, site):
    receive(desk, *[timedelta(days=90)] * 7)
    assert "The desk is behind: 7 reports wait to be read.</p>" in site.get("/").text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("be", "Стол не паспявае: 3 публікацыі чакаюць прачытання, першая з 1 мая 2031, 07:18."),
        ("ru", "Стол не успевает: 3 публикации ждут прочтения, первая с 1 мая 2031, 07:18."),
        ("uk", "Стіл не встигає: 3 публікації чекають на прочитання, перша від 1 трав. 2031, 07:18."),
    ],
    ids=["be", "ru", "uk"],
)
def test_it_is_said_in_the_readers_language(desk, site, language, said):
    receive(desk, *[timedelta(minutes=42)] * 3)
    assert said in site.get("/", accept_language=language).text
