"""Figures: every outlet's version of a number, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import FigureSeries, FigureVersion, Report, named_speaker
from infostreamer.web.citations import Notes, outlet_of
from infostreamer.web.times import When, edtf_words, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One report's version of a figure."""

    words: str
    value: float | None
    high: float | None
    unit: str | None
    hedge: str | None
    bound: str
    as_of: str | None
    speaker: str | None
    outlet: str
    published: When | None
    notes: tuple[int, ...]
    is_superseded: bool  # the same publication has since put another figure in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is counted, with every version of it."""

    of: str
    unit: str | None
    is_differing: bool
    versions: tuple[Version, ...]


def series_of(figures: Iterable[FigureSeries], reports: Mapping[str, Report], notes: Notes) -> tuple[Series, ...]:
    """Every figure with its versions that can be cited."""
    shown = []
    for figure in figures:
        found = (_version(version, reports.get(version.report_id), notes) for version in figure.versions)
        versions = tuple(version for version in found if version is not None)
        if versions:
            shown.append(Series(of=figure.of, unit=figure.unit, is_differing=figure.is_differing, versions=versions))
    return tuple(shown)


def _version(version: FigureVersion, report: Report | None, notes: Notes) -> Version | None:
    numbers = notes.numbers([version.citation])
    if not numbers:
        return None
    return Version(
        words=version.words,
        value=version.value,
        high=version.high,
        unit=version.unit,
        hedge=version.hedge,
        bound=version.bound,
        as_of=edtf_words(version.as_of) if version.as_of else None,
        speaker=named_speaker(version),
        outlet=outlet_of(version.outlet, report),
        published=published(report.published) if report else None,
        notes=numbers,
        is_superseded=version.is_superseded,
    )
