"""Feasts and memorial days -> the day of a year. Only those that mean one day wherever the report is from."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

# Fixed by the calendar: words (lower case, straight apostrophe) -> month, day. Days that countries keep on different
# dates (Independence Day, Mother's Day, Labour Day, Victory Day) have no value here.
FIXED = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year's": (1, 1), "new year": (1, 1),
    "halloween": (10, 31), "valentine's day": (2, 14), "may day": (5, 1), "international workers' day": (5, 1),
    "international women's day": (3, 8), "women's day": (3, 8), "saint patrick's day": (3, 17),
    "st patrick's day": (3, 17), "st. patrick's day": (3, 17), "bastille day": (7, 14), "juneteenth": (6, 19),
    "april fools' day": (4, 1), "world press freedom day": (5, 3), "human rights day": (12, 10),
    "holocaust remembrance day": (1, 27), "armistice day": (11, 11), "earth day": (4, 22), "world aids day": (12, 1),
    "epiphany": (1, 6), "all saints' day": (11, 1), "guy fawkes night": (11, 5), "world environment day": (6, 5),
}  # fmt: skip

# Days from Easter Sunday of the western churches.
MOVING = {
    "easter sunday": 0, "easter": 0, "good friday": -2, "easter monday": 1, "easter saturday": -1,
    "maundy thursday": -3, "palm sunday": -7, "ash wednesday": -46, "shrove tuesday": -47, "ascension day": 39,
    "whit monday": 50, "pentecost": 49,
}  # fmt: skip

THANKSGIVING = "thanksgiving"


def words() -> tuple[str, ...]:
    """Every name, longest first."""
    return tuple(sorted((*FIXED, *MOVING, THANKSGIVING), key=lambda name: (-len(name), name)))


def day_of(name: str, year: int) -> date | None:
    """The day that a feast falls on in a year (Gregorian, 1583–9998); None for names that are not known."""
    bare = " ".join(name.lower().replace("’", "'").split())
    if bare in FIXED:
        return date(year, *FIXED[bare])
    if bare in MOVING:
        return easter(year) + timedelta(days=MOVING[bare])
    return _nth_weekday(year, 11, 3, 4) if bare.startswith(THANKSGIVING) else None


def easter(year: int) -> date:
    """Easter Sunday of the western churches (anonymous Gregorian computus; Meeus, Astronomical Algorithms, ch. 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, spare = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * spare + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[nth - 1])
