"""Events that a verb tells only with its object: "lifted the curfew", "broke off talks", "blocked the road"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from infostreamer.understand.clauses import Group, object_of
from infostreamer.understand.event_subject import subject_phrase
from infostreamer.understand.lexicon import Happening, given, happenings, nominal_happenings, plural_of
from infostreamer.understand.phrases import Phrase, phrase_from, prepositions
from infostreamer.understand.tokens import Token


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of data/event_frames.tsv. `towards`: the prepositions that lead to the one it is done to; may be empty."""

    type: str
    cameo: str | None
    act: str | None
    towards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Framed:
    """A frame found: its kind of event, the object, the token the verb with its particle ends at."""

    kind: Happening
    thing: Phrase
    last: int
    towards: frozenset[str]


@lru_cache(maxsize=1)
def frames() -> dict[str, dict[str, Frame]]:
    """Verb -> object noun, singular or plural, one word or two -> frame."""
    text = files("infostreamer.understand").joinpath("data", "event_frames.tsv").read_text("utf-8")
    found: dict[str, dict[str, Frame]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            verbs, nouns, type_, cameo, act, towards = line.split("\t")
            frame = Frame(type_, given(cameo), given(act), frozenset(towards.split(",")) - {"-"})
            for verb in verbs.split(","):
                things = found.setdefault(verb.replace("_", " "), {})
                for noun in nouns.split(","):
                    things.setdefault(noun, frame)
                    things.setdefault(plural_of(noun), frame)
    return found


def framed(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Framed | None:
    """The frame that the group and its object (in the passive its subject) make; None when they make none."""
    group = groups[index]
    follows = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    particle = f"{group.lemma} {follows}"
    choices = [(particle, group.last + 1)]
    if particle not in happenings():
        choices.append((group.lemma, group.last))
    for lemma, last in choices:
        things = frames().get(lemma)
        thing = _thing(tokens, groups, index, last) if things is not None else None
        if things is None or thing is None:
            continue
        frame, noun = _match(tokens, things, thing)
        if frame is None:
            thing = _next_thing(tokens, thing) or thing
            frame, noun = _match(tokens, things, thing)
        if frame is not None and not _is_its_own_event(tokens, lemma, thing, frame):
            kind = Happening(f"{lemma} {noun}", frame.type, "", frame.cameo, frame.act)
            return Framed(kind, thing, last, frame.towards)
    return None


def _thing(tokens: Sequence[Token], groups: Sequence[Group], index: int, last: int) -> Phrase | None:
    group = groups[index]
    if group.is_passive:
        return subject_phrase(tokens, groups, index)
    if last > group.last:
        return phrase_from(tokens, last + 1)
    thing = object_of(tokens, group)
    if thing is not None and tokens[thing.last].tag == "T":
        return None
    after = group.last + 1
    if thing is None and after < len(tokens) and tokens[after].tag in {"T", "P"}:
        thing = _past_date(tokens, after)
    return thing


def _next_thing(tokens: Sequence[Token], thing: Phrase) -> Phrase | None:
    """ "25,000 tons of food aid", "gave Tavia a grant": what is measured, or the second object."""
    after = thing.last + 1
    if after >= len(tokens):
        return None
    if tokens[after].low == "of":
        return phrase_from(tokens, after + 1)
    return phrase_from(tokens, after) if tokens[after].tag in {"D", "NUM"} else None


def _past_date(tokens: Sequence[Token], at: int) -> Phrase | None:
    """ "lifted Friday a blockade", "imposed on Monday a curfew": the object behind the day."""
    while at < len(tokens) and (tokens[at].tag == "T" or (tokens[at].tag == "P" and _is_before_date(tokens, at))):
        at += 1
    return phrase_from(tokens, at) if at < len(tokens) and tokens[at].tag in {"D", "X", "NUM"} else None


def _is_before_date(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].tag == "T"


def _match(tokens: Sequence[Token], things: dict[str, Frame], thing: Phrase) -> tuple[Frame | None, str]:
    """By the head and the word in front of it, or by the head; of two joined things ("food and water") by either."""
    for head in _heads(tokens, thing):
        low = tokens[head].low
        pair = f"{tokens[head - 1].low} {low}" if head > thing.first else low
        for noun in (pair, low):
            if noun in things:
                return things[noun], noun
    return None, ""


def _heads(tokens: Sequence[Token], thing: Phrase) -> list[int]:
    """The last noun, and each noun in front of "and", a comma or "of": "tons of grain and flour"."""
    cuts = [at - 1 for at in range(thing.first + 1, thing.last + 1) if tokens[at].tag in {"C", "P", ","}]
    return [thing.last, *reversed(cuts)]


def _is_its_own_event(tokens: Sequence[Token], lemma: str, thing: Phrase, frame: Frame) -> bool:
    """ "staged a protest", "withdrew troops": the noun or the verb alone tells the same event."""
    own = happenings().get(lemma)
    asks_for_people = own is not None and "a" in own.flags  # "fought a war" is told by both words only
    kinds = (nominal_happenings().get(tokens[thing.last].low), None if asks_for_people else own)
    return any(kind is not None and kind.type == frame.type for kind in kinds)


def done_to(tokens: Sequence[Token], found: Framed, start: int, end: int) -> Phrase | None:
    """Whom the event is done to: behind one of the frame's prepositions; None when nobody stands there."""
    return next((phrase for word, phrase in prepositions(tokens, start, end) if word in found.towards), None)


def carries(tokens: Sequence[Token], group: Group, noun: int) -> bool:
    """Whether the verb and the event noun at `noun` make a frame of the noun's own kind: "imposed sanctions"."""
    things = frames().get(group.lemma, {})
    kind = nominal_happenings().get(tokens[noun].low)
    frame = things.get(f"{tokens[noun - 1].low} {tokens[noun].low}") or things.get(tokens[noun].low)
    return frame is not None and kind is not None and frame.type == kind.type
