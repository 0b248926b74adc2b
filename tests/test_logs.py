"""A log is one line for each event, tells no secret, and nobody else writes in it."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request

import pytest

from infostreamer import logs
from infostreamer.desk import Desk
from infostreamer.desk.logged import log_as_set
from infostreamer.model import ConfigurationError
from infostreamer.settings import Settings
from infostreamer.store.slow import log_slow

LOG = logging.getLogger("infostreamer.flow")
EVIL = 'a\n{"level":"error"}\r\x1b[31mred\x07\x85\u2028\u202eevil\x00\x7f"'


@pytest.fixture(autouse=True)
def as_before():
    root, own, requests = logging.getLogger(), logging.getLogger("infostreamer"), logging.getLogger(logs.REQUESTS)
    before = root.handlers[:], root.level, own.level, requests.level
    yield
    root.handlers[:], root.level = before[0], before[1]
    own.setLevel(before[2])
    requests.setLevel(before[3])


def written(form, say, **how):
    stream = io.StringIO()
    logs.set_up(form, how.pop("level", "info"), stream=stream, **how)
    say()
    return stream.getvalue()


@pytest.mark.parametrize("form", logs.FORMATS)
def test_whatever_a_publisher_says_is_one_line_without_a_control_character(form):
    text = written(form, lambda: LOG.warning("Read %s", EVIL, extra=logs.event("visit", error=EVIL)))
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert text[:-1].isprintable()
    if form == "json":
        row = json.loads(text)
        assert (row["message"], row["error"]) == (f"Read {EVIL}", EVIL)
        assert text.isascii()


def test_what_another_package_repeats_is_said_once_and_another_fault_of_it_at_once():
    other = logging.getLogger("uvicorn.error")

    def fail(kind):
        try:
            raise kind("x")
        except Exception:
            other.exception("Exception in ASGI application")

    def say():
        for _ in range(100):
            other.warning("Invalid HTTP request received.")
            LOG.warning("Ours.")
            fail(ValueError)
        fail(KeyError)

    text = written("text", say)
    assert text.count("Invalid HTTP request") == 1
    assert text.count("Ours.") == 100
    assert text.count("ValueError: x") == 1
    assert text.count("KeyError: 'x'") == 1


def test_what_another_package_says_again_later_is_said_again(monkeypatch):
    other, now = logging.getLogger("asyncio"), [50.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: now[0])

    def say():
        for _ in range(30):
            other.error("socket.accept() out of system resource")
            now[0] += 1

    assert written("text", say).count("out of system resource") == 3


def test_json_tells_when_how_grave_from_where_and_the_values_of_the_event():
    said = logs.event("failure", kind="timeout", tries=3, level="made up", error=None)
    row = json.loads(written("json", lambda: LOG.info("It failed.", extra=said)))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row.pop("at"))
    assert row == {
        "level": "info",
        "logger": "infostreamer.flow",
        "message": "It failed.",
        "event": "failure",
        "kind": "timeout",
        "tries": 3,
        "error": None,
    }


SECRETS = {
    "https://ana:hunter2@wire.example/feed": "hunter2",
    "https://wire.example/feed?page=2&access_token=tk-1234": "tk-1234",
    "https://wire.example/feed?key=k1234&x=1": "k1234",
    "Authorization: Bearer abcdefghijklmnopqrst": "abcdefghijkl",
    "the token ist_0123456789abcdefgh was refused": "0123456789abcdefgh",
    "postgresql://desk:pa55word@db/desk": "pa55word",
    "the server said: correct horse battery": "correct horse battery",
}


@pytest.mark.parametrize("form", logs.FORMATS)
@pytest.mark.parametrize(("said", "secret"), SECRETS.items())
def test_no_secret_stands_in_a_line_a_field_or_a_traceback(form, said, secret):
    def say():
        try:
            raise RuntimeError(said)
        except RuntimeError:
            LOG.exception("It failed with %s", said, extra=logs.event("visit", address=said))

    text = written(form, say, secrets=["correct horse battery"])
    assert secret not in text
    assert "RuntimeError" in text


def test_ordinary_words_are_left_as_they_are():
    said = "https://wire.example/a?page=2&keyword=basic said: basic income, tokens and secret talks; bearer of news"
    assert said in written("text", lambda: LOG.info(said))


def test_an_endless_message_is_cut():
    assert len(written("text", lambda: LOG.warning("x" * 1_000_000))) < 5_000


def test_levels_leave_out_what_weighs_less():
    def say():
        LOG.info("small")
        LOG.error("great")
        logging.getLogger("elsewhere").info("not ours")

    assert "small" not in written("text", say, level="warning")
    assert "great" in written("text", say, level="error")
    told = written("text", say, level="debug")
    assert "small" in told
    assert "not ours" not in told


def test_a_form_or_level_that_there_is_not_is_told():
    for given in ({"log.format": "xml"}, {"log.level": "loud"}):
        with pytest.raises(ConfigurationError, match="text or json, from debug"):
            log_as_set(Settings(given))


def test_slow_queries_are_logged_without_what_was_asked_for(tmp_path):
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        log_slow(desk.store.engine, 1e-9)

        def ask():
            with desk.store.read() as unit:
                unit.meta.get("a name that nobody may read")

        rows = [json.loads(line) for line in written("json", ask).splitlines()]
    assert any("FROM meta" in row["message"] and row["event"] == "slow-query" for row in rows)
    assert not any("nobody may read" in json.dumps(row) for row in rows)


def test_no_query_is_measured_by_default(tmp_path):
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        log_slow(desk.store.engine, 0.0)
        assert written("json", desk.position) == ""


def test_a_served_desk_logs_json_in_all_its_processes_and_never_who_reads(tmp_path):
    command = [sys.executable, "-m", "infostreamer", "--data", str(tmp_path), "--log-format", "json"]
    given = ["log.level=info", "log.requests=true", "web.port=0", "log.slow_query=0.000001"]
    command += [word for one in given for word in ("--set", one)]
    with subprocess.Popen([*command, "serve"], stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as served:
        lines: list[str] = []
        is_open, is_flowing = threading.Event(), threading.Event()

        def read():
            for line in served.stderr:
                lines.append(line)
                if "is open at" in line:
                    is_open.set()
                if is_open.is_set() and "FROM jobs" in line:
                    is_flowing.set()

        reader = threading.Thread(target=read)
        reader.start()
        try:
            assert is_open.wait(60)
            address = re.search(r"http://\S+/", next(line for line in lines if "is open at" in line))[0]
            urllib.request.urlopen(f"{address}search?q=a-name-of-mine", timeout=60).read()  # noqa: S310 - our own
            assert is_flowing.wait(60)
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(60)
            reader.join(60)
    rows = [json.loads(line) for line in lines if "is open at" not in line]
    (asked,) = [row for row in rows if row.get("event") == "request" and row["route"] == "/search"]
    assert (asked["method"], asked["status"]) == ("GET", 200)
    assert asked["ms"] > 0
    text = "".join(lines)
    assert "a-name-of-mine" not in text
    assert not [row for row in rows if row.get("event") == "request" and "127.0.0.1" in json.dumps(row)]


def test_where_a_library_ends_the_process_the_log_tells_at_which_lines_it_was():
    code = (
        "import ctypes; from infostreamer.desk.logged import log_as_set; from infostreamer.settings import Settings\n"
        "log_as_set(Settings({'log.format': 'json', 'mail.password': 'the-long-secret'}))\n"
        "def reading(password): ctypes.string_at(0)\n"
        "reading('the-long-secret')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGSEGV
    assert "Segmentation fault" in done.stderr
    assert "in reading" in done.stderr
    assert "the-long-secret" not in done.stderr


def test_a_closed_stderr_is_no_trouble():
    code = (
        "import sys; sys.stderr.close(); sys.stderr = None\n"
        "from infostreamer.desk.logged import log_as_set; from infostreamer.settings import Settings\n"
        "log_as_set(Settings())"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0
