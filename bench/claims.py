"""Is the desk's write lock what several processes wait for? Its use while 1, 2 and 4 of them work off one backlog.

    ./run bench claims [--count 96]

Claims are taken under PostgreSQL's advisory lock that every write takes (docs/why/047, 095). Every 10 ms it is looked
whether somebody holds it and how many wait for it.
"""

from __future__ import annotations

import argparse
import os
import threading
import time

import psycopg
from postgres_server import create, postgres
from speed_articles import page, texts
from speed_pipeline import _capture
from speed_scale import _run

_LOOK = (
    "SELECT count(*) FILTER (WHERE granted), count(*) FILTER (WHERE NOT granted) FROM pg_locks l "
    "JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory' AND d.datname = current_database()"
)


class Looks:
    """How often the lock was held and waited for."""

    def __init__(self, url: str) -> None:
        """Begin to look."""
        self.looks = self.held = self.waiting = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(url.replace("+psycopg", ""),))
        self._thread.start()

    def _look(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not self._over.wait(0.01):
                row = connection.execute(_LOOK).fetchone() or (0, 0)
                self.looks, self.held, self.waiting = self.looks + 1, self.held + row[0], self.waiting + row[1]

    def close(self) -> str:
        """What was seen, in words."""
        self._over.set()
        self._thread.join()
        return f"lock held {self.held / self.looks:.1%} of {self.looks} looks, {self.waiting / self.looks:.3f} waiting"


def main() -> None:
    """One line per number of processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=96)
    count = parser.parse_args().count
    captures = [_capture(at, page(*text, at)) for at, text in enumerate(texts(count))]
    digests = set()
    with postgres() as server:
        if server is None:
            raise SystemExit("PostgreSQL is not installed.")
        for number in (1, 2, 4):
            url = create(server, f"claims{number}")
            looks, began = Looks(url), time.monotonic()
            run = _run(url, captures, number)
            said = looks.close()
            digests.add(run.digest)
            undisturbed, cpu_ms = count / run.undisturbed_s, 1000 * run.cpu_s / count
            print(
                f"{number} processes: {count / run.seconds:.1f} reports/s by the clock, {undisturbed:.1f} undisturbed, "
                f"{cpu_ms:.0f} ms CPU each; shares {run.shares}; {said} in {time.monotonic() - began:.0f} s; "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
    print("digests are equal" if len(digests) == 1 else f"digests differ: {digests}")


if __name__ == "__main__":
    main()
