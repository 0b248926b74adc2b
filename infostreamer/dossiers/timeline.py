"""Reports + findings -> the timeline of one subject: what it did and what was done to it, in order, cited.

The subject is known by its names. What is told twice, in one report or in several, is one moment citing every place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from infostreamer.dossiers.subject import Subject, sides_of
from infostreamer.model import Event, Finding, Line, Moment, Quote, Report, Span, Statement
from infostreamer.text.edtf import precision_of
from infostreamer.text.words import stem

MAKER = "timeline/1"
LEAD = 2  # sentences of the body: what they tell without a date is the news of the day
SPEECH = "SAY"
_UNTOLD = ("denied", "speculated", "threatened")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

Told = tuple[Report, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place where one report tells of it. `is_stated`: the sentence gives the date itself."""

    finding: Finding
    report: Report
    sentence: Span
    when: str | None
    is_stated: bool
    rank: int  # of the report, by publication

    @property
    def is_in_title(self) -> bool:
        return self.sentence.start < self.report.body_start

    @property
    def act(self) -> str:
        """Its verb or noun without endings; "say" for whatever was said."""
        did = getattr(self.finding.payload, "did", "").split()  # "win order": the verb and what it won
        return "say" if _is_speech(self.finding) or not did else stem(did[0])

    @property
    def key(self) -> tuple[str, ...]:
        """Two mentions with one key tell of one happening: the same act on the same day. Words are never joined."""
        is_day = self.when is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", self.when) is not None
        return (self.act, self.when or "") if is_day and self.act != "say" else ("", self.finding.id)

    @property
    def order(self) -> tuple[str, int, int]:
        """By time, then by publication, then by place."""
        return _first_instant(self.when), self.rank, _trigger(self.finding).start


def timeline_of(names: Sequence[str], told: Sequence[Told], *, with_speech: bool = True) -> tuple[Moment, ...]:
    """Moments of the subject: dated ones by the first instant of their date, then the undated, by publication.

    Args:
        names: every form the subject is known by: its name and its aliases.
        told: reports with their findings, in any order; events of any type count where the subject is agent or patient.
        with_speech: also what the subject said.

    Returns:
        one moment per happening. Its line is the sentence that tells it first, citing the sentences of all its mentions
        (at least one) and naming their findings. An undated event of a title or lead is of the day of publication, and
        so is what was said; other undated events stay undated: no date is guessed.
    """
    ordered = sorted(told, key=lambda pair: (_published(pair[0]), pair[0].id))
    mentions = [one for rank, (report, found) in enumerate(ordered) for one in _mentions(report, found, names, rank)]
    happenings: dict[tuple[str, ...], list[_Mention]] = {}
    for mention in sorted(mentions, key=lambda one: one.order):
        if with_speech or not _is_speech(mention.finding):
            happenings.setdefault(mention.key, []).append(mention)
    ranks = {report.id: rank for rank, (report, _) in enumerate(ordered)}
    moments = _once([_moment(group) for group in happenings.values()])
    return tuple(sorted(moments, key=lambda one: _place_of(one, ranks)))


def _published(report: Report) -> float:
    return report.published.at.timestamp() if report.published else float("inf")


def _place_of(moment: Moment, ranks: Mapping[str, int]) -> tuple[bool, str, int, int]:
    place = moment.line.citations[0]
    return moment.when is None, _first_instant(moment.when), ranks[place.report_id], place.start


def _once(moments: Sequence[Moment]) -> list[Moment]:
    """Each sentence once for each date, and undated only where no dated moment cites it."""
    shown: dict[tuple[Span, str], Moment] = {}
    cited_by: dict[tuple[Span, str], tuple[Span, str]] = {}
    dated = {span for moment in moments if moment.when for span in moment.line.citations}
    for moment in sorted(moments, key=lambda one: -len(one.line.citations)):
        place, when = moment.line.citations[0], moment.when or ""
        if not when and place in dated:
            continue
        key = cited_by.setdefault((place, when), (place, when))
        shown[key] = _joined(shown[key], moment) if key in shown else moment
        for span in moment.line.citations:
            cited_by.setdefault((span, when), key)
    return list(shown.values())


def _joined(one: Moment, other: Moment) -> Moment:
    line = replace(
        one.line,
        citations=tuple(dict.fromkeys((*one.line.citations, *other.line.citations))),
        finding_ids=tuple(dict.fromkeys((*one.line.finding_ids, *other.line.finding_ids))),
        kind=one.line.kind if one.line.kind == other.line.kind else "event",
    )
    return replace(one, line=line, status=one.status if one.status == other.status else "happened")


