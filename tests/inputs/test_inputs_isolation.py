"""What is read from outside is read in processes of which any may die, hang, swell or not start."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from doors import ADDRESS, NOW, Watch, captured
from fakes.processes import is_alive, until

from infostreamer.extract import extract_isolated
from infostreamer.isolation import Stopped, close_pools, pool, submit, worker
from infostreamer.model import Capture, Failure, Report, TryLater

PAGE = b"<html><title>Harbour closed</title><article>" + b"<p>The harbour of Varan was closed on Monday.</p>" * 9


def process(wait_s: float = 0.0) -> int:
    time.sleep(wait_s)
    return os.getpid()


def die(number: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), number)


def die_once(flag: str) -> str:
    if not os.path.exists(flag):
        Path(flag).touch()
        die()
    return "read"


def spin() -> None:
    while True:
        pass


def leak(megabytes: int) -> int:
    kept.append(b"x" * (megabytes * 1_000_000))
    return os.getpid()


kept: list[bytes] = []


def leave() -> None:
    sys.exit(3)


def need(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def tell_much(megabytes: int) -> bytes:
    return b"x" * (megabytes * 1_000_000)


class Odd(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def raise_odd() -> None:
    raise Odd(1, 2)


def printed() -> int:
    os.write(1, b"to the terminal")
    print("\x1b]0;owned\x07", flush=True)
    return 1


def test_a_process_that_is_killed_costs_its_document_and_no_other() -> None:
    tickets = [submit(process, 0.05), submit(die), submit(process), submit(die, signal.SIGSEGV), submit(process)]
    outcomes = []
    for ticket in tickets:
        try:
            outcomes.append(ticket.result())
        except Stopped as error:
            outcomes.append(error.reason)
    assert [outcome if isinstance(outcome, str) else "read" for outcome in outcomes] == [
        *("read", "crash", "read", "crash", "read")
    ]


def test_processes_killed_while_they_wait_cost_nothing() -> None:
    for _ in range(6):
        os.kill(submit(process).result(), signal.SIGKILL)
        time.sleep(0.02)
        assert submit(process).result() > 0


def test_a_document_whose_process_was_killed_from_outside_is_read_again_at_once(tmp_path: Path) -> None:
    assert submit(die_once, str(tmp_path / "died")).result() == "read"


def test_one_document_that_hangs_is_one_failure_and_its_neighbours_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = PAGE + b"<p>a</p>" * 190_000
    captures = [captured(PAGE + b" " * n, f"{n}.html", "text/html") for n in range(5)]
    captures.insert(2, captured(bomb, "bomb.html", "text/html"))
    outcomes = extract_isolated(captures, deadline_s=4.0)
    assert [type(outcome) for outcome in outcomes] == [Report, Report, Failure, Report, Report, Report]
    assert outcomes[2].kind in ("timeout", "memory")
    assert outcomes[2].error.endswith(".")


def test_time_and_memory_are_told_apart_and_the_next_document_is_read() -> None:
    with pytest.raises(Stopped, match=r"longer than 0\.2 s") as hung:
        submit(spin, deadline_s=0.2).result()
    with pytest.raises(Stopped, match="more memory") as swollen:
        submit(tell_much, 500).result()
    with pytest.raises(Stopped, match="more memory"):
        submit(tell_much, 68, max_memory_bytes=2 << 30).result()
    assert (hung.value.reason, swollen.value.reason) == ("time", "memory")
    assert submit(process).result() > 0


def test_what_earlier_documents_left_behind_is_not_laid_to_a_later_one() -> None:
    for _ in range(6):
        assert submit(leak, 40).result() > 0
        assert submit(need, 100).result() == 100_000_000, "of 112 MB; 40 of them were gone"


def test_what_leaks_goes_with_its_process() -> None:
    first = submit(leak, 60).result()
    with Watch() as watch:
        assert all(submit(leak, 30).result() > 0 for _ in range(12))
    assert watch.peak_bytes < 256_000_000
    assert not os.path.exists(f"/proc/{first}")


def test_whoever_brings_more_than_is_read_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    began, tickets = threading.Event(), []

    def bring() -> None:
        began.set()
        tickets.extend(submit(process, 0.01) for _ in range(200))

    thread = threading.Thread(target=bring)
    thread.start()
    began.wait()
    most = 0
    while thread.is_alive():
        most = max(most, sum(not ticket._future.done() for ticket in list(tickets)))
        time.sleep(0.005)
    assert all(ticket.result() for ticket in tickets)
    assert most <= pool._MOST_WAITING


def test_an_error_of_any_shape_comes_through_as_a_sentence() -> None:
    with pytest.raises(Exception, match="Odd: 1 and 2"):
        submit(raise_odd).result()
    with pytest.raises(Exception, match="SystemExit"):
        submit(leave).result()
    with pytest.raises(TypeError):
        submit(len, 1, 2).result()
    with pytest.raises(Exception, match="pickle"):
        submit(process, lambda: 1).result()


def test_a_clock_that_is_set_ends_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400)
    ticket = submit(process, 0.3, deadline_s=2.0)
    monkeypatch.setattr(time, "time", lambda: real() - 3_600)
    assert ticket.result() > 0


def test_closing_ends_what_is_under_way_and_the_next_call_starts_anew() -> None:
    tickets = [submit(process, 30.0, deadline_s=60.0) for _ in range(4)]
    time.sleep(0.2)
    close_pools()
    for ticket in tickets:
        with pytest.raises((Stopped, TryLater)):
            ticket.result()
    assert submit(process).result() > 0


def test_many_threads_get_their_own_answers() -> None:
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = submit(abs, -number).result()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(40)}


def test_a_large_document_is_not_copied_again_and_again_by_who_asks() -> None:
    body = b"PK\x03\x04" + os.urandom(15_000_000)
    captures = [captured(body, f"{n}.zip", None) for n in range(8)]
    submit(process).result()
    gc.collect()
    with Watch() as watch:
        outcomes = extract_isolated(captures)
    assert {type(outcome) for outcome in outcomes} == {Failure}
    assert watch.own_bytes < 4 * len(body), "two processes, each with the pickled document on its way"
    assert watch.peak_bytes < 256_000_000


SCRIPT = """
import os, resource, subprocess, sys, time
from infostreamer.isolation import submit, close_pools
from infostreamer.model import InformationStreamerError
{setup}
def name(): return "read"
if __name__ == "__main__":
{body}
"""


def run_script(tmp_path: Path, body: str, setup: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT.format(setup=setup, body=textwrap.indent(textwrap.dedent(body), "    ")))
    return subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=120, check=False, **options
    )  # type: ignore[call-overload]


def test_where_no_process_can_start_that_is_said_and_tried_again_later(tmp_path: Path) -> None:
    done = run_script(
        tmp_path,
        """
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        kept = []
        resource.setrlimit(resource.RLIMIT_NOFILE, (20, before[1]))
        try:
            while True: kept.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            pass
        try:
            submit(name).result()
        except InformationStreamerError as error:
            print(type(error).__name__, error)
        for number in kept: os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        print(submit(name).result())
        """,
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith("TryLater No reading process can be started now"), done.stderr
    assert lines[1:] == ["read"]
    assert "Traceback" not in done.stderr


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_before_it_is_ready_is_no_fault_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "serve", _die)
    with pytest.raises(TryLater, match="was ended from outside before it was ready"):
        worker.Worker(0)


def test_a_script_without_a_guard_is_told_what_it_needs(tmp_path: Path) -> None:
    done = run_script(tmp_path, "pass", setup="print(submit(len, 'abc').result())")
    assert 'needs `if __name__ == "__main__":`' in done.stderr


def test_what_a_parser_prints_reaches_no_terminal(tmp_path: Path) -> None:
    done = run_script(
        tmp_path,
        "print(submit(loud).result())",
        setup="def loud():\n    os.write(2, b'red'); print('owned', flush=True); return 'read'",
    )
    assert (done.stdout, done.stderr) == ("read\n", "")


def test_no_process_outlives_the_desk_that_was_killed(tmp_path: Path) -> None:
    body = """
    print(submit(os.getpid).result(), flush=True)
    submit(spin, deadline_s=0.1)
    time.sleep(30)
    """
    path = tmp_path / "script.py"
    setup = "def spin():\n    while True: pass"
    path.write_text(SCRIPT.format(setup=setup, body=textwrap.indent(textwrap.dedent(body), "    ")))
    with subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        reader = int(desk.stdout.readline())
        desk.kill()
    assert until(lambda: not is_alive(reader))


def test_nothing_is_written_to_disk_when_a_reading_process_ends() -> None:
    assert submit(resource.getrlimit, resource.RLIMIT_CORE).result() == [0, 0]


def test_the_reading_processes_begin_with_their_parsers_loaded() -> None:
    loaded = submit(_loaded).result()
    assert {"feedparser", "trafilatura", "lxml.etree"} <= loaded


def _loaded() -> set[str]:
    return set(sys.modules)


def test_nobody_forks_the_desk_itself() -> None:
    assert multiprocessing.get_start_method(allow_none=True) in (None, "fork", "spawn", "forkserver")
    assert submit(os.getppid).result() != os.getpid()


def test_a_capture_travels_whole() -> None:
    one = captured(bytes(range(256)) * 100, "a.bin", None)
    assert submit(_same, one).result() == one
    assert one.address.startswith(ADDRESS[:19])
    assert one.fetched_at == NOW


def _same(capture: Capture) -> Capture:
    return capture
