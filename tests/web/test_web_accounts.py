"""Logging in and what follows, a public desk, one's own account, and when a desk is served at all."""

from __future__ import annotations

import http.client
import json
import threading
import time

import pytest
from fake_desk import FakeDesk
from served_site import Site
from visitors import WORDS, Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, ConfigurationError, LoginNeeded
from infostreamer.settings import Settings
from infostreamer.web import serve
from infostreamer.web.pages.account import browser_of
from infostreamer.web.peer import proxies_of


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    back = cheap_hashes()
    with Desk.open(Settings({"desk.data": str(tmp_path_factory.mktemp("desk"))})) as opened:
        yield with_accounts(opened)
    back()


@pytest.fixture(scope="module")
def asked(desk):
    served = Site(desk)
    yield served
    served.close()


@pytest.fixture(scope="module")
def public(desk):
    served = Site(desk, **{"web.public": True})
    yield served
    served.close()


def test_a_desk_without_accounts_asks_nobody_and_says_so(site):
    text = site.get("/login").text
    assert "No login is needed" in text
    assert "Log out" not in site.get("/").text
    assert "infostreamer users add NAME --role admin" in site.get("/account").text
    assert site.post("/login", {"name": "x", "password": "y"}).headers["location"] == "/"


def test_the_first_account_shuts_the_desk_while_it_is_served(tmp_path):
    back = cheap_hashes()
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as own:
        served = Site(own)
        visitor = Visitor(served)
        assert visitor.get("/").status == 200
        own.add_user("anna", "admin", password=WORDS)
        assert visitor.get("/").status == 401
        assert visitor.post("/seen", {"position": "1"}, token="x").status == 401  # noqa: S106
        own.remove_user("anna")
        assert visitor.get("/").status == 200
        served.close()
    back()


def test_somebody_logs_in_is_greeted_by_name_and_logs_out(asked):
    visitor = Visitor(asked)
    assert visitor.get("/").status == 401
    page = visitor.get(visitor.get("/", accept="text/html").leads).text
    assert "Search reports" not in page, "who may not read is shown no ways to"
    assert visitor.log_in("Rita").leads == "/"
    home = visitor.get("/").text
    assert ">rita</a>" in home
    assert "You are logged in" in visitor.get("/login").text
    assert visitor.post("/logout", {}, token=visitor.token("/account")).leads == "/login"
    assert visitor.get("/").status == 401


def test_what_nobody_needs_a_login_for(asked):
    visitor = Visitor(asked)
    for path in ("/-/health", "/login", "/static/desk.css", "/static/main.js", "/static/mark.svg"):
        assert visitor.get(path).status == 200, path
    assert visitor.get("/-/ready").status == 401


def test_a_wrong_password_keeps_the_name_and_the_way(asked):
    answer = Visitor(asked).log_in("rita", "wrong words", next="/sources")
    assert answer.status == 401
    assert 'value="rita"' in answer.text
    assert 'name="next" value="/sources"' in answer.text
    assert "Name and password do not belong together." in answer.text


def test_programs_are_told_in_their_own_form(asked):
    visitor = Visitor(asked)
    assert visitor.get("/desk.json").text.startswith('{"schema":"infostreamer/error/1","status":401')
    api = visitor.get("/api/v1/stories")
    assert (api.status, api.headers["content-type"]) == (401, "application/problem+json")
    assert api.headers["www-authenticate"].startswith("Bearer")


def test_a_feed_reader_is_asked_for_a_password_and_a_browser_opens_no_window_for_one(asked):
    visitor = Visitor(asked)
    assert "Basic" in visitor.get("/desk.json").headers["www-authenticate"]
    assert "Basic" not in visitor.get("/live", sec_fetch_mode="cors").headers["www-authenticate"]


def test_a_form_sent_after_the_login_ended_says_what_to_do(asked, desk):
    visitor = Visitor(asked)
    visitor.log_in("rita")
    token = visitor.token("/account")
    desk.end_sessions("rita")
    answer = visitor.post("/seen", {"position": "1"}, token=token, accept="text/html")
    assert answer.status == 401
    assert "go back and send the form again" in answer.text


