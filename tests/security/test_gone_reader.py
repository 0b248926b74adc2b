"""Whoever is removed gets nothing more: no page, no feed, no message, also none that was written before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from infostreamer.deliver.sending import deliver_once
from infostreamer.desk import Desk, passwords
from infostreamer.model import Reader
from infostreamer.model.edition import Edition, Receipt
from infostreamer.settings import Settings

NOW = datetime(2031, 3, 14, 9, tzinfo=UTC)
WORDS = "four words in a row"


class Noting:
    """Delivers by noting; `then` is done while the first message is on its way."""

    kind = "webhook"

    def __init__(self, then=lambda: None):
        self.sent, self.then = [], then

    def deliver(self, edition, *, settings, secret, now):
        self.sent.append((edition.reader, bool(secret)))
        self.then()
        return Receipt()


@pytest.fixture
def desk(store_url, tmp_path, monkeypatch):
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    settings = Settings({"desk.data": str(tmp_path), "store.url": store_url})
    with Desk.open(settings, clock=lambda: NOW) as opened:
        for name, role in (("anna", "admin"), ("rita", "reader")):
            opened.add_user(name, role, password=WORDS)
            write(opened, name)
        yield opened


def write(desk, name):
    """An alert and a digest of this reader, and a message of each that waits."""
    reader = Reader(name=name, role="reader")
    alert = desk.drafted_alert("All", kinds=["story"], channels=[("webhook", "http://hook.example/x")], reader=reader)
    digest = desk.drafted_digest("Daily", to="x@paper.example", rhythm="daily", at="07:00", reader=reader)
    of = [f"alert:{desk.add_alert(alert).id}", f"digest:{desk.add_digest(digest).id}"]
    with desk.store.unit() as unit:
        for at, what in enumerate(of):
            unit.editions.put(
                Edition(id=f"{name}{at}", channel="webhook", to="http://hook.example/x", subject="x", text="x", of=what,
                        reader=name, at=NOW)
            )  # fmt: skip


def test_nothing_that_waits_is_sent_to_whoever_is_gone(desk):
    desk.remove_user("rita")
    noting = Noting()
    deliver_once(desk, deliverers={"webhook": noting})
    assert noting.sent == [("anna", True), ("anna", False)]
    with desk.store.read() as unit:
        assert unit.editions.counts() == {"sent": 2}


def test_nothing_is_sent_to_whoever_goes_while_others_are_sent_theirs(desk):
    noting = Noting(then=lambda: "rita" in {user.name for user in desk.users()} and desk.remove_user("rita"))
    deliver_once(desk, deliverers={"webhook": noting})
    assert {name for name, _ in noting.sent[1:]} == {"anna"}


def test_neither_session_nor_token_nor_password_opens_anything_afterwards(desk):
    session = desk.log_in("rita", WORDS, address="192.0.2.1")
    _, token = desk.add_token("rita", "write")
    assert desk.asker(session_key=session).user
    assert desk.asker(token_key=token).user
    desk.remove_user("rita")
    assert desk.asker(session_key=session).user is None
    assert desk.asker(token_key=token).user is None
    assert desk.asker(proxy_name="rita").user is None
    desk.add_user("rita", "reader", password=f"five other {WORDS}")
    assert desk.asker(session_key=session).user is None, "nor when somebody else gets the name"
    assert desk.asker(token_key=token).user is None
