"""Whether a thing happened, or is planned, threatened, alleged, denied or speculated about; or no event at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from infostreamer.model.finding import EventStatus
from infostreamer.understand.clauses import Group
from infostreamer.understand.event_frames import carries
from infostreamer.understand.event_subject import subject_phrase
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.phrases import VERBS
from infostreamer.understand.tokens import Token

# What a verb says of its own happening. negated: it did not; attempted: tried; general: a habit, an opinion or a
# circumstance, real but no news; open: a duty, an ability, a wish or a purpose; conditional: after "if".
Standing = EventStatus | Literal["negated", "attempted", "general", "open", "conditional"]

# must, should, can, shall and ought are not in the list: duties and abilities are no events
BY_MODAL, BY_GOVERNOR, BY_TOLD, READY, BY_ADVERB, OF_ING, BEFORE_ING = (
    cast(dict[str, Standing | None], word_values("status", kind))
    for kind in ("modal", "governor", "told", "ready", "adverb", "ing", "before-ing")
)
HEDGES = cast(dict[str, EventStatus | None], word_values("status", "hedge"))
_BY_STANCE: dict[str, EventStatus | None] = {
    "denies": "denied",
    "rejects": "denied",
    "alleges": "alleged",
    "speculates": "speculated",
    "threatens": "threatened",
    "promises": "planned",
    "demands": None,
}
CONDITIONS, VOIDS, PUTS_OFF = (frozenset(word_values("status", kind)) for kind in ("condition", "void", "later"))
_WALLS = frozenset([";", ":", "Q", "-", "(", ","])
_INTENTS = frozenset(("plan", "intend", "prepare", "propose", "expect", "offer", "schedule", "threaten", "attempt"))
_GIVEN = frozenset(("the", "this", "that", "these", "those", "his", "her", "its", "their"))
_LIGHT = frozenset(word_values("phrases", "light")) | frozenset(word_values("status", "makes"))
_SINCE = frozenset(("after", "following", "since", "despite"))
_NOUN_PARTS = frozenset(["D", "X", "N", "NUM", "POS", "R"])
STATUSES = frozenset(("happened", "planned", "threatened", "alleged", "denied", "speculated"))
_CLAUSE = 40  # tokens of a clause that are looked through for "if"
_REACH = (
    10  # tokens between an infinitive and the verb it hangs on: "ordered the former president of Lavaria to appear"
)


def status_of_verb(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, *, stance: str | None, is_title: bool
) -> EventStatus | None:
    """The status of what the group says, given the stance of the statement around it; None when it is no event."""
    standing = standing_of_verb(tokens, groups, index, is_title=is_title)
    if standing == "negated" and not groups[index].is_negated:
        return None  # "failed to reach a deal": nobody denies anything
    return status_under(standing, stance, has_would=groups[index].modal == "would")


def status_under(standing: Standing, stance: str | None, *, has_would: bool) -> EventStatus | None:
    """The status by the words' standing and the stance of the statement around them; None when it is no event."""
    if standing == "negated":
        return "denied" if stance in {"says", "denies", "confirms"} else None
    if standing == "attempted":
        standing = "happened"
    if standing not in STATUSES:
        return None
    if has_would and stance in {"says", "promises", "confirms"}:
        standing = "planned"  # the future as told in the past
    return under_stance(cast(EventStatus, standing), stance)


def standing_of_verb(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, *, is_title: bool, depth: int = 0
) -> Standing:
    """What the words of the sentence say of the group's happening, whoever says the sentence."""
    group = groups[index]
    if is_conditional(tokens, group):
        return "conditional"
    if group.is_negated or (group.first > 0 and tokens[group.first - 1].tag == "G"):
        return "negated"
    if _is_order(tokens, group):
        return "open"
    standing = _plain_standing(tokens, groups, index, is_title, depth)
    hedged = _by_adverb(tokens, group)
    return hedged if hedged is not None and standing == "happened" else standing


def status_of_noun(
    tokens: Sequence[Token], groups: Sequence[Group], at: int, *, stance: str | None
) -> EventStatus | None:
    """The status of the event a noun names, by the words in front of it and the verb it hangs on."""
    edge = at - 1
    while edge >= 0 and tokens[edge].tag in _NOUN_PARTS:
        edge -= 1
    if edge >= 0 and tokens[edge].low in _SINCE and not any(one.low in HEDGES for one in tokens[edge:at]):
        return under_stance("happened", stance)
    for back in range(at - 1, max(-1, at - 7), -1):
        if tokens[back].tag in _WALLS or tokens[back].tag == "S":
            if tokens[back].low in CONDITIONS:
                return None
            break
        if tokens[back].low in HEDGES:
            hedged = HEDGES[tokens[back].low]
            return under_stance(hedged, stance) if hedged is not None else None
    said_of_it = _of_predicate(tokens, groups, at)
    standing = said_of_it if said_of_it is not None else _of_noun_governor(tokens, groups, at)
    return under_stance(cast(EventStatus, standing), stance) if standing in STATUSES else None


