"""How many origins are independent, said in one sentence, and what each origin is counted as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Member, Report, Story
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import outlet_of
from infostreamer.web.render import plural
from infostreamer.web.times import When, published

RULE = (
    "Reports that copy, rewrite, carry or update one another are one origin. So are reports of one outlet, of one "
    "owner, and all that go back to one original nobody holds.",
    "An origin is counted when one of its reports derives from no other and shows reporting of its own: it says so "
    "(“told the Courier”), it has a dateline of its own, another outlet credits it, or it is signed and has a "
    "quotation that no earlier report has.",
    "“At most” adds the origins that show nothing either way, and those whose original is not held. Commentary is "
    "never counted.",
)
"""docs/why/010-independence.md in short."""

_UNSHOWN = "Nothing shows where it has it from."
_NOT_HELD = "The original it names is not held."


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginMember:
    """One report of an origin."""

    report_id: str
    path: str
    outlet: str
    title: str | None
    language: str | None
    role: str
    why: str | None
    published: When | None
    is_superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Reports that go back to one source, and whether it is counted: yes | maybe | no."""

    number: int
    counted: str
    words: str
    members: tuple[OriginMember, ...]


def counting_words(story: Story, origins: Sequence[Origin]) -> str:
    """The count with its reason, in one sentence."""
    held = sum(not member.is_superseded for member in story.members)
    least, more = story.independent, max(0, story.independent_at_most - story.independent)
    if len(origins) <= 1 and held == 1:
        return _lone(least, more)
    go_back = "goes back" if held == 1 else "go back"
    first = f"{plural(held, 'report')} {go_back} to {plural(len(origins), 'origin')}; {_share(least, len(origins))}"
    if not more:
        return f"{first}."
    return f"{first}, and {more} more may be independent{_why_open(origins, more)}."


def _why_open(origins: Sequence[Origin], more: int) -> str:
    """Why some are neither counted nor ruled out, where they all have one reason."""
    reasons = {origin.words for origin in origins if origin.counted == "maybe"}
    if reasons == {_UNSHOWN}:
        return f": nothing shows where {'it has' if more == 1 else 'they have'} it from"
    if reasons == {_NOT_HELD}:
        return ": the original it names is not held" if more == 1 else ": the originals they name are not held"
    return ""


def _share(least: int, origins: int) -> str:
    if origins == 1:
        return "it shows reporting of its own" if least else "it shows no reporting of its own"
    verb = "shows" if least == 1 else "show"
    own = "its own" if least == 1 else "their own"
    return f"{least if least else 'none'} of them {verb} reporting of {own}"


def _lone(least: int, more: int) -> str:
    if least:
        return "One report, and it shows reporting of its own."
    if more:
        return "One report, and nothing in it shows reporting of its own: it is not counted, and may be independent."
    return "One report, and it is not counted as independent."


def origins_of(story: Story, reports: Mapping[str, Report]) -> tuple[Origin, ...]:
    """Every origin with its reports: those counted first, then those that may be independent."""
    members = {member.report_id: member for member in story.members}
    rows = [
        _origin(number, [members[one] for one in group if one in members], reports)
        for number, group in enumerate(story.origins, 1)
    ]
    order = ("yes", "maybe", "no")
    return tuple(sorted((row for row in rows if row.members), key=lambda row: (order.index(row.counted), row.number)))


def _origin(number: int, members: list[Member], reports: Mapping[str, Report]) -> Origin:
    roles = {member.role for member in members}
    held = {member.report_id for member in members}
    counted, words = "no", "What it rests on is counted elsewhere."
    if "first-hand" in roles:
        counted, words = "yes", "Own reporting."
    elif roles <= {"commentary"}:
        words = "Commentary."
    elif "unknown" in roles or "updates" in roles:
        counted, words = "maybe", _UNSHOWN
    elif any(member.of and member.of not in held and member.of not in reports for member in members):
        counted, words = "maybe", _NOT_HELD
    return Origin(
        number=number, counted=counted, words=words, members=tuple(_member(member, reports) for member in members)
    )


def _member(member: Member, reports: Mapping[str, Report]) -> OriginMember:
    report = reports.get(member.report_id)
    return OriginMember(
        report_id=member.report_id,
        path=report_path(member.report_id),
        outlet=outlet_of(member.outlet, report),
        title=report.title if report else None,
        language=report.language if report else None,
        role=member.role,
        why=member.evidence,
        published=published(report.published) if report else None,
        is_superseded=member.is_superseded,
    )
