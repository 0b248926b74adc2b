"""S4: how long readers wait for the pages of a desk that holds 10,000 reports and takes in more meanwhile.

As a user runs it: `infostreamer serve` over SQLite, following a local feed that announces new reports all the time.
Fifty readers open the desk, a story, a dossier, a search, in turn, and think between two pages for three seconds on
average (exponential): once as readers of one desk without accounts, who may be given what was made a moment ago, and
once each with an account and a session, so that no page is anybody else's. Before, the same pages are asked for one
after the other with nothing else going on: what they cost the server in CPU says more than the clock where the machine
does other things too.
Weights are of what is sent, compressed, with the styles and scripts that a first visit needs.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from urllib.parse import quote

from infostreamer.desk import Desk
from infostreamer.model import Session, sha256_hex
from infostreamer.settings import Settings
from infostreamer.web.addresses import story_path

READERS = 50
THINK_S = 3.0
LASTS_S = float(os.environ.get("BENCH_SECONDS", "60"))  # of each of the two
_ANNOUNCED = 12  # new reports at each visit of the feed, which is every second


def measure(count: int) -> dict[str, object]:
    """p50 and p95 in milliseconds per kind of page, alone and under load; bytes per page; reports taken in meanwhile.

    Args:
        count: reports on the desk; 10,000 by default. A desk made before is taken up again from the folder that
            BENCH_DESK names.
    """
    count = count or 10_000
    kept = os.environ.get("BENCH_DESK")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(kept or scratch)
        settings = Settings({"desk.data": str(folder)})
        with Desk.open(settings) as desk:
            fill(desk, count)
            pages = pages_of(desk)
        feed = Feed(count)
        try:
            with Served(folder, feed.address) as served:
                weights = weights_of(served.port, pages)
                alone, cpu = asked_alone(served, pages)
                feed.is_open = True
                before, load = reports_on(served.port), os.getloadavg()[0]
                loaded = asked_by_readers(served.port, pages, [])
                taken, given_again = reports_on(served.port) - before, given_of(served.port, {})
                with accounts(settings) as sessions:
                    own = asked_by_readers(served.port, pages, sessions)
                    given_own = given_of(served.port, sessions[0], given_again)
                memory = served.memory()
        finally:
            feed.close()
    return {
        "reports": count,
        "readers": READERS,
        "cpu_ms_per_page": cpu,
        "load_of_the_machine": [round(load, 1), round(os.getloadavg()[0], 1)],
        "alone_ms": {kind: spread(times) for kind, times in alone.items()},
        "loaded_ms": {kind: spread(times) for kind, times in loaded.items()},
        "p95_loaded_ms": spread([one for times in loaded.values() for one in times])["p95"],
        "own_pages_loaded_ms": {kind: spread(times) for kind, times in own.items()},
        "p95_own_pages_loaded_ms": spread([one for times in own.values() for one in times])["p95"],
        "given_again_of_asked": given_again,
        "own_pages_given_again_of_asked": given_own,
        "reports_taken_in_meanwhile": taken,
        "memory_mb": memory,
        "bytes_compressed": weights,
    }


# The desk

_PARTS = tuple(f"{start}{sound}" for start in "bdfghklmnprstvz" for sound in ("a", "el", "i", "or", "u"))
_WHAT = (
    ("flood", "The river flooded {n} houses in {place} on {day}", "houses were flooded"),
    ("fire", "A fire destroyed {n} flats in {place} on {day}", "flats were destroyed"),
    ("strike", "Some {n} railway workers went on strike in {place} on {day}", "workers went on strike"),
    ("arrest", "Police arrested {n} people in {place} on {day}", "people were arrested"),
    ("blast", "An explosion killed {n} people in {place} on {day}", "people were killed"),
    ("trial", "A court in {place} sentenced {n} men on {day}", "men were sentenced"),
    ("storm", "A storm cut off {n} villages around {place} on {day}", "villages were cut off"),
    ("crash", "A bus with {n} passengers overturned near {place} on {day}", "passengers were hurt"),
    ("theft", "Thieves took {n} paintings from the museum of {place} on {day}", "paintings were taken"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GLUE = ("the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "was", "as", "by", "at", "from", "after")


def word(draw: random.Random) -> str:
    """An invented name."""
    return "".join(draw.choice(_PARTS) for _ in range(draw.choice((2, 3, 3, 4)))).capitalize()


def _phrase(draw: random.Random, words: list[str]) -> str:
    return " ".join(f"{draw.choice(words)} {draw.choice(_GLUE)}" for _ in range(5)) + f" {draw.choice(words)}"


def reports(first: int, number: int) -> Iterator[dict[str, object]]:
    """Invented reports in order of publication; a happening has 1 to 5 of them, every hundredth 30.

    Each happening has people, a place and forty words of its own: reports of two happenings share no more than any do.
    """
    at, happening = first, first
    while at < first + number:
        happening += 1
        draw = random.Random(happening)
        _, told, short = draw.choice(_WHAT)
        place, mayor, minister = word(draw), f"{word(draw)} {word(draw)}", f"{word(draw)} {word(draw)}"
        own = [word(draw).lower() for _ in range(40)]
        size = 30 if happening % 100 == 0 else draw.choice((1, 1, 2, 3, 5))
        day, n = 1 + happening // 40 % 300, draw.randint(4, 900)
        for part in range(min(size, first + number - at)):
            turn = random.Random(happening * 1000 + part)
            text = (
                f"{told.format(n=n, place=place, day=_DAYS[day % 7])}, the {turn.choice(own)} mayor, {mayor}, said. "
                f"“{_phrase(turn, own).capitalize()},” {mayor} told reporters. "
                f"{_phrase(turn, own).capitalize()}.\n\n"
                f"{minister} denied that {n} {short}. {_phrase(turn, own).capitalize()}. "
                f"According to the {own[0]} service, about {n + part} {short} by the evening. "
                f"{_phrase(turn, own).capitalize()}. {minister} is expected to speak of {own[1]} {own[2]} next week."
            )
            yield {
                "url": f"https://{word(random.Random(part))}.example/{happening}/{part}".lower(),
                "outlet": f"{word(random.Random(part))} Post",
                "title": f"{place}: {n} {short}, {_phrase(turn, own)}",
                "text": text,
                "published": f"2026-{1 + day // 28 % 11:02d}-{1 + day % 28:02d}T{part % 24:02d}:15:00Z",
                "language": "en",
            }
            at += 1


def fill(desk: Desk, count: int) -> None:
    """The desk with that many reports, and a dossier."""
    held = desk.counts()["reports"]
    while held < count:
        lines = [json.dumps(one) for one in reports(held, min(500, count - held))]
        desk.take_in_jsonl(lines)
        held += len(lines)
        print(f"{held} reports", file=sys.stderr)
    if not desk.dossiers():
        desk.add_dossier("Floods", "flood")


def pages_of(desk: Desk) -> dict[str, list[str]]:
    """Addresses per kind of page."""
    stories = desk.stories(limit=200)
    largest = sorted(desk.stories(limit=2000), key=lambda story: -len(story.members))[:5]
    towns = [who.name for story in stories[:60] for who in story.who if who.kind == "place"]
    words = ["flood", "strike parliament", "minister denied", '"emergency service"', *towns[:20]]
    return {
        "desk": ["/"],
        "story": [story_path(story) for story in stories],
        "story of 30 reports": [story_path(story) for story in largest],
        "dossier": [f"/d/{one.slug}" for one in desk.dossiers()],
        "search": [f"/search?q={quote(each)}" for each in words],
    }


# Server, feed, readers


class Feed:
    """A local feed that announces new reports at every visit."""

    def __init__(self, held: int) -> None:
        """Serves on a free port until `close`."""
        self._next, self.is_open, feed = held, False, self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = feed.body() if self.path == "/feed.json" else b"User-agent: *\nAllow: /\n"
                self.send_response(200 if self.path in ("/feed.json", "/robots.txt") else 404)
                self.send_header("content-type", "application/feed+json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self._server.server_port}/feed.json"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def body(self) -> bytes:
        """The next reports as a JSON Feed; none before it is opened."""
        rows = list(reports(self._next, _ANNOUNCED)) if self.is_open else []
        self._next += len(rows)
        items = [
            {"id": row["url"], "url": row["url"], "title": row["title"], "content_text": row["text"],
             "date_published": row["published"]}
            for row in rows
        ]  # fmt: skip
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Bench", "items": items}).encode()

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class Served:
    """`infostreamer serve` in a process of its own."""

    def __init__(self, folder: Path, feed: str, *options: str) -> None:
        """Follows the feed, then serves on a free port, with these options."""
        self._options = options
        self._command = [sys.executable, "-m", "infostreamer", "--data", str(folder)]
        for setting in ("collect.allow_private=true", "collect.every=1", "collect.pace=0", "flow.tick=1",
                        "collect.pages=false", "web.port=0"):  # fmt: skip
            self._command += ["--set", setting]
        done = subprocess.run([*self._command, "add", feed], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def __enter__(self) -> Served:
        self._process = subprocess.Popen(
            [*self._command, "serve", *self._options], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "http://" in line:
                self.port = int(line.split("http://", 1)[1].split("/")[0].split(":")[1])
                break
        threading.Thread(target=sys.stderr.writelines, args=(self._process.stderr,), daemon=True).start()
        return self

    def cpu_ms(self) -> float:
        """CPU that the server took so far, milliseconds (proc(5): utime and stime in clock ticks)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> dict[str, int]:
        """MB of the server and all processes below it: resident, and with what they share counted once."""
        pids, rss, pss = [self._process.pid], 0, 0
        for pid in pids:
            try:
                for task in Path(f"/proc/{pid}/task").glob("*/children"):
                    pids += map(int, task.read_text().split())
                told = Path(f"/proc/{pid}/smaps_rollup").read_text().split()
            except OSError:  # it has ended meanwhile
                continue
            rss, pss = rss + int(told[told.index("Rss:") + 1]), pss + int(told[told.index("Pss:") + 1])
        return {"processes": len(pids), "rss": rss // 1024, "pss": pss // 1024}

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def ask(port: int, path: str, told: dict[str, str] | None = None) -> tuple[float, bytes]:
    """(milliseconds, what was sent). A redirect is followed within the time.

    `told`: what a browser sends; by default that it reloads, so that the page is made anew.
    """
    started = time.perf_counter()
    headers = {"accept-encoding": "gzip", **({"cache-control": "no-cache"} if told is None else told)}
    for _ in range(3):  # addresses of stories carry their headline, which a new report may change
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status not in (301, 303, 307, 308):
            break
        path = answer.headers["location"]
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - started) * 1000, body


