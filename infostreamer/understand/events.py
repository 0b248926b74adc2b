"""Who did what to whom, where and when: by verbs ("was abducted") and by nouns ("the extradition of X")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Date, Event, Finding, Name, Report, Span, Statement
from infostreamer.model.finding import EventStatus
from infostreamer.understand.clauses import Group, clause_end, object_of
from infostreamer.understand.lexicon import Happening, happenings, nominal_happenings, word_set
from infostreamer.understand.phrases import QUANTITIES, Phrase, phrase_ending, phrase_from, prepositions
from infostreamer.understand.reporting import groups_of
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.status import status_of_noun, status_of_verb
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Token, read

_AT = frozenset(["in", "at", "near", "outside", "inside", "across", "from", "off", "around"])
_LIGHT, _SIGNABLE = word_set("light"), word_set("signable")
# Which prepositions can lead to the one undergoing it: "an attack on X", "clashed with X", "sanctions against X".
_TOWARDS = {
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
_ANY_AGENT = frozenset(("ASSAULT", "HARM"))  # storms and missiles kill too; all else is done by people and bodies


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


class EventsFinder:
    """Events with their actors, place, time and status; quotations are not read."""

    name = "events"
    version = 1
    languages: tuple[str, ...] = ("en",)
    needs: tuple[str, ...] = ("name", "date", "statement")
    gives: tuple[str, ...] = ("event",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per event, its span from the first to the last word that belongs to it."""
        reading = read(report, found)
        stances = _stances(found)
        maker = f"{self.name}/{self.version}"
        events: dict[tuple[int, int], Finding] = {}
        for at in range(len(reading.sentences)):
            for happened in _events_in(reading, at, stances):
                events.setdefault(happened.trigger, _finding(report, happened, maker))
        return list(events.values())


EVENTS = EventsFinder()


def _finding(report: Report, happened: Happened, maker: str) -> Finding:
    text = report.text
    agent, patient, place = happened.agent, happened.patient, happened.place
    payload = Event(
        type=happened.kind.type,
        did=happened.kind.lemma,
        agent=agent.words(text) if agent else None,
        agent_who=agent.who if agent else None,
        patient=patient.words(text) if patient else None,
        patient_who=patient.who if patient else None,
        place=place.words(text) if place else None,
        place_who=place.who if place else None,
        when=happened.when,
        status=happened.status,
        trigger=Span(report.id, *happened.trigger),
    )
    return Finding.of(report.id, (happened.span,), payload, maker=maker, confidence=happened.confidence)


def _stances(found: Sequence[Finding]) -> list[tuple[int, int, str]]:
    """Where statements lie and with which stance, the shortest first."""
    places = [
        (span.start, span.end, finding.payload.stance)
        for finding in found
        if isinstance(finding.payload, Statement) and finding.payload.stance
        for span in finding.spans
    ]
    return sorted(places, key=lambda place: (place[1] - place[0], place))


def _stance_at(stances: Sequence[tuple[int, int, str]], start: int) -> str | None:
    return next((stance for first, last, stance in stances if first <= start < last), None)


def _events_in(reading: Reading, at: int, stances: Sequence[tuple[int, int, str]]) -> Iterator[Happened]:
    groups = groups_of(reading)[at]
    tokens = reading.sentences[at].tokens
    for index, group in enumerate(groups):
        kind, last = _kind_of(tokens, group)
        if kind is not None:
            happened = _by_verb(reading, at, index, kind, last, _stance_at(stances, tokens[group.main].start))
            if happened is not None:
                yield happened
    for position, token in enumerate(tokens):
        noun = nominal_happenings().get(token.low)
        if noun is not None and _is_event_noun(tokens, position):
            happened = _by_noun(reading, at, position, noun, _stance_at(stances, token.start))
            if happened is not None:
                yield happened


def _kind_of(tokens: Sequence[Token], group: Group) -> tuple[Happening | None, int]:
    if group.tag not in {"VB", "VZ", "VD", "VG"}:
        return None, group.last
    following = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    with_particle = happenings().get(f"{group.lemma} {following}")
    if with_particle is not None:
        return with_particle, group.last + 1
    kind = happenings().get(group.lemma)
    return (kind, group.last) if kind is not None and "n" not in kind.flags else (None, group.last)


