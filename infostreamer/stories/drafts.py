"""All that reports say, grouped into drafts of facts: happenings, counts, sayings, and what is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from infostreamer.model import Event, Finding, Quote, Span, Statement, Who
from infostreamer.model.story import Stand
from infostreamer.stories.aligned_events import happenings_of
from infostreamer.stories.aligned_said import Said, sayings_of
from infostreamer.stories.alike_events import Telling
from infostreamer.stories.asserted import Draft, Entry
from infostreamer.stories.contested import Matter
from infostreamer.stories.corrections import takes_back
from infostreamer.stories.counted import Row
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import Read
from infostreamer.stories.figures import Counted, fate_of, range_of
from infostreamer.stories.happening import is_happening, is_subordinate
from infostreamer.stories.passages import LONGEST, is_fit, sentence_at
from infostreamer.stories.refusals import SHORT_DENIAL, Denial
from infostreamer.stories.resolve import named
from infostreamer.stories.withdrawn import Versions, versions_of
from infostreamer.text.words import content_stems

_FURNITURE = re.compile(r"\b(?:hide|show|image|photo) caption\b|\bphotos?:|\bimage copyright\b", re.IGNORECASE)
_FRONTED = re.compile(
    r"(?:[A-Z]+ [–—-] )?(?:Since|After|Before|When|While|Because|Although|Though|If|Until|Once)\b[^,;]*$"
)
COVERED = 750  # per mille of what is denied that the words of an event must hold for the event itself to be denied


class _Drafter:
    """The reports of one story with what every draft needs to know of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.versions: Versions = versions_of(facts.group)
        reads = [read for read in facts.group.published if facts.parts[read.report.id].role != "commentary"]
        self.reads = [read for read in reads if read.report.id not in facts.group.superseded]
        self.older = [read for read in reads if read.report.id in facts.group.superseded]
        self.order = {read.report.id: at for at, read in enumerate(facts.group.published)}
        self.who: Mapping[str, Who] = facts.who_by_key
        self.counted = frozenset(row.finding.spans[0] for one in facts.counted for row in one.rows)

    def entry(
        self, read: Read, finding: Finding, stand: Stand, *, speaker: str | None, is_aside: bool = False
    ) -> Entry:
        """The finding's place, and the sentence around it."""
        sentence = sentence_at(read.report, finding.start)
        text = read.report.text
        is_gone = self.versions.is_gone(finding.spans[0], sentence) or (
            sentence is not None and takes_back(text[sentence[0] : sentence[1]])
        )
        return Entry(
            read=read, finding=finding, span=_whole(finding, text), order=self.order[read.report.id],
            sentence=Span(read.report.id, *sentence) if sentence else None, stand="withdrew" if is_gone else stand,
            speaker=speaker, is_aside=is_aside,
        )  # fmt: skip


def drafts_of(facts: Facts) -> list[Draft]:
    """Every draft, in no order that matters."""
    drafter = _Drafter(facts)
    drafts = [*_happenings(drafter), *_counts(drafter), *_sayings(drafter)]
    return _with_denials(drafter, drafts)


def _whole(finding: Finding, text: str) -> Span:
    """From the first to the last of its words, where they stand near; else the first part."""
    first, last = finding.spans[0], finding.spans[-1]
    is_near = last.end - first.start <= 400 and "\n\n" not in text[first.start : last.end]
    return Span(first.report_id, first.start, last.end) if is_near else first


def _happenings(drafter: _Drafter) -> Iterator[Draft]:
    reads = [*drafter.reads, *drafter.older]
    fates = frozenset(fate for series in drafter.facts.figures if (fate := fate_of(series)))
    groups = happenings_of(reads, drafter.who, began=drafter.facts.began, counted=drafter.counted, fates=fates)
    for tellings in groups:
        entries = _standing(drafter, [_told(drafter, telling) for telling in tellings if _is_shown(telling)])
        reports = {entry.span.report_id for entry in entries}
        is_news = any(_is_news(telling) for telling in tellings)
        if entries and (is_news or len(reports) > 1):
            statuses = [telling.event.status for telling in tellings]
            status = next((one for one in statuses if one in ("planned", "threatened")), "happened")
            is_guess = all(entry.stand == "speculates" for entry in entries)
            yield Draft(
                kind="event", line_kind="speculation" if is_guess else "event", entries=tuple(entries),
                status="speculated" if is_guess else status,
            )  # fmt: skip


