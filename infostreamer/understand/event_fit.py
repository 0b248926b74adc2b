"""Whether the actors can be those of such an event: rhetoric ("attacked the idea") mostly has none that fit."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.understand.clauses import Group, groups_of, object_of
from infostreamer.understand.happening import is_count, is_counted, is_human
from infostreamer.understand.lexicon import Happening, nominal_happenings, word_set
from infostreamer.understand.phrases import Phrase, phrase_from
from infostreamer.understand.speakers import Party
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Token

_SIGNABLE, _DECIDABLE, _FORCES = word_set("signable"), word_set("decidable"), word_set("force")
_ANY_AGENT = frozenset(("ASSAULT", "HARM"))  # storms and missiles kill too; all else is done by people and bodies
_OF_THINGS = frozenset(("HARM", "TRADE", "LIFE"))


def fits(
    reading: Reading,
    at: int,
    index: int,
    kind: Happening,
    agent: Party | None,
    patient: Party | None,
    *,
    is_framed: bool = False,
) -> bool:
    """Whether somebody fit takes part in the event that the group tells, and what must stand beside the verb does."""
    group = groups_of(reading)[at][index]
    if agent is None and patient is None:
        return False
    if agent is not None and not agent.can_speak and kind.type not in _ANY_AGENT:
        return False
    if agent is None and not group.is_passive and (is_framed or "s" in kind.flags):
        return reading.sentences[at].is_title and is_framed
    if is_framed:
        return True
    if kind.type not in _OF_THINGS and not _is_literal(reading, kind, agent, patient):
        return False  # "the ball struck the bar"
    return _has_company(reading, at, index, kind) and _has_patient(reading, at, index, kind, agent, patient)


def _has_company(reading: Reading, at: int, index: int, kind: Happening) -> bool:
    """What the verb needs beside it: an object, none, "to" and a verb, something to decide on."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    group = groups[index]
    width = len(kind.lemma.split()) - 1
    after = group.last + 1 + width
    following = tokens[after].tag if after < len(tokens) else "."
    thing = _thing(tokens, groups, index, after)
    if "c" in kind.flags and following not in {"TO", "THAT", "P"}:
        return False
    if "t" in kind.flags and following not in {"TO", "THAT"}:
        return False
    if "b" in kind.flags and thing is None and following not in {"TO", "THAT", "T"}:
        return False
    if "x" in kind.flags and object_of(tokens, group) is not None:
        return False
    return kind.type != "REJECT" or following == "TO" or _is_decision(tokens, thing)


def _thing(tokens: Sequence[Token], groups: Sequence[Group], index: int, after: int) -> Phrase | None:
    if groups[index].is_passive:
        return subject_of(tokens, groups, index)
    while after < len(tokens) and tokens[after].tag in {"T", "R"}:
        after += 1
    return phrase_from(tokens, after)


def _has_patient(
    reading: Reading, at: int, index: int, kind: Happening, agent: Party | None, patient: Party | None
) -> bool:
    """Whether those who undergo it are what the kind of event asks for."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    if "f" in kind.flags and not _asks(tokens, groups[index], agent, patient):
        return False
    if "h" in kind.flags:
        return is_human(reading.report.text, patient)
    if "a" in kind.flags:
        is_fit = patient is not None and (patient.can_speak or is_count(reading.report.text, patient))
        return is_fit or ("d" in kind.flags and patient is not None)
    if "o" in kind.flags:
        place = patient
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


def _is_decision(tokens: Sequence[Token], thing: Phrase | None) -> bool:
    """Somebody turned away, or something one decides on; an account or a claim can only be contradicted."""
    if thing is None or tokens[thing.last].tag in {"I", "J"}:
        return False
    words = tokens[thing.first : thing.last + 1]
    is_named = tokens[thing.head].name >= 0
    return is_named or any(one.low in _DECIDABLE or one.low in nominal_happenings() for one in words)
