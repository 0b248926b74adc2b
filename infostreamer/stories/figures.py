"""Figures of the members -> series of what is counted: every source's version side by side, never averaged.

Two figures are versions of one only when they count the same thing in the same matter: the same fate of people in two
reports, or the same noun in sentences that share what else they say. A wrong series is worse than two right ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Figure, FigureSeries, FigureVersion, fold
from infostreamer.stories.counted import Row, is_fate, rows_of
from infostreamer.stories.features import moment_of
from infostreamer.stories.group import Group
from infostreamer.stories.origins import Origins

_ABOUT = 100  # per mille: "about 160" and "150" do not differ, "about 160" and "200" do
AGREEING, DIFFERING = (
    1,
    3,
)  # content stems that two sentences must share to hold equal, or different, values of one thing
SAME_SPEAKER = 2  # … different values where one person gives both
FEW, COMMON = 12, 250  # rows from which a word in a quarter of them (per mille) is common
LARGE = 100  # such a number is hardly told twice of two things
ALIKE = 300  # per mille of the shorter sentence's content that two different values of one thing share
_OPEN, _OPEN_ROUND = 1.2, 2.0  # times: how far beyond "at least 84", and "more than 200", the number may lie
FARTHEST_FATES = 5  # times: two dead of the raid and thirty of an earlier one stand in like sentences
FARTHEST = 20  # times: beyond that two numbers do not count one thing
SMALL = 10  # a lone "two officers" or "nine volumes" tells nobody anything
_DERIVED = ("carries", "copies", "rewrites")


@dataclass(frozen=True, slots=True)
class Counted:
    """A series with every figure of the current reports that belongs to it, those of copies too, by publication."""

    series: FigureSeries
    rows: tuple[Row, ...]


def counted_of(group: Group, origins: Origins) -> tuple[Counted, ...]:
    """Series of what is counted, most versions first, ties by words. A copy's equal figure is its parent's.

    A version that its own publication has since replaced, in a later version or a note of correction, stays in the
    series, is marked, and makes nothing differ. Commentary and small numbers that one origin alone has are left out.
    """
    reads = [read for read in group.current if origins.parts[read.report.id].role != "commentary"]
    rows = [row for read in reads for row in rows_of(read) if not (row.is_past and row.is_fate)]
    told = _telling([row for row in rows if not row.is_correction])
    older = [row for read in group.published if read.report.id in group.superseded for row in rows_of(read)]
    replaced = [*older, *(row for row in rows if row.is_correction)]
    gathered = [rows for rows in _gathered(told) if not _is_dull(rows, origins)]
    counted = [Counted(_series(rows, replaced, group, origins), tuple(rows)) for rows in gathered]
    return tuple(sorted(counted, key=lambda one: _rank(one.series)))


def _telling(rows: Sequence[Row]) -> list[Row]:
    """The rows without the words that most sentences of the story have: those tell no two matters apart."""
    counts = Counter(word for row in rows for word in row.context)
    if len(rows) < FEW:
        return list(rows)
    common = frozenset(word for word, count in counts.items() if count * 1000 > COMMON * len(rows))
    return [row if row.is_fate else replace(row, context=row.context - common) for row in rows]


def fate_of(series: FigureSeries) -> str | None:
    """killed, injured, held or missing where the series counts that; None otherwise."""
    last = series.of.rpartition(" (")[2].removesuffix(")")
    return last if is_fate(last) else None


def _rank(series: FigureSeries) -> tuple[int, bool, bool, str, str, float]:
    first = series.versions[0]
    return (
        -len(series.versions), not series.is_differing, fate_of(series) is None, series.of, series.unit or "",
        first.value or 0.0,
    )  # fmt: skip


def _gathered(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that count the same, by publication and place."""
    apart = _side_by_side(rows)
    gathered: dict[tuple[str, str | None], list[list[Row]]] = {}
    for row in rows:
        series = gathered.setdefault((row.kind, row.figure.unit), [])
        home = next((others for others in series if _belongs(row, others, apart)), None)
        if home is None:
            series.append([row])
        else:
            home.append(row)
    return [others for series in gathered.values() for others in series]


_Pair = tuple[str, float | None, float | None]


def _side_by_side(rows: Sequence[Row]) -> frozenset[_Pair]:
    """Numbers that one sentence gives beside each other, without a word of change: "21 of the 200 girls"."""
    by_sentence: dict[tuple[str, int, str], list[Row]] = {}
    for row in rows:
        if not row.is_change:
            by_sentence.setdefault((row.read.report.id, row.sentence, row.kind), []).append(row)
    pairs = [(one, other) for found in by_sentence.values() for one in found for other in found if one is not other]
    return frozenset((one.kind, one.figure.value, other.figure.value) for one, other in pairs)


def _belongs(row: Row, rows: Sequence[Row], apart: frozenset[_Pair]) -> bool:
    """True when the row counts what the series counts; one report has one value in a series."""
    if any((row.kind, row.figure.value, other.figure.value) in apart for other in rows):
        return False
    if any(other.read.report.id == row.read.report.id and other.value != row.value for other in rows):
        return False
    return any(_is_one_matter(row, other) for other in rows)


