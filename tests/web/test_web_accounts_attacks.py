"""A desk with accounts as an attacker meets it, on both databases."""

from __future__ import annotations

import base64
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from served_site import Site
from visitors import WORDS, Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.model import sha256_hex
from infostreamer.settings import Settings
from infostreamer.store import open_store


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def opened(request, tmp_path_factory):
    back = cheap_hashes()
    folder = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{folder}/desk.sqlite3"
    if request.param == "postgres":
        url = request.getfixturevalue("lasting_postgres")
    with Desk(open_store(url), Settings({"desk.data": str(folder), "store.url": url})) as desk:
        yield with_accounts(desk)
        for name in ("rita", "eddy", "anna"):
            desk.remove_user(name)
    back()


@pytest.fixture(scope="module")
def proxied(opened):
    """Served as if behind a proxy on this machine."""
    site = Site(opened, **{"web.proxy_from": "127.0.0.1", "web.proxy_user_header": "Remote-User"})
    yield site
    site.close()


@pytest.fixture(scope="module")
def plain(opened):
    site = Site(opened)
    yield site
    site.close()


@pytest.fixture
def desk(opened):
    """The desk; what a test before failed at is forgotten."""
    _forget_attempts(opened)
    yield opened
    _forget_attempts(opened)


def _forget_attempts(desk):
    with desk.store.unit() as unit:
        unit.attempts.forget_old(datetime.now(UTC) + timedelta(days=2))


@pytest.fixture
def visitor(desk, plain):
    return Visitor(plain)


@pytest.fixture
def rita(visitor):
    assert visitor.log_in("rita").status == 303
    return visitor


# Sessions


def test_a_planted_session_is_never_adopted(visitor, desk):
    name = "infostreamer_session_0"
    visitor.jar[name] = "planted-by-somebody-else"
    assert visitor.log_in("rita").status == 303
    assert visitor.session != "planted-by-somebody-else"
    assert desk.asker(session_key="planted-by-somebody-else").user is None


def test_a_login_ends_the_session_that_the_browser_had(rita, desk):
    before = rita.session
    rita.log_in("rita")
    assert rita.session != before
    assert desk.asker(session_key=before).user is None


def test_a_stolen_cookie_opens_nothing_after_the_log_out(rita, plain):
    thief = Visitor(plain)
    thief.jar = dict(rita.jar)
    assert thief.get("/account.json").status == 200
    assert rita.post("/logout", {}, token=rita.token("/account")).leads == "/login"
    assert rita.session is None
    assert thief.get("/account.json").status == 401


def test_a_log_out_needs_a_form_of_the_desk(rita):
    assert rita.get("/logout").status == 405
    assert rita.post("/logout", {}, token="x").status == 403  # noqa: S106
    assert rita.get("/account.json").status == 200


def test_the_cookie_is_kept_from_scripts_and_foreign_sites(visitor, proxied):
    cookie = next(one for one in visitor.log_in("rita").cookies if "session" in one and "Max-Age=0" not in one)
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "Secure" not in cookie
    encrypted = Visitor(proxied, x_forwarded_proto="https")
    cookie = next(one for one in encrypted.log_in("rita").cookies if "session" in one and "Max-Age=0" not in one)
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie.split("; ")
    assert encrypted.get("/account.json").status == 200
    downgraded = Visitor(proxied)
    downgraded.jar = dict(encrypted.jar)
    assert downgraded.get("/account.json").status == 401, "a cookie of the encrypted desk is none of the plain one"


def test_what_the_database_holds_opens_nothing(rita, desk, plain):
    thief = Visitor(plain)
    thief.jar = {name: sha256_hex(value.encode()) for name, value in rita.jar.items()}
    assert thief.get("/account.json").status == 401
    with desk.store.read() as unit:
        assert rita.session not in str(unit.sessions.of("rita", datetime.now(UTC)))


# Guessing


def test_guessing_meets_a_wait_that_the_right_password_shares(visitor):
    answers = [visitor.log_in("rita", f"guess number {number}").status for number in range(7)]
    assert answers == [401] * 5 + [429] * 2
    refused = visitor.log_in("rita")
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert re.search(r"wait \d+ seconds?", refused.text)
    assert visitor.session is None


