"""The English DateTimeModel specs: ours, recognizers-text and dateparser by one measure.

A spec is right when its expressions and no others are found, each with its span and its value.
  span      equal once function words and marks at either end are taken away ("from 3 to 5 May" and "3 to 5 May");
            `strict` counts only equal characters.
  value     start and end are those of a gold alternative. Where the gold range is open (since, before), ours has to
            begin or end at its boundary: we give the time named, "since" stays in the words. Gold ends of ranges are
            exclusive and ours is the last day covered; both are accepted, as is the first day of a last month or year.
            "End of 2018" is right when ours is the last part of 2018, whatever share of it that is.
  parts     "Tuesday night" is right when the day is and the span holds "night": no clock hours are given for it. Such
            specs are counted apart as `by_name`, so that they can be taken away.
  one of    where the words leave open which half of the day ("at 5") or which day ("03/04") is meant ours names both,
            and is right when the gold's reading is among them; counted apart as `one_of`.
  order     the recognizers are told that the text is American (culture en-us); so are we: month before day.
  durations come from the figures (a number with a unit of time); recurring times are right when found and called so.
  about     "in two weeks" is right when ours is about the gold's day ("2018-07-19~").
Outside on purpose: a day for "in two months" (ours is the month), "the day" as today, now, how many "few" are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from specs import Spec, bare, supported

from infostreamer.model import Date, Published
from infostreamer.text.dates import find_dates
from infostreamer.text.numbers import find_numbers

NAME = "DateTime/English/DateTimeModel"
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604_800, "month": 2_592_000,
            "year": 31_536_000}  # fmt: skip
_PART = re.compile(r"T(?:MO|AF|EV|NI|DT|MI|ME[BLD])")
_PART_WORDS = re.compile(r"morning|afternoon|evening|night|tonite|daytime|midday|breakfast|lunch|dinner", re.IGNORECASE)

_MEMBER = re.compile(r"[^\[\],]+")

Value = dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One expression and how its value compares with a gold result: "" (not), "value", "one of" or "name"."""

    start: int
    end: int
    compare: Callable[[dict[str, Any]], str]
    is_extra: bool = True  # found beyond the gold it is an error


Finder = Callable[[Spec], list[Found]]


def measure_specs(data: Path) -> dict[str, Any]:
    """The share of specs that are right, for us and for every peer that is installed."""
    specs = list(supported(data, NAME))
    finders: dict[str, Finder | None] = {
        "ours": ours, "recognizers-text": _recognizers(), "dateparser": _dateparser(),
    }  # fmt: skip
    return {"specs": len(specs)} | {
        name: _share(specs, finder) if finder else "not installed" for name, finder in finders.items()
    }


def _share(specs: list[Spec], finder: Finder) -> dict[str, Any]:
    tally: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for spec in specs:
        verdicts = judge(spec, finder(spec))
        tally.update(verdicts)
        if "right" not in verdicts:
            missed[" ".join(sorted({kind_of(each) for each in spec.results})) or "nothing there"] += 1
    shares = {name: round(tally[name] / len(specs), 3) for name in ("right", "strict", "one_of", "by_name")}
    return {**shares, "missed": dict(missed.most_common(12))}


def judge(spec: Spec, found: list[Found]) -> set[str]:
    """Which of "right", "strict", "one_of" and "by_name" hold of one spec."""
    left = list(found)
    strict, ways = 0, set()
    for gold in spec.results:
        hit = next((each for each in left if _is_same(spec.text, each, gold) and each.compare(gold)), None)
        if hit is None:
            return set()
        left.remove(hit)
        strict += spec.text[hit.start : hit.end].lower() == gold["Text"].lower()
        ways.add({"name": "by_name", "one of": "one_of"}.get(hit.compare(gold), "right"))
    if any(each.is_extra for each in left):
        return set()
    return {"right"} | ways | ({"strict"} if strict == len(spec.results) else set())


def _is_same(text: str, found: Found, gold: dict[str, Any]) -> bool:
    words = text[found.start : found.end]
    if words.lower() != gold["Text"].lower() and bare(words) != bare(gold["Text"]):
        return False
    return "Start" not in gold or (found.start <= int(gold["End"]) and int(gold["Start"]) < found.end)


def kind_of(gold: dict[str, Any]) -> str:
    """ "date", "timerange" …"""
    return str(gold["TypeName"]).rpartition(".")[2]


def _values(gold: dict[str, Any]) -> list[Value]:
    return list((gold.get("Resolution") or {}).get("values") or [])


def ours(spec: Spec) -> list[Found]:
    """Our dates, and our numbers in units of time as durations; numbers that are no durations are not looked at."""
    moment = datetime.fromisoformat(spec.reference).replace(tzinfo=UTC) if spec.reference else None
    published = Published(at=moment, precision="minute", basis="given") if moment else None
    found = [
        Found(start, end, _comparer(value, spec.text[start:end]))
        for start, end, value in find_dates(spec.text, published=published, order="month first")
    ]
    for start, end, number in find_numbers(spec.text):
        if number.unit in _SECONDS and number.value is not None:
            seconds = number.value * _SECONDS[number.unit]
            found.append(Found(start, end, lambda gold, of=seconds: _duration(gold, of), is_extra=False))
    return found


def _duration(gold: dict[str, Any], seconds: float) -> str:
    values = [each.get("value", "") for each in _values(gold)]
    return "value" if kind_of(gold) == "duration" and any(float(each) == seconds for each in values) else ""


