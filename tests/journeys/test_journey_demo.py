"""The demo wire from end to end, and the same wire killed at random and resumed."""

import json
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from click.testing import CliRunner

from infostreamer.cli.main import infostreamer
from infostreamer.store import open_store

KILLS = 4


def command(*words):
    return [sys.executable, "-m", "infostreamer", *map(str, words)]


def run(*words):
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=550)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A demo desk that nobody interrupted: (folder, finished process)."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, run("--data", folder, "demo", "--check")


def test_everything_that_must_come_out_comes_out(whole):
    _, done = whole
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT" not in done.stdout


def test_a_second_check_on_the_same_desk_changes_nothing(whole):
    folder, _ = whole
    digest = run("--data", folder, "db", "digest").stdout
    assert run("--data", folder, "demo", "--check").returncode == 0
    assert run("--data", folder, "db", "digest").stdout == digest


def test_a_rebuild_gives_the_same(whole):
    folder, _ = whole
    digest = run("--data", folder, "db", "digest").stdout
    done = run("--data", folder, "db", "rebuild")
    assert done.returncode == 0, done.stderr
    assert "same result" in done.stderr
    assert run("--data", folder, "db", "digest").stdout == digest


def _has_begun(folder):
    """Whether the desk knows that it is a demo's: what goes on then is the whole wire."""
    try:
        with closing(sqlite3.connect(f"file:{folder}/desk.sqlite3?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT 1 FROM meta WHERE key = 'demo.tick'").fetchall())
    except sqlite3.Error:
        return False


def test_killed_at_random_then_run_gives_the_same(whole, tmp_path):
    folder, _ = whole
    chance = random.Random(20261119)
    for at in range(KILLS):
        process = subprocess.Popen(
            command("--data", tmp_path, "demo", "--check"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while at and not _has_begun(tmp_path) and time.monotonic() < until:
            time.sleep(0.05)  # a busy machine takes longer to begin than this one to end
        time.sleep(chance.uniform(1.0, 5.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = run("--data", tmp_path, "run", "--once")
    assert done.returncode == 0, done.stderr
    assert run("--data", tmp_path, "db", "digest").stdout == run("--data", folder, "db", "digest").stdout
    assert run("--data", tmp_path, "reports", "--jsonl", "--limit", 1000).stdout.count("\n") == run(
        "--data", folder, "reports", "--jsonl", "--limit", 1000
    ).stdout.count("\n")


@pytest.mark.postgres
def test_the_same_captures_on_postgres_give_the_same(whole, lasting_postgres):
    folder, _ = whole
    here, there = open_store(f"sqlite:///{folder}/desk.sqlite3"), open_store(lasting_postgres)
    with here.read() as known, there.unit() as unit:
        for source in known.sources.all():
            unit.sources.put(source)
        for change in known.changes.after(0, 1000, {"capture"}):
            unit.captures.put(known.captures.get(change.id))
    there.close()
    assert run("--set", f"store.url={lasting_postgres}", "db", "rebuild").returncode == 0
    assert run("--set", f"store.url={lasting_postgres}", "db", "digest").stdout.strip() == here.digest()
    here.close()


_ASKED = (
    "stories --limit 50",
    "reports --limit 100",
    "search gas OR mine -sensor",
    'search "death toll"',
    "search kind:report mine",
    "timeline",
    "figures",
    "who",
    "who Holub",
    "sources",
    "review",
    "brief",
    "dossiers",
)


@pytest.mark.postgres
def test_every_command_says_the_same_on_both_databases(whole, empty_postgres, tmp_path):
    """The demo's desk copied: the same words in the same order and the same evidence, byte for byte."""
    here = ["--data", str(whole[0])]
    there = ["--set", f"store.url={empty_postgres}", "--data", str(whole[0] / "none")]

    def said(where, words):
        done = CliRunner().invoke(infostreamer, [*where, *shlex.split(words)])
        assert done.exit_code == 0, (words, done.output, done.exception)
        return done.output

    said(here, f"db copy {empty_postgres}")
    for words in _ASKED:
        assert said(there, words) == said(here, words), words
    story = json.loads(said(here, "stories --jsonl --limit 1"))["id"]
    for name, where in (("here", here), ("there", there)):
        said(where, f"evidence export {story} -o {tmp_path / name}.zip")
    assert (tmp_path / "there.zip").read_bytes() == (tmp_path / "here.zip").read_bytes()
