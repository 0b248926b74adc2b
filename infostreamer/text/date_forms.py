"""The forms that English dates take in prose, each with its reader."""

# ruff: noqa: E501 — one form is one line: folded, they could not be compared with each other.

from __future__ import annotations

import re
from collections.abc import Callable

from infostreamer.model import Date
from infostreamer.text import date_readers as read

Reader = Callable[[re.Match[str], read.Setting], Date | None]

_MONTH = (
    r"(?P<month>(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|"
    r"Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?))(?![\w’'])"
)
_FIRST_MONTH = _MONTH.replace("?P<month>", "?P<first>")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%)"
_YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\d%]|[.,]\d)"
_UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)\b"
_COUNT = (
    r"(?P<count>\d{1,4}|(?:a\s+)?couple\s+of|half\s+a\s+dozen|(?:a\s+)?dozen|(?:twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety)(?:-\w{3,5})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_VAGUE_COUNT = r"(?:a\s+few|several|many|some|recent|couple\s+of|dozens\s+of)"
_PART = r"(?:(?P<part>(?:early|mid|late)[\s-]|(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+)(?:in\s+)?)?"
_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"

ENGLISH: tuple[tuple[str, Reader], ...] = (
    (rf"(?:(?:on\s+)?{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}\s?(?:-|–|to|and)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]),?(?:\s+{_YEAR})?",
     read.read_days),
    (rf"{_DAY}\s?(?:-|–|to|and)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?(?:\s+{_YEAR})?", read.read_days),
    (rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+(?:in\s+)?{_YEAR})?", read.read_day),
    (rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_DAY}(?:\s+of)?[\s-]{_MONTH}(?:,?[\s-](?:in\s+)?{_YEAR})?", read.read_day),
    (rf"(?:(?:from|between)\s+)?{_FIRST_MONTH}\s?(?:\s(?:and|to|until|through)\s|[-–])\s?{_MONTH},?\s+(?:of\s+)?{_YEAR}", read.read_months),
    (rf"{_PART}{_MONTH},?\s+(?:of\s+|in\s+)?(?P<way>){_YEAR}", read.read_month),
    (rf"{_PART}(?P<year>){_MONTH}\s+(?:of\s+)?(?P<way>last|next|this)\s+year", read.read_month_of),
    (rf"(?:(?P<way>last|next|this|past|coming|previous)\s+)?{_PART}(?P<year>){_MONTH}", read.read_month),
    (r"(?P<iso>)(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>1\d{3}|20\d\d)(?!\d|\.\d)", read.read_numeric),
    (r"(?P<mark>)(?P<iso>(?P<year>1\d{3}|20\d\d)-(?P<one>\d\d)-(?P<two>\d\d))(?!\d)", read.read_numeric),
    (r"(?:(?:from|between)\s+)?(?P<first>1[5-9]\d\d|20\d\d)(?:\s?[-–/]\s?|\s+(?:to|and|until)\s+)(?P<last>(?:1[5-9]|20)\d\d|\d\d)(?![\d,.]\d|\d|%|-)",
     read.read_years),
    (r"(?:the\s+)?(?:early\s+|late\s+|mid-)?[’'‘]?(?P<decade>1[5-9]\d0|20\d0|[3-9]0)[’']?s(?!\w)", read.read_decade),
    (r"(?:the\s+)?(?:early\s+|late\s+|mid-)?(?P<century>\d{1,2})(?:st|nd|rd|th)[\s-]century", read.read_century),
    (rf"(?:(?P<way>last|next|this|past|coming|the)\s+)?(?:early\s+|late\s+|mid-)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of|,)?\s+{_YEAR}",
     read.read_season),
    (r"(?P<year>)(?:(?P<way>last|next|this|past|coming)\s+(?:early\s+|late\s+)?)(?P<season>spring|summer|autumn|fall|winter)\b", read.read_season),
    (r"(?P<year>)(?P<way>)(?:(?<=since )|(?<=until )|(?<=by )|(?<=in the )|(?<=in ))(?:early\s+|late\s+)?(?P<season>spring|summer|autumn|winter)\b",
     read.read_season),
    (rf"(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+(?P<kind>half|quarter)\s+of\s+(?P<part>){_YEAR}", read.read_year),
    (rf"(?P<part>)(?P<kind>Q)(?P<nth>[1-4])\s+(?:of\s+)?{_YEAR}", read.read_year),
    (rf"(?P<nth>)(?P<kind>){_PART}{_YEAR}", read.read_year),
    (rf"(?P<word>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|today|tonight|yesterday|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)){_OF_DAY}(?![’'\w])",
     read.read_word),
    (rf"(?:on\s+)?(?P<weekday>{_WEEKDAY}){_OF_DAY}\s+(?:of\s+)?(?P<way>last|this|next)\s+week\b", read.read_weekday_of),
    (rf"(?:on\s+)?(?:(?P<way>last|next|this|past|coming|previous)\s+)?(?P<weekday>{_WEEKDAY}){_OF_DAY}(?![’']?s?\w)", read.read_weekday),
    (r"(?P<way>last|this|next|the\s+previous|previous|coming|(?<=over )the|(?<=at )the)\s+(?P<unit>week|month|quarter|year|decade|century|weekend)(?!-|\w|\s+ago)",
     read.read_unit),
    (rf"(?:(?:about|around|almost|nearly|some|more\s+than|over)\s+)?{_COUNT}\s+{_UNIT}\s+(?P<way>ago)\b", read.read_ago),
    (rf"(?P<way>in)\s+{_COUNT}\s+{_UNIT}(?!\s+(?:of|in|on|and|since|ago|before|after|to|when|for|prison|jail)\b|[’'])", read.read_ago),
    (rf"{_COUNT}\s+{_UNIT}\s+(?P<way>earlier|later|prior(?!\s+to)|(?:before|after)(?!\s+(?:the|that|a|his|her|its|their|he|she|it|they|we|\w+ing)\b))\b", read.read_context),
    (r"(?P<count>)(?:on\s+)?the\s+(?P<way>same|following|next|previous)\s+(?P<unit>day|week|month|year)(?!\w)", read.read_context),
    (rf"(?:(?:in|over|during|for|within|throughout)\s+)?the\s+(?P<way>last|past|next|coming|previous|recent)\s+(?:{_COUNT}\s+|{_VAGUE_COUNT}\s+)?{_UNIT}",
     read.read_span),
    (r"(?:in|over|during)\s+recent\s+(?:hours|days|weeks|months|years|decades)", read.read_vague),
    (rf"(?:(?:{_VAGUE_COUNT})\s+)?(?:hours|days|weeks|months|years|decades|centuries)\s+ago", read.read_vague),
    (r"(?:earlier|later)\s+(?:this|that|in\s+the)\s+(?:day|week|month|year|decade)|earlier\s+today|later\s+today", read.read_vague),
    (r"(?P<holiday>Christmas(?:\s+(?:Day|Eve))|New\s+Year[’']s(?:\s+(?:Day|Eve))|Halloween|Valentine[’']s\s+Day|Boxing\s+Day)(?:,?\s+(?P<year>1\d{3}|20\d\d))?",
     read.read_holiday),
)  # fmt: skip

TIME = re.compile(
    r"(?:(?P<name>noon|midnight)|(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]m\b|[ap]\.m\b\.?)"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:]))(?:\s+(?:GMT|UTC|CET|EST|EDT|local\s+time|Moscow\s+time))?",
    re.IGNORECASE,
)
