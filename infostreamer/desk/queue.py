"""A story -> what a person may judge in it, and why it is asked; what matters most to a reader first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import FigureVersion, Finding, Line, Report, Span, Story, Target, Who, fold
from infostreamer.text.anchoring import anchor_of

UNSURE = 0.75
"""A finding that is right less often than this is asked about; what the share means: docs/reference/calibration.md."""

REASONS: Mapping[str, tuple[str, int]] = {
    "error-report": ("A reader reports an error here.", 100),
    "lone-denial": ("It is denied, and no report that is held makes the claim.", 55),
    "figures-differ": ("The outlets give different figures for this.", 50),
    "identity": ("Two entries of the who's who end in the same name.", 45),
    "unsure": ("The finder is often wrong in cases like this.", 40),
    "repaired": ("The name in brackets was put in by the machine for “he”, “she” or the like.", 35),
    "origin-unknown": ("Nothing shows whether this outlet reported it itself.", 25),
}
"""Why a line is asked about -> in words, and how much it weighs."""

_BRACKETS, _YEAR = re.compile(r"\[([^\]]+)\]"), re.compile(r"\b\d{4}\b")  # a day that was worked out is seldom wrong
_IN_LEAD = 30  # the headline and the abstract are what most people read
_FILLED_IN = ("date", "name")  # findings that put something in brackets: they do not make the line
_IN_ORDER = ("contested", "figure", "event", "quote", "statement", "speculation", "commentary")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One line to be judged. `key` stays the same as long as what it rests on does.

    `state`: open, or what was decided: accept, correct. `who_ids`: the two entries of an identity.
    """

    key: str
    story_id: str
    headline: str
    kind: str
    text: str
    target: Target
    citations: tuple[Span, ...]
    reasons: tuple[str, ...] = ()
    weight: int = 0
    label: str | None = None
    confidence: float | None = None
    state: str = "open"
    judgement_id: str | None = None
    who_ids: tuple[str, ...] = ()
    note_id: str | None = None  # of an error report
    told: str | None = None  # what the reader who reported it wrote
    beside: tuple[str, ...] = ()  # of a figure: what the other outlets give


def items_of(
    story: Story, reports: Mapping[str, Report], findings: Mapping[str, Sequence[Finding]]
) -> tuple[ReviewItem, ...]:
    """Every line of a story that can be judged, each once; those with reasons have a weight.

    Args:
        story: as it stands.
        reports: its members.
        findings: of the members, for the confidence.
    """
    by_id = {found.id: found for rows in findings.values() for found in rows}
    found = [*_lines(story, reports, by_id), *_figures(story, reports), *_roles(story, reports), *_same(story, reports)]
    once: dict[tuple[str, str | None], ReviewItem] = {}
    for item in found:
        once.setdefault((item.key, item.judgement_id), item)
    return tuple(once.values())


