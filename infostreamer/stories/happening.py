"""An event in a report -> is its sentence the account of a happening, and when was it? No rhetoric, no background."""

from __future__ import annotations

import re
from datetime import date, timedelta

from infostreamer.model import Date, Event, Finding, Name, Quote, Statement, fold
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.outlets import is_named_itself

LEAD_SENTENCES = 2
_RHETORIC = re.compile(
    r"\b(?:highlight|underscore|underline|illustrate|demonstrate|exemplif(?:y|ie)|epitomi[sz]e)(?:s|d|ed|ing)?\b"
    r"|\b(?:reflects|signals|symboli[sz]es|raises? (?:fresh |new |serious )?(?:questions|concerns|fears|doubts))\b"
    r"|\b(?:serves?|stands?) as an?\b|\brepresents? (?:\w+ )?(?:symbols?|threats?|risks?|steps?|shifts?)\b"
    r"|\bis (?:a|an|yet another|the latest) (?:\w+ ){0,2}(?:reminder|sign|example|chapter|blow)\b"
    r"|\bcreat(?:es|ed|ing) an? (?:\w+ ){0,2}(?:atmosphere|climate)\b"
    r"|\bcomes? (?:amid|at a time|against the backdrop|as part of)\b|\bsends? a (?:\w+ )?(?:message|signal)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:already|previously|earlier) (?:in|been|known)\b|\bhad (?:already|previously|earlier|long)\b"
)
_SUBORDINATE = re.compile(r"\b(?:who|whom|whose|which|that|after|before|since|when|where|because|while|if)\b[^,;]*$")
_OF_OTHER = re.compile(
    r"\b(?:who|whom|whose|which|that|after|before|since)\b[^,;]*$"
)  # what a date there is the date of
_PERIOD = r"(?:last|this|next) (?:year|month|week|spring|summer|autumn|fall|winter)"
_DAY = r"yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_OF_THING = re.compile(  # the date of the thing, not of what it did
    rf"\b(?:{_PERIOD}|{_DAY})['’]s\b[^,;]*$|\b(?:is|are|was|were) from (?:about |around |the year )?\d{{4}}\b"
)
_RESUMED = re.compile(r",\s+(?:is|are|was|were|has|have|had|will|would)\b")  # the sentence goes on with its own verb
_ATTRIBUTION = re.compile(r"\b(?:said|told|says|announced|reported|informed|added|wrote|confirmed)\b[^,;]*$")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|be|been|being|has|have|had|gets?|got|will|would|could)\b")
_NEAR = 12  # characters between whom it is done to and the participle: a comma, "later"
_LONG_BEFORE, _MONTH_BEFORE = timedelta(days=60), timedelta(days=31)
_DAYS_BEFORE = timedelta(days=5)
_ONLY_YEAR, _ONLY_MONTH = re.compile(r"\d{4}[~?%]?"), re.compile(r"\d{4}-\d\d[~?%]?")


def is_happening(read: Read, event: Event, trigger: int, sentence: tuple[int, int]) -> bool:
    """True for a sentence that tells of the event as news: the lead, a dated sentence, or a named actor's deed."""
    start, end = sentence
    text = read.report.text[start:end]
    if is_rhetoric(text) or _BACKGROUND.search(text):
        return False
    if is_lead(read, start):
        return True
    if is_aside(read, event, trigger, sentence):
        return False
    is_dated = bool(event.when) and not is_of_thing(read, trigger, start)
    return is_dated or _is_named_deed(read, event, start, end)


def is_rhetoric(text: str) -> bool:
    """True when the sentence says what something stands for ("highlights", "is a reminder of"), not what happened."""
    return bool(_RHETORIC.search(text))


def is_lead(read: Read, start: int) -> bool:
    """True for the first sentences of the body."""
    body = [sentence for sentence in read.report.sentences if sentence[0] >= read.report.body_start]
    return any(first <= start < end for first, end in body[:LEAD_SENTENCES])


def is_subordinate(read: Read, trigger: int, start: int) -> bool:
    """True when the trigger stands in a clause that only says more about something: "… who was deported"."""
    return bool(_SUBORDINATE.search(read.report.text[start:trigger]))


