"""What people decide: worked out, said in advance, kept as judgements, worked into every story, undone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infostreamer.desk.decisions import EDITOR, Decision, Judged, counted, headline_of, listed, title_of, words_of
from infostreamer.desk.identifying import Identifying, key_in
from infostreamer.model import BadInput, Judgement, NotFound, Report, Source, Story, TryLater, content_id
from infostreamer.stories.identity import OF_WHO, form_id
from infostreamer.text.clean import clean_text

if TYPE_CHECKING:
    from infostreamer.flow import Flow

_LOG = logging.getLogger("infostreamer.desk")
_LONGEST = 500  # characters of a note
_EVER = datetime.min.replace(tzinfo=UTC)
_FIRST = 50  # changes of a story that is gone, in which its reports are looked for


class Deciding(Identifying):
    """Each `would_…` answers with a decision and what it will do; `decide` makes it so; `undo` takes it back."""

    _settler: threading.Thread | None = None

    if TYPE_CHECKING:

        @property
        def flow(self) -> Flow: ...
        def now(self) -> datetime: ...

    def would_merge(self, one: str, other: str) -> Decision:
        """Two stories become one, with all their reports.

        Args:
            one: a story: its id, 8 digits of it or its address.
            other: another story, likewise.

        Raises:
            NotFound: no such story.
            BadInput: both are one story already.
        """
        first, second = self.story(key_in(one)), self.story(key_in(other))
        if first.id == second.id:
            raise BadInput(f"{headline_of(first)} is that story already; name another one.")
        elder, younger = sorted((first, second), key=self._arrival)
        count = len({*elder.report_ids, *younger.report_ids})
        return Decision(
            kind="merge",
            items=tuple(sorted({*elder.report_ids, *younger.report_ids})),
            will=f"{headline_of(elder)} and {headline_of(younger)} become one story with {counted(count)}. "
            f"The address of {headline_of(younger)} will lead to it.",
            shows=elder.report_ids[0],
        )

    def would_move(self, report_key: str, story_key: str) -> Decision:
        """A report leaves its story and joins another one.

        Raises:
            NotFound: no such report or story.
            BadInput: it is in that story already.
        """
        report, story = self.report(key_in(report_key)), self.story(key_in(story_key))
        if report.id in story.report_ids:
            raise BadInput(f"{title_of(report)} is in {headline_of(story)} already.")
        moved = [version.id for version in self.versions(report.id)]
        return Decision(
            kind="split",
            items=tuple(sorted({*moved, *story.report_ids})),
            will=f"{title_of(report)} leaves its story and joins {headline_of(story)}. "
            "No other report that is held now comes along; later ones may join.",
            shows=report.id,
        )

    def would_split(self, report_keys: Sequence[str]) -> Decision:
        """Reports leave their story and form one of their own, with their other versions.

        Raises:
            NotFound: no such report.
            BadInput: they are of several stories, or all of one.
        """
        reports = [self.report(key_in(key)) for key in report_keys]
        stories = {self.story_of(report.id) for report in reports} - {None}
        if len(stories) != 1:
            raise BadInput("Name reports of one story to split them off together.")
        story = self.story(str(stories.pop()))
        gone = {version.id for report in reports for version in self.versions(report.id)}
        left = [report_id for report_id in story.report_ids if report_id not in gone]
        if not left:
            raise BadInput(f"{headline_of(story)} has no other report; there is nothing to split it from.")
        return Decision(
            kind="split", items=tuple(sorted(gone)), will=_split_words(story, reports, gone, left), shows=reports[0].id
        )

    def would_keep_apart(self, one: str, other: str) -> Decision:
        """Two stories, or two reports, never stand in one story.

        Raises:
            NotFound: no such story or report.
            BadInput: both are the same.
        """
        first, second = self._first_report(key_in(one)), self._first_report(key_in(other))
        if first.id == second.id:
            raise BadInput("That is one and the same report; name two.")
        are_together = self.story_of(first.id) == self.story_of(second.id)
        then = "They are in one story now: the one that arrived later leaves it." if are_together else ""
        will = f"{title_of(first)} and {title_of(second)} will never stand in one story. {then}".strip()
        return Decision(kind="never-merge", items=tuple(sorted((first.id, second.id))), will=will, shows=second.id)

    def would_share_owner(self, outlets: Sequence[str]) -> Decision:
        """Outlets of one owner count as one origin.

        Raises:
            BadInput: fewer than two outlets are named.
        """
        names = tuple(sorted({name for outlet in outlets if (name := " ".join(clean_text(outlet).split()))}))
        if len(names) < 2:
            raise BadInput("Name at least two outlets or hosts that have one owner.")
        return Decision(
            kind="same-owner",
            items=names,
            will=f"{listed(names)} count as one origin in every story, because they have one owner.",
        )

    def decide(
        self, decision: Decision, *, note: str | None = None, by: str | None = None, wait_s: float | None = None
    ) -> Judgement:
        """The judgement, kept for ever, and worked into the stories. The same decision in force is not made twice.

        Args:
            decision: what one of the `would_…` methods answered.
            note: why.
            by: who decided.
            wait_s: return after so many seconds even if the stories are not all built anew; None waits to the end.
        """
        made_at = self.now()
        made = Judgement(
            id=content_id("judgement", decision.kind, *decision.items, made_at),
            kind=decision.kind,
            items=decision.items,
            note=tidy(note),
            by=tidy(by) or EDITOR,
            made_at=made_at,
            words=decision.words,
        )
        with self.store.unit() as unit:
            known = unit.judgements.all()
            same = [one for one in known if _is_same(one, made)]
            if not same:
                unit.judgements.put(made)
            for one in known:
                if one.id in decision.undoes and one.undone_at is None:
                    unit.judgements.put(replace(one, undone_at=made_at, undone_by=made.by))
        self._settle(wait_s)
        return same[0] if same else made

    def undo(self, judgement_id: str, *, by: str | None = None, wait_s: float | None = None) -> Judgement:
        """Take a judgement back; it stays in the list as undone. Undoing twice changes nothing.

        Raises:
            NotFound: no such judgement.
        """
        judgement = self.judgement(judgement_id)
        if judgement.undone_at is None:
            judgement = replace(judgement, undone_at=self.now(), undone_by=tidy(by) or EDITOR)
            with self.store.unit() as unit:
                unit.judgements.put(judgement)
            self._settle(wait_s)
        return judgement

    def judgement(self, judgement_id: str) -> Judgement:
        """One judgement, by its id or a unique beginning of it (at least 8 digits).

        Raises:
            NotFound: no such judgement.
        """
        with self.store.read() as unit:
            known = unit.judgements.all()
        near = [one for one in known if one.id == judgement_id] or [
            one for one in known if len(judgement_id) >= 8 and one.id.startswith(judgement_id)
        ]
        if len(near) != 1:
            raise NotFound(f"No judgement has the id {judgement_id!r}; `infostreamer stories judgements` lists them.")
        return near[0]

    def judgements(self, *, story: Story | None = None) -> list[Judged]:
        """What was decided, the newest first, undone ones too; only what speaks of this story's reports where given."""
        with self.store.read() as unit:
            known = unit.judgements.all()
            wanted = [one for one in known if story is None or _speaks_of(one, story)]
            reports = unit.reports.many(item for one in wanted for item in one.items)
            places = unit.stories.of_reports(reports)
        names = self._names_of([one for one in wanted if one.kind in OF_WHO])
        rows = [
            Judged(
                judgement=one,
                words=words_of(one, reports, names),
                story_ids=tuple(dict.fromkeys(places[item] for item in one.items if item in places)),
            )
            for one in wanted
        ]
        return sorted(rows, key=lambda row: (row.judgement.made_at or _EVER, row.judgement.id), reverse=True)

    def moved_to(self, story_id: str) -> str | None:
        """Where the reports of a story went that is no longer kept: the id of the story that holds its first one.

        A decision that names the report which founded it says so on any desk; else the desk's own log does.
        """
        with self.store.read() as unit:
            judged = (item for one in unit.judgements.all() for item in one.items)
            founders = [item for item in judged if content_id("story", item) == story_id]
            told = unit.changes.after(0, _FIRST, ("story",), item=story_id)
            cited = [span.report_id for change in told for span in change.citations]
            cited.sort(key=lambda report_id: content_id("story", report_id) != story_id)
            places = unit.stories.of_reports([*founders, *cited])
        return next((place for place in places.values() if place != story_id), None)

    def set_owner(self, key: str, owner: str | None, *, wait_s: float | None = None) -> Source:
        """State the owner family of a source, or with None that it is unknown; every story counts its origins anew.

        Raises:
            NotFound: no such source.
        """
        source = replace(self.source(key), owner=tidy(owner))
        with self.store.unit() as unit:
            unit.sources.put(source)
        self._settle(wait_s)
        return source

    @property
    def is_settling(self) -> bool:
        """True while stories are still being built anew after a decision."""
        return self._settler is not None and self._settler.is_alive()

    def _settle(self, wait_s: float | None) -> None:
        """Build anew what a decision touched; in the background beyond the wait."""
        if wait_s is None:
            self.flow.enrich()
            return
        flow = self.flow
        self._settler = threading.Thread(target=_enrich, args=(flow,), name="settle", daemon=True)
        self._settler.start()
        self._settler.join(wait_s)

    def _arrival(self, story: Story) -> int:
        founder = self.reports(story.report_ids[:1])
        return min((report.seq or 0 for report in founder.values()), default=0)

    def _first_report(self, key: str) -> Report:
        """The report under this key, or the one that founded the story under it."""
        try:
            return self.report(self.story(key).report_ids[0])
        except NotFound:
            return self.report(key)

    def _names_of(self, judgements: Sequence[Judgement]) -> dict[str, str]:
        """Id -> name, also of those that a story knows only as an alias of another since they were joined."""
        wanted = {item for one in judgements for item in one.items}
        names: dict[str, str] = {}
        for item in sorted(wanted):
            try:
                who = self.who(item).who
            except NotFound:
                continue
            forms = {form_id(who.kind, form): form for form in (*who.aliases, who.name)} | {who.id: who.name}
            names.update({key: form for key, form in forms.items() if key in wanted})
        return names


