"""E-mail -> parts: a newsletter or a message that carries a report."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from infostreamer.extract.boilerplate import drop_boilerplate
from infostreamer.extract.byline import names_in
from infostreamer.extract.compose import compose_report
from infostreamer.extract.fragment import read_fragment
from infostreamer.extract.kinds import kind_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.saved import read_saved
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, Published, Report, Unreadable
from infostreamer.text.charset import decode_text
from infostreamer.text.moments import parse_moment

_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.I)
_FOOTER = re.compile(
    r"^\W*(?:unsubscribe|you (?:are )?receiv(?:e|ed|ing) this|manage (?:your )?(?:preferences|subscription)|"
    r"view (?:this|it) (?:e-?mail )?in (?:your )?browser|update your preferences|abmelden|sent to\b|"
    r"this e-?mail was sent|forward(?:ed)? (?:this|to a friend)|privacy policy)",
    re.I,
)


class MailReader:
    """Reads e-mail messages."""

    name = "mail"

    def fits(self, capture: Capture) -> bool:
        """True for message/rfc822, `.eml` files and text that begins with mail headers."""
        return form_of(capture) == "mail"

    def read(self, capture: Capture) -> Report:
        """The report in the message.

        Raises:
            Unreadable: no text part.
        """
        message = message_from_bytes(capture.body, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return compose_report(capture, parts_of_mail(message))


def parts_of_mail(message: EmailMessage) -> Parts:
    """Subject, sender, date and text of the message; its footer and quoted headers are left out.

    Raises:
        Unreadable: no text part.
    """
    title = _PREFIX.sub("", _header(message, "subject")).strip() or None
    name, address = parseaddr(_header(message, "from"))
    is_newsletter = (
        any(_header(message, field) for field in ("list-id", "list-unsubscribe", "list-post"))
        or _header(message, "precedence") == "bulk"
    )
    parts = _body(message, title)
    parsed = parse_moment(_header(message, "date"))
    return replace(
        parts,
        title=title or parts.title,
        paragraphs=drop_boilerplate(
            [text for text in parts.paragraphs if not _FOOTER.match(text)], titles=(title or "",)
        ),
        byline=parts.byline or (() if is_newsletter or not name else names_in(name)),
        published=Published(at=parsed[0], precision=parsed[1], basis="mail date") if parsed else None,
        outlet=(name or address.rpartition("@")[2] or None) if is_newsletter else (address.rpartition("@")[2] or None),
        language=_header(message, "content-language") or None,
        kind=kind_of(types=set(), section=None, address=None, title=title),
    )


def _header(message: EmailMessage, name: str) -> str:
    """The header in one line; empty where it is missing or the standard parser trips over it."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, OverflowError, TypeError, KeyError):
        return ""


def _body(message: EmailMessage, title: str | None) -> Parts:
    plain, markup = (_text(message.get_body((kind,))) for kind in ("plain", "html"))
    if len(plain.strip()) >= 200 or (plain.strip() and not markup):
        parts = read_saved(f"{title or ''}\n\n{plain}")
        return replace(parts, canonical=None)
    if markup:
        paragraphs, images, links = read_fragment(markup)
        return Parts(paragraphs=paragraphs, images=images, links=links)
    raise Unreadable("The e-mail has no text part; its attachments must be saved and added as files.")


def _text(part: object) -> str:
    if not isinstance(part, EmailMessage):
        return ""
    payload = part.get_payload(decode=True)
    return (
        decode_text(payload, declared=part.get_content_charset())[0] if isinstance(payload, bytes) and payload else ""
    )
