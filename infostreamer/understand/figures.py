"""Report -> figures: numbers that count something, what they count, and the hedge they were given with.

Who said a figure is filled in later, when statements are known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Date, Figure, Finding, Report
from infostreamer.text.abroad.counted import counted_words
from infostreamer.text.abroad.tongue import LANGUAGES
from infostreamer.text.amounts import Number
from infostreamer.text.counting import ONES
from infostreamer.text.lexicon import words_in
from infostreamer.text.names import nationality_of
from infostreamer.text.numbers import find_numbers
from infostreamer.text.words import stopwords

MAKER = "figures/1"
_LONGEST_OF = 4  # words
_LINK = re.compile(
    r"[ \xa0](?:of[ \xa0])?(?:or[ \xa0](?:more|so|fewer|less)[ \xa0](?=[a-z]))?"
    r"(?:(?:the|its|their|his|her|all|those|these|more|other|additional|new|such)[ \xa0])*"
)
_LINK_OF_MONEY = re.compile(r"[ \xa0](?:of|in)[ \xa0](?:(?:the|its|their|new|more|additional)[ \xa0])*")
_OF = re.compile(r"\s+of\s+")
_WORD = re.compile(r"[^\W\d_][\w]*(?:[-'’][^\W_]+)*")
_PLURALS = words_in("counted_words.txt", section="plurals")
_STOPS = words_in("counted_words.txt", section="stops")
# "United Nations" of "two United Nations workers", "U.S." of "200 U.S. troops": a name before what is counted.
_NAME = r"(?:(?:[A-Z]\.){2,4}|[A-Z][\w'’&-]{0,30})"
_NAMES_BEFORE = re.compile(rf"{_NAME}(?:[ \xa0]{_NAME}){{0,3}}[ \xa0](?=[a-z])")
# "current and former officials", "Ukrainian and Polish police officers"
_PAIR = re.compile(r"[ \xa0]and[ \xa0](?=[A-Za-z]+[ \xa0](?P<noun>[a-z]+)(?:[ \xa0](?P<next>[a-z]+))?)")
_FEW = 2
_TELLING = 100  # a bare number below this, with nothing counted, says too little


@dataclass(frozen=True, slots=True)
class FiguresFinder:
    """Counts, amounts, shares, durations and ages (unit "year", of "age"); no dates, hours, years or ordinals."""

    name: str = "figures"
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ("date",)
    gives: tuple[str, ...] = ("figure",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Figure findings in order of position."""
        text = report.text
        dated = [(each.start, each.end) for each in found if isinstance(each.payload, Date)]
        figures = []
        for start, end, number in find_numbers(text, report.language):
            if _overlaps(dated, start, end) or _is_bare_year(text, start, end, number):
                continue
            number = _as_age(text, start, end, number)
            stop, figure = _figure(report, end, number)
            if _is_telling(text, figure, start, end) and not _is_clock(text, figure, start):
                sure = _confidence(number)
                figures.append(Finding.of(report.id, ((start, stop),), figure, maker=MAKER, confidence=sure))
        return _as_of(report, figures, found)


FIGURES = FiguresFinder()

# "Joseph Tarrant, 54, and": a number between commas after a name is an age. So is one in brackets after a name.
_NAMED = re.compile(r"[A-ZÀ-ÞŁŚŻŽČŠ][\w'’-]+(?:[ \xa0](?:Jr\.?|Sr\.?|al-\w+))?(?:,[ \xa0](?:now[ \xa0])?| \()$")
_AFTER_AGE = re.compile(r"\s*(?:[,.;:)—–]|\band\b|$)(?!\d)")
_OLDEST = 115
_NO_NAMES = words_in("counted_words.txt", section="no names")


def _as_age(text: str, start: int, end: int, number: Number) -> Number:
    is_plain = number.unit is None and number.hedge is None and number.high is None and not number.is_word
    if not is_plain or not text[start:end].isdigit() or not 0 < (number.value or 0) <= _OLDEST:
        return number
    name = _NAMED.search(text, max(0, start - 24), start)
    if name is None or name.group().strip(" ,(").lower() in _NO_NAMES or not _AFTER_AGE.match(text, end):
        return number
    is_bracketed = name.group().endswith("(")
    if is_bracketed and text[end : end + 1] != ")":
        return number
    return replace(number, unit="year", is_age=True)


