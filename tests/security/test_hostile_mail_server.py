"""A mail server, or whoever stands on the way to it before anything is encrypted, takes neither memory nor a thread."""

from __future__ import annotations

import itertools
import resource
import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from infostreamer.collect.smtp import MOST_BYTES
from infostreamer.deliver.mail import Mail
from infostreamer.desk.checks_of_parts import mail_server
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings

NOW = datetime(2031, 3, 14, 9, tzinfo=UTC)
LINE = b"220-" + b"x" * 4000 + b"\r\n"
SAYS = {
    "a greeting without end": (lambda: itertools.repeat(LINE), 0, "its answer does not end"),
    "a line without end": (lambda: itertools.repeat(b"x" * 8192), 0, "its answer does not end"),
    "empty lines without end": (lambda: itertools.repeat(b"\r\n" * 4000), 0, "does not speak as a mail server"),
    "a greeting a byte at a time": (lambda: itertools.repeat(b"2"), 0.05, "it took too long"),
    "a line now and then": (lambda: itertools.repeat(b"220-wait\r\n"), 0.05, "it took too long"),
    "nothing": (lambda: iter(()), 0, "it took too long"),
    "an answer of many lines after the greeting": (
        lambda: itertools.chain((b"220 hello\r\n",), itertools.repeat(b"250-SIZE" + b"x" * 4000 + b"\r\n")), 0,
        "its answer does not end",
    ),
    "codes that are none": (lambda: itertools.repeat(b"abc def\r\n"), 0, "does not speak as a mail server"),
    "a refusal before anything is encrypted": (lambda: iter((b"554 go away\r\n",)), 0, "answered 554"),
    "a refusal of encryption": (
        lambda: iter((b"220 hi\r\n", b"250-hi\r\n250 STARTTLS\r\n", b"554 no\r\n")), 0.05, "answered 554",
    ),
    "rubbish where encryption begins": (
        lambda: iter((b"220 hi\r\n", b"250-hi\r\n250 STARTTLS\r\n", b"220 go\r\n", b"x" * 99)), 0.05,
        "did not take the mail",
    ),
    "no encryption": (lambda: iter((b"220 hello\r\n", b"250 hello\r\n", b"250 ok\r\n")), 0.05, "did not take the mail"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_it_ends_in_time_and_is_told(name):
    pieces, every_s, says = SAYS[name]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_talk, args=(listener, pieces(), every_s), daemon=True).start()
        port = listener.getsockname()[1]
        settings = Settings(
            {"notify.deadline": 1.0, "mail.host": "127.0.0.1", "mail.port": port, "mail.from": "desk@desk.example"}
        )
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        edition = Edition(
            id="1", channel="email", to="ed@paper.example", subject="s", text="t", of="alert:1", reader="rita", at=NOW
        )
        receipt = Mail().deliver(edition, settings=settings, secret="", now=NOW)
    assert receipt.error is not None
    assert says in receipt.error
    assert "\n" not in receipt.error
    assert not receipt.is_final, "it is tried again: somebody on the way must not be able to end an alert"
    assert time.monotonic() - began < 10, "a second was allowed"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000 + MOST_BYTES // 1024, "kB"


@pytest.mark.parametrize("name", SAYS)
def test_the_doctor_that_asks_it_ends_in_time_too(name):
    pieces, every_s, _ = SAYS[name]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_talk, args=(listener, pieces(), every_s), daemon=True).start()
        settings = Settings(
            {"mail.host": "127.0.0.1", "mail.port": listener.getsockname()[1], "mail.from": "d@d.example"}
        )
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        found = mail_server(settings)
    assert found.state == "bad"
    assert "\n" not in found.text
    assert time.monotonic() - began < 20, "three seconds were allowed"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000 + MOST_BYTES // 1024, "kB"


def _talk(listener, pieces, every_s):
    client, _ = listener.accept()
    with client:
        try:
            for piece in pieces:
                client.sendall(piece)
                time.sleep(every_s)
            client.settimeout(5)
            while client.recv(4096):
                pass
        except OSError:
            return


def test_a_mail_that_was_taken_is_sent_however_the_server_says_goodbye():
    """Else it would be sent again, and again."""
    lines = (
        b"220 hi\r\n",
        b"250 hi\r\n",
        b"250 ok\r\n",
        b"250 ok\r\n",
        b"354 go\r\n",
        b"250 taken\r\n",
        b"599 bye\r\n",
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_answer, args=(listener, lines), daemon=True).start()
        settings = Settings(
            {"notify.deadline": 5.0, "mail.host": "127.0.0.1", "mail.port": listener.getsockname()[1],
             "mail.from": "desk@desk.example", "mail.starttls": False}
        )  # fmt: skip
        edition = Edition(
            id="1", channel="email", to="ed@paper.example", subject="s", text="t", of="alert:1", reader="rita", at=NOW
        )
        assert Mail().deliver(edition, settings=settings, secret="", now=NOW).error is None


def _answer(listener, lines):
    """One line to each command; the mail itself ends with a dot."""
    client, _ = listener.accept()
    with client:
        client.sendall(lines[0])
        for line in lines[1:]:
            got = client.recv(65_536)
            while lines.index(line) == 5 and not got.endswith(b"\r\n.\r\n"):
                got += client.recv(65_536)
            client.sendall(line)
