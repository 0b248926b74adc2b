"""Report -> credits: whom the report names as the origin of what it says or shows.

Read in the lines where credits stand (short lines, the opening, the closing) and in the phrases of the text that hand
a claim on ("X reported", "told X", "as first published by X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import BadInput, Credit, Finding, Name, Report
from infostreamer.text.credit_forms import (
    AGENCIES,
    ASIDE,
    BYLINE,
    CARRIED,
    DATELINE,
    DESCRIBES,
    HOST,
    MADE_BY,
    MAKERS,
    MEDIA_HEADS,
    MEDIA_NAMES,
    NAMED_ABROAD,
    NAMED_HOST,
    NAMED_MEDIA,
    NO_AGENCIES,
    PERSON,
    PHOTO,
    PHOTO_AGENCIES,
    PHRASES,
    SITE_CARRIED,
    SOURCE_LINE,
    STATION,
    TAIL,
    TRAILER,
    WAYS,
)
from infostreamer.text.urls import normalise

MAKER = "credits/1"
_LAST = 3  # paragraphs at the end in which a closing credit stands
_LONGEST_LINE = 240  # characters: what is longer is prose, not a credit line

Row = tuple[int, int, str, float]  # start, end of the one credited; type; confidence


@dataclass(frozen=True, slots=True)
class CreditsFinder:
    """Every credit with the one credited as given: original, agency, outlet, photo, author or release."""

    name: str = "credits"
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ("name",)
    gives: tuple[str, ...] = ("credit",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Credit findings in order of position, one for each place."""
        rows = sorted({*_lines(report), *_phrases(report, found)}, key=lambda row: (row[0], -row[1], -row[3]))
        kept: list[Row] = []
        for row in rows:
            if not kept or row[0] >= kept[-1][1]:
                kept.append(row)
        return [_finding(report, row) for row in kept]


CREDITS = CreditsFinder()


def _finding(report: Report, row: Row) -> Finding:
    start, end, kind, confidence = row
    to = " ".join(report.text[start:end].split())
    payload = Credit(to=to, type=kind, address=_address(report, to))
    return Finding.of(report.id, ((start, end),), payload, maker=MAKER, confidence=confidence)


def _address(report: Report, to: str) -> str | None:
    """The address written out, or the one the words link to."""
    if HOST.fullmatch(to):
        try:
            return normalise(to)
        except BadInput:
            return None
    return next((link.address for link in report.links if " ".join(link.words.split()) == to), None)


# Lines that are credits


def _lines(report: Report) -> Iterator[Row]:
    for at, (start, end) in enumerate(report.paragraphs):
        if end - start <= _LONGEST_LINE and start >= report.body_start:
            yield from _credit_line(report.text, start, end)
        if start >= report.body_start:
            yield from _opening(report.text, start, end, is_first=at <= 2)
            yield from _closing(report.text, start, end)
            if at >= len(report.paragraphs) - _LAST:
                yield from _tail(report.text, start, end)
            yield from _pictured(report.text, start, end)


def _credit_line(text: str, start: int, end: int) -> Iterator[Row]:
    for form, kind, confidence in ((SOURCE_LINE, "original", 0.95), (PHOTO, "photo", 0.9), (BYLINE, "author", 0.85)):
        found = form.match(text, start, end)
        if found is not None and not (kind == "photo" and DESCRIBES.match(found["to"])):
            yield (*_trim(text, *found.span("to")), _kind_of(found, kind), confidence)
            return


def _kind_of(found: re.Match[str], kind: str) -> str:
    words = found.group().lower()
    if kind == "original" and "press release" in words:
        return "release"
    return "agency" if kind == "original" and found["to"].strip(" .") in AGENCIES else kind


def _opening(text: str, start: int, end: int, *, is_first: bool) -> Iterator[Row]:
    """ "HAVEN, Nov 3 (Varpress) - " and "(AFP)" at the head of a story."""
    found = DATELINE.match(text, start, min(end, start + 120))
    if found is not None and (is_first or found["to"] in AGENCIES):
        is_outlet = STATION.fullmatch(found["to"]) or found["to"] in MEDIA_NAMES
        yield (*found.span("to"), "outlet" if is_outlet else "agency", 0.9)


