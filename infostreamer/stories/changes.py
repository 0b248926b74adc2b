"""A story before and after -> what is new in it, as typed changes with sentences for people and where they stand.

Only what comes from a report that was not in the story before is news: a known happening told again in other words, or
found again by a better finder, is none. What is new since a position is the log of these after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.model import (
    Account,
    Change,
    Contested,
    Fact,
    FigureSeries,
    FigureVersion,
    Line,
    Member,
    Moment,
    Span,
    Story,
)
from infostreamer.stories.contested import needs_claim
from infostreamer.stories.headline import is_repeated

MOST_CONFIRMED = 4  # facts that one more origin bears out, told one by one
_ASSERTS = ("has", "differs")


def changes_between(before: Story | None, after: Story) -> list[Change]:
    """New reports, events, figures, denials and origins; edited, corrected and withdrawn reports.

    For a new story only that it is there, and what is denied in it: everything else in it is new anyway.
    """
    if before is None:
        added = _change(after, "added", after.headline.text, after.headline.citations)
        return [added, *_denials((), after, frozenset())]
    if before == after:
        return []
    known = frozenset(before.report_ids)
    found = [
        *_reports(before, after),
        *_events(before, after, known),
        *_figures(before, after),
        *_denials(before.contested, after, known),
        *_origins(before, after),
    ]
    return found or [_change(after, "updated", after.headline.text, after.headline.citations)]


def _change(story: Story, what: str, text: str, citations: tuple[Span, ...] = ()) -> Change:
    return Change(noun="story", id=story.id, what=what, text=text, citations=citations)


def _reports(before: Story, after: Story) -> list[Change]:
    known = set(before.report_ids)
    edited = {edge.from_id: edge.to for edge in after.edges if edge.kind == "updates"}
    found = []
    for member in after.members:
        if member.report_id in known:
            continue
        if member.report_id in edited:
            found.append(_edited(before, after, member))
            continue
        name = member.outlet or "A report without an outlet"
        title = _title_of(after, member.report_id)
        text = f"{name} reports on this too: “{title.text}”" if title else f"{name} reports on this too."
        found.append(
            _change(after, "new-report", text, title.citations if title else _words_of(after, member.report_id))
        )
    return found


def _words_of(story: Story, report_id: str) -> tuple[Span, ...]:
    """A place in a report whose title is no headline of its own, such as a copy's: what it shares, or tells."""
    shared = [span for edge in story.edges if edge.from_id == report_id for span in edge.evidence.from_spans]
    told = [account.citation for fact in story.facts for account in fact.accounts if account.report_id == report_id]
    return tuple([*shared, *told][:1])


def _edited(before: Story, after: Story, member: Member) -> Change:
    """A new version: withdrawn, corrected or edited, and what it says no longer."""
    name = member.outlet or "An outlet"
    if member.withdrawn is not None:
        return _change(after, "report-withdrawn", f"{name} withdrew its report.", (member.withdrawn,))
    title = _title_of(after, member.report_id)
    gone = _gone(before, after, member)
    tail = "".join(f" It no longer says: “{' '.join(account.words.split())}”." for account in gone[:2])
    citations = (*(title.citations if title else ()), *(account.citation for account in gone[:2]))
    if member.corrected is not None:
        return _change(after, "correction", f"{name} corrected its report.{tail}", (member.corrected, *citations))
    text = f"{name} changed its report: “{title.text}”" if title else f"{name} changed its report."
    return _change(after, "report-edited", f"{text}{tail}", citations)


def _gone(before: Story, after: Story, member: Member) -> list[Account]:
    """What the outlet asserted in a version that was in the story before, and withdrew with this one."""
    said = {account.citation for fact in before.facts for account in fact.accounts if account.stand in _ASSERTS}
    accounts = [account for fact in after.facts for account in fact.accounts if account.stand == "withdrew"]
    return [account for account in accounts if account.outlet == member.outlet and account.citation in said]


def _title_of(story: Story, report_id: str) -> Line | None:
    """Its title, where that is among the story's headlines."""
    lines = (story.headline, *story.alternates)
    return next((line for line in lines if line.first_report_id == report_id), None)


def _events(before: Story, after: Story, known: frozenset[str]) -> list[Change]:
    """Happenings that no report told before; another sentence for a known one is no news."""
    old = {(moment.line.text, moment.when) for moment in before.timeline}
    told = [line.text for line in (*(moment.line for moment in before.timeline), *before.abstract)]
    moments = [moment for moment in after.timeline if (moment.line.text, moment.when) not in old]
    lines = [moment.line for moment in moments if not _is_known(moment, after.facts, known)]
    for fact in after.facts:
        is_new = not any(account.report_id in known for account in fact.accounts)
        if is_new and fact.kind == "event" and fact.state != "speculated":
            lines += [fact.line] if fact.line.citations[0] not in {line.citations[0] for line in lines} else []
    fresh: list[Line] = []
    for line in lines:
        if not is_repeated(line.text, [*told, *(one.text for one in fresh)], limit=700):
            fresh.append(line)
    return [_change(after, "new-event", line.text, line.citations) for line in fresh]


def _is_known(moment: Moment, facts: Sequence[Fact], known: frozenset[str]) -> bool:
    """Told by a report that was there, or of a happening that such a report tells."""
    sentence = moment.line.citations[0]
    if sentence.report_id in known:
        return True
    told = [fact for fact in facts if fact.kind == "event" and _stands_in(fact, sentence)]
    return bool(told) and all(any(account.report_id in known for account in fact.accounts) for fact in told)


