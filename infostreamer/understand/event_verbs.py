"""Events told by a verb: "was abducted", "agreed to release", "accused of torturing"."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.understand.clauses import Group, clause_end, groups_of, object_of
from infostreamer.understand.happening import (
    LIGHT,
    TOWARDS,
    Happened,
    apart,
    as_undergoer,
    find_place,
    find_when,
    is_count,
    is_counted,
    is_date,
    is_human,
    is_narrator,
    is_nobody,
    span_of,
    when_of_joined,
)
from infostreamer.understand.lexicon import Happening, happenings, nominal_happenings, word_set
from infostreamer.understand.phrases import Phrase, phrase_ending, phrase_from, prepositions
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.status import status_of_verb
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Token

_SIGNABLE, _DECIDABLE, _FORCES = word_set("signable"), word_set("decidable"), word_set("force")
_ANY_AGENT = frozenset(("ASSAULT", "HARM"))  # storms and missiles kill too; all else is done by people and bodies


def kind_of(tokens: Sequence[Token], group: Group) -> tuple[Happening | None, int]:
    """The kind of event the group's verb stands for, and its last token with the particle; None for any other verb."""
    if group.tag not in {"VB", "VZ", "VD", "VG"}:
        return None, group.last
    following = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    with_particle = happenings().get(f"{group.lemma} {following}")
    if with_particle is not None:
        return with_particle, group.last + 1
    kind = happenings().get(group.lemma)
    return (kind, group.last) if kind is not None and "n" not in kind.flags else (None, group.last)


def by_verb(reading: Reading, at: int, index: int, kind: Happening, last: int, stance: str | None) -> Happened | None:
    """The event a verb group tells, `stance` being that of the statement around it; None when it tells none."""
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
    agent, patient = apart(agent, patient)
    text = reading.report.text
    if is_nobody(text, agent) or is_nobody(text, patient) or is_narrator(text, agent) or is_narrator(text, patient):
        return None
    first = _clause_first(tokens, groups, index)
    place = find_place(reading, at, last + 1, end, kind) or find_place(reading, at, first, group.first, kind)
    when = find_when(reading, tokens, last + 1, end) or find_when(reading, tokens, first, group.first)
    when = when or (when_of_joined(reading, tokens, end) if status == "happened" else None)
    trigger = (tokens[group.main].start, tokens[last].end)
    span = span_of(trigger, (agent, patient), tokens, last, _with_infinitive(tokens, groups, end))
    return Happened(kind, trigger, span, agent, patient, place, when, status, _confidence(agent, patient))


def _with_infinitive(tokens: Sequence[Token], groups: Sequence[Group], end: int) -> int:
    """The clause with the "to …" that completes it: "agreed | to correct errors"."""
    following = next((group for group in groups if group.first == end and group.is_infinitive), None)
    return clause_end(tokens, groups, following.last) if following is not None else end


def _actors(
    reading: Reading, at: int, index: int, kind: Happening, last: int, end: int
) -> tuple[Party | None, Party | None]:
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    group = groups[index]
    subject = party(reading, at, _subject(tokens, groups, index))
    if group.is_passive:
        by = next((phrase for word, phrase in prepositions(tokens, last + 1, end) if word == "by"), None)
        return party(reading, at, by), as_undergoer(reading.report.text, subject)
    own = phrase_from(tokens, last + 1) if last > group.last else object_of(tokens, group)
    thing = as_undergoer(reading.report.text, party(reading, at, own or _shared_object(tokens, groups, index)))
    doer = _doer_behind(reading, at, group, last, end) if thing is None and subject and not subject.can_speak else None
    if doer is not None:
        return doer, subject
    if thing is None and _is_clipped(tokens, group, kind, is_title=reading.sentences[at].is_title):
        return None, subject
    if thing is None:
        towards = TOWARDS.get(kind.type, frozenset())
        over = next((phrase for word, phrase in prepositions(tokens, last + 1, end) if word in towards), None)
        thing = party(reading, at, over) if over is not None and not is_date(tokens, over) else None
    if "i" in kind.flags and (thing is None or not (thing.can_speak or _has_determiner(reading, thing))):
        return None, subject
    return subject, thing


