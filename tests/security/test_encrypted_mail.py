"""Mail goes encrypted to the server it is meant for, or not at all; nothing said before that is believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fakes.mail_server import mail_server
from peer.certificates import Authority

from infostreamer.deliver.mail import Mail
from infostreamer.desk.checks_of_parts import mail_server as mail_server_check
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings

NOW = datetime(2031, 3, 14, 9, tzinfo=UTC)
EDITION = Edition(
    id="1", channel="email", to="ed@paper.example", subject="s", text="t", of="alert:1", reader="rita", at=NOW
)
WAYS = pytest.mark.parametrize("from_start", [False, True], ids=["STARTTLS", "from the start"])


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def trusted(authority, monkeypatch):
    """What an owner with an authority of her own sets."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def settings_for(server, from_start):
    return Settings(
        {
            "notify.deadline": 10.0,
            "mail.host": "localhost",
            "mail.port": server.port,
            "mail.from": "desk@desk.example",
            "mail.user": "desk",
            "mail.password": "the-long-secret",
            "mail.tls": from_start,
        }
    )


def sent(server, from_start):
    """How it went, and what the server was told without encryption."""
    receipt = Mail().deliver(EDITION, settings=settings_for(server, from_start), secret="", now=NOW)
    return receipt, [word.split()[0].upper() for word, is_encrypted in server.said if not is_encrypted]


@WAYS
def test_mail_and_password_go_encrypted(authority, from_start):
    with mail_server(authority.context("good", "localhost"), from_start=from_start) as server:
        receipt, plainly = sent(server, from_start)
        assert receipt.error is None
        assert [recipients for _, recipients, _ in server.mails] == [["ed@paper.example"]]
        assert any(word.startswith("AUTH PLAIN ") for word, is_encrypted in server.said if is_encrypted)
        found = mail_server_check(settings_for(server, from_start))
    assert (found.state, found.text) == ("ok", "localhost takes the connection and the login.")
    assert plainly == ([] if from_start else ["EHLO", "STARTTLS"])


@WAYS
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("self-signed", "its certificate is signed by nobody but itself"),
        ("expired", "its certificate has run out"),
        ("wrong-host", "its certificate is for another host"),
    ],
)
def test_a_server_that_is_not_the_one_meant_gets_nothing(authority, kind, says, from_start):
    with mail_server(authority.context(kind, "localhost"), from_start=from_start) as server:
        receipt, plainly = sent(server, from_start)
        assert server.mails == []
        assert not [word for word, is_encrypted in server.said if is_encrypted]
        found = mail_server_check(settings_for(server, from_start))
    assert receipt.error == f"localhost did not take the mail ({says})."
    assert not receipt.is_final, "certificates are renewed"
    assert found.state == "bad"
    assert says in found.text
    assert plainly == ([] if from_start else ["EHLO", "STARTTLS"])


def test_an_answer_slipped_in_before_encryption_is_taken_for_none(authority):
    """RFC 3207, section 4.2: what was learnt before is forgotten. Else somebody on the way answers in its name."""
    with mail_server(authority.context("good", "localhost")) as server:
        server.slipped_in = b"554 no such sender\r\n" * 9
        receipt, _ = sent(server, from_start=False)
        assert len(server.mails) == (receipt.error is None), "sent as it is told, or not sent"
        assert receipt.error is None or not receipt.is_final
        assert "554" not in (receipt.error or "")


def test_whoever_leaves_encryption_out_gets_no_password(authority):
    with mail_server(authority.context("good", "localhost")) as server:
        server.answers["EHLO"] = "250 nothing to offer"
        receipt, plainly = sent(server, from_start=False)
        assert server.mails == []
    assert receipt.error == "localhost did not take the mail (it offers no encryption or no login there)."
    assert not receipt.is_final
    assert not {"AUTH", "MAIL", "RCPT", "DATA"} & set(plainly)


def test_encryption_from_the_start_of_one_side_alone_is_told_for_what_it_is(authority):
    with mail_server(authority.context("good", "localhost")) as server:
        receipt, _ = sent(server, from_start=True)
        assert "it does not speak TLS there" in receipt.error
        assert "port 465 needs mail.tls, 587 mail.starttls" in mail_server_check(settings_for(server, True)).text
