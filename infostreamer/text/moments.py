"""Machine dates -> moments: what feeds, headers and page metadata write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from infostreamer.model.report import Precision
from infostreamer.text.months import all_months

FIRST_YEAR = 1990
"""Before the web: an earlier date of a publication is a template's, such as 1970-01-01."""

_LONGEST = 80

_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[ap])\.?m\.?\b)?"
)
_ZONE = r"\s*\(?(?P<zone>Z\b|(?:GMT|UTC)?\s*[+\-−]\d{1,2}(?::?\d{2})?|[A-Za-z]{2,5}\b)?\)?"
_REST = rf"(?:(?:\s*,|\s+at|\s+um|\s+o|\s+в|\s*[-–|·])?\s*{_TIME}{_ZONE})?(?:\s*[(A-Za-zА-я].{{0,11}})?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?(?:\s*,\s*|\s+))?"

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?|(?P<month2>\d{2})(?P<day2>\d{2}))?"
    r"(?:(?:[T ]|\s+)(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+\-−]\d{2}(?::?\d{2})?|UTC|GMT)?(?:\[[\w/+-]+\])?)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?[\s-]+(?:de\s+)?(?P<word>[^\W\d_]{{3,12}})\.?,?[\s-]+(?:de\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}}(?=\s+\d{{1,2}}:))(?:\s*(?:г|р|года|року|roku)\.?)?{_REST}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<word>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_REST}",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"{_WEEKDAY}(?P<word>[^\W\d_]{{3}})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+(?:(?P<zone>[A-Z]{{3,4}})\s+)?(?P<year>\d{{4}})"
)
_DOTTED = re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_REST}", re.IGNORECASE)
_SLASHED = re.compile(rf"(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_REST}", re.IGNORECASE)
_EASTERN = re.compile(
    rf"(?P<year>\d{{4}})\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]{_REST}", re.IGNORECASE
)
_AMBIGUOUS = re.compile(rf"(?P<first>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>\d{{4}}){_REST}", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"(?P<word>[^\W\d_]{3,12})\.?,?\s+(?P<year>\d{4})")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _ASCTIME, _DOTTED, _SLASHED, _EASTERN, _AMBIGUOUS, _MONTH_ONLY)

# Offsets in minutes. RFC 5322 §4.3 for the American ones; the rest are used by feeds and mean one thing in practice.
_ZONES = {
    "z": 0, "ut": 0, "gmt": 0, "utc": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360,
    "mst": -420, "pdt": -420, "pst": -480, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660,
}  # fmt: skip


def parse_moment(raw: str, *, zone: tzinfo | None = None) -> tuple[datetime, Precision] | None:
    """The aware moment a machine date names and how much of it is real; None when it is no date.

    Reads RFC 822/5322, ISO 8601, asctime, Unix seconds or milliseconds, "22 May 2023 14:05 +0300", "May 22, 2023" and
    "22.05.2023", month names in nine languages. The UTC offset is kept as written. A year is never invented, and
    "03/04/2023" is refused because it names two days. Parts that are not real are the first of their kind:
    "2023-05" is 1 May 2023 at midnight with precision "month".

    Args:
        raw: as found.
        zone: what a time without an offset is in; UTC when None.
    """
    bare = " ".join(raw[: _LONGEST + 1].split())
    if not bare or len(bare) > _LONGEST:
        return None
    if _EPOCH.fullmatch(bare):
        return datetime.fromtimestamp(int(bare[:10]), UTC), "second"
    for form in _FORMS:
        found = form.fullmatch(bare)
        if found is not None and (moment := _build(found.groupdict(), zone or UTC)) is not None:
            return moment
    return None


def _build(parts: dict[str, str | None], zone: tzinfo) -> tuple[datetime, Precision] | None:
    day = _day(parts)
    if day is None:
        return None
    year, month, date = day
    precision: Precision = "day" if date else "month" if month else "year"
    hour, minute, second = 0, 0, 0
    if parts.get("hour") is not None:
        hour, minute, second = _hour(parts), int(parts["minute"] or 0), min(int(parts.get("second") or 0), 59)
        precision = "second" if parts.get("second") else "minute"
    try:
        return datetime(year, month or 1, date or 1, hour, minute, second, tzinfo=_zone(parts, zone)), precision
    except ValueError:
        return None


def _day(parts: dict[str, str | None]) -> tuple[int, int, int] | None:
    year = _year(parts["year"] or "")
    if parts.get("word"):
        named = all_months().get((parts["word"] or "").lower(), 0)
        return (year, named, int(parts.get("day") or 0)) if named and year else None
    if parts.get("first"):
        low, high = sorted((int(parts["first"] or 0), int(parts["other"] or 0)))
        return (year, low, high) if low <= 12 and (high > 12 or low == high) and year else None
    month, date = parts.get("month") or parts.get("month2"), parts.get("day") or parts.get("day2")
    return (year, int(month or 0), int(date or 0)) if year else None


def _year(digits: str) -> int:
    """0 for years no report is from; two digits as RFC 5322 §4.3 reads them."""
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 50 else 1900)
    return int(digits) if 1000 <= int(digits) <= 9998 else 0


def _hour(parts: dict[str, str | None]) -> int:
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").lower()
    if not half:
        return hour
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99


def _zone(parts: dict[str, str | None], zone: tzinfo) -> tzinfo:
    written = (parts.get("zone") or "").lower().replace("−", "-").replace(" ", "")
    offset = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?", written)
    if offset is None:
        return timezone(timedelta(minutes=_ZONES[written])) if written in _ZONES else zone
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > 14 * 60 or int(offset[3] or 0) > 59:
        raise ValueError("No place on Earth has this offset.")
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
