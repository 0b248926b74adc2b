"""What the desk said before: stories and dossiers as they stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from infostreamer.desk.reading import Reading
from infostreamer.model import BadInput, Dossier, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    """Which form of a story is the present one."""

    id: str
    revision: int


class History(Reading):
    """Questions about the past. What was saved stays as it was said, up to `stories.revisions` forms of a story."""

    def story_revisions(self, story_id: str) -> list[tuple[int, datetime, int]]:
        """(number, when it was saved in UTC, newest change by then) of every kept form of a story, oldest first."""
        with self.store.read() as unit:
            return [(one.number, one.at, one.position) for one in unit.revisions.of(story_id)]

    def story_at(self, story_id: str, revision: int) -> Story:
        """The story as it stood at that revision, also where it is part of another one now.

        Raises:
            NotFound: that form is not kept.
        """
        with self.store.read() as unit:
            return unit.revisions.get(story_id, revision)[1]

    def story_as_of(self, story_id: str, at: datetime) -> Story | None:
        """The story as it stood at that moment; None where it was not there then, or that form is not kept."""
        with self.store.read() as unit:
            return unit.revisions.as_of([story_id], at).get(story_id)

    def dossier_as_of(self, slug: str, at: datetime) -> Dossier:
        """What the dossier's question would have gathered at that moment, from the stories as they stood.

        Reports are read as they are stored now, the question is the one it has now.

        Raises:
            NotFound: no such dossier.
        """
        from infostreamer.dossiers import gather

        with self.store.read() as unit:
            dossier = unit.dossiers.get(slug)
            ids = [*dossier.story_ids, *unit.revisions.gone()]
            stories = list(unit.revisions.as_of(ids, at).values())
            now = unit.stories.parts(_Number, dossier.story_ids)
            known = {story.id for story in stories if story.id in now and now[story.id].revision == story.revision}
            reports = unit.reports.many(one for story in stories if story.id not in known for one in story.report_ids)
        return gather(dossier, stories, {report.id: report.text for report in reports.values()}, known=known)

    def remembers_since(self) -> datetime | None:
        """When the oldest form of any story that is kept was saved; None on a desk that keeps none."""
        with self.store.read() as unit:
            return unit.revisions.first_at()


def moment_as_of(words: str) -> datetime:
    """The moment that `as-of=` names: a day means its end, UTC; a time is taken as it stands, UTC without an offset.

    Raises:
        BadInput: neither an ISO day nor an ISO time.
    """
    text = words.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"as-of takes a day such as 2026-11-01 or a time such as 2026-11-01T18:00, not {text!r}."
        ) from None
    if len(text) <= len("2026-11-01"):
        at = datetime.combine(at.date(), time.max)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