def _is_shown(telling: Telling) -> bool:
    """In the title, or in a sentence of prose: captions and furniture assert nothing."""
    start, end = telling.sentence
    if _FURNITURE.search(telling.read.report.text, start, end):
        return False
    is_title = start < telling.read.report.body_start
    return is_title or end - start > LONGEST or is_fit(telling.read, start, end, fewest_words=SHORT_DENIAL)


def _told(drafter: _Drafter, telling: Telling) -> Entry:
    event, trigger = telling.event, telling.event.trigger
    start = trigger.start if trigger else telling.finding.start
    speaker = _speaker(drafter, telling.read, telling.finding, event)
    is_guess = event.status == "speculated" or (event.status == "alleged" and speaker is None)
    return drafter.entry(
        telling.read, telling.finding, "speculates" if is_guess else "has", speaker=speaker,
        is_aside=is_subordinate(telling.read, start, telling.sentence[0])
        or bool(_FRONTED.match(telling.read.report.text[telling.sentence[0] : start])),
    )  # fmt: skip


def _speaker(drafter: _Drafter, read: Read, finding: Finding, event: Event) -> str | None:
    """To whom the report gives it: as found with the event, else whoever speaks the words around it."""
    if event.said_by:
        return _name(drafter, event.said_by, event.said_by_who)
    for other in read.findings:
        payload = other.payload
        is_around = any(span.start <= finding.start < span.end for span in other.spans)
        if is_around and isinstance(payload, Quote | Statement) and payload.speaker:
            return _name(drafter, payload.speaker, payload.who)
    return None


def _name(drafter: _Drafter, words: str, key: str | None) -> str:
    """A pronoun is replaced by the name that it is known to mean."""
    entry = drafter.who.get(key or "")
    words = _FURNITURE.split(words)[-1].strip() or words
    return words if named(words) or entry is None else entry.name


def _is_news(telling: Telling) -> bool:
    if sentence_at(telling.read.report, telling.finding.start) is None or telling.event.type == "ACCUSE":
        return False
    trigger = telling.event.trigger.start if telling.event.trigger else telling.finding.start
    return is_happening(telling.read, telling.event, trigger, telling.sentence)


def _counts(drafter: _Drafter) -> Iterator[Draft]:
    for one in drafter.facts.counted:
        leading = _leading(drafter, one)
        entries = [
            drafter.entry(row.read, row.finding, _agrees(row, leading), speaker=row.figure.speaker) for row in one.rows
        ]
        entries += _replaced(drafter, one)
        if entries:
            yield Draft(kind="figure", line_kind="figure", entries=tuple(entries), is_differing=one.series.is_differing)


def _leading(drafter: _Drafter, one: Counted) -> Row:
    """The figure that the others are held against: the latest of a report that has it from nobody else."""
    own = [
        row for row in one.rows if drafter.facts.parts[row.read.report.id].role in ("first-hand", "updates", "unknown")
    ]
    return (own or list(one.rows))[-1]


def _agrees(row: Row, leading: Row) -> Stand:
    (low, high), (other_low, other_high) = range_of(row.figure), range_of(leading.figure)
    return "differs" if low > other_high or other_low > high else "has"


def _replaced(drafter: _Drafter, one: Counted) -> Iterator[Entry]:
    """What publications of the series said before."""
    gone = {version.citation: version for version in one.series.versions if version.is_superseded}
    for read in drafter.facts.group.published:
        for finding in read.findings if gone else ():
            version = gone.get(finding.spans[0])
            if version is not None and finding.kind == "figure":
                yield drafter.entry(read, finding, "withdrew", speaker=version.speaker)


