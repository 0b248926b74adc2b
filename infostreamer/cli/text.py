"""Nouns as plain text for a terminal: what a reader needs first, citations as [n]."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from infostreamer.model import Line, Report, Span, Story

_WIDTH = 96
_SECTIONS = {
    "event": "What happened",
    "quote": "Who says what",
    "statement": "Who says what",
    "figure": "Figures",
    "contested": "Contested or denied",
    "speculation": "Unattributed or speculation",
    "state": "State of play",
    "commentary": "Commentary",
}


class _Notes:
    """Numbers citations in the order in which they are first used: one number per report and sentence."""

    def __init__(self) -> None:
        self.numbers: dict[Span, int] = {}

    def mark(self, citations: Iterable[Span]) -> str:
        return "".join(f"[{self.numbers.setdefault(span, len(self.numbers) + 1)}]" for span in citations)


def story_text(story: Story, reports: Mapping[str, Report]) -> list[str]:
    """A story as lines of text: headline, abstract, sections, where it comes from, and the cited words."""
    notes = _Notes()
    out = [story.headline.text, "=" * min(_WIDTH, len(story.headline.text)), origin_sentence(story), ""]
    if story.abstract:
        out += _wrapped(" ".join(f"{line.text} {notes.mark(line.citations)}" for line in story.abstract))
    out += _sections(story.lines, notes)
    out += _contested(story, notes)
    out += _sources(story, reports)
    out += ["", "Cited"]
    out += [line for span, number in notes.numbers.items() for line in _note(number, span, reports)]
    return out


def origin_sentence(story: Story) -> str:
    """How many reports there are and how many origins stand behind them."""
    count = len([member for member in story.members if not member.is_superseded])
    most = story.independent_at_most
    independent = str(story.independent) if most <= story.independent else f"{story.independent} to {most}"
    missing = f"; original missing: {', '.join(story.originals_missing)}" if story.originals_missing else ""
    return f"{count} report{'s' if count != 1 else ''}, {independent} independent{missing}"


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
        name = (report.outlet or report.host or report.address) if report else member.report_id
        when = day_of(report.published.at) if report and report.published else "undated"
        of = reports.get(member.of or "")
        original = f" {of.outlet or of.host or of.address}" if of else f" {member.of}" if member.of else ""
        out += _wrapped(f"- {name}, {when}: {member.role}{original}. {member.evidence or ''}".rstrip(), hanging="  ")
    return out


def _note(number: int, span: Span, reports: Mapping[str, Report]) -> list[str]:
    report = reports.get(span.report_id)
    if report is None:
        return [f"[{number}] report {span.report_id} could not be read"]
    words = " ".join(report.text[span.start : span.end].split())
    return _wrapped(f"[{number}] {report.outlet or report.host or report.address}: {words}", hanging="    ")


def _wrapped(text: str, *, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [
        ""
    ]
