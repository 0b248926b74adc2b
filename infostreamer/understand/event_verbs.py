"""Events told by a verb: "was abducted", "agreed to release", "accused of torturing", "lifted the curfew"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.understand.clauses import Group, clause_end, groups_of, object_of
from infostreamer.understand.event_context import as_doer, in_context, loose_lemma, on_oneself, to_death
from infostreamer.understand.event_fit import company_of, fits
from infostreamer.understand.event_frames import Framed, framed
from infostreamer.understand.event_roles import actors_of, framed_actors
from infostreamer.understand.happening import (
    BY_RULES,
    LIGHT,
    Happened,
    apart,
    find_place,
    find_when,
    is_narrator,
    is_nobody,
    is_question,
    refusal_of,
    span_of,
    tried,
    when_of_joined,
)
from infostreamer.understand.lexicon import Happening, happenings, nominal_happenings
from infostreamer.understand.status import standing_of_verb, status_of_verb
from infostreamer.understand.tokens import Reading, Token


@dataclass(frozen=True, slots=True)
class Telling:
    """What kind of event a verb group tells: its last token with the particle, the object that makes it one, if any."""

    kind: Happening
    last: int
    frame: Framed | None = None


def telling_of(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Telling | None:
    """The kind of event the group's verb stands for, with its particle or its object; None for any other verb."""
    group = groups[index]
    if group.tag not in {"VB", "VZ", "VD", "VG"}:
        return None
    frame = framed(tokens, groups, index)
    if frame is not None:
        return Telling(frame.kind, frame.last, frame)
    following = [token.low for token in tokens[group.last + 1 : group.last + 4]]
    for length in (3, 2, 1):
        kind = happenings().get(" ".join([group.lemma, *following[:length]]))
        if kind is not None and "n" not in kind.flags and len(following) >= length:
            return Telling(kind, group.last + length)
    loose = happenings().get(loose_lemma(group.lemma, [token.low for token in tokens[group.last + 1 :]]) or "")
    if loose is not None:
        return Telling(loose, group.last)
    kind = happenings().get(group.lemma)
    return Telling(kind, group.last) if kind is not None and "n" not in kind.flags else None


def by_verb(reading: Reading, at: int, index: int, telling: Telling, stance: str | None) -> Happened | None:
    """The event a verb group tells, `stance` being that of the statement around it; None when it tells none."""
    sentence = reading.sentences[at]
    tokens, groups = sentence.tokens, groups_of(reading)[at]
    group, last, kind = groups[index], telling.last, telling.kind
    status = status_of_verb(tokens, groups, index, stance=stance, is_title=sentence.is_title)
    if group.is_negated and group.modal in {"will", "would", "'ll"} and stance not in {"denies", "speculates"}:
        refused = refusal_of(kind)
        kind, status = refused or kind, "happened" if refused else status
    if status is None or is_question(tokens):
        return None
    end = clause_end(tokens, groups, last)
    if telling.frame is not None:
        agent, patient = framed_actors(reading, at, index, telling.frame, end)
    else:
        agent, patient = actors_of(reading, at, index, kind, last, end)
    agent = as_doer(reading.report.text, agent)
    kind = in_context(kind, reading.report.text, agent, [token.low for token in tokens])
    kind = to_death(kind, [token.low for token in tokens[last + 1 :]])
    company = company_of(tokens, groups, index, kind, is_title=sentence.is_title)
    is_fit = fits(reading, kind, agent, patient, company, is_framed=telling.frame is not None)
    if not is_fit or _only_carries(tokens, group):
        return None
    agent, patient = apart(agent, patient)
    text = reading.report.text
    if any(is_nobody(text, one) or is_narrator(reading, one) for one in (agent, patient)):
        return None
    is_try = standing_of_verb(tokens, groups, index, is_title=sentence.is_title) == "attempted"
    kind, agent, patient = on_oneself(kind, text, agent, patient)
    told = tried(kind) if is_try else kind
    if told is None:
        return None
    first = _clause_first(tokens, groups, index)
    place = find_place(reading, at, last + 1, end, kind) or find_place(reading, at, first, group.first, kind)
    when = find_when(reading, tokens, last + 1, end) or find_when(reading, tokens, first, group.first)
    when = when or (when_of_joined(reading, tokens, end) if status == "happened" else None)
    trigger = _trigger(tokens, group, telling)
    span = span_of(trigger, (agent, patient), tokens, last, _with_infinitive(tokens, groups, end))
    is_clipped = agent is None and patient is not None and object_of(tokens, group) is None
    names_doer = group.is_finite and not group.is_passive and not is_clipped
    return Happened(told, trigger, span, agent, patient, place, when, status, BY_RULES, names_doer)


def _trigger(tokens: Sequence[Token], group: Group, telling: Telling) -> tuple[int, int]:
    """The verb with its particle; with a frame's object where that follows closely."""
    stop = telling.last
    if telling.frame is not None and telling.last < telling.frame.thing.last <= group.main + 6:
        stop = telling.frame.thing.last
    return tokens[group.main].start, tokens[stop].end


def _with_infinitive(tokens: Sequence[Token], groups: Sequence[Group], end: int) -> int:
    """The clause with the "to …" that completes it: "agreed | to correct errors"."""
    following = next((group for group in groups if group.first == end and group.is_infinitive), None)
    return clause_end(tokens, groups, following.last) if following is not None else end


def _only_carries(tokens: Sequence[Token], group: Group) -> bool:
    """ "launched an attack": the noun is the event."""
    carried = object_of(tokens, group) if group.lemma in LIGHT else None
    return carried is not None and tokens[carried.last].low in nominal_happenings()


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
