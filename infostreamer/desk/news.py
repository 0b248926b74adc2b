"""What is new to a reader, story by story; what was on their screen; and "Caught up", which can be taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infostreamer.desk.keeping import Keeping, muted_stories, refuse_nobody
from infostreamer.desk.pieces import LOUD, news_of_story
from infostreamer.model import OWNER, CaughtUp, Change, NewsPage, NotFound, Reader, StoryNews, content_id
from infostreamer.store.seen import Mark, seen_until

if TYPE_CHECKING:
    from infostreamer.store import Unit
    from infostreamer.store.changes import Head

REBUILT = "seen.rebuilt"
_SPARE = 4  # seen stories looked at beyond those asked for, as some may have news after all
_CHANGES = 4000  # of the stories of one page
_COPIES = 300  # stories with nothing but more reports that are looked into


@dataclass(frozen=True, slots=True)
class _Look:
    """From where a reader looks: their own marks, or one position or time for every story."""

    reader: str
    floor: int
    has_looked: bool
    after: int | None = None
    since: datetime | None = None

    @property
    def is_own(self) -> bool:
        return self.after is None and self.since is None

    def until(self, unit: Unit, story_ids: Iterable[str]) -> dict[str, int]:
        """Story id -> the position up to which it counts as seen."""
        ids = list(story_ids)
        if not self.is_own:
            return dict.fromkeys(ids, self.after or 0)
        marks = unit.seen.of(self.reader, ids)
        return {story_id: seen_until(marks.get(story_id), self.floor) for story_id in ids}


class News(Keeping):
    """What is new, and the marks that say so."""

    # What is new

    def news(
        self,
        reader: Reader = OWNER,
        *,
        since: datetime | int | None = None,
        query: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> NewsPage:
        """Stories that are unseen or changed, the last to change first; to whoever never looked all, the newest first.

        Args:
            reader: whose marks count.
            since: a time or a position of the change log, in place of the reader's own marks.
            query: only stories that match it.
            limit: most stories given.
            offset: stories passed over.

        Raises:
            BadInput: the query cannot be understood.
        """
        wanted = self._matching_ids(query, reader)
        with self.store.read() as unit:
            look = _look(unit, reader, since)
            position = unit.changes.latest_position()
            muted = muted_stories(unit, reader.name, self.now())
            if look.is_own and not look.has_looked and wanted is None and not muted:
                items = _of(unit, look, unit.stories.newest_ids(limit, offset), set())
                return NewsPage(items=tuple(items), total=unit.stories.count(), position=position)
            heads = _heads(unit, look)
            if wanted is not None:
                heads = [head for head in heads if head.story_id in wanted]
            audible = _audible(unit, look, heads, {key: keep.position for key, keep in muted.items()})
            heads = _without_copies(unit, look, audible)
            items = _items(unit, look, heads[offset : offset + limit], set(muted))
        return NewsPage(
            items=tuple(item for item in items if item.state != "seen"),
            total=len(heads),
            position=position,
            muted=len(muted),
        )

    def news_of(
        self, reader: Reader, story_ids: Sequence[str], *, since: datetime | int | None = None
    ) -> dict[str, StoryNews]:
        """Story id -> how it stands to this reader, seen or not; unknown ids are left out."""
        with self.store.read() as unit:
            look = _look(unit, reader, since)
            muted = muted_stories(unit, reader.name, self.now())
            return {item.story.id: item for item in _of(unit, look, story_ids, set(muted))}

    def news_ids(self, reader: Reader, story_ids: Iterable[str], *, since: datetime | int | None = None) -> set[str]:
        """Those of these stories that are unseen or changed to this reader; only doubtful ones are read whole."""
        wanted = list(dict.fromkeys(story_ids))
        with self.store.read() as unit:
            look = _look(unit, reader, since)
            unseen = {key for key, until in look.until(unit, wanted).items() if not until} if look.is_own else set()
            rest = set(wanted) - unseen
            heads = [head for head in _heads(unit, look) if head.story_id in rest] if rest else []
            bare = [head.story_id for head in heads if not head.weighty]
            copies = {item.story.id for item in _of(unit, look, bare, set()) if item.state == "seen"} if bare else set()
        return unseen | {head.story_id for head in heads} - copies

    def _matching_ids(self, query: str, reader: Reader) -> set[str] | None:
        if not query.strip():
            return None
        return set(self.matching_ids(query, reader=reader).story_ids)  # type: ignore[attr-defined]

    def seen_stories(self, reader: Reader = OWNER, *, limit: int = 20, without: Iterable[str] = ()) -> list[StoryNews]:
        """The newest stories without news, at most `limit` of twice as many that are looked at."""
        known = set(without)
        with self.store.read() as unit:
            look, muted = _look(unit, reader, None), muted_stories(unit, reader.name, self.now())
            if not look.has_looked:
                return []
            known |= set(muted) | {head.story_id for head in _heads(unit, look) if head.weighty}
            ids = [story_id for story_id in unit.stories.newest_ids(2 * limit + len(known)) if story_id not in known]
            found = _of(unit, look, ids[: limit + _SPARE], set(muted))
        return [item for item in found if item.state == "seen"][:limit]

    # Marks

    def seen_at(self, reader: Reader = OWNER) -> datetime | None:
        """When the reader last caught up."""
        with self.store.read() as unit:
            floor = unit.seen.floor(reader.name)
        return floor.at if floor and floor.at.timestamp() else None

    def has_looked(self, reader: Reader = OWNER) -> bool:
        """False for somebody who never saw a thing: to them nothing is called new."""
        with self.store.read() as unit:
            return _look(unit, reader, None).has_looked

    def saw(self, reader: Reader, positions: Mapping[str, int]) -> None:
        """These stories were seen up to these positions. A mark never moves back, nor beyond the newest change."""
        refuse_nobody(reader)
        now = self.now()
        with self.store.unit(is_private=True) as unit:
            latest, floor = unit.changes.latest_position(), _floor(unit, reader)
            known = unit.stories.many(positions)
            marks = unit.seen.of(reader.name, known)
            laid = {}
            for story_id in known:
                before = seen_until(marks.get(story_id), floor)
                until = min(positions[story_id], latest)
                if until > before:
                    laid[story_id] = Mark(until, floor, now)
            unit.seen.put(reader.name, laid)

    def unsaw(self, reader: Reader, story_id: str) -> None:
        """The story counts as unseen again.

        Raises:
            NotFound: no such story.
        """
        with self.store.read() as unit:
            unit.stories.get(story_id)
        self.unsaw_all(reader, [story_id])

    def unsaw_all(self, reader: Reader, story_ids: Collection[str]) -> None:
        """These stories count as unseen again, those of them that are kept."""
        refuse_nobody(reader)
        now = self.now()
        with self.store.unit(is_private=True) as unit:
            mark = Mark(0, _floor(unit, reader), now)
            unit.seen.put(reader.name, dict.fromkeys(unit.stories.many(story_ids), mark))

    def caught_up(self, reader: Reader, position: int, query: str = "") -> str:
        """Everything up to this position was seen, or of a query the stories that match; the key that takes it back.

        Raises:
            BadInput: the query cannot be understood.
        """
        refuse_nobody(reader)
        wanted, now = self._matching_ids(query, reader), self.now()
        with self.store.unit(is_private=True) as unit:
            upto = max(0, min(position, unit.changes.latest_position()))
            floor, key = unit.seen.floor(reader.name), content_id("undo", reader.name, upto, query, now)
            if wanted is None:
                before: dict[str, Mark | None] = {"": floor}
                unit.seen.prune(reader.name, floor.position if floor else 0)
                unit.seen.put_floor(reader.name, Mark(max(upto, floor.position if floor else 0), 0, now))
            else:
                marks = unit.seen.of(reader.name, wanted)
                before = {story_id: marks.get(story_id) for story_id in wanted}
                under = floor.position if floor else 0
                unit.seen.put(reader.name, {story_id: Mark(max(upto, under), under, now) for story_id in wanted})
            unit.meta.put(_undo_key(reader), _undo_text(key, now, upto, before))
        return key

    def uncaught(self, reader: Reader, undo: str) -> None:
        """Take the last "Caught up" back.

        Raises:
            NotFound: there is none under this key, or it was taken back already.
        """
        with self.store.unit(is_private=True) as unit:
            kept = json.loads(unit.meta.get(_undo_key(reader)) or "{}")
            if not undo or kept.get("undo") != undo:
                raise NotFound("There is nothing to take back: it was undone already, or you caught up again since.")
            for story_id, row in kept["before"].items():
                if row is None:
                    unit.seen.remove(reader.name, [story_id])
                else:
                    unit.seen.put(reader.name, {story_id: Mark(row[0], row[1], datetime.fromisoformat(row[2]))})
            unit.meta.remove(_undo_key(reader))

    def last_caught_up(self, reader: Reader = OWNER) -> CaughtUp | None:
        """The last "Caught up" that can still be taken back."""
        with self.store.read() as unit:
            kept = json.loads(unit.meta.get(_undo_key(reader)) or "{}")
        if not kept:
            return None
        return CaughtUp(undo=kept["undo"], at=datetime.fromisoformat(kept["at"]), position=kept["position"])

    # What the desk keeps about a reader

    def marks(self, reader: Reader = OWNER) -> dict[str, object]:
        """Everything that is kept about what this reader saw and keeps, as plain JSON values."""
        with self.store.read() as unit:
            floor, seen = unit.seen.floor(reader.name), unit.seen.all(reader.name)
        return {
            "reader": reader.name,
            "caught_up": _mark_json(floor) if floor else None,
            "seen": {story_id: _mark_json(mark) for story_id, mark in seen.items()},
            "keeps": [_keep_json(keep) for keep in self.keeps(reader)],
        }

    def forget_marks(self, reader: Reader) -> int:
        """Forget all of that; how many marks and keeps there were."""
        with self.store.unit(is_private=True) as unit:
            unit.meta.remove(_undo_key(reader))
            return unit.seen.clear(reader.name) + unit.keeps.clear(reader.name)


def _look(unit: Unit, reader: Reader, since: datetime | int | None) -> _Look:
    floor = unit.seen.floor(reader.name)
    has_looked = floor is not None or unit.seen.has_any(reader.name)
    if isinstance(since, datetime):
        return _Look(reader.name, 0, True, since=since)
    if since is not None:
        return _Look(reader.name, 0, True, after=max(0, since))
    return _Look(reader.name, floor.position if floor else 0, has_looked)


def _floor(unit: Unit, reader: Reader) -> int:
    floor = unit.seen.floor(reader.name)
    return floor.position if floor else 0


def _heads(unit: Unit, look: _Look) -> list[Head]:
    """The stories that changed after the reader looked, the last to change first."""
    ranges = rebuilt(unit)
    if not look.is_own:
        return unit.changes.heads(look.after or 0, since=look.since, without=ranges)
    heads = unit.changes.heads(look.floor, without=ranges)
    below = set(unit.seen.below(look.reader, look.floor)) - {head.story_id for head in heads} if look.floor else set()
    if below:
        heads += [head for head in unit.changes.heads(0) if head.story_id in below]
        heads.sort(key=lambda head: -head.position)
    until = look.until(unit, [head.story_id for head in heads])
    return [head for head in heads if head.position > until[head.story_id]]


def changed_ids(unit: Unit, reader: Reader) -> set[str]:
    """The stories that changed after the reader looked, muted ones and those with nothing but copies too."""
    return {head.story_id for head in _heads(unit, _look(unit, reader, None))}


def _audible(unit: Unit, look: _Look, heads: list[Head], muted: Mapping[str, int]) -> list[Head]:
    """Without muted stories, except those with a denial, a correction or a withdrawal since they were muted."""
    hushed = [head.story_id for head in heads if head.story_id in muted]
    if not hushed:
        return heads
    until = look.until(unit, hushed)
    told = unit.changes.of_stories(hushed, min(muted[key] for key in hushed), _CHANGES, without=rebuilt(unit))
    loud = {
        change.id
        for change in told
        if change.what in LOUD and (change.position or 0) > max(muted[change.id], until[change.id])
    }
    return [head for head in heads if head.story_id not in muted or head.story_id in loud]


def _without_copies(unit: Unit, look: _Look, heads: list[Head]) -> list[Head]:
    """Without stories that gained nothing but copies since: looked into for the newest ones."""
    bare = [head.story_id for head in heads if not head.weighty][:_COPIES]
    if not bare:
        return heads
    seen = {item.story.id for item in _of(unit, look, bare, set()) if item.state == "seen"}
    return [head for head in heads if head.story_id not in seen]


def _items(unit: Unit, look: _Look, heads: Sequence[Head], muted: set[str]) -> list[StoryNews]:
    return _of(unit, look, [head.story_id for head in heads], muted)


def _of(unit: Unit, look: _Look, story_ids: Sequence[str], muted: set[str]) -> list[StoryNews]:
    """How these stories stand to the reader."""
    stories, until = unit.stories.many(story_ids), look.until(unit, story_ids)
    first = min((until[story_id] for story_id in stories), default=0)
    changes: dict[str, list[Change]] = {}
    for change in unit.changes.of_stories(stories, first, _CHANGES, without=rebuilt(unit)):
        is_early = look.since is not None and (change.at is None or change.at < look.since)
        if not is_early and (change.position or 0) > until[change.id]:
            changes.setdefault(change.id, []).append(change)
    own = look.is_own
    return [
        news_of_story(
            story,
            changes.get(story.id, ()),
            until=until[story.id] if own else max(until[story.id], 1),
            is_muted=story.id in muted,
        )
        for story in stories.values()
    ]


def rebuilt(unit: Unit) -> list[tuple[int, int]]:
    """Ranges of positions (from, to] in which everything was derived anew: nothing in them is news."""
    return [(first, last) for first, last in json.loads(unit.meta.get(REBUILT) or "[]")]


def note_rebuilt(unit: Unit, first: int, last: int) -> None:
    """What was derived anew after `first` up to `last` is no news: those changes of stories tell nothing any more. What
    cites a report that came in meanwhile still does."""
    arrived = unit.reports.of_captures(unit.changes.captures_between(first, last))
    told = unit.changes.telling_between(first, last)
    unit.changes.silence([position for position, cited in told if cited.isdisjoint(arrived)])


def _undo_key(reader: Reader) -> str:
    return f"seen.undo.{reader.name}"


def _undo_text(key: str, at: datetime, position: int, before: Mapping[str, Mark | None]) -> str:
    rows = {story_id: mark and [mark.position, mark.under, mark.at.isoformat()] for story_id, mark in before.items()}
    return json.dumps({"undo": key, "at": at.astimezone(UTC).isoformat(), "position": position, "before": rows})


def _mark_json(mark: Mark) -> dict[str, object]:
    return {"position": mark.position, "at": mark.at.isoformat(timespec="seconds")}


def _keep_json(keep: object) -> object:
    import msgspec

    return msgspec.to_builtins(keep)