def _sayings(drafter: _Drafter) -> Iterator[Draft]:
    for group in sayings_of([*drafter.reads, *drafter.older], drafter.who, counted=drafter.counted):
        entries = _standing(drafter, [_said(drafter, said) for said in group])
        quotations = [said for said in group if isinstance(said.payload, Quote)]
        if entries:
            yield Draft(
                kind="statement", line_kind="quote" if quotations else "statement", entries=tuple(entries),
                is_quotation=len(quotations) == len(group),
            )  # fmt: skip


def _said(drafter: _Drafter, said: Said) -> Entry:
    speaker = _name(drafter, said.payload.speaker, said.payload.who) if said.payload.speaker else None
    return drafter.entry(said.read, said.finding, "has", speaker=speaker, is_aside=_is_part(said))


def _is_part(said: Said) -> bool:
    """Less than a third of its sentence, which then tells something else besides."""
    sentence = sentence_at(said.read.report, said.finding.start)
    first, last = said.finding.spans[0], said.finding.spans[-1]
    return sentence is not None and (last.end - first.start) * 3 < sentence[1] - sentence[0]


def _standing(drafter: _Drafter, entries: Sequence[Entry]) -> list[Entry]:
    """Without what an earlier version said where the present one says it too."""
    here = {entry.read.report.canonical for entry in entries if drafter.versions.is_current(entry.read.report.id)}
    kept = [entry for entry in entries if drafter.versions.is_current(entry.read.report.id)]
    older = [
        entry for entry in entries
        if not drafter.versions.is_current(entry.read.report.id) and entry.read.report.canonical not in here
    ]  # fmt: skip
    return [*kept, *(entry for entry in older if entry.stand == "withdrew")]


def _with_denials(drafter: _Drafter, drafts: list[Draft]) -> list[Draft]:
    """Denials put to the event that they deny as a whole; all others are matters of their own."""
    for matter in drafter.facts.matters:
        denials = tuple(_denied(drafter, denial) for denial in matter.denials)
        at = _denied_event(matter, drafts)
        if at is not None:
            drafts[at] = drafts[at].with_entries(*denials)
        elif denials:
            claims = tuple(_claimed(drafter, span) for span in matter.claims)
            drafts.append(
                Draft(
                    kind="statement",
                    line_kind="contested",
                    entries=(*claims, *denials),
                    fewest_words=SHORT_DENIAL,
                )
            )
    return drafts


def _denied(drafter: _Drafter, denial: Denial) -> Entry:
    who = getattr(denial.finding.payload, "who", None) or getattr(denial.finding.payload, "said_by_who", None)
    speaker = _name(drafter, denial.speaker, who) if denial.speaker else None
    return drafter.entry(denial.read, denial.finding, "denies", speaker=speaker)


def _claimed(drafter: _Drafter, claim: tuple[Read, Span, str | None]) -> Entry:
    read, span, who = claim
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    return Entry(
        read=read, finding=inside[0] if inside else None, span=span, sentence=span, stand="has", speaker=who,
        order=drafter.order[read.report.id],
    )  # fmt: skip


def _denied_event(matter: Matter, drafts: Sequence[Draft]) -> int | None:
    """The event whose own words hold nearly all that is denied."""
    about = _stems(matter.entry.about)
    if len(about) < 2:
        return None
    for at, draft in enumerate(drafts):
        for entry in draft.entries if draft.kind == "event" and draft.status == "happened" else ():
            event = entry.finding.payload if entry.finding else None
            words = _stems(entry.read.report.text[entry.span.start : entry.span.end])
            if (
                isinstance(event, Event)
                and _stems(event.did) & about
                and len(about & words) * 1000 >= COVERED * len(about)
            ):
                return at
    return None


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text, shortest=3))