def _enrich(flow: Flow) -> None:
    """A pass whose trouble is the running flow's to mend: the decision itself is kept."""
    try:
        flow.enrich()
    except TryLater as error:
        _LOG.warning("%s", error)


def _split_words(story: Story, reports: Sequence[Report], gone: set[str], left: Sequence[str]) -> str:
    titles = listed([title_of(report) for report in reports])
    own = "leaves its story and becomes one of its own" if len(reports) == 1 else "become a story of their own"
    rest = f"The other {counted(len(left))} of {headline_of(story)} {'stays' if len(left) == 1 else 'stay'} behind"
    address = (
        "; that story gets a new address, because its first report leaves." if story.report_ids[0] in gone else "."
    )
    return f"{titles} {own}. {rest}{address} What arrives later may still join."


def _is_same(known: Judgement, made: Judgement) -> bool:
    return known.undone_at is None and (known.kind, known.items, known.words) == (made.kind, made.items, made.words)


def _speaks_of(judgement: Judgement, story: Story) -> bool:
    """Of its reports; decisions on owners and people stand with these."""
    return judgement.kind in ("merge", "split", "never-merge") and not set(judgement.items).isdisjoint(story.report_ids)


def tidy(text: str | None, *, longest: int = _LONGEST) -> str | None:
    """Typed words on one line, cut to so many characters; None where there are none."""
    return " ".join(clean_text(text or "").split())[:longest] or None
