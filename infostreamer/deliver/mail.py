"""Editions by e-mail: plain text first, simple HTML beside it, one click to end them (RFC 2369, RFC 8058)."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from infostreamer.collect.smtp import answer_in_words, cause_in_words, connected
from infostreamer.model import ConfigurationError, FetchError
from infostreamer.model.edition import Edition, Receipt
from infostreamer.text.clean import one_line

_LONGEST_SUBJECT = 200
_PERMANENT = range(500, 600)


class Mail:
    """Hands the edition to the owner's mail server."""

    kind = "email"

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        """One try, now. Without encryption nothing is sent, unless both mail.starttls and mail.tls are off."""
        if not settings["mail.host"] or not settings["mail.from"]:
            return Receipt(error="No mail is sent: set mail.host and mail.from.", is_final=False)
        is_in = False  # what is said before comes of anybody on the way or of a wrong password: it ends nothing
        try:
            message = message_of(edition, settings, now)
            with _hung_up(connected(settings, float(settings["notify.deadline"]))) as server:
                is_in = True
                server.send_message(message, str(settings["mail.from"]), [edition.to])
        except smtplib.SMTPResponseException as error:
            refused = _refused(error.smtp_code, error.smtp_error, str(settings["mail.host"]))
            return replace(refused, is_final=refused.is_final and is_in)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (550, b"recipient refused"))
            return _refused(code, said, str(settings["mail.host"]))
        except (FetchError, ConfigurationError) as error:
            return Receipt(error=str(error))
        except (smtplib.SMTPException, OSError) as error:
            return Receipt(error=f"{settings['mail.host']} did not take the mail ({cause_in_words(error)}).")
        except ValueError as error:
            return Receipt(error=f"The mail cannot be written ({cause_in_words(error)}).", is_final=True)
        return Receipt()


def message_of(edition: Edition, settings: Mapping[str, Any], now: datetime) -> EmailMessage:
    """The mail. Message-ID follows from the edition, so that a second copy after a crash is known for one.

    Raises:
        ValueError: a header would break out of its line.
    """
    message = EmailMessage(policy=SMTP)
    sender = str(settings["mail.from"])
    message["From"] = Address(display_name=one_line(str(settings["desk.name"])), addr_spec=sender)
    message["To"] = Address(addr_spec=edition.to)
    message["Subject"] = one_line(edition.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{edition.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers
    message["X-Infostreamer-Edition"] = edition.id
    _add_unsubscribe(message, edition, sender)
    message.set_content(edition.text)
    if edition.html:
        message.add_alternative(edition.html, subtype="html")
    return message


def _add_unsubscribe(message: EmailMessage, edition: Edition, sender: str) -> None:
    """RFC 8058 asks for https; without it only the address of the sender is named."""
    by_mail = f"<mailto:{quote(sender, safe='@')}?subject=unsubscribe%20{edition.of.partition(':')[2]}>"
    if edition.unsubscribe and edition.unsubscribe.startswith("https://"):
        message["List-Unsubscribe"] = f"<{edition.unsubscribe}>, {by_mail}"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["List-Unsubscribe"] = by_mail


@contextmanager
def _hung_up(server: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """The connection, left politely; how the server takes that says nothing of the mail."""
    try:
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _refused(code: int, said: bytes | str, host: str) -> Receipt:
    return Receipt(error=f"{host} {answer_in_words(code, said)}.", is_final=code in _PERMANENT and code != 530)
