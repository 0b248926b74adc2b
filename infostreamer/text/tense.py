"""Which way the words around a date point: ahead of the report's own day, or back.

"in doubt back": a report tells what happened; only words that speak of the future make a date a coming one.
"""

from __future__ import annotations

import re

from infostreamer.text.lexicon import words_in

_WINDOW = 90  # characters read on each side, never past the end of the sentence
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")
_AHEAD = words_in("date_words.txt", section="ahead")
_BACK = words_in("date_words.txt", section="back")
_KEEPS = frozenset(["be", "been", "being", "not", "also", "only", "to"])  # "will be released" is still ahead
_BE = frozenset(["is", "are", "’s", "'s"])
_NOUNS = frozenset(["cut", "hit", "shot", "left", "set", "met", "made", "lead", "fell"])  # "the first cut in March"
_BEFORE_NOUN = frozenset(
    ["the", "a", "an", "first", "second", "next", "rate", "pay", "another", "further", "price", "its", "their"]
)
_NAMES_TOO = frozenset(["soll", "sollen"])  # with a capital within a sentence: "Port Sollen voted on Thursday"
_SHORT_WILL = ("'ll", "’ll")
_UNTIL = re.compile(r"\b(?:until|till|no later than)\s+(?:at least\s+|early\s+|late\s+)?(?:on\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from|before)\s+(?:early\s+|late\s+)?$", re.IGNORECASE)
_DECLARED = re.compile(r"\bdeclared\s+$", re.IGNORECASE)
# "if the treaty is signed in April", "an inquiry, to report by the end of September", "is forecast".
_IF = re.compile(r"\b(?:if|once|unless|provided)\b[^.;]{0,80}\b(?:is|are|gets?|does|do)\b[^.;]{0,60}$", re.IGNORECASE)
_PURPOSE = re.compile(r",?\s+to\s+\w+\s+(?:\w+\s+){0,3}by\s+(?:the\s+)?$", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:is|are|was|were|be|been)\s+forecast\b[^.;]{0,60}$", re.IGNORECASE)
# "an inspection due in March had been postponed": what was to come is over.
_OVERDUE = re.compile(
    r"\b(?:due|scheduled|planned|expected)\s+(?:for|in|on|to\s+\w+\s+(?:in|on))\s+(?:the\s+)?$", re.IGNORECASE
)
_HAD_FORECAST = re.compile(
    r"(?<!\bis)(?<!\bare)\s(?:forecast|predicted|projected)\s+(?:in|on|at)\s+(?:the\s+)?$", re.IGNORECASE
)
_OVER = re.compile(r"\s+(?:had|was|were)\b")
_A_DAY = re.compile(r"\s+(?:as\s+)?an?\s")


def looks_ahead(text: str, start: int, end: int) -> bool:
    """True when the sentence speaks of the time at [start, end) as one to come.

    The tense nearest before the date decides ("will resign, he said on Monday" looks back); where nothing stands
    before it, the first verb after it ("On Friday the court will …").
    """
    before = _before(text, start)
    if _UNTIL.search(before) or (_DECLARED.search(before) and _A_DAY.match(text, end)):
        return True
    if _IF.search(before) or _PURPOSE.search(before) or _FORECAST.search(before):
        return True
    if _HAD_FORECAST.search(before):
        return False
    if _OVERDUE.search(before) and _OVER.match(text, end):
        return False
    tense = _last_tense(before)
    if tense is not None:
        return tense
    after = _first_tense(text[end : end + _WINDOW])
    return after if after is not None else _BY.search(before) is not None


def _before(text: str, start: int) -> str:
    words = text[max(0, start - _WINDOW) : start]
    ends = [found.end() for found in _SENTENCE_END.finditer(words)]
    return words[ends[-1] :] if ends else words


def _last_tense(words: str) -> bool | None:
    tense: bool | None = None
    previous = ""
    is_held = False  # an auxiliary of the future governs the participle that follows
    for found in _WORD.finditer(words):
        word = found.group().lower()
        if _is_ahead(found.group(), previous):
            tense, is_held = True, True
        elif word in _KEEPS:
            pass
        elif word in _NOUNS and previous in _BEFORE_NOUN:
            is_held = False
        elif word in _BACK or _is_past(word):
            tense, is_held = tense if is_held and tense else False, False
        else:
            is_held = is_held and word.endswith("ly")
        previous = word
    return tense


def _first_tense(words: str) -> bool | None:
    ending = _SENTENCE_END.search(words)
    previous = ""
    for found in _WORD.finditer(words[: ending.start()] if ending else words):
        word = found.group().lower()
        if _is_ahead(found.group(), previous):
            return True
        if word in _BACK or _is_past(word):
            return False
        previous = word
    return None


def _is_ahead(given: str, previous: str) -> bool:
    word = given.lower()
    if word in _NAMES_TOO and given[0].isupper():
        return False
    return word in _AHEAD or word.endswith(_SHORT_WILL) or (word == "to" and previous in _BE)


def _is_past(word: str) -> bool:
    """ "released", "сообщила": forms that tell what is over, by their ending."""
    if word.isascii():
        return len(word) > 4 and word.endswith("ed") and word != "indeed"
    return len(word) > 4 and word.endswith(_PAST)


_PAST = ("ал", "ала", "али", "ил", "ила", "или", "лся", "лась", "лись", "ено", "ена")
