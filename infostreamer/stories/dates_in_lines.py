"""A line with "on Monday" -> "on Monday [10 November 2031]": days that only the date of the report explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from infostreamer.model import Date, Finding, Line, Span
from infostreamer.stories.features import Read
from infostreamer.stories.unfit import QUOTED

MOST_DATES = 2  # in one line: more brackets hide the sentence
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_RELATIVE = re.compile(
    rf"(?:(?:on|last|next|this|early|late|the (?:previous|following)|since|until|by|from)\s+)*(?:{_DAYS})"
    rf"(?:\s+(?:morning|afternoon|evening|night))?|today|yesterday|tomorrow|tonight|(?:last|next|this) month"
    r"|(?:this|yesterday|tomorrow) (?:morning|afternoon|evening)|last night",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d{4}-\d\d(?:-\d\d)?")  # a bare year in brackets tells little
_GOES_ON = re.compile(r"['’]|[\s,]*(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)"
                      r"|\s+(?:morning|afternoon|evening|night)\b|\s*[\[(]")  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_FULL = re.compile(r"\d{4}-\d\d-\d\d")
_OF_TODAY = re.compile(r"today|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening)", re.IGNORECASE)
_DONE_TODAY = re.compile(
    r"\b(?:\w+ed|said|told|met|sat|began|took|went|left|won|lost|says)\s$"
)  # else it means nowadays
_GAP, _NEAR, _LAST_WEEKDAY = timedelta(days=6), timedelta(days=7), timedelta(days=4)
_DAYTIME = (6, 18)  # hours of UTC at which it is the same day nearly everywhere that news is written
_EXACT = frozenset(("second", "minute", "hour", "day"))


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int  # in the line's text, behind the words
    shown: str
    finding: Finding


def with_dates(line: Line, reads: Mapping[str, Read]) -> Line:
    """The line with its relative days resolved; unchanged where that is not sure.

    Args:
        line: of whole or trimmed sentences.
        reads: the reports whose date can be believed, as `surely_dated` gives them.

    The words of each day are cited once more on their own, and the finding that resolved it is named.
    """
    marks = list(_marks(line, reads))[:MOST_DATES]
    if not marks:
        return line
    text = line.text
    for mark in reversed(marks):
        text = f"{text[: mark.at]} [{mark.shown}]{text[mark.at :]}"
    spans = (mark.finding.spans[0] for mark in marks)
    return replace(
        line,
        text=text,
        citations=tuple(dict.fromkeys((*line.citations, *spans))),
        finding_ids=tuple(dict.fromkeys((*line.finding_ids, *(mark.finding.id for mark in marks)))),
    )


def _marks(line: Line, reads: Mapping[str, Read]) -> Iterator[_Mark]:
    quoted = [found.span() for found in QUOTED.finditer(line.text)]
    seen: set[str] = set()
    end = 0
    for span in line.citations:
        read = reads.get(span.report_id)
        for finding in _days_in(read, span) if read else ():
            words = " ".join(read.report.text[finding.start : finding.spans[0].end].split()) if read else ""
            at = _only_place(line.text, words)
            is_quoted = any(start < at < last for start, last in quoted)
            shown = _long(finding.payload.value) if isinstance(finding.payload, Date) else None
            is_nowadays = words.lower() == "today" and not _DONE_TODAY.search(line.text, 0, max(at, 0))
            if (
                at < end
                or is_quoted
                or is_nowadays
                or shown is None
                or shown in seen
                or _GOES_ON.match(line.text, at + len(words))
            ):
                continue
            seen.add(shown)
            end = at + len(words)
            yield _Mark(end, shown, finding)


def surely_dated(reads: Sequence[Read]) -> dict[str, Read]:
    """Report id -> those whose own date can be believed: pages are dated anew, and their "Monday" is another one then.

    Believed are the largest run of reports without a gap of many days between them, and those that state a date of
    their own days in the text.
    """
    dated = [read for read in reads if read.report.published and read.report.published.precision in _EXACT]
    run = {read.report.id for read in _largest_run(dated)}
    return {
        read.report.id: read
        for read in dated
        if read.report.id in run or any(_is_of_its_days(read, one) for one in read.findings)
    }


def _largest_run(dated: Sequence[Read]) -> list[Read]:
    runs: list[list[Read]] = []
    for read in sorted(dated, key=lambda one: (_day_of(one), one.report.id)):
        if runs and _day_of(read) - _day_of(runs[-1][-1]) <= _GAP:
            runs[-1].append(read)
        else:
            runs.append([read])
    return max(runs, key=len, default=[])


def _is_of_its_days(read: Read, finding: Finding) -> bool:
    """A date with its year, as stated, days before or behind the publication."""
    payload = finding.payload
    day = _calendar(payload.value) if isinstance(payload, Date) and payload.basis == "stated" else None
    return day is not None and abs(day - _day_of(read)) <= _NEAR


def _day_of(read: Read) -> date:
    assert read.report.published is not None
    return read.report.published.at.date()


def _days_in(read: Read, span: Span) -> Iterator[Finding]:
    """Relative days of an English report, resolved against its own date, where no time zone can shift them."""
    if read.report.language != "en":
        return
    for finding in read.findings:
        payload = finding.payload
        if isinstance(payload, Date) and span.start <= finding.start and finding.spans[-1].end <= span.end:
            words = " ".join(finding.words(read.report.text).split())
            is_sure = payload.basis == "published" and bool(_PLAIN.fullmatch(payload.value or ""))
            if is_sure and len(finding.spans) == 1 and _RELATIVE.fullmatch(words) and _is_safe(read, words, payload):
                yield finding


def _is_safe(read: Read, words: str, payload: Date) -> bool:
    """A weekday most of a week ago may be tomorrow elsewhere; "today" in a time of UTC's night may be yesterday."""
    assert read.report.published is not None
    at = read.report.published.at
    day = _calendar(payload.value)
    if day is None:
        return True
    if at.date() - day > _LAST_WEEKDAY:
        return False
    is_shifting = not at.utcoffset() and not _DAYTIME[0] <= at.hour < _DAYTIME[1] and at.time() != time()
    return not (is_shifting and _OF_TODAY.search(words))


def _calendar(value: str | None) -> date | None:
    """The day that the value is; None for months, intervals and what the calendar does not have."""
    try:
        return date.fromisoformat(value or "") if _FULL.fullmatch(value or "") else None
    except ValueError:
        return None


def _only_place(text: str, words: str) -> int:
    """Where the words stand in the line; -1 where they do not, or more than once."""
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []
    return found[0] if len(found) == 1 else -1


def _long(value: str | None) -> str | None:
    """ "2031-11-10" -> "10 November 2031", "2031-11" -> "November 2031"; None for no day of the calendar."""
    year, _, rest = (value or "").partition("-")
    month, _, day = rest.partition("-")
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return " ".join(part for part in (day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year) if part)
