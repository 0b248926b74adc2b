"""Odd values in every address, parameter, form, cookie and body, on both databases: a sentence each, never a fault."""

from __future__ import annotations

import json
import re
import socket
import time
from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from fakes.newsroom import ARREST, COPY, DENIAL, OTHER, Clock, Newsroom, settings_for
from served_site import Site

from infostreamer.desk import Desk
from infostreamer.web.api.table import OPERATIONS, PREFIX
from infostreamer.web.routes import ROUTES

pytestmark = pytest.mark.timeout(600)
ODD = {
    "nul": "a\0b", "surrogate": "\ud800", "two to the 63": str(2**63), "negative": f"-{2**63}", "infinity": "1e999",
    "nan": "nan", "other digits": "٣", "long": "x" * 20_000, "dots": "../../etc/passwd", "lines": "a\r\nX-Evil: 1",
    "quote": "'; DROP TABLE reports; --", "wildcards": "%_\\%", "far": "9999-99-99", "year 0": "0000-01-01",
    "offset": "2026-11-10T00:00:00+99:99",
    "bidi": "\u202e\u2066", "emoji": "👩\u200d🚒" * 50,
    "format": "{0.__class__}%n",
}  # fmt: skip
PARAMETERS = (
    *("q", "from", "since", "kind", "item", "within", "state", "order", "story", "query", "with", "undo", "as-of"),
    *("until", "next", "name", "report", "reports", "again", "after", "title", "question", "span", "line", "zone"),
    *("preview", "position", "back", "id", "cooldown", "quiet", "email", "webhook", "do", "key"),
)
QUERIES = (
    *("(" * 3_000, '"' * 3_001, "-" * 5_000, "OR " * 2_000, "a OR " * 800 + "b", "NOT (" * 500 + "a" + ")" * 500),
    *("who:" * 500, "date:>=9999999999", "date:99999-01-01", "independent:>=99999999999999999999", "is:", "lang:\0"),
    *("near:1,1,1e400", "date:>" + "9" * 400, "source:*", "*" * 2_000, "said-by:" + "a" * 5_000, "a" * 30_000, "\0"),
    *('a "b', "a) OR (b", "MATCH 'x'", "NEAR(a b, 99999999999)", "{a b}: c", "^a", "a:b:c:d", "\u0130" * 900),
)


