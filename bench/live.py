"""The live connection under many readers: questions to the database per second, and commit to event.

    ./run bench live [--url URL] [--readers 50] [--seconds 10]

Needs an empty database; without --url a temporary SQLite file. Prints one line per state: quiet, and with one commit
a second of another process.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from sqlalchemy import event

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import serve

WRITER = """
import sys, time
from infostreamer.model import Change
from infostreamer.store import open_store
store = open_store(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with store.unit() as unit:
        unit.changes.add(Change(noun="story", id="0123456789abcdef", what="new-report", text="x"))
    print(time.time(), flush=True)
    time.sleep(1)
"""


def listen(host: str, heard: list[float]) -> None:
    """Note when each event comes, for as long as the server speaks."""
    connection = http.client.HTTPConnection(host, timeout=600)
    connection.request("GET", "/live")
    answer = connection.getresponse()
    for row in iter(answer.readline, b""):
        if row.startswith(b"data: ") and b'"text"' in row:
            heard.append(time.time())


def main() -> None:
    """Serve, listen, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=10)
    given = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="live-")
    url = given.url or f"sqlite:///{folder}/desk.sqlite3"
    desk, asked, stop, ready, found = (
        Desk.open(Settings({"store.url": url, "desk.data": folder})),
        [0],
        threading.Event(),
        threading.Event(),
        [],
    )
    event.listen(desk.store.engine, "after_cursor_execute", lambda *_: asked.__setitem__(0, asked[0] + 1))
    event.listen(desk.store.engine, "begin", lambda *_: asked.__setitem__(0, asked[0] + 1))
    note = lambda address: (found.append(address), ready.set())  # noqa: E731
    settings = Settings({"web.port": 0})
    threading.Thread(target=serve, args=(desk, settings), kwargs={"on_ready": note, "stop": stop}, daemon=True).start()
    ready.wait(30)
    host = found[0].removeprefix("http://").rstrip("/")
    heard: list[list[float]] = [[] for _ in range(given.readers)]
    for one in heard:
        threading.Thread(target=listen, args=(host, one), daemon=True).start()
    time.sleep(4)
    before = asked[0]
    time.sleep(given.seconds)
    print(f"{url.split(':')[0]}, {given.readers} readers, quiet: {(asked[0] - before) / given.seconds:.1f} questions/s")
    before = asked[0]
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", WRITER, url, str(given.seconds)], capture_output=True, text=True, check=True
    )
    time.sleep(2)
    committed = [float(row) for row in ended.stdout.split()]
    late = sorted(max(0.0, one[at] - said) for one in heard for at, said in enumerate(committed))
    per_s = (asked[0] - before) / (time.monotonic() - started)
    print(
        f"  one commit a second: {per_s:.1f} questions/s; {len(late)} events, commit to event "
        f"median {1000 * statistics.median(late):.0f} ms, p95 {1000 * late[int(len(late) * 0.95)]:.0f} ms"
    )
    stop.set()


if __name__ == "__main__":
    main()
