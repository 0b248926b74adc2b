"""A figure as its outlets give it, drawn: one mark per version in order of publication, a range as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.web.parts.figures import Version

MOST = 14  # versions drawn, the newest
_WIDTH, _HEIGHT, _TOP, _BOTTOM, _SIDE = 340, 96, 22, 12, 26
_SHAPES = ("circle", "square", "diamond", "triangle", "ring", "cross")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One version: its place in the box, what it stands for, and the outlet's shape."""

    x: float
    y: float
    top: float | None  # upper end of a range
    words: str
    label: str
    shape: str
    is_open: bool  # a bound or hedge: the exact number is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The drawing and, in words, what it shows. `outlets`: (name, shape) in order of their first version."""

    label: str
    width: int
    height: int
    base: float  # where zero lies
    marks: tuple[Mark, ...]
    outlets: tuple[tuple[str, str], ...]
    first: str | None
    last: str | None


def plot_of(name: str, versions: Sequence[Version]) -> Plot | None:
    """The drawing; None under two versions, or where all say the same: a table tells that better."""
    drawn = [one for one in versions if one.value is not None and one.value >= 0][-MOST:]
    values = {(one.value, one.high) for one in drawn}
    most = max((max(one.value or 0, one.high or 0) for one in drawn), default=0)
    if len(drawn) < 2 or len(values) < 2 or most <= 0 or len({one.unit for one in drawn}) > 1:
        return None
    outlets = list(dict.fromkeys(one.outlet for one in drawn))
    shapes = {outlet: _SHAPES[at % len(_SHAPES)] for at, outlet in enumerate(outlets)}
    step = (_WIDTH - 2 * _SIDE) / (len(drawn) - 1)
    marks = tuple(_mark(one, _SIDE + at * step, most, shapes[one.outlet]) for at, one in enumerate(drawn))
    told = "; ".join(f"{one.words} ({one.outlet})" for one in drawn)
    return Plot(
        label=f"{name}, from zero, in order of publication: {told}",
        width=_WIDTH,
        height=_HEIGHT,
        base=_HEIGHT - _BOTTOM,
        marks=marks,
        outlets=tuple(shapes.items()),
        first=drawn[0].published.text if drawn[0].published else None,
        last=drawn[-1].published.text if drawn[-1].published else None,
    )


def _mark(one: Version, x: float, most: float, shape: str) -> Mark:
    value, sign = one.value or 0.0, {"at_least": "≥", "at_most": "≤", "about": "≈"}.get(one.bound, "")
    return Mark(
        x=round(x, 1),
        y=_height_of(value, most),
        top=None if one.high is None else _height_of(one.high, most),
        words=f"{one.words} ({one.outlet})",
        label=sign + _short(value) + (f"–{_short(one.high)}" if one.high is not None else ""),
        shape=shape,
        is_open=bool(one.hedge) or one.bound != "exact",
    )


def _height_of(value: float, most: float) -> float:
    return round(_HEIGHT - _BOTTOM - value / most * (_HEIGHT - _BOTTOM - _TOP), 1)


def _short(value: float) -> str:
    """ "1.2m", "420", "3.8": three digits are enough beside a mark; the table has the number as given."""
    for size, letter in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:,.0f}".replace(",", "\u202f") if value >= 100 or float(value).is_integer() else f"{value:.3g}"
