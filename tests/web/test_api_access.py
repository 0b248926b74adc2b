"""Who may call what: no foreign page ever writes, a token no more than its scope, an account no more than its role."""

import json

import pytest

from infostreamer.web.api.table import OPERATIONS, PREFIX

WRONG = "wrong"
JSON = {"content-type": "application/json"}


def send(site, method, path, body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.ask(method, f"{PREFIX}/{path}", None if body is None else json.dumps(body), {**JSON, **named})


_FILLED = {"{id}": "0" * 16, "{revision}": "1", "{kind}": "follow", "{item}": "story:x"}
_FILLED |= {"{slug}": "x", "{name}": "x", "{key}": "x"}


def filled(path):
    for field, value in _FILLED.items():
        path = path.replace(field, value)
    return path.strip("/")


def calls():
    """Every operation with an address of it."""
    return [(one, filled(one.path)) for one in OPERATIONS]


@pytest.fixture(scope="module")
def token(demo):
    return demo.token()


def test_on_a_desk_without_accounts_reading_is_open_and_writing_needs_the_form_token(demo):
    assert demo.get(f"{PREFIX}/stories").status == 200
    body = {"title": "Bridges", "question": "bridge"}
    refused = send(demo, "POST", "dossiers", body)
    assert refused.status == 401
    assert "Bearer" in refused.headers["www-authenticate"]
    assert send(demo, "POST", "dossiers", body, x_form_token=WRONG).status == 401
    assert send(demo, "POST", "dossiers", body, authorization="Bearer ist_made-up").status == 401
    assert send(demo, "POST", "judgements", {"do": "split", "items": []}, x_form_token=demo.token()).status == 422


@pytest.mark.parametrize("one", [one for one in OPERATIONS if one.method != "GET"], ids=lambda one: one.name)
def test_a_foreign_page_writes_nothing_even_with_a_stolen_form_token(demo, token, one):
    path, before = {row.name: way for row, way in calls()}[one.name], demo.desk.digest()
    for foreign in (
        {"origin": "https://evil.example", "sec_fetch_site": "cross-site"},
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "same-site"},
    ):
        answer = send(demo, one.method, path, {}, x_form_token=token, **foreign)
        assert answer.status in (401, 403)
        assert "access-control-allow-origin" not in answer.headers
    assert demo.desk.digest() == before


def test_a_body_that_is_no_json_is_refused(demo):
    token = demo.token()
    assert send(demo, "POST", "dossiers", None, x_form_token=token).status == 400
    form = demo.ask("POST", f"{PREFIX}/dossiers", "title=x", {"x-form-token": token, "content-type": "text/plain"})
    assert form.status == 415
    large = demo.ask("POST", f"{PREFIX}/dossiers", b'"' + b"x" * 300_000, {"x-form-token": token, **JSON})
    assert large.status == 413
    unknown = send(demo, "POST", "dossiers", {"title": "a", "question": "b", "titel": "c"}, x_form_token=token)
    assert json.loads(unknown.text)["detail"] == "There is no field `titel`; did you mean `title`?"
    for answer in (form, large, unknown):
        assert answer.headers["content-type"] == "application/problem+json"


def test_each_operation_asks_for_its_role_and_its_scope(demo):
    desk = demo.desk
    ranks = {"read": 0, "own": 0, "write": 1, "admin": 2}
    roles = ("reader", "editor", "admin")
    desk.add_user("adm", "admin", password=None)
    desk.add_user("edi", "editor", password=None)
    desk.add_user("rea", "reader", password=None)
    try:
        keys = {
            (role, scope): desk.add_token(role[:3], scope)[1] for role in roles for scope in ("read", "write", "admin")
        }
        assert demo.get(f"{PREFIX}/stories").status == 401
        for one, path in calls():
            for (role, scope), key in keys.items():
                status = send(demo, one.method, path, {}, authorization=f"Bearer {key}").status
                wants_token = 0 if one.method == "GET" else {"own": 1, "write": 1, "admin": 2}[one.scope]
                may = roles.index(role) >= ranks[one.scope] and ranks[scope] >= wants_token
                assert (status not in (401, 403)) == may, (one.name, role, scope, status)
    finally:
        for name in ("rea", "edi", "adm"):
            desk.remove_user(name)


def test_reports_and_what_people_wrote_are_not_for_the_public(demo, serve_desk):
    demo.desk.add_user("adm", "admin", password=None)
    try:
        public = serve_desk(demo.desk, **{"web.public": True})
        for one, path in calls():
            if one.method == "GET":
                status = public.get(f"{PREFIX}/{path}" + ("?q=x" if one.name == "search" else "")).status
                assert (status == 401) == (one.scope != "read"), one.name
        report = demo.desk.newest_reports(limit=1)[0]
        assert public.get(f"{PREFIX}/reports/{report.id}").status == 401
        assert public.get(f"{PREFIX}/reports").status == 200
    finally:
        demo.desk.remove_user("adm")
