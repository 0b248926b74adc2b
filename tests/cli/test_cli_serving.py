"""A desk that serves outlives what happens around a service: a rotated log, a full disk under its log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

SERVE = [sys.executable, "-m", "infostreamer", "--set", "web.port=0"]


def _answers(address: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(f"{address}-/health", timeout=60) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def test_a_service_passes_over_a_hang_up_and_ends_by_a_termination(tmp_path: Path) -> None:
    command = [*SERVE, "--data", str(tmp_path), "serve", "--no-flow"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        line = process.stderr.readline() if process.stderr else ""
        address = next(word for word in line.split() if word.startswith("http"))
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert process.poll() is None
        assert _answers(address)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def test_ctrl_c_ends_what_runs_without_pages(tmp_path: Path) -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); " \
           "from infostreamer.cli.main import main; main()"  # fmt: skip
    command = [sys.executable, "-c", code, "--data", str(tmp_path), "--log-format", "json", "run"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while len(os.listdir(f"/proc/{process.pid}/task")) < 5 and time.monotonic() < deadline:
            time.sleep(0.1)  # the collecting has begun beside what delivers, backs up and purges
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is not on this system")
def test_nothing_ends_because_a_line_cannot_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from infostreamer.cli.context import say

    full = open("/dev/full", "w")  # noqa: SIM115
    monkeypatch.setattr(sys, "stderr", full)
    say("The desk is open.")
    monkeypatch.undo()
    with suppress(OSError):
        full.close()
