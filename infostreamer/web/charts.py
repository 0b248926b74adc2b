"""Small server-made drawings: numbers in, bars in a fixed box out. Every one has an HTML twin beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from infostreamer.web.times import day_words, edtf_words
from infostreamer.web.tongue import gettext_, word

_STEPS = 40  # most bars of a density strip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its words and number, and where it stands in the box (units of the view box)."""

    words: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A bar chart with a label that says in words what it shows."""

    label: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    first: str
    last: str


def bars_of(rows: Sequence[tuple[str, int]], *, label: str, width: int = 280, height: int = 44) -> Chart | None:
    """A chart of (words, count) in order; None without rows."""
    if not rows:
        return None
    most, step = max(count for _, count in rows) or 1, width / len(rows)
    bars = []
    for index, (words, count) in enumerate(rows):
        tall = max(round(count / most * (height - 2), 1), 1.5 if count else 0.75)
        bars.append(
            Bar(
                words=words,
                count=count,
                x=round(index * step + step * 0.12, 2),
                y=round(height - tall, 2),
                width=round(min(step * 0.76, 26), 2),
                height=tall,
            )
        )
    return Chart(label=label, width=width, height=height, bars=tuple(bars), first=rows[0][0], last=rows[-1][0])


def per_day(times: Iterable[datetime], *, days: int = 14) -> Chart | None:
    """How many per UTC day, for the `days` days up to the newest."""
    counts: Counter[date] = Counter(time.astimezone(UTC).date() for time in times)
    if not counts:
        return None
    newest = max(counts)
    shown = [newest - timedelta(days=back) for back in range(days - 1, -1, -1)]
    rows = [(day_words(datetime(day.year, day.month, day.day, tzinfo=UTC)), counts[day]) for day in shown]
    total = sum(count for _, count in rows)
    label = gettext_("Reports per day, %(first)s to %(last)s: %(total)s in all, %(newest)s on the last day")
    label %= {**_ends(rows), "total": total, "newest": counts[newest]}
    return bars_of(rows, label=label)


def density(dates: Iterable[str | None]) -> Chart | None:
    """How many dated entries per day, month or year of a timeline: the finest that fits; None under three steps."""
    values = sorted(value for value in dates if value and value[:4].isdigit())
    for length, unit in ((10, "day"), (7, "month"), (4, "year")):
        counts = Counter(value[:length] for value in values)
        if 3 <= len(counts) <= _STEPS and all(len(value) == length for value in counts):
            rows = [(edtf_words(step), count) for step, count in sorted(counts.items())]
            label = gettext_("Events per %(unit)s, %(first)s to %(last)s; steps without an event are left out")
            label %= {**_ends(rows), "unit": gettext_(unit)}
            return bars_of(rows, label=label, height=28)
    return None


def strip(dates: Iterable[str | None], *, width: int = 640, height: int = 40) -> Chart | None:
    """How many entries per day, month or year, empty steps included: the finest unit that spans at most 62 steps.

    Entries with less precision than the unit are not drawn; the label says how many. None under two drawn steps.
    """
    values = sorted(value for value in dates if value and value[:4].isdigit())
    for length, unit in ((10, "day"), (7, "month"), (4, "year")):
        drawn = [value[:length] for value in values if len(value) >= length and _is_step(value[:length])]
        steps = _steps_between(drawn[0], drawn[-1], length) if drawn else []
        if len(drawn) * 2 < len(values) or not 2 <= len(steps) <= _MOST_STEPS:
            continue
        counts, left = Counter(drawn), len(values) - len(drawn)
        rows = [(edtf_words(step), counts[step]) for step in steps]
        label = gettext_("Entries per %(unit)s, %(first)s to %(last)s, %(total)s in all")
        label %= {**_ends(rows), "unit": gettext_(unit), "total": len(drawn)}
        label += gettext_("; %(num)s with less precision are not drawn") % {"num": left} if left else ""
        return bars_of(rows, label=label, width=width, height=height)
    return None


def _ends(rows: Sequence[tuple[str, int]]) -> dict[str, object]:
    return {"first": word(rows[0][0]), "last": word(rows[-1][0])}


_MOST_STEPS = 62


def _is_step(value: str) -> bool:
    try:
        date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _steps_between(first: str, last: str, length: int) -> list[str]:
    """Every day, month or year from the first to the last; one too many where there are more than can be drawn."""
    if length == 4:
        return [f"{year:04d}" for year in range(int(first), min(int(last), int(first) + _MOST_STEPS) + 1)]
    if length == 7:
        start, end = (int(value[:4]) * 12 + int(value[5:7]) - 1 for value in (first, last))
        months = range(start, min(end, start + _MOST_STEPS) + 1)
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
    begin = date.fromisoformat(first)
    days = min((date.fromisoformat(last) - begin).days, _MOST_STEPS)
    return [(begin + timedelta(days=day)).isoformat() for day in range(days + 1)]
