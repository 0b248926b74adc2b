"""Who may ask, and who may change something."""

from __future__ import annotations

import pytest
from fake_desk import FakeDesk
from fake_sources import SOURCES
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from infostreamer.settings import Settings
from infostreamer.web.guard import host_name, is_own_origin, known_hosts


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example", "[::2]"])
def test_an_unknown_host_name_is_refused_before_anything_is_read(site, host):
    answer = site.get("/", host=host)
    assert answer.status == 421
    assert "Harbour" not in answer.text
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["localhost:9", "127.0.0.1", "[::1]:8420", "desk.localhost", "LOCALHOST", "news.example"]
)
def test_loopback_names_and_configured_names_are_answered(serve_desk, host):
    served = serve_desk(FakeDesk(), **{"web.hosts": "news.example, other.example"})
    assert served.get("/-/health", host=host).status == 200


def test_a_bound_wildcard_is_no_host_name():
    assert known_hosts(Settings({"web.host": "::"})) == {"localhost", "127.0.0.1", "::1"}


@given(st.text(max_size=40))
def test_any_host_header_gives_a_name_and_never_an_error(header):
    assert isinstance(host_name(header), str)


def test_a_post_with_the_token_is_done_and_leads_back(site):
    answer = site.post("/seen", {"position": "4"})
    assert (answer.status, answer.headers["location"]) == (303, "/?undo=0d0")
    assert site.desk.done == [("seen", 4)]
    assert "Undo" in site.get("/?undo=0d0").text
    undone = site.post("/seen/undo", {"undo": "0d0"})
    assert undone.headers["location"] == "/"
    assert site.desk.seen == 2


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({"token": "wrong"}, {}),
        ({"token": ""}, {}),
        ({}, {"sec_fetch_site": "cross-site"}),
        ({}, {"sec_fetch_site": "same-site"}),
        ({}, {"sec_fetch_site": None, "origin": "https://evil.example"}),
    ],
)
def test_a_foreign_or_tokenless_post_changes_nothing(site, form, headers):
    answer = site.post("/seen", {"position": "4", **form}, **headers)
    assert answer.status == 403
    assert site.desk.done == []


def test_a_post_without_any_origin_header_still_needs_the_token(site):
    assert site.post("/seen", {"position": "4"}, sec_fetch_site=None).status == 303
    assert site.post("/seen", {"position": "4"}, token="x" * 3, sec_fetch_site=None).status == 403


def test_our_own_form_under_no_referrer_sends_origin_null():
    assert is_own_origin(Headers({"host": "localhost:1", "origin": "null"}))
    assert is_own_origin(Headers({"host": "localhost:1", "origin": "http://localhost:1"}))
    assert not is_own_origin(Headers({"host": "localhost:1", "origin": "http://localhost:2"}))
    assert not is_own_origin(Headers({"host": "localhost:1", "origin": "null", "sec-fetch-site": "cross-site"}))


def test_a_huge_form_is_refused(site):
    assert site.post("/seen", {"position": "4", "x": "y" * 70_000}).status == 413


def test_get_never_changes_anything(site):
    key = SOURCES[0][0].id
    for path in (
        "/seen",
        "/sources/add",
        f"/source/{key}/pause",
        f"/source/{key}/refresh",
        "/d/varania/remove",
        "/theme",
    ):
        assert site.get(path).status == 405, path
    assert site.desk.done == []


def test_sources_are_paused_resumed_refreshed_and_added(site):
    key = SOURCES[0][0].id
    assert site.post(f"/source/{key}/pause", {"back": "sources"}).headers["location"] == "/sources"
    site.post(f"/source/{key}/resume", {})
    site.post(f"/source/{key}/refresh", {})
    added = site.post("/sources/add", {"address": "https://ok.example/feed"})
    assert added.headers["location"] == "/sources?added=1"
    assert [name for name, _ in site.desk.done] == ["pause", "resume", "refresh", "add"]
    assert "1 source added" in site.get("/sources?added=1").text


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example/", "", "https://", "sources.opml"]
)
def test_a_page_never_takes_in_a_local_file(site, target):
    answer = site.post("/sources/add", {"address": target})
    assert answer.status == 422
    assert "Give a full address" in answer.text
    assert site.desk.done == []


def test_an_address_that_cannot_be_followed_says_why_and_keeps_what_was_typed(site):
    answer = site.post("/sources/add", {"address": "https://bad.example/"})
    assert answer.status == 422
    assert "Neither a feed nor a page" in answer.text
    assert 'value="https://bad.example/"' in answer.text


def test_dossiers_are_made_and_removed(site):
    assert site.post("/dossiers/add", {"title": "Ports", "question": "port"}).headers["location"] == "/d/ports"
    assert site.get("/d/ports").status == 200
    assert site.post("/dossiers/add", {"title": "", "question": ""}).status == 422
    assert site.post("/d/ports/remove", {}).headers["location"] == "/dossiers"
    assert site.get("/d/ports").status == 404


@pytest.mark.parametrize(
    ("back", "leads"), [("/sources?x=1", "/sources?x=1"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("x", "/")]
)
def test_the_theme_is_kept_and_leads_back_only_to_our_own_pages(site, back, leads):
    answer = site.post("/theme", {"theme": "dark", "back": back})
    assert (answer.status, answer.headers["location"]) == (303, leads)
    assert "infostreamer_theme=dark" in answer.headers["set-cookie"]
    assert 'data-theme="dark"' in site.get("/", cookie="infostreamer_theme=dark").text
    assert 'data-theme="auto"' in site.get("/", cookie="infostreamer_theme=%22x").text
    assert site.post("/theme", {"theme": "pink"}).status == 422
