"""What the words beside an unknown name say it is: a town, a company, a person.

Each clue is one reading of one mention in its sentence; the names finder adds them up over the report, because a paper
writes "the mine's owner, Hruvaugol" once and only "Hruvaugol" from then on.
"""

from __future__ import annotations

import re

from infostreamer.text.lexicon import words_in

_REACH = 64  # characters read on each side, never past the end of the sentence or a quotation mark


def _any(section: str) -> str:
    return "|".join(sorted(words_in("clues.txt", section=section), key=lambda word: (-len(word), word))).replace(
        "_", " "
    )


_PLACES, _COMPANIES, _LANDS = _any("places"), _any("companies"), _any("lands")
_WAY = (
    r"(?:(?:the|eastern|western|northern|southern|central|downtown|nearby|upper|lower|rural|north|south|east|west)\s+)*"
)
_OWN = r"(?:'s|’s)"

_BEFORE: tuple[tuple[re.Pattern[str], str, int], ...] = (
    (re.compile(rf"\b(?:{_PLACES})\s+of\s+(?:the\s+)?$", re.I), "place", 4),
    (re.compile(rf"\b(?:mayor|governor|residents|inhabitants|streets|outskirts|suburbs|centre|center|people)\s+of\s+{_WAY}$",
                re.I), "place", 3),
    (re.compile(r"\b(?:river|lake|mount|island\s+of)\s+$", re.I), "place", 4),
    (re.compile(r"\b(?:bridge|ferry|crossing|banks?|level|mouth|waters?|dyke|dam|course)\s+(?:over|across|of|on|in|at)\s+"
                r"(?:the\s+)?$", re.I), "place", 3),
    (re.compile(rf"\b(?:went|go|goes|going|travel\w*|return\w*|flew|flown|fly|moved?|came|come|drove|driven|brought|sent|"
                rf"deported|extradited|fled|arrived|landed|road|train|bus|route|way|bound|from\s+\w+)\s+(?:back\s+)?"
                rf"(?:to|for|in|at)\s+{_WAY}$", re.I), "place", 3),
    (re.compile(rf"(?<!\bpublished )(?<!\bstake )(?<!\bshares )(?<!\binterview )(?<!\bconfidence )\b(?:in|near|outside|"
                rf"throughout|across)\s+{_WAY}$", re.I), "in", 2),
    (re.compile(r"\bbetween\s+(?:[A-Z][\w-]+\s+and\s+)?$"), "place", 2),
    (re.compile(rf"\b(?:{_COMPANIES})\s*,?\s+[\"“«]?$", re.I), "organisation", 4),
    (re.compile(r"\b(?:owned\s+by|invest\w*\s+in|founder\s+of|acquisition\s+of|merger\s+with|equity\s+in(?:to)?|employees\s+of|workers\s+at|works?\s+for|worked\s+for|employed\s+by|shares\s+(?:in|of)|"
                r"stake\s+in|subsidiary\s+of|maker\s+of|(?:manager|director)\s+(?:at|of)|chief\s+executive\s+of|ceo\s+of|chairman\s+of|"
                r"contract\s+(?:with|to)|reported\s+by|interview\s+with|published\s+(?:in|by))\s+(?:the\s+)?$", re.I),
     "organisation", 2),
    (re.compile(r"\b(?:wife|husband|son|daughter|mother|father|brother|sister|widow|nephew|niece|cousin|lawyer|landlady|"
                r"neighbour|neighbor|colleague|friend)\s*,\s+$", re.I), "person", 4),
    (re.compile(r"\b(?:named|called|identified)\s+(?:\w+\s+){0,3}as\s+$", re.I), "person", 3),
)  # fmt: skip
_AFTER: tuple[tuple[re.Pattern[str], str, int], ...] = (
    (re.compile(rf"{_OWN}?\s+(?:{_LANDS})\b"), "place", 4),
    (re.compile(rf"\s*,\s+(?:an?|the)\s+(?:[\w'’-]+\s+){{0,4}}(?:{_PLACES})\b"), "place", 4),
    (re.compile(r"\s*,\s+(?:about\s+|some\s+)?\d+\s*(?:km|kilomet\w+|miles?)\b|\s*,\s+where\b|\s+(?:\w+\s+){1,3}its\s+banks\b|\s+(?:lies|is\s+located)\b"),
     "place", 3),
    (re.compile(rf"\s*,\s+(?:an?|the)\s+(?:[\w'’-]+\s+){{0,4}}(?:{_COMPANIES})\b"), "organisation", 4),
    (re.compile(rf"\s*,\s+(?:which|whose)\s+(?:\w+\s+){{0,2}}?(?:{_any('business')})\b"), "organisation", 4),
    (re.compile(rf"{_OWN}?\s+(?:[\d,.]+\s+)?(?:{_any('holdings')})\b|\s+(?:is\s+headquartered|filed\s+for\s+bankruptcy|"
                r"went\s+public|is\s+hiring)\b"), "organisation", 3),
    (re.compile(r"\s+(?:apologised|apologized|acquired|unveiled|employs|shipped)\b|\s+(?:said|announced|confirmed)\s+in\s+"
                r"a\s+(?:statement|filing|press\s+release)\b"), "organisation", 4),
    (re.compile(rf"\s+(?:{_any('business')})\b"), "organisation", 3),
    (re.compile(r"\s+(?:said|says|denied|declined|announced|confirmed|reported|apologised|apologized|published|warned|"
                r"insisted)\b"), "speaker", 2),
    (re.compile(r"\s*,\s+(?:who|whom)\b|\s*,\s+\d{1,2}\s*[,.]|\s+(?:himself|herself)\b"), "person", 4),
)  # fmt: skip
# The words that every form of `_BEFORE` ends in: most names stand after another word, and nothing else need be tried.
_LAST = re.compile(r"([\w-]+|[,\"“«])\s*$")
_GATE = words_in("clues.txt", section="companies") | words_in("clues.txt", section="before") | {",", '"', "“", "«"}
# After "in X": nothing that X owns or qualifies ("in Disney's strategy", "in WeWork buildings").
_ENDS = re.compile(
    r"\s*(?:[.,;:!?)\"”»–—-]|$|\s(?:and|or|on|in|at|for|to|from|by|with|after|before|when|where|who|which|that|is|"
    r"was|are|were|has|had|have|as|since|until|during|over|last|this|next|said|told|will|would|but|[A-Z0-9])\b)"
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b")
_SENTENCE = re.compile(r"[.!?…]\s|[\n\"“”«»]")


def clues_at(text: str, start: int, end: int, *, is_opening: bool) -> list[tuple[str, int]]:
    """(reading, weight) pairs for the name at [start, end): "place", "organisation", "person" or "speaker".

    "speaker" leaves open whether a person or an institution speaks.
    """
    before, after = _before(text, start), _after(text, end)
    found: list[tuple[str, int]] = []
    last = _LAST.search(before)
    if last is not None and last[1].lower() in _GATE:
        found = [(kind, weight) for form, kind, weight in _BEFORE if form.search(before)][:1]
    found += [(kind, weight) for form, kind, weight in _AFTER if form.match(after)][:1]
    found = [
        ("place", weight if _ENDS.match(after) else 1) if kind == "in" else (kind, weight) for kind, weight in found
    ]
    if is_opening and " " in text[start:end] and _PRONOUN.search(_sentence_after(text, end)):
        found.append(("person", 2))
    if found == [] and re.search(r"\btold\s+$", before):
        found.append(("organisation", 1))
    return found


def _before(text: str, start: int) -> str:
    words = text[max(0, start - _REACH) : start]
    marks = [mark.end() for mark in _SENTENCE.finditer(words[:-2])]
    return words[marks[-1] :] if marks else words


def _after(text: str, end: int) -> str:
    words = text[end : end + _REACH]
    mark = _SENTENCE.search(words)
    return words[: mark.start() + 1] if mark else words


def _sentence_after(text: str, end: int) -> str:
    words = text[end : end + 3 * _REACH]
    mark = _SENTENCE.search(words)
    return words[: mark.start()] if mark else words
