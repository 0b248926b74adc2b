"""What was given for a password ends with it, and what is the owner's is lent to nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fakes.receiver import receiver

from infostreamer.deliver.ntfy import Ntfy
from infostreamer.desk import Desk, passwords
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings
from infostreamer.web.reader_api.login import key_for

OLD, NEW = "four words in a row", "five other words in rows"
NOW = datetime(2031, 3, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk(store_url, tmp_path, monkeypatch):
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    with Desk.open(Settings({"desk.data": str(tmp_path), "store.url": store_url})) as opened:
        opened.add_user("anna", "admin", password=OLD)
        opened.add_user("rita", "reader", password=OLD)
        yield opened


def test_another_password_ends_the_logins_of_reading_apps_and_leaves_tokens(desk):
    keys = {name: key_for(desk, name, OLD, address="192.0.2.1", agent="App") for name in ("anna", "rita")}
    _, token = desk.add_token("rita", "read", label="A script of mine")
    desk.set_password("rita", NEW)
    assert desk.asker(token_key=keys["rita"]).user is None
    assert desk.asker(token_key=token).user is not None
    assert desk.asker(token_key=keys["anna"]).user is not None
    assert desk.asker(token_key=key_for(desk, "rita", NEW, address="192.0.2.1", agent="App")).user is not None


@pytest.mark.parametrize(
    ("path", "is_lent"),
    [("/desk", True), ("/a-topic_7", True), ("/v1/account/token", False), ("/desk/json", False), ("/", False),
     ("/desk?auth=x", False), ("/" + "a" * 65, False), ("//desk", False), ("/..%2fv1", False)],
)  # fmt: skip
def test_the_token_of_the_ntfy_server_opens_topics_and_nothing_else_of_it(path, is_lent):
    """Readers name the address; the server's programming interface takes the same token."""
    with receiver() as http:
        settings = Settings(
            {"notify.ntfy": http.address, "notify.ntfy_token": "tk_secret", "notify.allow_private": True}
        )
        edition = Edition(
            id="1",
            channel="ntfy",
            to=f"{http.address}{path}",
            subject="s",
            text="t",
            of="alert:1",
            reader="rita",
            at=NOW,
        )
        Ntfy().deliver(edition, settings=settings, secret="", now=NOW)
        ((_, headers, _),) = http.posts
    assert ("Authorization" in headers) == is_lent