def _comparer(value: Date, words: str) -> Callable[[dict[str, Any]], str]:
    def compare(gold: dict[str, Any]) -> str:
        verdicts = {_against(value, words, kind_of(gold), each) for each in _values(gold)}
        return next((each for each in ("value", "one of", "name") if each in verdicts), "")

    return compare


def _against(ours: Date, words: str, kind: str, gold: Value) -> str:
    """ "value", "one of", "name" or "" for one alternative of the gold."""
    if gold.get("value") == "not resolved":
        return "value" if (kind == "set") == (ours.precision == "recurring") and _is_open(ours, gold) else ""
    ours = _without_zone(ours)
    if kind == "timerange" and ours.precision == "part of day" and _PART.search(gold.get("timex", "")):
        return "name" if _PART_WORDS.search(words) else ""
    if ours.start is None or kind in ("set", "duration"):
        return ""
    start, end = _instant(gold.get("start") or gold.get("value")), _instant(gold.get("end"))
    mod = gold.get("Mod", "")
    if kind.endswith("range"):
        if _is_part(ours, words, gold, start):
            return "name"
        return "value" if _is_range(ours, start, end, mod) else ""
    if "[" in f"{ours.value}{ours.start}":
        return "one of" if start in _MEMBER.findall(ours.value or ours.start) else ""
    if start and ours.value == f"{start}~":
        return "value"
    return "value" if ours.start == start and (ours.precision in ("day", "minute", "second")) else ""


def _without_zone(ours: Date) -> Date:
    """The gold has no time zones."""
    start, end = (
        re.sub(r"(T[\d:]+?)(?:Z|[+-]\d\d:\d\d)$", r"\1", each or "") or None for each in (ours.start, ours.end)
    )
    return replace(ours, start=start, end=end)


def _is_open(ours: Date, gold: Value) -> bool:
    """What the gold leaves unresolved is unresolved in ours, or a season of the year that the gold names."""
    return ours.value is None or gold["timex"][:4] == ours.value[:4]


def _is_part(ours: Date, words: str, gold: Value, start: str | None) -> bool:
    if not _PART.search(gold.get("timex", "")) or _PART_WORDS.search(words) is None:
        return False
    return start is not None and (ours.value is None or ours.start == start[:10])


def _is_range(ours: Date, start: str | None, end: str | None, mod: str) -> bool:
    edges = _ends(ours)
    if start is None or end is None:
        return (start or end) in {ours.start, *edges}
    if mod in ("start", "mid", "end") and "~" in (ours.value or ""):
        return bool(start[:10] <= (ours.end or "") and (ours.start or "") < end[:10])
    return ours.start == start and end in edges


def _ends(ours: Date) -> set[str | None]:
    """Our last instant as both schemes may write it."""
    if ours.end is None or "T" in ours.end:
        return {ours.end}
    after = date.fromisoformat(ours.end) + timedelta(days=1)
    last = (ours.value or "").rpartition("/")[2]
    whole = f"{last}-01" if len(last) == 7 else f"{last}-01-01" if len(last) == 4 else None
    return {ours.end, after.isoformat(), whole if "/" in (ours.value or "") else ours.end}


def _instant(raw: str | None) -> str | None:
    """ "2016-11-07 08:00:00" as "2016-11-07T08:00", "08:00:00" as "T08:00"; seconds only where they are not 0."""
    if raw is None:
        return None
    bare_raw = raw.removesuffix(":00") if raw.count(":") == 2 else raw
    if " " in bare_raw:
        return bare_raw.replace(" ", "T")
    return f"T{bare_raw}" if ":" in bare_raw else bare_raw


def _recognizers() -> Finder | None:
    try:
        from recognizers_date_time import recognize_datetime
    except ImportError:
        return None

    def find(spec: Spec) -> list[Found]:
        moment = datetime.fromisoformat(spec.reference) if spec.reference else None
        results = recognize_datetime(spec.text, "en-us", reference=moment)
        return [Found(each.start, each.end + 1, _same_resolution(each)) for each in results]

    return find


def _same_resolution(result: Any) -> Callable[[dict[str, Any]], str]:
    """Every gold alternative and no other, by value and range: what their own tests ask."""

    def key(values: list[Value]) -> list[tuple[str, ...]]:
        return sorted(tuple(str(each.get(name, "")) for name in ("value", "start", "end", "Mod")) for each in values)

    mine = key(list((result.resolution or {}).get("values") or []))
    return lambda gold: "value" if mine == key(_values(gold)) else ""


def _dateparser() -> Finder | None:
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None

    def find(spec: Spec) -> list[Found]:
        moment = datetime.fromisoformat(spec.reference) if spec.reference else datetime(2018, 1, 1)  # noqa: DTZ001
        found, at = [], 0
        for words, value in search_dates(spec.text, languages=["en"], settings={"RELATIVE_BASE": moment}) or []:
            at = max(spec.text.find(words, at), 0)
            found.append(Found(at, at + len(words), lambda gold, of=value: _same_moment(gold, of)))
        return found

    return find


def _same_moment(gold: dict[str, Any], moment: datetime) -> str:
    wanted = {_instant(each.get("start") or each.get("value")) for each in _values(gold)}
    return "value" if {f"{moment:%Y-%m-%d}", f"{moment:%Y-%m-%dT%H:%M}", f"{moment:T%H:%M}"} & wanted else ""
