"""Does a report show that its outlet was there or asked itself? The signs of docs/why/010-independence.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Credit, Finding, Quote, Report, Span
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.handed_on import is_cited, is_partly, is_told, phrase_around
from infostreamer.stories.outlets import Outlets, is_named_itself, key_of, keys_of
from infostreamer.text.words import words_of

_HOUSE = r"(?:newspaper|paper|website|site|magazine|agency|station|reporter)"
_STAFF = r"our (?:own )?(?:correspondent|reporter|photographer)s?"
_OURS = re.compile(
    rf"\b(?:told|seen by|reviewed by|obtained by|shown to|spoke to|said to|interview with|questions? (?:from|by)|to) "
    rf"(?:this {_HOUSE}|{_STAFF})\b|\b[Oo]{_STAFF[1:]}\b|"
    rf"\b[Tt]his {_HOUSE}(?:['’]s (?:correspondent|reporter)| has (?:seen|learned|learnt)| saw| counted| visited)|"
    r"\b(?:did not|has not|have not|declined to) answer(?:ed)? our questions\b|"
    r"\bunser(?:e[nrms]?)? (?:Korrespondent|Reporter|Redaktion|Zeitung)\w*|\bdieser (?:Zeitung|Redaktion)\b|"
    r"\bнаш\w* корреспондент\w*|\bкорреспондент\w* (?:нашего|нашей)\b|\bнаш\w* кореспондент\w*"
)
_ISSUED = re.compile(
    r"\bin (?:an?|the|his|her|its|their) (?:\w+[ -]){0,2}(?:statement|release|letter|e-?mail|post|posting|tweet|message"
    r"|memo|note|blog|report|filing|interview|video|address|speech|broadcast|bulletin)\b"
    r"|\b(?:statement|tweet|post|release|letter) (?:said|read|says|reads)\b|\b(?:tweeted|posted|wrote|writes)\b"
    r"|\bon (?:Twitter|Facebook|Instagram|Telegram|YouTube|television|TV|radio|social media)\b|\btold (?:the )?[A-Z]"
)  # what anybody could read, hear or take over
_AROUND = 120  # characters before and behind a quotation
FEWEST_QUOTED = 5  # words; shorter quotations are phrases that anybody may repeat


@dataclass(frozen=True, slots=True)
class OwnReporting:
    """`is_strong`: one sign that suffices alone; `is_enough`: strong, or the weak signs together."""

    is_strong: bool
    is_enough: bool
    text: str | None = None
    spans: tuple[Span, ...] = ()
    is_credited: bool = False  # others say so: another outlet names it as the agency or the original


NONE = OwnReporting(False, False)


def own_reporting_of(group: Group, outlets: Outlets) -> dict[str, OwnReporting]:
    """Report id -> the best sign of own reporting, with the words that show it."""
    credited = _credited(group)
    first = _first_heard(group)
    return {
        read.report.id: _asked_itself(read.report, outlets)
        or _own_dateline(read)
        or _is_the_origin(read.report, group, credited)
        or _quoted(read, first)
        for read in group.arrived
    }


def _asked_itself(report: Report, outlets: Outlets) -> OwnReporting | None:
    """ "told <outlet>", "seen by <outlet>", "an interview with this newspaper", "<outlet>'s correspondent"."""
    found = _OURS.search(report.text, report.body_start)
    places = [found.span()] if found else []
    for mention in outlets.index.mentions(report):
        if outlets.means(mention, report) & keys_of(report) and is_told(report.text, mention):
            places.append(phrase_around(report.text, mention))
            break
    if not places:
        return None
    start, end = min(places)
    words = " ".join(report.text[start:end].split())
    return OwnReporting(
        True, True, f"It says that it asked or was there itself: “{words}”.", (Span(report.id, start, end),)
    )


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
    if not isinstance(credit, Credit) or credit.type not in ("agency", "original", "release"):
        return False
    is_claim = is_cited(report.text, finding.start, finding.end, credit.type) or is_partly(report.text, finding.start)
    return not is_claim and not is_named_itself(credit.to, report)


_Credits = Mapping[str, Sequence[tuple[Read, Finding]]]


def _credited(group: Group) -> _Credits:
    """Key of an outlet -> who credits it as the agency or the original, by publication."""
    found: dict[str, list[tuple[Read, Finding]]] = defaultdict(list)
    for read in group.published:
        for finding in read.findings:
            credit = finding.payload
            if isinstance(credit, Credit) and credit.type in ("agency", "original"):
                found[key_of(credit.to)].append((read, finding))
    return found


def _is_the_origin(report: Report, group: Group, credited: _Credits) -> OwnReporting | None:
    """A member from another outlet credits this outlet as the agency or the original."""
    ours = group.keys[report.id]
    for key in sorted(ours):
        for read, finding in credited.get(key, ()):
            if not group.keys[read.report.id] & ours:
                name = read.report.outlet or read.report.host or "another report"
                text = f"{name} names it as where its report comes from."
                return OwnReporting(True, True, text, finding.spans, is_credited=True)
    return None


def _quoted(read: Read, first: Mapping[str, str]) -> OwnReporting:
    """A person's byline and a direct quotation that no earlier report has: weak signs, enough together."""
    report = read.report
    if not any(" " in name and name != report.outlet for name in report.byline):
        return NONE
    for finding in read.findings:
        is_first = _is_spoken(finding, report) and first.get(_heard(finding, report)) == report.canonical
        if is_first and not _is_issued(finding, report):
            words = " ".join(finding.words(report.text).split()[:8])
            text = f"It is signed by {report.byline[0]} and is the first here to have the quotation “{words} …”."
            return OwnReporting(False, True, text, finding.spans)
    return NONE


def _is_spoken(finding: Finding, report: Report) -> bool:
    quote = finding.payload
    is_attributed = isinstance(quote, Quote) and quote.direct and quote.speaker is not None
    return is_attributed and len(words_of(finding.words(report.text))) >= FEWEST_QUOTED


def _is_issued(finding: Finding, report: Report) -> bool:
    """The words around it say that it was issued, posted or told to somebody else: no sign that this outlet asked."""
    text = report.text
    before = text[max(0, finding.start - _AROUND) : finding.start].rpartition("\n")[2]
    behind = text[finding.end : finding.end + _AROUND].partition("\n")[0]
    return bool(_ISSUED.search(before) or _ISSUED.search(behind))


def _heard(finding: Finding, report: Report) -> str:
    """The first words of a quotation: enough to know it again where another report cuts it short."""
    return " ".join(words_of(finding.words(report.text))[:FEWEST_QUOTED])


def _first_heard(group: Group) -> dict[str, str]:
    """The first words of every quotation -> the canonical address of the earliest report that has them anywhere."""
    wanted = {
        _heard(finding, read.report)
        for read in group.arrived
        for finding in read.findings
        if isinstance(finding.payload, Quote) and _is_spoken(finding, read.report)
    }
    first: dict[str, str] = {}
    for read in group.published if wanted else ():
        words = words_of(read.report.text)
        for run in zip(*(words[at:] for at in range(FEWEST_QUOTED)), strict=False):
            if (joined := " ".join(run)) in wanted:
                first.setdefault(joined, read.report.canonical)
    return first
