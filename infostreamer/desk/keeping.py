"""What a reader follows, mutes, bookmarks and highlights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.model import (
    PUBLIC,
    BadInput,
    Dossier,
    Keep,
    KeepKind,
    LoginNeeded,
    NotFound,
    Reader,
    Report,
    Source,
    Span,
    Story,
)

if TYPE_CHECKING:
    from infostreamer.desk.views import WhoPage
    from infostreamer.store import Store, Unit

KINDS: tuple[KeepKind, ...] = ("follow", "mute", "bookmark", "highlight")
_STORIES = 2000  # of one muted person or dossier
_REPORTS = 500  # of one followed source, the newest


class Keeping:
    """What is kept for a reader; `drop` ends it."""

    store: Store

    if TYPE_CHECKING:

        def now(self) -> datetime: ...
        def story(self, story_id: str) -> Story: ...
        def dossier(self, slug: str) -> Dossier: ...
        def source(self, key: str) -> Source: ...
        def report(self, report_id: str) -> Report: ...
        def who(self, who_id: str) -> WhoPage: ...

    def keep(
        self,
        reader: Reader,
        kind: KeepKind,
        item: str,
        *,
        until: datetime | None = None,
        span: Span | None = None,
    ) -> Keep:
        """Keep an item for a reader, in place of an earlier keep of the same kind.

        Args:
            reader: for whom.
            kind: follow, mute, bookmark or highlight.
            item: "story:ID", "dossier:SLUG", "who:ID", "source:ID", "report:ID".
            until: when a mute ends; None: never.
            span: the words of a highlight, in a stored report.

        Raises:
            BadInput: the kind or the item is none of these, the time is past, or the span is not in its report.
            NotFound: there is no such item.
            LoginNeeded: nobody is known who reads.
        """
        refuse_nobody(reader)
        now = self.now()
        if kind not in KINDS:
            raise BadInput(f"{str(kind)[:40]!r} is nothing that can be kept; choose follow, mute, bookmark, highlight.")
        if (kind == "highlight") != (span is not None):
            raise BadInput("A highlight needs the place of its words, and nothing else has one.")
        if until is not None and until <= now:
            raise BadInput("That time is past; choose a later one.")
        if span is not None and span.end > len(self.report(span.report_id).text):
            raise BadInput("Those words are not in the report; mark them again.")
        true_item = self._true_item(item)
        with self.store.unit(is_private=True) as unit:
            position = unit.changes.latest_position()
            made = Keep(
                reader=reader.name, kind=kind, item=true_item, at=now, until=until, span=span, position=position
            )
            unit.keeps.put(made)
        return made

    def bookmark(self, reader: Reader, story_ids: Collection[str], *, is_set: bool) -> None:
        """Keep these stories as bookmarks, or no more; those of them that there are.

        Raises:
            LoginNeeded: nobody is known who reads.
        """
        refuse_nobody(reader)
        now = self.now()
        with self.store.unit(is_private=True) as unit:
            position = unit.changes.latest_position()
            for story_id in unit.stories.many(story_ids):
                item = f"story:{story_id}"
                if is_set:
                    unit.keeps.put(Keep(reader=reader.name, kind="bookmark", item=item, at=now, position=position))
                else:
                    unit.keeps.remove(reader.name, "bookmark", item, None)

    def drop(self, reader: Reader, kind: KeepKind, item: str, *, span: Span | None = None) -> bool:
        """Keep it no more; False where it was not kept."""
        refuse_nobody(reader)
        with self.store.unit(is_private=True) as unit:
            return unit.keeps.remove(reader.name, kind, item, span)

    def keeps(self, reader: Reader, kind: KeepKind | None = None) -> list[Keep]:
        """What the reader keeps, the newest first; a mute that has run out is kept no more."""
        with self.store.read() as unit:
            return unit.keeps.of(reader.name, kind=kind, now=self.now())

    def _true_item(self, item: str) -> str:
        noun, _, key = item.partition(":")
        known: dict[str, Callable[[str], str]] = {
            "story": lambda key: self.story(key).id,
            "dossier": lambda key: self.dossier(key).slug,
            "who": lambda key: self.who(key).who.id,
            "source": lambda key: self.source(key).id,
            "report": lambda key: self.report(key).id,
        }
        if noun not in known or not key:
            raise BadInput(
                f"{item[:80]!r} is nothing that can be kept; name story:ID, dossier:SLUG, who:ID, source:ID."
            )
        return f"{noun}:{known[noun](key)}"


def refuse_nobody(reader: Reader) -> None:
    """
    Raises:
        LoginNeeded: it is whoever reads a public desk without a login: what they kept, everybody would have.
    """
    if reader == PUBLIC:
        raise LoginNeeded("Nothing is kept for those who read without a login; log in first.")


def muted_stories(unit: Unit, reader: str, now: datetime) -> dict[str, Keep]:
    """Story id -> the mute that keeps it quiet: its own, its dossier's, a person's in it, or its only source's."""
    return kept_stories(unit, reader, "mute", now)


def kept_stories(unit: Unit, reader: str, kind: KeepKind, now: datetime) -> dict[str, Keep]:
    """Story id -> why it counts as kept: itself, its dossier, a person in it, or a source (muted: the only one)."""
    found: dict[str, Keep] = {}
    for keep in unit.keeps.of(reader, kind=kind, now=now):
        ids = _stories_of(unit, keep.item) if kind == "mute" else _stories_with(unit, keep.item)
        for story_id in ids:
            found.setdefault(story_id, keep)
    return found


def _stories_with(unit: Unit, item: str) -> Sequence[str]:
    noun, _, key = item.partition(":")
    if noun != "source":
        return _stories_of(unit, item)
    return list(unit.stories.of_reports(report.id for report in unit.reports.by_source(key, _REPORTS)).values())


def _stories_of(unit: Unit, item: str) -> Sequence[str]:
    noun, _, key = item.partition(":")
    if noun == "story":
        return [key]
    if noun == "who":
        return unit.stories.named.stories_with([key], _STORIES)
    if noun == "source":
        return unit.stories.of_source_alone(key, _STORIES)
    try:
        return unit.dossiers.get(key).story_ids if noun == "dossier" else ()
    except NotFound:
        return ()
