"""Who speaks, as a label: full name and role as given, with the places where both stand."""

from __future__ import annotations

import re

from infostreamer.model import Finding, Name, Quote, Span, Statement, fold
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import Read
from infostreamer.stories.resolve import named
from infostreamer.text.accusing import accuses

_NOBODY = frozenset(("all", "both", "each", "some", "many", "others", "several", "most", "another", "any", "the post"))


def speaker_label(facts: Facts, read: Read, finding: Finding) -> tuple[str, tuple[Span, ...]] | None:
    """(label, where its words stand); None when nobody is named."""
    payload = finding.payload
    if not isinstance(payload, Quote | Statement):
        return None
    entry = facts.who_by_key.get(payload.who or "")
    if entry is not None and entry.kind in ("person", "organisation"):
        mention = _mention_of(read, payload.who or "")
        if mention is not None:
            return _with_role(read, *mention)
    if named(payload.speaker) and payload.speaker_span and fold(payload.speaker or "") not in _NOBODY:
        span = payload.speaker_span
        return " ".join(read.report.text[span.start : span.end].split()), (span,)
    return None


def _mention_of(read: Read, key: str) -> tuple[Finding, Name] | None:
    """The first mention in this report in its fullest form, else the longest one."""
    found = [(one, one.payload) for one in read.findings if isinstance(one.payload, Name) and one.payload.who == key]
    if not found:
        return None
    return min(found, key=lambda pair: (-len(pair[0].words(read.report.text)), pair[0].start))


def _with_role(read: Read, finding: Finding, name: Name) -> tuple[str, tuple[Span, ...]]:
    """ "Name, role" where the role stands near a mention of that name; only the name otherwise.

    A charge is no role: what state television calls somebody never becomes the label of that person's own words.
    """
    text = read.report.text
    words, spans = " ".join(finding.words(text).split()), finding.spans
    for other in read.findings:
        payload = other.payload
        if isinstance(payload, Name) and payload.who == name.who and payload.role and not accuses(payload.role):
            whole = re.compile(rf"(?<!\w){re.escape(payload.role)}(?!\w)")
            found = whole.search(text, max(0, other.start - 160), other.end + 200)
            if found:
                role = " ".join(payload.role.split())
                return f"{words}, {role}", (*spans, Span(read.report.id, *found.span()))
    return words, spans
