"""What HTTP headers say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def mime_of(declared: str | None) -> str | None:
    """The MIME type in lower case without parameters; None where none is declared."""
    mime = (declared or "").partition(";")[0].strip().lower()
    return mime if "/" in mime else None


def charset_of(declared: str | None) -> str | None:
    """The charset parameter in lower case; None where none is declared."""
    found = re.search(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", declared or "", re.IGNORECASE)
    return found.group(1).lower() if found else None


def retry_after_s(raw: str | None, now: datetime) -> int | None:
    """Seconds that Retry-After (RFC 9110, 10.2.3: a number or a date) asks for; None where it says nothing usable."""
    text = (raw or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    moment = http_date(text)
    return None if moment is None else max(0, round((moment - now).total_seconds()))


def max_age_s(cache_control: str | None) -> int:
    """Seconds that Cache-Control's max-age declares the answer fresh; 0 for none, no-cache and no-store."""
    text = (cache_control or "").lower()
    if "no-cache" in text or "no-store" in text:
        return 0
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", text)
    return int(found.group(1)) if found else 0


def http_date(raw: str) -> datetime | None:
    """The moment of an HTTP date in UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(raw)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
