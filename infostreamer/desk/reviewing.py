"""Review: a person accepts, rejects or corrects a line, or reads a whole story; every decision is kept and undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from infostreamer.desk.deciding import Deciding, tidy
from infostreamer.desk.decisions import EDITOR
from infostreamer.desk.queue import ReviewItem, asked, items_of, target_of
from infostreamer.model import (
    BadInput,
    Change,
    Date,
    Finding,
    Judgement,
    Line,
    NotFound,
    Report,
    Review,
    Span,
    Story,
    content_id,
)
from infostreamer.model.judgement import OF_LINES
from infostreamer.model.note import NoteState
from infostreamer.store import Unit

Choice = Literal["accept", "reject", "correct"]
LONGEST_LINE = 600  # characters of corrected words
_STORIES = 60  # the newest, that are looked through for what waits
_WORDLESS = ("first-hand", "identity", "error-report")
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of a story's correction log: who, when, what was, what is.

    `state`: line (the words stand in the story), note (they say more than the report, so they stand as a person's note
    beside it), removed, gone (no report of the story has the words it rests on any more) or undone.
    """

    judgement_id: str
    by: str
    at: datetime | None
    kind: str  # of the line
    was: str
    now: str | None  # None: taken out
    note: str | None
    state: str
    citations: tuple[Span, ...]
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How many of a finder's judged lines people let stand."""

    maker: str
    judged: int
    accepted: int


