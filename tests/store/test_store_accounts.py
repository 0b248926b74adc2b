"""Accounts, sessions, tokens and attempts are kept and come back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from infostreamer.model import NotFound, Session, Token, User, sha256_hex
from infostreamer.store import Store, open_store
from infostreamer.store.attempts import KEPT, Tried
from infostreamer.store.seen import Mark
from infostreamer.store.tables import ATTEMPTS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = User(name="anna", role="admin", password="$argon2id$x", created_at=NOON)  # noqa: S106
BELA = User(name="bela", role="reader", created_at=NOON)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _session(key: str, name: str = "anna", *, until: datetime = NOON + HOUR) -> Session:
    return Session(id=sha256_hex(key.encode()), user_name=name, created_at=NOON, used_at=NOON, until=until, agent="A")


def _token(key: str, name: str = "anna") -> Token:
    return Token(id=sha256_hex(key.encode()), user_name=name, label="phone", scope="read", created_at=NOON)


def test_accounts_come_back_by_name(store: Store) -> None:
    with store.unit() as unit:
        assert not unit.users.are_any()
        unit.users.put(BELA)
        unit.users.put(ANNA)
        unit.users.put(replace(BELA, role="editor"))
        assert unit.users.are_any()
        assert unit.users.all() == [ANNA, replace(BELA, role="editor")]
        assert unit.users.get_or_none("carl") is None
        with pytest.raises(NotFound, match="no account 'carl'"):
            unit.users.get("carl")


def test_a_removed_account_takes_its_sessions_and_tokens_along_and_no_others(store: Store) -> None:
    with store.unit() as unit:
        for user in (ANNA, BELA):
            unit.users.put(user)
            unit.sessions.put(_session(user.name, user.name))
            unit.tokens.put(_token(user.name, user.name))
        unit.users.remove("bela")
        assert unit.users.all() == [ANNA]
        assert [token.user_name for token in unit.tokens.all()] == ["anna"]
        assert unit.sessions.of("bela", NOON) == []
        assert len(unit.sessions.of("anna", NOON)) == 1


def test_marks_are_handed_on(store: Store) -> None:
    with store.unit() as unit:
        unit.seen.put("owner", {"s": Mark(7, 7, NOON)})
        unit.seen.put_floor("owner", Mark(3, 3, NOON))
        unit.users.hand_marks("owner", "anna")
        assert unit.seen.of("anna", ["s"])["s"].position == 7
        assert unit.seen.floor("anna") == Mark(3, 3, NOON)
        assert not unit.seen.has_any("owner")


def test_a_session_that_has_run_out_is_none(store: Store) -> None:
    kept, old = _session("one"), _session("two", until=NOON)
    with store.unit() as unit:
        unit.sessions.put(kept)
        unit.sessions.put(old)
        assert unit.sessions.get_or_none(kept.id, NOON) == kept
        assert unit.sessions.get_or_none(kept.id, kept.until) is None
        assert unit.sessions.get_or_none(old.id, NOON) is None
        assert unit.sessions.of("anna", NOON) == [kept]
        unit.sessions.forget_old(NOON)
        assert unit.sessions.get_or_none(old.id, NOON - HOUR) is None, "it is forgotten, not only hidden"


def test_all_sessions_of_an_account_end(store: Store) -> None:
    with store.unit() as unit:
        for key in ("one", "two", "three"):
            unit.sessions.put(_session(key))
        unit.sessions.put(_session("other", "bela"))
        unit.sessions.remove(_session("two").id)
        assert len(unit.sessions.of("anna", NOON)) == 2
        assert unit.sessions.remove_of("anna") == 2
        assert unit.sessions.of("anna", NOON) == []
        assert len(unit.sessions.of("bela", NOON)) == 1


def test_tokens_come_back_by_account_and_age(store: Store) -> None:
    first, second, other = _token("a"), replace(_token("b"), created_at=NOON + HOUR), _token("c", "bela")
    with store.unit() as unit:
        for token in (other, second, first):
            unit.tokens.put(token)
        assert unit.tokens.all() == [first, second, other]
        unit.tokens.put(replace(first, used_at=NOON))
        assert unit.tokens.get_or_none(first.id) == replace(first, used_at=NOON)
        unit.tokens.remove(first.id)
        assert unit.tokens.get_or_none(first.id) is None


def test_attempts_count_for_an_hour_after_their_wait_and_what_was_typed_is_not_kept(store: Store) -> None:
    with store.unit() as unit:
        unit.attempts.put("name my secret", Tried(3, NOON))
        assert unit.attempts.get("name my secret", NOON + KEPT - timedelta(seconds=1)) == Tried(3, NOON)
        assert unit.attempts.get("name my secret", NOON + KEPT) is None
        assert "secret" not in str(unit._connection.execute(select(ATTEMPTS)).all())
        unit.attempts.forget_old(NOON + KEPT)
        assert unit._connection.execute(select(ATTEMPTS)).all() == []
        unit.attempts.put("other", Tried(1, NOON))
        unit.attempts.clear("other")
        assert unit.attempts.get("other", NOON) is None


def test_gauges_count_what_is_there(store: Store) -> None:
    with store.unit() as unit:
        unit.users.put(ANNA)
        unit.jobs.claim("enrich", holder="host:1:a", now=NOON, until=NOON + HOUR)
        unit.stories.touch(["s1", "s2"])
    with store.read() as unit:
        assert unit.gauges.users() == 1
        assert unit.gauges.holders() == [("enrich", "host:1:a", NOON + HOUR)]
        assert unit.gauges.touched() == 2
        assert unit.gauges.database_bytes() > 10_000
        assert unit.gauges.database_version().split()[0] in ("SQLite", "PostgreSQL")
        assert unit.gauges.changes_after(0, "capture") == 0
        assert unit.gauges.oldest_capture_after(0) is None
