"""The forms that English dates take in prose, each with its reader."""

# ruff: noqa: E501 — one form is one line: folded, they could not be compared with each other.

from __future__ import annotations

import re
from collections.abc import Callable

from infostreamer.model import Date
from infostreamer.text import date_periods as period
from infostreamer.text import date_readers as read
from infostreamer.text.counting import ORDINALS
from infostreamer.text.holidays import words as feasts

Reader = Callable[[re.Match[str], read.Setting], Date | None]

_MONTHS = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|"
    r"Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
# In lower case only those that are no other word.
_SMALL = "january|february|april|june|july|september|october|november|december"
# "feb 30", "in dec": abbreviations in lower case only beside a number of a day or after "in".
_SHORT = r"(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)(?=\.?\s?\d)|(?<=\d )(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b|(?<=[Ii]n )(?:jan|feb|nov|dec)\b"
_MONTH = rf"(?P<month>(?:{_MONTHS}|{_SMALL}|{_SHORT}))(?![\w’'])"
_FIRST_MONTH = _MONTH.replace("?P<month>", "?P<first>")
_ANY_MONTH = rf"(?P<month>(?i:{_MONTHS}))"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_WEEKDAY = rf"(?i:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?(?=[\s,(]))"
_ON = rf"(?:(?:(?:this|last|next|past|coming)\s+)?{_SHORT_WEEKDAY},?\s+(?:the\s+)?)?"
_SUFFIX = r"(?:st|nd|rd|th)"
_DAY = rf"(?P<day>0?[1-9]|[12]\d|3[01]){_SUFFIX}?(?!\d|[.,:]\d|%)"
_LATER = "|".join(word for word, at in ORDINALS.items() if at > 3)
_SPELLED = rf"(?P<day>(?:twenty|thirty)[\s-](?:{'|'.join(ORDINALS)})|{_LATER})\b"
_SPELLED_ALL = _SPELLED.replace(_LATER, f"{_LATER}|first|second|third")
_TENS = r"(?P<day>(?:twenty|thirty)[\s-](?:one|two|three|four|five|six|seven|eight|nine))\b"
_YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\d%]|[.,]\d)"
_WITH_YEAR = rf"(?:\s?,?\s+(?:(?:in|of)\s+)?{_YEAR})?"
_UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)\b"
_COUNT = (
    r"(?P<count>\d{1,4}|(?:a\s+)?couple\s+of|half\s+a\s+dozen|(?:a\s+)?dozen|(?:twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety)(?:-\w{3,5})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_VAGUE_COUNT = r"(?:a\s+few|several|many|some|recent|couple\s+of|dozens\s+of)"
_PART_WORD = (
    r"(?P<part>(?:very\s+)?(?:early|mid|late)[\s-]|(?:the\s+)?(?:very\s+)?(?:beginning|start|middle|end|close)\s+of\s+)"
)
_PART = rf"(?:{_PART_WORD}(?:in\s+)?)?"
_OF_DAY = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)(?!s))?"
_WAY = r"(?P<way>last|this|next|(?:the\s+)?following|(?:the\s+)?previous|past|coming)"
_PERIOD = r"(?P<unit>week|month|year|decade)\b(?![’'-])"
_NTH = r"(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NO_CLAUSE = r"(?!\s+(?:the|that|a|an|his|her|its|their|he|she|it|they|we|I|you|\w+ing|[A-Z]\w+|\d+)\b)"
_MONEY = r"(?=\s+(?:results?|profits?|earnings|revenues?|sales|net|gdp|growth|figures|loss|losses|income|output)\b)"