def _is_one_matter(row: Row, other: Row) -> bool:
    shared = len(row.context & other.context)
    if row.value[:2] == other.value[:2]:
        value = row.figure.value or 0
        if row.kind == "people" and (value < LARGE or {row.figure.bound, other.figure.bound} != {"exact"}):
            return shared > AGREEING  # about 200 in a queue are not the more than 200 on a list
        return shared >= (0 if value >= LARGE else AGREEING if value >= SMALL else AGREEING + 1)
    if row.is_past or other.is_past:
        return False
    if _is_far(row, other):
        return False
    if row.is_fate:
        return shared >= (SAME_SPEAKER if row.is_early and other.is_early else DIFFERING)
    if row.is_crowded or other.is_crowded or max(row.figure.value or 0, other.figure.value or 0) < SMALL:
        return False
    if _has_one_speaker(row, other):
        return shared >= SAME_SPEAKER
    fewest = min(len(row.context), len(other.context))
    return shared >= DIFFERING and shared * 1000 >= ALIKE * fewest


def _is_far(row: Row, other: Row) -> bool:
    """Eight dead and twenty thousand dead are never two counts of one thing."""
    low, high = sorted((row.figure.value or 0, other.figure.value or 0))
    is_change = row.is_change or other.is_change
    return high > low * (FARTHEST_FATES if row.is_fate and not is_change else FARTHEST)


def _has_one_speaker(row: Row, other: Row) -> bool:
    ours, theirs = fold(row.figure.speaker or "").split(), fold(other.figure.speaker or "").split()
    return bool(ours and theirs) and ours[-1] == theirs[-1]


def _is_dull(rows: Sequence[Row], origins: Origins) -> bool:
    """Fractions, and bare small numbers that only one origin has, but for the dead, injured, missing and arrested."""
    values = [row.figure.value or 0 for row in rows]
    if any(value < 1 for value in values):
        return True
    is_small = all(row.value[1:] == (None, "exact") and row.figure.unit is None for row in rows)
    is_alone = len({_origin(row.read.report.id, origins) for row in rows}) == 1
    return is_alone and is_small and max(values) < SMALL and not rows[0].is_fate


def _origin(report_id: str, origins: Origins) -> int:
    """The number of the origin that a report goes back to."""
    return next((at for at, members in enumerate(origins.groups) if report_id in members), -1)


def _series(rows: Sequence[Row], replaced: Sequence[Row], group: Group, origins: Origins) -> FigureSeries:
    order = {read.report.id: at for at, read in enumerate(group.published)}
    versions = [_version(row) for row in _without_echoes(rows, origins)]
    versions += [_version(row, is_superseded=True) for row in _since_replaced(rows, replaced)]
    versions.sort(key=lambda one: (order[one.report_id], not one.is_superseded, one.citation))
    standing = [version for version in versions if not version.is_superseded]
    of = min((row.figure.of or "" for row in rows), key=lambda words: (len(words), words))
    named = f"{of} ({rows[0].kind})" if rows[0].is_fate else of
    return FigureSeries(
        of=named, unit=rows[0].figure.unit, versions=tuple(versions), is_differing=_is_differing(standing)
    )


def _without_echoes(rows: Sequence[Row], origins: Origins) -> list[Row]:
    """Not twice the same from one report, nor from one that has it from another of its origin."""
    kept: list[Row] = []
    for row in rows:
        report_id = row.read.report.id
        is_derived = origins.parts[report_id].role in _DERIVED
        near = (report_id, *(next((one for one in origins.groups if report_id in one), ()) if is_derived else ()))
        if not any(other.value == row.value and other.read.report.id in near for other in kept):
            kept.append(row)
    return kept


def _since_replaced(rows: Sequence[Row], replaced: Sequence[Row]) -> list[Row]:
    """What the same publications said of the same thing before, each value once."""
    kept: list[Row] = []
    for old in replaced:
        here = [row for row in rows if row.read.report.canonical == old.read.report.canonical]
        is_same = any((row.kind, row.figure.unit) == (old.kind, old.figure.unit) for row in here)
        is_matter = old.is_correction or any(len(row.context & old.context) >= SAME_SPEAKER for row in here)
        is_known = any(other.figure.value == old.figure.value for other in (*here, *kept))
        if is_same and is_matter and not is_known:
            kept.append(old)
    return kept


def _version(row: Row, *, is_superseded: bool = False) -> FigureVersion:
    report, figure = row.read.report, row.figure
    return FigureVersion(
        report_id=report.id,
        outlet=report.outlet or report.host,
        value=figure.value,
        high=figure.high,
        unit=figure.unit,
        hedge=figure.hedge,
        bound=figure.bound,
        as_of=figure.as_of,
        speaker=figure.speaker,
        words=row.finding.words(report.text),
        citation=row.finding.spans[0],
        published=moment_of(report),
        is_superseded=is_superseded,
    )


def _is_differing(versions: Sequence[FigureVersion]) -> bool:
    """True when two versions cannot both be right, each taken with its hedge."""
    ranges = [range_of(version) for version in versions]
    return bool(ranges) and max(low for low, _ in ranges) > min(high for _, high in ranges)


def range_of(version: FigureVersion | Figure) -> tuple[float, float]:
    """The lowest and the highest number that it can mean to a reader.

    Whoever says "at least two" knows of two, not of six. A round number leaves more open: "more than 200" of 276.
    """
    low = version.value or 0.0
    high = version.high if version.high is not None else low
    if version.bound == "at_least":
        return low, low * (_OPEN_ROUND if low >= LARGE and low % LARGE == 0 else _OPEN)
    if version.bound == "at_most":
        return high / _OPEN_ROUND, high
    slack = abs(low) * _ABOUT / 1000 / 2 if version.bound == "about" else 0.0
    return low - slack, high + slack