def _of_predicate(tokens: Sequence[Token], groups: Sequence[Group], at: int) -> Standing | None:
    """ "The visit was cancelled", "talks will take place": what the verb that the noun is the subject of says of it."""
    behind = next((index for index, one in enumerate(groups) if one.first > at and one.is_finite), None)
    if behind is None:
        return None
    group = groups[behind]
    subject = subject_phrase(tokens, groups, behind) if group.first != at + 1 else None
    if group.first != at + 1 and (subject is None or not subject.first <= at <= subject.head):
        return None
    if group.lemma in VOIDS or group.lemma in PUTS_OFF:
        return "negated" if group.lemma in VOIDS else "planned"
    if group.is_negated:
        return "negated" if group.lemma in {"take", "happen", "occur"} else None
    return BY_MODAL.get(group.modal, "open") if group.modal is not None else None


def _of_noun_governor(tokens: Sequence[Token], groups: Sequence[Group], at: int) -> Standing:
    index = next((index for index in range(len(groups) - 1, -1, -1) if groups[index].last < at), None)
    if index is None:
        return "happened"
    governor = groups[index]
    if governor.lemma == "threaten":
        return "threatened"
    between = tokens[governor.last + 1 : at]
    is_object = all(token.tag in _NOUN_PARTS for token in between)
    if is_object and governor.lemma in VOIDS:
        return "negated"
    before = tokens[governor.first - 1] if governor.first > 0 else None
    if governor.tag == "VG" and not governor.is_finite and before is not None and before.low in {"of", "with", "for"}:
        accusers = (BEFORE_ING.get(groups[back].lemma) for back in range(index - 1, max(-1, index - 4), -1))
        return next((said for said in accusers if said is not None), "general")
    intent = BY_GOVERNOR.get(governor.lemma) if is_object and governor.lemma in _INTENTS else None
    if intent is not None and not governor.is_negated:
        return intent
    if any(token.low in _GIVEN or token.tag == "POS" for token in between) and not _brings_about(tokens, governor, at):
        return "happened"  # "will discuss the attack"
    if governor.is_negated or is_conditional(tokens, governor):
        return "negated"
    if governor.modal is not None:
        return BY_MODAL.get(governor.modal) or "open"
    if governor.is_infinitive:
        standing = standing_of_verb(tokens, groups, index, is_title=False)
        return "happened" if governor.lemma in {"be", "have"} else standing
    return "happened"


def _brings_about(tokens: Sequence[Token], governor: Group, at: int) -> bool:
    """Whether the verb makes the event that the noun names: "will hold the talks", "may lift the ban"."""
    return governor.lemma in _LIGHT or carries(tokens, governor, at) or governor.lemma in BY_GOVERNOR


def under_stance(status: EventStatus, stance: str | None) -> EventStatus | None:
    """What is left of a status inside a statement: what is denied is denied, what one warns of is threatened."""
    if stance == "warns":
        return status if status in {"happened", "alleged", "denied"} else "threatened"
    if stance in _BY_STANCE:
        return _BY_STANCE[stance]
    return status


def _plain_standing(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, is_title: bool, depth: int
) -> Standing:
    group = groups[index]
    inside = tokens[group.first : group.main]
    if len(inside) > 1 and inside[0].tag == "B" and any(token.tag == "TO" for token in inside):
        return "planned"  # "was to be released"
    if group.is_infinitive:
        return _of_infinitive(tokens, groups, index, is_title, depth)
    if group.modal is not None:
        return BY_MODAL.get(group.modal) or "open"
    if group.tag == "VG" and not group.is_finite:
        return _of_participle(tokens, groups, index, depth)
    if group.tag in {"VZ", "VB"} and not is_title:
        return "general"  # "backs", "invade": habits and opinions; reports tell events in the past
    if group.is_present and _is_general(tokens, group):
        return "general"
    return "happened"


def _is_general(tokens: Sequence[Token], group: Group) -> bool:
    """ "usually perish when their supporter is overthrown": a rule of life, not an event."""
    for back in range(group.first - 1, -1, -1):
        if tokens[back].tag == "S" and tokens[back].low in {"when", "whenever", "once", "until", "till", "before"}:
            return True
        if tokens[back].tag in _WALLS:
            return False
    return False


