"""What is sent: one message to one address, kept before it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EditionState = Literal["waiting", "sent", "failed", "given-up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One message. `id` follows from what it tells and where to; receivers may use it to drop a second copy.

    `state`: waiting (not tried yet) | failed (tried, tried again at `again_at`) | sent | given-up.
    """

    id: str
    channel: str  # email, webhook, ntfy, or that of a plug-in
    to: str
    subject: str
    text: str  # plain text, complete by itself
    of: str  # "alert:ID" or "digest:ID"
    reader: str
    at: datetime
    html: str | None = None  # the same for mail programs that want it; no remote content
    data: str | None = None  # the same as a JSON object
    link: str | None = None  # the page of the desk that tells more
    unsubscribe: str | None = None  # the page that ends these messages
    is_test: bool = False
    state: EditionState = "waiting"
    tries: int = 0
    again_at: datetime | None = None
    sent_at: datetime | None = None
    error: str | None = None  # of the last try, one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How one try went.

    `is_final`: trying again is of no use (a refused address). `is_gone`: the receiver wants nothing more, ever.
    `wait_s`: how long the receiver asked to be left alone.
    """

    error: str | None = None  # None: delivered
    is_final: bool = False
    is_gone: bool = False
    wait_s: int | None = None
