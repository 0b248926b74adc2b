"""What people decided about lines, applied to a story: accepted, rejected and corrected. Why: docs/why/073.

A judgement rests on words of a report and on a kind of line, so it holds for whatever a finder, a writer or a newer
version of the report makes of these words. What is rejected is taken out before anything is derived, so that tables,
timeline and counts agree with it; corrected words take the place of the line, where the law lets them through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from infostreamer.model import Event, Finding, Judgement, Line, Span, Statement, Story, Verdict, fold
from infostreamer.stories.check import Dates, check_line
from infostreamer.stories.cited import sentences_around
from infostreamer.stories.evidence import OwnReporting
from infostreamer.stories.features import Read
from infostreamer.stories.gate import LEAST, strange_words, support
from infostreamer.stories.group import Group
from infostreamer.stories.lineage import Lineage
from infostreamer.text.anchoring import anchored, copied

PLACED = ("event", "quote", "statement", "figure", "contested", "speculation")
"""Kinds of line that a person's words are put under even where no line of ours rests on these words any more."""

SECTIONS = (*PLACED, "state", "commentary")
TITLES = ("headline", "alternate")
FIRST_HAND = "first-hand"
_OF_ONE_KIND = ("contested", "speculation", "figure", FIRST_HAND, "identity")
_DECIDED = ("accept", "reject", "correct")
_NO_STANCES = ("denies", "rejects")
_BRACKETS = re.compile(r"\s*\[[^\[\]]*\]")
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement that speaks of this story, and where its words stand in the members."""

    judgement: Judgement
    spans: tuple[Span, ...]

    @property
    def kind(self) -> str:
        """The kind of line."""
        assert self.judgement.target is not None
        return self.judgement.target.kind

    @property
    def was(self) -> str:
        """The line as it stood."""
        assert self.judgement.target is not None
        return self.judgement.target.text

    def covers(self, span: Span) -> bool:
        """True when the span lies within the judged words."""
        return any(
            ours.report_id == span.report_id and ours.start <= span.start and span.end <= ours.end
            for ours in self.spans
        )

    def speaks_of(self, line: Line) -> bool:
        """Of this line: of its kind and on these words, or saying just the same in another section.

        A headline is judged only as a headline, and a claim of a certain kind ("this is contested") only as such.
        """
        is_title, of_title = line.kind in TITLES, self.kind in TITLES
        if is_title != of_title:
            return False
        is_kind = is_title or line.kind == self.kind
        if is_kind and self.covers(line.citations[0]):
            return True
        return (is_kind or self.kind not in _OF_ONE_KIND) and fold(line.text) == fold(self.was)


class Verdicts:
    """The judgements of lines that speak of one story's members; the latest on the same words counts."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        """These, the latest first."""
        self._judged = tuple(judged)

    def kept(self, members: Sequence[Read]) -> list[Read]:
        """The members without the findings that were rejected, or that a corrected figure stands in place of."""
        gone = [one for one in self._judged if _takes_out(one)]
        if not gone:
            return list(members)
        return [
            replace(
                read,
                findings=tuple(found for found in read.findings if not any(_is_about(one, found) for one in gone)),
            )
            for read in members
        ]

    def roles(self, lineage: Lineage) -> Lineage:
        """The lineage with own reporting as people say: a report is first-hand, or nothing shows that it is."""
        said = {
            span.report_id: one.judgement for one in reversed(self._judged) if one.kind == FIRST_HAND
            for span in one.spans
        }  # fmt: skip
        own = {
            report_id: _own_by(said[report_id], known) if report_id in said else known
            for report_id, known in lineage.own.items()
        }
        return replace(lineage, own=own) if said else lineage

    def applied(self, story: Story, group: Group) -> Story:
        """The story without rejected lines and with corrected ones; accepted ones say who accepted them."""
        if not self._judged:
            return story
        texts, dates = group.texts, group.dates
        return self._extra(self._on_lines(story, texts, dates), group)

    def told(self, story: Story, texts: Mapping[str, str]) -> Story:
        """The story with its lines by a language model judged as well."""
        return replace(story, told=self._lines(story.told, texts, {})) if self._judged and story.told else story

    def _on_lines(self, story: Story, texts: Mapping[str, str], dates: Dates) -> Story:
        titles = self._lines((story.headline, *story.alternates), texts, dates) or (story.headline,)
        moments = [(moment, self._line(moment.line, texts, dates)) for moment in story.timeline]
        facts = [(fact, self._line(fact.line, texts, dates)) for fact in story.facts]
        contested = [one for one in self._judged if one.kind == "contested" and one.judgement.kind == "reject"]
        return replace(
            story,
            headline=replace(titles[0], kind="headline"),
            alternates=tuple(replace(line, kind="alternate") for line in titles[1:]),
            abstract=self._lines(story.abstract, texts, dates),
            lines=self._lines(story.lines, texts, dates),
            timeline=tuple(replace(moment, line=line) for moment, line in moments if line is not None),
            facts=tuple(replace(fact, line=line) for fact, line in facts if line is not None),
            contested=tuple(
                matter
                for matter in story.contested
                if not any(one.covers(side.citations[0]) for one in contested for side in matter.sides)
            ),
        )

    def _lines(self, lines: Iterable[Line], texts: Mapping[str, str], dates: Dates) -> tuple[Line, ...]:
        judged = (self._line(line, texts, dates) for line in lines)
        return tuple(line for line in judged if line is not None)

    def _line(self, line: Line, texts: Mapping[str, str], dates: Dates) -> Line | None:
        one = next((one for one in self._judged if one.speaks_of(line)), None)
        if one is None:
            return line
        made = one.judgement
        if made.kind == "accept":
            return replace(line, verdict=Verdict(judgement_id=made.id, kind="accept", by=made.by, at=made.made_at))
        return corrected(line, made, texts, dates) if made.kind == "correct" else None

    def _extra(self, story: Story, group: Group) -> Story:
        """With corrected lines that no line of ours is left to make room for."""
        shown = {line.verdict.judgement_id for line in story.lines if line.verdict}
        lines = list(story.lines)
        for one in reversed(self._judged):
            made = one.judgement
            if made.kind == "correct" and one.kind in PLACED and made.id not in shown:
                span = next((span for span in one.spans if span.report_id not in group.superseded), None)
                line = _from_words(one, span, group) if span else None
                lines += [line] if line else []
        order = {kind: at for at, kind in enumerate(SECTIONS)}
        return replace(story, lines=tuple(sorted(lines, key=lambda line: order.get(line.kind, len(order)))))


