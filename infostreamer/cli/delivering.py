"""Sending, backing up and purging beside the collecting, for every command that runs the flow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infostreamer.desk import Desk


@contextmanager
def delivering(desk: Desk, stop: threading.Event) -> Iterator[None]:
    """Alerts and digests are sent, backups made and old reports purged meanwhile, in threads of their own: a slow
    receiver or a large backup never delays collecting."""
    from infostreamer.deliver.sending import deliver_forever
    from infostreamer.desk.backing_up import backup_forever
    from infostreamer.desk.retention import purge_forever

    threads = [
        threading.Thread(target=deliver_forever, args=(desk, stop), name="deliver", daemon=True),
        threading.Thread(target=backup_forever, args=(desk, stop), name="backup", daemon=True),
        threading.Thread(target=purge_forever, args=(desk, stop), name="purge", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)
