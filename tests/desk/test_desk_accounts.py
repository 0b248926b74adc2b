"""Accounts of a desk: who may be made, who logs in, who is let in again."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from infostreamer.desk import Desk, logins, passwords
from infostreamer.desk.attempts import network_of
from infostreamer.desk.passwords import hash_of, is_outdated, is_right
from infostreamer.model import OWNER, BadInput, LoginNeeded, NotFound, Source, TooManyTries, sha256_hex, user_name
from infostreamer.model.keep import Keep
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.store.seen import Mark
from infostreamer.web.reader_api.login import key_for

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = Source(id="s1", kind="feed", address="https://wire.example/feed", outlet="Wire")
HERE, THERE = "192.0.2.7", "198.51.100.9"
WORDS = "four words in a row"


@pytest.fixture
def costly():
    """Asked for by a test that measures what a hash costs."""


@pytest.fixture(autouse=True)
def _quick(request, monkeypatch):
    """The real argon2 at its least cost, but where the cost is what is tested."""
    if "costly" in request.fixturenames:
        return
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobodys = hasher.hash("nobody's password")
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "_nobodys", lambda: nobodys)


@pytest.fixture
def desk(store_url, tmp_path):
    settings = Settings({"desk.data": str(tmp_path / "data"), "store.url": store_url})
    with Desk(open_store(store_url), settings) as opened:
        opened.add_user("anna", "admin", password=WORDS)
        yield opened


def _fails(desk, name="anna", *, address=HERE, now=NOON):
    with pytest.raises(LoginNeeded, match="do not belong together"):
        desk.log_in(name, "wrong words here", address=address, now=now)


def _waits(desk, name="anna", password=WORDS[::-1], *, address=HERE, now=NOON):
    with pytest.raises(TooManyTries) as caught:
        desk.log_in(name, password, address=address, now=now)
    return caught.value.wait_s


def test_the_first_account_is_an_admins_and_gets_what_was_the_owners(tmp_path):
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        assert not desk.has_accounts()
        with pytest.raises(BadInput, match="--role admin"):
            desk.add_user("bela", "reader", password=WORDS)
        with desk.store.unit() as unit:
            unit.seen.put(OWNER.name, {"s": Mark(7, 7, NOON)})
            unit.keeps.put(Keep(reader=OWNER.name, kind="follow", item="who:w", at=NOON))
        alert = desk.add_alert(desk.drafted_alert("Denials", kinds=["denial"]))
        anna = desk.add_user(" Anna ", "admin", password=None).reader
        bela = desk.add_user("bela", "admin", password=None).reader
        with desk.store.read() as unit:
            assert unit.seen.of("anna", ["s"])["s"].position == 7
            assert [keep.reader for keep in unit.keeps.of("anna")] == ["anna"]
            assert not unit.keeps.of(OWNER.name)
            assert not unit.keeps.of("bela")
            assert [(one.id, one.reader) for one in unit.alerts.all()] == [(alert.id, "anna")]
        assert (anna.name, bela.role) == ("anna", "admin")
        desk.remove_user("anna")
        with desk.store.read() as unit:
            assert unit.alerts.all() == []
            assert unit.keeps.of("anna") == []
            assert not unit.seen.has_any("anna")


def test_notes_and_searches_of_the_owner_go_to_the_first_admin(tmp_path):
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        desk.put_sources([SOURCE])
        note = desk.add_note("source:s1", "Of the owner.")
        desk.save_search("Bridges", "bridge")
        anna = desk.add_user("anna", "admin", password=None).reader
        bela = desk.add_user("bela", "admin", password=None).reader
        assert [one.id for one in desk.notes(reader=anna)] == [note.id]
        assert desk.notes(reader=bela) == desk.notes() == []
        assert desk.edit_note(note.id, "Of anna.", reader=anna).by == "anna"
        assert [search.by for search in desk.searches()] == ["anna"]


def test_who_gets_the_name_of_a_removed_account_reads_none_of_its_notes(desk):
    desk.put_sources([SOURCE])
    carl = desk.add_user("carl", "editor", password=None).reader
    desk.add_note("source:s1", "Private.", reader=carl)
    gone = desk.add_note("source:s1", "Shared by mistake.", reader=carl, visibility="desk")
    desk.set_note(gone.id, state="deleted", reader=carl)
    draft = desk.add_note("source:s1", "My source is Dora.", reader=carl)
    desk.edit_note(draft.id, "For all.", reader=carl)
    desk.set_note(draft.id, visibility="desk", reader=carl)
    desk.add_note("source:s1", "It is wrong.", reader=carl, kind="error-report")
    desk.remove_user("carl")
    carl = desk.add_user("carl", "editor", password=None).reader
    assert {note.body for note in desk.notes(reader=carl)} == {"For all.", "It is wrong."}
    assert desk.notes(reader=carl, state="deleted") == []
    assert desk.note(draft.id, reader=carl).history == ()
    with desk.store.read() as unit:
        assert {note.body for note in unit.notes.all()} == {"For all.", "It is wrong."}


NO_NAMES = ("", " ", "a b", "owner", "Public", "-a", "a\r\nSet-Cookie: x", "a/b", "анна", "a" * 65, "a\x00", "<b>")


def test_a_name_is_letters_digits_and_a_few_marks():
    for name in NO_NAMES:
        with pytest.raises(BadInput):
            user_name(name)
    assert user_name(" Anna.K+desk@news-room_1 ") == "anna.k+desk@news-room_1"


def test_what_is_no_name_logs_in_as_nobody(desk):
    for name in NO_NAMES[:5]:
        _fails(desk, name, address="198.51.100.1")
    with pytest.raises(BadInput):
        desk.add_user("a b", "reader", password=WORDS)


@pytest.mark.parametrize(
    ("password", "said"), [("short", "at least 10"), ("x" * 1001, "at most 1000"), ("Bela.Bela.Bela", "account's name")]
)
def test_a_password_is_long_and_not_the_name(desk, password, said):
    with pytest.raises(BadInput, match=said):
        desk.add_user("bela.bela.bela", "reader", password=password)
    with pytest.raises(NotFound):
        desk.user("bela.bela.bela")


@pytest.mark.usefixtures("costly")
def test_a_password_typed_in_another_normal_form_is_the_same():
    kept = hash_of("caf\u00e9 au lait tous les jours", name="x")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_right("cafe\u0301 au lait tous les jours", kept)
    assert not is_right("cafe au lait tous les jours", kept)
    assert not is_right("x", None)
    assert not is_right("x", "no hash at all")
    assert not is_outdated(kept)


def test_there_is_always_an_admin_while_others_have_accounts(desk):
    desk.add_user("bela", "reader", password=None)
    for refused in (lambda: desk.remove_user("anna"), lambda: desk.set_role("anna", "editor")):
        with pytest.raises(BadInput, match="last admin"):
            refused()
    desk.set_role("bela", "admin")
    desk.set_role("anna", "reader")
    assert [user.role for user in desk.users()] == ["reader", "admin"]
    desk.remove_user("anna")
    desk.remove_user("bela")
    assert not desk.has_accounts()
    with pytest.raises(NotFound):
        desk.remove_user("bela")


def test_the_only_account_does_not_stop_being_an_admins(desk):
    with pytest.raises(BadInput, match="last admin"):
        desk.set_role("anna", "reader")
    with pytest.raises(BadInput, match="no role"):
        desk.set_role("anna", "god")
    with pytest.raises(BadInput, match="already"):
        desk.add_user("ANNA", "reader", password=None)


def test_a_login_gives_a_key_of_which_only_the_hash_is_kept(desk):
    key = desk.log_in(" Anna", WORDS, address=HERE, agent="Browser/1", now=NOON)
    asker = desk.asker(session_key=key, now=NOON)
    assert (asker.user.name, asker.session.agent, asker.has_accounts) == ("anna", "Browser/1", True)
    assert asker.session.id == sha256_hex(key.encode()) != key
    assert asker.session.until == NOON + timedelta(days=30)
    assert desk.asker(session_key=asker.session.id, now=NOON).user is None, "the hash opens nothing"
    assert desk.asker(session_key=key, now=NOON + timedelta(days=30)).user is None
    assert desk.asker(now=NOON).user is None


def test_a_hash_made_at_another_cost_is_made_anew_at_the_next_login(desk):
    with desk.store.unit() as unit:
        old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(WORDS)
        unit.users.put(replace(unit.users.get("anna"), password=old))
    desk.log_in("anna", WORDS, address=HERE, now=NOON)
    assert desk.user("anna").password.startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_a_session_slides_and_ends_by_logging_out(desk):
    key = desk.log_in("anna", WORDS, address=HERE, now=NOON)
    soon, late = NOON + timedelta(minutes=59), NOON + timedelta(days=29)
    assert desk.asker(session_key=key, now=soon).session.until == NOON + timedelta(days=30)
    desk.asker(session_key=key, now=late)
    assert desk.asker(session_key=key, now=late).session.until == late + timedelta(days=30)
    desk.log_out(key)
    assert desk.asker(session_key=key, now=late).user is None


def test_a_new_password_ends_every_session(desk):
    here, there = (desk.log_in("anna", WORDS, address=HERE, now=NOON) for _ in range(2))
    anna = desk.set_password("anna", "five other words in a row")
    assert desk.asker(session_key=here, now=NOON).user is None
    assert desk.asker(session_key=there, now=NOON).user is None
    _fails(desk)
    assert desk.log_in("anna", "five other words in a row", address=HERE, now=NOON)
    assert desk.asker(session_key=desk.begin_session(anna, now=NOON), now=NOON).user == anna
    assert desk.end_sessions("anna") == 2
    assert desk.sessions("anna", now=NOON) == []


@pytest.mark.parametrize("happening", ["another password", "removed"])
@pytest.mark.parametrize("is_old", [False, True])
def test_who_logs_in_with_the_old_password_while_it_is_changed_stays_outside(desk, monkeypatch, happening, is_old):
    """Looking at a password takes a tenth of a second; a thief who asks in a loop is always within it."""
    looked = logins.is_right
    desk.add_user("bela", "editor", password=WORDS)

    def looks(typed, kept):
        found = looked(typed, kept)
        if happening == "removed":
            desk.remove_user("bela")
        else:
            desk.set_password("bela", "five other words in a row")
        return found

    monkeypatch.setattr(logins, "is_right", looks)
    monkeypatch.setattr(logins, "is_outdated", lambda kept: is_old)
    with pytest.raises(LoginNeeded):
        desk.log_in("bela", WORDS, address=HERE, now=NOON)
    with pytest.raises((LoginNeeded, NotFound)):
        key_for(desk, "bela", WORDS, address=THERE, agent="app")
    monkeypatch.undo()
    assert desk.sessions("bela", now=NOON) == []
    assert desk.tokens("bela") == []
    if happening == "removed":
        assert [user.name for user in desk.users()] == ["anna"]
    else:
        assert desk.log_in("bela", "five other words in a row", address=HERE)


def test_a_session_or_key_for_a_password_that_was_changed_behind_the_look_is_refused(desk):
    anna = desk.authenticate("anna", WORDS, address=HERE, now=NOON)
    desk.set_password("anna", "five other words in a row")
    with pytest.raises(LoginNeeded):
        desk.begin_session(anna)
    with pytest.raises(LoginNeeded):
        desk.add_token("anna", "write", user=anna)
    assert desk.tokens("anna") == []


def test_a_role_holds_from_the_next_request_on_and_a_removed_account_is_nobody(desk):
    desk.add_user("bela", "editor", password=WORDS)
    key = desk.log_in("bela", WORDS, address=HERE, now=NOON)
    desk.set_role("bela", "reader")
    assert desk.asker(session_key=key, now=NOON).user.role == "reader"
    desk.remove_user("bela")
    assert desk.asker(session_key=key, now=NOON) == desk.asker(now=NOON)


def test_five_failures_are_free_then_each_waits_twice_as_long(desk):
    for _ in range(4):
        _fails(desk)
    _fails(desk)  # the fifth is looked at, and starts the first wait
    assert _waits(desk) == 10
    assert _waits(desk, password=WORDS, now=NOON + timedelta(seconds=4)) == 6, "also the right password waits"
    now = NOON + timedelta(seconds=10)
    for wait in (20, 40, 80):
        _fails(desk, now=now)
        assert _waits(desk, now=now) == wait
        now += timedelta(seconds=wait)
    assert desk.log_in("anna", WORDS, address=HERE, now=now)
    for _ in range(5):
        _fails(desk, now=now)


def test_somebody_elses_failures_do_not_keep_one_out(desk):
    for place in range(12):
        _fails(desk, address=f"198.51.100.{place}")
    assert desk.log_in("anna", WORDS, address=HERE, now=NOON)


def test_one_address_tries_many_names_only_so_often(desk):
    for number in range(20):
        _fails(desk, f"nobody{number}")
    assert _waits(desk, "nobody20") == 10
    assert _waits(desk, password=WORDS) == 10
    assert desk.log_in("anna", WORDS, address="192.0.2.8", now=NOON)


def test_a_telephone_with_an_old_password_keeps_nobody_else_in_its_building_out(desk):
    """It asks every minute, for ever."""
    desk.add_user("bela", "editor", password=WORDS)
    for minute in range(0, 8 * 60):
        now = NOON + timedelta(minutes=minute)
        with suppress(LoginNeeded, TooManyTries):
            desk.log_in("anna", "an old password", address=HERE, now=now)
        if minute % 20 == 0:
            assert desk.log_in("bela", WORDS, address=HERE, now=now + timedelta(seconds=30))


def test_one_address_tries_many_words_for_many_names_only_so_often(desk):
    tried = 0
    for turn in range(40):
        for number in range(10):
            try:
                desk.log_in(f"nobody{number}", f"guess {turn}", address=HERE, now=NOON + timedelta(seconds=turn))
            except LoginNeeded:
                tried += 1
            except TooManyTries:
                continue
    assert tried <= 25


def test_one_name_tried_from_everywhere_waits_a_minute_at_most(desk):
    now, waits = NOON, []
    for place in range(60):
        with pytest.raises((LoginNeeded, TooManyTries)) as caught:
            desk.log_in("anna", "wrong words here", address=f"198.51.100.{place}", now=now)
        waits.append(getattr(caught.value, "wait_s", 0))
        now += timedelta(seconds=waits[-1])
    assert max(waits) == 60
    assert not any(waits[:50])


@pytest.mark.usefixtures("costly")
def test_an_unknown_name_is_told_the_same_and_takes_as_long(desk):
    def took(name):
        start = time.perf_counter()
        _fails(desk, name)
        return time.perf_counter() - start

    took("warm.up")
    known, unknown = min(took("anna") for _ in range(3)), min(took("nobody") for _ in range(3))
    assert 0.4 < unknown / known < 2.5


def test_an_account_without_a_password_cannot_log_in_with_any(desk):
    desk.add_user("bela", "reader", password=None)
    for password in ("", "nobody's password", "None"):
        with pytest.raises(LoginNeeded):
            desk.log_in("bela", password, address=HERE, now=NOON)
    assert desk.asker(proxy_name="Bela", now=NOON).user.name == "bela"
    assert desk.asker(proxy_name="carl", now=NOON).user is None
    assert desk.asker(proxy_name="c/../arl", now=NOON).user is None


def test_a_network_of_ipv6_counts_as_one_address():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_of("testclient") == "testclient"


def test_a_token_is_shown_once_used_and_revoked(desk):
    token, key = desk.add_token("anna", "write", label=" my\nphone ", now=NOON)
    assert (token.label, token.scope, key[:4]) == ("my phone", "write", "ist_")
    asker = desk.asker(token_key=key, now=NOON)
    assert (asker.user.name, asker.token) == ("anna", token)
    desk.asker(token_key=key, now=NOON + timedelta(hours=2))
    assert desk.tokens("anna")[0].used_at == NOON + timedelta(hours=2)
    assert desk.asker(token_key=token.id, now=NOON).user is None
    with pytest.raises(NotFound):
        desk.revoke_token(token.short_id, of="bela")
    with pytest.raises(NotFound):
        desk.revoke_token(token.id[:5])
    desk.revoke_token(token.short_id)
    assert desk.asker(token_key=key, now=NOON).user is None
    assert desk.tokens() == []


def test_a_token_ends_when_it_was_to_end_and_with_its_account(desk):
    desk.add_user("bela", "reader", password=None)
    _, brief = desk.add_token("bela", "read", until=NOON, now=NOON - timedelta(days=1))
    _, lasting = desk.add_token("bela", "read", now=NOON)
    assert desk.asker(token_key=brief, now=NOON - timedelta(seconds=1)).user is not None
    assert desk.asker(token_key=brief, now=NOON).user is None
    desk.remove_user("bela")
    assert desk.asker(token_key=lasting, now=NOON).user is None
    with pytest.raises(BadInput, match="no scope"):
        desk.add_token("anna", "all")
    with pytest.raises(NotFound):
        desk.add_token("bela", "read")
