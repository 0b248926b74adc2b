"""Is "Kyiv Post", "www.kyivpost.com" and host "kyivpost.com" the same outlet? Names of outlets, levelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from infostreamer.model import Judgement, Report, fold

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\d?\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/.*)?$")
_ENDINGS = frozenset(["com", "org", "net", "info", "news", "co", "uk", "example", "test", "press", "media", "tv"])


def key_of(name: str) -> str:
    """Letters and digits of the name without "the", "www." and the ending of a host: "kyivpost"."""
    folded = fold(name).strip(" .:")
    host = host_in(folded)
    if host:
        labels = [label for label in host.split(".") if label not in _ENDINGS]
        folded = labels[-1] if labels and len(labels[-1]) > 2 else (labels or [host])[0]
    return re.sub(r"[^a-z0-9а-яёіўєї]", "", folded.removeprefix("the "))


def host_in(name: str) -> str | None:
    """The host when the name is an address or a bare host; None otherwise."""
    found = _ADDRESS.match(fold(name).strip(" .,:;"))
    return found.group(1) if found else None


def shown(name: str) -> str:
    """How an outlet that is not held is named: its host when it was given as an address, else the words as given."""
    return host_in(name) or " ".join(name.split()).strip(" .,:;")


def keys_of(report: Report) -> frozenset[str]:
    """Every key that means this report's outlet."""
    names = [report.outlet, report.host]
    return frozenset(key for name in names if name and (key := key_of(name)))


_GENERIC = frozenset(["news", "press", "agency", "media", "tv", "radio", "online", "report", "today", "now", "office"])


def short_name(report: Report) -> str | None:
    """The last word of a longer name, as the outlet calls itself in its own pages: "Courier" of "The Mirsk Courier"."""
    words = (report.outlet or "").removeprefix("The ").split()
    return words[-1] if len(words) > 1 and fold(words[-1]) not in _GENERIC else None


def is_named_itself(name: str, report: Report) -> bool:
    """True when a name in a report means the outlet of that report: its full name, its host or its short name."""
    short = short_name(report)
    return key_of(name) in keys_of(report) or (short is not None and key_of(name) == key_of(short))


def family_of(report: Report, owners: Mapping[str, str], judgements: Sequence[Judgement]) -> str | None:
    """The owner family as the user stated it: on the source, by host, or by a judgement; None is unknown."""
    if report.owner:
        return fold(report.owner)
    stated = owners.get(report.host or "") or owners.get(report.outlet or "")
    if stated:
        return fold(stated)
    for judgement in sorted(judgements, key=lambda one: sorted(one.items)):
        if judgement.kind == "same-owner" and judgement.undone_at is None:
            keys = {key_of(item) for item in judgement.items}
            if keys & keys_of(report):
                return "judged " + " ".join(sorted(keys))
    return None
