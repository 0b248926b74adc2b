"""Figures of the members -> series of what is counted: every source's version side by side, never averaged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from infostreamer.model import Figure, FigureSeries, FigureVersion, Finding
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.group import Group
from infostreamer.stories.origins import Part
from infostreamer.stories.passages import is_fit, sentence_at
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
_ANYBODY = frozenset(
    map(stem, ["people", "person", "persons", "others", "men", "women", "citizens", "residents", "individuals"])
)
_ABOUT = 100  # per mille: "about 160" and "150" do not differ, "about 160" and "200" do
_Key = tuple[str | None, str]


def figures_of(group: Group, parts: Mapping[str, Part]) -> tuple[FigureSeries, ...]:
    """Series with what they count, most versions first, ties by words. A copy's equal figure is its parent's."""
    gathered: dict[_Key, list[tuple[Finding, Figure, Read]]] = defaultdict(list)
    for read in group.current:
        for finding in read.findings:
            figure = finding.payload
            if (
                isinstance(figure, Figure)
                and figure.value is not None
                and figure.of
                and finding.start >= read.report.body_start
            ):
                gathered[_counted(read, finding, figure)].append((finding, figure, read))
    series = [_series(key, rows, parts) for key, rows in gathered.items()]
    return tuple(sorted(series, key=lambda one: (-len(one.versions), not one.is_differing, one.of, one.unit or "")))


def _counted(read: Read, finding: Finding, figure: Figure) -> _Key:
    """(unit, what is counted): the fate of people where the clause names one, else the head noun and its stems."""
    stop = stopwords("en")
    of = [stem(word) for word in words_of(figure.of or "") if word not in stop]
    fate = _fate(of) or (
        _fate(_clause_stems(read, finding)) if not of or set(of) & _ANYBODY or _is_people(of) else None
    )
    if fate:
        return figure.unit, fate
    return figure.unit, (of[0] if of else stem(figure.of or ""))


def _is_people(of: list[str]) -> bool:
    return of[0] in {
        stem(word) for word in ("miners", "soldiers", "workers", "passengers", "children", "protesters", "villagers")
    }


def _fate(stems: list[str]) -> str | None:
    return next((fate for fate, words in _FATES if words & set(stems)), None)


def _clause_stems(read: Read, finding: Finding) -> list[str]:
    """The stems of the next few words after the figure, up to the end of its clause."""
    after = read.report.text[finding.end : finding.end + 60]
    return [stem(word) for word in words_of(re.split(r"[,.;:]|\band\b|\bwhile\b", after)[0])[:6]]


def _series(key: _Key, rows: list[tuple[Finding, Figure, Read]], parts: Mapping[str, Part]) -> FigureSeries:
    versions: list[FigureVersion] = []
    for finding, figure, read in rows:
        version = _version(finding, figure, read)
        is_known = any(_says_the_same(version, other) for other in versions if other.report_id == version.report_id)
        is_copied = any(
            _says_the_same(version, other) for other in versions if other.report_id == parts[version.report_id].of
        )
        if not is_known and not is_copied:
            versions.append(version)
    of = min((version_of for _, figure, _ in rows if (version_of := figure.of)), key=lambda words: (len(words), words))
    return FigureSeries(of=of, unit=key[0], versions=tuple(versions), is_differing=_is_differing(versions))


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


def has_sentence(read: Read, finding: Finding) -> bool:
    """True when the figure stands in a sentence that may be shown."""
    sentence = sentence_at(read.report, finding.start)
    return sentence is not None and is_fit(read, *sentence)
