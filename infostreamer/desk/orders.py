"""What people type when they order alerts and digests -> values that hold, or one sentence that says what does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from infostreamer.collect.guard import checked_url
from infostreamer.model import BadInput, Refused
from infostreamer.model.alert import KINDS, AlertKind, Channel
from infostreamer.model.digest import WEEKDAYS, Digest, Rhythm
from infostreamer.text.clean import clean_text

LONGEST_NAME = 80
LONGEST_COOLDOWN_S = 7 * 86_400
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_SPAN = re.compile(r"(\d{1,5})\s*(s|min|m|h|d)?")
_UNITS_S = {"s": 1, "m": 60, "min": 60, None: 60, "h": 3600, "d": 86_400}


def name_in(typed: str, what: str) -> str:
    """The name of an alert or digest.

    Raises:
        BadInput: it is empty or too long.
    """
    name = " ".join(clean_text(typed).split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"Give the {what} a name of at most {LONGEST_NAME} characters.")
    return name


def kinds_in(typed: Iterable[str]) -> tuple[AlertKind, ...]:
    """The kinds named, in the order of the table, each once.

    Raises:
        BadInput: none is named, or one that does not exist.
    """
    wanted = set(typed)
    known = [one.kind for one in KINDS]
    strange = sorted(wanted - set(known))
    if strange:
        raise BadInput(f"There is no alert on {strange[0]!r}; choose among {', '.join(known)}.")
    if not wanted:
        raise BadInput(f"Say what the alert is on: {', '.join(known)}.")
    return tuple(kind for kind in known if kind in wanted)


def channel_in(kind: str, to: str, settings: Mapping[str, Any]) -> Channel:
    """Where messages go.

    Raises:
        BadInput: it is no address of that kind, or leads into a private network.
    """
    where = to.strip()
    if kind == "email":
        return Channel(kind=kind, to=mail_address_in(where))
    if kind == "ntfy" and _TOPIC.fullmatch(where):
        if not settings["notify.ntfy"]:
            raise BadInput("Set notify.ntfy to the address of your ntfy server, or give the topic's full address.")
        return Channel(kind=kind, to=where)
    if kind in ("webhook", "ntfy"):
        return Channel(kind=kind, to=web_address_in(where, is_private_allowed=bool(settings["notify.allow_private"])))
    if not where or not where.isprintable():
        raise BadInput(f"Say where messages by {kind} go, as in {kind}=ADDRESS.")
    return Channel(kind=kind, to=where)


def mail_address_in(typed: str) -> str:
    """One mail address.

    Raises:
        BadInput: it is none, or more than one.
    """
    address = typed.strip()
    if not _MAIL.fullmatch(address) or ".." in address:
        raise BadInput(f"{typed.strip()[:80]!r} is not one mail address such as name@host.example.")
    return address


def web_address_in(typed: str, *, is_private_allowed: bool) -> str:
    """An address that messages may be posted to.

    Raises:
        BadInput: no http or https address, a name or password in it, or a private network.
    """
    try:
        return str(checked_url(typed, is_private_allowed=is_private_allowed))
    except Refused as error:
        raise BadInput(outgoing(str(error))) from None


def outgoing(sentence: str) -> str:
    """A refusal of the guarded door with the setting that is meant for messages."""
    return sentence.replace("pass --allow-private if that is meant", "set notify.allow_private if that is meant")


def cooldown_in(typed: str) -> int | None:
    """Seconds, of "45 min", "2h", "90" (minutes); None of an empty text: as the table of kinds says.

    Raises:
        BadInput: no span of time, or longer than a week.
    """
    found = _SPAN.fullmatch(typed.strip().lower())
    if not typed.strip():
        return None
    seconds = int(found[1]) * _UNITS_S[found[2]] if found else -1
    if not 0 <= seconds <= LONGEST_COOLDOWN_S:
        raise BadInput(f"{typed.strip()[:40]!r} is no cool-down; write minutes or 45min, 2h, 1d, at most 7d.")
    return seconds


def span_words(seconds: int) -> str:
    """ "none", "30 min", "2 h", "1 d"."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s" if seconds else "none"


def quiet_in(typed: str) -> tuple[str, str] | None:
    """(from, until) of "22:00-07:00"; None of an empty text.

    Raises:
        BadInput: not two times of day, or twice the same.
    """
    if not typed.strip():
        return None
    parts = [part.strip() for part in re.split(r"\s*[-–—]\s*", typed.strip())]
    if len(parts) != 2:
        raise BadInput("Write quiet hours as 22:00-07:00.")
    first, last = clock_in(parts[0]), clock_in(parts[1])
    if first == last:
        raise BadInput("Quiet hours from and until the same time would be no hours or all of them; pause the alert.")
    return first, last


def clock_in(typed: str) -> str:
    """ "07:00" of "7:00".

    Raises:
        BadInput: no time of day.
    """
    found = _CLOCK.fullmatch(typed.strip())
    if not found:
        raise BadInput(f"{typed.strip()[:20]!r} is no time of day; write it as 07:00.")
    return f"{int(found[1]):02d}:{found[2]}"


def zone_in(typed: str) -> str:
    """The name of a time zone; "UTC" of an empty text.

    Raises:
        BadInput: there is no such zone.
    """
    name = typed.strip() or "UTC"
    zone_of(name)
    return name


def zone_of(name: str) -> tzinfo:
    """The time zone of this name (IANA), such as Europe/Vilnius.

    Raises:
        BadInput: there is no such zone.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"There is no time zone {name[:40]!r}; write it as Europe/Vilnius or UTC.") from None


def rhythm_in(typed: str) -> Rhythm:
    """hourly, daily or weekly.

    Raises:
        BadInput: another word.
    """
    for rhythm in get_args(Rhythm):
        if typed.strip().lower() == rhythm:
            found: Rhythm = rhythm
            return found
    raise BadInput(f"A digest comes hourly, daily or weekly, not {typed.strip()[:20]!r}.")


def weekday_in(typed: str) -> int:
    """0 of "Monday" or "mon" … 6 of "Sunday"; 0 of an empty text.

    Raises:
        BadInput: no day of the week.
    """
    word = typed.strip().lower()
    found = [at for at, day in enumerate(WEEKDAYS) if len(word) >= 3 and day.lower().startswith(word)]
    if word and len(found) != 1:
        raise BadInput(f"{typed.strip()[:20]!r} is no day of the week; write Monday or mon.")
    return found[0] if found else 0


def next_time(digest: Digest, after: datetime) -> datetime:
    """The first moment (UTC) after `after` at which the digest is due by its local clock.

    A time that a change of the clock leaves out comes as much later as the clock jumps (PEP 495, fold 0).
    """
    local = after.astimezone(zone_of(digest.zone))
    hour, minute = (int(part) for part in digest.at.split(":"))
    if digest.rhythm == "hourly":
        start, step = local.replace(minute=minute, second=0, microsecond=0), timedelta(hours=1)
        return _first_after([start.astimezone(UTC) + step * count for count in range(3)], after)
    days = range(-1, 9)
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    dates = [noon + timedelta(days=day) for day in days]
    if digest.rhythm == "weekly":
        dates = [date for date in dates if date.weekday() == digest.weekday]
    times = [date.replace(hour=hour, minute=minute, tzinfo=local.tzinfo).astimezone(UTC) for date in dates]
    return _first_after(times, after)


def _first_after(times: Iterable[datetime], after: datetime) -> datetime:
    return min(time for time in times if time > after)