def _mentions(report: Report, found: Sequence[Finding], names: Sequence[str], rank: int) -> list[_Mention]:
    """What the report tells of the subject; a title takes its date from the same act in the body."""
    mentions = list(_told(report, found, Subject(report, found, names), rank))
    stated = {one.act: one.when for one in reversed(mentions) if one.is_stated and not one.is_in_title}
    return [
        replace(one, when=stated[one.act]) if one.is_in_title and not one.is_stated and one.act in stated else one
        for one in mentions
    ]


def _told(report: Report, found: Sequence[Finding], subject: Subject, rank: int) -> Iterator[_Mention]:
    triggers = frozenset(_trigger(one).start for one in found if isinstance(one.payload, Event))
    before: tuple[str | None, str | None] = (None, None)  # who acted last, and in which sentence
    last = -2
    number = {start: at for at, (start, _) in enumerate(report.sentences)}
    for finding in sorted(found, key=lambda one: (_trigger(one).start, one.id)):
        sides = sides_of(finding)
        sentence = _sentence_at(report, _trigger(finding).start) if sides and _is_told(finding, triggers) else None
        if sentence is None:
            continue
        at = number[sentence[0]]
        near = before if at - last <= 1 else (None, None)
        is_it = subject.is_it(sides[0][0], *near)
        if is_it or any(subject.is_meant(*side) for side in sides):
            own = finding.payload.when if isinstance(finding.payload, Event) else None
            when = own or _of_the_day(report, finding, sentence)
            yield _Mention(finding, report, Span(report.id, *sentence), when, own is not None, rank)
        before, last = (near if is_it else sides[0]), at


def _is_told(finding: Finding, triggers: AbstractSet[int]) -> bool:
    """An event that is not denied or guessed, or words whose reporting verb is not told as an event already."""
    payload = finding.payload
    if isinstance(payload, Event):
        return payload.status not in _UNTOLD
    if not isinstance(payload, Statement | Quote) or payload.cue_span is None:
        return False
    is_said = not (isinstance(payload, Statement) and payload.stance == "believes")
    return is_said and payload.cue_span.start not in triggers


def _is_speech(finding: Finding) -> bool:
    return not isinstance(finding.payload, Event) or finding.payload.type == SPEECH


def _trigger(finding: Finding) -> Span:
    """The verb or noun that tells it; of words, their reporting verb."""
    payload = finding.payload
    if isinstance(payload, Event):
        return payload.trigger or finding.spans[0]
    return (payload.cue_span if isinstance(payload, Statement | Quote) else None) or finding.spans[0]


def _sentence_at(report: Report, at: int) -> tuple[int, int] | None:
    place = bisect_right(report.sentences, at, key=lambda sentence: sentence[0]) - 1
    return report.sentences[place] if place >= 0 and at < report.sentences[place][1] else None


def _of_the_day(report: Report, finding: Finding, sentence: tuple[int, int]) -> str | None:
    """The day of publication for what happened and stands in the title or lead, and for what was said."""
    published, payload = report.published, finding.payload
    if published is None or published.precision not in ("second", "minute", "day"):
        return None
    body = [start for start, _ in report.sentences if start >= report.body_start]
    is_lead = sentence[0] < report.body_start or sentence[0] in body[:LEAD]
    is_done = isinstance(payload, Event) and payload.status == "happened" and is_lead
    return published.at.date().isoformat() if is_done or _is_speech(finding) else None


def _moment(group: Sequence[_Mention]) -> Moment:
    first = min(group, key=lambda one: (one.is_in_title, one.order))
    payload = first.finding.payload
    line = Line(
        text=first.report.text[first.sentence.start : first.sentence.end],
        kind="statement" if _is_speech(first.finding) else "event",
        citations=tuple(dict.fromkeys((first.sentence, *(one.sentence for one in group)))),
        maker=MAKER,
        check="verified",
        finding_ids=tuple(dict.fromkeys(one.finding.id for one in group)),
        first_report_id=first.report.id,
    )
    status, place = (payload.status, payload.place) if isinstance(payload, Event) else ("happened", None)
    return Moment(when=first.when, precision=precision_of(first.when), line=line, status=status, place=place)


def _first_instant(when: str | None) -> str:
    """A key that sorts EDTF values by their first instant; without a known year they stand last."""
    found = _DAY.search(when or "")
    return f"{found[1]}-{found[2] or '00'}-{found[3] or '00'}" if found else "9999"