def _bytes(value):
    """As an address has it; a lone surrogate as the three bytes that stand for none."""
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def _form(token, fields):
    return urlencode({"token": token, **{one: value.encode("utf-8", "surrogatepass") for one, value in fields.items()}})


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def room(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{folder}/d.sqlite3" if request.param == "sqlite" else request.getfixturevalue("lasting_postgres")
    clock = Clock()
    with Desk.open(settings_for(url, folder, **{"mail.host": ""}), clock=clock) as desk:
        newsroom = Newsroom(desk, clock)
        newsroom.come(ARREST, DENIAL, COPY, OTHER)
        desk.add_dossier("Belov", "Belov")
        desk.save_search("Бой у реки", "Belov OR bridge")
        newsroom.alert(channels=[("email", "a@b.example")])
        yield desk
        for one in desk.dossiers():
            desk.remove_dossier(one.slug)


@pytest.fixture(scope="module")
def site(room):
    served = Site(room)
    yield served
    served.close()


@pytest.fixture(scope="module")
def known(room):
    """What stands in the addresses of this desk."""
    story = room.stories()[0]
    who = next(iter(room.find_who("Belov", limit=1)))[0].id
    return {
        "story": story.id, "report": story.report_ids[0], "dossier": room.dossiers()[0].slug, "who": who,
        "search": room.searches()[0].name, "alert": room.alerts()[0].id,
    }  # fmt: skip


def addresses(known):
    """One address that leads somewhere for each page."""
    found = {"/": None, "/desk.json": None}
    for route in ROUTES:
        if "GET" in (route.methods or ()) and route.path != "/live" and not route.path.endswith(".zip"):
            found.setdefault(filled(route.path, known))
    return [path for path in found if path]


def filled(path, known, value=None):
    nouns = (("/s/", "story"), ("/r/", "report"), ("/d/", "dossier"), ("/who/", "who"), ("/q/", "search"))
    noun = next((noun for start, noun in (*nouns, ("/alerts/", "alert")) if path.startswith(start)), None)
    filling = value if value is not None else quote(known.get(noun, "x"))
    words = {"rev:revision": "1", "form:feed": "atom", "form:export": "csv", "part:bare": "timeline", "slug:bare": "x"}
    first = [filling]

    def fill(found):
        return words.get(found[1]) or (first.pop() if first else "x")

    return re.sub(r"\{([^}]+)\}", fill, path)


def cut(quoted, most):
    """At most so many characters, no `%` escape cut in two."""
    return re.sub(r"%.?$", "", quoted[:most])


def sound(answer, what):
    assert answer.status < 500, f"{what}: {answer.status} {answer.text[-300:]}"
    assert "x-evil" not in answer.headers
    return answer


@pytest.mark.parametrize("name", ODD)
def test_no_odd_value_in_an_address_is_a_fault(site, known, name):
    value = _bytes(ODD[name][:5_000])
    for route in ROUTES:
        if "GET" in (route.methods or ()) and "{" in route.path:
            path = filled(route.path, known, value)
            sound(site.get(path), path[:200])


@pytest.mark.parametrize("name", ODD)
def test_no_odd_parameter_of_a_page_is_a_fault(site, known, name):
    value = cut(_bytes(ODD[name]), 58_000 // len(PARAMETERS))
    query = "&".join(f"{parameter}={value}" for parameter in PARAMETERS)
    for path in addresses(known):
        sound(site.get(f"{path}?{query}"), f"{path} {name}")


def test_an_address_of_any_length_that_is_served_is_served_however_the_network_cuts_it(site):
    for length, status in ((59_000, 200), (61_000, 414), (120_000, 414)):
        path = "/search?x=" + "a" * length
        assert site.get(path).status == status
        assert _asked_in_pieces(site, path).startswith(f"HTTP/1.1 {status} ".encode())


def _asked_in_pieces(site, path):
    name, _, port = site.host.partition(":")
    with socket.create_connection((name, int(port)), timeout=15) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in re.findall("(?s).{1,9000}", f"GET {path} HTTP/1.1\r\nhost: {site.host}\r\n\r\n"):
            connection.sendall(piece.encode())
            time.sleep(0.01)
        return connection.recv(100)


@pytest.mark.parametrize(
    "path",
    [
        f"/s/x@{'9' * 5000}",
        f"/s/{'a' * 58_000}",
        f"/s/{'a' * 58_000}/sources",
        f"/r/{'a' * 58_000}",
        f"/who/{'a' * 58_000}/x",
    ],
)
def test_an_id_that_nobody_has_is_not_found_however_long(site, path):
    for suffix in ("", ".json"):
        assert site.get(path + suffix).status == 404, (path[:20], suffix)


def test_a_name_that_nobody_has_is_not_found_however_long(site):
    assert site.get(f"/who.json?q={'a' * 55_000}").status in (200, 400, 422)
    assert site.get(f"/notes.json?item=story:{'a' * 55_000}").status < 500
    assert site.get(f"/judge.json?story={'a' * 55_000}").status < 500


def test_an_address_longer_than_a_server_reads_ends_its_own_connection_alone(site):
    with suppress(ConnectionError):  # the server closes on what it has not read: the answer may be lost on the way
        assert 400 <= site.get("/search?q=" + "a" * 1_000_000).status < 500
    assert site.get("/search?q=a").status == 200


@pytest.mark.parametrize("parameter", ["q", "from", "since", "as-of"])
def test_no_odd_value_of_one_parameter_is_a_fault(site, known, parameter):
    for path in addresses(known):
        for name in ("nul", "two to the 63", "year 0", "offset"):
            sound(site.get(f"{path}?{parameter}={_bytes(ODD[name])}"), f"{path} {parameter} {name}")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: repr(query[:20]))
def test_no_query_is_a_fault_or_keeps_the_desk_busy(site, query):
    for path in ("/search", "/", "/feeds/search.atom", "/timeline", "/alerts"):
        named = "query" if path == "/alerts" else "q"
        start = time.monotonic()
        sound(site.get(f"{path}?{named}={_bytes(query)}&preview=1&kind=denial&name=x"), path)
        assert time.monotonic() - start < 20


@pytest.mark.parametrize("name", ODD)
def test_no_odd_form_is_a_fault(site, known, name):
    token, value = site.token(), ODD[name]
    fields = (
        *PARAMETERS, "body", "words", "note", "kinds", "choice", "days", "outlet", "owner", "address", "visibility",
        "shown", "theme", "language", "label", "to", "rhythm", "at", "weekday", "ntfy",
    )  # fmt: skip
    form = _form(token, dict.fromkeys(fields, value))
    sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    for route in ROUTES:
        if "POST" in (route.methods or ()) and not route.path.endswith(("/remove", "/forget", "/refresh")):
            for path in (filled(route.path, known), filled(route.path, known, _bytes(value[:3000]))):
                if len(form) < 65_000:
                    sound(site.ask("POST", path, form, sent), f"{path} {name}")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/notes/add", {"item": "story:{story}", "body": "{odd}", "line": "{odd}", "visibility": "desk"}),
        ("/notes/add", {"item": "who:{odd}", "body": "x"}),
        ("/report-error", {"item": "story:{story}", "body": "{odd}", "line": "{odd}"}),
        ("/keep", {"kind": "bookmark", "item": "who:{odd}"}),
        ("/drop", {"kind": "bookmark", "item": "who:{odd}"}),
        ("/drop", {"kind": "{odd}", "item": "{odd}"}),
        ("/dossiers/add", {"title": "D{odd}", "question": "Belov {odd}"}),
        ("/searches/add", {"title": "S{odd}", "query": "Belov {odd}"}),
        ("/judge", {"do": "merge", "story": "{story}", "with": "{odd}", "note": "{odd}"}),
        ("/review", {"choice": "correct", "story": "{story}", "key": "{odd}", "words": "{odd}", "note": "{odd}"}),
        ("/s/{story}/reviewed", {"note": "{odd}", "revision": "{odd}", "position": "{odd}"}),
        ("/s/{story}/seen", {"position": "{odd}"}),
        ("/seen", {"position": "9" * 18, "q": "{odd}"}),
        ("/seen/undo", {"undo": "{odd}"}),
        ("/share", {"item": "story:{odd}", "days": "7"}),
        ("/alerts/add", {"name": "A{odd}", "kinds": "denial", "query": "{odd}", "zone": "{odd}", "quiet": "{odd}"}),
        ("/alerts/add", {"name": "B{odd}", "kinds": "denial", "email": "{odd}", "ntfy": "{odd}"}),
        ("/digests/add", {"name": "D{odd}", "to": "a@b.example", "at": "{odd}", "weekday": "{odd}", "query": "{odd}"}),
        ("/digests/add", {"name": "D{odd}", "to": "a@b.example", "at": "07:00", "rhythm": "daily", "query": ""}),
        ("/account/tokens/add", {"scope": "read", "label": "{odd}"}),
        ("/login", {"name": "{odd}", "password": "{odd}"}),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)
