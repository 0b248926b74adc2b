"""Times of day in English prose: "10:30", "4 p.m. GMT", "half past seven in the evening", "between 3 and 5 p.m."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from infostreamer.text.counting import small_number

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HALF = r"(?P<half>[ap])(?:m\b|\sm\b|\.\s?m\b\.?|\s\.\sm\s\.)"
_ZONES = {"gmt": "Z", "utc": "Z", "cet": "+01:00", "cest": "+02:00", "bst": "+01:00", "eet": "+02:00", "eest": "+03:00",
          "msk": "+03:00", "moscow time": "+03:00", "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00",
          "jst": "+09:00"}  # fmt: skip
_ZONE_NAME = rf"(?:{'|'.join(_ZONES)}|local\s+time|[A-Z][a-z]+\s+time|[ECMP]T)\b(?:\s?[+-]\d{{1,2}}(?!\d))?"
_ZONE = rf"(?:\s+(?:(?P<zone>{_ZONE_NAME})|\((?P<bracketed>{_ZONE_NAME})\)))?"
_OFFSET = re.compile(r"\s?([+-]\d{1,2})$")
_PART = (
    r"(?:,?\s+(?:(?:early\s+|late\s+)?(?:in\s+the\s+)?(?P<part>morning|afternoon|evening)|at\s+(?P<night>night))\b)?"
)

# "two in the morning and three in the evening" counts something else.
_BEFORE_HOUR = (
    r"(?:(?<=at )|(?<=by )|(?<=to )|(?<=until )|(?<=till )|(?<=from )|(?<=since )|(?<=around )|(?<=about )"
    r"|(?<=before )|(?<=after )|(?<=past )|(?<=\d and )|(?<=\d-)|(?<=\d–))"
)
_FORMS = (
    r"(?:12\s+)?(?P<noon>noon(?:ish)?|midday)\b|(?:12\s+)?(?P<midnight>mid\s?night)\b",
    rf"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?\s?{_HALF}",
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])(?P<half>[ap]\b)?",
    r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s+\(?(?:GMT|UTC|CET|EST|EDT|local\s+time)\b)",
    rf"(?P<hour>0?[1-9]|1[0-2])\.?\s?{_HALF}",
    rf"(?P<hour>0?[1-9]|1[0-2])(?P<minute>[0-5]\d)\s?{_HALF}",
    r"(?P<hour>1[0-2]|[1-9])(?P<past>ish)\b",
    rf"(?P<hour>{_HOURS})(?:[\s-](?P<minute>(?:twenty|thirty|forty|fifty)(?:[\s-]\w{{3,5}})?|ten|fifteen))?\s{_HALF}",
    rf"(?P<minute>half|(?:a\s+)?quarter|\d{{1,2}}|[a-z]+(?:-[a-z]+)?)(?P<past>(?:\s+min(?:ute)?s?)?\s+past|\s+min(?:ute)?s?\s+to)"
    rf"\s+(?P<hour>1[0-2]|[1-9]|{_HOURS})\b(?:\s+o[’']?clock)?",
    rf"(?:a\s+)?(?P<minute>quarter)(?P<past>\s+to)\s+(?P<hour>1[0-2]|[1-9]|{_HOURS})\b",
    rf"(?P<hour>1[0-2]|0?[1-9]|{_HOURS})\s+o[’']?clock\b",
    rf"{_BEFORE_HOUR}(?P<hour>1[0-2]|0?[1-9]|{_HOURS})(?=\s+in\s+the\s+(?:(?:early|late)\s+)?(?:morning|afternoon|evening)\b|\s+at\s+night\b)",
)  # fmt: skip
# "last night at 8": the part of the day stands before, the hour is bare.
_AFTER_PART = re.compile(
    rf"\b(?:(?P<part>morning|afternoon|evening)|(?P<night>night|tonight))\s+(?:at|around|about)\s+(?P<hour>1[0-2]|[1-9]|{_HOURS})"
    r"(?=\s*(?:[.,;!?)](?!\d)|$)|\s+(?:and|when|but|on|in)\b)",
    re.IGNORECASE,
)
_CLOCKS = tuple(re.compile(rf"(?<![\w.:$€£/,@#%])(?:{form}){_PART}{_ZONE}", re.IGNORECASE) for form in _FORMS)
_AFTER_BARE = re.compile(r"[\d%]|[.,:]\d")
# "between 3 and 5 p.m.", "9.30-4.30pm", "from four to six in the evening": the first hour may stand bare.
_FIRST = re.compile(
    rf"(?:\b(?P<lead>from|between)\s+)?(?<![\w.:$€£/,-])(?P<hour>1[0-2]|0?[1-9]|{_HOURS})(?:[:.](?P<minute>[0-5]\d))?"
    r"(?P<joint>\s?[-–]\s?|\s+(?:to|until|till|through)\s+|\s+and\s+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s?[-–]\s?|\s+(?:to|until|till|through|and)\s+|\s+in\s+the\s+(?:morning|afternoon|evening)\s+(?:to|until)\s+"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """One time of day, or the two ends of one. Minutes and seconds since midnight are told as text: "14:05"."""

    start: int
    end: int
    first: str | None  # None: which half of the day is not said
    last: str | None = None
    zone: str = ""  # "Z", "+01:00"
    hour: int = 0  # as said
    rest: str = ":00"  # minutes and seconds as they follow the hour
    is_halved: bool = False  # a. m., p. m., noon or part of the day is said, or the hour is above 12

    @property
    def options(self) -> tuple[str, ...]:
        """The clock, or both halves of the day where none is said."""
        if self.first is not None:
            return (self.first,)
        return tuple(f"{self.hour % 12 + half:02d}{self.rest}" for half in (0, 12)) if self.hour else ()

    @property
    def value(self) -> str | None:
        """ "14:05" with its zone; None where the half of the day is not said."""
        return f"{self.first}{self.zone}" if self.first else None


def find_clocks(text: str) -> list[Clock]:
    """Every time of day, in order, not overlapping; ranges of them as one."""
    found: list[Clock] = []
    for form in _CLOCKS:
        for match in form.finditer(text):
            clock = _read(match)
            if clock is not None and _AFTER_BARE.match(text, match.end()) is None and not _fills_line(text, match):
                found.append(clock)
    for match in _AFTER_PART.finditer(text):
        part = (match["part"] or "night").lower()
        hour = small_number(match["hour"]) or 0
        found.append(in_part(Clock(match.start("hour"), match.end("hour"), None, hour=hour), part))
    return _ranges(text, _apart(found))


_MINUTES = r"(?:twenty|thirty|forty|fifty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|fifteen"
_BARE = re.compile(
    rf"(?<![\w.:$€£/,@#%-])(?:(?:(?<=at )|(?<=around )|(?<=about ))(?P<hour>1[0-2]|[1-9]|{_HOURS})"
    rf"(?=\s*(?:[.;:!?)](?!\d)|,(?!\s*(?:\d|(?-i:[A-Z])))|$)|\s+(?:on|and|to|with|for|in|when|but|tomorrow|today|tonight|yesterday)\b)"
    rf"|(?P<spoken>{_HOURS})[\s-](?P<minute>{_MINUTES})(?![\w-]))",
    re.IGNORECASE,
)
# "the toll stood on Monday at 12", "shares closed on Tuesday at 5".
_LEVEL = re.compile(
    r"\b(?:st[oa]+nds?|stood|clos\w+|end(?:s|ed)|remain\w*|toll|pric\w+|rates?|shares?|valued|put|rose|fell|index|total|number|"
    r"trad\w+|temperatures?|aged?|yields?|set)\b",
    re.IGNORECASE,
)


def find_bare(text: str) -> list[Clock]:
    """Hours that say neither minutes nor half of the day ("at 5"), or both in words ("seven thirty"), in order.

    They are times of day only beside a day ("on Saturday at 5").
    """
    return [
        Clock(match.start(), match.end(), None, hour=small_number(hour) or 0, rest=f":{_minute(match['minute']):02d}")
        for match in _BARE.finditer(text)
        if (hour := match["hour"] or match["spoken"])
        and (match["spoken"] or _LEVEL.search(text, max(0, match.start() - 60), match.start()) is None)
    ]


def _fills_line(text: str, match: re.Match[str]) -> bool:
    """ "1:21" alone on its line is the length of a film."""
    return (
        text[max(0, match.start() - 1) : match.start()] in ("", "\n")
        and text[match.end() : match.end() + 1] in ("", "\n")
        and (match.start() > 0 and ":" in match.group())
    )


def in_part(clock: Clock, part: str) -> Clock:
    """The same clock with its half of the day told by "morning", "evening" … beside it."""
    if clock.is_halved or clock.last is not None:
        return clock
    return replace(clock, first=f"{_in_part(clock.hour, part):02d}{clock.rest}", is_halved=True)


def _apart(found: list[Clock]) -> list[Clock]:
    kept: list[Clock] = []
    for clock in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or clock.start >= kept[-1].end:
            kept.append(clock)
    return kept


def _read(match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    zone = _zone(groups["zone"] or groups["bracketed"] or "")
    span = match.start(), match.end()
    if groups.get("noon") or groups.get("midnight"):
        first = "12:00" if groups["noon"] else "00:00"
        return Clock(*span, first, zone=zone, hour=int(first[:2]), is_halved=True)
    hour, minute = small_number(groups["hour"]) or 0, _minute(groups.get("minute"))
    if minute is None or minute > 59:
        return None
    if "to" in (groups.get("past") or ""):
        hour, minute = (hour - 1) or 12, 60 - minute
    rest = f":{minute:02d}" + (f":{groups['second']}" if groups.get("second") else "")
    return _halved(Clock(*span, None, zone=zone, hour=hour, rest=rest), groups)


def _zone(words: str) -> str:
    """ "GMT" as "Z", "GMT +8" as "+08:00", "local time" as nothing."""
    offset = _OFFSET.search(words)
    name = " ".join(words[: offset.start() if offset else None].lower().split())
    zone = _ZONES.get(name, "")
    return f"{int(offset[1]):+03d}:00" if offset and zone == "Z" else zone


def _halved(clock: Clock, groups: dict[str, str | None]) -> Clock | None:
    hour, half = clock.hour, (groups.get("half") or "").lower()
    part = (groups["part"] or groups["night"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        return replace(clock, first=f"{hour % 12 + 12 * (half == 'p'):02d}{clock.rest}", is_halved=True)
    if part:
        return in_part(clock, part)
    # "8:30" is read as written; "half past eight" does not say which half of the day it was.
    is_written = groups.get("past") is None and len(clock.rest) > 2 and (groups.get("minute") or "").isdigit()
    return replace(clock, first=f"{hour:02d}{clock.rest}" if is_written else None, is_halved=hour > 12)


def _in_part(hour: int, part: str) -> int:
    if part == "morning":
        return hour % 12 if hour == 12 else hour
    if part == "night" and (hour == 12 or hour < 5):
        return hour % 12
    return hour if hour >= 12 else hour + 12


def _minute(word: str | None) -> int | None:
    if word is None:
        return 0
    bare = word.lower().removeprefix("a ").strip()
    return {"half": 30, "quarter": 15}.get(bare) or small_number(bare)


def _ranges(text: str, clocks: list[Clock]) -> list[Clock]:
    joined: list[Clock] = []
    for clock in clocks:
        before = joined[-1] if joined else None
        if before is not None and before.last is None and _is_joined(text, before, clock):
            joined[-1] = _range(replace(before, start=_led(text, before.start)), clock)
        else:
            joined.append(_with_bare_first(text, clock))
    return joined


def _is_joined(text: str, before: Clock, clock: Clock) -> bool:
    gap = text[before.end : clock.start]
    if len(gap) > 9 or _BETWEEN.fullmatch(gap) is None:
        return False
    return "and" not in gap or text[max(0, before.start - 8) : before.start].lower() == "between "


def _led(text: str, start: int) -> int:
    return start - 8 if text[max(0, start - 8) : start].lower() == "between " else start


def _with_bare_first(text: str, clock: Clock) -> Clock:
    """The hour that stands bare before it, where the two make a range."""
    if clock.first is None:
        return clock
    at = max(0, clock.start - 32)
    found = _FIRST.search(text[at : clock.start])
    if found is None or ("and" in found["joint"] and (found["lead"] or "").lower() != "between"):
        return clock
    start = at + (found.start() if (found["lead"] or "").lower() == "between" else found.start("hour"))
    hour = small_number(found["hour"]) or 0
    return _range(Clock(start, clock.start, None, hour=hour, rest=f":{found['minute'] or '00'}"), clock)


def _range(first: Clock, last: Clock) -> Clock:
    """Both ends; an end that does not say its half of the day is put on the other's side of it, in order.

    Where neither says it, both are read as the one that has minutes is written ("from 9 to 10:30").
    """
    begin, finish = first.first, last.first
    if not first.is_halved and not last.is_halved and (begin is None) != (finish is None):
        begin, finish = (begin or f"{first.hour:02d}{first.rest}"), (finish or f"{last.hour:02d}{last.rest}")
        return replace(
            first, end=last.end, first=begin, last=finish if finish > begin else None, zone=last.zone, is_halved=True
        )
    if not first.is_halved and last.is_halved and finish is not None:
        morning = f"{first.hour % 12:02d}{first.rest}"
        later = f"{first.hour % 12 + 12:02d}{first.rest}"
        begin = later if later < finish else morning
    elif begin is not None and first.is_halved and not last.is_halved:
        same = f"{last.hour % 12 + (12 if begin >= '12' else 0):02d}{last.rest}"
        finish = same if same > begin else f"{last.hour % 12 + 12:02d}{last.rest}"
    return replace(first, end=last.end, first=begin, last=finish, zone=last.zone, is_halved=True)
