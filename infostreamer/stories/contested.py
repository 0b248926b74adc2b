"""Denials and rejections of the members, set against what they deny where a member asserts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Contested, Event, Finding, Name, Quote, Side, Span, Stance, Statement, fold
from infostreamer.stories.features import Read
from infostreamer.stories.passages import is_fit, leans, sentence_at, sentences_of
from infostreamer.stories.resolve import named, resolved
from infostreamer.text.words import stem, stopwords, tokens, words_of

_DENYING = frozenset(("deny", "denies", "reject", "rejects", "dismiss", "refute", "dispute"))
_SAYINGS = r"accounts?|versions?|accusations?|claims?|charges?|allegations?|reports?|criticism|suggestions?|assertions?"
_ASKINGS = r"calls?|appeals?|demands?|requests?|proposals?|offers?|ultimatums?"
_POINTS_BACK = re.compile(
    rf"(?:that|the|this|these|those|all|any|such)?\s*(?:{_SAYINGS}|{_ASKINGS})\W*$", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:call(?:ed|s)? (?:on|for)|urged?|demand(?:ed|s)?|ask(?:ed|s)?|request(?:ed|s)?|appeal(?:ed|s)?)\b"
)
_AS = re.compile(r"\s+as (?:an?|the|pure|mere|simply|complete|untrue|false|baseless|unfounded|nonsense|\w+ly)\b.*$")
SHORT_DENIAL = 4  # words: "The ministry denied this."
LEAST_SHARED, LEAST_SHARE = 3, 400  # content stems that claim and denial have in common, per mille of the denied ones
SENTENCES_BACK = 6  # how far "the accusation" may point back
_CONCEPTS = {
    "coerced": "pressure coerced coercion coerce forced force beaten beating beat tortured torture threatened duress "
    "intimidated mistreated ill-treated",
    "paid": "money funds fund funded funding financed financing paid pay payment payments paymasters bribe bribed",
    "foreign": "foreign abroad overseas",
}  # words that name one thing in accusations and denials
_CONCEPT_OF = {stem(word): concept for concept, words in _CONCEPTS.items() for word in words.split()}
_EMPTY = frozenset(
    map(stem, ["anyone", "anybody", "anything", "nobody", "put", "taken", "take", "get", "made", "been"])
)


@dataclass(frozen=True, slots=True)
class _Denial:
    read: Read
    finding: Finding
    speaker: str | None
    about: str
    stance: str
    span: Span  # of the whole sentence


def contested_of(sources: Sequence[Read]) -> tuple[Contested, ...]:
    """What is denied, in the order of the reports; one entry per speaker and matter.

    A denial that only points back ("rejected that account") is kept only with what it points at, and one that opens
    with a pronoun only where it is known who is meant: an entry always says what is denied.
    """
    entries: list[Contested] = []
    seen: list[tuple[str, frozenset[str]]] = []
    for denial in _denials(sources):
        key, stems = fold(denial.speaker or ""), _stems(denial.about)
        is_known = any(key == who and len(stems & other) * 2 >= len(stems | other) for who, other in seen)
        entry = None if is_known else _entry(sources, denial)
        if entry is not None:
            seen.append((key, stems))
            entries.append(entry)
    return tuple(entries)


def points_back(about: str) -> bool:
    """True for "the allegations", "that account", "the call": what is meant stands elsewhere."""
    return bool(_POINTS_BACK.match(about))


def _denials(sources: Sequence[Read]) -> list[_Denial]:
    found = []
    for read in sources:
        taken: set[Span] = set()
        for finding in read.findings:
            denial = _denial(read, finding)
            if denial is not None and denial.span not in taken:
                taken.add(denial.span)
                found.append(denial)
    return found


def _denial(read: Read, finding: Finding) -> _Denial | None:
    payload, text = finding.payload, read.report.text
    if isinstance(payload, Statement) and payload.stance in _DENYING:
        speaker, about, stance = payload.speaker, finding.words(text), payload.stance
    elif isinstance(payload, Stance) and payload.verb in _DENYING:
        speaker, about, stance = payload.speaker, payload.target or finding.words(text), payload.verb
    elif isinstance(payload, Event) and payload.status == "denied":
        speaker, about, stance = payload.said_by, finding.words(text), "denies"
    else:
        return None
    about = _AS.sub("", about)
    sentence = sentence_at(read.report, finding.start)
    if sentence is None or not is_fit(read, *sentence, fewest_words=SHORT_DENIAL):
        return None
    return _Denial(read, finding, speaker, about, _as_stance(stance or "denies"), Span(read.report.id, *sentence))


def _as_stance(verb: str) -> str:
    return {"deny": "denies", "reject": "rejects", "dismiss": "rejects", "refute": "denies", "dispute": "denies"}.get(
        verb, verb
    )


def _entry(sources: Sequence[Read], denial: _Denial) -> Contested | None:
    shown = resolved(denial.read, denial.finding, denial.span)
    is_resolved = shown.text.startswith("[")
    if not is_resolved and leans(denial.read, denial.span.start, denial.span.end):
        return None
    who = shown.text[1:].split("]")[0] if is_resolved else named(denial.speaker) or _opening_name(denial)
    against = Side(who=who, says=shown.text, citations=shown.citations, stance=denial.stance)
    is_back = points_back(denial.about)
    claim = _meant_by(denial) if is_back else _claim(sources, denial, who)
    if claim is None and is_back:
        return None
    return Contested(about=" ".join(denial.about.split()), sides=(claim, against) if claim else (against,))


def _opening_name(denial: _Denial) -> str | None:
    """The name that the denial begins with: "Free Rails, the committee, denied …"."""
    names = [one for one in denial.read.findings if isinstance(one.payload, Name) and one.start == denial.span.start]
    return names[0].words(denial.read.report.text) if names else None


def _claim(sources: Sequence[Read], denial: _Denial, denier: str | None) -> Side | None:
    """The sentence that says most of what is denied and does not itself deny it; ties to the earliest.

    It has to be attributed to somebody, unless it shares so much that the outlet must be saying it itself.
    """
    best: tuple[int, Side] | None = None
    for read in sources:
        for span in sentences_of(read):
            shared = _shared(denial, read, span)
            if not shared or (best is not None and shared <= best[0]):
                continue
            is_outlet_s = shared >= LEAST_SHARED and not _speakers(read.findings, span)
            is_said = is_outlet_s or _is_by_another(read, span, denier)
            if is_said and not leans(read, span.start, span.end) and not _denies(read, span):
                best = shared, _side(read, span)
    return best[1] if best else None


def _shared(denial: _Denial, read: Read, span: Span) -> int:
    """How many stems the sentence has in common with what is denied; 0 when too few to be about the same."""
    denied = _stems(denial.about)
    shared = denied & _stems(read.report.text[span.start : span.end])
    is_near = denied == shared and read.report.id == denial.read.report.id
    is_same = len(shared & set(_CONCEPTS)) >= 2 or (len(shared) >= 2 and denied == shared)
    is_most = len(shared) >= LEAST_SHARED and len(shared) * 1000 >= LEAST_SHARE * len(denied)
    return len(shared) if is_near or is_same or is_most else 0


def _is_by_another(read: Read, span: Span, denier: str | None) -> bool:
    """Somebody says it, and not the one who denies."""
    speakers = _speakers(read.findings, span)
    return bool(speakers) and not any(_is_one(speaker, denier) for speaker in speakers)


def _is_one(speaker: str, other: str | None) -> bool:
    ours, theirs = fold(speaker).split(), fold(other or "").split()
    return bool(ours and theirs) and (ours[-1] == theirs[-1])


def _meant_by(denial: _Denial) -> Side | None:
    """What "that account" or "the call" means: the nearest thing that somebody else says before it in that report.

    "The allegations", several, are what the report opens with, where it opens with what somebody says.
    """
    read, start = denial.read, denial.span.start
    body = [span for span in sentences_of(read) if span.end <= start]
    told = [
        span for span in body if _is_by_another(read, span, denial.speaker) and not leans(read, span.start, span.end)
    ]
    if re.search(rf"\b(?:{_ASKINGS})\W*$", denial.about, re.IGNORECASE):
        asked = [span for span in body if _ASKED.search(read.report.text[span.start : span.end])]
        return _side(read, asked[-1]) if asked else None
    if denial.about.rstrip(". ").endswith("s") and told[:1] == body[:1]:
        return _side(read, told[0]) if told else None
    near = [span for span in told if span in body[-SENTENCES_BACK:]]
    return _side(read, near[-1]) if near else None


def _denies(read: Read, span: Span) -> bool:
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    words = {stem(word) for word in words_of(read.report.text[span.start : span.end])}
    cues = {
        stem(word)
        for word in ("denied", "denies", "denial", "rejected", "rejects", "dismissed", "refuted", "untrue", "false")
    }
    return bool(words & cues) or any(_denial(read, finding) for finding in inside)


def _side(read: Read, span: Span) -> Side:
    speakers = _speakers(read.findings, span)
    who = speakers[0] if speakers else read.report.outlet or read.report.host
    return Side(who=who, says=read.report.text[span.start : span.end], citations=(span,))


def _speakers(findings: Sequence[Finding], span: Span) -> list[str]:
    said = [finding.payload for finding in findings if span.start <= finding.start < span.end]
    said = [one for one in said if isinstance(one, Quote) or (isinstance(one, Statement) and one.stance != "believes")]
    speakers = [named(payload.speaker) for payload in said if isinstance(payload, Statement | Quote)]
    return [speaker for speaker in speakers if speaker]


def _stems(text: str) -> frozenset[str]:
    """Content stems without names (a place in common is no matter in common), words for one thing taken as one."""
    stop = stopwords("en")
    words = (text[start:end] for start, end in tokens(text))
    plain = [fold(word) for at, word in enumerate(words) if at == 0 or not word[:1].isupper()]
    stems = (stem(word) for word in plain if word not in stop and len(word) > 2)
    return frozenset(_CONCEPT_OF.get(one, one) for one in stems if one not in _EMPTY)
