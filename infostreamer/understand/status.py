"""Whether a thing happened, or is planned, threatened, alleged, denied or speculated about; or no event at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from infostreamer.model.finding import EventStatus
from infostreamer.understand.clauses import Group
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.tokens import Token

# must, should, can, shall and ought are left out of the list: duties and abilities are no events
_BY_MODAL, _BY_GOVERNOR, _READY, _BY_ADVERB, _HEDGES = (
    cast(dict[str, EventStatus | None], word_values("status", kind))
    for kind in ("modal", "governor", "ready", "adverb", "hedge")
)
_BY_STANCE: dict[str, EventStatus | None] = {
    "denies": "denied",
    "rejects": "denied",
    "alleges": "alleged",
    "speculates": "speculated",
    "threatens": "threatened",
    "promises": "planned",
    "demands": None,
}
_CONDITIONS = frozenset(word_values("status", "condition"))
_WALLS = frozenset([";", ":", "Q", "-", "(", ","])


def status_of_verb(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, *, stance: str | None, is_title: bool
) -> EventStatus | None:
    """The status of what the group says, given the stance of the statement around it; None when it is no event."""
    group = groups[index]
    if _is_conditional(tokens, group):
        return None
    if group.is_negated:
        return "denied" if stance in {"says", "denies", "confirms"} else None
    status = _plain_status(tokens, groups, index, is_title)
    if status is None:
        return None
    if group.modal == "would" and stance in {"says", "promises", "confirms"}:
        status = "planned"  # the future as told in the past
    hedged = _by_adverb(tokens, group)
    return under_stance(hedged if hedged is not None and status == "happened" else status, stance)


def status_of_noun(
    tokens: Sequence[Token], groups: Sequence[Group], at: int, *, stance: str | None
) -> EventStatus | None:
    """The status of the event a noun names, by the words in front of it and the verb it hangs on."""
    for back in range(at - 1, max(-1, at - 7), -1):
        if tokens[back].tag in _WALLS or tokens[back].tag == "S":
            if tokens[back].low in _CONDITIONS:
                return None
            break
        if tokens[back].low in _HEDGES:
            hedged = _HEDGES[tokens[back].low]
            return under_stance(hedged, stance) if hedged is not None else None
    governor = next((group for group in reversed(groups) if group.last < at), None)
    if governor is None:
        return under_stance("happened", stance)
    if governor.lemma == "threaten":
        return "threatened"
    if (
        governor.is_negated
        or (governor.modal is not None and governor.modal not in _BY_MODAL)
        or _is_conditional(tokens, governor)
    ):
        return None
    if governor.is_infinitive:
        return None if governor.lemma not in {"be", "have"} else under_stance("happened", stance)
    status = _BY_MODAL[governor.modal] if governor.modal else "happened"
    return under_stance(status, stance) if status is not None else None


def under_stance(status: EventStatus, stance: str | None) -> EventStatus | None:
    """What is left of a status inside a statement: what is denied is denied, what one warns of is threatened."""
    if stance == "warns":
        return status if status in {"happened", "alleged", "denied"} else "threatened"
    if stance in _BY_STANCE:
        return _BY_STANCE[stance]
    return status


def _plain_status(tokens: Sequence[Token], groups: Sequence[Group], index: int, is_title: bool) -> EventStatus | None:
    group = groups[index]
    if group.is_infinitive:
        return _of_infinitive(tokens, groups, index, is_title)
    if group.modal is not None:
        return _BY_MODAL.get(group.modal)
    if group.tag == "VG" and not group.is_finite:
        return _of_participle(tokens, groups, index)
    if group.tag in {"VZ", "VB"} and not is_title:
        return None  # "backs", "invade": habits and opinions; reports tell events in the past
    if group.is_present and _is_general(tokens, group):
        return None
    return "happened"


def _is_general(tokens: Sequence[Token], group: Group) -> bool:
    """ "usually perish when their supporter is overthrown": a rule of life, not an event."""
    for back in range(group.first - 1, -1, -1):
        if tokens[back].tag == "S" and tokens[back].low in {"when", "whenever", "once", "until", "till", "before"}:
            return True
        if tokens[back].tag in _WALLS:
            return False
    return False


def _of_infinitive(tokens: Sequence[Token], groups: Sequence[Group], index: int, is_title: bool) -> EventStatus | None:
    """By the verb or noun it hangs on ("agreed to", "set to"); a bare purpose ("to intimidate") is no event."""
    group = groups[index]
    before = tokens[group.first - 1] if group.first > 0 else None
    if before is not None and before.low in _READY:
        return _READY[before.low]
    if before is not None and before.tag == "B":
        return "planned"
    previous = groups[index - 1] if index > 0 else None
    if previous is None:
        return "planned" if is_title and before is not None and before.tag in {"N", "X"} else None
    if group.first - previous.last > 5 or previous.is_negated:
        return None
    if previous.tag == "B" and previous.last == group.first - 1:
        return "planned"
    return _BY_GOVERNOR.get(previous.lemma)


def _of_participle(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> EventStatus | None:
    """ ", killing 12" happened; "accused of killing" is alleged; any other -ing is left alone."""
    group = groups[index]
    before = tokens[group.first - 1] if group.first > 0 else None
    if before is None:
        return None
    if before.tag == ",":
        return "happened" if index > 0 and groups[index - 1].is_finite and groups[index - 1].modal is None else None
    if before.tag == "P" and index > 0 and groups[index - 1].lemma in {"accuse", "suspect", "charge", "blame"}:
        return "alleged"
    return None


def _by_adverb(tokens: Sequence[Token], group: Group) -> EventStatus | None:
    around = tokens[max(0, group.first - 1) : group.last + 2]
    return next((_BY_ADVERB[token.low] for token in around if token.low in _BY_ADVERB), None)


def _is_conditional(tokens: Sequence[Token], group: Group) -> bool:
    for back in range(group.first - 1, -1, -1):
        if tokens[back].low in _CONDITIONS:
            return True
        if tokens[back].tag in _WALLS:
            return False
    return False