def test_many_guesses_at_once_gain_nothing(visitor, plain):
    statuses = []

    def guess(number):
        other = Visitor(plain)
        statuses.append(other.log_in("eddy", f"guess number {number}").status)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(401) == 5
    assert statuses.count(429) == 11


def test_a_made_up_sender_does_not_reset_the_count(visitor):
    answers = [
        visitor.post(
            "/login",
            {"name": "rita", "password": "wrong words"},
            x_forwarded_for=f"203.0.113.{number}",
            forwarded=f"for=203.0.113.{number}",
            x_real_ip=f"203.0.113.{number}",
        ).status
        for number in range(7)
    ]
    assert answers[-1] == 429


def test_behind_a_proxy_the_sender_is_the_last_address_that_is_not_the_proxys(desk, proxied):
    def tried(forwarded):
        stranger = Visitor(proxied, x_forwarded_for=forwarded)
        return stranger.log_in("rita", "wrong words").status

    answers = [tried(f"203.0.113.{number}, 198.51.100.9") for number in range(7)]
    assert answers[-1] == 429, "what stands before the proxy's own entry was written by the sender"
    assert tried("198.51.100.10, 127.0.0.1") == 401


def test_guessing_by_the_form_of_another_password_is_no_faster(rita):
    token = rita.token("/account")
    form = {"password": "wrong words", "new": "brand new words", "again": "brand new words"}
    answers = [rita.post("/account/password", form, token=token) for _ in range(7)]
    assert {answer.status for answer in answers} == {422}
    assert "Too many logins failed" in answers[-1].text
    assert rita.post("/account/password", {**form, "password": WORDS}, token=token).status == 422


def test_an_unknown_name_gets_the_very_same_answer(visitor):
    def told(name):
        text = visitor.log_in(name, "wrong words").text
        return re.sub(r'name="token" value="[^"]*"', "", text).replace(name, "NAME")

    assert told("rita") == told("nobody")


def test_an_unknown_name_takes_as_long(visitor, monkeypatch):
    from argon2 import PasswordHasher

    from infostreamer.desk import passwords

    dear = PasswordHasher(time_cost=12, memory_cost=32_768, parallelism=1)
    kept = dear.hash(WORDS)
    monkeypatch.setattr(passwords, "_nobodys", lambda: kept)
    with visitor.site.desk.store.unit() as unit:
        from dataclasses import replace

        user = unit.users.get("eddy")
        unit.users.put(replace(user, password=kept))

    def took(name):
        token = visitor.token()
        start = time.process_time()  # of this process, which serves too: others have the clock on the wall
        assert visitor.post("/login", {"name": name, "password": "wrong words"}, token=token).status == 401
        return time.process_time() - start

    known, unknown = min(took("eddy") for _ in range(4)), min(took("nobody") for _ in range(4))
    assert known > 0.02, "the hash costs something"
    assert 0.5 < unknown / known < 2


# Forms


def test_a_form_is_bound_to_the_session_and_its_token_never_the_same(rita, plain):
    first, second = rita.token("/account"), rita.token("/account")
    assert first != second
    eddy = Visitor(plain)
    eddy.log_in("eddy")
    assert eddy.post("/theme", {"theme": "dark"}, token=first).status == 403
    assert rita.post("/theme", {"theme": "dark"}, token=second).status == 303
    assert rita.post("/theme", {"theme": "dark"}, token=first).status == 303


@pytest.mark.parametrize("token", ["", "x", "A" * 88, "é", "=" * 88, base64.urlsafe_b64encode(bytes(64)).decode()])
def test_a_made_up_token_is_refused(rita, token):
    assert rita.post("/theme", {"theme": "dark"}, token=token).status == 403


def test_a_foreign_page_can_neither_log_somebody_in_nor_act_for_them(rita, visitor, plain):
    attacker = Visitor(plain)
    theirs = attacker.token()
    victim = Visitor(plain)
    form = {"name": "eddy", "password": WORDS}
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": None, "origin": "https://evil.example"},
        {"sec_fetch_site": None, "origin": "null"},
        {"sec_fetch_site": None},
    ):
        assert victim.post("/login", form, token=theirs, **headers).status == 403, headers
    assert victim.session is None
    for headers in ({"sec_fetch_site": "cross-site"}, {"sec_fetch_site": None, "origin": "http://localhost:1"}):
        assert rita.post("/logout", {}, token=rita.token("/account"), **headers).status == 403
    assert rita.get("/account.json").status == 200