def _stands_in(fact: Fact, sentence: Span) -> bool:
    return any(
        account.report_id == sentence.report_id and sentence.start <= account.citation.start < sentence.end
        for account in fact.accounts
    )


def _figures(before: Story, after: Story) -> list[Change]:
    """One change per figure that the story lists now and did not before; what differs stands beside what was said."""
    found = []
    versions = [one for listed in before.figures for one in listed.versions]
    where: dict[object, list[int]] = {}
    for at, one in enumerate(versions):
        where.setdefault(one.citation, []).append(at)
        where.setdefault(_said(one), []).append(at)
    for series in after.figures:
        places = {version.citation for version in series.versions} | {_said(version) for version in series.versions}
        old = [versions[at] for at in sorted({at for place in places for at in where.get(place, ())})]
        seen = {version.citation for version in old} | {_said(version) for version in old}
        fresh = [version for version in series.versions if not {version.citation, _said(version)} & seen]
        fresh = [version for version in fresh if not version.is_superseded]
        for version in fresh if old else fresh[:1]:
            found += _figure_change(after, series, version, old)
    return found


def _said(version: FigureVersion) -> tuple[str | None, str]:
    """Equal for the same words in a later version of the page."""
    return version.outlet, version.words


def _figure_change(
    story: Story, series: FigureSeries, version: FigureVersion, old: Sequence[FigureVersion]
) -> list[Change]:
    name = version.outlet or "a report"
    if not old:
        return [_change(story, "new-figure", f"New figure from {name}: “{version.words}”.", (version.citation,))]
    last = next((one for one in reversed(old) if one.outlet == version.outlet), old[-1])
    if (version.value, version.high) == (last.value, last.high):
        return []
    text = f"{name[:1].upper()}{name[1:]}: “{version.words}”, before “{last.words}” ({last.outlet or 'a report'})."
    what = "figure-changed" if series.is_differing or version.outlet == last.outlet else "new-figure"
    return [_change(story, what, text, (version.citation, last.citation))]


def _denials(before: Sequence[Contested], after: Story, known: frozenset[str]) -> list[Change]:
    old = {_matter(entry) for entry in before}
    fresh = [entry for entry in after.contested if _matter(entry) not in old]
    fresh = [entry for entry in fresh if entry.sides[-1].citations[0].report_id not in known]
    return [_denial(after, entry) for entry in fresh]


def _denial(story: Story, entry: Contested) -> Change:
    """The denial; where it only points back, what it denies first."""
    sides = entry.sides if needs_claim(entry) else entry.sides[-1:]
    text = " ".join(" ".join(side.says.split()) for side in sides)
    return _change(story, "new-denial", text, tuple(span for side in sides for span in side.citations))


def _matter(entry: Contested) -> tuple[str | None, str]:
    return entry.sides[-1].who, entry.sides[-1].says


def _origins(before: Story, after: Story) -> list[Change]:
    """One more independent origin of the story, and facts that one origin told and another bears out now."""
    found = []
    if after.independent > before.independent:
        ending = "origin" if after.independent == 1 else "origins"
        text = f"{after.independent} independent {ending} now, {before.independent or 'none'} before."
        spans = _own_words(before, after)
        found += [_change(after, "new-origin", text, spans)] if spans else []
    confirmed = [change for fact in after.facts if (change := _confirmed(before, after, fact)) is not None]
    return [*found, *confirmed[:MOST_CONFIRMED]]


def _own_words(before: Story, after: Story) -> tuple[Span, ...]:
    """A place in each report that counts as first-hand now and did not before, the earliest shown; else in any such."""
    known = {member.report_id for member in before.members if member.role == "first-hand"}
    own = {member.report_id for member in after.members if member.role == "first-hand"}
    shown = (after.headline, *after.alternates, *after.abstract, *after.lines, *(one.line for one in after.timeline))
    cited = [span for line in shown for span in line.citations]
    cited += [account.citation for fact in after.facts for account in fact.accounts]
    first: dict[str, Span] = {}
    for span in cited:
        first.setdefault(span.report_id, span)
    return tuple(span for report_id, span in first.items() if report_id in (own - known or own))


def _confirmed(before: Story, after: Story, fact: Fact) -> Change | None:
    """What one origin told before is told by another one now: who, and where."""
    known = set(before.report_ids)
    if fact.state != "agreed" or fact.kind == "statement":
        return None
    places = {account.citation for account in fact.accounts}
    old = [one for one in before.facts if any(account.citation in places for account in one.accounts)]
    fresh = [one for one in fact.accounts if one.stand == "has" and one.report_id not in known]
    if len(old) != 1 or old[0].state != "single" or not fresh:
        return None
    if any(_counts_otherwise(after, fresh[0].citation, span) for span in fact.line.citations):
        return None
    text = f"{fresh[0].outlet or 'Another report'} bears out what one origin told: “{fact.line.text}”"
    return _change(after, "new-origin", text, (fresh[0].citation, *fact.line.citations))


def _counts_otherwise(story: Story, one: Span, other: Span) -> bool:
    """True when both give a figure of the same thing, and not the same one: who says 170 does not bear out 160."""
    for series in story.figures:
        mine, theirs = _values_at(series, one), _values_at(series, other)
        if mine and theirs and not mine & theirs:
            return True
    return False


def _values_at(series: FigureSeries, place: Span) -> set[tuple[float | None, float | None]]:
    return {(version.value, version.high) for version in series.versions if _overlap(version.citation, place)}


def _overlap(one: Span, other: Span) -> bool:
    return one.report_id == other.report_id and one.start < other.end and other.start < one.end