_FEASTS = "|".join(
    re.escape(name.title().replace("'S", "'s")).replace("'", "[’']").replace(r"\ ", r"\s+") for name in feasts()
)
# "Christmas market", "Easter eggs", "New Year address": no days. "Orthodox Christmas" is another day (see dates._is_meant).
_NOUNS = (
    r"tree|trees|market|markets|dinner|lunch|party|parties|card|cards|present|presents|gift|gifts|carol|carols|song|songs|"
    r"shopping|shoppers|sales|season|period|holiday|holidays|break|message|messages|address|speech|egg|eggs|bunny|truce|"
    r"ceasefire|mass|service|services|lights|decorations|concert|film|number|island|islands|rising|resolutions?|honours|"
    r"celebrations?|tournament|Rising|Island|Islands|Market|Tree"
)

# By what every match of the form holds: a form is tried only around words and digits of its kind.
ENGLISH: dict[str, tuple[tuple[str, Reader], ...]] = {
    "month": (
        (rf"(?P<month>(?i:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))(?P<day>0?[1-9]|[12]\d|3[01])(?![\w.:/-])(?:\s?,?\s+{_YEAR})?", read.read_day),
        (rf"{_ON}{_MONTH}\s+{_DAY}\s?(?:-|–|to|and|through|until)\s?(?:the\s+)?(?P<last>\d{{1,2}}){_SUFFIX}?(?![\d:/]),?(?:\s+(?:of\s+)?{_YEAR})?", read.read_days),
        (rf"(?:between\s+(?:the\s+)?)?{_DAY}\s?(?:-|–|to|and)\s?(?:the\s+)?(?P<last>\d{{1,2}}){_SUFFIX}?\s+(?:of\s+)?{_MONTH}{_WITH_YEAR}", read.read_days),
        (rf"{_ON}{_MONTH},?\s?(?:\s(?:the\s+)?)?{_DAY}(?:\s?,?\s+(?:in\s+|of\s+)?{_YEAR})?", read.read_day),
        (rf"{_ON}{_MONTH}\s+(?:the\s+)?{_SPELLED}{_WITH_YEAR}", read.read_day),
        (rf"{_ON}{_MONTH}\s+(?:the\s+)?{_TENS}{_WITH_YEAR}", read.read_day),
        (rf"{_ON}{_DAY}(?:\s+day)?(?:\s+of)?[\s-]{_MONTH}(?:\s?,?[\s-](?:(?:in|of)\s+)?{_YEAR})?", read.read_day),
        (rf"{_ON}(?:the\s+)?(?i:{_SPELLED_ALL})(?:\s+day)?\s+of\s+{_MONTH}{_WITH_YEAR}", read.read_day),
        (rf"{_YEAR}[/-]{_ANY_MONTH}[/-]{_DAY}", read.read_day),
        (rf"{_DAY}[/-]{_ANY_MONTH}(?:[/-]{_YEAR})?(?![/\w-])", read.read_day),
        (rf"{_ANY_MONTH}[/-]{_DAY}(?:[/-]{_YEAR})?(?![/\w-])", read.read_day),
        (rf"(?P<part>)(?P<way>){_ANY_MONTH}[/-]{_YEAR}(?![/-])", read.read_month),
        (rf"(?P<part>)(?P<way>){_YEAR}\s+{_MONTH}(?!\s+\d)", read.read_month),
        (rf"(?:(?:from|between)\s+)?{_FIRST_MONTH}\s?(?:\s(?:and|to|until|through)\s|[-–])\s?{_MONTH},?\s+(?:of\s+|in\s+)?{_YEAR}", read.read_months),
        (rf"{_PART}{_MONTH},?\s+(?:of\s+|in\s+)?(?P<way>){_YEAR}", read.read_month),
        (rf"{_PART}(?P<year>){_MONTH}\s+(?:of\s+)?(?P<way>last|next|this)\s+year", read.read_month_of),
        (rf"(?:(?P<way>last|next|this|that|past|coming|previous)\s+)?{_PART}(?P<year>){_MONTH}", read.read_month),
        (rf"(?:the\s+week\s+(?:of|beginning|starting|commencing|ending)|w/c)\s+(?:on\s+)?(?:the\s+)?{_MONTH}\s+{_DAY}{_WITH_YEAR}", period.read_week_of),
        (rf"(?:the\s+week\s+(?:of|beginning|starting|commencing|ending)|w/c)\s+(?:on\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_WITH_YEAR}", period.read_week_of),
        (rf"(?P<way>)(?:the\s+)?{_NTH}\s+week\s+(?:of|in)\s+{_MONTH}{_WITH_YEAR}", period.read_nth_week),
    ),
    "digit": (
        (rf"(?:the\s+)?{_NTH}\s+week\s+of\s+{_YEAR}", period.read_week_of_year),
        (rf"(?P<weekday>)(?:(?<=on )|(?<=until )|(?<=before )|(?<=after )|(?<=since )|(?<=on\n))the\s+(?P<day>[1-9]|[12]\d|3[01]){_SUFFIX}(?=\s*(?:[.,;:!?)]|$)|\s+(?:and|at|but|to|with|when)\b)", period.read_day_of_month),
        (r"(?P<weekday>)(?P<iso>)(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>1\d{3}|20\d\d)(?!\d|\.\d)", read.read_numeric),
        (r"(?P<weekday>)(?P<iso>)(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d\d)(?![\d%/-]|\.\d)", read.read_numeric),
        (r"(?P<weekday>)(?P<iso>)(?P<year>)(?:(?<=on )|(?<=until )|(?<=before )|(?<=after )|(?<=since )|(?<=from )|(?<=to )|(?<=for )|(?<=/\d, )|(?<=/\d\d, )|(?<=\d or )|(?<=\d and ))(?P<one>\d{1,2})(?P<mark>/)(?P<two>\d{1,2})(?![\d%/.-]|\s+(?:of|[a-z]+s)\b)", read.read_numeric),
        (r"(?:(?:from|between)\s+)?(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<early>\d{4}))?\s?(?:[-–]|to|until|and)\s?(?P<three>\d{1,2})/(?P<four>\d{1,2})(?:(?:/|,\s)(?P<year>1\d{3}|20\d\d))?(?![\d%/]|\.\d)", read.read_numeric_range),
        (r"(?P<weekday>)(?P<mark>)(?P<iso>(?P<year>1\d{3}|20\d\d)(?P<sep>[-/])(?P<one>\d\d?)(?P=sep)(?P<two>\d\d?))(?![\d/])", read.read_numeric),
        (r"(?P<weekday>)(?P<mark>)(?P<iso>(?P<year>19\d\d|20\d\d)(?P<one>0[1-9]|1[0-2])(?P<two>0[1-9]|[12]\d|3[01]))(?![\d,.:/]\d|\w)", read.read_numeric),
        (r"(?P<part>)(?P<way>)(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?![\w/-]|[.,:]\d)", period.read_iso_month),
        (r"between\s+(?P<first>1[5-9]\d\d|20\d\d)\s+and\s+(?P<last>(?:1[5-9]|20)\d\d)(?![\d,.]\d|\d|%|-)", read.read_years),
        (r"(?:(?:from|between)\s+)?(?P<first>1[5-9]\d\d|20\d\d)(?:\s?[-–/]\s?|\s+(?:to|until|through)\s+)(?P<last>(?:1[5-9]|20)\d\d|\d\d)(?![\d,.]\d|\d|%|-|/\w)",
         read.read_years),
        (r"(?:the\s+)?(?:early\s+|late\s+|mid-)?[’'‘]?(?P<decade>1[5-9]\d0|20\d0|[3-9]0)[’']?s(?!\w)", read.read_decade),
        (r"(?:the\s+)?(?:early\s+|late\s+|mid-)?(?P<century>\d{1,2})(?:st|nd|rd|th)[\s-]century", read.read_century),
        (rf"(?P<way>)(?:the\s+)?{_NTH}\s+(?P<kind>half|quarter)\s+of\s+(?:fiscal\s+|the\s+year\s+)?{_YEAR}", period.read_quarter),
        (rf"(?P<way>)(?P<kind>[QH])(?P<nth>[1-4])[\s-](?:of\s+)?{_YEAR}", period.read_quarter),
        (rf"(?P<way>){_YEAR}[\s-](?P<kind>[QH])(?P<nth>[1-4])\b", period.read_quarter),
        (r"(?P<year>)(?P<way>)(?P<kind>[Q])(?P<nth>[1-4])\b(?![\s-]*\d)", period.read_quarter),
        (rf"(?P<part>)(?P<nth>fiscal|financial)\s+(?:year\s+)?{_YEAR}", read.read_year),
        (rf"(?P<nth>){_PART}(?:the\s+year\s+)?{_YEAR}", read.read_year),
    ),
    "unit": (
        (rf"(?:the\s+)?(?:(?P<day>[12]?\d|3[01]){_SUFFIX}|{_SPELLED_ALL.replace('<day>', '<spelled>')})\s+day\s+of\s+(?P<way>the|this|next|last)\s+month\b", period.read_nth_day),
        (r"(?:the\s+)?(?P<unit>year|quarter|month)[\s-]to[\s-]date\b", period.read_to_date),
        (r"(?P<month>)(?P<year>)(?:the\s+)?" + _NTH + r"\s+week\s+of\s+(?P<way>this|last|next|the)\s+month\b", period.read_nth_week),
        (rf"(?P<year>)(?:the\s+)?{_NTH}\s+(?P<kind>half|quarter)\s+of\s+(?P<way>this|last|next|the)\s+year\b", period.read_quarter),
        (rf"(?P<year>)(?P<way>last|this|next)\s+year[’']s\s+{_NTH}\s+(?P<kind>half|quarter)\b", period.read_quarter),
        (rf"(?P<year>)(?P<way>)(?:the\s+)?{_NTH}[\s-](?P<kind>half|quarter){_MONEY}", period.read_quarter),
        (rf"{_PART_WORD}(?P<way>this|last|next|the\s+following|the\s+coming|the|)\s?{_PERIOD}(?!\s+\d)", period.read_part_of),
        (r"(?P<side>earlier|later)\s+(?P<way>this|that|in\s+the|the)\s+(?P<unit>day|week|month|year|decade)\b(?!-)", period.read_within),
        (r"(?P<way>last|this|next|current|past|following|the\s+previous|previous|coming|(?<=over )the|(?<=at )the)\s+(?:calendar\s+|fiscal\s+|financial\s+)?(?P<unit>week|month|quarter|year|decade|century|weekend)(?!-|\w|\s+ago|\s+of\s+(?!this|last|next))",
         read.read_unit),
        (rf"(?:(?:about|around|almost|nearly|some|more\s+than|over)\s+)?{_COUNT}\s+{_UNIT}\s+(?P<way>ago)\b", read.read_ago),
        (rf"{_COUNT}\s+{_UNIT}\s+(?P<way>from\s+now|from\s+today|after\s+today|from\s+tomorrow|after\s+tomorrow)\b", read.read_ago),
        (rf"(?P<way>in)\s+{_COUNT}\s+{_UNIT}(?!\s+(?:of|in|on|and|since|ago|from|before|after|to|when|for|prison|jail)\b|[’'])", read.read_ago),
        (r"(?:in\s+)?(?P<count>\d{1,3}|an?|one|two|three|four|five|six|ten|twenty|thirty|half\s+an|a\s+few|several)\s+(?P<unit>minutes?|min|hours?)\s+(?P<way>ago|from\s+now)\b", read.read_moment),
        (r"(?P<way>in)\s+(?P<count>\d{1,3}|an?|one|two|three|four|five|six|ten|twenty|thirty|half\s+an)\s+(?P<unit>minutes?|min|hours?)\b(?!\s+(?:of|and|from|before|after|to|when|for|on|in|per|a)\b|[’'-])", read.read_moment),
        (rf"{_COUNT}\s+{_UNIT}\s+(?P<way>earlier|later|prior(?!\s+to)|(?:before|after)(?!\s+(?:the|that|a|his|her|its|their|he|she|it|they|we|\w+ing)\b))\b", read.read_context),
        (rf"(?P<count>)the\s+(?P<unit>day|week|month|year)\s+(?P<way>before|after){_NO_CLAUSE}(?=\s*(?:[.,;:!?)]|$)|\s)", read.read_context),
        (r"(?P<count>)(?P<way>that)\s+(?P<unit>day|week|month|year)(?![\w’'-])", read.read_context),
        (r"(?P<count>)(?:on\s+)?the\s+(?P<way>same|following|next|previous)\s+(?P<unit>day|week|month|year)(?!\w)", read.read_context),
        (rf"(?:(?:in|over|during|for|within|throughout)\s+)?the\s+(?P<way>last|past|next|coming|previous|recent)\s+(?:{_COUNT}\s+|{_VAGUE_COUNT}\s+)?{_UNIT}",
         read.read_span),
        (rf"(?P<way>last|past|next|coming|previous)\s+{_COUNT}\s+{_UNIT}(?!\s+of\b)", read.read_span),
        (r"(?:in|over|during)\s+recent\s+(?:hours|days|weeks|months|years|decades)", read.read_vague),
        (rf"(?:(?:{_VAGUE_COUNT})\s+)?(?:hours|days|weeks|months|years|decades|centuries)\s+ago", read.read_vague),
    ),
    "weekday": (
        (rf"(?P<weekday>{_SHORT_WEEKDAY})\s+the\s+(?i:(?P<day>0?[1-9]|[12]\d|3[01]|{'|'.join(ORDINALS)}|(?:twenty|thirty)[\s-](?:{'|'.join(ORDINALS)})))(?:{_SUFFIX})?\b(?=\s*(?:[.,;:!?)]|$)|\s+(?:at|from|between|around|\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b))", period.read_day_of_month),
        (rf"(?P<weekday>{_SHORT_WEEKDAY})\s+(?P<day>[1-9]|[12]\d|3[01])(?:{_SUFFIX}\b|(?=\s*(?:[.!?;)](?!\d)|$|,?\s+(?:at|from|between)\b)))", period.read_day_of_month),
        (rf"(?P<weekday>{_SHORT_WEEKDAY})(?:,|\s+on)?\s+(?P<iso>)(?P<one>\d{{1,2}})(?P<mark>[./-])(?P<two>\d{{1,2}})(?:(?P=mark)(?P<year>1\d{{3}}|20\d\d|\d\d))?(?![\d%]|[./-]\d)", read.read_numeric),
        (rf"(?P<weekday>{_SHORT_WEEKDAY}),?\s+(?P<mark>)(?P<iso>(?P<year>20\d\d)-(?P<one>\d\d?)-(?P<two>\d\d?))(?![\d/])", read.read_numeric),
        (r"(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b(?!\s+\d)", period.read_recurring),
        (r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+(?:morning|afternoon|evening|night)s\b", period.read_recurring),
        (rf"(?:on\s+)?(?P<weekday>{_SHORT_WEEKDAY}){_OF_DAY}\s+(?:of\s+)?{_WAY}\s+week\b", period.read_weekday_in),
        (rf"{_WAY}\s+week(?:,|\s+on|\s+-)?\s+(?P<weekday>{_SHORT_WEEKDAY})\b{_OF_DAY}", period.read_weekday_in),
        (r"(?P<way>)(?<=on )(?-i:(?P<weekday>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat)\b\.?)(?!\s+[A-Z])", read.read_weekday),
        (rf"(?:on\s+)?(?:(?P<way>last|next|this|past|coming|following|previous)\s+)?(?P<weekday>{_WEEKDAY}){_OF_DAY}(?!s?\w)", read.read_weekday),
    ),
    "part": (
        (r"(?<=between )now(?=\s+and\s)|(?<=between )right\s+now(?=\s+and\s)|(?<=from )now(?=\s+(?:until|till|to)\s)|(?<=and )now(?=\s*[.,;)]|$)", period.read_now),
        (r"(?:(?<=in )|(?<=since )|(?<=of ))(?P<first>nineteen|twenty|two\s+thousand(?:\s+and)?)[\s-]+(?P<rest>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|\w+teen|(?<=thousand and )(?:one|two|three|four|five|six|seven|eight|nine))\b(?!\s+(?:people|hundred|thousand|million|men|women|\w+s)\b)", period.read_spelled_year),
        (rf"(?:(?P<way>last|next|this|past|coming|the)\s+)?(?:early\s+|late\s+|mid-)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of|,)?\s+{_YEAR}",
         read.read_season),
        (r"(?P<year>)(?:(?P<way>last|next|this|past|coming)\s+(?:early\s+|late\s+)?)(?P<season>spring|summer|autumn|fall|winter)\b", read.read_season),
        (r"(?P<year>)(?P<way>)(?:(?<=since )|(?<=until )|(?<=by )|(?<=in the )|(?<=in ))(?:early\s+|late\s+)?(?P<season>spring|summer|autumn|winter)\b",
         read.read_season),
        (r"(?P<way>)(?P<side>earlier|later)\s+(?P<unit>today)\b", period.read_within),
        (rf"(?P<word>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|today|tonight|tonite|yesterday|tomorrow|last\s+night|(?:early\s+|late\s+|later\s+|earlier\s+)?this\s+(?:morning|afternoon|evening)){_OF_DAY}(?![’'\w])",
         read.read_word),
        (rf"(?:(?:every|each)\s+(?:single\s+|other\s+|second\s+|third\s+|\w{{3,5}}\s+)?(?:{_WEEKDAY}|days?|weeks?|months?|years?|weekend|morning|evening|night|spring|summer|autumn|winter)\b(?!-)|(?:once|twice|three\s+times)\s+(?:a|every)\s+(?:day|week|month|year)\b){_OF_DAY}",
         period.read_recurring),
        (r"(?:(?:early|late|later|earlier)\s+)?in\s+the\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening)\b(?![’'-])|(?<=in )(?:the\s+)?(?:early|late)\s+(?:morning|afternoon|evening)\b(?![’'-])", period.read_part_of_day),
        (r"(?:(?:at|by|around|before|after|until)\s+)?lunchtime\b(?![’'-])|(?:before|after|around)\s+(?:breakfast|lunch|dinner)(?=\s*(?:[.,;:!?)]|$)|\s+(?:on|today|tomorrow|yesterday)\b)", period.read_part_of_day),
    ),
    "feast": (
        (rf"(?:(?P<way>last|next|this|past|coming|previous)\s+)?(?P<holiday>{_FEASTS})(?!\w|[’'-]|\s+(?:and\s+New\s+Year\s+)?(?:{_NOUNS}))(?:,?\s+(?:of\s+|in\s+)?(?P<year>1[6-9]\d\d|20\d\d))?",
         period.read_feast),
    ),
}  # fmt: skip

ANCHOR = re.compile(
    rf"(?P<weekday>{_WEEKDAY}|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b)|(?P<month>(?<![a-z])(?:{_MONTHS})(?![a-z]))"
    rf"|(?P<feast>\b(?:{_FEASTS}))"
    r"|(?P<unit>\b(?:day|week|fortnight|month|quarter|half|year|decade|centur|minute|min\b|hour))"
    r"|(?P<part>\b(?:every|each|once|twice|three\s+times|today|toni|yesterday|tomorrow|morning|afternoon|evening|night|spring|"
    r"summer|autumn|fall\b|winter|now\b|breakfast|lunch|dinner|nineteen|two\s+thousand|twenty))|(?P<digit>\d+)",
    re.IGNORECASE,
)
"""Words and digits that dates are built around, by the kind that `ENGLISH` is sorted by."""