def test_a_get_changes_nothing(rita, desk):
    rita.get("/account/tokens/add?scope=read")
    rita.get("/login?name=eddy&password=x")
    assert desk.tokens("rita") == []


def test_what_is_posted_is_bounded(rita):
    token = rita.token("/account")
    assert rita.post("/theme", {"theme": "dark", "x": "y" * 70_000}, token=token).status == 413
    many = "&".join(f"a{number}=1" for number in range(2_000))
    assert rita.ask("POST", "/theme", f"token={token}&{many}", sec_fetch_site="same-origin").status == 413
    assert rita.post("/theme", {"theme": "dark"}, token=token).status == 303


def test_a_long_password_is_no_way_to_keep_the_desk_busy(visitor):
    start = time.perf_counter()
    assert visitor.log_in("rita", "x" * 60_000).status == 401
    assert time.perf_counter() - start < 20


# Roles


def test_a_reader_gains_no_role_by_asking(rita, desk):
    token = rita.token("/account")
    for path in ("/sources/add", "/judge", "/dossiers/add", "/-/failures/x/retry"):
        form = {"role": "admin", "reader": "anna", "name": "anna", "_method": "GET"}
        answer = rita.post(path, form, token=token, x_http_method_override="GET", remote_user="anna")
        assert answer.status == 403, path
        assert "logged in as rita" in answer.text
    assert rita.get("/-/jobs").status == 403
    assert desk.user("rita").role == "reader"


def test_a_lost_role_is_lost_at_once(visitor, desk):
    visitor.log_in("eddy")
    assert visitor.post("/dossiers/add", {"title": "", "question": ""}, token=visitor.token("/account")).status == 422
    desk.set_role("eddy", "reader")
    try:
        assert visitor.post("/dossiers/add", {"title": "x", "question": "x"}).status == 403
    finally:
        desk.set_role("eddy", "editor")


def test_a_token_reaches_as_far_as_its_scope(desk, plain):
    keys = {scope: desk.add_token("anna", scope)[1] for scope in ("read", "write", "admin")}

    def asks(scope, method, path, body=None):
        program = Visitor(plain, authorization=f"Bearer {keys[scope]}")
        return program.ask(method, path, body, content_type="application/x-www-form-urlencoded").status

    assert [asks(scope, "GET", "/-/jobs") for scope in keys] == [200, 200, 200]
    assert [asks(scope, "POST", "/judgements/x/undo", "") for scope in keys] == [403, 404, 404]
    assert [asks(scope, "POST", "/-/failures/x/retry", "") for scope in ("read", "write")] == [403, 403]
    basic = base64.b64encode(f"anna:{keys['admin']}".encode()).decode()
    assert Visitor(plain, authorization=f"Basic {basic}").get("/desk.json").status == 200
    assert Visitor(plain, authorization=f"Basic {basic}").ask("POST", "/logout", "").status == 403, (
        "browsers keep these"
    )
    for token in desk.tokens():
        desk.revoke_token(token.id)
    assert asks("admin", "GET", "/-/jobs") == 401


def test_a_token_does_not_look_after_the_account(desk, plain):
    _, key = desk.add_token("anna", "admin")
    program = Visitor(plain, authorization=f"Bearer {key}")
    answer = program.ask("POST", "/account/tokens/add", "scope=admin")
    assert answer.status == 403
    assert len(desk.tokens()) == 1
    desk.revoke_token(desk.tokens()[0].id)


@pytest.mark.parametrize(
    "sent",
    ["Bearer ist_wrong", "Bearer", "Basic !!!", "GoogleLogin auth=", "GoogleLogin auth=x", "Digest", "Bearer é"],
)
def test_a_wrong_token_is_nobody(visitor, sent):
    assert visitor.get("/desk.json", authorization=sent).status == 401


