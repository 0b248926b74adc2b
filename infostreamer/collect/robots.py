"""What a host's robots.txt lets us ask (RFC 9309), with the wildcards that publishers use."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

KEPT_FOR = timedelta(hours=24)  # RFC 9309, 2.4: at most a day
_RETRY_AFTER = timedelta(minutes=10)  # when the host could not say
LONGEST_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read
LONG_TEXT = 16_384
"""Characters from which on reading a file would hold up the event loop: 1.5 kB take 0.8 ms, 500 kB half a second."""

MOST_HOSTS = 20_000
MOST_TEXT = 32_000_000
"""Hosts whose rules are kept, and characters of their files together: a publisher has as many names as it likes."""

_LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's rules. `text` None with `is_open` False: nothing may be asked for now.

    Kept as text: parsed they take twenty to thirty times as much, 16 MB for a file of 500 kB.
    """

    text: str | None
    is_open: bool
    until: datetime
    usage: tuple[str, ...] = ()  # what it says about uses beyond reading, line by line as it stands there
    delay_s: float = 0.0  # between two requests, for the agent that asked; at most 30

    @property
    def is_long(self) -> bool:
        """True where looking something up takes so long that it is better done in another thread."""
        return self.text is not None and len(self.text) > LONG_TEXT

    def allow(self, address: str, agent: str) -> bool:
        """True when this agent may ask for the address."""
        return bool(_parsed(self.text).can_fetch(address, agent)) if self.text is not None else self.is_open

    def verdict(self, address: str, agent: str) -> str:
        """What the file means for this address, in words."""
        if self.text is None:
            return (
                "no robots.txt: all may be asked" if self.is_open else "robots.txt could not be had: nothing is asked"
            )
        return "robots.txt lets us ask" if self.allow(address, agent) else "robots.txt closes this address to us"


class RuleBook:
    """The rules of the hosts that were asked last."""

    def __init__(self) -> None:
        """Empty."""
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self.held = 0  # characters

    def look(self, origin: str) -> Rules | None:
        """The rules as last read, from any thread; None where they are not kept."""
        return self._rules.get(origin)

    def get(self, origin: str, now: datetime) -> Rules | None:
        """The rules where they are kept and hold still."""
        rules = self._rules.get(origin)
        if rules is None or rules.until <= now:
            return None
        self._rules.move_to_end(origin)
        return rules

    def put(self, origin: str, rules: Rules) -> None:
        """Keep them in place of older ones of this host; of others those that were not needed for longest go."""
        self._forget(origin)
        self._rules[origin] = rules
        self.held += len(rules.text or "")
        while len(self._rules) > MOST_HOSTS or (self.held > MOST_TEXT and len(self._rules) > 1):
            self._forget(next(iter(self._rules)))

    def _forget(self, origin: str) -> None:
        old = self._rules.pop(origin, None)
        if old is not None:
            self.held -= len(old.text or "")


def rules_from(status: int, body: bytes, now: datetime, *, agent: str = "*") -> Rules:
    """The rules that the answer to robots.txt states.

    Args:
        status: HTTP status. 4xx but 429: no rules, all may be asked; 5xx or 429: nothing may be asked, looked at
            again after ten minutes (RFC 9309, 2.3.1).
        body: the file.
        now: when it was asked for.
        agent: whose Crawl-delay counts.
    """
    if status >= 500 or status == 429:
        return Rules(None, False, now + _RETRY_AFTER)
    if not 200 <= status < 300:
        return Rules(None, True, now + KEPT_FOR)
    return _stated(body[:LONGEST_BYTES].decode("utf-8", "replace").lstrip("\ufeff"), now, agent)


def _stated(text: str, now: datetime, agent: str) -> Rules:
    try:
        delay = float(_parsed(text).crawl_delay(agent) or 0.0)
    except Exception:  # a file nobody can read states no rules; the parser names no error of its own
        return Rules(None, True, now + KEPT_FOR)
    delay_s = min(delay, _LONGEST_DELAY_S) if delay > 0 else 0.0
    return Rules(text, True, now + KEPT_FOR, usage_of(text), delay_s)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Any:
    """Of the files used last; the pages of one host are mostly asked for one after the other."""
    from protego import Protego

    return Protego.parse(text)


def usage_of(text: str) -> tuple[str, ...]:
    """The lines of a robots.txt that state preferences on uses such as training of models, each once, at most eight.

    `Content-Signal` (contentsignals.org) and `Content-Usage` (IETF working group aipref, draft-ietf-aipref-attach).
    """
    found = (" ".join(line.split("#", 1)[0].split())[:200] for line in text.splitlines()[:5000])
    stated = [line for line in found if line.lower().startswith(("content-signal:", "content-usage:"))]
    return tuple(dict.fromkeys(stated))[:8]
