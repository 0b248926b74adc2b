"""One page, one moment: every question of a page sees the desk at the same time, and nothing is read twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from infostreamer.model import Finding, Judgement, Report, Story
from infostreamer.store.findings import Findings
from infostreamer.store.judgements import Judgements
from infostreamer.store.meta import Meta
from infostreamer.store.reports import Reports
from infostreamer.store.seen import Mark, Seen
from infostreamer.store.stories import Stories
from infostreamer.store.unit import Unit

T = TypeVar("T")


class Moment(Unit):
    """A read-only unit that remembers what it read: within one transaction the answers cannot change."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.reports = _Reports(connection, self.changes, self.search)
        self.stories = _Stories(connection, self.changes)
        self.findings = _Findings(connection)
        self.judgements = _Judgements(connection, self.changes)
        self.seen = _Seen(connection)
        self.meta = _Meta(connection)


class _Known(dict[str, T | None]):
    """Id -> what is kept under it; None: nothing is."""

    def of(self, ids: Iterable[str], read: Callable[[Sequence[str]], Mapping[str, T]]) -> dict[str, T]:
        """Those that are kept, in the order asked for; only what was not asked for before is read."""
        wanted = list(dict.fromkeys(ids))
        missing = [one for one in wanted if one not in self]
        if missing:
            self.update(dict.fromkeys(missing) | dict(read(missing)))
        return {one: found for one in wanted if (found := self[one]) is not None}


class _Reports(Reports):
    _known: _Known[Report] | None = None

    def many(self, report_ids: Iterable[str]) -> dict[str, Report]:
        self._known = _Known() if self._known is None else self._known
        return self._known.of(report_ids, super().many)


class _Stories(Stories):
    _known: _Known[Story] | None = None

    def many(self, story_ids: Iterable[str]) -> dict[str, Story]:
        self._known = _Known() if self._known is None else self._known
        return self._known.of(story_ids, super().many)


class _Findings(Findings):
    _known: _Known[tuple[Finding, ...]] | None = None

    def of(self, report_ids: Iterable[str]) -> dict[str, tuple[Finding, ...]]:
        self._known = _Known() if self._known is None else self._known
        return self._known.of(report_ids, super().of)


class _Judgements(Judgements):
    _all: list[Judgement] | None = None

    def all(self) -> list[Judgement]:
        if self._all is None:
            self._all = super().all()
        return list(self._all)


class _Meta(Meta):
    _known: dict[str, str | None] | None = None

    def get(self, key: str) -> str | None:
        self._known = {} if self._known is None else self._known
        if key not in self._known:
            self._known[key] = super().get(key)
        return self._known[key]


class _Seen(Seen):
    _known: dict[str, _Known[Mark]] | None = None

    def of(self, reader: str, story_ids: Iterable[str]) -> dict[str, Mark]:
        self._known = {} if self._known is None else self._known
        mine = self._known.setdefault(reader, _Known())
        return mine.of(story_ids, lambda ids: super(_Seen, self).of(reader, ids))
