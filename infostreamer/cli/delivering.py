"""Sending beside the collecting, for every command that runs the flow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infostreamer.desk import Desk


@contextmanager
def delivering(desk: Desk, stop: threading.Event) -> Iterator[None]:
    """Alerts and digests are sent meanwhile, in a thread of their own: a slow receiver never delays collecting."""
    from infostreamer.deliver.sending import deliver_forever

    sender = threading.Thread(target=deliver_forever, args=(desk, stop), name="deliver", daemon=True)
    sender.start()
    try:
        yield
    finally:
        stop.set()
        sender.join(timeout=30)
