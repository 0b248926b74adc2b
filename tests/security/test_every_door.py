"""Every address of the desk under every method and every kind of stranger; every kind of answer with its headers."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from infostreamer.desk import Desk, passwords
from infostreamer.settings import Settings
from infostreamer.web.app import create_app
from infostreamer.web.guard import SECURITY_HEADERS
from infostreamer.web.permits import level_of
from infostreamer.web.routes import PROGRAM_ROUTES, ROUTES

WORDS = "four words in a row"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X")
OPEN = ("/login", "/share/aaaaaaaa", "/share/sheet.css", "/unsubscribe/aaaaaaaa", "/-/health", "/theme", "/settings")
HERE = "http://localhost"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    from argon2 import PasswordHasher

    kept = passwords._hasher
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._hasher = lambda: cheap
    settings = Settings({"desk.data": str(tmp_path_factory.mktemp("desk")), "collect.pace": 0.0})
    with Desk.open(settings) as desk:
        for name, role in (("anna", "admin"), ("eddy", "editor"), ("rita", "reader")):
            desk.add_user(name, role, password=WORDS)
        made = create_app(desk, settings=settings)
        yield made
    passwords._hasher = kept


def client_of(app, **named):
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False, **named)


@pytest.fixture
def stranger(app):
    return client_of(app)


@pytest.fixture(scope="module")
def rita(app):
    return logged_in(app, "rita")


def logged_in(app, name):
    client = client_of(app)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/login").text)[1]
    form = {"name": name, "password": WORDS, "token": token}
    assert client.post("/login", data=form, headers={"sec-fetch-site": "same-origin"}).status_code == 303
    return client


def filled(path):
    return re.sub(r"\{[^}]*\}", "aaaaaaaa", path)


PATHS = sorted({filled(route.path) for route in (*ROUTES, *PROGRAM_ROUTES)})


def test_no_address_stands_outside_the_permits(app):
    behind = {
        route.path for route in app.routes if isinstance(route, Route) and type(route.app).__name__ == "_Permitted"
    }
    programs = {getattr(route, "path", None) for route in PROGRAM_ROUTES}
    rest = [route for route in app.routes if getattr(route, "path", None) not in behind | programs]
    files = [getattr(route, "path", "") for route in rest if not isinstance(route, Mount)]
    assert [path for path in files if not re.fullmatch(r"/static/[^{}]*\.css", path)] == []
    folders = [route.path for route in rest if isinstance(route, Mount)]
    assert [path for path in folders if not path.startswith("/static")] == []
    assert {route.path for route in ROUTES} == behind


def test_under_no_method_does_a_stranger_get_in(stranger):
    let_in = []
    for path in PATHS:
        for method in METHODS:
            answer = stranger.request(method, path, headers={"accept": "*/*"})
            is_open = path in OPEN or path.removesuffix(".json") in OPEN or path == "/accounts/ClientLogin"
            if answer.status_code < 400 and not is_open:
                let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_a_reader_reaches_nothing_of_editors_or_admins_under_any_method(rita):
    let_in = [
        (method, path)
        for path in sorted({route.path for route in ROUTES})
        for method in METHODS
        if level_of(method, path) in ("editor", "admin", None)
        and rita.request(method, filled(path), headers={"sec-fetch-site": "same-origin"}).status_code < 400
    ]
    assert let_in == []


BODIES = (
    ("application/x-www-form-urlencoded", b"a=1"), ("application/json", b"{}"), ("text/plain", b'{"a":1}'), ("", b"x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'),
    ("application/csp-report", b"{}"), ("application/x-www-form-urlencoded; charset=utf-7", b"a=1"),
)  # fmt: skip
FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "none"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {},
)


def test_no_foreign_page_changes_anything_with_somebody_s_session(app):
    anna = logged_in(app, "anna")
    done = []
    for method, path in sorted(
        {(method, route.path) for route in ROUTES for method in route.methods - {"GET", "HEAD"}}
    ):
        if path.startswith("/unsubscribe"):
            continue  # its address is the secret (RFC 8058)
        for kind, body in BODIES:
            for told in FOREIGN:
                answer = anna.request(method, filled(path), content=body, headers={"content-type": kind, **told})
                done += [(method, path, kind, told)] if answer.status_code not in (400, 403, 405, 413, 415) else []
    for route in PROGRAM_ROUTES:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for told in FOREIGN:
                answer = anna.request(
                    method, filled(route.path), content=b"{}", headers={"content-type": "application/json", **told}
                )
                done += [(method, route.path, told)] if answer.status_code < 400 else []
    assert done == []
    assert anna.get("/account.json").status_code == 200, "the session is still there"


def test_headers_that_proxies_write_change_nothing_for_a_stranger(stranger):
    for path in ("/", "/desk.json", "/-/jobs", "/account", "/api/v1/stories"):
        for name in ("x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-forwarded-host", "x-forwarded-for",
                     "x-http-method-override", "x-real-ip", "forwarded", "remote-user", "x-remote-user",
                     "x-forwarded-user",
                     "x-forwarded-proto", "x-custom-ip-authorization", "client-ip", "true-client-ip"):  # fmt: skip
            for value in ("127.0.0.1", "/login", "anna", "localhost", "https", "GET"):
                answer = stranger.get(path, headers={name: value, "accept": "*/*"})
                assert answer.status_code in (401, 303), (path, name, value)
                assert value not in answer.headers.get("location", "") or value in ("/login", "GET")


LEADS = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example",
    "/%09/evil.example",
    "/\t/evil.example", "/\n//evil.example", "javascript:alert(1)", "//evil.example/%2f..", "///evil.example",
    "/@evil.example/..//evil.example",
    "http://localhost@evil.example", "/ /evil.example", "\x00//evil.example", "%2f%2fevil.example",
    "/\r\nlocation: //evil.example", "data:,x",
)  # fmt: skip


def test_a_redirect_names_no_scheme_and_no_host(app, rita):
    """The server speaks http behind a proxy that ends TLS: a whole address would lead a browser into the clear."""
    for path in ("/desk/", "/sources/", "/share/", "/s/x/", "/login/"):
        for client in (rita, client_of(app)):
            lead = client.get(path, headers={"accept": "text/html"}).headers.get("location", "/")
            assert re.match(r"/(?![/\\\\])", lead), (path, lead)
    for path in ("//evil.example/", "//evil.example/desk/", "/\\evil.example/"):
        lead = rita.get(f"http://localhost{path}").headers.get("location", "/")
        assert re.match(r"/(?![/\\\\])", lead), (path, lead)


def test_a_login_and_a_form_lead_back_to_this_desk_alone(app):
    for lead in LEADS:
        client = client_of(app)
        token = re.search(r'name="token" value="([^"]+)"', client.get("/login").text)[1]
        form = {"name": "rita", "password": WORDS, "token": token, "next": lead}
        answers = [client.post("/login", data=form, headers={"sec-fetch-site": "same-origin"})]
        token = re.search(r'name="token" value="([^"]+)"', client.get("/account").text)[1]
        form = {"theme": "dark", "back": lead, "token": token}
        answers.append(client.post("/theme", data=form, headers={"sec-fetch-site": "same-origin"}))
        for answer in answers:
            assert answer.status_code == 303, lead
            there = answer.headers["location"]
            assert re.match(r"/(?![/\\\s])[^\\\s\x00-\x1f]*$", there), (lead, there)


def test_another_password_ends_every_other_session_at_once(app):
    one, other = logged_in(app, "eddy"), logged_in(app, "eddy")
    token = re.search(r'name="token" value="([^"]+)"', one.get("/account").text)[1]
    form = {"password": WORDS, "new": "five other words in rows", "again": "five other words in rows", "token": token}
    assert one.post("/account/password", data=form, headers={"sec-fetch-site": "same-origin"}).status_code in (200, 303)
    assert other.get("/account.json").status_code == 401


def test_every_kind_of_answer_bears_the_headers_that_protect_it(app, rita, stranger):
    form = {"content-type": "application/x-www-form-urlencoded"}
    kinds = {
        "page": rita.get("/"), "json": rita.get("/desk.json"), "not found": rita.get("/s/none"),
        "no page": rita.get("/nowhere"), "login": stranger.get("/login"), "no login": stranger.get("/"),
        "to the login": stranger.get("/", headers={"accept": "text/html"}), "not allowed": rita.get("/-/jobs"),
        "method": rita.delete("/"), "feed": rita.get("/feeds/desk.atom"), "opml": rita.get("/sources.opml"),
        "style": stranger.get("/static/desk.css"), "script": stranger.get("/static/desk.js"),
        "no file": stranger.get("/static/none.js"), "climbing": stranger.get("/static/..%2f..%2fapp.py"),
        "health": stranger.get("/-/health"), "host": stranger.get("/", headers={"host": "evil.example"}),
        "interface": rita.get("/api/v1/stories"), "document": rita.get("/api/v1/openapi.json"),
        "no interface": rita.get("/api/v1/nothing"), "foreign": rita.post("/theme", data={"theme": "dark"}),
        "too large": rita.post("/theme", content=b"x" * 200_000, headers=form),
        "reader": stranger.get("/reader/api/0/stream/contents"), "odd": rita.get("/search?q=%00"),
    }  # fmt: skip
    for what, answer in kinds.items():
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers.get(name) == value, (what, name)
        assert "server" not in answer.headers, what
        assert "access-control-allow-origin" not in answer.headers, what
        assert answer.status_code < 500, what
    for what in ("page", "json", "feed", "opml", "interface", "not found", "no login", "not allowed"):
        told = kinds[what].headers["cache-control"]
        assert "private" in told or "no-store" in told, (what, told)


def test_a_fault_is_shown_without_its_words_and_with_the_same_headers(app, rita, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("canary-of-a-fault")

    monkeypatch.setattr(type(app.state.desk), "sources", broken)
    answer = rita.get("/sources")
    assert answer.status_code == 500
    assert "canary" not in answer.text
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers.get(name) == value, name
