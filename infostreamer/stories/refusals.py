"""Denials in a report: who says no to what. Refusing an offer, a visa or a motion is a deed and no denial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Span, Stance, Statement
from infostreamer.stories.features import Read
from infostreamer.stories.passages import is_fit, sentence_at
from infostreamer.text.words import words_of

SHORT_DENIAL = 4  # words: "The ministry denied this."
_DENYING = frozenset(("deny", "denies", "reject", "rejects", "dismiss", "refute", "dispute", "rebut"))
_SAYINGS = (
    r"accounts?|versions?|accusations?|claims?|charges?|allegations?|reports?|criticisms?|suggestions?|assertions?"
    r"|rumou?rs?|speculation|insinuations?|characteri[sz]ations?|findings?|narrative"
)
_ASKINGS = r"calls?|appeals?|demands?|requests?|proposals?|ultimatums?"
_POINTS_BACK = re.compile(
    rf"(?:(?:that|the|this|these|those|all|any|such|his|her|its|their|(?:the )?[^,]{{2,60}}?['’]s?)\s+)?"
    rf"(?:(?:latest|new|earlier|early|initial|media|press|news|preliminary|similar|recent|previous)\s+){{0,2}}"
    rf"(?:{_SAYINGS}|{_ASKINGS})\W*$|(?:it|this|that|them)\W*$",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?"
    r"|rebuff(?:s|ed|ing)?|disput(?:es|ed|ing)|brush(?:es|ed|ing)? off)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"^(?:[^\s,]+ ){0,4}?(?:access|entry|permission|coverage|motions?|petitions?|bail|parole|asylum|visas?"
    r"|licen[cs]es?|permits?|applications?"
    r"|applicants?|benefits?|treatment|boarding|lawsuits?|suits?|case|complaint|offers?|bids?|approach|tie-?up|takeover"
    r"|merger|deals?|plan|bill|amendment|treaty|resolution|invitation|settlement|questions?|appeal|plea|request for"
    r"|admission|service|rights?|opportunity|justice|freedom|help|aid|assistance|idea|option|possibility|request)\b"
    r"(?! (?:had|has|have|was|were|is|are|would|will|could|did|does|might|may|should|can)\b)",
    re.IGNORECASE,
)
_SAYING_AHEAD = re.compile(
    rf"^(?:(?:that|the|this|these|those|all|any|some|such|as|his|her|its|their|mere|media|press|news"
    rf"|preliminary|widespread|online|earlier|repeated|recent|initial|claims of)\s+)*(?:{_SAYINGS}"
    r"|concerns?|fears?|involvement|responsibility|knowledge|ties|links|wrongdoing|role|existence|guilt|having|ever|being)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:had|has|have|was|were|is|are|would|will|could|did|does|do|might|may|should|can)\b|n['’]t\b|^\w+ing\b",
    re.IGNORECASE,
)
_AS = re.compile(
    r"\s+as (?:an?|the|pure|mere|simply|complete|untrue|false|baseless|unfounded|nonsense|\w+ly|[“\"'‘]).*$"
)
_TAIL = re.compile(
    r"(?:,? (?:until|before|after|when|while|although|though|saying|stating|insisting|adding|calling|without)\b"
    r"|,? and (?:has |have )?(?:said|says|called|claimed|insisted|added|accused|told|vowed|pledged)\b"
    r"|, (?:but|and|with|who|which|even|as|so|yet|\w+ said|\w+ reported)\b).*$"
)
_CALLED = re.compile(
    rf"^(?:(?:any|the|all|some|media|press|news|preliminary|earlier) )*(?:{_SAYINGS}) that (?=\w+ \w+ \w+)"
)
_DOING = re.compile(r"(?:ever )?[a-z]{2,}ing\b")
_THAT = re.compile(r"^(?:(?:on|at) [^,]{2,30}? )?(?:any (?:claims?|suggestions?) )?that ", re.IGNORECASE)
_PASSIVE = re.compile(r"\W*(?:by|as)\b")
_CONNECTIVE = re.compile(r"(?:But|And|Yet|Still|However|Meanwhile|Instead),? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Who denies (as given) what, where: `span` is the sentence without an opening "But"; `words` its folded words."""

    read: Read
    finding: Finding
    speaker: str | None
    about: str
    stance: str
    span: Span
    words: tuple[str, ...]