def _closing(text: str, start: int, end: int) -> Iterator[Row]:
    """ "— with reporting by X", "(Reporting by A; editing by B)", "This article was first published by X."."""
    for form, kind in TRAILER:
        for found in form.finditer(text, start, end):
            span = _trim(text, *found.span("to"))
            if span[0] < span[1]:
                yield (*span, _maker_of(text[slice(*span)]) if kind == "author" else kind, 0.85)


def _tail(text: str, start: int, end: int) -> Iterator[Row]:
    """ "… the fire service said. (Varpress)": behind the last sentence of one of the last paragraphs."""
    found = TAIL.search(text, max(start, end - 80), end)
    if found is None or (found["to"] not in AGENCIES and (found["to"] in NO_AGENCIES or found["to"].isupper())):
        return
    if found["to"] in AGENCIES or " " not in found["to"] or MEDIA_HEADS.search(found["to"]):
        yield (*found.span("to"), "agency", 0.85)


def _maker_of(words: str) -> str:
    """ "Reporting by Anna Kerr" names an author; "Reporting by Varpress" and "by Atlas Press" an agency."""
    is_body = words in AGENCIES or MEDIA_HEADS.search(words) is not None or " " not in words
    return "agency" if is_body else "author"


def _pictured(text: str, start: int, end: int) -> Iterator[Row]:
    """ "(Anna Kerr, File/AP)" and "©Anna Kerr (AFP/File)" behind a caption."""
    for found in ASIDE.finditer(text, start, end):
        if _are_makers(found["to"]):
            yield (*found.span("to"), "photo", 0.9)
    for found in MADE_BY.finditer(text, max(start, end - 160), end):
        yield (*found.span("to"), "agency" if found["to"] in AGENCIES else "photo", 0.85)


def _are_makers(words: str) -> bool:
    """An agency among them, and who made the picture for it or how it came."""
    parts = [part for part in MAKERS.split(words) if part]
    others = [part for part in parts if part not in PHOTO_AGENCIES]
    return 0 < len(others) < len(parts) and all(part in WAYS or PERSON.fullmatch(part) for part in others)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in ' .,;:)]|–—-\n"”':
        end -= 1
    while start < end and text[start] in ' (“"[|\n':
        start += 1
    return start, end


# Phrases that hand a claim on


def _phrases(report: Report, found: Sequence[Finding]) -> Iterator[Row]:
    """Names of media that reported, were told or published it, beside the cue."""
    for site in SITE_CARRIED.finditer(report.text, report.body_start):
        yield (*site.span("to"), "outlet", 0.75)
    for form in (*NAMED_MEDIA, NAMED_HOST):
        yield from _named_media(report, form)
    yield from _named_abroad(report)
    names = [each for each in found if isinstance(each.payload, Name)]
    for each in names:
        if each.start < report.body_start or not _is_medium(each.words(report.text), each.payload):
            continue
        before = report.text[max(0, each.start - 60) : each.start]
        after = report.text[each.end : each.end + 40]
        if any(form.search(before) for form in PHRASES) or CARRIED.match(after):
            kind = "agency" if each.words(report.text) in AGENCIES else "outlet"
            yield each.start, each.end, kind, 0.75


def _named_media(report: Report, form: re.Pattern[str]) -> Iterator[Row]:
    """ "told the magazine Zeitlauf", "the news site Kvant reported": an outlet that only its noun tells."""
    for named in form.finditer(report.text, report.body_start):
        before = report.text[max(0, named.start() - 60) : named.start()]
        behind = report.text[named.end() : named.end() + 40]
        if any(cue.search(before) for cue in PHRASES) or CARRIED.match(behind):
            yield (*named.span("to"), "outlet", 0.75)


def _named_abroad(report: Report) -> Iterator[Row]:
    """ "wie das Magazin „Zeitlauf“ berichtet", "сообщили изданию «Берег»"."""
    for named in NAMED_ABROAD.finditer(report.text, report.body_start):
        yield (*named.span("to" if named["to"] else "too"), "outlet", 0.75)


def _is_medium(words: str, payload: object) -> bool:
    is_organisation = isinstance(payload, Name) and payload.type in ("organisation", "other")
    return words in AGENCIES or words in MEDIA_NAMES or (is_organisation and MEDIA_HEADS.search(words) is not None)
