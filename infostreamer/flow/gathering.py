"""dossiers: changed stories -> dossiers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.trouble import failure_of, note
from infostreamer.model import Dossier, Failure, Story, content_id
from infostreamer.store import Store, Unit

VERSION = "2"
NAME = "dossiers"
_BATCH = 500
_AT_ONCE = 500  # stories of which a new dossier is asked together


@dataclass(frozen=True, slots=True)
class _Gathered:
    position: int
    now: datetime
    outcomes: tuple[Dossier | Failure, ...]

    def save(self, unit: Unit) -> Counts:
        """Dossiers in place of their earlier form, unless removed meanwhile."""
        counts = Counts()
        kept = {dossier.id: dossier for dossier in unit.dossiers.all()}
        for outcome in self.outcomes:
            if isinstance(outcome, Failure):
                note(unit, outcome, self.now)
                counts += Counts(failures=1)
            elif outcome.id in kept and kept[outcome.id].question == outcome.question:
                unit.meta.put(_mark(outcome), _asked(outcome))
                counts += Counts(dossiers=int(unit.dossiers.put(outcome)))
        return counts


class GatherDossiers:
    """Reads the change log. A dossier is asked of all stories once, then of those it has and those that changed."""

    name, reads, gives = NAME, "story", "dossier"
    is_lazy = True

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def version(self, unit: Unit) -> str:
        """Of this stage."""
        return VERSION

    def restart(self, unit: Unit) -> None:
        """Every dossier is asked of all stories again."""
        unit.failures.clear_stage(NAME)
        for dossier in unit.dossiers.all():
            unit.meta.remove(_mark(dossier))

    def prepare(self, store: Store, position: int, now: datetime) -> _Gathered | None:
        """Every dossier gathered anew over the stories that changed."""
        with store.read() as unit:
            changes = unit.changes.after(position, _BATCH, {"story", "dossier"})
            if not changes:
                return None
            changed = {change.id for change in changes if change.noun == "story"}
            dossiers = unit.dossiers.all()
            outcomes = [self._gather(unit, dossier, changed) for dossier in dossiers if _is_due(unit, dossier, changed)]
        return _Gathered(changes[-1].position or position, now, tuple(outcomes))

    def _gather(self, unit: Unit, dossier: Dossier, changed: Collection[str]) -> Dossier | Failure:
        try:
            if _is_asked(unit, dossier):
                known = frozenset(dossier.story_ids) - frozenset(changed)
                return self._gathered(unit, dossier, sorted({*dossier.story_ids, *changed}), known)
            found: list[str] = []
            every = unit.stories.ids()
            for at in range(0, len(every), _AT_ONCE):  # all stories of a large desk do not fit into its memory
                found += self._gathered(unit, dossier, every[at : at + _AT_ONCE], frozenset()).story_ids
            return self._gathered(unit, dossier, sorted(found), frozenset(found))
        except Exception as error:
            return failure_of(dossier.slug, NAME, error)

    def _gathered(self, unit: Unit, dossier: Dossier, story_ids: Sequence[str], known: Collection[str]) -> Dossier:
        stories = list(unit.stories.many(story_ids).values())
        texts = _texts(unit, [story for story in stories if story.id not in known])
        gathered: Dossier = self._rooms.gather(dossier, stories, texts, known=known)
        return gathered


def _texts(unit: Unit, stories: list[Story]) -> dict[str, str]:
    reports = unit.reports.many(report_id for story in stories for report_id in story.report_ids)
    return {report.id: report.text for report in reports.values()}


def _is_due(unit: Unit, dossier: Dossier, changed: Collection[str]) -> bool:
    return bool(changed) or not _is_asked(unit, dossier)


def _is_asked(unit: Unit, dossier: Dossier) -> bool:
    return unit.meta.get(_mark(dossier)) == _asked(dossier)


def _asked(dossier: Dossier) -> str:
    """Another one for a dossier that is made again under the title of one that was removed."""
    return content_id("asked", VERSION, dossier.question, dossier.created_at)


def _mark(dossier: Dossier) -> str:
    return f"dossiers.{dossier.id}"
