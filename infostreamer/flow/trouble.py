"""Per-item trouble -> a Failure with its tries and the time of the next one."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from infostreamer.logs import event
from infostreamer.model import Failure, InformationStreamerError
from infostreamer.store import Unit
from infostreamer.store.errors import is_of_surroundings

_LOG = logging.getLogger("infostreamer.flow")
_FIRST_WAIT_S = 300
_LONGEST_WAIT_S = 86_400
RETRIED = ("timeout", "memory", "crash")
"""Kinds of failure that may go away by themselves: another hour, a machine less busy."""

_MOST_TRIES = 5


def failure_of(
    item: str, stage: str, error: Exception, *, source_id: str | None = None, address: str | None = None
) -> Failure:
    """The error as data. An error that is not ours is a bug: logged with its traceback, the other items go on.

    Raises:
        Exception: the error itself, where it is trouble of the database or of the machine: it ends the pass, which is
            tried again, and becomes no fault of the item.
    """
    if is_of_surroundings(error):
        raise error
    if isinstance(error, InformationStreamerError):
        kind = "unreadable"
        return Failure(item=item, stage=stage, error=str(error), kind=kind, source_id=source_id, address=address)
    _LOG.error("%s failed on %s", stage, item, exc_info=error)
    said = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    sentence = f"This is a fault of the program ({said}); please report it."
    return Failure(item=item, stage=stage, error=sentence, kind="bug", source_id=source_id, address=address)


def note(unit: Unit, failure: Failure, now: datetime) -> None:
    """Keep the failure: tries counted up, and a next try with doubling waits where one may help."""
    before = unit.failures.get_or_none(failure.id)
    tries = 1 if before is None else before.tries + 1
    is_retried = failure.kind in RETRIED and tries < _MOST_TRIES
    wait_s = min(_FIRST_WAIT_S * 2 ** (tries - 1), _LONGEST_WAIT_S)
    again_at = now + timedelta(seconds=wait_s) if is_retried else failure.again_at
    unit.failures.put(replace(failure, tries=tries, at=now, again_at=again_at))
    said = event("failure", stage=failure.stage, item=failure.item, kind=failure.kind, tries=tries, error=failure.error)
    _LOG.info("%s could not do %s: %s", failure.stage, failure.item, failure.error, extra=said)
