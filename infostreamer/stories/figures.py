"""Figures of the members -> series of what is counted: every source's version side by side, never averaged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from infostreamer.model import Figure, FigureSeries, FigureVersion, Finding, Name
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.group import Group
from infostreamer.stories.origins import Part
from infostreamer.stories.passages import sentence_at
from infostreamer.text.words import stem, stopwords, words_of

_KILLED = frozenset(
    map(
        stem,
        ["killed", "dead", "died", "death", "deaths", "fatality", "fatalities", "bodies", "perished", "lives", "toll"],
    )
)
_HURT = frozenset(map(stem, ["injured", "wounded", "hurt", "injuries", "hospitalised", "hospitalized"]))
_HELD = frozenset(map(stem, ["arrested", "detained", "jailed", "imprisoned"]))
_MISSING = frozenset(map(stem, ["missing", "unaccounted", "trapped"]))
_FATES = (("killed", _KILLED), ("injured", _HURT), ("held", _HELD), ("missing", _MISSING))
_FATE_NAMES = frozenset(fate for fate, _ in _FATES)
_ANYBODY = frozenset(
    map(stem, "people person persons others men women citizens residents individuals nationals compatriots".split())  # noqa: SIM905
)
_HOURS = frozenset("o'clock morning afternoon evening night noon midnight past am pm".split())  # noqa: SIM905
_ABOUT = 100  # per mille: "about 160" and "150" do not differ, "about 160" and "200" do
PEOPLE_SHARED, THINGS_SHARED = 3, 2  # content stems that two sentences must share to count the same people, or things
DULL = 3  # a lone "two officers" or "three vehicles" tells nobody anything
_PEOPLES = re.compile(r"[A-Z][a-z]+(?:ans|ese|is|ons|cks|nes)")
_ENDS = re.compile(r"[,.;:]|\band\b|\bwhile\b")


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure with what it counts: `kind` is a fate, "people" or the stem of the head noun."""

    finding: Finding
    figure: Figure
    read: Read
    kind: str
    context: frozenset[str]


def figures_of(group: Group, parts: Mapping[str, Part]) -> tuple[FigureSeries, ...]:
    """Series of what is counted, most versions first, ties by words. A copy's equal figure is its parent's."""
    gathered: list[list[_Row]] = []
    for row in _rows(group):
        home = next((rows for rows in gathered if _belongs(row, rows)), None)
        if home is None:
            gathered.append([row])
        else:
            home.append(row)
    series = [_series(rows, parts) for rows in gathered if not _is_dull(rows)]
    return tuple(sorted(series, key=lambda one: (-len(one.versions), not one.is_differing, one.of, one.unit or "")))


def _rows(group: Group) -> list[_Row]:
    """Every figure of the bodies that counts something, by publication and place."""
    rows = []
    for read in group.current:
        for finding in read.findings:
            figure = finding.payload
            if not isinstance(figure, Figure) or figure.value is None or not figure.of:
                continue
            if finding.start >= read.report.body_start and not _HOURS & set(words_of(figure.of)):
                rows.append(_Row(finding, figure, read, _kind(read, finding, figure), _context(read, finding)))
    return rows


def _belongs(row: _Row, rows: list[_Row]) -> bool:
    """True when the row counts what the series counts; one report has one value in a series."""
    if (row.kind, row.figure.unit) != (rows[0].kind, rows[0].figure.unit):
        return False
    own = [other for other in rows if other.read.report.id == row.read.report.id]
    if any(_value(other) != _value(row) for other in own):
        return False
    if row.kind in _FATE_NAMES:
        return True
    least = PEOPLE_SHARED if row.kind == "people" else THINGS_SHARED
    return any(len(row.context & other.context) >= least for other in rows)


def _value(row: _Row) -> tuple[float | None, float | None, str]:
    return row.figure.value, row.figure.high, row.figure.bound


def _is_dull(rows: list[_Row]) -> bool:
    is_small = all((row.figure.value or 0) <= DULL and row.figure.high is None for row in rows)
    return len(rows) == 1 and is_small and rows[0].figure.unit is None and rows[0].kind not in _FATE_NAMES


def _kind(read: Read, finding: Finding, figure: Figure) -> str:
    """The fate of people where the clause names one, else "people", else the stem of the head noun."""
    stop = stopwords("en")
    of = [stem(word) for word in words_of(figure.of or "") if word not in stop]
    is_people = not of or bool(set(of) & _ANYBODY) or _has_nationality(read, finding)
    fate = _fate(of) or _fate(_clause_stems(read, finding))
    if fate:
        return fate
    return "people" if is_people else of[0]


def _has_nationality(read: Read, finding: Finding) -> bool:
    """ "170 Varanians": a people's name in the figure, found as one or written like one."""
    if isinstance(finding.payload, Figure) and _PEOPLES.fullmatch(finding.payload.of or ""):
        return True
    return any(
        isinstance(other.payload, Name)
        and other.payload.type == "nationality"
        and finding.start <= other.start < finding.end
        and other.words(read.report.text).endswith("s")
        for other in read.findings
    )


def _fate(stems: list[str]) -> str | None:
    return next((fate for fate, words in _FATES if words & set(stems)), None)


def _clause_stems(read: Read, finding: Finding) -> list[str]:
    """The stems of the next few words after the figure, up to the end of its clause."""
    after = read.report.text[finding.end : finding.end + 60]
    return [stem(word) for word in words_of(_ENDS.split(after)[0])[:6]]


def _context(read: Read, finding: Finding) -> frozenset[str]:
    """The content stems of its sentence."""
    sentence = sentence_at(read.report, finding.start) or (finding.start, finding.end)
    stop = stopwords("en")
    return frozenset(stem(word) for word in words_of(read.report.text[slice(*sentence)]) if word not in stop)


def _series(rows: list[_Row], parts: Mapping[str, Part]) -> FigureSeries:
    versions: list[FigureVersion] = []
    for row in rows:
        version = _version(row.finding, row.figure, row.read)
        from_here = (version.report_id, parts[version.report_id].of)
        if not any(_says_the_same(version, other) and other.report_id in from_here for other in versions):
            versions.append(version)
    of = min((row.figure.of or "" for row in rows), key=lambda words: (len(words), words))
    kind = rows[0].kind
    named = f"{of} ({kind})" if kind in _FATE_NAMES and kind not in of else of
    return FigureSeries(
        of=named, unit=rows[0].figure.unit, versions=tuple(versions), is_differing=_is_differing(versions)
    )


def _version(finding: Finding, figure: Figure, read: Read) -> FigureVersion:
    report = read.report
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
        words=finding.words(report.text),
        citation=finding.spans[0],
        published=moment_of(report),
    )


def _says_the_same(one: FigureVersion, other: FigureVersion) -> bool:
    return (one.value, one.high, one.bound) == (other.value, other.high, other.bound)


def _is_differing(versions: list[FigureVersion]) -> bool:
    """True when two versions cannot both be right, each taken with its hedge."""
    ranges = [_range(version) for version in versions]
    return any(low > other_high or other_low > high for low, high in ranges for other_low, other_high in ranges)


def _range(version: FigureVersion) -> tuple[float, float]:
    low = version.value or 0.0
    high = version.high if version.high is not None else low
    if version.bound == "at_least":
        return low, float("inf")
    if version.bound == "at_most":
        return float("-inf"), high
    slack = abs(low) * _ABOUT / 1000 / 2 if version.bound == "about" else 0.0
    return low - slack, high + slack
