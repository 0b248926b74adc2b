"""Events of the members -> moments in order of time, undated last; one per happening, cited at its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.model import Event, Finding, Line, Moment, Span
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.passages import can_be_listed, is_fit, sentence_at
from infostreamer.text.words import stem, words_of

MAKER = "extractive/1"
MOST_UNDATED = 12
_WORDS_ONLY = frozenset(("REJECT", "ACCUSE", "REQUEST"))  # said, not done: statements and denials have their own place


def timeline_of(group: Group) -> tuple[Moment, ...]:
    """Moments sorted by the first instant their date covers, ties by publication and position."""
    moments: list[tuple[str, int, Moment]] = []
    seen: set[tuple[str, ...]] = set()
    used: set[Span] = set()
    for order, read in enumerate(group.current):
        for finding in read.findings:
            event = finding.payload
            moment = _moment(read, finding, event) if isinstance(event, Event) else None
            if moment is None or not isinstance(event, Event):
                continue
            key, span = _happening(event), moment.line.citations[0]
            if key not in seen and not (span in used and event.when is None):
                seen.add(key)
                used.add(span)
                moments.append((_first_instant(moment.when), order, moment))
    dated = [row for row in moments if row[2].when]
    undated = [row for row in moments if not row[2].when][:MOST_UNDATED]
    return tuple(moment for _, _, moment in (*sorted(dated, key=lambda row: row[:2]), *undated))


def _moment(read: Read, finding: Finding, event: Event) -> Moment | None:
    sentence = sentence_at(read.report, finding.start)
    if sentence is None or not is_fit(read, *sentence) or event.type in _WORDS_ONLY:
        return None
    if not event.when and not can_be_listed(read.report.text[slice(*sentence)]):
        return None
    span = Span(read.report.id, *sentence)
    line = Line(
        text=read.report.text[span.start : span.end],
        kind="event",
        citations=(span,),
        maker=MAKER,
        check="verified",
        finding_ids=(finding.id,),
        first_report_id=read.report.id,
    )
    when = event.when or None
    return Moment(when=when, precision=_precision(when), line=line, status=event.status, place=event.place)


def _happening(event: Event) -> tuple[str, ...]:
    """Two findings with this key tell of one happening: type, whom (else who), time and status."""
    target = event.patient or event.agent or ""
    surname = words_of(target)[-1] if words_of(target) else stem(event.did)
    return (event.type, surname, (event.when or "undated")[:10], event.status)


def _precision(when: str | None) -> str:
    if not when:
        return "unknown"
    if "/" in when or ".." in when:
        return "interval"
    return {4: "year", 7: "month", 10: "day"}.get(len(when.rstrip("~?%")), "second")


def _first_instant(when: str | None) -> str:
    """A key that sorts EDTF values by their first instant; an unknown year sorts after the known ones."""
    value = re.split(r"[/]", when or "")[0].strip("~?%[].")
    return re.sub(r"^XXXX", "9999", value).replace("X", "0") or "9999-99"


def moments_in_order(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """Moments of several stories merged into one timeline: dated first in order, undated last, ties by words."""
    dated = sorted((one for one in moments if one.when), key=lambda one: (_first_instant(one.when), one.line.text))
    return (*dated, *(one for one in moments if not one.when))