@contextmanager
def accounts(settings: Settings) -> Iterator[list[dict[str, str]]]:
    """What the browsers of fifty readers send, each with an account and a session; the accounts go again at the end."""
    now = datetime.now(UTC)
    with Desk.open(settings) as desk:
        names = [f"reader{number}" for number in range(READERS)]
        for at, name in enumerate(names):
            desk.add_user(name, "reader" if at else "admin", password=None)
        keys = [secrets.token_urlsafe(32) for _ in names]
        with desk.store.unit() as unit:
            for name, key in zip(names, keys, strict=True):
                lasts = {"created_at": now, "used_at": now, "until": now + timedelta(days=1)}
                unit.sessions.put(Session(id=sha256_hex(key.encode()), user_name=name, agent=None, **lasts))
        try:
            yield [{"cookie": f"infostreamer_session_0={key}"} for key in keys]
        finally:
            for name in reversed(names):
                desk.remove_user(name)


def given_of(port: int, told: dict[str, str], before: list[int] | None = None) -> list[int]:
    """[pages given again, pages asked for that may be] of this server, less those before."""
    _, body = ask(port, "/-/metrics", told)
    plain = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
    found = dict(re.findall(r'^infostreamer_kept_pages_total\{answer="(\w+)"\} (\d+)', plain, re.MULTILINE))
    given = [int(found["kept"]), int(found["kept"]) + int(found["made"])]
    return [now - then for now, then in zip(given, before or [0, 0], strict=True)]


