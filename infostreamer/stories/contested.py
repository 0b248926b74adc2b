"""Denials and rejections of the members, set against what they deny where a member asserts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Contested, Event, Finding, Quote, Side, Span, Stance, Statement, fold
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.passages import is_fit, sentence_at, sentences_of
from infostreamer.stories.resolve import named, resolved
from infostreamer.text.words import stem, stopwords, words_of

_DENYING = frozenset(("deny", "denies", "reject", "rejects", "dismiss", "refute", "dispute"))
_POINTS_BACK = re.compile(
    r"(?:that|the|this|these|those|all|any|such)?\s*(?:accounts?|versions?|accusations?|claims?|charges?|allegations?"
    r"|reports?|criticism|suggestions?)\W*$",
    re.IGNORECASE,
)
SHORT_DENIAL = 4  # words: "The ministry denied this."
LEAST_SHARED = 3  # content stems that claim and denial have in common
LEAST_SHARE = 300  # per mille of the denied words' stems


@dataclass(frozen=True, slots=True)
class _Denial:
    read: Read
    finding: Finding
    speaker: str | None
    about: str
    stance: str
    span: Span  # of the whole sentence


def contested_of(group: Group) -> tuple[Contested, ...]:
    """What is denied, in order of publication; one entry per speaker and matter."""
    entries: list[Contested] = []
    seen: list[tuple[str, frozenset[str]]] = []
    for denial in _denials(group):
        key, stems = fold(denial.speaker or ""), _stems(denial.about)
        is_known = any(key == who and len(stems & other) * 2 >= len(stems | other) for who, other in seen)
        if not is_known:
            seen.append((key, stems))
            entries.append(_entry(group, denial))
    return tuple(entries)


def _denials(group: Group) -> list[_Denial]:
    found = []
    for read in group.current:
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
    sentence = sentence_at(read.report, finding.start)
    if sentence is None or not is_fit(read, *sentence, fewest_words=SHORT_DENIAL):
        return None
    return _Denial(read, finding, speaker, about, _as_stance(stance or "denies"), Span(read.report.id, *sentence))


def _as_stance(verb: str) -> str:
    return {"deny": "denies", "reject": "rejects", "dismiss": "rejects", "refute": "denies", "dispute": "denies"}.get(
        verb, verb
    )


def _entry(group: Group, denial: _Denial) -> Contested:
    shown = resolved(denial.read, denial.finding, denial.span)
    who = shown.text[1:].split("]")[0] if shown.text.startswith("[") else named(denial.speaker)
    against = Side(who=who, says=shown.text, citations=shown.citations, stance=denial.stance)
    claim = _claim(group, denial)
    return Contested(about=" ".join(denial.about.split()), sides=(claim, against) if claim else (against,))


def _claim(group: Group, denial: _Denial) -> Side | None:
    """The sentence that says most of what is denied and does not itself deny it; ties to the earliest."""
    denied = _stems(denial.about)
    if _POINTS_BACK.match(denial.about):
        return _said_before(denial)
    best: tuple[int, Side] | None = None
    for read in group.current:
        for span in sentences_of(read):
            shared = len(denied & _stems(read.report.text[span.start : span.end]))
            is_enough = shared >= LEAST_SHARED and shared * 1000 >= LEAST_SHARE * len(denied)
            if is_enough and (best is None or shared > best[0]) and not _denies(read, span):
                best = shared, _side(read, span)
    return best[1] if best else None


def _said_before(denial: _Denial) -> Side | None:
    """ "rejected that account": what is meant is the last thing that somebody else is quoted with before it."""
    read = denial.read
    before = [span for span in sentences_of(read) if span.end <= denial.span.start]
    if not before or not _speakers(read.findings, before[-1]):
        return None
    return _side(read, before[-1])


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
    speakers = [named(payload.speaker) for payload in said if isinstance(payload, Statement | Quote)]
    return [speaker for speaker in speakers if speaker]


def _stems(text: str) -> frozenset[str]:
    stop = stopwords("en")
    return frozenset(stem(word) for word in words_of(text) if word not in stop and len(word) > 2)