def test_no_odd_field_of_a_form_that_is_else_right_is_a_fault(site, known, path, fields):
    token = site.token()
    for name, odd in ODD.items():
        sent = {field: value.format(odd=odd[:3000], **known) for field, value in fields.items()}
        form = urlencode(
            {"token": token, **{one: value.encode("utf-8", "surrogatepass") for one, value in sent.items()}}
        )
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        sound(site.ask("POST", path.format(**known), form, headers), f"{path} {name}")
    for page in ("/", "/notes", "/dossiers", "/search", "/alerts", "/digests", "/judgements", "/review"):
        assert site.get(page).status == 200


BODIES = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 40_000,
    "a great number": '{"title": ' + "9" * 200_000 + "}",
    "a lone surrogate": '{"title": "\\ud800", "question": "\\ud800", "query": "\\ud800", "item": "story:\\ud800"}',
    "NUL": '{"title": "a\\u0000", "question": "a\\u0000", "query": "a\\u0000", "body": "\\u0000"}',
    "no text": b"\xff\xfe\x00",
    "nothing": "",
    "NaN": '{"title": NaN}',
    "two of one name": '{"title": "a", "title": "b"}',
    "too large": '{"title": "' + "x" * 300_000 + '"}',
    "a list": "[]",
    "null": "null",
}