class Reviewing(Deciding):
    """What waits for review, the decisions, and what they made of a story."""

    _queued: tuple[int, tuple[ReviewItem, ...]] | None = None

    def review_queue(self, *, story: Story | None = None) -> list[ReviewItem]:
        """What waits for a person in this story, else in the newest 60; what matters most to a reader first."""
        if story is not None:
            return asked(self.review_items(story))
        position = self.position()
        if self._queued is None or self._queued[0] != position:
            items = [item for one in self.stories(limit=_STORIES) for item in self.review_items(one)]
            self._queued = (position, tuple(asked(items)))
        return list(self._queued[1])

    def review_items(self, story: Story) -> list[ReviewItem]:
        """Every line of a story that can be judged, and the errors that readers reported in it."""
        reports, findings = self.reports(story.report_ids), self.findings(story.report_ids)
        apart = self._told_apart()
        items = [item for item in items_of(story, reports, findings) if item.who_ids not in apart]
        held = self._held()
        decided = [_as_decided(item, held.get(item.key)) for item in items]
        return [*self._reported(story, reports), *decided]

    def review_item(self, story_id: str, key: str) -> ReviewItem:
        """One line of a story, by its key or at least 8 digits of it.

        Raises:
            NotFound: the story has no such line, or has it no longer.
        """
        items = self.review_items(self.story(story_id))
        found = [item for item in items if item.key == key or (len(key) >= 8 and item.key.startswith(key))]
        if not found:
            raise NotFound("That line is not in the story any more; look at the story as it stands now.")
        return found[0]

    def judge(
        self,
        choice: Choice,
        story_id: str,
        key: str,
        *,
        words: str | None = None,
        label: str | None = None,
        note: str | None = None,
        by: str | None = None,
        wait_s: float | None = None,
    ) -> Judgement:
        """The line accepted, rejected or put in other words; the story is built again with it.

        Args:
            choice: what is decided.
            story_id: the story.
            key: of the line, see `review_items`.
            words: of "correct": what it is to say.
            label: of "correct": who says it, where that was wrong.
            note: why.
            by: who decides.
            wait_s: as in `decide`.

        Raises:
            NotFound: no such story, or no such line in it.
            BadInput: nothing is corrected, or this line cannot be judged so.
        """
        story, item = self.story(story_id), self.review_item(story_id, key)
        if item.kind == "identity" and choice == "accept":
            same = self.would_be_same(*item.who_ids)
            return self.decide(same, note=note, by=by, wait_s=wait_s)
        if choice == "accept" and item.judgement_id is not None and item.state in ("accept", "correct"):
            return self.judgement(item.judgement_id)  # it stands already as a person wants it
        self._refuse(choice, story, item)
        said = _corrected_words(item, words, label) if choice == "correct" else (None, None)
        made_at = self.now()
        made = Judgement(
            id=content_id("judgement", choice, item.key, made_at),
            kind=choice,
            items=item.who_ids or tuple(dict.fromkeys(span.report_id for span in item.citations)),
            note=tidy(note),
            by=tidy(by) or EDITOR,
            made_at=made_at,
            target=item.target,
            words=said[0],
            label=said[1],
        )
        self._put(made, story, item)
        self._settle(wait_s)
        return made

    def undo(self, judgement_id: str, *, by: str | None = None, wait_s: float | None = None) -> Judgement:
        """Take a judgement back; it stays in the list as undone. Undoing twice changes nothing.

        Raises:
            NotFound: no such judgement.
        """
        judgement = self.judgement(judgement_id)
        if judgement.kind not in OF_LINES or judgement.undone_at is not None:
            return super().undo(judgement_id, by=by, wait_s=wait_s)
        undone = replace(judgement, undone_at=self.now(), undone_by=tidy(by) or EDITOR)
        with self.store.unit() as unit:
            unit.judgements.put(undone)
            unit.stories.touch(_story_ids(unit, judgement))
            _set_reported(unit, undone, "open")
        self._settle(wait_s)
        return undone

    def would_correct(self, item: ReviewItem, words: str, label: str | None = None) -> Line | None:
        """The line in these words; None where they say more than the report does, so that they become a note.

        Raises:
            BadInput: nothing is corrected.
        """
        from infostreamer.stories.judged import corrected

        said = _corrected_words(item, words, label)
        reports, findings = self._around(item.story_id)
        made = Judgement(id="", kind="correct", items=(), target=item.target, words=said[0], label=said[1])
        line = Line(
            text=item.target.text, kind=item.kind, citations=item.citations, maker=item.target.maker, check="verified",
            label=item.target.label,
        )  # fmt: skip
        texts = {report.id: report.text for report in reports.values()}
        return corrected(line, made, texts, _dates(findings))

    def mark_reviewed(self, story_id: str, *, by: str | None = None, note: str | None = None) -> Review:
        """A person has read the story as it stands; the story says so until it is undone.

        Raises:
            NotFound: no such story.
        """
        story, made_at = self.story(story_id), self.now()
        made = Judgement(
            id=content_id("judgement", "review", story.id, made_at), kind="review", items=story.report_ids,
            note=tidy(note), by=tidy(by) or EDITOR, made_at=made_at, revision=story.revision,
            content=content_of(story),
        )  # fmt: skip
        with self.store.unit() as unit:
            unit.judgements.put(made)
        return _review(made, story)

    def reviewed(self, story: Story) -> Review | None:
        """Who read the whole story last, when, and which revision; None: it is machine-compiled, not reviewed."""
        return self.reviews([story]).get(story.id)

    def reviews(self, stories: Iterable[Story]) -> dict[str, Review]:
        """Story id -> its review, of those that were reviewed. A review goes with the report that came first."""
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.kind == "review" and one.undone_at is None]
        latest = {one.items[0]: one for one in sorted(made, key=_when) if one.items}
        found: dict[str, Review] = {}
        for story in stories:
            own = [latest[member] for member in story.report_ids if member in latest]
            if own:
                found[story.id] = _review(max(own, key=_when), story)
        return found

    def corrections(self, story: Story) -> list[Correction]:
        """The story's correction log, the newest first: lines that people put in other words or took out."""
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.kind in ("correct", "reject") and _is_of_a_line(one)]
        reports = self.reports(story.report_ids) if made else {}
        pages = {report.canonical for report in reports.values()}
        ours = [one for one in made if one.target and one.target.anchor.canonical in pages]
        shown = {line.verdict.judgement_id for line in _all_lines(story) if line.verdict}
        return [_entry(one, reports, shown) for one in sorted(ours, key=_when, reverse=True)]

    def accuracy(self) -> list[Accuracy]:
        """Per finder, whatever its version: lines judged, and of these accepted; by name."""
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.target and one.undone_at is None]
        judged, accepted = Counter[str](), Counter[str]()
        for one in (one for one in made if one.target and one.target.kind != "error-report"):
            name = (one.target.maker if one.target else "").partition("/")[0] or "unknown"
            judged[name] += 1
            accepted[name] += one.kind == "accept"
        return [Accuracy(maker=name, judged=judged[name], accepted=accepted[name]) for name in sorted(judged)]

    def _refuse(self, choice: Choice, story: Story, item: ReviewItem) -> None:
        if choice == "correct" and item.kind in _WORDLESS:
            raise BadInput("This can be accepted or rejected; there are no words to correct.")
        if choice == "reject" and item.kind == "headline" and not story.alternates:
            raise BadInput("A story needs a headline, and no report gives another one; correct its words instead.")

    def _put(self, made: Judgement, story: Story, item: ReviewItem) -> None:
        """Keep it in place of what was decided about the line before."""
        with self.store.unit() as unit:
            for known in unit.judgements.all():
                if known.undone_at is None and known.target and known.target.key == item.target.key:
                    unit.judgements.put(replace(known, undone_at=made.made_at, undone_by=made.by))
            unit.judgements.put(made)
            _set_reported(unit, made, "resolved")
            text = _news(made)
            if text:
                unit.changes.add(
                    Change(
                        noun="story", id=story.id, what="judged", text=text, citations=item.citations, at=made.made_at
                    )
                )
            unit.stories.touch({story.id, *_story_ids(unit, made)})

    def _around(self, story_id: str) -> tuple[Mapping[str, Report], Mapping[str, Sequence[Finding]]]:
        story = self.story(story_id)
        return self.reports(story.report_ids), self.findings(story.report_ids)

    def _held(self) -> dict[str, Judgement]:
        """Key of a line -> what was decided about it and is in force."""
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.undone_at is None and one.target]
        return {one.target.key: one for one in sorted(made, key=_when) if one.target}

    def _told_apart(self) -> frozenset[tuple[str, ...]]:
        """Pairs that people said are two, or one."""
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.undone_at is None]
        return frozenset(
            tuple(sorted(one.items)) for one in made
            if one.kind == "same-person" or (one.target is not None and one.target.kind == "identity")
        )  # fmt: skip

    def _reported(self, story: Story, reports: Mapping[str, Report]) -> list[ReviewItem]:
        """Errors that readers reported, each on the words it is about, else on the headline's."""
        items = [f"story:{story.id}", *(f"report:{member}" for member in story.report_ids)]
        with self.store.read() as unit:
            told = [one for one in unit.notes.on(items) if one.kind == "error-report" and one.state == "open"]
        found = []
        for note in told:
            span = note.selectors.span if note.selectors else story.headline.citations[0]
            text = note.line or (note.selectors.exact if note.selectors else story.headline.text)
            target = target_of(reports, span, kind="error-report", text=f"{note.id} {text}", maker="reader")
            if target is not None:
                found.append(
                    ReviewItem(
                        key=target.key, story_id=story.id, headline=story.headline.text, kind="error-report",
                        text=text, target=target, citations=(span,), reasons=("error-report",), weight=100,
                        note_id=note.id, told=note.body,
                    )
                )  # fmt: skip
        return found