def is_aside(read: Read, event: Event, trigger: int, sentence: tuple[int, int]) -> bool:
    """True when the event only says more about something that the sentence tells something else of.

    In a clause of its own, or reduced to a participle: "Marek, detained on Monday, was driven …", "the men arrested on
    Tuesday were freed". Its date is not the date of what the sentence tells.
    """
    start, end = sentence
    text, patient = read.report.text, event.patient or ""
    at = text.rfind(patient, start, trigger) if patient else -1
    between = text[at + len(patient) : trigger]
    is_apposed = between.startswith(",") and bool(_RESUMED.search(text[trigger:end]))
    is_reduced = at >= 0 and (len(between) <= _NEAR or is_apposed) and not _AUXILIARY.search(between)
    is_beside = "," in between or bool(_AUXILIARY.search(text[trigger:end]))
    return is_subordinate(read, trigger, start) or (is_reduced and is_beside)


def is_of_thing(read: Read, trigger: int, start: int) -> bool:
    """True when the trigger is the thing that a date belongs to: "the organiser of last year's sabotage"."""
    return bool(_OF_THING.search(read.report.text[start:trigger]))


def _is_named_deed(read: Read, event: Event, start: int, end: int) -> bool:
    """Undated in the middle of a report: only what somebody named did, in the report's own words."""
    inside = [finding for finding in read.findings if start <= finding.start < end]
    if any(isinstance(finding.payload, Statement | Quote) for finding in inside):
        return False
    name = event.agent or ""
    named = {fold(finding.words(read.report.text)) for finding in inside if isinstance(finding.payload, Name)}
    is_named = bool(event.agent_who) and any(one in fold(name) for one in named)
    return is_named and not is_named_itself(name.removeprefix("the ").removeprefix("The "), read.report)


def when_of(read: Read, event: Event, trigger: int, sentence: tuple[int, int]) -> str | None:
    """The event's date; else the only day near the report's date that its sentence names outside the attribution."""
    start, end = sentence
    if is_aside(read, event, trigger, sentence):
        return None if is_lead(read, start) else event.when or None
    if event.when and not is_of_thing(read, trigger, start):
        return event.when
    days = {
        finding.payload.value
        for finding in read.findings
        if start <= finding.start < end
        and isinstance(finding.payload, Date)
        and _is_recent(read, finding)
        and not _ATTRIBUTION.search(read.report.text[start : finding.start])
        and not _OF_OTHER.search(read.report.text[start : finding.start])
        and read.report.text[finding.end : finding.end + 2] not in ("'s", "’s")
    }
    return days.pop() if len(days) == 1 else None


def _is_recent(read: Read, finding: Finding) -> bool:
    at, payload = moment_of(read.report), finding.payload
    if at is None or not isinstance(payload, Date) or len(payload.value or "") != 10:
        return False
    day = last_day(payload.value)
    return day is not None and timedelta(0) <= at.date() - day <= timedelta(days=7)


def is_of_days_before(read: Read, finding: Finding) -> bool:
    """True for a date that lies days before the report: what its sentence tells is background."""
    at, payload = moment_of(read.report), finding.payload
    if at is None or not isinstance(payload, Date) or not payload.end:
        return False
    return payload.end[:10] < (at - _DAYS_BEFORE).date().isoformat()


def is_long_before(when: str | None, read_at: date | None) -> bool:
    """True when an EDTF date lies in an earlier year, or months before the day: background to what is reported."""
    day = last_day(when)
    if day is None or read_at is None:
        return False
    if _ONLY_YEAR.fullmatch(when or ""):
        return day.year < read_at.year
    return read_at - day > (_MONTH_BEFORE if _ONLY_MONTH.fullmatch(when or "") else _LONG_BEFORE)


def last_day(when: str | None) -> date | None:
    """The last day that the value can mean; None where it has no year."""
    found = re.search(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]*$", (when or "").split("T")[0])
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 12), int(found[3] or 28))
    except ValueError:
        return None
