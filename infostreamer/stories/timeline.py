"""Events of the members -> moments in order of time, undated last; one per happening, cited at its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Line, Moment, Span
from infostreamer.stories.features import Read
from infostreamer.stories.happening import is_aside, is_happening, when_of
from infostreamer.stories.passages import is_fit, leans, sentence_at
from infostreamer.stories.resolve import resolved
from infostreamer.stories.trimming import trimmed
from infostreamer.text.edtf import first_instant, precision_of
from infostreamer.text.words import stem, words_of

MAKER = "extractive/1"
MOST_UNDATED = 12
_WORDS_ONLY = frozenset(("REJECT", "ACCUSE", "REQUEST"))  # said, not done: statements and denials have their own place

_UNTOLD = ("denied", "speculated")  # these stand among what is contested and what is only guessed


def timeline_of(sources: Sequence[Read]) -> tuple[Moment, ...]:
    """Moments sorted by the first instant their date covers, ties by publication and position; one per sentence."""
    rows = [row for order, read in enumerate(sources) for row in _rows(read, order)]
    rows.sort(key=lambda row: (row.moment.when is None, row.is_aside))
    kept: dict[Span, _Row] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        span = row.moment.line.citations[0]
        if span not in kept and row.key not in seen:
            seen.add(row.key)
            kept[span] = row
    dated = [row for row in kept.values() if row.moment.when]
    undated = sorted((row for row in kept.values() if not row.moment.when), key=lambda row: row.place)[:MOST_UNDATED]
    ordered = sorted(dated, key=lambda row: (first_instant(row.moment.when), row.place))
    return tuple(row.moment for row in (*ordered, *undated))


@dataclass(frozen=True, slots=True)
class _Row:
    """A moment with what orders it; `is_aside`: told in a clause about something else."""

    moment: Moment
    key: tuple[str, ...]
    place: tuple[int, int]
    is_aside: bool


def _rows(read: Read, order: int) -> Iterator[_Row]:
    for finding in read.findings:
        event = finding.payload
        if not isinstance(event, Event) or event.type in _WORDS_ONLY or event.status in _UNTOLD:
            continue
        sentence = sentence_at(read.report, finding.start)
        if sentence is None or not is_fit(read, *sentence):
            continue
        trigger = event.trigger.start if event.trigger else finding.start
        line = _line(read, finding, sentence)
        if line is not None and is_happening(read, event, trigger, sentence):
            when = when_of(read, event, trigger, sentence)
            moment = Moment(when=when, precision=precision_of(when), line=line, status=event.status, place=event.place)
            aside = is_aside(read, event, trigger, sentence)
            key = ("aside", read.report.id, str(sentence[0])) if aside else _happening(event, when)
            yield _Row(moment, key, (order, sentence[0]), aside)


def _line(read: Read, finding: Finding, sentence: tuple[int, int]) -> Line | None:
    """The sentence, its leading pronoun resolved; None where it cannot be understood alone."""
    span = trimmed(read.report, Span(read.report.id, *sentence))
    shown = resolved(read, finding, span)
    if not shown.text.startswith("[") and leans(read, span.start, span.end):
        return None
    return Line(
        text=shown.text,
        kind="event",
        citations=shown.citations,
        maker=MAKER,
        check="verified",
        finding_ids=(finding.id,),
        first_report_id=read.report.id,
    )


def _happening(event: Event, when: str | None) -> tuple[str, ...]:
    """Two findings with this key tell of one happening: type, whom (else who), time and status."""
    target = event.patient or event.agent or ""
    surname = words_of(target)[-1] if words_of(target) else stem(event.did)
    return (event.type, surname, (when or "undated")[:10], event.status)