def _doer_behind(reading: Reading, at: int, group: Group, last: int, end: int) -> Party | None:
    """ "the pictures donated to the school by X": after a bare past form, "by" tells who did it to a thing."""
    if group.tag != "VD" or group.first != group.main:
        return None
    found = prepositions(reading.sentences[at].tokens, last + 1, end)
    who = party(reading, at, next((phrase for word, phrase in found if word == "by"), None))
    return who if who is not None and who.can_speak else None


def _shared_object(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """ "arrested and questioned the student": the object after the second verb is the first one's, too."""
    after = groups[index].last + 1
    following = groups[index + 1] if index + 1 < len(groups) else None
    is_joined = following is not None and following.first == after + 1 and tokens[after].tag == "C"
    return object_of(tokens, following) if following is not None and is_joined else None


def _is_clipped(tokens: Sequence[Token], group: Group, kind: Happening, *, is_title: bool) -> bool:
    """A bare past form without an object: "Organiser detained in Thailand", "the man detained at the airport".

    Headlines leave out "was" before any such verb; elsewhere the verb must be one that nobody does without an object.
    """
    is_bare = group.tag == "VD" and group.first == group.main and "p" in kind.flags
    follows = tokens[group.last + 1].tag if group.last + 1 < len(tokens) else "."
    return is_bare and (is_title or ("i" not in kind.flags and follows in {"P", "T", ",", "."}))


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
    if kind.type not in {"HARM", "TRADE", "LIFE"} and not _is_literal(reading, kind, agent, patient):
        return False  # "the ball struck the bar"
    if kind.type == "REJECT" and not _is_decision(reading, patient):
        return False  # "rejected that account": a stance
    following = tokens[group.last + 1] if group.last + 1 < len(tokens) else None
    if "c" in kind.flags and (following is None or following.tag not in {"TO", "THAT", "P"}):
        return False
    if "b" in kind.flags and patient is None and (following is None or following.tag != "TO"):
        return False
    if "f" in kind.flags and not _asks(tokens, group, agent, patient):
        return False
    if "x" in kind.flags and object_of(tokens, group) is not None:
        return False
    if "h" in kind.flags:
        return is_human(reading.report.text, patient)
    if "a" in kind.flags:
        return patient is not None and (patient.can_speak or is_count(reading.report.text, patient))
    if "o" in kind.flags:
        signed = agent if group.is_passive else patient
        place = patient if group.is_passive else signed
        return place is not None and place.words(reading.report.text).lower().split()[-1] in _SIGNABLE
    return True


def _asks(tokens: Sequence[Token], group: Group, agent: Party | None, patient: Party | None) -> bool:
    """ "asked Thailand to hand over X": a body of people asks a named one to act."""
    asked = object_of(tokens, group)
    follows = tokens[asked.last + 1].tag if asked is not None and asked.last + 1 < len(tokens) else "."
    named = (agent is not None and agent.who, patient is not None and patient.who)
    return follows == "TO" and all(named)


def _is_literal(reading: Reading, kind: Happening, agent: Party | None, patient: Party | None) -> bool:
    """Somebody takes part, or a number of things, or a force of nature or war destroys something."""
    text = reading.report.text
    if any(who is not None and (who.can_speak or is_count(text, who)) for who in (agent, patient)):
        return True
    is_by_force = agent is not None and any(word in _FORCES for word in agent.words(text).lower().split())
    return patient is not None and (is_counted(text, patient) or (is_by_force and kind.lemma == "destroy"))


def _is_decision(reading: Reading, patient: Party | None) -> bool:
    """Somebody turned away, or something one decides on; an account or a claim can only be contradicted."""
    if patient is None or patient.type == "pronoun":
        return False
    words = patient.words(reading.report.text).lower().split()
    return patient.who is not None or any(word in _DECIDABLE for word in words)


def _only_carries(tokens: Sequence[Token], group: Group) -> bool:
    """ "launched an attack": the noun is the event."""
    carried = object_of(tokens, group) if group.lemma in LIGHT else None
    return carried is not None and tokens[carried.last].low in nominal_happenings()


def _has_determiner(reading: Reading, thing: Party) -> bool:
    return thing.words(reading.report.text).lower().startswith(("the ", "a ", "an ", "his ", "her ", "its ", "their "))


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


def _confidence(agent: Party | None, patient: Party | None) -> float:
    known = sum(actor is not None and actor.who is not None for actor in (agent, patient))
    return 0.6 + 0.1 * known