# ---------------------------------------------------------------- by verbs


def _by_verb(reading: Reading, at: int, index: int, kind: Happening, last: int, stance: str | None) -> Happened | None:
    sentence = reading.sentences[at]
    tokens, groups = sentence.tokens, groups_of(reading)[at]
    group = groups[index]
    status = status_of_verb(tokens, groups, index, stance=stance, is_title=sentence.is_title)
    if status is None:
        return None
    end = clause_end(tokens, groups, last)
    agent, patient = _actors(reading, at, index, kind, last, end)
    if not _is_fitting(reading, kind, tokens, group, agent, patient) or _only_carries(tokens, group):
        return None
    first = _clause_first(tokens, groups, index)
    place = _place(reading, at, last + 1, end, kind) or _place(reading, at, first, group.first, kind)
    when = _when(reading, tokens, last + 1, end) or _when(reading, tokens, first, group.first)
    trigger = (tokens[group.main].start, tokens[last].end)
    span = _span(trigger, (agent, patient), tokens, last, end)
    return Happened(kind, trigger, span, agent, patient, place, when, status, _confidence(agent, patient))


def _actors(
    reading: Reading, at: int, index: int, kind: Happening, last: int, end: int
) -> tuple[Party | None, Party | None]:
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    group = groups[index]
    subject = party(reading, at, _subject(tokens, groups, index))
    if group.is_passive:
        by = next((phrase for word, phrase in prepositions(tokens, last + 1, end) if word == "by"), None)
        return party(reading, at, by), subject
    thing = party(reading, at, phrase_from(tokens, last + 1) if last > group.last else object_of(tokens, group))
    if thing is None and reading.sentences[at].is_title and _is_clipped(group, kind):
        return None, subject
    if thing is None:
        towards = _TOWARDS.get(kind.type, frozenset())
        over = next((phrase for word, phrase in prepositions(tokens, last + 1, end) if word in towards), None)
        thing = party(reading, at, over) if over is not None and not _is_date(tokens, over) else None
    if "i" in kind.flags and (thing is None or not (thing.can_speak or _has_determiner(reading, thing))):
        return None, subject
    return subject, thing


def _is_clipped(group: Group, kind: Happening) -> bool:
    """Headlines leave out "was": "Organiser detained in Thailand"."""
    return group.tag == "VD" and group.first == group.main and "p" in kind.flags


