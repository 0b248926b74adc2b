"""What people decided about who is who, as the stories and the desk both apply it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.model import Judgement, Who, content_id, fold

Key = tuple[str, str]
"""(kind, folded name): what an entry of the who's who stands for before anybody decided anything."""

OF_WHO = ("same-person", "not-same-person", "another-person", "rename", "no-link")
_EVER = datetime.min.replace(tzinfo=UTC)


class Identity:
    """The judgements in force on who is who, the earliest first."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        """Of any judgements; those of other kinds and undone ones are not looked at."""
        held = [one for one in judgements if one.undone_at is None and one.kind in OF_WHO]
        self._held = sorted(held, key=lambda one: (one.made_at or _EVER, sorted(one.items), one.id))
        self.joins = [one.items for one in self._held if one.kind == "same-person"]
        self._apart = {frozenset(one.items) for one in self._held if one.kind == "not-same-person"}
        self._unlinked = {item for one in self._held if one.kind == "no-link" for item in one.items}
        named = [one for one in self._held if one.kind == "rename" and one.words]
        self._names = {item: one.words or "" for one in named for item in one.items}
        self._others = [one.items for one in self._held if one.kind == "another-person"]

    def is_apart(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """True where people said of an id of one and an id of the other that they are two."""
        theirs = tuple(other)
        return bool(self._apart) and any(frozenset((a, b)) in self._apart for a in one for b in theirs)

    def is_unlinked(self, who_id: str) -> bool:
        """True where a part of the name alone is never to be taken for this one."""
        return who_id in self._unlinked

    def id_of(self, key: Key, report_ids: Iterable[str] = ()) -> str:
        """The id of the entry in a story of these reports: its own where people said that these mean another one."""
        own, held = content_id("who", *key), frozenset(report_ids)
        for who_id, *reports in self._others:
            if who_id == own and not held.isdisjoint(reports):
                return content_id("who", *key, "another", min(reports))
        return own

    def named(self, who: Sequence[Who]) -> tuple[Who, ...]:
        """The same entries, called as people decided; the name that reports give stays as an alias."""
        return tuple(map(self._named, who)) if self._names else tuple(who)

    def _named(self, who: Who) -> Who:
        name = self._names.get(who.id)
        if name is None or name == who.name:
            return who
        aliases = tuple(dict.fromkeys(form for form in (who.name, *who.aliases) if form != name))
        return replace(who, name=name, aliases=aliases)

    def groups(self) -> dict[str, frozenset[str]]:
        """Id -> every id that people said means the same one; never two that they told apart."""
        same: dict[str, frozenset[str]] = {}
        for items in self.joins:
            parts = [same.get(item, frozenset({item})) for item in items]
            if any(self.is_apart(one, other) for at, one in enumerate(parts) for other in parts[at + 1 :]):
                continue
            group = frozenset().union(*parts)
            same.update(dict.fromkeys(group, group))
        return same


def form_id(kind: str, form: str) -> str:
    """The id of the entry that this form of a name has where it stands alone."""
    return content_id("who", kind, fold(form))