def content_of(story: Story) -> str:
    """A hash of what the story says: a review is current as long as it is the same."""
    lines = [line for line in _all_lines(story) if line.kind != "alternate"]
    said = sorted(f"{line.kind}: {line.label}: {line.text}" for line in lines)
    figures = [version.words for series in story.figures for version in series.versions]
    sides = [f"{side.who}: {side.says}" for matter in story.contested for side in matter.sides]
    return content_id("said", *said, *figures, *sides, *story.report_ids)


def _all_lines(story: Story) -> list[Line]:
    moments = [moment.line for moment in story.timeline]
    return [story.headline, *story.alternates, *story.abstract, *story.lines, *moments, *story.told]


def _review(made: Judgement, story: Story) -> Review:
    return Review(
        judgement_id=made.id, by=made.by, at=made.made_at or _EVER, revision=made.revision or 0,
        is_current=made.content == content_of(story),
    )  # fmt: skip


def _as_decided(item: ReviewItem, made: Judgement | None) -> ReviewItem:
    return item if made is None else replace(item, state=made.kind, judgement_id=made.id)


def _entry(made: Judgement, reports: Mapping[str, Report], shown: set[str]) -> Correction:
    from infostreamer.stories.features import Read
    from infostreamer.stories.judged import spans_of

    assert made.target is not None
    spans = tuple(spans_of(made, [Read(report=report) for report in reports.values()]))
    if made.undone_at is not None:
        state = "undone"
    elif not spans:
        state = "gone"
    elif made.kind == "reject":
        state = "removed"
    else:
        state = "line" if made.id in shown else "note"
    return Correction(
        judgement_id=made.id, by=made.by, at=made.made_at, kind=made.target.kind, was=made.target.text,
        now=made.words, note=made.note, state=state, citations=spans or (made.target.anchor.span,),
        undone_at=made.undone_at, undone_by=made.undone_by,
    )  # fmt: skip


def _corrected_words(item: ReviewItem, words: str | None, label: str | None) -> tuple[str, str | None]:
    said, who = tidy(words, longest=LONGEST_LINE + 1), tidy(label)
    who = None if who == item.target.label else who
    if not said or (said == item.text and who is None):
        raise BadInput("Nothing is corrected: write what the line is to say.")
    if len(said) > LONGEST_LINE:
        raise BadInput(f"A line has at most {LONGEST_LINE} characters.")
    return said, who


def _is_of_a_line(made: Judgement) -> bool:
    return made.target is not None and made.target.kind not in _WORDLESS


def _set_reported(unit: Unit, made: Judgement, state: NoteState) -> None:
    """The error report that was judged is settled, or waits again."""
    if made.target is not None and made.target.kind == "error-report":
        unit.notes.put(replace(unit.notes.get(made.target.text.partition(" ")[0]), state=state))


def _dates(findings: Mapping[str, Sequence[Finding]]) -> dict[Span, str | None]:
    found = [one for rows in findings.values() for one in rows if isinstance(one.payload, Date)]
    return {one.spans[0]: one.payload.value for one in found if isinstance(one.payload, Date)}


def _story_ids(unit: Unit, made: Judgement) -> set[str]:
    """The stories that hold a version of a report that it rests on."""
    held = unit.reports.many(made.items).values()
    versions = [version.id for report in held for version in unit.reports.versions(report.canonical)]
    return set(unit.stories.of_reports(versions).values())


def _news(made: Judgement) -> str | None:
    """What the change log says of it: what was corrected or taken out."""
    assert made.target is not None
    if made.kind == "correct":
        return f"A person corrected a line: “{made.words}” It said: “{made.target.text}”"
    if made.kind == "reject" and made.target.kind not in _WORDLESS:
        return f"A person took out a line: “{made.target.text}”"
    return None


def _when(made: Judgement) -> tuple[datetime, str]:
    return made.made_at or _EVER, made.id
