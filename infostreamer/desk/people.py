"""Who is who over all stories: people, organisations and places, with what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from infostreamer.desk.reading import Reading
from infostreamer.desk.telling import beside_of, events_of, readings_of, said_about, said_by
from infostreamer.desk.views import WhoPage
from infostreamer.dossiers.people import one_of
from infostreamer.model import NotFound, Story, Who, fold
from infostreamer.stories.identity import Identity

if TYPE_CHECKING:
    from infostreamer.store.named import Named

_TELLING = 12  # people and organisations, the most mentioned, that other stories are looked for by
_STORIES = 100  # of one person, the newest, that are read


class People(Reading):
    """The questions about people, organisations and places."""

    def find_who(
        self, name: str = "", *, kind: str = "", is_newest: bool = False, limit: int = 50, offset: int = 0
    ) -> list[tuple[Who, int]]:
        """People, organisations and places whose name or alias holds `name`, with the number of their stories.

        Those in most stories come first, then the most mentioned; with `is_newest` those that were named last.
        """
        same = self._same_people()
        with self.store.read() as unit:
            named = unit.stories.named
            found = named.find(fold(name), limit + offset + len(same), kind=kind, is_newest=is_newest)
            groups = dict.fromkeys(same.get(row.who_id, frozenset({row.who_id})) for row in found)
            rows = [(_whole(named, ids), named.count(ids)[0]) for ids in list(groups)[offset : offset + limit]]
        return rows if is_newest else sorted(rows, key=lambda row: (-row[1], -row[0].mentions, row[0].name))

    def count_who(self, name: str = "", *, kind: str = "") -> int:
        """How many entries `find_who` can reach, those that people said are the same counted one by one."""
        with self.store.read() as unit:
            return unit.stories.named.entries(fold(name), kind=kind)

    def who(self, who_id: str) -> WhoPage:
        """One person, organisation or place, under any of the ids that people said are the same.

        Raises:
            NotFound: nobody in any story has that id.
        """
        ids = self._same_people().get(who_id, frozenset({who_id}))
        with self.store.read() as unit:
            named = unit.stories.named
            total, _ = named.count(ids)
            if not total:
                raise NotFound(f"Nobody has the id {who_id!r}; `infostreamer who` lists people and organisations.")
            whole = _whole(named, ids, first=who_id)
            stories = tuple(unit.stories.many(named.stories_with(ids, _STORIES)).values())
        members = [member.report_id for story in stories for member in story.members if not member.is_superseded]
        rows = readings_of(ids, stories, self.reports(members), self.findings(members))
        return WhoPage(
            who=whole,
            stories=stories,
            stories_total=total,
            by=said_by(rows),
            about=said_about(rows),
            events=events_of(rows),
            beside=beside_of(ids, stories, rows),
        )

    def related(self, story: Story, *, limit: int = 6) -> list[tuple[Story, tuple[str, ...]]]:
        """Other stories that name the same people or organisations, and whom; those that share most first."""
        telling = [who for who in story.who if who.kind in ("person", "organisation")][:_TELLING]
        names = {who.id: who.name for who in telling}
        with self.store.read() as unit:
            ids = unit.stories.named.sharing(names, story.id, limit)
            found = unit.stories.many(ids)
        return [(one, tuple(names[who.id] for who in one.who if who.id in names)) for one in found.values()]

    def _same_people(self) -> dict[str, frozenset[str]]:
        """Id -> every id that people said means the same one."""
        with self.store.read() as unit:
            return Identity(unit.judgements.all()).groups()


def _whole(named: Named, ids: frozenset[str], *, first: str = "") -> Who:
    """One entry out of all that mean the same; it is called as under the id `first`, else as the newest story does."""
    forms = [who for who_id in sorted(ids, key=lambda one: (one != first, one)) for who in named.of(who_id)]
    return replace(one_of(forms), mentions=named.count(ids)[1])
