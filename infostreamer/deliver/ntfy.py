"""Editions by ntfy: a plain POST of the text to a topic, as docs.ntfy.sh/publish describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from typing import Any

from infostreamer.deliver.posting import post
from infostreamer.model.edition import Edition, Receipt
from infostreamer.text.links import outside

LONGEST_BYTES = 4000
"""Of a message; ntfy turns longer ones into attachments."""
_LONGEST_TITLE = 120
_TOPIC = re.compile(r"/[-_A-Za-z0-9]{1,64}")  # readers name it: with the owner's token other addresses are commands


class Ntfy:
    """Posts title, text and a link to the desk."""

    kind = "ntfy"

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        """One try, now. The token goes to the configured server alone."""
        server = str(settings["notify.ntfy"]).strip().rstrip("/")
        address = edition.to if "://" in edition.to else f"{server}/{edition.to}"
        if "://" not in address:
            return Receipt(
                error="notify.ntfy names no server; set it, or give the topic's full address.", is_final=True
            )
        headers = {"Content-Type": "text/plain; charset=utf-8", "Title": _header(edition.subject)}
        if edition.link and outside(edition.link):
            headers["Click"] = edition.link
        token = str(settings["notify.ntfy_token"]).strip()
        if token and server and _TOPIC.fullmatch(address.removeprefix(server)):
            headers["Authorization"] = f"Bearer {token}"
        return post(address, _cut(edition.text).encode(), headers, settings)


def _header(text: str) -> str:
    """One line of ASCII; other letters as RFC 2047 has them, which ntfy reads."""
    flat = " ".join(text.split())[:_LONGEST_TITLE]
    return flat if flat.isascii() and flat.isprintable() else Header(flat, "utf-8", maxlinelen=10_000).encode()


def _cut(text: str) -> str:
    """The text up to the closing lines, as whole lines that fit."""
    body = text.partition("\n-- \n")[0].strip()
    kept: list[str] = []
    size = 0
    for line in body.split("\n"):
        size += len(line.encode()) + 1
        if size > LONGEST_BYTES:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)
