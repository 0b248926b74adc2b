"""A sentence that begins with "He" or "She" -> "[Full Name] said …" where a finder knows who.

Cautious: of the three sentences before, the nearest that names any person must name that person and nobody else, so
that a wrong guess cannot become a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Name, Span, Stance, Statement, fold
from infostreamer.stories.features import Read
from infostreamer.stories.trimming import capitalised

_PRONOUN = re.compile(r"(He|She)\b")
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
    return Resolved(" ".join(f"[{name}]{words[found.end() :]}".split()), (sentence, mention))


def _meant(finding: Finding) -> str | None:
    """Whom the finder takes the subject of the sentence to be."""
    payload = finding.payload
    if isinstance(payload, Event):
        return payload.agent_who if fold(payload.agent or "") in _PRONOUNS else None
    return payload.who if isinstance(payload, Statement | Stance) else None


def _named_before(read: Read, key: str, at: int) -> Span | None:
    """The longest mention in the nearest sentence before that names persons, where it names only that one."""
    before = [sentence for sentence in read.report.sentences if read.report.body_start <= sentence[0] < at]
    for start, end in reversed(before[-SENTENCES_BACK:]):
        named = [
            (finding.spans[0], finding.payload.who)
            for finding in read.findings
            if isinstance(finding.payload, Name) and finding.payload.type == "person" and start <= finding.start < end
        ]
        if named:
            fullest = max((span for span, _ in named), key=lambda one: (one.end - one.start, one.start))
            return fullest if {who for _, who in named} == {key} else None
    return None
