"""Sentences that tell no news by themselves: captions, furniture of pages, calls on the reader, fragments."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.model import Quote
from infostreamer.stories.features import Read
from infostreamer.text.lexicon import lines_of, words_in

LEXICON = "line_faults.txt"
QUOTED = re.compile(r"“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|\"[^\"]*\"?|‘[^‘]*?’(?!\w)|(?<!\w)'[^']+'(?!\w)")
"""A quotation with its marks, also one that is not closed in this sentence."""


def phrases(section: str) -> str:
    """The phrases of one section as alternatives of a pattern, longest first."""
    return "|".join(sorted(map(re.escape, lines_of(LEXICON, section=section)), key=lambda one: (-len(one), one)))


def single_words(section: str) -> frozenset[str]:
    """The words of one section."""
    return words_in(LEXICON, section=section)


def _alternatives(section: str) -> str:
    return "|".join(sorted(map(re.escape, single_words(section)), key=lambda one: (-len(one), one)))


_FURNITURE = lines_of(LEXICON, section="furniture")
_NO_PROSE = re.compile(r"©|\bhttps?:|\bwww\.|•|►|▶", re.IGNORECASE)
_CAPTIONS = lines_of(LEXICON, section="captions")
_CAPTION = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown|photographed)(?:,| (?!as\b|to\b|by\b))"
    r"|\((?:left|right|cent(?:re|er)|from left|second left|second right|top|bottom|above|below|[lLrRcC])\)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day, [a-z]{3,9}\.? \d{1,2}, \d{4}(?:, (?:in|at) [^,.]+(?:, [^,]+)?)?\.$"
    r"|(?<=\w), (?:left|right|cent(?:re|er))(?=[,.]| [a-z])",
    re.IGNORECASE,
)
_GLUED_MARK = re.compile(rf"(?i:{_alternatives('marks')})(?:\s*[:|/–—]|\s+-\s|(?<=\b[A-Z]{{4}}) (?=[A-Z]))")
_IMAGE_MARK = re.compile(
    r"(?:Image|Photos?|Gallery|Caption|Pictured)\s+(?:[A-Z][a-z]+\s+){2}|CLOSE\s+[A-Z]|\d+\s?/\s?\d+\s"
)
_ORDER = re.compile(rf"(?:{'|'.join(word.capitalize() for word in sorted(single_words('orders')))})\b(?!,)")
_NO_HEAD = re.compile(r"[”»()\],;:.|·▪*→/]|''|[’'](?=\s)|\"\s|-\s|–\s|—\s")
_SHARED = re.compile(
    r"(?:(?:Facebook|Twitter|Pinterest|WhatsApp|E-?mail|Share|Print|Reddit|LinkedIn|Copy link)\b\s*){2}|What an? "
)
_CAPITALS = re.compile(r"(?:[A-Z]{2,}\W+){4,}")  # the words of a map, or several headings
_LABELLED = re.compile(r"[A-Z][a-z]+: (?=[A-Z])")  # "Split: Ida Moll and …": a caption, or a list
_SMALL_HEAD = re.compile(r"[a-zа-яё](?![A-Z])[\w’'-]*\s")
_HEADS = (_NO_HEAD, _GLUED_MARK, _IMAGE_MARK, _ORDER, _SHARED, _CAPITALS, _LABELLED, _SMALL_HEAD)
_CUT_END = re.compile(rf"(?:…|\.\.)[\"”’»)\]]*$|\b(?i:{_alternatives('abbreviated')})\.$|\b[a-z]\. [a-z]\.$|!$")
_PERSONAL = re.compile(
    r"(?<!War )(?<!Phase )(?<!Part )\bI(?=['’](?:m|ve|d|ll)\b| [a-z])"
    r"|\b(?:[Ww]e|[Oo]ur|us|[Mm]y|me|[Yy]ou|[Yy]our|[Oo]urs)\b"
    r"|\b[Ll]et['’]s\b"
)


_OPINION = lines_of(LEXICON, section="opinion")


def _holds(text: str, known: tuple[str, ...]) -> bool:
    """True when one of the phrases stands in the text as whole words."""
    low = f" {text.lower()} "
    for phrase in known:
        at = low.find(phrase)
        if at > 0 and not (low[at - 1].isalnum() or low[at + len(phrase)].isalnum()):
            return True
    return False


def is_judging(text: str) -> bool:
    """True when the outlet itself praises, regrets or doubts, outside quotation marks."""
    return _holds(QUOTED.sub(" ", text), _OPINION)


@lru_cache(maxsize=16384)
def is_unfit(text: str) -> bool:
    """True when the sentence is no account of anything, whoever reads it: caption, furniture, fragment, personal."""
    if any(
        pattern.match(text) for pattern in (_NO_HEAD, _GLUED_MARK, _IMAGE_MARK, _ORDER, _SHARED, _CAPITALS, _LABELLED)
    ) or _SMALL_HEAD.match(text):
        return True
    if any(pattern.search(text) for pattern in (_CUT_END, _NO_PROSE, _CAPTION)):
        return True
    if _holds(text, _FURNITURE) or _holds(text, _CAPTIONS):
        return True
    return is_personal(text)


def is_personal(text: str) -> bool:
    """True when the outlet itself says I, we or you, outside quotation marks."""
    return bool(_PERSONAL.search(QUOTED.sub(" ", text)))


def is_inside_quotation(read: Read, start: int, end: int) -> bool:
    """True for a sentence of a quotation that runs over several: shown alone it would be the outlet's own words."""
    return any(
        isinstance(finding.payload, Quote)
        and finding.payload.direct
        and any(span.start <= start and end <= span.end + 2 for span in finding.spans)
        for finding in read.findings
    )
