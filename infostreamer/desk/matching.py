"""Which stories answer a query: words by the full-text index, fields by what is kept of each story in small."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.answers import Matching
from infostreamer.model import OWNER, KeepKind, Reader
from infostreamer.text.query import All, Condition, Either, Node, Not, Query, Term, Words, parse_query

if TYPE_CHECKING:
    from infostreamer.dossiers import Standing
    from infostreamer.model import StoryNews
    from infostreamer.model.facets import Facets
    from infostreamer.store import Store, Unit

MOST_REPORTS = 20_000  # the newest, that one word is looked up in
MOST_STORIES = 4000  # the newest, that are looked through for one query
_MOST_CHANGED = 1000  # stories that a reader has not seen in full, looked into for is:new and is:changed

_KEPT: tuple[tuple[str, KeepKind], ...] = (("followed", "follow"), ("muted", "mute"), ("bookmarked", "bookmark"))


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the stories that answer, newest first."""

    story_ids: tuple[str, ...]
    is_bounded: bool


class MatchingStories:
    """The questions asked with a query of stories."""

    store: Store

    if TYPE_CHECKING:

        def now(self) -> datetime: ...
        def news_of(
            self, reader: Reader, story_ids: Sequence[str], *, since: datetime | int | None = None
        ) -> dict[str, StoryNews]: ...

    def matching(
        self,
        query: str,
        *,
        reader: Reader = OWNER,
        limit: int = 30,
        offset: int = 0,
        within: Collection[str] | None = None,
    ) -> Matching:
        """The stories that answer a query, newest first.

        Args:
            query: as typed; see docs/reference/query.md.
            reader: whose follows, mutes, bookmarks and marks `is:` asks about.
            limit: most stories given.
            offset: stories passed over.
            within: only these stories are looked at.

        Raises:
            BadInput: the query cannot be understood.
        """
        found = self.matching_ids(query, reader=reader, within=within)
        wanted = found.story_ids[offset : offset + limit]
        with self.store.read() as unit:
            stories = tuple(unit.stories.many(wanted).values())
        return Matching(query=query, stories=stories, total=len(found.story_ids), is_bounded=found.is_bounded)

    def matching_ids(self, query: str, *, reader: Reader = OWNER, within: Collection[str] | None = None) -> Found:
        """As `matching`, but only the ids, all of them.

        Raises:
            BadInput: the query cannot be understood.
        """
        from infostreamer.dossiers import story_answers

        parsed = parse_query(query)
        with self.store.read() as unit:
            held = _held(unit, parsed)
            facets, is_bounded = _candidates(unit, parsed, held, within)
        standing = self.standing(parsed, reader, list(facets))
        found = [story_id for story_id, one in facets.items() if story_answers(parsed, one, _has(one, held), standing)]
        is_cut = any(len(seqs) >= MOST_REPORTS for seqs in held.values())
        return Found(tuple(found), is_bounded or (is_cut and within is None))

    def standing(self, query: Query, reader: Reader, story_ids: list[str]) -> Standing:
        """How the reader stands to these stories, as far as the query asks."""
        from infostreamer.dossiers import Standing

        asked = {str(one.value) for one in query.conditions if one.field == "is"}
        kept = {name: self._kept(reader, kind) for name, kind in _KEPT if name in asked}
        states = self._states(reader, story_ids) if asked & {"new", "changed", "seen"} else {}
        named = {
            name: frozenset(story_id for story_id in story_ids if states.get(story_id, "seen") == state)
            for name, state in (("new", "unseen"), ("changed", "changed"), ("seen", "seen"))
            if name in asked
        }
        reviewed = self._reviewed() if "reviewed" in asked else frozenset()
        return Standing(now=self.now(), reviewed=reviewed, **kept, **named)

    def _kept(self, reader: Reader, kind: KeepKind) -> frozenset[str]:
        from infostreamer.desk.keeping import kept_stories

        with self.store.read() as unit:
            return frozenset(kept_stories(unit, reader.name, kind, self.now()))

    def _states(self, reader: Reader, story_ids: list[str]) -> dict[str, str]:
        """Story id -> state, of those that are not seen."""
        from infostreamer.desk.news import changed_ids

        with self.store.read() as unit:
            changed = changed_ids(unit, reader)
        wanted = [story_id for story_id in story_ids if story_id in changed][:_MOST_CHANGED]
        return {story_id: item.state for story_id, item in self.news_of(reader, wanted).items()}

    def _reviewed(self) -> frozenset[str]:
        with self.store.read() as unit:
            made = [one for one in unit.judgements.all() if one.kind == "review" and one.undone_at is None]
            return frozenset(unit.stories.of_reports(one.items[0] for one in made if one.items).values())


def _has(facets: Facets, held: Mapping[Term, frozenset[int]]) -> Callable[[Term], bool]:
    """Whether a report of the story holds a word or phrase."""
    seqs = {member.seq for member in facets.members}
    return lambda term: not seqs.isdisjoint(held[term])


def _held(unit: Unit, query: Query) -> dict[Term, frozenset[int]]:
    """Word or phrase -> the seq of the newest reports that hold it."""
    terms = [leaf.term for leaf in query.leaves if isinstance(leaf, Words)]
    return {term: frozenset(unit.search.having(term, MOST_REPORTS)) for term in terms}


def _candidates(
    unit: Unit, query: Query, held: dict[Term, frozenset[int]], within: Collection[str] | None
) -> tuple[dict[str, Facets], bool]:
    """Facets of every story that may answer, newest first, and whether there were more than are looked at."""
    if within is not None:
        return unit.stories.facets.many(within), False
    seqs = _narrowed(query.root, held)
    if seqs is None:
        newest = unit.stories.facets.newest(MOST_STORIES + 1)
        return dict(list(newest.items())[:MOST_STORIES]), len(newest) > MOST_STORIES
    few = sorted(seqs, reverse=True)[:MOST_STORIES]
    return unit.stories.facets.many(unit.stories.facets.stories_of(few).values()), len(seqs) > MOST_STORIES


def _narrowed(node: Node, held: dict[Term, frozenset[int]]) -> frozenset[int] | None:
    """Reports of which every answering story has one; None where the words narrow nothing."""
    if isinstance(node, Words):
        return held[node.term]
    if isinstance(node, Condition | Not):
        return None
    found = [_narrowed(one, held) for one in node.nodes]
    some = [seqs for seqs in found if seqs is not None]
    if isinstance(node, All):
        return min(some, key=len, default=None)
    assert isinstance(node, Either)
    return frozenset().union(*some) if len(some) == len(found) else None
