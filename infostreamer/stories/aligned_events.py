"""Findings of events in all current reports -> happenings: the tellings of each, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from infostreamer.model import Event, Figure, Finding, Span, Statement, Who
from infostreamer.stories.alike_events import (
    ENOUGH,
    Telling,
    act_of,
    days_of,
    is_apart,
    is_before,
    likeness,
    party_of,
)
from infostreamer.stories.features import Read
from infostreamer.stories.happening import is_lead, when_of
from infostreamer.stories.passages import sentence_at
from infostreamer.text.words import content_stems

LONG_BEFORE = 60  # days: such a happening is background to the story
_WORDS_ONLY = frozenset(("REJECT", "REQUEST"))  # said, not done; denials are looked at with what is contested
_OPEN = ("planned", "threatened")
_MOST_COMPARED = 12  # different tellings of one happening that a new one is held against
_DENYING = ("denies", "rejects")
_WHEN_IT = re.compile(r"\b(?:when|until|before|once|if|unless) (?:the |an? )?$", re.IGNORECASE)
_IS = re.compile(r"(?:\w+ ){1,3}?(?:is|are)\b|\w+['’](?:s|re)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_FATE_OF = {"die": "killed", "injure": "injured", "arrest": "held"}


@dataclass(slots=True)
class _Happening:
    tellings: list[Telling]
    distinct: list[Telling] = field(default_factory=list)


def happenings_of(
    reads: Sequence[Read],
    who_by_key: Mapping[str, Who],
    *,
    began: date | None,
    counted: frozenset[Span],
    fates: frozenset[str] = frozenset(),
) -> list[list[Telling]]:
    """Tellings grouped by happening, in the order of the reports; each happening in the order of its first telling.

    Args:
        reads: current versions, by publication.
        who_by_key: mention key -> entry of the who's who.
        began: the day of the first publication; what lies long before it is background and left out.
        counted: where figures stand that are compared as figures.
        fates: killed, injured … where the story has a series of that: tolls are not told a second time.
    """
    found: list[_Happening] = []
    by_party: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    by_sentence: dict[tuple[str, bool, frozenset[str]], int] = {}
    for telling in _tellings(reads, who_by_key, counted):
        if is_before(telling, began, LONG_BEFORE) or _is_of_old(telling, began) or _is_toll(telling, fates):
            continue
        home = _home(telling, found, by_party, by_sentence)
        if home is None:
            home = len(found)
            found.append(_Happening([]))
        _put(telling, home, found[home], by_party, by_sentence)
    return [one.tellings for one in found]


def _home(
    telling: Telling,
    found: Sequence[_Happening],
    by_party: Mapping[tuple[str, bool, str], list[int]],
    by_sentence: Mapping[tuple[str, bool, frozenset[str]], int],
) -> int | None:
    same = by_sentence.get((telling.act, telling.is_open, telling.stems))
    if same is not None and telling.stems:
        return same
    candidates = {at for party in telling.parties for at in by_party.get((telling.act, telling.is_open, party), ())}
    best: tuple[int, int] | None = None
    for at in sorted(candidates):
        points = _points(telling, found[at])
        if points >= ENOUGH and (best is None or points > best[0]):
            best = points, at
    return best[1] if best else None


def _points(telling: Telling, happening: _Happening) -> int:
    if any(is_apart(telling, other) for other in happening.distinct):
        return 0
    return max((likeness(telling, other) for other in happening.distinct), default=0)


def _put(
    telling: Telling,
    at: int,
    happening: _Happening,
    by_party: dict[tuple[str, bool, str], list[int]],
    by_sentence: dict[tuple[str, bool, frozenset[str]], int],
) -> None:
    happening.tellings.append(telling)
    key = (telling.act, telling.is_open, telling.stems)
    if by_sentence.setdefault(key, at) != at or len(happening.distinct) >= _MOST_COMPARED:
        return
    if all(other.stems != telling.stems for other in happening.distinct):
        happening.distinct.append(telling)
        for party in sorted(telling.parties):
            places = by_party[telling.act, telling.is_open, party]
            if at not in places:
                places.append(at)


def _tellings(reads: Sequence[Read], who_by_key: Mapping[str, Who], counted: frozenset[Span]) -> Iterator[Telling]:
    for order, read in enumerate(reads):
        taken = [finding.spans[0] for finding in read.findings if _is_counted(finding, counted)]
        denied = [span for finding in read.findings if _denies(finding) for span in finding.spans]
        for finding in read.findings:
            event = finding.payload
            if not isinstance(event, Event) or not _is_told(event) or _covers_any(finding, taken):
                continue
            if event.status == "happened" and _is_to_come(finding, read.report.text):
                continue
            if not any(_is_inside(finding, span) for span in denied):
                yield _telling(read, finding, event, order, who_by_key)


def _is_of_old(telling: Telling, began: date | None) -> bool:
    """Undated in a sentence that names years, all of them before the story: "the first since 1959, when …"."""
    if telling.days is not None or began is None:
        return False
    start, end = telling.sentence
    years = [int(year) for year in _YEAR.findall(telling.read.report.text[start:end])]
    return bool(years) and max(years) < began.year


def _is_toll(telling: Telling, fates: frozenset[str]) -> bool:
    return _FATE_OF.get(telling.act) in fates and (telling.whom.number or 1) > 1


def _is_counted(finding: Finding, counted: frozenset[Span]) -> bool:
    return isinstance(finding.payload, Figure) and finding.spans[0] in counted


def _denies(finding: Finding) -> bool:
    return isinstance(finding.payload, Statement) and finding.payload.stance in _DENYING


def _is_told(event: Event) -> bool:
    return event.type not in _WORDS_ONLY and event.status != "denied"


def _is_to_come(finding: Finding, text: str) -> bool:
    """ "… faces life when he is sentenced": said of what has not been done."""
    start = finding.start
    return bool(_WHEN_IT.search(text[max(0, start - 20) : start]) and _IS.match(text[start : start + 60]))


def _covers_any(finding: Finding, spans: Sequence[Span]) -> bool:
    """True when a counted figure stands among its own words: "seven people were killed" is a figure."""
    return any(finding.start <= span.start < finding.end for span in spans)


def _is_inside(finding: Finding, span: Span) -> bool:
    return span.start <= finding.start < span.end


def _telling(read: Read, finding: Finding, event: Event, order: int, who_by_key: Mapping[str, Who]) -> Telling:
    sentence = _sentence(read, finding)
    trigger = event.trigger.start if event.trigger else finding.start
    when = event.when or when_of(read, event, trigger, sentence)
    place = party_of(event.place, event.place_who, who_by_key)
    return Telling(
        read=read,
        finding=finding,
        event=event,
        sentence=sentence,
        act=act_of(event.did),
        whom=party_of(event.patient, event.patient_who, who_by_key),
        who=party_of(event.agent, event.agent_who, who_by_key),
        place=place.ids | place.stems,
        days=days_of(when),
        is_open=event.status in _OPEN,
        stems=frozenset(content_stems(read.report.text[sentence[0] : sentence[1]])),
        order=order,
        is_top=sentence[0] < read.report.body_start or is_lead(read, sentence[0]),
    )


def _sentence(read: Read, finding: Finding) -> tuple[int, int]:
    """The sentence of the body, else the title, else the finding's own words."""
    found = sentence_at(read.report, finding.start)
    if found is None and finding.start < read.report.body_start:
        return 0, max(finding.end, len(read.report.title or ""))
    return found or (finding.start, finding.end)
