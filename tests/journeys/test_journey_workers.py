"""Several processes at one desk, from the command line, on both databases."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from fakes.processes import children, is_alive, until

from infostreamer.collect import read_jsonl
from infostreamer.flow.schedule import take_in_captures
from infostreamer.model import Judgement
from infostreamer.store import open_store

TOWNS = ("Orlin", "Varn", "Mirsk", "Lesk", "Belov", "Holm", "Pern", "Dost")
ROWS = [
    {
        "url": f"https://{outlet}.example/{town.lower()}",
        "outlet": outlet.title(),
        "title": f"{what} in {town}",
        "text": f"{what} in {town} on Monday, mayor Tomas Vell said. “We lost {number} houses,” he told the {outlet}.",
        "published": f"2026-11-0{number}T10:00:00+00:00",
    }
    for number, town in enumerate(TOWNS, 1)
    for outlet, what in (("gazette", "The dam broke"), ("herald", "The river rose"), ("courier", "A dam broke"))
]


def command(url, *words):
    return [sys.executable, "-m", "infostreamer", "--set", f"store.url={url}", *map(str, words)]


def run(url, *words):
    return subprocess.run(command(url, *words), capture_output=True, text=True, timeout=300)


NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


def take_in(store):
    captures, failures = read_jsonl([json.dumps(row) for row in ROWS], now=NOON)
    assert not failures
    take_in_captures(store, captures)


def decide(store):
    """One judgement of every kind that changes stories, on reports that arrived at the same time everywhere."""
    with store.unit() as unit:
        ids = [report.id for report in unit.reports.after(0, 100)]
        people = sorted({who.id for story in unit.stories.all() for who in story.who if who.kind == "person"})
        decided = {
            "merge": (ids[0], ids[23]),
            "split": (ids[4],),
            "never-merge": (ids[6], ids[7]),
            "same-owner": ("courier.example", "gazette.example"),
            "same-person": tuple(people[:2]),
        }
        for number, (kind, items) in enumerate(decided.items()):
            moment = NOON + timedelta(minutes=number)
            unit.judgements.put(Judgement(id=f"j{number}", kind=kind, items=items, made_at=moment))


@pytest.fixture
def store(store_url):
    """A desk that holds captures of which nothing is made yet."""
    opened = open_store(store_url)
    take_in(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The digests of that desk when one process made everything of it, before and after judgements."""
    url = f"sqlite:///{tmp_path_factory.mktemp('alone')}/desk.sqlite3"
    store = open_store(url)
    take_in(store)
    done = run(url, "run", "--once")
    assert done.returncode == 0, done.stderr
    before = store.digest()
    decide(store)
    assert run(url, "run", "--once").returncode == 0
    with store.read() as unit:
        assert unit.stories.count() > 1
    return before, store.digest()


def test_three_workers_give_what_one_gives_judgements_too_and_rebuilt(store, store_url, alone):
    before, after = alone
    assert before != after
    done = run(store_url, "run", "--once", "--workers", 3)
    assert done.returncode == 0, done.stderr
    assert f"{len(ROWS)} reports" in done.stderr
    assert store.digest() == before
    decide(store)
    assert run(store_url, "run", "--once", "--workers", 3).returncode == 0
    assert store.digest() == after
    assert run(store_url, "db", "rebuild").returncode == 0
    assert store.digest() == after


def test_workers_end_with_the_one_that_started_them(tmp_path):
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    process, helpers = subprocess.Popen(command(url, "run", "--workers", 3)), []
    try:
        assert until(lambda: len(children(process.pid)) >= 2)
        helpers = children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert until(lambda: not any(map(is_alive, helpers))), "a helper outlived its desk"
    finally:
        for left in (process.pid, *helpers):
            if is_alive(left):
                os.kill(left, signal.SIGKILL)