def verdicts_of(members: Sequence[Read], judgements: Sequence[Judgement]) -> Verdicts:
    """The judgements in force that rest on words of these members, each with every place where these stand."""
    held = [one for one in judgements if one.undone_at is None and one.kind in _DECIDED and one.target]
    placed = (Judged(one, tuple(spans_of(one, members))) for one in sorted(held, key=_when, reverse=True))
    return Verdicts([one for one in placed if one.spans])


def judge_told(
    story: Story, members: Sequence[Read], *, judgements: Sequence[Judgement], texts: Mapping[str, str]
) -> Story:
    """The story with what a language model told judged as well: it comes to the story last, beside the building."""
    return verdicts_of(members, judgements).told(story, texts)


def spans_of(judgement: Judgement, members: Iterable[Read]) -> Iterator[Span]:
    """Where the judged words stand: in their report, its other versions, and reports that have them by copying.

    Only just these words: what an outlet has changed since nobody has judged.
    """
    assert judgement.target is not None
    anchor, kind = judgement.target.anchor, judgement.target.kind
    for read in members:
        report = read.report
        if report.id == anchor.report_id:
            if report.text[anchor.start : anchor.end] == anchor.exact:
                yield anchor.span
        elif report.canonical == anchor.canonical:
            found = anchored(report.text, anchor, is_fuzzy=False)
            if found is not None:
                yield Span(report.id, found.start, found.end)
        elif kind != FIRST_HAND:
            yield from (Span(report.id, start, end) for start, end in copied(report.text, anchor))


