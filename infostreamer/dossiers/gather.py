"""A dossier + stories -> the dossier brought up to date: where it stands, its timeline, people, figures, open ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.dossiers.figures import figures_of
from infostreamer.dossiers.moments import ahead_of, happened_in
from infostreamer.dossiers.open_questions import open_of
from infostreamer.dossiers.people import who_of
from infostreamer.dossiers.question import matches, parse
from infostreamer.dossiers.standing import current_reports, standing_of
from infostreamer.model import Dossier, Story

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def gather(
    dossier: Dossier, stories: Sequence[Story], texts: Mapping[str, str], *, known: Collection[str] = ()
) -> Dossier:
    """The dossier with everything after its question derived anew.

    Args:
        dossier: its question is parsed; its other fields are replaced.
        stories: all stories to look through, in any order.
        texts: report id -> Report.text; a story is matched on the texts of its members found here.
        known: ids of stories that answered the question and have not changed since; they are not asked again.

    Raises:
        BadInput: the question cannot be parsed.
    """
    question = parse(dossier.question)
    found = [story for story in stories if story.id in known or matches(question, story, texts)]
    newest = sorted(found, key=lambda story: (story.last_at or _LONG_AGO, story.changed_seq, story.id), reverse=True)
    return replace(
        dossier,
        story_ids=tuple(story.id for story in newest),
        abstract=standing_of(newest),
        timeline=happened_in(newest),
        ahead=ahead_of(newest),
        who=who_of(newest),
        figures=figures_of(newest),
        open=open_of(newest),
        reports=sum(current_reports(story) for story in newest),
        outlets=len({member.outlet for story in newest for member in story.members if member.outlet}),
        first_at=min((story.first_at for story in newest if story.first_at), default=None),
        last_at=max((story.last_at for story in newest if story.last_at), default=None),
    )
