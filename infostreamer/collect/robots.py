"""What a host's robots.txt lets us ask (RFC 9309), with the wildcards that publishers use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

KEPT_FOR = timedelta(hours=24)  # RFC 9309, 2.4: at most a day
_RETRY_AFTER = timedelta(minutes=10)  # when the host could not say
LONGEST_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read
_LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's rules. `parsed` None with `is_open` False: nothing may be asked for now."""

    parsed: Any
    is_open: bool
    until: datetime
    usage: tuple[str, ...] = ()  # what it says about uses beyond reading, line by line as it stands there

    def allow(self, address: str, agent: str) -> bool:
        """True when this agent may ask for the address."""
        return bool(self.parsed.can_fetch(address, agent)) if self.parsed is not None else self.is_open

    def verdict(self, address: str, agent: str) -> str:
        """What the file means for this address, in words."""
        if self.parsed is None:
            return (
                "no robots.txt: all may be asked" if self.is_open else "robots.txt could not be had: nothing is asked"
            )
        return "robots.txt lets us ask" if self.allow(address, agent) else "robots.txt closes this address to us"

    def delay_s(self, agent: str) -> float:
        """Crawl-delay for this agent, at most 30 s; 0 where none is asked."""
        delay = self.parsed.crawl_delay(agent) if self.parsed is not None else None
        return min(float(delay or 0.0), _LONGEST_DELAY_S)


def rules_from(status: int, body: bytes, now: datetime) -> Rules:
    """The rules that the answer to robots.txt states.

    Args:
        status: HTTP status. 4xx but 429: no rules, all may be asked; 5xx or 429: nothing may be asked, looked at
            again after ten minutes (RFC 9309, 2.3.1).
        body: the file.
        now: when it was asked for.
    """
    if status >= 500 or status == 429:
        return Rules(None, False, now + _RETRY_AFTER)
    if not 200 <= status < 300:
        return Rules(None, True, now + KEPT_FOR)
    return _parse(body[:LONGEST_BYTES].decode("utf-8", "replace"), now)


def _parse(text: str, now: datetime) -> Rules:
    from protego import Protego

    try:
        return Rules(Protego.parse(text.lstrip("\ufeff")), True, now + KEPT_FOR, usage_of(text))
    except Exception:  # a file nobody can read states no rules; the parser names no error of its own
        return Rules(None, True, now + KEPT_FOR)


def usage_of(text: str) -> tuple[str, ...]:
    """The lines of a robots.txt that state preferences on uses such as training of models, each once, at most eight.

    `Content-Signal` (contentsignals.org) and `Content-Usage` (IETF working group aipref, draft-ietf-aipref-attach).
    """
    found = (" ".join(line.split("#", 1)[0].split())[:200] for line in text.splitlines()[:5000])
    stated = [line for line in found if line.lower().startswith(("content-signal:", "content-usage:"))]
    return tuple(dict.fromkeys(stated))[:8]