def _subject(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """The group's subject; for "accused X of killing" the accused, for a bare participle the noun it describes."""
    group = groups[index]
    before = tokens[group.first - 1].tag if group.first > 0 else "."
    if group.tag == "VD" and not group.is_finite:
        at = group.first - 2 if before == "," else group.first - 1
        return phrase_ending(tokens, at)
    if group.tag == "VG" and before == "P" and index > 0:
        accuser = groups[index - 1]
        return subject_of(tokens, groups, index - 1) if accuser.is_passive else object_of(tokens, accuser)
    if group.is_infinitive and index > 0 and not groups[index - 1].is_passive:
        between = object_of(tokens, groups[index - 1])
        if between is not None and between.last == group.first - 1:
            return between
    return subject_of(tokens, groups, index)


def _is_fitting(
    reading: Reading, kind: Happening, tokens: Sequence[Token], group: Group, agent: Party | None, patient: Party | None
) -> bool:
    """Whether the actors can be those of such an event; rhetoric ("attacked the idea") mostly has none that fit."""
    if agent is None and patient is None:
        return False
    if agent is not None and not agent.can_speak and kind.type not in _ANY_AGENT:
        return False
    if kind.type not in {"HARM", "TRADE", "LIFE"} and not any(
        who is not None and (who.can_speak or _is_count(reading.report.text, who)) for who in (agent, patient)
    ):
        return False  # "the ball struck the bar"
    following = tokens[group.last + 1] if group.last + 1 < len(tokens) else None
    if "c" in kind.flags and (following is None or following.tag not in {"TO", "THAT", "P"}):
        return False
    if "b" in kind.flags and patient is None and (following is None or following.tag != "TO"):
        return False
    if "x" in kind.flags and object_of(tokens, group) is not None:
        return False
    if "h" in kind.flags:
        return _is_human(reading.report.text, patient)
    if "a" in kind.flags:
        return patient is not None and (patient.can_speak or _is_count(reading.report.text, patient))
    if "o" in kind.flags:
        signed = agent if group.is_passive else patient
        place = patient if group.is_passive else signed
        return place is not None and place.words(reading.report.text).lower().split()[-1] in _SIGNABLE
    return True


def _only_carries(tokens: Sequence[Token], group: Group) -> bool:
    """ "launched an attack": the noun is the event."""
    carried = object_of(tokens, group) if group.lemma in _LIGHT else None
    return carried is not None and tokens[carried.last].low in nominal_happenings()


def _is_human(text: str, patient: Party | None) -> bool:
    return patient is not None and (patient.type in _HUMAN or _is_count(text, patient))


def _has_determiner(reading: Reading, thing: Party) -> bool:
    return thing.words(reading.report.text).lower().startswith(("the ", "a ", "an ", "his ", "her ", "its ", "their "))


def _is_count(text: str, patient: Party) -> bool:
    """ "killed 12", "wounding dozens": a bare count of people."""
    last = patient.words(text).lower().split()[-1]
    return last[0].isdigit() or last in QUANTITIES


def _clause_first(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> int:
    """Where the clause of the group begins: after the verb before it, or a wall."""
    floor = groups[index - 1].last + 1 if index > 0 else 0
    for at in range(groups[index].first - 1, floor - 1, -1):
        if tokens[at].tag in {"S", "W", "THAT", ";", ":", "Q", "-"}:
            return at + 1
    joined = groups[index].first - 1
    while joined >= floor and tokens[joined].tag == "R":
        joined -= 1
    return joined + 1 if joined >= floor and tokens[joined].tag == "C" else floor


# ---------------------------------------------------------------- by nouns


def _is_event_noun(tokens: Sequence[Token], at: int) -> bool:
    """A noun at the end of its phrase: "arrest warrant" and "attack helicopter" are no events; "killing" needs "of"."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.tag == "VG":
        return following is not None and following.low == "of"
    if token.tag != "X":
        return False
    return following is None or following.tag not in {"X", "N", "POS", "NUM"}


def _by_noun(reading: Reading, at: int, position: int, kind: Happening, stance: str | None) -> Happened | None:
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    status = status_of_noun(tokens, groups, position, stance=stance)
    if status is None:
        return None
    end = _noun_end(tokens, clause_end(tokens, groups, position), position)
    owner, adjective = _in_front(reading, at, position)
    light = _light_verb(tokens, groups, position)
    agent, patient = _nominal_actors(reading, at, position, end, kind, owner, adjective)
    if light is not None and agent is None:
        agent = party(reading, at, subject_of(tokens, groups, light))
    if agent is not None and not agent.can_speak and agent is not adjective:
        agent = None
    if "h" in kind.flags and not _is_human(reading.report.text, patient):
        return None
    place = _place(reading, at, position + 1, end, kind)
    if not _is_told(agent, patient, has_light_verb=light is not None, has_place=place is not None):
        return None
    when = _when(reading, tokens, max(0, position - 4), end)
    trigger = (tokens[position].start, tokens[position].end)
    span = _span(trigger, (agent, patient), tokens, position, end)
    return Happened(kind, trigger, span, agent, patient, place, when, status, 0.6)


def _noun_end(tokens: Sequence[Token], end: int, position: int) -> int:
    """A comma ends what hangs on a noun."""
    return next((at for at in range(position + 1, end) if tokens[at].tag == ","), end)


def _is_told(agent: Party | None, patient: Party | None, *, has_light_verb: bool, has_place: bool) -> bool:
    """Enough is known: somebody or something undergoes it, somewhere or by somebody, or a light verb has a doer."""
    if patient is not None and (patient.can_speak or agent is not None or has_place):
        return True
    return agent is not None and (has_light_verb or patient is not None)


def _nominal_actors(
    reading: Reading, at: int, position: int, end: int, kind: Happening, owner: Party | None, adjective: Party | None
) -> tuple[Party | None, Party | None]:
    """Doer and undergoer from "X's", "Russian …", "of", "by", "on", "against"."""
    tokens = reading.sentences[at].tokens
    after: dict[str, Phrase] = {}
    for word, phrase in prepositions(tokens, position + 1, end):
        after.setdefault(word, phrase)
    is_next = position + 1 < len(tokens) and tokens[position + 1].low == "of"
    patient = party(reading, at, after.get("of")) if is_next else None
    agent = party(reading, at, after.get("by"))
    over = next((after[word] for word in sorted(_TOWARDS.get(kind.type, ())) if word in after), None)
    if over is not None and patient is None and not _is_date(tokens, over):
        patient = party(reading, at, over)
    if owner is not None:
        if patient is None and "p" in kind.flags:
            return agent, owner
        agent = agent or owner
    if patient is not None and "i" not in kind.flags:
        agent = agent or adjective
    return agent, patient


def _is_date(tokens: Sequence[Token], phrase: Phrase) -> bool:
    return any(token.tag == "T" for token in tokens[phrase.first : phrase.last + 1])


def _in_front(reading: Reading, at: int, position: int) -> tuple[Party | None, Party | None]:
    """The possessor ("Lukashenko's arrest") and the nationality or place right in front ("Russian invasion")."""
    tokens = reading.sentences[at].tokens
    phrase = phrase_ending(tokens, position) if tokens[position].tag == "X" else None
    if phrase is None:
        return None, None
    inside = range(phrase.first, position)
    mark = next((index for index in reversed(inside) if tokens[index].tag == "POS"), None)
    owner = party(reading, at, phrase_ending(tokens, mark - 1)) if mark is not None and mark > phrase.first else None
    return owner, _adjective(reading, tokens, phrase, position)


def _adjective(reading: Reading, tokens: Sequence[Token], phrase: Phrase, position: int) -> Party | None:
    for index in range(position - 1, phrase.first - 1, -1):
        if tokens[index].tag == "POS":
            return None
        if tokens[index].name < 0:
            continue
        finding = reading.names[tokens[index].name]
        name = finding.payload
        if isinstance(name, Name) and name.type in {"nationality", "place", "organisation"}:
            return Party(finding.start, finding.end, name.who, name.type)
    return None


def _light_verb(tokens: Sequence[Token], groups: Sequence[Group], position: int) -> int | None:
    """The verb group that only carries the noun: "carried out an attack", "held talks"."""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group.last < position:
            between = tokens[group.last + 1 : position]
            is_near = len(between) <= 6 and all(token.tag in {"D", "X", "N", "R", "NUM", "P"} for token in between)
            has_preposition = any(token.tag == "P" and token.low not in {"under"} for token in between)
            if group.lemma == "threaten" and len(between) <= 8:
                return index
            return index if group.lemma in _LIGHT and is_near and not has_preposition and not group.is_passive else None
    return None


# ---------------------------------------------------------------- where and when


def _place(reading: Reading, at: int, start: int, end: int, kind: Happening) -> Party | None:
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


def _when(reading: Reading, tokens: Sequence[Token], start: int, end: int) -> str | None:
    """The first resolved date between two tokens."""
    if start >= end or start >= len(tokens):
        return None
    left, right = tokens[start].start, tokens[min(end, len(tokens)) - 1].end
    for finding in reading.dates:
        date = finding.payload
        if left <= finding.start < right and isinstance(date, Date) and date.value:
            return date.value
    return None


def _span(
    trigger: tuple[int, int], actors: Sequence[Party | None], tokens: Sequence[Token], last: int, end: int
) -> tuple[int, int]:
    """From the first actor to the end of the clause, within one sentence."""
    floor = tokens[0].start
    starts = [actor.start for actor in actors if actor is not None and floor <= actor.start < trigger[0]]
    stop = max(end - 1, last)
    while stop > last and tokens[stop].tag in {",", ".", ";", "C"}:
        stop -= 1
    return min([trigger[0], *starts]), max(tokens[stop].end, trigger[1])


def _confidence(agent: Party | None, patient: Party | None) -> float:
    known = sum(actor is not None and actor.who is not None for actor in (agent, patient))
    return 0.6 + 0.1 * known
