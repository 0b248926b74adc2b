"""A story in small: what queries ask of it, folded for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from infostreamer.model.ids import fold
from infostreamer.model.story import Member, Story, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacets:
    """One report of the story; `outlet` folded, `shown` as it is called, `at` its publication (UTC)."""

    report_id: str
    outlet: str = ""
    shown: str | None = None
    host: str | None = None
    language: str | None = None
    kind: str = "report"
    role: str = "unknown"
    at: datetime | None = None
    is_superseded: bool = False
    seq: int | None = None  # order of arrival, where the store knows it


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacets:
    """A person, organisation or place; `forms` are its name and aliases, folded."""

    id: str
    kind: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFacets:
    """Who is quoted or reported, or what is counted, folded; and in which reports, as indexes into `members`."""

    form: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a query asks of one story.

    `speakers`: whoever is quoted or reported, as labelled, folded. `figures`: what is counted. `marks`: what holds of
    the story, each in the words of a query: "is:contested", "origin:missing", "has:quote".
    """

    story_id: str
    members: tuple[MemberFacets, ...]
    names: tuple[NameFacets, ...] = ()
    speakers: tuple[HeldFacets, ...] = ()
    figures: tuple[HeldFacets, ...] = ()
    marks: tuple[str, ...] = ()
    independent: int = 0


def facets_of(story: Story) -> Facets:
    """The facets of this story; `seq` of its reports is left open."""
    return Facets(
        story_id=story.id,
        members=tuple(map(_member, story.members)),
        names=tuple(map(_name, story.who)),
        speakers=_held(story, _speakers(story)),
        figures=_held(story, ((series.of, one.report_id) for series in story.figures for one in series.versions)),
        marks=tuple(_marks(story)),
        independent=story.independent,
    )


def _member(member: Member) -> MemberFacets:
    return MemberFacets(
        report_id=member.report_id,
        outlet=fold(member.outlet or ""),
        shown=member.outlet,
        host=member.host,
        language=member.language,
        kind=member.kind,
        role=member.role,
        at=member.published,
        is_superseded=member.is_superseded,
    )


def _name(who: Who) -> NameFacets:
    forms = tuple(dict.fromkeys(map(fold, (who.name, *who.aliases))))
    return NameFacets(id=who.id, kind=who.kind, name=who.name, forms=forms)


def _held(story: Story, found: Iterable[tuple[str | None, str]]) -> tuple[HeldFacets, ...]:
    places = {report_id: at for at, report_id in enumerate(story.report_ids)}
    forms: dict[str, set[int]] = {}
    for form, report_id in found:
        if form and report_id in places:
            forms.setdefault(fold(form), set()).add(places[report_id])
    return tuple(HeldFacets(form=form, members=tuple(sorted(at))) for form, at in forms.items())


def _speakers(story: Story) -> Iterator[tuple[str | None, str]]:
    """Who speaks, and in which report. Labels first: they name in full whom the report may only call "he"."""
    for line in story.lines:
        if line.kind in ("quote", "statement", "commentary"):
            yield from ((line.label, span.report_id) for span in line.citations)
    yield from ((account.speaker, account.report_id) for fact in story.facts for account in fact.accounts)
    for matter in story.contested:
        yield from ((side.who, span.report_id) for side in matter.sides for span in side.citations)
    yield from ((one.speaker, one.report_id) for series in story.figures for one in series.versions)


def _marks(story: Story) -> Iterator[str]:
    standing = [member for member in story.members if not member.is_superseded]
    found = {
        "is:contested": any(len(matter.sides) > 1 for matter in story.contested),
        "is:denied": any(_is_denied(matter.sides) for matter in story.contested),
        "is:differing": any(series.is_differing for series in story.figures),
        "is:opinion": all(one.kind == "opinion" or one.role == "commentary" for one in standing),
        "is:corrected": any(member.corrected for member in story.members),
        "is:withdrawn": any(member.withdrawn for member in story.members),
        "origin:first-hand": any(member.role == "first-hand" for member in standing),
        "origin:missing": bool(story.originals_missing),
        "has:figure": bool(story.figures),
        "has:quote": any(line.kind == "quote" for line in story.lines),
        "has:date": any(moment.when for moment in story.timeline),
    }
    return (mark for mark, holds in found.items() if holds)


def _is_denied(sides: tuple[object, ...]) -> bool:
    return any(getattr(side, "stance", "") in ("denies", "rejects") for side in sides)
