"""A page made a moment ago is given again, and nobody ever sees anything older than what they did or were told."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import threading
import time
from types import SimpleNamespace

import pytest
from fake_desk import FakeDesk
from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import OWNER, NotFound, Reader
from infostreamer.settings import Settings
from infostreamer.web import kept
from infostreamer.web.app import create_app
from infostreamer.web.kept import _SHARED

TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is short on a busy machine."""
    monkeypatch.setattr(kept, "LASTS_S", 60.0)


class Counting(FakeDesk):
    """Counts how often the front page is made."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0
        self.slow = threading.Event()
        self.slow.set()

    def news(self, *given, **named):
        self.made += 1
        assert self.slow.wait(60)
        return super().news(*given, **named)


@pytest.fixture
def desk() -> Counting:
    return Counting()


def test_a_page_is_made_once_and_carries_a_token_of_its_own_each_time(serve_desk, desk):
    site = serve_desk(desk)
    first, second = site.get("/").text, site.get("/").text
    assert desk.made == 1
    tokens = [set(TOKEN.findall(page)) for page in (first, second)]
    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]
    assert TOKEN.sub("", first) == TOKEN.sub("", second)
    assert site.post("/theme", {"theme": "dark", "back": "/"}, token=tokens[1].pop()).status == 303


def test_who_sent_something_sees_it(serve_desk, desk):
    site = serve_desk(desk)
    story = desk.stories()[0]
    before = site.get("/").text
    token = TOKEN.search(before)[1]
    site.post("/keep", {"kind": "follow", "item": f"story:{story.id}", "back": "/"}, token=token)
    site.get("/")
    assert desk.made == 2


@pytest.mark.parametrize(
    "told", [{"cache-control": "no-cache"}, {"cache-control": "max-age=0"}, {"pragma": "no-cache"}]
)
def test_who_reloads_gets_the_page_as_it_is_now(serve_desk, desk, told):
    site = serve_desk(desk)
    site.get("/")
    site.get("/", **told)
    assert desk.made == 2


@pytest.mark.parametrize(
    "other",
    [{"cookie": "infostreamer_theme=dark"}, {"cookie": "infostreamer_zone=Europe/Berlin"}, {"accept-language": "ru"}],
)
def test_other_choices_are_another_page(serve_desk, desk, other):
    site = serve_desk(desk)
    site.get("/")
    site.get("/", **other)
    assert desk.made == 2


def test_another_query_is_another_page(serve_desk, desk):
    site = serve_desk(desk)
    site.get("/")
    site.get("/?since=24h")
    assert desk.made == 2


def test_a_change_that_a_live_connection_may_have_told_of_is_on_the_page(serve_desk, desk, monkeypatch):
    site = serve_desk(desk)
    site.get("/")
    monkeypatch.setattr(desk, "position", lambda: 10_000)
    site.get("/")
    assert desk.made == 1, "nobody was told"
    live = http.client.HTTPConnection(site.host, timeout=60)
    live.request("GET", "/live?after=10000")
    assert live.getresponse().read(5) == b"retry"
    site.get("/")
    assert desk.made == 2
    live.close()


def _request(path: str, reader: Reader, session: str | None = None) -> Request:
    state = {"reader": reader, "session": session and SimpleNamespace(id=session), "has_login": True, "scope": None}
    return Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "state": state})


def test_what_one_reader_was_given_is_no_page_of_another_nor_of_another_session():
    pages = kept.Kept()
    ana, ben, chief = (Reader(name=n, role=r) for n, r in (("ana", "reader"), ("ben", "reader"), ("ana", "admin")))
    asked = [_request("/", ana), _request("/", ben), _request("/", chief), _request("/", ana, "1"), _request("/x", ana)]
    assert len({pages._key(one) for one in asked}) == len(asked)
    before = pages._key(_request("/", ana)), pages._key(_request("/", ben))
    pages.note_sent("ana")
    assert pages._key(_request("/", ana)) != before[0]
    assert pages._key(_request("/", ben)) == before[1]


def test_pages_that_are_over_and_those_beyond_the_room_are_let_go(monkeypatch):
    monkeypatch.setattr(kept, "_MOST_BYTES", 100)
    pages, state = kept.Kept(), SimpleNamespace(page_token=b"t")
    for number in range(5):
        pages._keep((number,), state, Response(b"x" * 40), time.monotonic(), (0, None))
    assert list(pages._pages) == [(3,), (4,)]
    monkeypatch.setattr(kept, "LASTS_S", 0.0)
    pages._keep((9,), SimpleNamespace(), Response(b"no form, so nothing tells its token"), time.monotonic(), (0, None))
    assert not pages._pages
    assert pages._held == 0


def test_a_page_that_fails_leaves_nothing_behind():
    pages = kept.Kept()

    def fail() -> Response:
        raise NotFound("There is no such dossier.")

    for number in range(30):
        with pytest.raises(NotFound):
            pages.answer(_asking(f"{number}" * 50_000), "/d/{slug}", fail)
    assert not pages._makers
    assert not pages._pages
    assert len(pages._key(_asking("x" * 50_000))) < 100


def _asking(query: str) -> Request:
    request = _request("/d/none", OWNER)
    request.scope["query_string"] = query.encode()
    request.scope["app"] = SimpleNamespace(state=SimpleNamespace(desk=FakeDesk()))
    return request


def test_no_address_that_is_given_again_writes_when_it_is_looked_at(tmp_path, monkeypatch):
    settings = Settings({"desk.data": str(tmp_path)})
    with Desk.open(settings) as desk:
        rows = [
            {"url": f"https://{name}.example/1", "title": "Flood", "text": f"On Monday Ana Ribe told {name} in Minsk."}
            for name in ("one", "two")
        ]
        desk.take_in_jsonl([json.dumps(row) for row in rows])
        desk.add_dossier("Floods", "flood")
        story, who = desk.stories()[0], desk.stories()[0].who
        monkeypatch.setattr(desk.store, "unit", None)
        app = create_app(desk, settings=settings)
        named = {one.kind: one.id for one in who}
        for pattern in sorted(_SHARED):
            thing = named.get("place" if pattern.startswith("/place") else "person", "")
            key = thing if pattern.startswith(("/who", "/place")) else story.id
            path = pattern.replace("{id}", key).replace("{slug}", "floods" if pattern.startswith("/d/") else "x")
            if key:
                assert asyncio.run(_status(app, path)) in (200, 308), path


async def _status(app, path: str) -> int:
    sent = []
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"q=flood"}
    scope |= {"headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}
    scope |= {"scheme": "http", "http_version": "1.1", "root_path": ""}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize(("told", "made"), [({}, 1), ({"cache-control": "no-cache"}, 2)])
def test_what_is_being_made_is_waited_for_by_who_reloads_what_is_begun_then(serve_desk, desk, monkeypatch, told, made):
    site = serve_desk(desk)
    desk.slow.clear()
    answers: list[int] = []
    asked: list[object] = []
    original = kept.Kept._key
    monkeypatch.setattr(kept.Kept, "_key", lambda pages, request: asked.append(1) or original(pages, request))
    readers = [threading.Thread(target=lambda: answers.append(site.get("/", **told).status)) for _ in range(5)]
    for reader in readers:
        reader.start()
    until = time.monotonic() + 60
    while len(asked) < len(readers) and time.monotonic() < until:
        time.sleep(0.01)
    desk.slow.set()
    for reader in readers:
        reader.join(60)
    assert answers == [200] * 5
    assert desk.made <= made


@pytest.fixture
def served(store_url):
    """A desk as a process that serves has it, and the same desk as the command line opens it."""
    settings = Settings({"store.url": store_url})
    with Desk.open(settings) as pages, Desk.open(settings) as shell:
        row = {"url": "https://one.example/1", "title": "Flood", "text": "On Monday Ana Ribe told Reuters in Minsk."}
        shell.take_in_jsonl([json.dumps(row)])
        pages.store.decides = "shared"
        yield pages, shell, create_app(pages, settings=settings)


def _made_of(app, path: str = "/") -> int:
    """How many pages were made once this one has been answered."""
    assert asyncio.run(_status(app, path)) == 200
    return app.state.kept.made


def test_what_is_decided_on_the_command_line_is_on_the_next_page(served):
    _pages, shell, app = served
    story = shell.stories()[0]
    decisions = (
        lambda: shell.keep(OWNER, "follow", f"story:{story.id}"),
        lambda: shell.add_dossier("Floods", "flood"),
        lambda: shell.saw(OWNER, {story.id: 1}),
    )
    assert [_made_of(app), _made_of(app)] == [1, 1]
    for made, decide in enumerate(decisions, 2):
        decide()
        assert [_made_of(app), _made_of(app)] == [made, made]


def test_reports_that_come_in_and_marks_of_one_reader_make_no_page_of_others_anew(served):
    pages, shell, app = served
    shell.store.decides = "nothing"
    assert _made_of(app) == 1
    row = {"url": "https://two.example/1", "title": "Fire", "text": "A fire destroyed a house in Minsk on Tuesday."}
    shell.take_in_jsonl([json.dumps(row)])
    pages.saw(Reader(name="ben", role="reader"), {pages.stories()[0].id: 1})
    assert _made_of(app) == 1
    shell.store.note_decision()
    assert _made_of(app) == 2
