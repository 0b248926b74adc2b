"""The answer to one request, or the kinds of trouble that stand for none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

UNREACHABLE = frozenset({"dns", "connect", "tls", "timeout", "paused", "proxy"})
"""Kinds of FetchError that concern the whole host, not one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer to one GET: status 2xx with its bytes, or 304 without any."""

    address: str  # as asked for
    final_address: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]  # names lower case, in the order received
    body: bytes  # after decompression
    mime: str | None  # lower case, without parameters
    charset: str | None  # as declared
    fetched_at: datetime
    is_not_modified: bool = False
    permanent_to: str | None = None  # where permanent redirects (301, 308) led before any temporary one

    def header(self, name: str) -> str | None:
        """The first header of this lower-case name."""
        return next((value for key, value in self.headers if key == name), None)
