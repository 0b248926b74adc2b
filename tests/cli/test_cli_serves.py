"""`serve` keeps pages and flow in two processes that begin and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.processes import children, is_alive, until

from infostreamer.cli.flow_process import FlowProcess
from infostreamer.collect import read_jsonl
from infostreamer.desk import Desk
from infostreamer.flow.schedule import take_in_captures
from infostreamer.settings import Settings

ROW = '{"url": "https://a.example/%d", "title": "Flood in Tarvost", "text": "The river rose on Monday, Ana Ribe said."}'

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")


def heed_interrupts() -> None:
    """Whatever is started in the background of a script passes Ctrl-C over, and what it starts does too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def flows_of(pid: int) -> list[int]:
    """Ids of the processes that were spawned by this one."""
    try:
        return [one for one in children(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except OSError:
        return []


class Served:
    """`infostreamer serve` on a free port."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "infostreamer", "--data", str(folder), "--set", "web.port=0", "serve"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts)
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self.said += self.process.stderr or ()

    @property
    def flow(self) -> int:
        """The process of the flow, once it is there."""
        found: list[int] = []
        assert until(lambda: found.extend(flows_of(self.process.pid)) or found), self.said
        return found[0]

    def close(self) -> None:
        self.process.kill()
        self.process.wait(30)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    yield one
    one.close()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_flow_ends_with_whoever_serves(served: Served, ending: signal.Signals) -> None:
    flow = served.flow
    time.sleep(0.5)  # some way into its start, where a signal is hardest to answer
    served.process.send_signal(ending)
    assert served.process.wait(60) == {signal.SIGTERM: 0, signal.SIGINT: 130}.get(ending, -9), served.said
    assert until(lambda: not is_alive(flow))


def test_a_flow_that_dies_is_started_again(served: Served) -> None:
    first = served.flow
    os.kill(first, signal.SIGKILL)
    assert until(lambda: [one for one in flows_of(served.process.pid) if one != first])
    assert served.process.poll() is None


def test_the_process_is_asked_and_while_there_is_none_the_desk_derives_by_itself(tmp_path: Path) -> None:
    settings = Settings({"desk.data": str(tmp_path), "flow.tick": 600.0})
    flow = FlowProcess(settings)
    with Desk.open(settings) as desk:
        desk.enrich_elsewhere(flow.enriched)
        assert not flow.enriched()
        flow.start()
        try:
            assert until(flow.enriched)
            take_in_captures(desk.store, read_jsonl([ROW % 1], now=desk.now())[0])
            desk.flow.enrich()
            assert desk.counts()["reports"] == 1, "the process did it, though its next look is ten minutes away"
            assert flow._process.is_alive()
        finally:
            flow.stop()
        assert not flow._process.is_alive()
        take_in_captures(desk.store, read_jsonl([ROW % 2], now=desk.now())[0])
        desk.flow.enrich()
        assert desk.counts()["reports"] == 2
