"""A story's findings -> facts: what its reports say of one happening, number or saying, side by side and cited.

An origin counts once, however many pages print it. What one report says and another does not is no contradiction; a
denial, another number and a version that says it no longer are kept as such, never averaged and never dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Account, Fact, Line, Span, Statement, content_id
from infostreamer.model.story import FactState
from infostreamer.stories.asserted import Draft, Entry
from infostreamer.stories.check import check_line
from infostreamer.stories.drafts import drafts_of
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import moment_of
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.passages import FEWEST_WORDS, can_be_listed, is_fit, leans
from infostreamer.stories.resolve import Resolved, resolved
from infostreamer.stories.speakers import speaker_label
from infostreamer.text.words import words_of

MOST_FACTS, MOST_SINGLE = 80, 12  # of all; of those of one origin, of each kind
ALIKE = 750  # per mille of the words of a fact's line that another line has: the same told twice
_DISPUTED = ("contested", "differing", "withdrawn", "denied")
_ASSERTS = ("has", "differs")
_ROLE = {"first-hand": 0, "updates": 0, "unknown": 1, "cites": 2, "carries": 3, "rewrites": 4, "copies": 5}
_TELLING = 9  # words of a sentence that two do not write alike by chance
_EARLY = 1200  # characters of a report's body in which it tells what it is about
_READABLE = range(60, 260)  # characters of a sentence that is neither a scrap nor a paragraph
_NAMING = re.compile(r"\b[^\W\d_a-z][\w’'-]*|\d[\d.,]*")
_LEANING = re.compile(r"\b(?:it|he|she|they|him|her|them|this|these|those)\b")
_ORDER: dict[FactState, int] = {
    "contested": 0,
    "differing": 1,
    "withdrawn": 2,
    "agreed": 3,
    "denied": 4,
    "single": 5,
    "speculated": 6,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What every fact of the story needs: `origin` and `role` by report id, and the texts that lines are checked by."""

    facts: Facts
    origin: Mapping[str, int]
    texts: Mapping[str, str]

    def adds(self, report_id: str) -> bool:
        """False for a report that tells what it has from another member: it confirms nothing."""
        part = self.facts.parts[report_id]
        return not (part.role == "cites" and part.of in self.facts.parts)

    def is_derived(self, report_id: str) -> bool:
        """True for what another report of the story said before."""
        return self.facts.parts[report_id].role in ("copies", "rewrites", "carries", "cites")


def facts_of(facts: Facts) -> tuple[Fact, ...]:
    """What two origins share or what is in dispute, and the main facts of single origins; the widest told first."""
    origin = {report_id: at for at, members in enumerate(facts.origins.groups) for report_id in members}
    known = _Known(facts, origin, facts.group.texts)
    found = [fact for draft in drafts_of(facts) if (fact := _fact(known, draft)) is not None]
    ranked = sorted(found, key=_rank)
    kept: list[Fact] = []
    lines: list[str] = []
    single: Counter[str] = Counter()
    for fact in ranked:
        is_single = fact.state in ("single", "speculated")
        if is_single and (single[fact.kind] >= MOST_SINGLE or _is_told(fact.line.text, lines)):
            continue
        if not is_single and fact.line.text in lines:
            continue
        single[fact.kind] += is_single
        kept.append(fact)
        lines.append(fact.line.text)
    return tuple(kept[:MOST_FACTS])


def _is_told(text: str, lines: Sequence[str]) -> bool:
    """True when one of the lines says most of it, with no other name and no other number."""
    telling = _telling(text)
    return is_repeated(text, [line for line in lines if telling <= _telling(line)], limit=ALIKE)


def _telling(text: str) -> frozenset[str]:
    """Its numbers, and its words with a capital."""
    return frozenset(_NAMING.findall(text))


def _rank(fact: Fact) -> tuple[int, int, int, bool, str, str]:
    """Widest told first; what is in dispute stands with what two origins tell."""
    reports = len({account.report_id for account in fact.accounts if account.stand in _ASSERTS})
    since = fact.since.isoformat() if fact.since else "9999"
    origins = max(fact.origins, 2) if fact.state in _DISPUTED else fact.origins
    return (-origins, -reports, _ORDER[fact.state], fact.kind != "event", since, fact.id)


