"""What an event is before it becomes a finding, and its place, time and span in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Date, Name
from infostreamer.model.finding import EventStatus
from infostreamer.understand.lexicon import Happening, word_set
from infostreamer.understand.phrases import QUANTITIES, Phrase, prepositions
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading, Token

_AT = frozenset(["in", "at", "near", "outside", "inside", "across", "from", "off", "around"])
LIGHT = word_set("light")
# Which prepositions can lead to the one undergoing it: "an attack on X", "clashed with X", "sanctions against X".
TOWARDS = {
    "ASSAULT": frozenset(("on", "against", "with")),
    "CONSULT": frozenset(("with",)),
    "COOPERATE": frozenset(("with",)),
    "AGREE": frozenset(("with",)),
    "TRADE": frozenset(("with",)),
    "PROTEST": frozenset(("against",)),
    "SANCTION": frozenset(("on", "against", "from")),
    "COERCE": frozenset(("on", "against")),
    "THREATEN": frozenset(("against",)),
}
_HUMAN = frozenset(("person", "nationality", "role", "pronoun", "unnamed"))


@dataclass(frozen=True, slots=True)
class Happened:
    """An event before it becomes a finding. `span` in characters."""

    kind: Happening
    trigger: tuple[int, int]
    span: tuple[int, int]
    agent: Party | None
    patient: Party | None
    place: Party | None
    when: str | None
    status: EventStatus
    confidence: float


def find_place(reading: Reading, at: int, start: int, end: int, kind: Happening) -> Party | None:
    """The first named place after "in", "at", "from" …; after "to" only where the event leads somewhere."""
    tokens = reading.sentences[at].tokens
    led_to: Party | None = None
    for word, phrase in prepositions(tokens, start, end):
        name = _named_place(reading, tokens, phrase)
        if name is not None and word in _AT:
            return name
        if name is not None and word == "to" and "m" in kind.flags:
            led_to = led_to or name
    return led_to


def _named_place(reading: Reading, tokens: Sequence[Token], phrase: Phrase) -> Party | None:
    head = tokens[phrase.last]
    if head.name < 0:
        return None
    finding = reading.names[head.name]
    name = finding.payload
    if not isinstance(name, Name) or name.type != "place":
        return None
    return Party(finding.start, finding.end, name.who, "place")


def find_when(reading: Reading, tokens: Sequence[Token], start: int, end: int) -> str | None:
    """The first resolved date between two tokens."""
    if start >= end or start >= len(tokens):
        return None
    left, right = tokens[start].start, tokens[min(end, len(tokens)) - 1].end
    for finding in reading.dates:
        date = finding.payload
        if left <= finding.start < right and isinstance(date, Date) and date.value:
            return date.value
    return None


def span_of(
    trigger: tuple[int, int], actors: Sequence[Party | None], tokens: Sequence[Token], last: int, end: int
) -> tuple[int, int]:
    """From the first actor to the end of the clause, within one sentence."""
    floor = tokens[0].start
    starts = [actor.start for actor in actors if actor is not None and floor <= actor.start < trigger[0]]
    stop = max(end - 1, last)
    while stop > last and tokens[stop].tag in {",", ".", ";", "C", "P", "D"}:
        stop -= 1
    return min([trigger[0], *starts]), max(tokens[stop].end, trigger[1])


def is_date(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase holds a date, so that nobody stands there."""
    return any(token.tag == "T" for token in tokens[phrase.first : phrase.last + 1])


def is_human(text: str, patient: Party | None) -> bool:
    """Whether these are people, or a count of them."""
    return patient is not None and (patient.type in _HUMAN or is_count(text, patient))


def is_count(text: str, patient: Party) -> bool:
    """ "killed 12", "wounding dozens": a bare count of people."""
    last = patient.words(text).lower().split()[-1]
    return last[0].isdigit() or last in QUANTITIES