def _of_infinitive(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, is_title: bool, depth: int
) -> Standing:
    """By the verb or noun it hangs on ("agreed to", "set to"); a bare purpose ("to intimidate") is no event."""
    group = groups[index]
    before = tokens[group.first - 1] if group.first > 0 else None
    if before is not None and before.low in READY:
        is_means = index > 0 and groups[index - 1].lemma == "use"  # "use the threat to intimidate": a purpose
        return "open" if is_means else READY[before.low] or "open"
    if before is not None and before.tag == "B":
        return "planned"
    previous = groups[index - 1] if index > 0 else None
    if previous is None:
        return "planned" if is_title and before is not None and before.tag in {"N", "X"} else "open"
    if previous.tag == "B" and previous.last == group.first - 1:
        return "planned"
    if depth > 3 or not _is_within_reach(tokens, previous.last, group.first):
        return "open"
    known = BY_TOLD.get(previous.lemma) if previous.is_passive else None
    said = known or BY_GOVERNOR.get(previous.lemma)
    if said is None:
        return "open"
    return combined(said, standing_of_verb(tokens, groups, index - 1, is_title=is_title, depth=depth + 1))


def combined(said: Standing, governor: Standing) -> Standing:
    """The standing of what hangs on a verb: "may agree to release" is speculated; "did not manage to flee" negated."""
    if governor in {"happened", "general", "attempted"}:
        return said
    if governor in {"negated", "open", "conditional"}:
        return "negated" if said == "happened" else "open"
    return governor


def _is_within_reach(tokens: Sequence[Token], last: int, first: int) -> bool:
    between = tokens[last + 1 : first]
    return len(between) <= _REACH and not any(token.tag in _WALLS or token.tag in {"S", "W", "C"} for token in between)


def _of_participle(tokens: Sequence[Token], groups: Sequence[Group], index: int, depth: int) -> Standing:
    """ ", killing 12" happened; "accused of killing" is alleged; "denied killing" denied; others are left alone."""
    group = groups[index]
    before = tokens[group.first - 1] if group.first > 0 else None
    if before is None or index == 0 or depth > 3:
        return "general"
    previous = groups[index - 1]
    if before.tag == ",":
        led = standing_of_verb(tokens, groups, index - 1, is_title=False, depth=depth + 1)
        is_led = previous.is_finite and previous.modal is None
        return led if is_led and led in STATUSES else "happened" if is_led and led == "general" else "general"
    if before.tag in VERBS and previous.last == group.first - 1:
        said = OF_ING.get(previous.lemma)
        led = standing_of_verb(tokens, groups, index - 1, is_title=False, depth=depth + 1)
        return combined(said, led) if said is not None else "open"
    if before.tag == "P":
        return _after_preposition(tokens, groups, index, before.low, depth)
    return "general"


def _after_preposition(tokens: Sequence[Token], groups: Sequence[Group], index: int, word: str, depth: int) -> Standing:
    previous = groups[index - 1]
    if word in {"of", "for", "with", "over", "to"} and _is_within_reach(tokens, previous.last, groups[index].first):
        said = BEFORE_ING.get(previous.lemma)
        if said is not None:
            return said
    if word == "without":
        return "negated"
    if word not in {"after", "by"}:
        return "open" if word in {"for", "from", "against", "before"} else "general"
    led = standing_of_verb(tokens, groups, index - 1, is_title=False, depth=depth + 1)
    return "happened" if led == "happened" or (word == "after" and led == "planned") else "open"


def _is_order(tokens: Sequence[Token], group: Group) -> bool:
    """ "Please complete the form": a bare verb at the start tells somebody to do it."""
    form = tokens[group.main].form
    is_bare = group.first == group.main and form is not None and "base" in form.features and "past" not in form.features
    return is_bare and all(token.tag in {"R"} or token.low == "please" for token in tokens[: group.first])


def _by_adverb(tokens: Sequence[Token], group: Group) -> Standing | None:
    around = tokens[max(0, group.first - 1) : group.last + 2]
    return next((BY_ADVERB[token.low] for token in around if token.low in BY_ADVERB), None)


def is_conditional(tokens: Sequence[Token], group: Group) -> bool:
    """Whether "if" or its like leads the words in front of the group, no comma between."""
    for back in range(group.first - 1, max(-1, group.first - _CLAUSE), -1):
        if tokens[back].low in CONDITIONS:
            return True
        if tokens[back].tag in _WALLS:
            return False
    return False
