"""A live connection lasts no longer than the right to read: logout, removal and a lesser role end it within seconds."""

from __future__ import annotations

import http.client
import time

import pytest
from visitors import WORDS, Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import watch


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "JOBS_S", 0.2)
    back = cheap_hashes()
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as opened:
        yield opened
    back()


def listening(site, visitor):
    """An open live connection of the visitor's browser, its first event read."""
    connection = http.client.HTTPConnection(site.host, timeout=60)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.jar.items())
    connection.request("GET", "/live", headers={"cookie": cookie})
    answer = connection.getresponse()
    assert answer.status == 200
    while answer.readline().strip() != b"event: hello":
        pass
    return connection, answer


def ends_within(answer, seconds):
    """Whether the server ends it; a comment each 20 s would keep it open."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if answer.readline() == b"":
                return True
        except TimeoutError:
            return False
    return False


def log_out(desk, visitor):
    visitor.post("/logout", {}, token=visitor.token("/account"))


def remove(desk, visitor):
    desk.remove_user("rita")


def lower(desk, visitor):
    desk.set_role("rita", "editor")


@pytest.mark.parametrize("act", [log_out, remove, lower])
def test_it_ends_when_who_listens_may_read_no_more_or_otherwise(act, desk, serve_desk):
    with_accounts(desk)
    site = serve_desk(desk)
    rita, eddy = Visitor(site), Visitor(site)
    rita.log_in("rita")
    eddy.log_in("eddy")
    first, listens = listening(site, rita)
    second, others = listening(site, eddy)
    time.sleep(0.6)  # past the first look at who may read
    act(desk, rita)
    assert ends_within(listens, 10)
    second.sock.settimeout(1.0)
    assert not ends_within(others, 1.5), "nobody else is cut off"
    first.close()
    second.close()


def test_it_ends_for_whoever_was_the_owner_of_a_desk_that_got_accounts(desk, serve_desk):
    site = serve_desk(desk)
    connection, listens = listening(site, Visitor(site))
    time.sleep(0.6)
    desk.add_user("anna", "admin", password=WORDS)
    assert ends_within(listens, 10)
    connection.close()
