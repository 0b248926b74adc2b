"""What reports tell of one person, organisation or place: their words, words about them, what they did, who is near."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.desk.views import Beside, Told
from infostreamer.dossiers.people import one_of
from infostreamer.model import Event, Finding, Name, Quote, Report, Span, Statement, Story, Who, fold
from infostreamer.text.words import words_of

_PRONOUNS = frozenset(
    ("he", "she", "they", "it", "we", "i", "who", "his", "her", "their", "он", "она", "они", "его", "её", "их")
)
_BESIDE = 60  # who else, at most
_SHOWN = frozenset(["happened", "planned", "threatened", "alleged", "denied", "speculated"])


@dataclass(frozen=True, slots=True)
class Naming:
    """One report of a story that names somebody, and the mention keys that mean them there."""

    story: Story
    report: Report
    findings: tuple[Finding, ...]
    keys: frozenset[str]


def readings_of(
    ids: frozenset[str],
    stories: Iterable[Story],
    reports: Mapping[str, Report],
    findings: Mapping[str, tuple[Finding, ...]],
) -> list[Naming]:
    """Every standing report of these stories with the keys of whoever has one of these ids, by arrival."""
    rows = []
    for story in stories:
        keys = frozenset(key for who in story.who if who.id in ids for key in who.keys)
        for member in story.members:
            report = reports.get(member.report_id)
            if report is not None and not member.is_superseded:
                rows.append(Naming(story, report, findings.get(report.id, ()), keys))
    return sorted(rows, key=lambda row: (row.report.seq or 0, row.report.id))


def said_by(rows: Sequence[Naming]) -> tuple[Told, ...]:
    """Quotes and statements by them, the newest first; words that several reports carry stand once."""
    found = (
        (row, finding, "")
        for row in rows
        for finding in row.findings
        if isinstance(finding.payload, Quote | Statement)
        and finding.payload.who in row.keys
        and not _is_of_another(row, finding)
    )
    return _newest_first(_gathered(found))


def _is_of_another(row: Naming, finding: Finding) -> bool:
    """ "He told her that Dorn had asked": a pronoun does not mean whom its own sentence goes on to name."""
    said = finding.payload
    if not isinstance(said, Statement) or len(fold(said.speaker or "").split()) != 1 or not said.speaker:
        return False
    begins = said.speaker_span.end if said.speaker_span else finding.start
    end = next((end for start, end in row.report.sentences if start <= finding.start < end), finding.end)
    return fold(said.speaker) in _PRONOUNS and any(
        isinstance(one.payload, Name) and one.payload.who in row.keys and begins < one.start < end
        for one in row.findings
    )


def said_about(rows: Sequence[Naming]) -> tuple[Told, ...]:
    """Quotes and statements of others whose words name them, the newest first."""
    return _newest_first(_gathered(_about(rows)))


def _about(rows: Sequence[Naming]) -> Iterator[tuple[Naming, Finding, str]]:
    for row in rows:
        named = [one.start for one in row.findings if isinstance(one.payload, Name) and one.payload.who in row.keys]
        for finding in row.findings:
            said = finding.payload
            if not isinstance(said, Quote | Statement) or not said.speaker or said.who in row.keys:
                continue
            if fold(said.speaker) in _PRONOUNS:  # whoever that is, the page cannot say
                continue
            if any(span.start <= start < span.end for span in finding.spans for start in named):
                yield row, finding, ""


def events_of(rows: Sequence[Naming]) -> tuple[Told, ...]:
    """What they did or underwent, the last first, the undated at the end; the same words of several reports once."""
    found = (
        (row, finding, part)
        for row in rows
        for finding in row.findings
        if isinstance(finding.payload, Event) and (part := _part(finding.payload, row.keys))
    )
    newest = _newest_first(_gathered(found))
    return tuple(sorted(newest, key=_when, reverse=True))


def _part(event: Event, keys: frozenset[str]) -> str:
    if event.status not in _SHOWN:
        return ""
    return "agent" if event.agent_who in keys else "patient" if event.patient_who in keys else ""


def _when(told: Told) -> tuple[bool, str]:
    when = getattr(told.finding.payload, "when", None) or ""
    return bool(when), when


def _gathered(found: Iterable[tuple[Naming, Finding, str]]) -> list[Told]:
    """The first report of the same words stands for all that have them, or words that hold them."""
    whole: dict[tuple[str, ...], Told] = {}
    for row, finding, part in found:
        outlet = row.report.outlet or row.report.host or row.report.address.removeprefix("file:")
        key = (finding.kind, part, *words_of(finding.words(row.report.text)))
        known = whole.get(key)
        if known is None:
            at = row.report.published.at if row.report.published else None
            whole[key] = Told(
                report=row.report, finding=finding, story_id=row.story.id, published=at, outlets=(outlet,), part=part
            )
        elif outlet not in known.outlets:
            whole[key] = replace(known, outlets=(*known.outlets, outlet))
    return _without_parts(whole)


def _without_parts(whole: Mapping[tuple[str, ...], Told]) -> list[Told]:
    """Without words that stand in fuller ones of the same report or story."""
    kept: list[tuple[str, Told]] = []
    for key in sorted(whole, key=len, reverse=True):
        told, words = whole[key], f" {' '.join(key[2:])} "
        at = next(
            (at for at, (fuller, one) in enumerate(kept) if one.story_id == told.story_id and words in fuller), -1
        )
        if at < 0:
            kept.append((words, told))
        else:
            fuller, one = kept[at]
            kept[at] = fuller, replace(one, outlets=tuple(dict.fromkeys((*one.outlets, *told.outlets))))
    return [told for _, told in kept]


def _newest_first(found: Iterable[Told]) -> tuple[Told, ...]:
    ordered = sorted(found, key=lambda told: (told.finding.start, told.finding.id))
    ordered.sort(key=lambda told: told.published.timestamp() if told.published else 0.0, reverse=True)
    return tuple(ordered)


def beside_of(ids: frozenset[str], stories: Sequence[Story], rows: Sequence[Naming]) -> tuple[Beside, ...]:
    """Who else the stories name: in most stories first, then in most sentences together, then by name."""
    entries: dict[str, list[Who]] = {}
    for story in stories:
        for who in story.who:
            if who.id not in ids and who.kind != "nationality":
                entries.setdefault(who.id, []).append(who)
    shared, first = _shared(ids, rows)
    found = [
        Beside(who=one_of(same), stories=len(same), sentences=shared[who_id], sentence=first.get(who_id))
        for who_id, same in entries.items()
    ]
    ordered = sorted(found, key=lambda one: (-one.stories, -one.sentences, -one.who.mentions, one.who.name, one.who.id))
    return tuple(ordered[:_BESIDE])


def _shared(ids: frozenset[str], rows: Sequence[Naming]) -> tuple[Counter[str], dict[str, Span]]:
    """Id -> sentences that name both, and the first of them; the same words in another report count once."""
    counts, first, seen = Counter[str](), dict[str, Span](), set[tuple[str, str]]()
    for row in rows:
        means = {key: who.id for who in row.story.who for key in who.keys}
        for start, end, named in _sentences(row, means):
            others = named - ids if named & ids else frozenset[str]()
            words = fold(row.report.text[start:end]) if others else ""
            for who_id in sorted(others):
                if (who_id, words) not in seen:
                    seen.add((who_id, words))
                    counts[who_id] += 1
                    first.setdefault(who_id, Span(row.report.id, start, end))
    return counts, first


def _sentences(row: Naming, means: Mapping[str, str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    starts = [start for start, _ in row.report.sentences]
    named: dict[int, set[str]] = {}
    for finding in row.findings:
        means_who = means.get(finding.payload.who or "") if isinstance(finding.payload, Name) else None
        if means_who is not None:
            named.setdefault(bisect_right(starts, finding.start) - 1, set()).add(means_who)
    for at, ids in sorted(named.items()):
        if at >= 0:
            yield *row.report.sentences[at], frozenset(ids)
