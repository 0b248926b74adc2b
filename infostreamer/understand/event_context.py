"""What the words around an event say of its kind: accident or violence, a crowd, a vehicle, what people act with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from infostreamer.understand.lexicon import Happening, word_values
from infostreamer.understand.speakers import Party


def _set(name: str) -> frozenset[str]:
    return frozenset(word_values("event_words", name))


CROWDS, VEHICLES, MUTE, ASIDES = _set("crowd"), _set("vehicle"), _set("mute"), _set("aside")
UNDERTAKINGS, ERUPTING, WAYS, FALLS = _set("undertaking"), _set("erupting"), _set("way"), _set("falls")
PEOPLE, NO_TRADES, DIPLOMATS, OFFICIALS = _set("people"), _set("no-trade"), _set("diplomat"), _set("official")
_ACTING, _NATURE, _LOOSE = _set("acting"), _set("nature"), _set("loose")
_ACCIDENT, _VIOLENCE = _set("accident"), _set("violence")
_TOLLS = frozenset(
    ("kill", "injure", "wound", "hurt", "destroy", "damage", "hit", "strike", "leave dead", "leave injured")
)
_REACH, _FAR = 6, 9
_HURTS = frozenset(("wounding", "beating", "attack", "torture"))
_STOPS = frozenset((",", ";", ".", "and", "or", "but", "after", "when", "by"))
_SELVES = frozenset(("himself", "herself", "themselves", "itself", "myself", "yourself"))


def as_doer(text: str, actor: Party | None) -> Party | None:
    """Aircraft, ships, forces and sides act for those who use them."""
    if actor is None or actor.type != "thing":
        return actor
    words = actor.words(text).lower().split()
    return replace(actor, type="role") if words[-1] in _ACTING else actor


def in_context(kind: Happening, text: str, agent: Party | None, words: Iterable[str]) -> Happening:
    """People killed by a storm or in a crash suffer harm; violence is what people do to each other."""
    if kind.lemma not in _TOLLS or kind.type != "ASSAULT" or (agent is not None and agent.can_speak):
        return kind
    around = set(words)
    if agent is not None and kind.lemma in {"hit", "strike", "kill", "injure"}:
        head = agent.words(text).lower().split()[-1]
        if head in FALLS or (head in VEHICLES and not around & (_VIOLENCE | {"into", "rammed", "deliberately"})):
            return replace(kind, type="HARM", cameo=None, act=None)
    by_nature = agent is not None and bool(set(agent.words(text).lower().split()) & _NATURE)
    is_silent = not around & (_ACCIDENT | _VIOLENCE)
    by_accident = agent is None and (bool(around & _ACCIDENT) or (is_silent and _is_accident(text)))
    is_violent = bool(around & _VIOLENCE) or ("fire" in around and bool(around & {"opened", "set", "open"}))
    return replace(kind, type="HARM", cameo=None, act=None) if (by_nature or by_accident) and not is_violent else kind


def to_death(kind: Happening, following: Sequence[str]) -> Happening:
    """ "Stabbed to death", "beat the guard to death": a killing; the words are those behind the verb."""
    if kind.type != "ASSAULT" or kind.act not in _HURTS:
        return kind
    for at, word in enumerate(following[:_FAR]):
        if word == "to" and following[at + 1 : at + 2] == ["death"]:
            return replace(kind, act="killing")
        if word in _STOPS:
            return kind
    return kind


def on_oneself(
    kind: Happening, text: str, agent: Party | None, patient: Party | None
) -> tuple[Happening, Party | None, Party | None]:
    """ "He hanged himself": nobody else's doing; whoever bombs himself still attacks."""
    is_self = patient is not None and patient.words(text).lower() in _SELVES
    if not is_self or kind.type != "ASSAULT" or kind.act == "bombing":
        return kind, agent, patient
    return replace(kind, lemma=f"{kind.lemma} oneself", type="LIFE", cameo=None, act=None), None, agent


def is_threatened_with(kind: Happening, following: Sequence[str], patient: Party | None) -> bool:
    """ "Activists threatened with arrest": the subject undergoes it."""
    return kind.lemma == "threaten" and list(following[:1]) == ["with"] and patient is None


def is_war(words: Iterable[str]) -> bool:
    """Whether the words speak of violence or its victims."""
    return bool(set(words) & (_VIOLENCE | {"killed", "wounded", "injured", "damaged", "civilians"}))


@lru_cache(maxsize=4)
def _is_accident(text: str) -> bool:
    """Whether a whole report speaks of an accident and of no violence."""
    words = set(re.findall(r"\w+", text.lower()))
    return bool(words & _ACCIDENT) and not words & _VIOLENCE - {"strike", "strikes", "police", "army", "soldiers"}


def is_natural(words: Iterable[str]) -> bool:
    """Whether a force of nature or an accident is meant."""
    return bool(set(words) & _NATURE)


def loose_lemma(lemma: str, following: Sequence[str]) -> str | None:
    """ "let them go", "left one soldier dead": the verb with the word behind its object; None for any other verb."""
    for word in following[:_REACH]:
        if f"{lemma}:{word}" in _LOOSE:
            return f"{lemma} {word}"
        if not word[:1].isalnum():
            return None
    return None
