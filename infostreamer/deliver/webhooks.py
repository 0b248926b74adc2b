"""Editions by webhook: JSON, signed so that the receiver knows who sent it, and when.

The header `X-Infostreamer-Signature: t=SECONDS,v1=HEX` holds the time of sending (seconds since 1970 UTC) and the
HMAC-SHA256 (RFC 2104) of "SECONDS.BODY" under the alert's secret. A receiver should refuse what is older than
`REPLAY_S`, and drop what it has had already by `Idempotency-Key`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infostreamer.deliver.posting import post
from infostreamer.model.edition import Edition, Receipt

SIGNATURE = "X-Infostreamer-Signature"
REPLAY_S = 300
"""Age in seconds beyond which a receiver should refuse a signed message."""


class Webhook:
    """Posts the edition's JSON object."""

    kind = "webhook"

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        """One try, now."""
        body = (edition.data or "{}").encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": edition.id,
            SIGNATURE: signature(body, secret, int(now.timestamp())),
        }
        return post(edition.to, body, headers, settings)


def signature(body: bytes, secret: str, at_s: int) -> str:
    """The value of the signature header for a body sent at this second."""
    signed = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={signed}"


def is_signed(body: bytes, header: str, secret: str, now_s: int, *, within_s: int = REPLAY_S) -> bool:
    """True when the header was made for this body with this secret, not longer ago than `within_s`."""
    fields = dict(part.partition("=")[::2] for part in header.split(","))
    at = fields.get("t", "")
    if not (at.isascii() and at.isdigit() and len(at) < 16) or abs(now_s - int(at)) > within_s:
        return False
    return hmac.compare_digest(signature(body, secret, int(at)).encode(), header.encode("utf-8", "replace"))
