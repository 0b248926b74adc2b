"""Is "Kyiv Post", "www.kyivpost.com" and host "kyivpost.com" the same outlet? Names of outlets, levelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Judgement, Report, fold
from infostreamer.stories.handed_on import Forms, Mention, forms_of

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
    names = [report.outlet, report.host, initials_of(report.outlet or "")]
    return frozenset(key for name in names if name and (key := key_of(name)))


def initials_of(name: str) -> str | None:
    """ "KNA" of "Kestrian News Agency": of three capitalised words or more."""
    words = name.removeprefix("The ").split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return initials if len(initials) == len(words) > 2 else None


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


@dataclass(frozen=True, slots=True)
class Outlets:
    """Every form in which reports can name the outlets of a story's members, and whom each form means."""

    forms: Mapping[str, frozenset[str]]  # form -> keys of the outlets that it can mean
    shorts: Mapping[str, int]  # of these the short names -> how many outlets can be called so
    index: Forms

    def means(self, mention: Mention, report: Report) -> frozenset[str]:
        """Keys of the outlet that the words mean in this report; empty where that is not clear.

        A short name ("the Courier") needs its article, means the report's own outlet first, and means nobody where two
        members could be called so.
        """
        keys = self.forms[mention.name]
        if mention.name not in self.shorts:
            return keys
        text = report.text
        is_whole = text[mention.end : mention.end + 2].strip()[:1].isupper()
        if (
            text[max(0, mention.start - 4) : mention.start].lower().strip("„“\"'")
            not in ("the ", " the", "der ", "die ")
            or is_whole
        ):
            return frozenset()
        if is_named_itself(mention.name, report):
            return keys_of(report)
        return keys if self.shorts[mention.name] == 1 else frozenset()


def outlets_of(reports: Sequence[Report]) -> Outlets:
    """The names, hosts and short names ("the Courier") of all outlets."""
    forms: dict[str, set[str]] = {}
    shorts: dict[str, set[str]] = {}
    for report in reports:
        name = (report.outlet or "").strip().removeprefix("The ")
        named = name if len(name) > 2 and any(char.isupper() for char in name) else None
        for form in filter(None, (named, report.host, initials_of(name))):
            forms.setdefault(form, set()).update(keys_of(report))
        if short := short_name(report):
            shorts.setdefault(short, set()).add(name)
            forms.setdefault(short, set()).update(keys_of(report))
    kept = {form: frozenset(keys) for form, keys in sorted(forms.items())}
    return Outlets(kept, {short: len(names) for short, names in sorted(shorts.items())}, forms_of(kept))
