"""A small whole desk for killing: sources on a real server, an alert to a real receiver, two days.

What comes in on a day is settled by the day alone, so any number of deaths within it may change nothing of what the
desk ends with.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

for folder in ("flow", ""):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))

import tiny_rooms  # noqa: E402
from fakes.receiver import Receiver  # noqa: E402

from infostreamer.desk import Desk  # noqa: E402
from infostreamer.flow import Flow, Rooms, building, extracting, understanding  # noqa: E402
from infostreamer.flow.lease import is_over  # noqa: E402
from infostreamer.model import BadInput, Capture, Dossier, Failure, FetchError, Source, SourceHealth  # noqa: E402
from infostreamer.settings import Settings  # noqa: E402
from infostreamer.store import Store, open_store  # noqa: E402

DAYS = 2
SOURCES = 5
_SUBJECTS = (
    ("Dam breaks", "water valley village"),
    ("Minister quits", "parliament vote letter"),
    ("Strike ends", "port crane wages"),
    ("Dam inquiry", "water valley engineers"),
    ("Vote held", "parliament ballots letter"),
    ("Fire spreads", "forest wind heat"),
    ("Bank opens", "loans savings office"),
    ("Train late", "track signal winter"),
    ("Museum robbed", "paintings alarm night"),
)


def now_on(day: int) -> datetime:
    """Noon of the day, on the desk's clock."""
    return tiny_rooms.START + timedelta(days=day)


def offered(source: int, day: int) -> list[str]:
    """What a source announces by that day: four texts a day, some of them edits; one unreadable, one poisoned."""
    texts = []
    for number in range(4 * (day + 1)):
        title, body = _SUBJECTS[(number * 2 + source) % len(_SUBJECTS)]
        texts.append(f"s{source}a{number % 7}|{title} {number % 4}|{body} {number % 5} told by {source}")
    if source == 1:
        texts.append("no article")
    if source == 2:
        texts.append("s2p|poison|well water")
    return texts


