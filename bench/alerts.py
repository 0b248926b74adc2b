"""What an alert on everything fires on over the demo wire, and what looking costs: `python -m bench.alerts`."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infostreamer.deliver.alerting import preview
from infostreamer.deliver.sending import deliver_once
from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.demo.replay import begin, replay
from infostreamer.desk import Desk
from infostreamer.model.alert import KINDS
from infostreamer.model.edition import Edition, Receipt
from infostreamer.settings import Settings


class Box:
    """Takes every mail."""

    kind = "email"

    def __init__(self) -> None:
        """Empty."""
        self.taken: list[Edition] = []

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        """Taken."""
        self.taken.append(edition)
        return Receipt()


def main() -> None:
    """Replay the wire with an alert made before it, and print what came of it."""
    box, spent = Box(), 0.0
    with tempfile.TemporaryDirectory() as folder, DemoServer(ticks()[0]) as server:
        settings = Settings({"desk.data": folder, "collect.pace": 0.0, "collect.every": 60})
        with Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk:
            begin(desk.store, ticks())
            desk.put_sources(sources())
            everything = [one.kind for one in KINDS]
            draft = desk.drafted_alert("Everything", kinds=everything, channels=[("email", "ed@paper.example")])
            alert = desk.add_alert(draft)

            def tell(_: datetime) -> None:
                nonlocal spent
                started = time.perf_counter()
                deliver_once(desk, deliverers={"email": box})
                spent += time.perf_counter() - started

            replay(desk.store, desk.flow, server, ticks(), pause_s=0.0, stop=threading.Event(), on_tick=tell)
            firings = desk.firings(limit=1000)
            started = time.perf_counter()
            preview(desk, alert)
            looked_s = time.perf_counter() - started
    counts = ", ".join(f"{kind} {count}" for kind, count in Counter(one.kind for one in firings).most_common())
    print(f"{len(firings)} firings ({counts}) in {len(box.taken)} messages.")
    print(f"Passes took {spent:.2f} s for {len(ticks())} ticks; a preview of 7 days {looked_s * 1000:.0f} ms.")


if __name__ == "__main__":
    main()
