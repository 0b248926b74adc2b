"""How many origins are independent, said in one sentence, and what each origin is counted as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Member, Report, Story
from infostreamer.web import tongue
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

UNSHOWN = "Nothing shows where it has it from."
NOT_HELD = "The original it names is not held."
REASONS = (
    *("What it rests on is counted elsewhere.", "Own reporting.", "Commentary."),
    *("it shows reporting of its own", "it shows no reporting of its own", "none of them show reporting of their own"),
)
ALONE = (
    "One report, and it shows reporting of its own.",
    "One report, and nothing in it shows reporting of its own: it is not counted, and may be independent.",
    "One report, and it is not counted as independent.",
)
"""A story of one report: counted, perhaps, or not."""


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
    back = tongue.ngettext_("%(num)s report goes back to", "%(num)s reports go back to", held) % {"num": held}
    first = f"{back} {plural(len(origins), 'origin')}; {_share(least, len(origins))}"
    if not more:
        return f"{first}."
    may_be = tongue.ngettext_(", and %(num)s more may be independent", ", and %(num)s more may be independent", more)
    return f"{first}{may_be % {'num': more}}{_why_open(origins, more)}."


def _why_open(origins: Sequence[Origin], more: int) -> str:
    """Why some are neither counted nor ruled out, where they all have one reason."""
    reasons = {origin.words for origin in origins if origin.counted == "maybe"}
    if reasons == {UNSHOWN}:
        return tongue.ngettext_(
            ": nothing shows where it has it from", ": nothing shows where they have it from", 1 if more == 1 else 2
        )
    if reasons == {NOT_HELD}:
        return tongue.ngettext_(
            ": the original it names is not held", ": the originals they name are not held", 1 if more == 1 else 2
        )
    return ""


def _share(least: int, origins: int) -> str:
    if origins == 1:
        words = "it shows reporting of its own" if least else "it shows no reporting of its own"
        return tongue.gettext_(words)
    if not least:
        return tongue.gettext_("none of them show reporting of their own")
    return tongue.ngettext_(
        "%(num)s of them shows reporting of its own", "%(num)s of them show reporting of their own", least
    ) % {"num": least}


def _lone(least: int, more: int) -> str:
    return tongue.gettext_(ALONE[0] if least else ALONE[1] if more else ALONE[2])


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
        counted, words = "maybe", UNSHOWN
    elif any(member.of and member.of not in held and member.of not in reports for member in members):
        counted, words = "maybe", NOT_HELD
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