def reports_on(port: int) -> int:
    """How many reports the desk holds now."""
    _, body = ask(port, "/sources.json")
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return sum(row["reports"] for row in json.loads(plain)["rows"])


def weights_of(port: int, pages: dict[str, list[str]]) -> dict[str, int]:
    """Bytes sent per kind of page (the first of each), and for styles and scripts together."""
    weights = {kind: len(ask(port, paths[0])[1]) for kind, paths in pages.items()}
    scripts = sorted((Path(__file__).parents[1] / "infostreamer/web/static").glob("*.js"))
    rest = ["/static/desk.css", *(f"/static/{path.name}" for path in scripts)]
    return {**weights, "styles and scripts": sum(len(ask(port, path)[1]) for path in rest)}


def asked_alone(
    served: Served, pages: dict[str, list[str]], times: int = 20
) -> tuple[dict[str, list[float]], dict[str, float]]:
    """(milliseconds of each page, one after the other; milliseconds of the server's CPU for one page)."""
    clock: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    for kind, paths in pages.items():
        ask(served.port, paths[0])
        before = served.cpu_ms()
        clock[kind] = [ask(served.port, paths[at % len(paths)])[0] for at in range(times)]
        cpu[kind] = round((served.cpu_ms() - before) / times, 1)
    return clock, cpu


def asked_by_readers(port: int, pages: dict[str, list[str]], sessions: list[dict[str, str]]) -> dict[str, list[float]]:
    """Milliseconds of each page while fifty readers read; `sessions`: what each one's browser sends, else nothing."""
    times: dict[str, list[float]] = {kind: [] for kind in pages}
    until = time.monotonic() + LASTS_S

    def read(seed: int) -> None:
        draw, told = random.Random(seed), sessions[seed] if sessions else {}
        time.sleep(draw.uniform(0, THINK_S))
        while time.monotonic() < until:
            kind = draw.choice(list(pages))
            times[kind].append(ask(port, draw.choice(pages[kind]), told)[0])
            time.sleep(draw.expovariate(1 / THINK_S))

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def spread(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and number."""
    ordered = sorted(times)
    return {
        "p50": round(median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95) - 1], 1),
        "asked": len(ordered),
    }