class FeedServer:
    """The sources, over HTTP on a free port; source 4 is broken on the first day. `day` is set by whoever owns it."""

    def __init__(self) -> None:
        self.day = 0
        self.asked: Counter[str] = Counter()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                source = int(self.path.rpartition("/")[2])
                owner.asked[self.path] += 1
                is_broken = source == 4 and owner.day == 0
                body = json.dumps(offered(source, owner.day)).encode()
                with suppress(OSError):  # who asked may have been killed meanwhile
                    self.send_response(500 if is_broken else 200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.port = int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def collect(source: Source, *, web: Any, known: Any, now: datetime) -> Any:
    """One visit over loopback; a status of 500 is an error of the visit. What is known is asked for, as by those that
    follow pages."""
    pages, purged = known
    pages.look_up([source.address])
    purged.look_up([source.address])
    pages.with_bytes(source.id)
    line = http.client.HTTPConnection("127.0.0.1", int(web), timeout=20)
    try:
        line.request("GET", f"/{source.id[1:]}")
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    if answer.status != 200:
        raise FetchError("The source answered 500.", kind="status", status=500)
    captures = tuple(_capture(text, source, now) for text in json.loads(body))
    health = SourceHealth(source_id=source.id, state="ok", tried_at=now, ok_at=now, next_at=now + timedelta(hours=12))
    return tiny_rooms.TinyCollected(captures=captures, health=health)


def _capture(text: str, source: Source, now: datetime) -> Capture:
    where = f"{source.address}/{text.split('|')[0].replace(' ', '-')}"
    body = text.encode()
    made = Capture.make_id(where, body)
    return Capture(
        id=made, address=where, final_address=where, fetched_at=now, body=body, source_id=source.id, mime="text/plain"
    )


def build_story(story_id: str, members: Any, **options: Any) -> Any:
    """The tiny story, without a time in it that depends on the passes."""
    return replace(tiny_rooms.build_story(story_id, members, **options), revision=1)


def rooms() -> Rooms:
    """The tiny rooms with a collector over loopback."""
    known: Callable[..., Any] = lambda health, pages, purged: (pages, purged)  # noqa: E731
    return tiny_rooms.rooms(
        known=known, collect=collect, build_story=build_story, extract=extract, understand=understand
    )


def understand(report: Any) -> list[Any]:
    """As the tiny room, with trouble of ours."""
    if "poison" in report.text:
        raise BadInput("There is poison in it.")
    return tiny_rooms.understand(report)


def extract(captures: Any) -> list[Any]:
    """As the tiny room, each at an address of its own outlet."""
    return [_named(one, outcome) for one, outcome in zip(captures, tiny_rooms.extract(captures), strict=True)]


def _named(capture: Capture, outcome: Any) -> Any:
    if isinstance(outcome, Failure):
        return outcome
    return replace(outcome, outlet=capture.source_id or "", language="en")


def small_batches(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Batches so small that a day has many."""
    for stage, size in ((extracting, 4), (understanding, 4), (building, 2)):
        put(stage, "_BATCH", size)
    put(understanding, "_LEAST", 2)


def settings_for(url: str) -> Settings:
    """Of the desk at this address."""
    return Settings(
        {
            "store.url": url,
            "stories.epoch": 4,
            "flow.tick": 0.01,
            "collect.workers": 2,
            "notify.allow_private": True,
            "notify.deadline": 5.0,
        }
    )


def seed(url: str, receiver: str) -> None:
    """A desk with the sources, an alert, a digest and a dossier; nothing has come in."""
    with Desk.open(settings_for(url), clock=lambda: now_on(-1)) as desk:
        with desk.store.unit() as unit:
            for number in range(SOURCES):
                address = f"https://s{number}.example/feed"
                unit.sources.put(Source(id=f"s{number}", address=address, kind="feed", outlet=f"S{number}"))
            unit.dossiers.put(Dossier(id="d", slug="dam", title="Dam", question="Dam"))
        channels = [("webhook", receiver)]
        desk.add_alert(desk.drafted_alert("All", kinds=["story"], channels=channels, cooldown="0"))


def pass_once(desk: Desk, feeds: int, flow: Flow | None = None) -> None:
    """All that there is to do at the desk's time: visits, every stage, every message."""
    from infostreamer.deliver.sending import deliver_once

    flow = flow or Flow(desk.store, settings=desk.settings, rooms=rooms(), web=feeds, clock=desk.now)
    while True:
        done = flow.pass_once()
        while done.is_skipped and flow.enrich().is_skipped:
            flow.help_out()
        told = deliver_once(desk, clock=desk.now)
        if not (done.visited or done.is_skipped or told.sent or told.made or told.fired):
            return


@dataclass(frozen=True)
class Outcome:
    """What a desk has come to: equal for equal input, whatever happened on the way."""

    digest: str
    captures: int
    reports: int
    stories: int
    failures: tuple[tuple[str, str, int], ...]  # stage, error, tries
    healths: tuple[tuple[str, str, int], ...]  # source, state, errors
    waiting: int  # messages kept and not sent
    untold: int  # stories that nobody was told of
    is_left: bool  # claims or touched stories left behind, or a lease that others would wait for


def outcome_of(store: Store) -> Outcome:
    """Read from the store."""
    with store.read() as unit:
        seqs = [report.seq for report in unit.reports.after(0, 10_000)]
        assert seqs == list(range(1, len(seqs) + 1)), "reports are numbered without gaps"
        told = {firing.story_id for firing in _firings(unit) if firing.told_at is not None}
        return Outcome(
            digest=store.digest(),
            captures=unit.captures.count(),
            reports=unit.reports.count(),
            stories=unit.stories.count(),
            failures=tuple(sorted((one.stage, one.error, one.tries) for one in unit.failures.all())),
            healths=tuple(sorted((one.source_id, one.state, one.errors) for one in unit.sources.healths().values())),
            waiting=len(unit.editions.due(now_on(1000), 1000)),
            untold=len({story.id for story in unit.stories.all()} - told),
            is_left=unit.claims.are_any() or unit.gauges.touched() > 0 or _is_any_held(unit),
        )


def _firings(unit: Any) -> list[Any]:
    found: list[Any] = unit.firings.newest([alert.id for alert in unit.alerts.all()], 10_000)
    return found


def _is_any_held(unit: Any) -> bool:
    return any(until is None or not is_over(holder, until) for _, holder, until in unit.gauges.holders())


def told_twice(receiver: Receiver) -> list[str]:
    """Facts that went out under two ids: a receiver would take them for two."""
    keys: dict[str, set[str]] = {}
    for _, headers, body in receiver.posts:
        for firing in json.loads(body)["firings"]:
            keys.setdefault(firing["id"], set()).add(headers["Idempotency-Key"])
    return [fact for fact, known in keys.items() if len(known) > 1]


@contextmanager
def around() -> Iterator[tuple[FeedServer, Receiver]]:
    """The servers that the desk speaks to."""
    feeds, receiver = FeedServer(), Receiver()
    try:
        yield feeds, receiver
    finally:
        feeds.close()
        receiver.close()


def undisturbed(url: str, feeds: FeedServer) -> Outcome:
    """What the desk at this address comes to when nothing happens to it."""
    small_batches()
    for day in range(DAYS):
        feeds.day = day
        with Desk.open(settings_for(url), clock=lambda day=day: now_on(day)) as desk:
            pass_once(desk, feeds.port)
    store = open_store(url)
    found = outcome_of(store)
    store.close()
    return found
