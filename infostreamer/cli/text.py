"""Nouns as plain text for a terminal: what a reader needs first, citations as [n]."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from infostreamer.cli.context import counted
from infostreamer.model import Line, Report, Span, Story

_WIDTH = 96
_SECTIONS = {
    "event": "What happened",
    "quote": "Who says what",
    "statement": "Who says what",
    "figure": "Figures",
    "speculation": "Unattributed or speculation",
    "state": "State of play",
    "commentary": "Commentary",
}


class _Notes:
    """Numbers the cited sentences in the order in which they are first used, one number per sentence."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self.reports = reports
        self.numbers: dict[tuple[str, int, int], int] = {}

    def mark(self, citations: Iterable[Span]) -> str:
        places = dict.fromkeys(self._sentence(span) for span in citations)
        return "".join(f"[{self.numbers.setdefault(place, len(self.numbers) + 1)}]" for place in places)

    def _sentence(self, span: Span) -> tuple[str, int, int]:
        report = self.reports.get(span.report_id)
        touched = [pair for pair in report.sentences if pair[0] < span.end and span.start < pair[1]] if report else []
        if not touched:
            return span.report_id, span.start, span.end
        return span.report_id, touched[0][0], touched[0][1]


def story_text(story: Story, reports: Mapping[str, Report]) -> list[str]:
    """A story as lines of text: headline, abstract, sections, where it comes from, and the cited words."""
    notes = _Notes(reports)
    headline = _wrapped(f"{story.headline.text} {notes.mark(story.headline.citations)}")
    out = [*headline, "=" * max(map(len, headline)), origin_sentence(story), *_withheld(story), ""]
    if story.abstract:
        out += _wrapped(" ".join(f"{line.text} {notes.mark(line.citations)}" for line in story.abstract))
    out += _sections(story.lines, notes)
    out += _contested(story, notes)
    out += _told(story, notes)
    out += _sources(story, reports)
    out += ["", "Cited"]
    out += [line for place, number in notes.numbers.items() for line in _note(number, place, reports)]
    return out


def _withheld(story: Story) -> list[str]:
    by = ", ".join(f"{writer} {count}" for writer, count in story.withheld_by)
    return _wrapped(f"lines withheld for want of support: {by}") if by else []


def origin_sentence(story: Story) -> str:
    """How many reports there are and how many origins stand behind them."""
    count = len([member for member in story.members if not member.is_superseded])
    most = story.independent_at_most
    independent = str(story.independent) if most <= story.independent else f"{story.independent} to {most}"
    missing = f"; original missing: {', '.join(story.originals_missing)}" if story.originals_missing else ""
    return f"{counted(count, 'report')}, {independent} independent{missing}"


def outlet_of(report: Report) -> str:
    """What to call where a report is from: its outlet, else its host, else its file's name."""
    return report.shown_outlet


def day_of(moment: datetime | None) -> str:
    """A date for a table; "undated" where there is none."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else "undated"


def _sections(lines: Sequence[Line], notes: _Notes) -> list[str]:
    out: list[str] = []
    heading = None
    for line in lines:
        wanted = _SECTIONS.get(line.kind)
        if wanted is None:
            continue
        if wanted != heading:
            out += ["", wanted]
            heading = wanted
        label = f"{line.label}: " if line.label and line.kind in ("quote", "statement", "figure") else ""
        out += _wrapped(f"- {label}{line.text} {notes.mark(line.citations)}", hanging="  ")
    return out


def _told(story: Story, notes: _Notes) -> list[str]:
    """The lines of a language model, apart from all others."""
    rows = [_wrapped(f"- {line.text} {notes.mark(line.citations)}", hanging="  ") for line in story.told]
    return ["", f"Written by {story.told[0].maker}", *(part for row in rows for part in row)] if rows else []


def _contested(story: Story, notes: _Notes) -> list[str]:
    if not story.contested:
        return []
    out = ["", "Contested or denied"]
    for contested in story.contested:
        sides = " <-> ".join(
            f"{side.who or 'unattributed'} {side.stance}: {side.says} {notes.mark(side.citations)}"
            for side in contested.sides
        )
        out += _wrapped(f"- {sides}", hanging="  ")
    return out


def _sources(story: Story, reports: Mapping[str, Report]) -> list[str]:
    out = ["", "Where it comes from"]
    for member in story.members:
        report = reports.get(member.report_id)
        name = outlet_of(report) if report else member.report_id
        when = day_of(report.published.at) if report and report.published else "undated"
        of = reports.get(member.of or "")
        original = f" {outlet_of(of)}" if of else f" {member.of}" if member.of else ""
        part = f"{member.role}{original}. {member.evidence or ''}".rstrip()
        out += _wrapped(f"- {member.report_id[:8]}  {name}, {when}: {part}", hanging="  ")
        if member.reasons:
            out += _wrapped(f"  here because: {'; '.join(member.reasons)}", hanging="  ")
    return out


def _note(number: int, place: tuple[str, int, int], reports: Mapping[str, Report]) -> list[str]:
    report_id, start, end = place
    report = reports.get(report_id)
    if report is None:
        return [f"[{number}] report {report_id} could not be read"]
    words = " ".join(report.text[start:end].split())
    return _wrapped(f"[{number}] {outlet_of(report)}: {words}", hanging="    ")


def _wrapped(text: str, *, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [
        ""
    ]