def _fact(known: _Known, draft: Draft) -> Fact | None:
    """The fact; None where no sentence of it can be shown."""
    accounts = _accounts(known, draft)
    line = _line(known, draft)
    if not accounts or line is None:
        return None
    asserting = [account for account in accounts if account.stand in _ASSERTS]
    origins = _sources(known, draft, asserting)
    first = min(draft.entries, key=_place).span
    return Fact(
        id=content_id("fact", known.facts.story_id, draft.kind, first.report_id, str(first.start), draft.status),
        kind=draft.kind,
        line=line,
        state=_state(known, draft, accounts, origins),
        accounts=accounts,
        origins=max(origins, 1) if asserting else 0,
        since=min((account.published for account in asserting if account.published), default=None),
        status=draft.status,
    )


def _sources(known: _Known, draft: Draft, asserting: Sequence[Account]) -> int:
    """How many origins assert it; those that print it in one and the same sentence count as one."""
    wordings = {entry.span: _wording(entry) for entry in draft.entries}
    heads: dict[str, int] = {}
    parent: dict[int, int] = {}
    for account in asserting:
        if known.adds(account.report_id):
            origin = account.origin
            parent.setdefault(origin, origin)
            wording = wordings.get(account.citation)
            if wording:
                parent[_root(parent, origin)] = _root(parent, heads.setdefault(wording, origin))
    return len({_root(parent, origin) for origin in parent})


def _root(parent: Mapping[int, int], origin: int) -> int:
    while parent[origin] != origin:
        origin = parent[origin]
    return origin


def _wording(entry: Entry) -> str | None:
    """The words of its sentence; None for a short one, which two reporters may well write alike."""
    if entry.sentence is None:
        return None
    words = words_of(entry.read.report.text[entry.sentence.start : entry.sentence.end])
    return " ".join(words) if len(words) >= _TELLING else None


def _place(entry: Entry) -> tuple[int, int, int]:
    return entry.order, entry.span.start, entry.span.end


def _state(known: _Known, draft: Draft, accounts: Sequence[Account], origins: int) -> FactState:
    stands = {account.stand for account in accounts}
    if not stands & set(_ASSERTS):
        return "withdrawn" if "withdrew" in stands else "denied" if "denies" in stands else "speculated"
    if "denies" in stands:
        return "contested"
    if _is_left_to_copies(known, accounts):
        return "withdrawn"
    if draft.is_differing:
        return "differing"
    return "agreed" if origins >= 2 else "single"


def _is_left_to_copies(known: _Known, accounts: Sequence[Account]) -> bool:
    """Its own source says it no longer, and what is left has it from that source."""
    gone = {account.origin for account in accounts if account.stand == "withdrew"}
    asserting = [account for account in accounts if account.stand in _ASSERTS]
    return bool(gone) and all(account.origin in gone and known.is_derived(account.report_id) for account in asserting)


def _accounts(known: _Known, draft: Draft) -> tuple[Account, ...]:
    """One per report and stand, its best place: in the body before the title, the main clause before an aside."""
    best: dict[tuple[str, str], Entry] = {}
    for entry in sorted(draft.entries, key=lambda one: (one.is_title, one.is_aside, *_place(one))):
        best.setdefault((entry.span.report_id, entry.stand), entry)
    chosen = sorted(best.values(), key=lambda one: (*_place(one), one.stand))
    return tuple(_account(known, entry) for entry in chosen)


def _account(known: _Known, entry: Entry) -> Account:
    report = entry.read.report
    return Account(
        report_id=report.id,
        outlet=report.outlet or report.host,
        origin=known.origin.get(report.id, -1),
        stand=entry.stand,
        words=report.text[entry.span.start : entry.span.end],
        citation=entry.span,
        speaker=entry.speaker,
        published=moment_of(report),
    )