# After it a bare number still counts something: "23 were injured", "11 of the 19", "60-page".
_COUNTING = re.compile(
    r"\s+(?:(?:were|was|are|is|have|had|has|others?|more|remain\w*|died|survived|escaped|fled|face|injured|wounded|dead|killed|arrested|"
    r"detained|missing|votes?)\b|of\s+(?:the|them|its|his|her|their|those|these|whom|which|our|my)\b)|-[a-z]{3,}"
)
_COUNTED_BY = re.compile(
    r"\b(?:kill|injure|wound|hurt|arrest|detain|free|release|rescue|evacuate|hospitalise|hospitalize)(?:s|d|ed|ing|ling|led)?\s+(?:at\s+least\s+)?$"
    r"|\bleav(?:es|ing)\s+$|\btoll\s+(?:of|at|to)\s+$|\b(?:toll|number|total)\b[^.;]{0,40}\b(?:to|at|of|is|was)\s+$",
    re.IGNORECASE,
)


def _is_telling(text: str, figure: Figure, start: int, end: int) -> bool:
    """False for a small bare number that nothing beside it makes a count ("He scored 3.")."""
    if figure.of or figure.unit or figure.hedge or figure.high or (figure.value or 0) >= _TELLING:
        return True
    is_share = 0 < (figure.value or 0) < 1 and text[end - 1].isalpha()  # "by a third"
    if is_share or _COUNTING.match(text, end) is not None:
        return True
    if not text[max(0, start - 2) : start].rstrip().isalpha():
        return False
    return _COUNTED_BY.search(text, max(0, start - 60), start) is not None


_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+(?:late\s+|early\s+|the\s+end\s+of\s+)?(?:on\s+)?$", re.IGNORECASE)


def _as_of(report: Report, figures: list[Finding], found: Sequence[Finding]) -> list[Finding]:
    """The figures, with the day that "as of 3 May" names in their sentence."""
    days = [
        (each.start, each.payload.value)
        for each in found
        if isinstance(each.payload, Date)
        and each.payload.value
        and _AS_OF.search(report.text, max(0, each.start - 30), each.start)
    ]
    if not days:
        return figures
    dated = []
    for figure in figures:
        at = bisect_right(report.sentences, (figure.start, len(report.text))) - 1
        start, end = report.sentences[at] if at >= 0 else (0, 0)
        known = bisect_left(days, (start, ""))
        day = days[known][1] if known < len(days) and days[known][0] < end else None
        dated.append(_with_day(report, figure, day) if day else figure)
    return dated


def _with_day(report: Report, figure: Finding, day: str) -> Finding:
    assert isinstance(figure.payload, Figure)
    spans = tuple((span.start, span.end) for span in figure.spans)
    payload = replace(figure.payload, as_of=day)
    return Finding.of(report.id, spans, payload, maker=MAKER, confidence=figure.confidence)


_BEFORE_HOUR = re.compile(r"\b(?:at|by|until|till|before|after|since|from|past|to)\s+$", re.IGNORECASE)
_BEFORE_SMALL = re.compile(r"\b(?:half|quarter|five|ten|twenty|twenty-five)\s+(?:past|to)\s+$", re.IGNORECASE)
_LAST_HOUR = 12


def _is_clock(text: str, figure: Figure, start: int) -> bool:
    """ "at about seven", "half past two": an hour of the day, told by what stands before a small bare number."""
    if figure.of or figure.unit or figure.high or (figure.value or 99) > _LAST_HOUR:
        return False
    form = _BEFORE_HOUR if figure.bound == "about" else _BEFORE_SMALL
    return form.search(text[max(0, start - 16) : start]) is not None


