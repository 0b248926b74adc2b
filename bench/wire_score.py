"""Findings against gold labels, kind by kind: what was found, what was missed, what is false."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wire_gold import KINDS, Gold, Label, Span
from wire_same import bare, canonical_names, is_same_actor, is_same_amount, is_same_date, overlap_f1, overlaps

from infostreamer.model import Date, Event, Figure, Finding, Payload, Quote, Statement, fold

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: a finding, or one stretch of a quotation."""

    spans: tuple[Span, ...]
    finding: Finding

    @property
    def payload(self) -> Payload:
        """The finding's payload."""
        return self.finding.payload


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind in one report: matched pairs, labels missed, findings that are false. Optional labels are in none."""

    pairs: list[tuple[Label, Found]] = field(default_factory=list)
    missed: list[Label] = field(default_factory=list)
    false: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rules of sameness need to know about a report: its text, its findings' names, its people."""

    text: str
    names: dict[str, str] = field(hash=False)
    people: frozenset[str]

    def is_actor(self, words: str | None, who: str | None, gold: Sequence[str | None]) -> bool:
        """The words as given, or the fullest form of the name behind the key, name one of the gold actors."""
        full = self.names.get(who) if who else None
        return is_same_actor(words, gold, self.people) or (full is not None and is_same_actor(full, gold, self.people))


Right = Callable[[Desk, Found, Label], bool]


def desk_of(gold: Gold, found: Iterable[Finding]) -> Desk:
    """The desk for one report."""
    parts = ("speaker", "agent", "patient", "said_by")
    given = {name for labels in gold.labels.values() for each in labels for part in parts for name in each.any_of(part)}
    people = {name for name in given if name and len(name.split()) > 1 and name == name.title()}
    return Desk(gold.report.text, canonical_names(found), frozenset(people))


def score(gold: Gold, found: Sequence[Finding]) -> dict[str, Outcome]:
    """The outcome of every kind by its strict reading: a quotation with its speaker, an event with its status."""
    desk = desk_of(gold, found)
    return {kind: compare(desk, gold, found, kind, STRICT[kind]) for kind in KINDS}


def compare(desk: Desk, gold: Gold, found: Sequence[Finding], kind: str, right: Right) -> Outcome:
    """Each label with the first free finding that is right; what is left over is missed or false.

    A finding that only touches optional labels, or says again what a matched label says, is neither; nor is a verbal
    act (an accusation, a demand) whose trigger is the cue of a labelled statement.
    """
    labels = [unit for label in gold.labels[kind] for unit in _units(label, kind)]
    free = [each for finding in found for each in _stretches(desk.text, finding, kind)]
    outcome = Outcome()
    for label in (each for each in labels if not each.is_optional):
        match = next((each for each in free if right(desk, each, label)), None)
        if match is None:
            outcome.missed.append(label)
        else:
            outcome.pairs.append((label, match))
            free.remove(match)
    optional = [each for each in labels if each.is_optional]
    matched = [label for label, _ in outcome.pairs] if kind in ("events", "dates") else []
    for each in free:
        is_idle = any(_touches(desk, each, label, kind) for label in optional) or _is_verbal_act(each, gold.cues)
        if not is_idle and not any(right(desk, each, label) for label in matched):
            outcome.false.append(each)
    return outcome


def _units(label: Label, kind: str) -> list[Label]:
    """Each stretch of a quotation counts for itself, so that grouping them is no question."""
    return [Label((span,), label.fields) for span in label.spans] if kind == "quotes" else [label]


def _stretches(text: str, finding: Finding, kind: str) -> list[Found]:
    payload = finding.payload
    spans = tuple((span.start, span.end) for span in finding.spans)
    if not isinstance(payload, _PAYLOADS[kind]) or (isinstance(payload, Quote) and not payload.direct):
        return []
    if isinstance(payload, Quote):
        return [Found((part,), finding) for span in spans for part in _paragraphs(text, span)]
    if isinstance(payload, Event) and payload.trigger:
        spans = ((payload.trigger.start, payload.trigger.end),)
    return [Found(spans, finding)]


def _paragraphs(text: str, span: Span) -> list[Span]:
    parts, at = [], span[0]
    for part in text[slice(*span)].split("\n\n"):
        parts.append((at, at + len(part)))
        at += len(part) + 2
    return parts


_PAYLOADS: dict[str, type[Payload]] = {
    "quotes": Quote,
    "statements": Statement,
    "figures": Figure,
    "dates": Date,
    "events": Event,
}


def _touches(desk: Desk, found: Found, label: Label, kind: str) -> bool:
    if kind == "statements":
        return overlap_f1(desk.text, found.spans, label.spans) >= _HALF
    return overlaps(found.spans, label.spans + label.again)


def _is_verbal_act(found: Found, cues: Sequence[Span]) -> bool:
    payload = found.payload
    return isinstance(payload, Event) and payload.type in _VERBAL and overlaps(found.spans, cues)


_VERBAL = ("ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE")


def same_words(desk: Desk, found: Found, label: Label) -> bool:
    """The exact words of the quotation, marks and spaces left out."""
    if not overlaps(found.spans, label.spans):
        return False
    return bare(desk.text[slice(*found.spans[0])]) == bare(desk.text[slice(*label.spans[0])])


def same_content(desk: Desk, found: Found, label: Label) -> bool:
    """At least half of the content, by word F1."""
    return overlap_f1(desk.text, found.spans, label.spans) >= _HALF


def same_speaker(desk: Desk, found: Found, label: Label) -> bool:
    """The speaker is one of the label's."""
    payload = found.payload
    assert isinstance(payload, Quote | Statement)
    return desk.is_actor(payload.speaker, payload.who, label.any_of("speaker"))


def same_figure(desk: Desk, found: Found, label: Label) -> bool:
    """Value, upper end, unit and hedge; the words overlap. A vague plural ("hundreds of") is its own hedge."""
    payload = found.payload
    assert isinstance(payload, Figure)
    is_vague = None in label.any_of("value")
    hedges = {None if each is None else fold(each) for each in label.any_of("hedge")}
    return (
        overlaps(found.spans, label.spans)
        and is_same_amount(payload.value, payload.unit, label.any_of("value"), label.any_of("unit"))
        and payload.high in label.any_of("high")
        and (is_vague or (fold(payload.hedge) if payload.hedge else None) in hedges)
    )


def same_date(desk: Desk, found: Found, label: Label) -> bool:
    """The value; the words overlap."""
    payload = found.payload
    assert isinstance(payload, Date)
    return overlaps(found.spans, label.spans) and is_same_date(payload.value, label.any_of("value"))


def same_type(desk: Desk, found: Found, label: Label) -> bool:
    """One of the event's mentions under its type."""
    payload = found.payload
    assert isinstance(payload, Event)
    return overlaps(found.spans, label.spans + label.again) and payload.type in label.any_of("type")


def same_event(desk: Desk, found: Found, label: Label) -> bool:
    """Mention, type and status."""
    payload = found.payload
    assert isinstance(payload, Event)
    return same_type(desk, found, label) and payload.status in label.any_of("status")


def _spoken(words: Right) -> Right:
    return lambda desk, found, label: words(desk, found, label) and same_speaker(desk, found, label)


STRICT: dict[str, Right] = {
    "quotes": _spoken(same_words),
    "statements": _spoken(same_content),
    "figures": same_figure,
    "dates": same_date,
    "events": same_event,
}
LOOSE: dict[str, Right] = {"quotes": same_words, "statements": same_content, "events": same_type}
