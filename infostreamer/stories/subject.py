"""What a story is about: stems that several members have in title or lead; in one, its title and what recurs in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from infostreamer.model import Report
from infostreamer.stories.features import Read
from infostreamer.text.words import content_stems

LEAD = 500  # characters of the body
FEWEST = 2  # telling stems that a sentence about the story has, where the story has that many
SEVERAL = 3  # reports from which what they share tells the subject
OFTEN, MOST_FREQUENT = 3, 12  # times in each report; stems
SHARE = 3  # one member in so many has a telling stem in its title or lead


@dataclass(frozen=True, slots=True)
class Subject:
    """`support`: stem -> how many members have it in title or lead; `telling`: the stems that the story is about."""

    language: str | None
    support: Counter[str] = field(default_factory=Counter)
    telling: frozenset[str] = frozenset()

    def closeness(self, text: str) -> int:
        """How many telling stems stand in the text."""
        return len(self.telling & set(content_of(text, self.language)))

    def is_about(self, text: str) -> bool:
        """True when the sentence tells of this story and not of what lies around it."""
        return self.closeness(text) >= min(FEWEST, len(self.telling))


def subject_of(reads: Sequence[Read]) -> Subject:
    """The subject of these reports, in the language that most of them are written in."""
    language = language_of(reads)
    ours = [read.report for read in reads if read.report.language == language]
    support: Counter[str] = Counter()
    for report in ours:
        support.update(set(content_of(report.text[: report.body_start + LEAD], language)))
    titles = {one for report in ours for one in content_of(title_of(report) or report.text[:LEAD], language)}
    if len(ours) < SEVERAL:
        return Subject(language, support, frozenset(titles | _frequent(ours, language)))
    least = max(2, -(-len(ours) // SHARE))
    shared = {one for one in titles if support[one] >= least}
    return Subject(language, support, frozenset(shared if len(shared) >= FEWEST else titles))


def _frequent(reports: Sequence[Report], language: str | None) -> set[str]:
    """What one or two reports come back to again and again: their titles may be short."""
    counts = Counter(one for report in reports for one in content_of(report.text, language))
    return {one for one, count in counts.most_common(MOST_FREQUENT) if count >= OFTEN * len(reports)}


def language_of(reads: Sequence[Read]) -> str | None:
    """The language of most reports; ties to the one that was published first."""
    counts = Counter(read.report.language for read in reads)
    return max(counts, key=lambda language: counts[language]) if counts else None


def in_language(reads: Iterable[Read], language: str | None) -> list[Read]:
    """Those in this language; all of them where there are none."""
    reads = list(reads)
    return [read for read in reads if read.report.language == language] or reads


def title_of(report: Report) -> str:
    """The title as it stands in the text; empty without one."""
    return report.text[: report.body_start].strip()


def content_of(text: str, language: str | None) -> list[str]:
    """The stems of the words that carry the sense."""
    return content_stems(text, language, shortest=2)
