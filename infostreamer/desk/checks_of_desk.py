"""What the doctor looks at in the desk itself: who works, what is late, clocks, receivers, backups."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infostreamer.desk.backing_up import TROUBLE, backup_folder
from infostreamer.desk.backups import kept_backups
from infostreamer.desk.checks import Check
from infostreamer.model import BadInput, Source, SourceHealth

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk

_OFF_S = 300
_LATE = timedelta(hours=2)
_OLD, _LATELY, _AHEAD = timedelta(days=7), timedelta(days=30), timedelta(minutes=1)
_LOOKED_AT = 20


def work(desk: Desk) -> Check:
    """Whether somebody collects, or work stands still under a process that is gone."""
    from infostreamer.flow.lease import is_over

    if desk.demo_tick() is not None:
        return Check("work", "ok", "The demo is replayed while it is served.")
    now = datetime.now(UTC)
    with desk.store.read() as unit:
        holders = unit.gauges.holders()
        due = unit.sources.due(now - _LATE)
        waiting = [one for one in due if not one.is_paused and unit.sources.health(one.id) is not None]
    stuck = sorted({job for job, holder, until in holders if until is not None and is_over(holder, until)})
    if waiting:
        text = f"{len(waiting)} sources are due for more than two hours: does `serve` or `run` run on this desk?"
        return Check("work", "warn", text)
    if stuck:
        text = f"A process died at {', '.join(stuck)}; the next one that runs takes it over. Is one running?"
        return Check("work", "warn", text)
    return Check("work", "ok", f"Under way: {', '.join(sorted({job for job, _, _ in holders})) or 'nothing'}.")


def network(desk: Desk) -> Check:
    """Whether each source fails for its own reason, or this machine has no network at all."""
    rows = [health for source, health, _ in desk.sources() if not source.is_paused and health.state != "new"]
    failing = [health for health in rows if health.state == "failing"]
    if len(rows) > 1 and len(failing) == len(rows):
        said = failing[0].error or "no reason kept"
        text = (
            f"Every one of {len(rows)} sources fails, so look here first: network, DNS, proxy. The first says: {said}"
        )
        return Check("network", "bad", text)
    return Check("network", "ok", f"{len(rows) - len(failing)} of {len(rows)} visited sources answer.")


def followed(rows: Sequence[tuple[Source, SourceHealth, object]]) -> Check:
    """Which sources fail and why; those that share a host are one trouble."""
    failing = [(source, health) for source, health, _ in rows if health.state in ("failing", "gone")]
    if not rows:
        return Check("sources", "ok", "None yet; `infostreamer add URL` follows one.")
    if not failing:
        quiet = sum(health.state in ("silent", "empty") for _, health, _ in rows)
        also = f" {quiet} announce nothing new: see `infostreamer health`." if quiet else ""
        return Check("sources", "ok", f"{len(rows)} followed, none failing.{also}")
    by_host = Counter(urlsplit(source.address).hostname or source.address for source, _ in failing)
    host, most = by_host.most_common(1)[0]
    first = next(one for one in failing if (urlsplit(one[0].address).hostname or one[0].address) == host)
    said = (first[1].error or "no reason kept").rstrip(".")
    which = f"{most} of them at {host}: look at that host first" if most > 1 else first[0].address
    return Check("sources", "warn", f"{len(failing)} of {len(rows)} fail, {which}. It says: {said}.")


def sending(desk: Desk) -> Check:
    """Whether messages are refused where they are to go: a webhook that is gone, a mailbox that is none."""
    with desk.store.read() as unit:
        troubled = unit.editions.troubled(_LOOKED_AT)
    since = datetime.now(UTC) - _LATELY
    lately = [one for one in troubled if one.at > since and one.error]
    if not lately:
        return Check("sending", "ok", "Nothing was refused in the last 30 days.")
    one = max(lately, key=lambda edition: edition.at)
    what = "webhook" if one.channel == "webhook" else one.channel
    number = f"{len(lately)} messages" if len(lately) > 1 else "A message"
    text = f"{number} could not be sent, the last by {what} on {one.at:%Y-%m-%d}: {(one.error or '').rstrip('.')}."
    return Check("sending", "warn", f"{text} See `infostreamer alerts history`; give it a new address or remove it.")


def admins(desk: Desk) -> Check:
    """Whether somebody may change settings and accounts where there are accounts."""
    with desk.store.read() as unit:
        users = unit.users.all()
    if users and not any(user.role == "admin" for user in users):
        text = (
            f"None of {len(users)} accounts is an admin's, so nobody can see health or change accounts in the browser."
        )
        return Check("admins", "warn", f"{text} `infostreamer users role NAME admin` makes one.")
    return Check("admins", "ok", f"{sum(user.role == 'admin' for user in users)} of {len(users)} accounts."
                 if users else "There are no accounts; whoever reaches the desk may change it.")  # fmt: skip


def clock(desk: Desk) -> Check:
    """Whether this machine's clock agrees with those of the servers that answered last."""
    if desk.demo_tick() is not None:
        return Check("clock of others", "ok", "The demo has a clock of its own.")
    with desk.store.read() as unit:
        newest = unit.gauges.newest_captures(_LOOKED_AT)
        captures = unit.captures.many(newest)
    ahead = max((capture.fetched_at - datetime.now(UTC) for capture in captures), default=timedelta())
    if ahead > timedelta(seconds=_OFF_S):
        text = (
            f"The newest capture was taken {_long(ahead.total_seconds())} from now: the clock was wrong then or is now."
        )
        return Check("clock of others", "bad", f"{text} Turn on NTP.")
    off = sorted(
        (sent - capture.fetched_at).total_seconds()
        for capture in captures
        if (sent := _date(dict(capture.headers))) is not None
    )
    if not off:
        return Check("clock of others", "ok", "No answer kept tells a time.")
    middle = off[len(off) // 2]
    if abs(middle) > _OFF_S:
        how = "behind" if middle > 0 else "ahead of"
        text = f"This machine is {_long(abs(middle))} {how} the servers that answered; turn on NTP."
        return Check("clock of others", "bad", text)
    return Check("clock of others", "ok", f"Within {max(1, round(abs(middle)))} s of the servers that answered.")


def _date(headers: dict[str, str]) -> datetime | None:
    """When the answer left: its Date, and its Age where it came from a cache (RFC 9111, section 5.1)."""
    try:
        sent = parsedate_to_datetime(headers.get("date", ""))
        sent += timedelta(seconds=int(headers.get("age", 0)))
    except (TypeError, ValueError, OverflowError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _long(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"


def receivers(desk: Desk) -> Check:
    """Whether what alerts send to may be sent to."""
    from infostreamer.desk.orders import channel_in

    with desk.store.read() as unit:
        alerts, digests = unit.alerts.all(), unit.digests.all()
    for alert in alerts:
        for channel in alert.channels:
            if channel.kind not in ("webhook", "ntfy"):
                continue
            try:
                channel_in(channel.kind, channel.to, desk.settings)
            except BadInput as error:
                return Check("receivers", "warn", f"Alert {alert.name!r} cannot be sent: {error}")
    by_mail = digests or any(channel.kind == "email" for alert in alerts for channel in alert.channels)
    if by_mail and not desk.settings["mail.host"]:
        return Check("receivers", "warn", "Digests or alerts are to go by mail, but mail.host is empty.")
    return Check("receivers", "ok", f"{len(alerts)} alerts and {len(digests)} digests can be sent.")


def backups(desk: Desk) -> Check:
    """Whether there is a backup young enough, kept where others cannot read it."""
    every, folder = int(desk.settings["backup.every"]), backup_folder(desk.settings)
    kept = kept_backups(folder)
    with desk.store.read() as unit:
        trouble, is_worth = unit.meta.get(TROUBLE), unit.captures.count() > 0
        purged_at = unit.purged.newest_at()
    if trouble:
        return Check("backups", "bad", f"The last one failed: {trouble}")
    if not kept:
        return _no_backup(every, is_worth)
    age = datetime.now(UTC) - kept[0].made_at
    if age < -_AHEAD:
        text = f"{kept[0].file.name} in {folder} is from the future: a clock was wrong; rename or delete it."
        return Check("backups", "bad", text)
    if every and age > timedelta(hours=2 * every):
        text = f"The newest in {folder} is {age.days} days old, though one is due every {every} h; does the desk run?"
        return Check("backups", "bad", text)
    if not every and age > _OLD:
        text = f"The newest in {folder} is {age.days} days old; does the timer that makes them still run?"
        return Check("backups", "warn", text)
    if kept[0].file.stat().st_mode & (stat.S_IROTH | stat.S_IRGRP) or _is_open(folder):
        return Check("backups", "warn", f"Others can read the backups in {folder}: chmod 700 it.")
    if purged_at is not None and kept[-1].made_at < purged_at:
        text = f"{kept[-1].file.name} in {folder} still holds what was purged on {purged_at:%Y-%m-%d}; delete it."
        return Check("backups", "warn", text)
    return Check("backups", "ok", f"{len(kept)} in {folder}, the newest from {kept[0].made_at:%Y-%m-%d %H:%M} UTC.")


def _no_backup(every: int, is_worth: bool) -> Check:
    if not is_worth:
        return Check("backups", "ok", "Nothing to back up yet.")
    if every:
        return Check("backups", "warn", "None was made yet; the desk makes one when `serve` or `run` runs.")
    return Check("backups", "warn", "None is made: set backup.every, or call `infostreamer backup FILE` by a timer.")


def _is_open(folder: Path) -> bool:
    return os.path.isdir(folder) and bool(folder.stat().st_mode & stat.S_IWOTH)
