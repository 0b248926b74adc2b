"""A place that speaks or acts -> whom it stands for: "Minsk rejected the claim" means the government of Belarus."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.model.ids import fold
from infostreamer.text.gazetteer import capital_of
from infostreamer.text.lexicon import lines_of, words_in
from infostreamer.text.mention import Mention

_AHEAD = 48  # characters read after the name: an adverb or an auxiliary may stand before the verb
_BEHIND = 16
_VERB = re.compile(
    r"(?:\s+(?:has|have|had|also|again|later|repeatedly|strongly|promptly|officially|publicly|now|once))*\s+(?P<verb>[a-z]+)"
)
_CIRCUMSTANCE = re.compile(
    r"\b(?:in|at|near|from|to|of|for|outside|around|across|via|into|through|over|and)\s(?:the\s)?$"
)


def stands_for(text: str, mention: Mention) -> str | None:
    """Whom the name of a seat of power means where it is the subject of a government's verb; None elsewhere.

    "government of Belarus" for "Minsk has denied …"; None for "Minsk is …" and for "a court in Minsk said".
    """
    meaning = _meaning(mention.canonical) if mention.type in ("place", "organisation") else None
    if meaning is None or _CIRCUMSTANCE.search(text[max(0, mention.start - _BEHIND) : mention.start]):
        return None
    found = _VERB.match(text, mention.end, mention.end + _AHEAD)
    return meaning if found is not None and found["verb"] in _acts() else None


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