def points_back(about: str) -> bool:
    """True for "the allegations", "that account", "the call": what is meant stands elsewhere."""
    return bool(_POINTS_BACK.match(about))


def denials_in(read: Read) -> tuple[Denial, ...]:
    """Every denial of the body in the order of the text, one per sentence and speaker."""
    found: dict[tuple[Span, str | None], Denial] = {}
    for finding in read.findings:
        denial = _denial(read, finding)
        if denial is not None:
            found.setdefault((denial.span, denial.speaker), denial)
    return tuple(found.values())


def _denial(read: Read, finding: Finding) -> Denial | None:
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
    if sentence is None or not is_fit(read, *sentence, fewest_words=SHORT_DENIAL) or _is_nobody(speaker):
        return None
    trimmed = _denied(_whole(text, sentence, about) or "")
    if not trimmed:
        return None
    start = _opening(text, sentence)
    return Denial(
        read=read, finding=finding, speaker=speaker, about=trimmed, stance=_as_stance(stance or "denies"),
        span=Span(read.report.id, start, sentence[1]), words=tuple(words_of(text[start : sentence[1]])),
    )  # fmt: skip


def _is_nobody(speaker: str | None) -> bool:
    return words_of(speaker or "") in (["all"], ["both"], ["many"], ["some"], ["none"])


def _whole(text: str, sentence: tuple[int, int], about: str) -> str | None:
    """The words denied to the end of what they say; None for a sentence without a word of denial."""
    words = text[sentence[0] : sentence[1]]
    cues = list(_CUE.finditer(words))
    at = words.find(about)
    if not cues:
        return None
    if 0 <= at < cues[-1].start() and not _CUE.search(about) and not _PASSIVE.match(words, cues[-1].end()):
        return words[cues[-1].end() :].strip(" .")  # what stands before the word of denial is not what is denied
    is_cut = at >= 0 and words[at + len(about) : at + len(about) + 2] == ", "
    return words[at:].rstrip(" .") if is_cut else about


def _opening(text: str, sentence: tuple[int, int]) -> int:
    """Where the sentence begins without "But": that leans on the sentence before, and the rest does not."""
    found = _CONNECTIVE.match(text, *sentence)
    return found.end() if found else sentence[0]


def _denied(about: str) -> str | None:
    """What is denied, as short as it can be said; None for what is refused."""
    cues = list(_CUE.finditer(about))
    words = about[cues[-1].end() :].strip() if cues else about
    words = _TAIL.sub("", _AS.sub("", " ".join(words.split()))).strip(" ,;")
    if not words or points_back(words):
        return words or None
    bare = _CALLED.sub("", _THAT.sub("", words))
    if bare != words:
        return bare  # "denied reports that …": a clause, whatever its verb
    if _SAYING_AHEAD.match(words) or _DOING.match(words):
        return words
    is_clause = bool(_CLAUSE.search(words))
    return None if _REFUSED.match(words) or not (is_clause or _is_deed(words)) else words


def _is_deed(words: str) -> bool:
    """Something that can be untrue: "arson", "any work outside the codes"; a person or a thing cannot."""
    first = words.split()[0]
    return first in ("any", "all") or (
        first[:1].islower() and first not in ("a", "an", "the", "his", "her", "its", "their")
    )


def _as_stance(verb: str) -> str:
    return {
        "deny": "denies", "reject": "rejects", "dismiss": "rejects", "refute": "denies", "dispute": "denies",
        "rebut": "denies",
    }.get(verb, verb)  # fmt: skip
