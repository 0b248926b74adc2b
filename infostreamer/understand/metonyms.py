"""A place that speaks or acts -> whom it stands for: "Minsk rejected the claim" means the government of Belarus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from infostreamer.model.ids import fold
from infostreamer.text.gazetteer import capital_of
from infostreamer.text.lexicon import lines_of, words_in
from infostreamer.text.mention import Mention
from infostreamer.understand.pack.parse import Parse

_AHEAD = 48  # characters read after the name: an adverb or an auxiliary may stand before the verb
_BEHIND = 16
_VERB = re.compile(
    r"(?:\s+(?:has|have|had|also|again|later|repeatedly|strongly|promptly|officially|publicly|now|once))*\s+(?P<verb>[a-z]+)"
)
_CIRCUMSTANCE = re.compile(
    r"\b(?:in|at|near|from|to|of|for|outside|around|across|via|into|through|over|and)\s(?:the\s)?$"
)


def stands_for(text: str, mention: Mention, verb_of: Mapping[int, str] | None = None) -> str | None:
    """Whom the name of a seat of power means where it is the subject of a government's verb; None elsewhere.

    "government of Belarus" for "Minsk has denied …"; None for "Minsk is …" and for "a court in Minsk said".
    `verb_of`: as `verbs_of_subjects` gives it, for subjects that other words part from their verb.
    """
    meaning = _meaning(mention.canonical) if mention.type in ("place", "organisation") else None
    if meaning is None or _CIRCUMSTANCE.search(text[max(0, mention.start - _BEHIND) : mention.start]):
        return None
    found = _VERB.match(text, mention.end, mention.end + _AHEAD)
    verb = found["verb"] if found is not None else None
    return meaning if verb in _acts() or (verb_of is not None and verb_of.get(mention.start) in _acts()) else None


def verbs_of_subjects(parse: Parse) -> dict[int, str]:
    """Start of every word that a subject's name begins with -> the verb it is the subject of, lower case."""
    found: dict[int, str] = {}
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if token.relation == "nsubj" and token.tag == "PROPN" and token.head >= 0:
                found[token.start] = sentence.tokens[token.head].word.lower()
    return found


@lru_cache(maxsize=4096)
def _meaning(name: str) -> str | None:
    seat = _seats().get(fold(name).removeprefix("the "))
    if seat is not None:
        return seat
    country = capital_of(name)
    return f"government of {_with_article(country)}" if country is not None else None


def _with_article(country: str) -> str:
    return f"the {country}" if country.startswith(("United ", "Czech ", "Dominican ", "Central ")) else country


@lru_cache(maxsize=1)
def _seats() -> dict[str, str]:
    pairs = (line.split("|") for line in lines_of("metonyms.txt", section="seats"))
    return {fold(name.strip()): meaning.strip() for name, meaning in pairs}


@lru_cache(maxsize=1)
def _acts() -> frozenset[str]:
    return words_in("metonyms.txt", section="acts")
