"""Messages go out to real servers on this machine: kept first, signed, retried, given up, stopped, sent once."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from fakes.mail_server import mail_server
from fakes.newsroom import ARREST, DENIAL, Clock, settings_for
from fakes.receiver import receiver

from infostreamer.deliver import sending
from infostreamer.deliver.alerting import fire, release
from infostreamer.deliver.sending import BACK_OFF_S, MOST_TRIES, deliver_once
from infostreamer.deliver.webhooks import SIGNATURE, is_signed, signature
from infostreamer.desk import Desk
from infostreamer.model import NotFound
from infostreamer.model.edition import Receipt


@pytest.fixture
def smtp():
    with mail_server() as server:
        yield server


@pytest.fixture
def http():
    with receiver() as server:
        yield server


def told(room, *channels, **fields):
    """A room with one story that an alert fired on, for these channels."""
    room.alert(kinds=["story"], channels=channels, **fields)
    room.come(ARREST)
    return room.desk


def use(desk, **values):
    desk.settings = desk.settings.with_values(values)


def state_of(desk):
    return [(one.channel, one.state, one.tries) for one in desk.editions(desk.alert("All"))]


def test_a_mail_is_text_first_without_remote_content_and_can_be_ended(sqlite_room, smtp):
    desk = told(sqlite_room, ("email", "ed@paper.example"))
    use(desk, **{"mail.host": "127.0.0.1", "mail.port": smtp.port, "desk.name": "The desk\r\nBcc: all@x.example"})
    assert deliver_once(desk).sent == 1
    ((sender, recipients, mail),) = smtp.mails
    assert (sender, recipients) == ("desk@desk.example", ["ed@paper.example"])
    assert mail["Subject"] == f"New story: {ARREST['title']}"
    assert "Bcc" not in mail
    assert mail.get_content_type() == "multipart/alternative"
    text, html = [part.get_content() for part in mail.iter_parts()]
    assert f"“{ARREST['title']}”" in text
    assert "#:~:text=" in text
    assert "machine-compiled, not reviewed" in text
    assert "<img" not in html
    assert "<style" not in html
    assert "<script" not in html
    key = desk.alert("All").key_of_mails
    assert (
        mail["List-Unsubscribe"]
        .strip()
        .startswith(f"<https://desk.example/unsubscribe/{key}>, <mailto:desk@desk.example")
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{desk.editions(desk.alert('All'))[0].id}@desk.example>"
    assert deliver_once(desk).sent == 0, "sent once"
    desk.unsubscribe(key)
    sqlite_room.come(DENIAL)
    assert deliver_once(desk).sent == 0
    assert desk.alert("All").channels[0].stopped
    with pytest.raises(NotFound):
        desk.unsubscribe(desk.alert("All").key)


def test_without_encryption_nothing_is_sent_unless_that_is_set(sqlite_room, smtp):
    desk = told(sqlite_room, ("email", "ed@paper.example"))
    smtp.answers["STAR"] = "454 no TLS here"
    use(desk, **{"mail.host": "127.0.0.1", "mail.port": smtp.port, "mail.starttls": True})
    assert deliver_once(desk).failed == 1
    assert smtp.mails == []


def test_a_refused_recipient_is_final_and_a_busy_server_is_asked_again(sqlite_room, smtp):
    desk = told(sqlite_room, ("email", "ed@paper.example"))
    use(desk, **{"mail.host": "127.0.0.1", "mail.port": smtp.port})
    smtp.answers["RCPT"] = "450 mailbox busy"
    assert deliver_once(desk).failed == 1
    assert state_of(desk) == [("email", "failed", 1)]
    assert "450 mailbox busy" in desk.undelivered()[0].error
    smtp.answers["RCPT"] = "550 no such person"
    later = datetime.now(UTC) + timedelta(minutes=2)
    assert deliver_once(desk, clock=lambda: later).failed == 1
    assert state_of(desk) == [("email", "given-up", 2)]


def test_a_webhook_is_signed_over_the_body_and_the_time(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address + "/hook"))
    assert deliver_once(desk).sent == 1
    ((path, headers, body),) = http.posts
    key, now = desk.alert("All").key, int(time.time())
    assert path == "/hook"
    assert is_signed(body, headers[SIGNATURE], key, now)
    assert not is_signed(body + b" ", headers[SIGNATURE], key, now)
    assert not is_signed(body, headers[SIGNATURE], "another key", now)
    assert not is_signed(body, headers[SIGNATURE], key, now + 400), "older than the replay window"
    assert not is_signed(body, "nonsense", key, now)
    told_ = json.loads(body)
    assert (told_["schema"], told_["id"]) == ("infostreamer/alert/1", headers["Idempotency-Key"])
    (firing,) = told_["firings"]
    report = desk.reports([firing["cited"][0]["report"]]).popitem()[1]
    cited = firing["cited"][0]
    assert report.text[cited["start"] : cited["end"]] == cited["words"]
    assert firing["story"]["state"].endswith("machine-compiled, not reviewed")


def test_the_signature_of_a_known_message_is_the_documented_one():
    # printf '1794312000.{}' | openssl dgst -sha256 -hmac key
    made = "a51a8ea8d89cfab90e34a83ab2b3cb38a99801c7269b81287e76cf631aea49e6"
    assert signature(b"{}", "key", 1794312000) == f"t=1794312000,v1={made}"


def test_retries_wait_longer_each_time_and_then_the_message_is_given_up(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address + "/hook"))
    http.status = 500
    clock = Clock()
    for wait_s in BACK_OFF_S:
        assert deliver_once(desk, clock=clock).failed == 1
        (edition,) = desk.undelivered()
        assert edition.again_at == clock.now + timedelta(seconds=wait_s)
        clock.pass_(seconds=wait_s - 1)
        assert deliver_once(desk, clock=clock).failed == 0
        clock.pass_(seconds=1)
    assert deliver_once(desk, clock=clock).failed == 1
    assert state_of(desk) == [("webhook", "given-up", MOST_TRIES)]
    assert len({headers["Idempotency-Key"] for _, headers, _ in http.posts}) == 1


def test_a_receiver_may_ask_for_a_longer_wait(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address))
    http.status, http.headers = 503, {"Retry-After": "7200"}
    now = datetime(2026, 11, 10, 12, tzinfo=UTC)
    deliver_once(desk, clock=lambda: now)
    assert desk.undelivered()[0].again_at == now + timedelta(seconds=7200)


def test_410_stops_the_channel_for_good_until_the_alert_is_resumed(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address + "/gone"))
    http.status = 410
    deliver_once(desk)
    assert state_of(desk) == [("webhook", "given-up", 1)]
    assert "410" in desk.alert("All").channels[0].stopped
    sqlite_room.come(DENIAL)
    deliver_once(desk)
    assert len(http.posts) == 1
    assert desk.set_alert_paused("All", False).channels[0].stopped is None


def test_redirects_are_not_followed(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address))
    http.status, http.headers = 302, {"Location": http.address + "/elsewhere"}
    assert deliver_once(desk).failed == 1
    assert [path for path, _, _ in http.posts] == ["/"]


def test_private_networks_are_refused_unless_allowed(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address))
    use(desk, **{"notify.allow_private": False})
    assert deliver_once(desk).failed == 1
    assert http.posts == []
    assert "set notify.allow_private" in desk.undelivered()[0].error
    assert state_of(desk) == [("webhook", "given-up", 1)]


def test_ntfy_gets_title_text_and_link_and_the_token_goes_to_the_configured_server_alone(sqlite_room, http):
    use(sqlite_room.desk, **{"notify.ntfy": http.address, "notify.ntfy_token": "tk_secret"})
    desk = told(sqlite_room, ("ntfy", "desk"), ("ntfy", f"{http.address.replace('127.0.0.1', 'localhost')}/other"))
    assert deliver_once(desk).sent == 2
    posts = {path: (headers, body.decode()) for path, headers, body in http.posts}
    headers, body = posts["/desk"]
    assert headers["Title"] == f"New story: {ARREST['title']}"
    assert headers["Authorization"] == "Bearer tk_secret"
    assert headers["Click"].startswith("https://desk.example/s/")
    assert ARREST["title"] in body
    assert "Authorization" not in posts["/other"][0]


def test_a_receiver_that_hangs_delays_neither_the_pass_nor_the_others(sqlite_room, http, smtp, monkeypatch):
    monkeypatch.setattr(sending, "_GRACE_S", 0.2)
    desk = told(sqlite_room, ("webhook", http.address), ("email", "ed@paper.example"))
    use(desk, **{"mail.host": "127.0.0.1", "mail.port": smtp.port, "notify.deadline": 0.5})
    smtp.hangs.set()
    http.delay_s = 60
    started = time.monotonic()
    done = deliver_once(desk)
    assert (done.sent, done.failed) == (0, 2)
    assert time.monotonic() - started < 20  # two deadlines of half a second, on any machine


def test_a_deliverer_that_raises_counts_as_failed(sqlite_room):
    class Broken:
        kind = "webhook"

        def deliver(self, edition, *, settings, secret, now):
            raise RuntimeError("no")

    desk = told(sqlite_room, ("webhook", "http://127.0.0.1:9/"))
    assert deliver_once(desk, deliverers={"webhook": Broken()}).failed == 1
    assert "RuntimeError: no" in desk.undelivered()[0].error


def test_a_plug_in_delivers_its_own_kind(sqlite_room):
    got = []

    class Pager:
        kind = "pager"

        def deliver(self, edition, *, settings, secret, now):
            got.append(edition)
            return Receipt()

    desk = told(sqlite_room, ("pager", "desk four"))
    assert deliver_once(desk, deliverers={"pager": Pager()}).sent == 1
    assert got[0].to == "desk four"


def test_one_process_delivers_at_a_time(sqlite_room, http):
    desk = told(sqlite_room, ("webhook", http.address))
    at_work, goes_on = threading.Event(), threading.Event()

    class Slow:
        kind = "webhook"

        def deliver(self, edition, *, settings, secret, now):
            at_work.set()
            assert goes_on.wait(60)
            return Receipt()

    first = threading.Thread(target=deliver_once, args=(desk,), kwargs={"deliverers": {"webhook": Slow()}})
    first.start()
    assert at_work.wait(60)
    assert deliver_once(desk) == sending.Delivered()
    goes_on.set()
    first.join()
    assert http.posts == [], "the second one sent nothing"
    assert desk.undelivered() == []


_KILLED = """
import sys, os, signal
sys.path.insert(0, {tests!r})
from fakes.newsroom import settings_for
from infostreamer.desk import Desk
from infostreamer.deliver import sending

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    if {at!r} == "before":
        sending._tried = killed
    else:
        sending._note = killed
    with Desk.open(settings_for({url!r}, {folder!r})) as desk:
        sending.deliver_once(desk)
"""


@pytest.mark.parametrize(("at", "copies"), [("before", 1), ("after", 2)])
def test_a_process_killed_while_sending_loses_nothing_and_repeats_under_the_same_id(
    newsroom, store_url, tmp_path, http, at, copies
):
    desk = told(newsroom, ("webhook", http.address))
    fire(desk)
    release(desk)
    code = _KILLED.format(tests=os.path.dirname(os.path.dirname(__file__)), at=at, url=store_url, folder=str(tmp_path))
    script = tmp_path / "killed.py"
    script.write_text(code)
    ended = subprocess.run([sys.executable, script], env={**os.environ, "PYTHONPATH": ""}, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    with Desk.open(settings_for(store_url, tmp_path), clock=newsroom.clock) as again:
        assert deliver_once(again).sent == 1
        assert deliver_once(again).sent == 0
    assert len(http.posts) == copies
    assert len({headers["Idempotency-Key"] for _, headers, _ in http.posts}) == 1
