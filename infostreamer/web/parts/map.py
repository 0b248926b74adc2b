"""Places on a map: rows in, markers in a fixed box out, with an equal list beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from infostreamer.desk.places import PlaceRow
from infostreamer.web import tongue
from infostreamer.web.addresses import who_path
from infostreamer.web.land import WIDTH, View, view_of

_APART = 26.0  # units of the box between two markers, so that each can be hit with a finger
_LARGEST = 20.0
_LETTER, _LINE = 6.6, 14.0  # units of the box per letter and line of a label
_LONGEST = 24  # letters of a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One place of the list. `precision`: city, country, region, or None where reports do not say which is meant."""

    id: str
    path: str
    name: str
    stories: int
    mentions: int
    precision: str | None
    country: str | None  # ISO 3166-1 alpha-2
    latitude: float | None
    longitude: float | None
    also: tuple[tuple[str, str], ...] = ()  # (name, path): entries under other names that lie at the same point


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One marker: a place, or several that lie too near each other to be told apart; `x`, `y`, `radius` in the box."""

    words: str
    path: str
    x: float
    y: float
    radius: float
    stories: int
    label: str | None  # None: no room for it
    label_x: float
    label_y: float
    side: str  # of the label: start, end or middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What is drawn, and in words what that is."""

    label: str
    view: View
    markers: tuple[Marker, ...]


def listed(rows: Iterable[PlaceRow]) -> tuple[Listed, ...]:
    """The equal list: every place, drawn or not, in the order given; entries for one location stand in one row."""
    groups: dict[str, list[PlaceRow]] = {}
    for row in rows:
        where = row.place.location
        groups.setdefault(where.key if where else row.place.id, []).append(row)
    return tuple(_listed(group[0], group[1:]) for group in groups.values())


def _listed(row: PlaceRow, others: Sequence[PlaceRow]) -> Listed:
    """Counted as its first entry is: one story may name two of them."""
    where = row.place.location
    return Listed(
        id=row.place.id,
        path=who_path(row.place),
        name=row.place.name,
        stories=row.stories,
        mentions=row.place.mentions,
        precision=where.precision if where else None,
        country=where.country if where else None,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        also=tuple((other.place.name, who_path(other.place)) for other in others),
    )


def map_of(places: Sequence[Listed], *, width: int = WIDTH) -> Map | None:
    """A map of those places that reports put at one point; None where there is none."""
    points = [(one, one.longitude, one.latitude) for one in places]
    drawn = [(one, x, y) for one, x, y in points if x is not None and y is not None]
    if not drawn:
        return None
    view = view_of([(x, y) for _, x, y in drawn], width=width)
    groups = _groups([(one, *view.at(x, y)) for one, x, y in drawn])
    markers = _labelled([_marker(group) for group in groups], view)
    names = ", ".join(f"{one.name} ({one.stories})" for one, _, _ in drawn[:6])
    more = f" {tongue.gettext_('and %(num)s more') % {'num': len(drawn) - 6}}" if len(drawn) > 6 else ""
    label = tongue.gettext_("Map of places by stories that name them: %(names)s") % {"names": names}
    return Map(label=f"{label}{more}", view=view, markers=tuple(markers))


_Placed = tuple[Listed, float, float]


def _groups(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    """Places that lie nearer to an earlier one than a fingertip stand under its marker."""
    groups: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda row: (-row[0].stories, -row[0].mentions, row[0].id)):
        near = (group for group in groups if max(abs(group[0][1] - one[1]), abs(group[0][2] - one[2])) < _APART)
        group = next(near, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _marker(group: Sequence[_Placed]) -> Marker:
    first, x, y = group[0]
    stories = max(one.stories for one, _, _ in group)
    words = first.name if len(group) == 1 else f"{first.name} +{len(group) - 1}"
    told = ", ".join(f"{one.name}: {one.stories}" for one, _, _ in group[:8])
    return Marker(
        words=tongue.ngettext_("%(places)s story", "%(places)s stories", 1 if len(group) == 1 and stories == 1 else 2)
        % {"places": told},
        path=first.path,
        x=x,
        y=y,
        radius=round(min(4.5 + 2.5 * stories**0.5, _LARGEST), 1),
        stories=stories,
        label=words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…",
        label_x=x,
        label_y=y,
        side="start",
    )


def _labelled(markers: Sequence[Marker], view: View) -> list[Marker]:
    """Each label where it covers nothing: right, left, above or below its marker; else none."""
    taken = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in markers]
    done: list[Marker] = []
    for marker in markers:
        spot = next((spot for spot in _spots(marker) if _fits(spot[3], taken, view)), None)
        if spot is not None:
            taken.append(spot[3])
        done.append(_with_label(marker, spot))
    return done


_Rect = tuple[float, float, float, float]
_Spot = tuple[float, float, str, _Rect]


def _spots(marker: Marker) -> list[_Spot]:
    wide, gap = len(marker.label or "") * _LETTER, marker.radius + 4
    x, y, high = marker.x, marker.y + 4, _LINE / 2
    return [
        (x + gap, y, "start", (x + gap, marker.y - high, x + gap + wide, marker.y + high)),
        (x - gap, y, "end", (x - gap - wide, marker.y - high, x - gap, marker.y + high)),
        (x, y - gap - 4, "middle", (x - wide / 2, marker.y - gap - _LINE, x + wide / 2, marker.y - gap)),
        (x, y + gap + 6, "middle", (x - wide / 2, marker.y + gap, x + wide / 2, marker.y + gap + _LINE)),
    ]


def _fits(rect: _Rect, taken: Sequence[_Rect], view: View) -> bool:
    is_in = rect[0] >= 2 and rect[1] >= 2 and rect[2] <= view.width - 2 and rect[3] <= view.height - 2
    return is_in and not any(
        rect[0] < other[2] and rect[2] > other[0] and rect[1] < other[3] and rect[3] > other[1] for other in taken
    )


def _with_label(marker: Marker, spot: _Spot | None) -> Marker:
    if spot is None:
        return replace(marker, label=None)
    return replace(marker, label_x=round(spot[0], 1), label_y=round(spot[1], 1), side=spot[2])