def asked(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """What waits for a person, the weightiest first; ties as they stand."""
    return sorted((item for item in items if item.reasons and item.state == "open"), key=lambda item: -item.weight)


def _lines(story: Story, reports: Mapping[str, Report], by_id: Mapping[str, Finding]) -> Iterator[ReviewItem]:
    lead = {fold(line.text) for line in (story.headline, *story.abstract)}
    listed = [line for kind in _IN_ORDER for line in story.lines if line.kind == kind and kind != "figure"]
    known: set[str] = set()
    for line in (
        *listed,
        story.headline,
        *story.abstract,
        *(one for one in story.lines if one.kind == "state"),
        *story.told,
    ):
        text = fold(line.text)
        if text in known and line.kind != "headline":
            continue
        known.add(text)
        telling = [by_id[key] for key in line.finding_ids if key in by_id and by_id[key].kind not in _FILLED_IN]
        confidences = [found.confidence for found in telling]
        item = _item(story, line, reports, maker=telling[0].maker if telling else line.maker)
        if item is not None:
            reasons = [*_doubts(line, confidences), *(["lone-denial"] if _is_lone(story, line) else [])]
            yield _weighed(
                replace(item, confidence=min(confidences, default=None)), reasons, is_lead=text in lead,
                doubt=min(confidences, default=1.0),
            )  # fmt: skip


def _doubts(line: Line, confidences: Sequence[float]) -> list[str]:
    unsure = ["unsure"] if min(confidences, default=1.0) < UNSURE else []
    named = [inner for inner in _BRACKETS.findall(line.text) if not _YEAR.search(inner)]
    return [*unsure, *(["repaired"] if named else [])]


def _is_lone(story: Story, line: Line) -> bool:
    """A denial with no other side; the line of the matter is the denial."""
    alone = (matter.sides[0] for matter in story.contested if len(matter.sides) == 1)
    return line.kind == "contested" and any(line.citations[0] == side.citations[0] for side in alone)


def _weighed(
    item: ReviewItem, reasons: Sequence[str], *, is_lead: bool = False, doubt: float = 1.0
) -> ReviewItem:  # fmt: skip
    weight = sum(REASONS[reason][1] for reason in reasons) + round(20 * (1 - doubt))
    lead = _IN_LEAD if is_lead and reasons else 0
    return replace(item, reasons=tuple(reasons), weight=weight + lead if reasons else 0)


def _item(story: Story, line: Line, reports: Mapping[str, Report], *, maker: str) -> ReviewItem | None:
    was = line.verdict.was if line.verdict and line.verdict.was else line.text
    target = target_of(reports, line.citations[0], kind=line.kind, text=was, label=line.label, maker=maker)
    if target is None:
        return None
    verdict = line.verdict
    return ReviewItem(
        key=target.key, story_id=story.id, headline=story.headline.text, kind=line.kind, text=line.text, target=target,
        citations=line.citations, label=line.label, state=verdict.kind if verdict else "open",
        judgement_id=verdict.judgement_id if verdict else None,
    )  # fmt: skip


def target_of(
    reports: Mapping[str, Report], span: Span, *, kind: str, text: str, label: str | None = None, maker: str = ""
) -> Target | None:
    """What a judgement of this line rests on; None where the report is not at hand."""
    report = reports.get(span.report_id)
    if report is None or span.end > len(report.text):
        return None
    anchor = anchor_of(report.text, span.start, span.end, report_id=report.id, canonical=report.canonical)
    return Target(anchor=anchor, kind=kind, text=text, label=label, maker=maker)


def _figures(story: Story, reports: Mapping[str, Report]) -> Iterator[ReviewItem]:
    """Every version that its outlet stands by; where they differ each of them is asked about."""
    judged = {line.citations[0]: line for line in story.lines if line.kind == "figure" and line.verdict}
    for line in judged.values():
        item = _item(story, line, reports, maker="figures")
        yield from [item] if item else []
    for series in story.figures:
        standing = [version for version in series.versions if not version.is_superseded]
        differing = ["figures-differ"] if series.is_differing and len(standing) > 1 else []
        for version in standing:
            item = _figure(story, version, series.of, reports)
            others = tuple(dict.fromkeys(_given(other) for other in standing if other is not version))
            if item is not None and version.citation not in judged:
                yield _weighed(replace(item, beside=others if differing else ()), differing)


def _given(version: FigureVersion) -> str:
    words = " ".join(version.words.split())
    return f"{words} ({version.outlet})" if version.outlet else words


def _figure(story: Story, version: FigureVersion, of: str, reports: Mapping[str, Report]) -> ReviewItem | None:
    words = " ".join(version.words.split())
    target = target_of(reports, version.citation, kind="figure", text=words, maker="figures")
    if target is None:
        return None
    return ReviewItem(
        key=target.key, story_id=story.id, headline=story.headline.text, kind="figure", text=words, target=target,
        citations=(version.citation,), label=of,
    )  # fmt: skip


def _roles(story: Story, reports: Mapping[str, Report]) -> Iterator[ReviewItem]:
    """Whose role is unknown in a story of several reports: did they report it themselves?"""
    for member in story.members if len(story.origins) > 1 else ():
        report = reports.get(member.report_id)
        if report is None or member.is_superseded or member.role not in ("unknown", "first-hand"):
            continue
        start, end = report.sentences[0] if report.sentences else (0, len(report.text))
        outlet = member.outlet or report.host or "This outlet"
        text = f"{outlet} reports this first-hand."
        target = target_of(reports, Span(report.id, start, end), kind="first-hand", text=text, maker="origins")
        if target is not None:
            item = ReviewItem(
                key=target.key, story_id=story.id, headline=story.headline.text, kind="first-hand", text=text,
                target=target, citations=(target.anchor.span,),
            )  # fmt: skip
            yield _weighed(item, ["origin-unknown"] if member.role == "unknown" else [])


def _same(story: Story, reports: Mapping[str, Report]) -> Iterator[ReviewItem]:
    """Two persons of whom one is known by the last word of the other's name alone."""
    people = [who for who in story.who if who.kind == "person" and who.citations]
    for short in people:
        longer = [who for who in people if len(who.name) > len(short.name) and _may_be(short, who)]
        if longer:  # of several the one that is named most: who "Holub" is, is one question
            yield from _identity(story, short, max(longer, key=lambda who: (who.mentions, who.id)), reports)


def _may_be(short: Who, full: Who) -> bool:
    """The same last word, and no first names that begin otherwise."""
    ours, theirs = fold(short.name).split(), fold(full.name).split()
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    return len(ours) == 1 or len(theirs) == 1 or ours[0][0] == theirs[0][0]


def _identity(story: Story, short: Who, full: Who, reports: Mapping[str, Report]) -> Iterator[ReviewItem]:
    text = f"“{short.name}” and “{full.name}” are the same person."
    target = target_of(reports, short.citations[0], kind="identity", text=text, maker="who")
    if target is not None:
        item = ReviewItem(
            key=target.key, story_id=story.id, headline=story.headline.text, kind="identity", text=text, target=target,
            citations=(short.citations[0], full.citations[0]), who_ids=tuple(sorted((short.id, full.id))),
        )  # fmt: skip
        yield _weighed(item, ["identity"])