def test_the_key_of_a_token_is_shown_once(rita, desk):
    shown = rita.post("/account/tokens/add", {"scope": "read", "label": "<b>phone"}, token=rita.token("/account"))
    key = re.search(r"ist_[\w-]{43}", shown.text)[0]
    assert "no-store" in shown.headers["cache-control"]
    assert "&lt;b&gt;phone" in shown.text
    assert key not in rita.get("/account").text
    assert key not in rita.get("/account.json").text
    assert desk.asker(token_key=key).user.name == "rita"
    stranger = Visitor(rita.site)
    stranger.log_in("eddy")
    gone = f"/account/tokens/{desk.tokens('rita')[0].short_id}/revoke"
    assert stranger.post(gone, {}, token=stranger.token("/account")).status == 404
    assert rita.post(gone, {}, token=rita.token("/account")).status == 303
    assert desk.tokens("rita") == []


# Addresses and headers


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "",
        "\\\\x",
    ],
)
def test_a_login_leads_to_no_other_site(visitor, to):
    assert visitor.log_in("rita", next=to).leads == "/"
    assert 'name="next" value="/"' in Visitor(visitor.site).post("/login", {"name": "x", "next": to}).text


def test_a_login_leads_to_where_one_wanted_to_go(visitor):
    asked = visitor.get("/search?q=dam+%22x%22&from=20", accept="text/html,*/*")
    assert asked.status == 303
    form = visitor.get(asked.leads)
    then = re.search(r'name="next" value="([^"]*)"', form.text)[1].replace("&amp;", "&")
    assert visitor.log_in("rita", next=then).leads == "/search?q=dam+%22x%22&from=20"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example"])
def test_a_foreign_host_name_meets_nothing(visitor, host):
    for path in ("/login", "/", "/-/health"):
        answer = visitor.get(path, host=host, accept="text/html")
        assert answer.status == 421
        assert host not in answer.text


def test_the_way_to_the_login_names_no_host(visitor):
    answer = visitor.get("/", accept="text/html", x_forwarded_host="evil.example")
    assert answer.leads == "/login?next=/"


@pytest.mark.parametrize(
    "name", ["x\r\nSet-Cookie: evil=1", "x%0d%0aSet-Cookie:evil=1", "<script>alert(1)</script>", "\x00"]
)
def test_a_name_cannot_become_a_header_or_a_tag(visitor, name):
    answer = visitor.log_in(name)
    assert answer.status == 401
    assert not any("evil" in cookie for cookie in answer.cookies)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["//account", "/%2e%2e/account", "/static/../account.json", "/static/%2e%2e/%2e%2e/desk.json", "/-/health/../jobs"],
)
def test_no_spelling_of_an_address_goes_around_the_login(visitor, path):
    answer = visitor.get(path)
    assert answer.status in (401, 404)
    assert "infostreamer/account" not in answer.text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "PROPFIND"])
def test_no_method_goes_around_the_login(visitor, method):
    answer = visitor.ask(method, "/account.json")
    assert answer.status in (400, 401, 403, 405)
    assert "rita" not in answer.text


def test_what_was_shown_is_kept_by_no_shared_cache(rita):
    headers = rita.get("/").headers
    assert "private" in headers["cache-control"]
    assert {"cookie", "authorization"} <= {one.strip().lower() for one in headers["vary"].split(",")}


# Proxies


def test_a_user_header_counts_only_from_the_proxy(visitor, proxied, desk):
    assert visitor.get("/desk.json", remote_user="anna").status == 401, "no proxy is configured here"
    through = Visitor(proxied, remote_user="Anna")
    assert through.get("/-/jobs.json").status == 200
    assert through.post("/theme", {"theme": "dark"}, token=through.token("/account")).status == 303
    unknown = Visitor(proxied, remote_user="mallory").get("/", accept="text/html")
    assert unknown.status == 401
    assert "'mallory', who has no account" in unknown.text
    assert Visitor(proxied).get("/desk.json").status == 401, "the proxy named nobody"
    elsewhere = Site(desk, **{"web.proxy_from": "192.0.2.1", "web.proxy_user_header": "Remote-User"})
    try:
        assert Visitor(elsewhere, remote_user="anna").get("/desk.json").status == 401
    finally:
        elsewhere.close()


def test_a_form_token_of_one_proxied_reader_is_none_of_another(proxied):
    anna, rita = Visitor(proxied, remote_user="anna"), Visitor(proxied, remote_user="rita")
    assert rita.post("/theme", {"theme": "dark"}, token=anna.token("/account")).status == 403
