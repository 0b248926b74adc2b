"""Events told by a noun: "the extradition of X", "Y's arrest", "carried out an attack on Z"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infostreamer.model import Name
from infostreamer.understand.clauses import Group, clause_end, groups_of
from infostreamer.understand.event_context import is_war
from infostreamer.understand.event_frames import carries
from infostreamer.understand.event_subject import subject_phrase
from infostreamer.understand.happening import (
    BY_NOUN,
    LIGHT,
    Happened,
    apart,
    find_place,
    find_when,
    is_date,
    is_human,
    is_nobody,
    is_question,
    span_of,
    towards_of,
)
from infostreamer.understand.lexicon import Happening, happenings, word_values
from infostreamer.understand.phrases import Phrase, phrase_ending, prepositions
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.status import status_of_noun
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Token

_CARRIERS, _LABOUR, _AIR = (frozenset(word_values("event_words", kind)) for kind in ("carrier", "labour", "air"))
_MAKES = frozenset(word_values("status", "makes"))
_SUFFERS = frozenset(("face", "undergo", "suffer", "await"))
_OWN = frozenset(("his", "her", "its", "their"))
_OCCASIONS = frozenset(("PROTEST", "CONSULT", "ASSAULT", "HARM"))  # told by place or time alone
_DOINGS = frozenset(("CONSULT", "PROTEST", "RETREAT", "COOPERATE", "AGREE"))  # "of X" names who does it


def is_event_noun(tokens: Sequence[Token], at: int) -> bool:
    """A noun at the end of its phrase: "arrest warrant" and "attack helicopter" are no events; "killing" needs "of"."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.tag == "VG":
        return following is not None and (following.low == "of" or _is_called(tokens, at))
    if token.tag != "X":
        return False
    if following is not None and following.low in _CARRIERS:
        return True  # "mediation efforts", "rescue operation"
    return following is None or following.tag not in {"X", "N", "POS", "NUM"}


def _is_called(tokens: Sequence[Token], at: int) -> bool:
    """ "An emergency meeting on Sunday": an -ing form behind an article, before a preposition or a mark."""
    first = at - 1
    while first > max(0, at - 4) and tokens[first].tag in {"X", "N"}:
        first -= 1
    return tokens[first].tag == "D" and tokens[at + 1].tag in {"P", ".", ",", "T"}


def by_noun(reading: Reading, at: int, position: int, kind: Happening, stance: str | None) -> Happened | None:
    """The event a noun names, `stance` being that of the statement around it; None when too little is known of it."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    status = status_of_noun(tokens, groups, position, stance=stance)
    if status is None or is_question(tokens):
        return None
    kind = _of_strike(tokens, position) if tokens[position].low in {"strike", "strikes"} else kind
    if tokens[position].low.startswith("launch") and position > 0 and tokens[position - 1].low in _AIR:
        kind = Happening("launch missile", "MOBILIZE", "", "15")
    end = _noun_end(tokens, clause_end(tokens, groups, position), position)
    owner, adjective = _in_front(reading, at, position)
    light = _light_verb(tokens, groups, position)
    agent, patient = _nominal_actors(reading, at, position, end, kind, owner, adjective)
    if light is not None and groups[light].lemma in _SUFFERS:
        patient = patient or party(reading, at, subject_of(tokens, groups, light))
    elif light is not None and agent is None:
        agent = party(reading, at, subject_phrase(tokens, groups, light))
    if agent is not None and not agent.can_speak and agent is not adjective:
        agent = None
    agent, patient = apart(agent, patient)
    if is_nobody(reading.report.text, agent) or is_nobody(reading.report.text, patient):
        return None
    if kind.type == "REJECT" and patient is None:
        return None
    if "h" in kind.flags and not is_human(reading.report.text, patient):
        return None
    place = find_place(reading, at, position + 1, end, kind)
    when = find_when(reading, tokens, max(0, position - 4), end)
    is_dated = kind.type in _OCCASIONS and (place is not None or when is not None)
    is_told = _is_told(agent, patient, has_light_verb=light is not None, has_place=place is not None)
    if not is_told and not is_dated and not _occurs(tokens, groups, position):
        return None
    trigger = (tokens[position].start, tokens[position].end)
    span = span_of(trigger, (agent, patient), tokens, position, end)
    return Happened(kind, trigger, span, agent, patient, place, when, status, BY_NOUN)


def _occurs(tokens: Sequence[Token], groups: Sequence[Group], position: int) -> bool:
    """ "The riot broke out", "an explosion rocked the port": told by a verb that says no more than that it happened."""
    group = next((one for one in groups if one.first == position + 1), None)
    if group is None or not group.is_finite:
        return False
    follows = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    return group.lemma in {"erupt", "rock"} or (group.lemma, follows) in {("break", "out"), ("take", "place")}


def _of_strike(tokens: Sequence[Token], position: int) -> Happening:
    """A strike of workers, or one from the air: by the words in front of it, and by talk of war around it."""
    around = {token.low for token in tokens[max(0, position - 4) : position]}
    everywhere = {token.low for token in tokens if token.low not in {"strike", "strikes"}}
    is_violent = bool(around & _AIR) or (not around & _LABOUR and is_war(everywhere))
    return happenings()["strike"] if is_violent else replace(happenings()["go on strike"], lemma="strike")


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
    if agent is None and patient is not None and patient.can_speak and kind.type in _DOINGS:
        agent, patient = patient, None  # "meeting of the Board"
    over = next((after[word] for word in sorted(towards_of(kind)) if word in after), None)
    if over is not None and patient is None and not is_date(tokens, over):
        patient = party(reading, at, over)
    if owner is not None:
        if patient is None and "p" in kind.flags:
            return agent, owner
        agent = agent or owner
    if patient is not None and "i" not in kind.flags:
        agent = agent or adjective
    return agent, patient


def _in_front(reading: Reading, at: int, position: int) -> tuple[Party | None, Party | None]:
    """The possessor ("Lukashenko's arrest") and the nationality or place right in front ("Russian invasion")."""
    tokens = reading.sentences[at].tokens
    phrase = phrase_ending(tokens, position) if tokens[position].tag == "X" else None
    if phrase is None:
        return None, None
    inside = range(phrase.first, position)
    mark = next((index for index in reversed(inside) if tokens[index].tag == "POS"), None)
    owner = party(reading, at, phrase_ending(tokens, mark - 1)) if mark is not None and mark > phrase.first else None
    if owner is None and any(tokens[index].low in _OWN for index in inside):
        owner = _holder(reading, at, position)
    return owner, _adjective(reading, tokens, phrase, position)


def _holder(reading: Reading, at: int, position: int) -> Party | None:
    """Whose "their withdrawal" is: most often that of the subject of the verb in front."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    before = [index for index, group in enumerate(groups) if group.last < position and group.is_finite]
    owner = party(reading, at, subject_of(tokens, groups, before[-1])) if before else None
    return owner if owner is not None and owner.can_speak else None


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
            is_light = group.lemma in LIGHT or group.lemma in _MAKES or carries(tokens, group, position)
            return index if is_light and is_near and not has_preposition and not group.is_passive else None
    return None