def corrected(line: Line, judgement: Judgement, texts: Mapping[str, str], dates: Dates) -> Line | None:
    """The line in the words of a person; None where these say more than what is cited.

    They pass the check of every line and the gate of lines in other words. Where their own sentence does not bear them
    out, the one before or after may, and is cited too: "he" there is named here.
    """
    label = judgement.label or line.label
    verdict = Verdict(judgement_id=judgement.id, kind="correct", by=judgement.by, at=judgement.made_at, was=line.text)
    wanted = replace(line, text=judgement.words or line.text, label=label, check="verified", verdict=verdict)
    if line.kind == "figure":  # the figure alone says nothing of what it counts
        wanted = replace(wanted, citations=tuple(_sentences(span, texts) for span in line.citations))
    if label and label != line.label:
        wanted = replace(wanted, citations=(*wanted.citations, *_naming(label, line.citations[0], texts)))
    for more in ((), *([span] for span in _beside(line.citations[0], texts))):
        tried = replace(wanted, citations=(*wanted.citations, *more))
        checked = check_line(tried, texts, dates=dates)
        if checked.check != "withheld" and _is_borne_out(tried, texts):
            return checked
    return None


def _is_borne_out(line: Line, texts: Mapping[str, str]) -> bool:
    """By the gate of lines in other words; what stands in brackets the law has looked at."""
    said = _BRACKETS.sub("", line.text)
    cited = [texts[span.report_id][span.start : span.end] for span in line.citations]
    return not strange_words(said, cited) and support(said, cited) >= LEAST


def _beside(span: Span, texts: Mapping[str, str]) -> list[Span]:
    """The sentence before the words and the one after them."""
    text = texts.get(span.report_id, "")
    whole = _sentences(span, texts)
    before, after = text[: whole.start].rstrip(), text[whole.end :]
    start = whole.end + len(after) - len(after.lstrip())
    found = [Span(span.report_id, len(before) - 1, len(before))] if before else []
    found += [Span(span.report_id, start, start + 1)] if start < len(text) else []
    return [_sentences(one, texts) for one in found]


def _sentences(span: Span, texts: Mapping[str, str]) -> Span:
    text = texts.get(span.report_id)
    return (sentences_around(span, text) if text is not None else None) or span


def _naming(label: str, near: Span, texts: Mapping[str, str]) -> list[Span]:
    """Where the report names whom the label names: the last time before the words, else the first time after."""
    text, found = texts.get(near.report_id, ""), []
    for part in (part.strip() for part in label.split(",")):
        at = text.rfind(part, 0, near.end) if part else -1
        at = text.find(part, near.end) if part and at < 0 else at
        if at >= 0:
            found.append(Span(near.report_id, at, at + len(part)))
    return found


def _from_words(one: Judged, span: Span, group: Group) -> Line | None:
    target = one.judgement.target
    assert target is not None
    line = Line(
        text=one.was, kind=one.kind, citations=(span,), maker=target.maker or "person/1", check="verified",
        label=target.label, first_report_id=span.report_id,
    )  # fmt: skip
    made = corrected(line, one.judgement, group.texts, group.dates)
    return made or corrected(replace(line, label=None), replace(one.judgement, label=None), group.texts, group.dates)


def _takes_out(one: Judged) -> bool:
    return one.judgement.kind == "reject" or (one.judgement.kind == "correct" and one.kind == "figure")


def _is_about(one: Judged, found: Finding) -> bool:
    payload = found.payload
    stance = payload.stance if isinstance(payload, Statement) else None
    if one.kind == "contested":
        is_kind = found.kind == "stance" or stance in _NO_STANCES
        is_kind = is_kind or (isinstance(payload, Event) and payload.status == "denied")
    elif one.kind == "speculation":
        is_kind = stance == "speculates" or (isinstance(payload, Event) and payload.status == "speculated")
    else:
        is_kind = found.kind == one.kind and one.kind in PLACED
    return is_kind and one.covers(found.spans[0])


def _own_by(made: Judgement, known: OwnReporting) -> OwnReporting:
    if made.kind == "accept":
        text = "A person says that it reports itself."
        return replace(known, is_enough=True, is_strong=True, text=text, is_credited=False)
    if made.kind == "reject":
        return OwnReporting(False, False)
    return known


def _when(judgement: Judgement) -> tuple[datetime, str]:
    return judgement.made_at or _EVER, judgement.id