def _line(known: _Known, draft: Draft) -> Line | None:
    """The best sentence that can stand alone; for a saying its words with the speaker as label."""
    is_shared = len({entry.read.report.id for entry in draft.entries if entry.stand in _ASSERTS}) > 1
    for entry in sorted(_shown(draft), key=lambda one: _worth(known, draft, one)):
        if (
            draft.kind == "event"
            and entry.stand == "has"
            and ((is_shared and entry.is_aside) or _is_beside_denial(entry))
        ):
            continue  # "Since he was killed, his mother has …": two do not agree on what only one of them says there
        line = _quoted(known.facts, entry) if draft.is_quotation else _sentence(draft, entry)
        if line is not None:
            checked = check_line(line, known.texts)
            if checked.check != "withheld":
                return checked
    return None


def _is_beside_denial(entry: Entry) -> bool:
    """ "The owner of a ferry that sank has denied …": what is news there is the denial, and no line for the sinking."""
    span = entry.sentence
    return entry.is_aside and any(
        isinstance(finding.payload, Statement)
        and finding.payload.stance in ("denies", "rejects")
        and span is not None
        and span.start <= finding.start < span.end
        for finding in entry.read.findings
    )


def _shown(draft: Draft) -> Sequence[Entry]:
    """What asserts it; where nobody does any more, whatever is left."""
    asserting = [entry for entry in draft.entries if entry.stand in _ASSERTS and not entry.is_title]
    return asserting or [entry for entry in draft.entries if not entry.is_title]


def _worth(known: _Known, draft: Draft, entry: Entry) -> tuple[bool, bool, bool, int, bool, bool, bool, int]:
    """What is still said first; then the main clause, own reporting, a readable length, early; then the first.

    Of figures that differ, the latest of those that the others are held against.
    """
    role = _ROLE.get(known.facts.parts[entry.read.report.id].role, 9)
    is_other = entry.read.report.language not in (None, "en")
    is_beside = entry.stand == "differs" or entry.stand == "withdrew"
    span, order = entry.sentence, -entry.order if draft.is_differing else entry.order
    text = entry.read.report.text[span.start : span.end] if span else ""
    is_hard = len(text) not in _READABLE or bool(_LEANING.search(text))
    is_late = span is not None and span.start > entry.read.report.body_start + _EARLY
    if draft.is_differing:
        return is_beside, is_other, role > 1, order, entry.is_aside, is_hard, is_late, role
    return is_beside, is_other, entry.is_aside, role, False, is_hard, is_late, order


def _sentence(draft: Draft, entry: Entry) -> Line | None:
    span = entry.sentence
    if span is None or not is_fit(entry.read, span.start, span.end, fewest_words=min(FEWEST_WORDS, draft.fewest_words)):
        return None
    shown = resolved(entry.read, entry.finding, span) if entry.finding else _plain(entry, span)
    is_resolved = shown.text.startswith("[")
    if not can_be_listed(shown.text) or (not is_resolved and leans(entry.read, span.start, span.end)):
        return None
    return _made(draft.line_kind, shown.text, shown.citations, entry)


def _plain(entry: Entry, span: Span) -> Resolved:
    return Resolved(" ".join(entry.read.report.text[span.start : span.end].split()), (span,))


def _quoted(facts: Facts, entry: Entry) -> Line | None:
    if entry.finding is None:
        return None
    label = speaker_label(facts, entry.read, entry.finding)
    pieces = [" ".join(entry.read.report.text[span.start : span.end].split()) for span in entry.finding.spans]
    text = " … ".join(f"“{piece.strip(_MARKS)}”" for piece in pieces)
    if label is None:
        return None
    line = _made("quote", text, (*entry.finding.spans, *label[1]), entry)
    return replace(line, label=label[0])


_MARKS = '“”"„«» '


def _made(kind: str, text: str, citations: tuple[Span, ...], entry: Entry) -> Line:
    return Line(
        text=text, kind=kind, citations=tuple(dict.fromkeys(citations)), maker=MAKER, check="verified",
        finding_ids=(entry.finding.id,) if entry.finding else (), first_report_id=citations[0].report_id,
    )  # fmt: skip
