"""The filter bar of timelines and figures: what the address asks for, checked, and the same address with one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from infostreamer.model import BadInput

STATUSES = ("", "happened", "alleged", "planned", "all")
PRECISIONS = ("", "minute", "day", "month", "year", "interval", "undated")
ORDERS = ("newest", "oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for. Empty strings ask for nothing; `since` and `until` are ISO days."""

    q: str = ""
    outlet: str = ""
    status: str = ""
    precision: str = ""
    since: str = ""
    until: str = ""
    order: str = "newest"
    differing: bool = False
    offset: int = 0

    @property
    def is_narrow(self) -> bool:
        """True where anything but the order is asked for."""
        return bool(
            self.q or self.outlet or self.status or self.precision or self.since or self.until or self.differing
        )


def filters_of(asked: Mapping[str, str], *, order: str = "newest") -> Filters:
    """The filters of an address.

    Raises:
        BadInput: a value that is none of the known ones, or no day.
    """
    return Filters(
        q=" ".join(asked.get("q", "").split()),
        outlet=asked.get("outlet", "").strip(),
        status=_one_of(asked, "status", STATUSES),
        precision=_one_of(asked, "precision", PRECISIONS),
        since=_day(asked, "since"),
        until=_day(asked, "until"),
        order=_one_of(asked, "order", ORDERS) if asked.get("order") else order,
        differing=asked.get("differing") == "1",
        offset=_whole(asked.get("from", "")),
    )


def address_with(path: str, asked: Mapping[str, str], **changed: str) -> str:
    """The address with some of its values changed; an empty value leaves it out."""
    values = {name.replace("_", "-"): value for name, value in {**asked, **changed}.items() if value}
    return path + (f"?{urlencode(values)}" if values else "")


def _one_of(asked: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = asked.get(name, "").strip()
    if value not in known:
        raise BadInput(f"{name}={value!r} is not known; use {', '.join(one for one in known if one)}.")
    return value


def _day(asked: Mapping[str, str], name: str) -> str:
    value = asked.get(name, "").strip()
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadInput(f"{name} takes a day such as 2026-11-01, not {value!r}.") from None


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0
