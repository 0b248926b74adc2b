"""Ordering alerts and digests: making, listing, pausing, ending them, and what became of their messages."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from infostreamer.desk import attempts, orders
from infostreamer.model import OWNER, BadInput, NotFound, Reader, content_id, fold
from infostreamer.model.alert import Alert, Channel, Firing
from infostreamer.model.digest import Digest
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings
from infostreamer.text.query import parse_query

if TYPE_CHECKING:
    from infostreamer.store import Store

T = TypeVar("T", Alert, Digest)
_SHORT = 8  # digits of an id that are enough when only one id begins with them
_MANY_READERS = 20  # whose troubles may stand before one reader's own
_KEY_BYTES = 24


class Alerting:
    """Each reader's alerts and digests. An admin sees and changes those of all readers."""

    if TYPE_CHECKING:
        store: Store
        settings: Settings

        def now(self) -> datetime: ...
        def position(self) -> int: ...

    # Alerts

    def alerts(self, reader: Reader = OWNER) -> list[Alert]:
        """The reader's alerts by name; of an admin, everybody's."""
        with self.store.read() as unit:
            return _mine(unit.alerts.all(), reader)

    def alert(self, key: str, reader: Reader = OWNER) -> Alert:
        """One alert, by its name, its id or a unique beginning of the id (at least 8 digits).

        Raises:
            NotFound: the reader has none.
        """
        return _one(self.alerts(reader), key, f"There is no alert {key!r}; `infostreamer alerts` lists them.")

    def drafted_alert(
        self,
        name: str,
        *,
        kinds: Iterable[str],
        query: str = "",
        channels: Iterable[tuple[str, str]] = (),
        cooldown: str = "",
        quiet: str = "",
        zone: str = "",
        reader: Reader = OWNER,
    ) -> Alert:
        """The alert as it would be made now; nothing is kept.

        Args:
            name: unique per reader.
            kinds: see `infostreamer.model.alert.KINDS`.
            query: which stories; empty: all.
            channels: (kind, address) each; none: the page and the feed only.
            cooldown: "45min", "2h", or minutes; empty: the table of kinds.
            quiet: "22:00-07:00", or empty.
            zone: of the quiet hours; empty: UTC.
            reader: whose alert it is.

        Raises:
            BadInput: one of these cannot be used.
        """
        words = " ".join(query.split())
        if words:
            parse_query(words)
        kept = orders.name_in(name, "alert")
        return Alert(
            id=content_id("alert", reader.name, fold(kept)),
            name=kept,
            reader=reader.name,
            kinds=orders.kinds_in(kinds),
            query=words,
            channels=_distinct(orders.channel_in(kind, to, self.settings) for kind, to in channels),
            cooldown_s=orders.cooldown_in(cooldown),
            quiet=orders.quiet_in(quiet),
            zone=orders.zone_in(zone or str(self.settings["notify.zone"])),
            created_at=self.now(),
            since=self.position(),
            since_at=self.now(),
            key=secrets.token_urlsafe(_KEY_BYTES),
        )

    def add_alert(self, alert: Alert) -> Alert:
        """The drafted alert, kept; it fires on what changes from now on.

        Raises:
            BadInput: the reader has one of that name.
        """
        with self.store.unit() as unit:
            if any(known.id == alert.id for known in unit.alerts.all()):
                raise BadInput(f"There is an alert called {alert.name!r} already; choose another name.")
            unit.alerts.put(replace(alert, since=unit.changes.latest_position()))
        return alert

    def set_alert_paused(self, key: str, is_paused: bool, reader: Reader = OWNER) -> Alert:
        """Pause or resume. What changes while it is paused is never told; channels that were stopped are tried again.

        Raises:
            NotFound: the reader has none.
        """
        alert = self.alert(key, reader)
        opened = tuple(replace(channel, stopped=None) for channel in alert.channels)
        with self.store.unit() as unit:
            alert = replace(alert, is_paused=is_paused)
            if not is_paused:
                latest = unit.changes.latest_position()
                alert = replace(alert, since=latest, since_at=self.now(), channels=opened)
            unit.alerts.put(alert)
        return alert

    def remove_alert(self, key: str, reader: Reader = OWNER) -> Alert:
        """Forget an alert, its history and its messages.

        Raises:
            NotFound: the reader has none.
        """
        alert = self.alert(key, reader)
        with self.store.unit() as unit:
            unit.alerts.remove(alert.id)
            unit.editions.forget_of(f"alert:{alert.id}")
        return alert

    def count_trial(self, reader: Reader) -> None:
        """One more trial message of this reader; five are free, then each waits longer than the one before.

        Raises:
            BadInput: it comes too soon.
        """
        with self.store.unit() as unit:
            wait_s = attempts.count_trial(unit, reader.name, datetime.now(UTC))
        if wait_s:
            raise BadInput(f"That was one trial message after the other; wait {wait_s} seconds before the next.")

    def firings(
        self, alert: Alert | None = None, *, reader: Reader = OWNER, limit: int = 30, offset: int = 0
    ) -> list[Firing]:
        """What one alert, or all of the reader's, fired on, newest first."""
        ids = [one.id for one in ([alert] if alert else self.alerts(reader))]
        with self.store.read() as unit:
            return unit.firings.newest(ids, limit, offset)

    def firing_counts(self) -> dict[str, int]:
        """Alert id -> how many facts it fired on."""
        with self.store.read() as unit:
            return unit.firings.counts()

    # Digests

    def digests(self, reader: Reader = OWNER) -> list[Digest]:
        """The reader's digests by name; of an admin, everybody's."""
        with self.store.read() as unit:
            return _mine(unit.digests.all(), reader)

    def digest_called(self, key: str, reader: Reader = OWNER) -> Digest:
        """One digest, by its name, its id or a unique beginning of the id (at least 8 digits).

        Raises:
            NotFound: the reader has none.
        """
        return _one(self.digests(reader), key, f"There is no digest {key!r}; `infostreamer digests` lists them.")

    def drafted_digest(
        self,
        name: str,
        *,
        to: str,
        rhythm: str = "daily",
        at: str = "07:00",
        weekday: str = "",
        zone: str = "",
        query: str = "",
        reader: Reader = OWNER,
    ) -> Digest:
        """The digest as it would be made now; nothing is kept. Its first issue tells what changes from now on.

        Raises:
            BadInput: one of these cannot be used.
        """
        words = " ".join(query.split())
        if words:
            parse_query(words)
        kept = orders.name_in(name, "digest")
        made = Digest(
            id=content_id("digest", reader.name, fold(kept)),
            name=kept,
            reader=reader.name,
            to=orders.mail_address_in(to),
            rhythm=orders.rhythm_in(rhythm),
            at=orders.clock_in(at),
            weekday=orders.weekday_in(weekday),
            zone=orders.zone_in(zone or str(self.settings["notify.zone"])),
            query=words,
            created_at=self.now(),
            position=self.position(),
            key=secrets.token_urlsafe(_KEY_BYTES),
        )
        return replace(made, next_at=orders.next_time(made, self.now()))

    def add_digest(self, digest: Digest) -> Digest:
        """The drafted digest, kept.

        Raises:
            BadInput: the reader has one of that name.
        """
        with self.store.unit() as unit:
            if any(known.id == digest.id for known in unit.digests.all()):
                raise BadInput(f"There is a digest called {digest.name!r} already; choose another name.")
            unit.digests.put(digest)
        return digest

    def set_digest_paused(self, key: str, is_paused: bool, reader: Reader = OWNER) -> Digest:
        """Pause or resume; the next issue after a pause tells what changed during it.

        Raises:
            NotFound: the reader has none.
        """
        digest = self.digest_called(key, reader)
        digest = replace(digest, is_paused=is_paused, next_at=orders.next_time(digest, self.now()))
        with self.store.unit() as unit:
            unit.digests.put(digest)
        return digest

    def remove_digest(self, key: str, reader: Reader = OWNER) -> Digest:
        """Forget a digest and its messages.

        Raises:
            NotFound: the reader has none.
        """
        digest = self.digest_called(key, reader)
        with self.store.unit() as unit:
            unit.digests.remove(digest.id)
            unit.editions.forget_of(f"digest:{digest.id}")
        return digest

    # Messages

    def unsubscribe(self, key: str) -> Alert | Digest:
        """Pause the digest or stop the mails of the alert that this secret key belongs to.

        Raises:
            NotFound: nothing has that key.
        """
        with self.store.unit() as unit:
            for digest in unit.digests.all():
                if _is_same(digest.key, key):
                    unit.digests.put(replace(digest, is_paused=True))
                    return digest
            for alert in unit.alerts.all():
                if _is_same(alert.key_of_mails, key):
                    unit.alerts.put(replace(alert, channels=_without_mail(alert.channels)))
                    return alert
        raise NotFound("That link belongs to no alert or digest any more; nothing is sent by it.")

    def editions(self, of: Alert | Digest, *, limit: int = 20) -> list[Edition]:
        """The newest messages of one alert or digest."""
        with self.store.read() as unit:
            return unit.editions.of(made_by(of), limit)

    def undelivered(self, reader: Reader = OWNER, *, limit: int = 50) -> list[Edition]:
        """Messages that could not be sent so far or were given up, newest first."""
        with self.store.read() as unit:
            rows = unit.editions.troubled(limit if reader.may_administer else _MANY_READERS * limit)
        return [row for row in rows if reader.may_administer or row.reader == reader.name][:limit]


def made_by(of: Alert | Digest) -> str:
    """What an edition says that it is of: "alert:ID" or "digest:ID"."""
    return f"{'alert' if isinstance(of, Alert) else 'digest'}:{of.id}"


def _mine(rows: list[T], reader: Reader) -> list[T]:
    shown = [row for row in rows if reader.may_administer or row.reader == reader.name]
    return sorted(shown, key=lambda row: (fold(row.name), row.id))


def _one(rows: list[T], key: str, missing: str) -> T:
    wanted = fold(key)
    near = [row for row in rows if row.id == key or fold(row.name) == wanted]
    near = near or [row for row in rows if len(key) >= _SHORT and row.id.startswith(key)]
    if len(near) != 1:
        raise NotFound(missing)
    return near[0]


def _distinct(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    return tuple(dict.fromkeys(channels))


def _without_mail(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    said = "Ended by the link in a mail; resume the alert to send mails again."
    return tuple(replace(channel, stopped=said) if channel.kind == "email" else channel for channel in channels)


def _is_same(key: str, given: str) -> bool:
    return bool(key) and hmac.compare_digest(key.encode(), given.encode("utf-8", "replace"))
