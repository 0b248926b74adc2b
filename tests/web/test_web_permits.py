"""One table says who may do what: every address has an entry, and every entry holds."""

from __future__ import annotations

import re

import pytest
from visitors import NAMES, Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web.permits import READING, WRITING, level_of
from infostreamer.web.routes import PROGRAM_ROUTES, ROUTES

RANKS = {"nobody": 0, "reader": 1, "editor": 2, "admin": 3}
NEEDS = {"open": 0, "public": 1, "reader": 1, "editor": 2, "admin": 3}
ADDRESSES = sorted({(method, route.path) for route in ROUTES for method in route.methods if method != "HEAD"})
ENDS_SESSION = ("/logout", "/account/password", "/account/sessions/end")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    from served_site import Site

    back = cheap_hashes()
    settings = Settings({"desk.data": str(tmp_path_factory.mktemp("desk"))})
    with with_accounts(Desk.open(settings)) as desk:
        site = Site(desk)
        yield site
        site.close()
    back()


@pytest.fixture(scope="module")
def people(served):
    visitors = {"nobody": Visitor(served)}
    for role, name in NAMES.items():
        visitors[role] = Visitor(served)
        assert visitors[role].log_in(name).status == 303
    return visitors


def _is_refused(visitor, method, path):
    where = re.sub(r"\{[^}]*\}", "aaaaaaaaaaaaaaaa", path)
    if path == "/login" and method == "POST":
        where, form = "/login", {"name": "x", "password": "y"}
        return visitor.post(where, form).status == 403
    if method == "GET":
        return visitor.get(where).status in (401, 403)
    return visitor.ask(method, where, "token=", content_type="application/x-www-form-urlencoded").status == 401 or (
        visitor.post(where, {}, token=visitor.token("/account" if visitor.session else "/login")).status in (401, 403)
    )


def test_every_address_has_an_entry():
    assert [address for address in ADDRESSES if level_of(*address) is None] == []


def test_no_entry_is_of_an_address_that_is_gone():
    known = {path for route in (*ROUTES, *PROGRAM_ROUTES) for path in (route.path, route.path.removesuffix(".json"))}
    known |= {"/share/{token}", "/static/desk.css", "/timeline", "/figures"}
    listed = [path for table in (READING, WRITING) for paths in table.values() for path in paths]
    assert [path for path in listed if path not in known] == []
    assert len(set(READING)) == len(NEEDS)


@pytest.mark.parametrize("role", RANKS)
def test_each_role_gets_what_its_entry_says_and_no_more(people, role):
    wrong = []
    for method, path in ADDRESSES:
        if role != "nobody" and path in ENDS_SESSION:
            continue
        may = RANKS[role] >= NEEDS[level_of(method, path)]
        if _is_refused(people[role], method, path) == may:
            wrong.append((method, path))
    assert wrong == []


def test_what_ends_a_session_is_for_whoever_has_one(served, people):
    for path in ENDS_SESSION:
        assert _is_refused(people["nobody"], "POST", path)
        visitor = Visitor(served)
        visitor.log_in("rita")
        assert visitor.post(path, {}, token=visitor.token("/account")).status in (303, 422), path
    people["reader"].log_in("rita")  # one of them ends all sessions of whoever asks


def test_an_address_without_an_entry_is_an_admins(served, people):
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route
    from starlette.testclient import TestClient

    from infostreamer.web.accounts import Accounts
    from infostreamer.web.permits import guarded
    from infostreamer.web.render import make_templates
    from infostreamer.web.routes import ERRORS

    settings = served.desk.settings
    app = Starlette(
        routes=guarded([Route("/forgotten", lambda request: PlainTextResponse("secret"))]),
        middleware=[Middleware(Accounts, settings=settings, token="t")],  # noqa: S106
        exception_handlers=ERRORS,
    )
    app.state.desk, app.state.settings, app.state.token = served.desk, settings, "t"
    app.state.templates = make_templates()
    answers = {}
    for role, name in NAMES.items():
        key = served.desk.add_token(name, "read")[1]
        client = TestClient(app, raise_server_exceptions=False)
        answers[role] = client.get("/forgotten", headers={"authorization": f"Bearer {key}"}).status_code
    assert answers == {"reader": 403, "editor": 403, "admin": 200}


def test_programs_are_let_in_nowhere_without_a_login(people):
    for route in PROGRAM_ROUTES:
        path = re.sub(r"\{[^}]*\}", "aaaaaaaaaaaaaaaa", getattr(route, "path", ""))
        if path != "/accounts/ClientLogin":
            assert people["nobody"].get(path).status == 401, path
            assert people["nobody"].ask("POST", path, "{}", content_type="application/json").status == 401, path
