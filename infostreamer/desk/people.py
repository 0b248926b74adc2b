"""Who is who over all stories: people, organisations and places, with what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from infostreamer.desk.reading import Reading
from infostreamer.desk.views import WhoPage, joined
from infostreamer.model import Finding, NotFound, Report, Story, Who, fold

if TYPE_CHECKING:
    from infostreamer.store.named import Named

_TELLING = 12  # people and organisations, the most mentioned, that other stories are looked for by
_STORIES = 100  # of one person, the newest, that are read


class People(Reading):
    """The questions about people, organisations and places."""

    def find_who(self, name: str = "", *, limit: int = 50) -> list[tuple[Who, int]]:
        """People, organisations and places whose name or alias holds `name`, with the number of their stories."""
        same = self._same_people()
        with self.store.read() as unit:
            named = unit.stories.named
            found = named.find(fold(name), limit + len(same))
            groups = dict.fromkeys(same.get(row.who_id, frozenset({row.who_id})) for row in found)
            rows = [(_whole(named, ids), named.count(ids)[0]) for ids in groups]
        return sorted(rows, key=lambda row: (-row[1], -row[0].mentions, row[0].name))[:limit]

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
        return WhoPage(who=whole, stories=stories, stories_total=total, said=tuple(self._said_by(whole, stories)))

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
            said = [one for one in unit.judgements.all() if one.kind == "same-person" and one.undone_at is None]
        same: dict[str, frozenset[str]] = {}
        for judgement in said:
            group = frozenset(judgement.items).union(*(same.get(item, frozenset()) for item in judgement.items))
            same.update(dict.fromkeys(group, group))
        return same

    def _said_by(self, who: Who, stories: Iterable[Story]) -> list[tuple[Report, Finding]]:
        ids = [member.report_id for story in stories for member in story.members if not member.is_superseded]
        reports, findings = self.reports(ids), self.findings(ids)
        keys = set(who.keys)
        said = [
            (reports[report_id], finding)
            for report_id, found in findings.items()
            if report_id in reports
            for finding in found
            if finding.kind in ("quote", "statement") and getattr(finding.payload, "who", None) in keys
        ]
        return sorted(said, key=lambda row: (-(row[0].seq or 0), row[1].start))


def _whole(named: Named, ids: frozenset[str], *, first: str = "") -> Who:
    """One entry out of all that mean the same; it is called as under the id `first`, else as the newest story does."""
    forms = [who for who_id in sorted(ids, key=lambda one: (one != first, one)) for who in named.of(who_id)]
    whole = forms[0]
    for form in forms[1:]:
        whole = joined(whole, form)
    return replace(whole, mentions=named.count(ids)[1])
