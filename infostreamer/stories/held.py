"""The members of one story as lineage looks at them: by index in order of publication, all work done once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from infostreamer.model import Credit
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.evidence import OwnReporting, own_reporting_of
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.order import bounds, is_before
from infostreamer.stories.outlets import key_of, outlets_of
from infostreamer.stories.reuse import Overlaps
from infostreamer.text.credit_forms import AGENCIES
from infostreamer.text.words import stem, stopwords, words_of

_WORLD = frozenset(key_of(name) for name in AGENCIES)


class Held:
    """Indices are places in `reads`, which are in order of publication. Everything is worked out at most once."""

    def __init__(self, group: Group) -> None:
        """Of a story's members."""
        self.group = group
        self.reads: tuple[Read, ...] = group.published
        self.index: Mapping[str, int] = {read.report.id: at for at, read in enumerate(self.reads)}
        self.keys = tuple(group.keys[read.report.id] for read in self.reads)
        self.by_key = _by_key(self.keys)
        self._bounds = [bounds(read.report) for read in self.reads]
        self._stems: dict[int, frozenset[str]] = {}
        self.outlets = outlets_of([read.report for read in self.reads])
        self.own: Mapping[str, OwnReporting] = own_reporting_of(group, self.outlets)

    @cached_property
    def agencies(self) -> frozenset[str]:
        """Keys of the known agencies, and of those that a member's dateline or credit treats as one."""
        datelines = (dateline_of(read.report) for read in self.reads)
        named = {dateline.agency for dateline in datelines if dateline and dateline.agency}
        for read in self.reads:
            credits = (finding.payload for finding in read.findings if isinstance(finding.payload, Credit))
            named |= {credit.to for credit in credits if credit.type == "agency"}
        return frozenset(key for name in (*AGENCIES, *named) if (key := key_of(name)))

    @cached_property
    def overlaps(self) -> Overlaps:
        """What any two members share word for word."""
        return Overlaps(self.reads)

    def is_before(self, one: int, other: int) -> bool:
        """True when the times prove that member `one` was published before member `other`."""
        first, second = self._bounds[one], self._bounds[other]
        if first[1] < second[0]:
            return True
        return first[0] < second[0] and is_before(self.reads[one].report, self.reads[other].report)

    def is_agency(self, index: int) -> bool:
        """True when the member's outlet is a known agency or is treated as one by another member."""
        return bool(self.keys[index] & self.agencies)

    def is_world_agency(self, index: int) -> bool:
        """True for the agencies known everywhere: none of them has a report from a paper."""
        return bool(self.keys[index] & _WORLD)

    def lag(self, elder: int, younger: int) -> timedelta:
        """From the latest time of the elder to the earliest of the younger; nothing where either is unknown."""
        return max(timedelta(0), self._bounds[younger][0] - self._bounds[elder][1])

    def is_one_outlet(self, one: int, other: int) -> bool:
        """True when both are of the same outlet, as its name or host says."""
        return bool(self.keys[one] & self.keys[other])

    def own_at(self, index: int) -> OwnReporting:
        """The sign of own reporting in this member."""
        return self.own[self.reads[index].report.id]

    def name(self, index: int) -> str:
        """How sentences call the member's outlet."""
        report = self.reads[index].report
        return report.outlet or report.host or "an earlier report"

    def vocabulary(self, index: int) -> frozenset[str]:
        """The stems of the member's words, without the commonest."""
        if index not in self._stems:
            report = self.reads[index].report
            stop = stopwords("en") | stopwords(report.language or "en")
            self._stems[index] = frozenset(stem(word) for word in words_of(report.text) if word not in stop)
        return self._stems[index]


def _by_key(keys: tuple[frozenset[str], ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, ours in enumerate(keys):
        for key in sorted(ours):
            found[key].append(index)
    return {key: tuple(indices) for key, indices in found.items()}