def _overlaps(dated: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans (in order, apart from each other) shares a character with [start, end)."""
    at = bisect_left(dated, (end, end)) - 1
    return at >= 0 and dated[at][1] > start


_UNTIL = re.compile(r"\b(?:until|till|since|by|in|to|from)\s+$", re.IGNORECASE)


def _is_bare_year(text: str, start: int, end: int, number: Number) -> bool:
    """ "2019" alone with no noun after it."""
    is_plain = number.value is not None and number.unit is None and number.high is None
    if number.hedge is not None and _UNTIL.search(text, max(0, start - 12), start):
        return is_plain and re.search(r"(?<!\d)(?:19|20)\d\d$", text[start:end]) is not None
    if not is_plain or number.hedge is not None or not re.fullmatch(r"(?:1[5-9]|20)\d\d", text[start:end]):
        return False
    words = _WORD.match(text, end + 1)
    is_titled = words is not None and words.group()[:1].isupper() and nationality_of(words.group()) is None
    return words is None or not _is_plural(words.group().lower()) or (is_titled and text[start:end] > "1990")


def _figure(report: Report, end: int, number: Number) -> tuple[int, Figure]:
    """The figure, and where its words end with what is counted."""
    counted = None if number.is_age else _counted(report.text, end, number, report.language)
    of = "age" if number.is_age else " ".join(report.text[slice(*counted)].split()) if counted else None
    payload = Figure(
        value=number.value,
        high=number.high,
        unit=number.unit,
        of=of,
        hedge=number.hedge,
        bound=number.bound,
    )
    return (counted[1] if counted else end), payload


# Shares of right figures in the forty reports of tests/quality/wire (development and test together, 316 figures).
_SURE = {"small": 0.96, "word": 0.97, "digits": 0.98}


def _confidence(number: Number) -> float:
    """Ages and words up to two are the least sure, digits and units the most."""
    if number.is_age or (number.is_word and number.unit is None and number.value is not None and number.value <= _FEW):
        return _SURE["small"]
    return _SURE["digits" if number.unit or not number.is_word else "word"]


def _counted(text: str, end: int, number: Number, language: str | None) -> tuple[int, int] | None:
    """Where the words stand that say what is counted; None for durations and distances without "of"."""
    link = (_LINK if number.unit is None else _LINK_OF_MONEY).match(text, end)
    if link is None or (number.unit is not None and not _takes_of(text, end, number)):
        return None
    return _noun_phrase(text, link.end(), language)


_IN_KIND = re.compile(r"\s+in\s+(?!the\b|[A-Z]|\d)[a-z-]+(?!\s+of\b)\b")  # "$3bn in aid", not "in quest of"


def _takes_of(text: str, end: int, number: Number) -> bool:
    """ "50 % of voters", "$3bn in aid", "5 tonnes of grain"; not "5 months in prison"."""
    is_duration = number.unit in ("second", "minute", "hour", "day", "week", "month", "year", "decade")
    if _OF.match(text, end) is not None:
        return True
    is_money = number.unit is not None and len(number.unit) == 3 and number.unit.isupper()
    return is_money and not is_duration and _IN_KIND.match(text, end, end + 40) is not None


def _noun_phrase(text: str, at: int, language: str | None) -> tuple[int, int] | None:
    """The words up to the first plural noun, or up to three before a function word, verb or mark."""
    if language in LANGUAGES:
        return counted_words(text, at, language or "")
    end = None
    position, most = _past_names(text, at), _LONGEST_OF - 2
    for count in range(_LONGEST_OF):
        word = _WORD.match(text, position)
        if word is None or _ends_phrase(word.group(), count, language):
            break
        if count == 0 and word.group().endswith("ed") and not _is_adjective(text, word.end()):
            break
        end = word.end()
        is_last = _is_plural(word.group().lower()) and not _goes_on(text, end)
        if (
            is_last
            or (language not in (None, "en") and count == 1)
            or count == most
            or text[end : end + 1] not in " \xa0"
        ):
            break
        pair = _PAIR.match(text, end)
        is_pair = pair is not None and any(_is_plural(pair[each] or "") for each in ("noun", "next"))
        most += is_pair
        position = pair.end() if pair is not None and is_pair else end + 1
    return (at, end) if end is not None else None


def _past_names(text: str, at: int) -> int:
    """Behind the name that stands before what is counted; `at` where none does or a people is counted itself."""
    first = _WORD.match(text, at)
    found = _NAMES_BEFORE.match(text, at)
    if first is None or found is None or _is_plural(first.group().lower()):
        return at
    follower = _WORD.match(text, found.end())
    is_noun = follower is not None and not _ends_phrase(follower.group(), 0, "en")
    return found.end() if is_noun else at


def _is_adjective(text: str, end: int) -> bool:
    """ "four masked men", not "four died": a plural follows at once."""
    follower = _WORD.match(text, end + 1)
    return follower is not None and _is_plural(follower.group().lower()) and follower.group() not in _STOPS


def _goes_on(text: str, end: int) -> bool:
    """ "sales managers": a plural is followed by another plural."""
    follower = _WORD.match(text, end + 1)
    return (
        follower is not None
        and follower.group().islower()
        and _is_plural(follower.group())
        and follower.group() not in _STOPS
    )


def _ends_phrase(word: str, count: int, language: str | None) -> bool:
    lower = word.lower()
    if not word[:1].isalpha() or lower in _STOPS or lower in stopwords(language or "en") or lower in ONES:
        return True
    if count == 0 and lower == "o'clock":
        return True
    if word[:1].isupper() and nationality_of(word) is None and count > 0:
        return True
    return count > 0 and lower.endswith(("ed", "ing")) and lower not in ("united",)


def _is_plural(word: str) -> bool:
    if word in _PLURALS or (nationality_of(word) is not None and word.endswith("s")):
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and word not in stopwords("en")