def test_a_public_desk_is_read_by_anybody_and_written_by_nobody_without_a_login(public):
    visitor = Visitor(public)
    home = visitor.get("/")
    assert home.status == 200
    assert 'href="/login?next=/"' in home.text
    assert "Log out" not in home.text
    assert visitor.get("/judgements").status == 401
    assert visitor.get("/-/jobs").status == 401
    for path in ("/seen", "/judge", "/sources/add", "/dossiers/add"):
        answer = visitor.post(path, {"position": "1"}, token=visitor.token("/"))
        assert answer.status == 401, path
        assert "log in at /login" in answer.text
    assert visitor.get("/desk.json", authorization="Bearer ist_wrong").status == 401, "a wrong token is not overlooked"
    visitor.log_in("rita")
    assert visitor.get("/judgements").status == 200


def test_a_reading_app_without_a_login_reads_and_writes_nothing_on_a_public_desk(public, desk):
    """What a stranger marked as read, every visitor had read."""
    visitor = Visitor(public)
    before = visitor.get("/desk.json").text
    for given in ("GoogleLogin x", "GoogleLogin auth=", "Bearer ", "GoogleLogin auth=owner/no-login"):
        for path, form in (("mark-all-as-read", "s=user/-/state/com.google/reading-list"), ("edit-tag", "i=1&a=read")):
            answer = public.ask(
                "POST",
                f"/reader/api/0/{path}",
                form,
                {"authorization": given, "content-type": "application/x-www-form-urlencoded"},
            )
            assert answer.status == 401, (given, path)
        assert visitor.get("/reader/api/0/user-info", authorization=given).status == 401
    assert json.loads(visitor.get("/desk.json").text)["news_total"] == json.loads(before)["news_total"]


def test_nothing_is_kept_for_nobody(desk):
    for mark in (
        lambda: desk.saw(PUBLIC, {}),
        lambda: desk.unsaw_all(PUBLIC, []),
        lambda: desk.caught_up(PUBLIC, 1),
        lambda: desk.keep(PUBLIC, "bookmark", "story:x"),
        lambda: desk.bookmark(PUBLIC, [], is_set=True),
        lambda: desk.drop(PUBLIC, "bookmark", "story:x"),
    ):
        with pytest.raises(LoginNeeded):
            mark()


