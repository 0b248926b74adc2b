"""Processes that die: a clean process forks one life after the other, and each is ended by a real SIGKILL.

A life that imports everything anew would cost a second; a fork costs 35 ms. The clean process reads one order as JSON a
line from standard input and writes one answer as JSON a line.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

_REFUSED = 3


class Lives:
    """The process that forks: a script that calls `serve`. Use it in a `with` block."""

    def __init__(self, script: str) -> None:
        self._script = script

    def __enter__(self) -> Any:
        self._process = subprocess.Popen(
            [sys.executable, self._script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._process.wait(timeout=60) != 0:
            raise AssertionError("the process that forks failed")

    def ask(self, order: object) -> Any:
        """Its answer to one order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def serve(answer: Callable[[Any], Any]) -> None:
    """Answer orders until standard input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def forked(live: Callable[[int], None]) -> tuple[int, int]:
    """A life in a process of its own, given a pipe to tell of itself by: (process, pipe to read from)."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)  # read when the life is over: it must hold all that was told
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    os.close(reading)
    from infostreamer.model import InformationStreamerError

    status = 1
    try:
        live(writing)
        status = 0
    except InformationStreamerError as error:
        os.write(writing, f"?{error}\n".encode())
        status = _REFUSED
    except BaseException:
        os.write(writing, ("!" + traceback.format_exc()[-3000:].replace("\n", "\\n") + "\n").encode())
    finally:
        os._exit(status)


def ended(process: int, pipe: int) -> tuple[str, list[str]]:
    """How a life ended, and the lines that it told: done; killed; refused, by an error of ours, which stands after a
    "?"; failed, by any other, after a "!"."""
    with open(pipe) as told:
        lines = told.read().split("\n")[:-1]
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "failed", lines
    return {0: "done", _REFUSED: "refused"}.get(os.WEXITSTATUS(status), "failed"), lines
