"""Does a report show that its outlet was there or asked itself? The signs of docs/why/010-independence.md."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Credit, Finding, Quote, Report, Span
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.outlets import is_named_itself, key_of, short_name
from infostreamer.text.words import words_of

_OURS = r"this (?:newspaper|paper|website|site|magazine|agency|reporter)|our (?:correspondent|reporter)s?"
_ASKED = r"told|(?:seen|reviewed|obtained|verified|counted|heard) by|interview with|spoke to|speaking to"
_WAS_THERE = r"(?:['’]s)? (?:correspondent|reporter|photographer|has seen|saw|counted|visited|has learned)"
FEWEST_QUOTED = 5  # words; shorter quotations are phrases that anybody may repeat


@dataclass(frozen=True, slots=True)
class OwnReporting:
    """`is_strong`: one sign that suffices alone; `is_enough`: strong, or the weak signs together."""

    is_strong: bool
    is_enough: bool
    text: str | None = None
    spans: tuple[Span, ...] = ()


NONE = OwnReporting(False, False)


def own_reporting(read: Read, group: Group) -> OwnReporting:
    """The best sign of own reporting in one member, with the words that show it."""
    report = read.report
    return _asked_itself(report) or _own_dateline(read) or _is_the_agency(report, group) or _quoted(read, group)


def _asked_itself(report: Report) -> OwnReporting | None:
    """ "told <outlet>", "seen by <outlet>", "an interview with this newspaper", "<outlet>'s correspondent"."""
    outlet = re.escape(report.outlet.removeprefix("The ")) if report.outlet else r"(?!)"
    short = re.escape(short_name(report) or "") or r"(?!)"
    ours = rf"(?:{_OURS}|(?:[Tt]he )?{outlet}|[Tt]he {short})"
    pattern = re.compile(rf"\b(?:{_ASKED}) {ours}\b|\b{ours}{_WAS_THERE}\b")
    found = pattern.search(report.text, report.body_start)
    if found is None:
        return None
    span = Span(report.id, found.start(), found.end())
    return OwnReporting(True, True, f"It says that it asked or was there itself: “{found.group()}”.", (span,))


def _own_dateline(read: Read) -> OwnReporting | None:
    """A dateline that names no other agency, in a report that credits none."""
    report, found = read.report, dateline_of(read.report)
    if found is None or any(_names_other(finding, report) for finding in read.findings):
        return None
    if found.agency and not is_named_itself(found.agency, report):
        return None
    words = report.text[found.start : found.end].strip(" —–-")
    return OwnReporting(
        True, True, f"It has a dateline of its own: “{words}”.", (Span(report.id, found.start, found.end),)
    )


def _names_other(finding: Finding, report: Report) -> bool:
    credit = finding.payload
    is_origin = isinstance(credit, Credit) and credit.type in ("agency", "original", "release")
    return is_origin and not is_named_itself(credit.to, report)  # type: ignore[union-attr]


def _is_the_agency(report: Report, group: Group) -> OwnReporting | None:
    """A member from another outlet credits this outlet as the agency or the original."""
    for read in group.published:
        if group.keys[read.report.id] & group.keys[report.id]:
            continue
        for finding in read.findings:
            if _credits(finding, group.keys[report.id]):
                name = read.report.outlet or read.report.host or "another report"
                return OwnReporting(True, True, f"{name} names it as where its report comes from.", finding.spans)
    return None


def _credits(finding: Finding, keys: frozenset[str]) -> bool:
    credit = finding.payload
    return isinstance(credit, Credit) and credit.type in ("agency", "original") and key_of(credit.to) in keys


def _quoted(read: Read, group: Group) -> OwnReporting:
    """A person's byline and a direct quotation that no earlier report has: weak signs, enough together."""
    report = read.report
    if not any(" " in name and name != report.outlet for name in report.byline):
        return NONE
    quotes = [finding for finding in read.findings if _is_spoken(finding, report)]
    heard = _said_before(read, group) if quotes else ()
    for finding in quotes:
        words = " ".join(words_of(finding.words(report.text)))
        if not any(words in text for text in heard):
            first = " ".join(finding.words(report.text).split()[:8])
            text = f"It is signed by {report.byline[0]} and is the first here to have the quotation “{first} …”."
            return OwnReporting(False, True, text, finding.spans)
    return NONE


def _is_spoken(finding: Finding, report: Report) -> bool:
    quote = finding.payload
    is_attributed = isinstance(quote, Quote) and quote.direct and quote.speaker is not None
    return is_attributed and len(words_of(finding.words(report.text))) >= FEWEST_QUOTED


def _said_before(read: Read, group: Group) -> tuple[str, ...]:
    """The words of every report published before this one by others."""
    at = group.published.index(read)
    earlier = [other.report for other in group.published[:at] if other.report.canonical != read.report.canonical]
    return tuple(" ".join(words_of(report.text)) for report in earlier)
