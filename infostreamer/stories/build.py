"""A story's members and findings -> the whole story. Same members and judgements, same story, whenever it is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from infostreamer.model import BadInput, Judgement, Member, Story
from infostreamer.plugins import Writer
from infostreamer.stories.ahead import ahead_of
from infostreamer.stories.aligned import facts_of
from infostreamer.stories.contested import matters_of
from infostreamer.stories.corrections import correction_in, withdrawal_in
from infostreamer.stories.facts import Facts, sources_of
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.figures import counted_of
from infostreamer.stories.group import Group, group_of
from infostreamer.stories.identity import Identity
from infostreamer.stories.judged import verdicts_of
from infostreamer.stories.lawful import shown_of
from infostreamer.stories.lineage import Lineage, lineage_of
from infostreamer.stories.origins import Origins, origins_of
from infostreamer.stories.timeline import timeline_of
from infostreamer.stories.who import ids_by_key, who_of


def build_story(
    story_id: str,
    members: Sequence[Read],
    *,
    reasons: Mapping[str, tuple[str, ...]],
    owners: Mapping[str, str] | None = None,
    judgements: Sequence[Judgement] = (),
    previous: Story | None = None,
    writers: Sequence[Writer] | None = None,
) -> Story:
    """The story, complete: roles, edges, origins, who's who, timeline, figures, contested matters and checked lines.

    Args:
        story_id: as placed.
        members: all its reports with their findings; any order.
        reasons: report id -> why it was placed here.
        owners: host or outlet -> owner family, as the user states it.
        judgements: what editors decided.
        previous: not looked at by the built-in writer; the story does not depend on when it is built.
        writers: default the extractive one; whoever writes, every line passes the same check, a plug-in's the gate too.

    The revision is the number of members: it grows with each report and each new version of one.

    Raises:
        BadInput: a story without members.
    """
    if not members:
        raise BadInput(f"Story {story_id} has no reports; a story is built from at least one.")
    verdicts = verdicts_of(members, judgements)
    group = group_of(verdicts.kept(members), owners or {}, judgements)
    lineage = verdicts.roles(lineage_of(group))
    facts = _facts(story_id, group, lineage, judgements)
    shown = shown_of(facts, writers or ())
    times = sorted(moment for read in group.arrived if (moment := moment_of(read.report)) is not None)
    story = Story(
        id=story_id,
        headline=shown.headline,
        members=_members(facts, reasons),
        edges=lineage.edges,
        origins=facts.origins.groups,
        independent=facts.origins.independent,
        independent_at_most=facts.origins.at_most,
        originals_missing=facts.origins.missing,
        alternates=shown.alternates,
        abstract=shown.abstract,
        lines=shown.lines,
        who=Identity(judgements).named(facts.who),
        timeline=shown.timeline,
        ahead=ahead_of(facts.sources),
        figures=facts.figures,
        contested=facts.contested,
        facts=facts_of(facts),
        withheld=shown.withheld,
        withheld_by=shown.withheld_by,
        revision=len(group.arrived),
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
        changed_seq=max(read.report.seq or 0 for read in group.arrived),
    )
    return verdicts.applied(story, group)


def _by_publication(group: Group, origins: Origins) -> list[Read]:
    """What lines are drawn from, in order of publication."""
    sources = {read.report.id for read in sources_of(group, origins.parts)}
    return [read for read in group.current if read.report.id in sources]


def _facts(story_id: str, group: Group, lineage: Lineage, judgements: Sequence[Judgement]) -> Facts:
    origins, who = origins_of(group, lineage), who_of(group, judgements)
    counted = counted_of(group, origins)
    matters = matters_of(_by_publication(group, origins), group.current)
    return Facts(
        story_id=story_id,
        group=group,
        origins=origins,
        who=who,
        who_by_key=ids_by_key(who),
        timeline=timeline_of(_by_publication(group, origins)),
        figures=tuple(one.series for one in counted),
        contested=tuple(matter.entry for matter in matters),
        counted=counted,
        matters=matters,
    )


def _members(facts: Facts, reasons: Mapping[str, tuple[str, ...]]) -> tuple[Member, ...]:
    return tuple(_member(facts, read, reasons.get(read.report.id, ())) for read in facts.group.arrived)


def _member(facts: Facts, read: Read, reasons: tuple[str, ...]) -> Member:
    report, part = read.report, facts.parts[read.report.id]
    return Member(
        report_id=report.id,
        role=part.role,
        of=part.of,
        evidence=part.evidence,
        reasons=reasons,
        outlet=report.outlet or report.host,
        published=moment_of(report),
        is_superseded=report.id in facts.group.superseded,
        language=report.language,
        host=report.host,
        kind=report.kind,
        withdrawn=withdrawal_in(read),
        corrected=correction_in(read),
    )