@pytest.mark.parametrize("name", BODIES)
def test_no_odd_body_of_the_interface_is_a_fault(site, known, name):
    token = site.token()
    for one in OPERATIONS:
        if one.method != "GET" and one.body is not None:
            path = PREFIX + re.sub(r"\{[^}]+\}", known["story"], one.path)
            answer = site.ask(
                one.method, path, BODIES[name], {"content-type": "application/json", "x-form-token": token}
            )
            assert answer.status in (400, 404, 413, 422), f"{one.name}: {answer.status} {answer.text[:200]}"
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "W10", "e30", "W251bGxd", "WyJzdG9yaWVzIiwgMWU5OTld", "A" * 1000, "=" * 40, "%00", "é",
        "WyJzdG9yaWVzIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTld", "W1tbW1tbW1tbXV1dXV1dXV1d",
    ],
)  # fmt: skip
def test_a_made_up_cursor_is_refused(site, cursor):
    for one in OPERATIONS:
        if one.method == "GET" and "{" not in one.path and hasattr(one.params, "after"):
            answer = site.get(f"{PREFIX}{one.path}?after={quote(cursor, safe='%')}")
            assert answer.status in (400, 422), f"{one.name} {answer.text[:200]}"


@pytest.mark.parametrize("name", ODD)
def test_no_odd_value_for_a_reading_app_is_a_fault(site, name):
    value, key = _bytes(ODD[name][:2000]), {"authorization": "GoogleLogin auth=x"}
    names = "&".join(f"{one}={value}" for one in ("n", "c", "ot", "nt", "s", "xt", "it", "i", "r", "ts", "a", "output"))
    for path in ("stream/contents", f"stream/contents/user/-/label/{value}", f"stream/contents/feed/{value}",
                 "stream/items/ids", "stream/items/contents", "subscription/list", "tag/list", "unread-count",
                 "user-info", value):  # fmt: skip
        sound(site.ask("GET", f"/reader/api/0/{path}?{names}", None, key), path)
    headers = {"content-type": "application/x-www-form-urlencoded", **key}
    for path in ("edit-tag", "mark-all-as-read", "stream/items/contents"):
        sound(site.ask("POST", f"/reader/api/0/{path}", names, headers), path)
    many = "&".join(f"i={number}" for number in range(19_000))
    assert sound(site.ask("POST", "/reader/api/0/stream/items/contents", many, headers), "many").status in (200, 400)


def test_no_cookie_is_a_fault(site):
    for value in (
        "x" * 5_000,
        '"',
        "\\",
        "=;=;",
        "a=b",
        "é",
        "%00",
        "../../x",
        "<b>",
        "xx-XX",
        "Europe/../../etc/passwd",
    ):
        for name in ("infostreamer_theme", "infostreamer_language", "infostreamer_zone", "infostreamer_session_0"):
            sound(site.get("/", cookie=f"{name}={value}"), f"{name}={value[:20]}")


def test_no_odd_header_is_a_fault(site):
    for value in ("x" * 8_000, "é", '"', "W/", ",,,,", "*", "-1", "99999999999999999999", "bytes=0-,-1", "q=0;q=1;"):
        for name in ("accept", "accept-language", "if-none-match", "if-modified-since", "last-event-id", "range",
                     "accept-encoding", "content-type", "forwarded", "user-agent", "origin", "referer"):  # fmt: skip
            for path in ("/", "/desk.json", "/feeds/desk.atom", f"{PREFIX}/stories"):
                sound(site.ask("GET", path, None, {name: value.encode("latin-1")}), f"{name} {value[:20]}")


def test_what_was_planted_is_read_back_without_a_fault(site, room):
    """The pages that list what the forms above left behind, as JSON and as HTML."""
    for path in ("/notes", "/dossiers", "/alerts", "/digests", "/judgements", "/review", "/shares", "/settings"):
        assert site.get(path).status == 200
        assert json.loads(site.get(f"{path}.json").text)["schema"] if path != "/shares" else True
    for saved in room.searches():
        for suffix in ("", ".json", ".atom", ".ics"):
            assert sound(site.get(f"/q/{quote(saved.name, safe='')}{suffix}"), saved.name).status == 200
    for dossier in room.dossiers():
        for suffix in ("", ".json", ".atom", ".md", ".ics", ".csv", ".html", "/timeline.ics"):
            sound(site.get(f"/d/{quote(dossier.slug, safe='')}{suffix}"), dossier.slug)
