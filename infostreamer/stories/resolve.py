"""A sentence that begins with "He" or "She" -> "[Full Name] said …" where a finder knows who.

Cautious: of the three sentences before, the nearest that names any person must name that person and nobody else, as the
one whom it is about, so that a wrong guess cannot become a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Name, Quote, Span, Stance, Statement, fold
from infostreamer.stories.features import Read
from infostreamer.stories.trimming import capitalised
from infostreamer.stories.unfit import single_words
from infostreamer.text.words import stopwords, words_of

_PRONOUN = re.compile(r"(He|She)\b")
_HEAD = re.compile(r"(?:(?:In|On|At|By|After|Since|For|During)\b[^,;:]{1,40}, )?(?P<titles>(?:[\w'’-]+\s+){0,5})")
_IN_TITLES = frozenset(("the", "a", "an", "of", "for", "and"))
_SAME = {"he": ("he ", "his "), "she": ("she ", "her ")}
SENTENCES_BACK = 3

_PRONOUNS = frozenset(
    "he she they it who i we his her one him them that which both others another some many".split()  # noqa: SIM905
) | frozenset("он она они оно мы я кто".split())  # noqa: SIM905
_OWNED = re.compile(r"(?:its|his|her|their|our|my|whose|which|one of (?:them|these|those)|some of (?:them|these)|"
                    r"(?:the )?(?:latter|former|other)|его|ее|её|их)\b", re.IGNORECASE)  # fmt: skip


def named(speaker: str | None) -> str | None:
    """The speaker as given; None for a pronoun and for what only a pronoun tells ("his lawyer", "one of them")."""
    return None if speaker is None or fold(speaker) in _PRONOUNS or _OWNED.match(speaker) else speaker


@dataclass(frozen=True, slots=True)
class Resolved:
    """The words to show and every place they stand at, the sentence first."""

    text: str
    citations: tuple[Span, ...]


def resolved(read: Read, finding: Finding, sentence: Span) -> Resolved:
    """The sentence with its leading pronoun put into brackets as a name; unchanged where nobody is known for it."""
    words = read.report.text[sentence.start : sentence.end]
    found = _PRONOUN.match(words)
    key = _meant(finding)
    mention = _named_before(read, key, sentence.start) if found and key else None
    if found is None or mention is None:
        return Resolved(capitalised(" ".join(words.split())), (sentence,))
    name = " ".join(read.report.text[mention.start : mention.end].split())
    is_in_it = bool(set(words_of(name)) & set(words_of(words)))  # "He knew that Korn …" is not Korn
    if is_in_it or name.split()[-1].lower() in single_words("no_person"):
        return Resolved(capitalised(" ".join(words.split())), (sentence,))
    return Resolved(" ".join(f"[{name}]{words[found.end() :]}".split()), (sentence, mention))


def _meant(finding: Finding) -> str | None:
    """Whom the finder takes the subject of the sentence to be."""
    payload = finding.payload
    if isinstance(payload, Event):
        return payload.agent_who if fold(payload.agent or "") in _PRONOUNS else None
    return payload.who if isinstance(payload, Statement | Stance) else None


def _named_before(read: Read, key: str, at: int) -> Span | None:
    """The fullest mention in the nearest sentence before that names persons: its subject or speaker, and only that one.

    Sentences between have to go on about the same "he" or "she".
    """
    before = [sentence for sentence in read.report.sentences if read.report.body_start <= sentence[0] < at]
    pronoun = read.report.text[at : at + 3].strip().lower()
    for start, end in reversed(before[-SENTENCES_BACK:]):
        named = [
            (finding.spans[0], finding.payload.who)
            for finding in read.findings
            if isinstance(finding.payload, Name) and finding.payload.type == "person" and start <= finding.start < end
        ]
        if named:
            fullest = max((span for span, _ in named), key=lambda one: (one.end - one.start, one.start))
            is_only = {who for _, who in named} == {key}
            return fullest if is_only and _is_what_it_is_about(read, key, fullest, (start, end)) else None
        if not read.report.text[start:end].lower().startswith(_SAME[pronoun]):
            return None
    return None


def _is_what_it_is_about(read: Read, key: str, mention: Span, sentence: tuple[int, int]) -> bool:
    """The mention stands at the head of its sentence, titles before it, or names the one who speaks there."""
    text = read.report.text
    if text[mention.end : mention.end + 2] in ("'s", "’s") or _PRONOUN.match(text, *sentence):
        return False
    head = _HEAD.fullmatch(text, sentence[0], mention.start)
    if head is not None and not (set(words_of(head["titles"])) & stopwords("en") - _IN_TITLES):
        return True
    spoken = [one.payload for one in read.findings if sentence[0] <= one.start < sentence[1]]
    said = [one for one in spoken if isinstance(one, Quote | Statement) and one.who == key and one.speaker_span]
    return any(one.speaker_span and one.speaker_span.start <= mention.start < one.speaker_span.end for one in said)
