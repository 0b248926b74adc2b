"""Notes of correction and retraction in reports: what an outlet takes back, in its own words."""

from __future__ import annotations

import re

from infostreamer.model import Report, Span
from infostreamer.stories.features import Read

_IT = r"(?:article|story|report|post|page|item|dispatch|version|headline|interview|item|piece)"
_TAKES_BACK = re.compile(
    rf"\bcorrection\b|\b(?:earlier|previous|original|first|prior) version of (?:th|our)"
    rf"|\ban? (?:earlier|previous) {_IT}\b[^.]{{0,60}}\b(?:said|stated|reported|gave|named|wrongly|incorrectly)\b"
    rf"|\b(?:this|our|the) {_IT}\b[^.]{{0,40}}\b(?:wrongly|incorrectly|mistakenly|erroneously|misstated)\b"
    rf"|\bwe (?:wrongly|incorrectly|mistakenly|erroneously) (?:reported|said|stated|wrote|named)\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    rf"\b(?:this|our|the) {_IT}\b[^.]{{0,40}}\b(?:has been|was|is|had been) "
    r"(?:withdrawn|retracted|removed|taken down|deleted|unpublished)\b"
    rf"|\bwe (?:have )?(?:withdrawn?|withdrew|retract(?:ed)?|removed?|taken down) (?:this|our|that) {_IT}\b"
    r"|^(?:retraction|retracted|withdrawn)\b",
    re.IGNORECASE,
)
_SHORT = 1200  # characters: a notice that stands in the place of a report is short


def takes_back(sentence: str) -> bool:
    """True for a sentence that says what an earlier version had wrong: what it repeats is asserted no longer."""
    return bool(_TAKES_BACK.search(sentence) or _WITHDRAWN.search(sentence))


def withdrawal_in(read: Read) -> Span | None:
    """Where a report says that the publication itself is withdrawn; None where it does not.

    Only a notice counts: in the title, or in the first or the last sentences of a short page. A report about another
    outlet's retraction is a report.
    """
    report = read.report
    body = [sentence for sentence in report.sentences if sentence[0] >= report.body_start]
    title = [(0, max(1, report.body_start - 2))] if report.body_start else []
    places = [*title, *body[:2], *(body[-1:] if len(report.body) <= _SHORT else [])]
    for start, end in places:
        found = _WITHDRAWN.search(report.text[start:end])
        if found and _is_own(report, start, found.start()):
            return Span(report.id, start, end)
    return None


def correction_in(read: Read) -> Span | None:
    """Where a report says that an earlier version of it was wrong; None where it does not."""
    text = read.report.text
    found = _TAKES_BACK.search(text, read.report.body_start)
    if found is None:
        return None
    for start, end in read.report.sentences:
        if max(start, read.report.body_start) <= found.start() < end:
            return Span(read.report.id, start, end)
    return None


def _is_own(report: Report, start: int, at: int) -> bool:
    """The notice speaks of "this report", or opens with the word, or says "we": not of somebody else's page."""
    before = report.text[start : start + at]
    return len(before) <= 40 and not re.search(r"\b(?:said|told|according)\b", before)
