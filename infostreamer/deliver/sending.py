"""What waits -> sent. Every message is kept before it goes out and carries an id that its receiver can know it by.

At least once: a process killed between sending and noting it sends again, under the same id.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from infostreamer.deliver.alerting import fire, has_news, release
from infostreamer.deliver.channels import deliverers_of
from infostreamer.deliver.digests import issue
from infostreamer.desk import Desk
from infostreamer.flow.lease import Fence, held
from infostreamer.logs import log_trouble
from infostreamer.model import NotFound
from infostreamer.model.alert import Alert
from infostreamer.model.edition import Edition, Receipt
from infostreamer.model.shortage import shortage_of
from infostreamer.plugins import Deliverer, load_plugins
from infostreamer.store import Unit

_LOG = logging.getLogger("infostreamer.deliver")
LEASE = "deliver"
BACK_OFF_S = (60, 300, 900, 3600, 10_800, 21_600, 43_200)
"""How long to wait after the first, second … failed try; after the last one the message is given up."""
MOST_TRIES = len(BACK_OFF_S) + 1
_BATCH = 20
_GRACE_S = 5.0  # beyond the deadline of one sending, for a deliverer that does not keep to it itself


@dataclass(frozen=True, slots=True)
class Delivered:
    """One pass: facts that fired, messages made, sent, and not sent this time."""

    fired: int = 0
    made: int = 0
    sent: int = 0
    failed: int = 0


def utc_now() -> datetime:
    """The real time: what messages are signed and retried by, also where the desk's clock is a replay's."""
    return datetime.now(UTC)


def deliver_once(
    desk: Desk,
    *,
    deliverers: Mapping[str, Deliverer] | None = None,
    clock: Callable[[], datetime] = utc_now,
    stop: threading.Event | None = None,
) -> Delivered:
    """Fire, write what is due, and send it. Nothing is done, or written, while another process is at it.

    Args:
        desk: its clock decides on quiet hours, cool-downs and digests.
        deliverers: by kind; None: the built-in ones and those of plug-ins.
        clock: for retries and signatures.
        stop: no further message is begun once it is set.
    """
    if not _has_work(desk, clock()):
        return Delivered()
    with held(desk.store, LEASE) as fence:
        if fence is None:
            return Delivered()
        fired = fire(desk)
        made = release(desk) + issue(desk)
        sent, failed = _send_due(desk, fence, deliverers or deliverers_of(load_plugins()), clock, stop)
        return Delivered(fired=fired, made=made, sent=sent, failed=failed)


def deliver_forever(desk: Desk, stop: threading.Event) -> None:
    """Pass after pass until `stop` is set; trouble is logged and tried again."""
    while not stop.is_set():
        try:
            deliver_once(desk, stop=stop)
        except Exception as error:
            log_trouble(_LOG, error, "Sending failed; it will be tried again.")
        stop.wait(float(desk.settings["flow.tick"]))


def send_now(
    desk: Desk, edition: Edition, *, deliverers: Mapping[str, Deliverer] | None = None, now: datetime | None = None
) -> Receipt:
    """Send one message at once, outside the queue, and say how it went: for trials."""
    known = deliverers or deliverers_of(load_plugins())
    return _tried(known, edition, desk.settings, _secret_of(desk, edition), now or utc_now())


def _has_work(desk: Desk, now: datetime) -> bool:
    with desk.store.read() as unit:
        is_due = bool(unit.digests.due(desk.now()) or unit.editions.due(now, 1))
    return is_due or has_news(desk)


def _send_due(
    desk: Desk,
    fence: Fence,
    deliverers: Mapping[str, Deliverer],
    clock: Callable[[], datetime],
    stop: threading.Event | None,
) -> tuple[int, int]:
    """How many messages went out, and how many did not."""
    with desk.store.read() as unit:
        due = unit.editions.due(clock(), _BATCH)
    sent = failed = 0
    for edition in due:
        if stop is not None and stop.is_set():
            break
        if not _is_kept(desk, edition):
            continue
        now = clock()
        receipt = _tried(deliverers, edition, desk.settings, _secret_of(desk, edition), now)
        with desk.store.unit() as unit:
            fence(unit)
            _note(unit, edition, receipt, now)
            unit.editions.forget(now - timedelta(days=int(desk.settings["notify.keep_days"])))
        sent, failed = sent + (receipt.error is None), failed + (receipt.error is not None)
    return sent, failed


def _tried(
    deliverers: Mapping[str, Deliverer], edition: Edition, settings: Mapping[str, Any], secret: str, now: datetime
) -> Receipt:
    """How one try went, within its time: a deliverer that hangs is left behind and counts as failed.

    Raises:
        Exception: what the machine is short of: no try of the message.
    """
    deliverer = deliverers.get(edition.channel)
    if deliverer is None:
        return Receipt(error=f"Nothing here delivers by {edition.channel}; install its plug-in.")
    box: list[Receipt | Exception] = []

    def work() -> None:
        try:
            box.append(deliverer.deliver(edition, settings=settings, secret=secret, now=now))
        except Exception as error:
            said = f"The message could not be handed over ({type(error).__name__}: {error})."
            box.append(error if shortage_of(error) else Receipt(error=said))

    deadline_s = float(settings["notify.deadline"])
    thread = threading.Thread(target=work, name=f"deliver-{edition.channel}", daemon=True)
    thread.start()
    thread.join(deadline_s + _GRACE_S)
    outcome = box[0] if box else Receipt(error=f"{edition.to} took longer than {deadline_s:g} s.")
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _is_kept(desk: Desk, edition: Edition) -> bool:
    """False where its reader has ended it, or is gone, since it was found to be due: what was before it took time."""
    with desk.store.read() as unit:
        try:
            unit.editions.get(edition.id)
        except NotFound:
            return False
    return True


def _secret_of(desk: Desk, edition: Edition) -> str:
    kind, _, key = edition.of.partition(":")
    if kind != "alert":
        return ""
    with desk.store.read() as unit:
        try:
            return unit.alerts.get(key).key
        except NotFound:
            return ""


def _note(unit: Unit, edition: Edition, receipt: Receipt, now: datetime) -> None:
    """Keep how the try went; a receiver that wants no more is asked no more. What was ended stays ended."""
    try:
        unit.editions.get(edition.id)
    except NotFound:
        return
    unit.editions.put(noted(edition, receipt, now))
    if receipt.is_gone:
        _stop_channel(unit, edition, receipt.error or "")


def noted(edition: Edition, receipt: Receipt, now: datetime) -> Edition:
    """The edition after this try: sent, to be tried again later, or given up."""
    tries = edition.tries + 1
    if receipt.error is None:
        return replace(edition, state="sent", tries=tries, sent_at=now, again_at=None, error=None)
    if receipt.is_final or tries >= MOST_TRIES:
        return replace(edition, state="given-up", tries=tries, again_at=None, error=receipt.error)
    wait_s = max(BACK_OFF_S[tries - 1], receipt.wait_s or 0)
    return replace(edition, state="failed", tries=tries, again_at=now + timedelta(seconds=wait_s), error=receipt.error)


def _stop_channel(unit: Unit, edition: Edition, why: str) -> None:
    kind, _, key = edition.of.partition(":")
    if kind != "alert":
        return
    try:
        alert: Alert = unit.alerts.get(key)
    except NotFound:
        return
    where = (edition.channel, edition.to)
    channels = tuple(
        replace(channel, stopped=why) if (channel.kind, channel.to) == where else channel for channel in alert.channels
    )
    unit.alerts.put(replace(alert, channels=channels))