@pytest.mark.parametrize(
    ("hops", "address"),
    [
        ("203.0.113.6", "203.0.113.6"),
        ("203.0.113.6:40001", "203.0.113.6"),
        ("198.51.100.1, 203.0.113.6:40002, 127.0.0.1:80", "203.0.113.6"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("unknown", "unknown"),
    ],
)
def test_who_comes_through_a_proxy_is_known_by_address_and_not_by_port(hops, address):
    proxies = proxies_of(Settings({"web.proxy_from": "127.0.0.1"}))
    scope = {"type": "http", "client": ("127.0.0.1", 5), "headers": [(b"x-forwarded-for", hops.encode())]}
    assert proxies.client(scope) == address


def test_a_password_is_changed_by_whoever_knows_the_old_one(asked, desk):
    here, there = Visitor(asked), Visitor(asked)
    here.log_in("eddy")
    there.log_in("eddy")

    def change(old, new, again):
        form = {"password": old, "new": new, "again": again}
        return here.post("/account/password", form, token=here.token("/account"))

    assert "not your password" in change("no words", "new words here", "new words here").text
    assert "differ" in change(WORDS, "new words here", "new words there").text
    assert "at least 10" in change(WORDS, "short", "short").text
    assert change(WORDS, "new words here", "new words here").leads == "/account?done=password"
    assert "Every other browser was logged out" in here.get("/account?done=password").text
    assert there.get("/account").status == 401
    assert there.log_in("eddy").status == 401
    assert there.log_in("eddy", "new words here").status == 303
    desk.set_password("eddy", WORDS)


def test_a_copied_cookie_opens_nothing_after_a_new_password_nor_after_logging_out_elsewhere(asked, desk):
    for path, form in (
        ("/account/password", {"password": WORDS, "new": "new words here", "again": "new words here"}),
        ("/account/sessions/end", {}),
    ):
        here, thief = Visitor(asked), Visitor(asked)
        here.log_in("eddy")
        thief.jar.update(here.jar)
        assert thief.get("/account").status == 200
        assert here.post(path, form, token=here.token("/account")).status == 303
        assert thief.get("/account").status == 401
        assert here.get("/account").status == 200
        desk.set_password("eddy", WORDS)


def test_one_sees_where_one_is_logged_in_and_logs_out_elsewhere(asked):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    here, there = Visitor(asked), Visitor(asked, user_agent=agent)
    here.log_in("anna")
    there.log_in("anna")
    page = here.get("/account").text
    assert "Firefox on Linux" in page
    assert page.count("this one") == 1
    assert here.post("/account/sessions/end", {}, token=here.token("/account")).leads == "/account?done=ended"
    assert there.get("/account").status == 401
    assert "Firefox on Linux" not in here.get("/account").text


@pytest.mark.parametrize(
    ("agent", "called"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", None),
        ("", None),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent, called):
    assert browser_of(agent) == called


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104
def test_a_desk_that_others_reach_is_served_only_with_a_login(host):
    with pytest.raises(ConfigurationError, match="users add NAME --role admin"):
        serve(FakeDesk(), Settings({"web.host": host, "web.port": 0}))


def test_a_setting_says_that_a_proxy_asks_for_the_login(desk):
    served = Site(FakeDesk(), **{"web.host": "0.0.0.0", "web.proxy_login": True})  # noqa: S104
    assert served.get("/").status == 200
    served.close()
    served = Site(desk, **{"web.host": "0.0.0.0"})  # noqa: S104
    assert served.get("/").status == 401
    served.close()


def test_a_desk_that_others_reach_stays_shut_when_its_last_account_goes(tmp_path):
    back = cheap_hashes()
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as own:
        own.add_user("anna", "admin", password=WORDS)
        served = Site(own, **{"web.host": "0.0.0.0"})  # noqa: S104
        own.remove_user("anna")
        assert Visitor(served).get("/").status == 401
        served.close()
    back()


def test_a_header_that_nobody_may_send_is_a_mistake():
    with pytest.raises(ConfigurationError, match=r"needs web\.proxy_from"):
        proxies_of(Settings({"web.proxy_user_header": "Remote-User"}))
    with pytest.raises(ConfigurationError, match="'my-proxy', which is no address"):
        proxies_of(Settings({"web.proxy_from": "127.0.0.1, my-proxy"}))


def test_reading_goes_on_while_something_long_is_written(asked, desk):
    visitor = Visitor(asked)
    visitor.log_in("rita")
    begun, end = threading.Event(), threading.Event()

    def write():
        with desk.store.unit() as unit:
            unit.meta.put("test", "x")
            begun.set()
            end.wait(60)

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(60)
    try:
        assert visitor.get("/account.json").status == 200
    finally:
        end.set()
        writer.join()


def test_a_live_connection_ends_by_itself_so_that_a_lost_login_is_noticed(asked, monkeypatch):
    from infostreamer.web import live

    monkeypatch.setattr(live, "LASTS_S", 0.2)
    monkeypatch.setattr(live, "LOOK_S", 0.05)
    key = asked.desk.add_token("rita", "read")[1]
    answer = asked.get("/live", authorization=f"Bearer {key}")  # read to its end
    assert answer.text.startswith("retry: 3000")


@pytest.mark.parametrize(
    ("role", "offers", "hides"),
    [
        ("rita", (), ('action="/sources/add"', 'action="/judge"', "Operation")),
        ("eddy", ('action="/judge"',), ('action="/sources/add"', "Operation")),
        ("anna", ('action="/sources/add"', "Operation"), ()),
    ],
)
def test_a_page_offers_what_the_role_may_do(asked, role, offers, hides):
    from infostreamer.model import Source

    source = Source(id="a" * 16, address="https://a.example/feed", kind="feed", is_paused=True)
    asked.desk.put_sources([source])
    visitor = Visitor(asked)
    visitor.log_in(role)
    text = visitor.get("/sources").text
    assert [one for one in offers if one not in text] == []
    assert [one for one in hides if one in text] == []


def test_an_answer_is_not_held_back_by_the_network_stack(asked):
    """With Nagle's algorithm on, every answer over a kept connection waits for the client's delayed ACK: 40 ms."""
    connection, took = http.client.HTTPConnection(asked.host, timeout=60), []
    while len(took) < 10 or (min(took[1:]) >= 0.03 and len(took) < 300):  # on a busy machine a few are quick
        start = time.perf_counter()
        connection.request("GET", "/-/health")
        connection.getresponse().read()
        took.append(time.perf_counter() - start)
    connection.close()
    assert min(took[1:]) < 0.03
