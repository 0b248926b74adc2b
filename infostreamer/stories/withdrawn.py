"""Versions of publications -> what an earlier one said that the present one says no longer, or that was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infostreamer.model import Report, Span
from infostreamer.stories.corrections import withdrawal_in
from infostreamer.stories.group import Group
from infostreamer.text.words import content_stems

STILL_THERE = 600  # per mille of a sentence's content words in one sentence of the present version


@dataclass(frozen=True, slots=True)
class Versions:
    """`now`: report id of an earlier version -> the present version's report and its sentences as content words.

    `notices`: report id of a withdrawn publication's any version -> where the notice stands.
    """

    current: frozenset[str]
    texts: Mapping[str, str]
    now: Mapping[str, tuple[frozenset[str], ...]]
    notices: Mapping[str, Span]

    def is_current(self, report_id: str) -> bool:
        """True for the newest version of a publication."""
        return report_id in self.current

    def is_gone(self, span: Span, sentence: tuple[int, int] | None) -> bool:
        """True when the publication no longer says this: it is withdrawn, or its present version lacks the sentence."""
        notice = self.notices.get(span.report_id)
        if notice is not None:
            return not (notice.report_id == span.report_id and notice.start <= span.start < notice.end)
        if self.is_current(span.report_id) or span.report_id not in self.now:
            return False
        start, end = sentence or (span.start, span.end)
        said = frozenset(content_stems(self.texts[span.report_id][start:end]))
        return not any(len(said & other) * 1000 >= STILL_THERE * len(said) for other in self.now[span.report_id])


def versions_of(group: Group) -> Versions:
    """What is known of the members' versions."""
    newest = {read.report.canonical: read for read in group.arrived if read.report.id not in group.superseded}
    notices = {canonical: notice for canonical, read in newest.items() if (notice := withdrawal_in(read)) is not None}
    older = [read for read in group.arrived if read.report.id in group.superseded]
    sentences = {
        read.report.canonical: _sentences(newest[read.report.canonical].report)
        for read in older
        if read.report.canonical in newest
    }
    return Versions(
        current=frozenset(read.report.id for read in newest.values()),
        texts={read.report.id: read.report.text for read in older},
        now={read.report.id: sentences[read.report.canonical] for read in older if read.report.canonical in sentences},
        notices={
            read.report.id: notices[read.report.canonical] for read in group.arrived if read.report.canonical in notices
        },
    )


def _sentences(report: Report) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(content_stems(report.text[start:end])) for start, end in report.sentences)
