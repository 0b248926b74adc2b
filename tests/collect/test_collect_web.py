"""The door to the network, against a real server."""

import asyncio
import gzip
import itertools
import socket
import threading
import time
import zlib
from datetime import UTC, datetime

import pytest
from aiohttp.resolver import ThreadedResolver
from fakes.web_server import Route

from infostreamer import __version__
from infostreamer.collect import Web
from infostreamer.collect.connector import make_connector, mapped_target
from infostreamer.model import FetchError, Refused
from infostreamer.settings import Settings


def trouble(web, address, **options):
    with pytest.raises(FetchError) as caught:
        web.get(address, **options)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_answer_carries_what_was_received(server, web, clock):
    server.routes["/a"] = Route("Grüße".encode("latin-1"), mime='Text/HTML; Charset="ISO-8859-1"', etag='"1"')
    got = web.get("http://dawn.example/a")
    assert (got.status, got.body, got.mime, got.charset) == (200, b"Gr\xfc\xdfe", "text/html", "iso-8859-1")
    assert (got.header("etag"), got.final_address, got.fetched_at) == ('"1"', "http://dawn.example/a", clock.now)
    assert got.permanent_to is None


def test_the_agent_is_honest_and_sends_no_cookie(server, open_web):
    server.routes["/a"] = Route(b"x", headers={"Set-Cookie": "id=7; Path=/"})
    web = open_web(contact="desk@dawn.example")
    web.get("http://dawn.example/a")
    web.get("http://dawn.example/a")
    assert server.seen[1].headers["user-agent"] == f"InformationStreamer/{__version__} (+desk@dawn.example)"
    assert "cookie" not in server.seen[1].headers


def test_a_contact_cannot_add_headers(server, open_web):
    server.routes["/a"] = Route(b"x")
    open_web(contact="me\r\nX-Injected: 1").get("http://dawn.example/a")
    assert "x-injected" not in server.seen[0].headers


def test_an_unchanged_page_answers_304_without_a_body(server, web):
    server.routes["/a"] = Route(b"x", etag='"1"')
    server.routes["/b"] = Route(b"x", modified="Fri, 14 Mar 2031 09:00:00 GMT")
    assert web.get("http://dawn.example/a", etag='"1"').is_not_modified
    assert web.get("http://dawn.example/b", modified="Fri, 14 Mar 2031 09:00:00 GMT").body == b""
    assert not web.get("http://dawn.example/a", etag='"2"').is_not_modified


def test_a_permanent_redirect_is_told_apart_from_a_temporary_one(server, web):
    server.routes |= {
        "/old": Route(status=301, headers={"Location": "/new"}),
        "/new": Route(status=302, headers={"Location": "http://other.example/now"}),
        "/now": Route(b"x"),
        "/moved": Route(status=302, headers={"Location": "/old"}),
    }
    got = web.get("http://dawn.example/old")
    assert (got.final_address, got.permanent_to) == ("http://other.example/now", "http://dawn.example/new")
    assert web.get("http://dawn.example/moved").permanent_to is None


def test_five_redirects_are_followed_and_six_are_not(server, web):
    for step in range(8):
        server.routes[f"/{step}"] = Route(status=302, headers={"Location": f"/{step + 1}"})
    server.routes["/8"] = Route(b"x")
    assert web.get("http://dawn.example/3").body == b"x"
    assert trouble(web, "http://dawn.example/2").kind == "too-many-redirects"


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/", "http://[::1]/", "http://localhost/", "file:///etc/passwd", "http://0x7f.1/"]
)
def test_a_redirect_into_the_private_network_is_refused(server, web, location):
    server.routes["/a"] = Route(status=302, headers={"Location": location})
    assert isinstance(trouble(web, "http://dawn.example/a"), Refused)


def test_the_server_behind_a_mapped_name_cannot_be_asked_by_its_own_address(server, web):
    server.routes["/a"] = Route(b"x")
    assert web.get("http://dawn.example/a").body == b"x"
    assert trouble(web, server.address("/a")).kind == "refused"
    assert trouble(web, f"http://localhost:{server.port}/a").kind == "refused"
    assert server.count("/a") == 1


def test_private_addresses_are_asked_where_the_setting_allows_it(server, open_web):
    server.routes["/a"] = Route(b"x")
    assert open_web(allow_private=True).get(server.address("/a")).body == b"x"


def test_a_connection_is_checked_where_it_goes_even_if_the_resolver_was_fooled(server):
    """A name may resolve to something else between the check and the connection; the socket's own address counts."""

    async def attempt():
        connector = make_connector({"x.example": "127.0.0.1:1"}, is_private_allowed=False)
        info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))
        try:
            with pytest.raises(Refused):
                connector._socket_factory(info)
            connector._socket_factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1))).close()
        finally:
            await connector.close()

    asyncio.run(attempt())


def test_a_name_with_one_private_address_among_public_ones_is_refused():
    rows = [{"host": "8.8.8.8"}, {"host": "10.0.0.7"}]

    class Fooled:
        async def resolve(self, host, port, family):
            return rows

    async def attempt():
        connector = make_connector({}, is_private_allowed=False)
        connector._resolver._system = Fooled()
        try:
            with pytest.raises(Refused, match=r"10\.0\.0\.7"):
                await connector._resolver.resolve("two.example", 80)
            del rows[1]
            assert await connector._resolver.resolve("two.example", 80) == [{"host": "8.8.8.8"}]
        finally:
            connector._resolver._system = ThreadedResolver()
            await connector.close()

    asyncio.run(attempt())


def test_a_pattern_maps_names_below_the_domain_and_no_others():
    hosts = {"*.example": "127.0.0.1:1", "dawn.example": "127.0.0.1:2"}
    assert mapped_target("dawn.example", hosts) == ("127.0.0.1", 2)
    assert mapped_target("www.dusk.example", hosts) == ("127.0.0.1", 1)
    assert mapped_target("example", hosts) is None
    assert mapped_target("dawn.example.org", hosts) is None


@pytest.mark.parametrize(
    ("status", "word"), [(404, "nothing at this address"), (403, "not open"), (500, "again later")]
)
def test_a_status_is_one_sentence(server, web, status, word):
    server.routes["/a"] = Route(status=status)
    error = trouble(web, "http://dawn.example/a")
    assert (error.kind, error.status) == ("status", status)
    assert word in str(error)


def test_a_name_without_an_address_a_closed_port_and_no_http_are_told_apart(web, open_web):
    assert trouble(web, "http://nowhere.invalid/").kind == "dns"
    private = open_web(allow_private=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert trouble(private, f"http://127.0.0.1:{port}/").kind == "connect"
        assert trouble(private, f"https://127.0.0.1:{port}/").kind == "connect"


def test_plain_http_behind_https_is_a_tls_error(server, open_web):
    assert trouble(open_web(allow_private=True), f"https://127.0.0.1:{server.port}/").kind == "tls"


def test_what_is_no_http_is_a_decode_or_connect_error(open_web):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.sendall(b"SSH-2.0-nothing here\r\n\r\n")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        error = trouble(open_web(allow_private=True), f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert error.kind in ("decode", "connect")


def test_the_deadline_holds_for_a_slow_answer_and_for_slow_redirects(server, open_web):
    web = open_web(deadline=0.4)
    server.routes["/slow"] = Route(b"x", delay_s=60)
    started = time.monotonic()
    assert trouble(web, "http://dawn.example/slow").kind == "timeout"
    for step in range(4):
        server.routes[f"/{step}"] = Route(status=302, headers={"Location": f"/{step + 1}"}, delay_s=0.15)
    assert trouble(web, "http://dusk.example/0").kind == "timeout"
    assert time.monotonic() - started < 20  # two deadlines of 0.4 seconds, on any machine


def test_a_body_over_the_limit_is_not_taken_whether_declared_or_not(server, open_web):
    web = open_web(max_bytes=1000)
    server.routes["/at"] = Route(b"x" * 1000)
    server.routes["/over"] = Route(b"x" * 1001)
    server.routes["/bomb"] = Route(gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})
    assert len(web.get("http://dawn.example/at").body) == 1000
    assert trouble(web, "http://dawn.example/over").kind == "too-large"
    assert trouble(web, "http://dawn.example/bomb").kind == "too-large"


def test_a_compressed_body_is_unpacked_and_a_damaged_one_is_an_error(server, web):
    server.routes["/gzip"] = Route(gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})
    server.routes["/deflate"] = Route(zlib.compress(b"text"), headers={"Content-Encoding": "deflate"})
    server.routes["/broken"] = Route(b"no gzip at all", headers={"Content-Encoding": "gzip"})
    assert web.get("http://dawn.example/gzip").body == web.get("http://dawn.example/deflate").body == b"text"
    assert trouble(web, "http://dawn.example/broken").kind == "decode"


def test_one_host_is_asked_one_at_a_time_and_no_faster_than_its_pace(server, open_web):
    web = open_web(pace=1.0)
    server.routes["/a"] = Route(b"x", delay_s=0.02)
    threads = [threading.Thread(target=web.get, args=("http://dawn.example/a",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moments = sorted(seen.at for seen in server.seen)
    assert server.busiest["dawn.example"] == 1
    # As the server saw them: a busy one may have been told of the first half a second late.
    assert all(later - earlier >= 0.5 for earlier, later in itertools.pairwise(moments))


def test_different_hosts_are_asked_at_once(server, web):
    together = threading.Barrier(3, timeout=60)

    def wait(seen):
        together.wait()
        return Route(b"x")

    server.routes["/a"] = wait
    threads = [threading.Thread(target=web.get, args=(f"http://h{number}.example/a",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.seen) == 3
    assert not together.broken


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_be_left_alone_is_left_alone(server, web, status):
    server.routes["/a"] = Route(status=status, headers={"Retry-After": "120"})
    server.routes["/b"] = Route(b"x")
    assert trouble(web, "http://dawn.example/a").retry_after_s == 120
    paused = trouble(web, "http://dawn.example/b")
    assert (paused.kind, paused.retry_after_s) == ("paused", 120)
    assert server.count("/b") == 0
    assert web.get("http://dusk.example/b").body == b"x"


def test_retry_after_may_be_a_date(server, web, clock):
    server.routes["/a"] = Route(status=503, headers={"Retry-After": "Fri, 14 Mar 2031 12:10:00 GMT"})
    assert trouble(web, "http://dawn.example/a").retry_after_s == 600


ROBOTS = b"User-agent: *\nDisallow: /private/*.html$\nDisallow: /off\n"


def test_robots_are_asked_once_a_day_and_obeyed(server, web, clock):
    server.routes |= {
        "/robots.txt": Route(ROBOTS, mime="text/plain"),
        "/a": Route(b"x"),
        "/private/x.html": Route(b"x"),
    }
    assert web.get("http://dawn.example/a", check_robots=True).body == b"x"
    refused = trouble(web, "http://dawn.example/private/x.html", check_robots=True)
    assert isinstance(refused, Refused)
    assert refused.kind == "robots"
    assert server.count("/private/x.html") == 0
    assert server.count("/robots.txt") == 1
    clock.forward(hours=25)
    web.get("http://dawn.example/a", check_robots=True)
    assert server.count("/robots.txt") == 2


def test_robots_are_not_asked_for_what_a_person_asked_for(server, web):
    server.routes |= {"/robots.txt": Route(ROBOTS), "/off": Route(b"x")}
    assert web.get("http://dawn.example/off").body == b"x"
    assert server.count("/robots.txt") == 0


def test_robots_hold_for_where_a_redirect_leads(server, web):
    server.routes |= {
        "/robots.txt": Route(ROBOTS),
        "/a": Route(status=302, headers={"Location": "/off"}),
        "/off": Route(b"x"),
    }
    assert trouble(web, "http://dawn.example/a", check_robots=True).kind == "robots"
    assert server.count("/off") == 0


@pytest.mark.parametrize(("status", "is_open"), [(404, True), (403, True), (500, False)])
def test_missing_robots_open_a_host_and_a_broken_server_closes_it_for_a_while(server, web, clock, status, is_open):
    server.routes |= {"/robots.txt": Route(status=status), "/a": Route(b"x")}
    if is_open:
        assert web.get("http://dawn.example/a", check_robots=True).body == b"x"
        return
    assert trouble(web, "http://dawn.example/a", check_robots=True).kind == "robots"
    server.routes["/robots.txt"] = Route(status=404)
    clock.forward(minutes=11)
    assert web.get("http://dawn.example/a", check_robots=True).body == b"x"


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe" * 100, b"Disallow", b"<html>no robots</html>", b"User-agent: *\n" * 9]
)
def test_an_unreadable_robots_file_states_no_rules(server, web, body):
    server.routes |= {"/robots.txt": Route(body), "/a": Route(b"x")}
    assert web.get("http://dawn.example/a", check_robots=True).body == b"x"


def test_a_crawl_delay_slows_the_pace(server, web):
    server.routes |= {"/robots.txt": Route(b"User-agent: *\nCrawl-delay: 1\n"), "/a": Route(b"x")}
    for _ in range(2):
        web.get("http://dawn.example/a", check_robots=True)
    first, second = (seen.at for seen in server.seen if seen.path == "/a")
    assert second - first >= 0.5  # as the server saw them


def test_the_environment_names_no_proxy(server, open_web, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    server.routes["/a"] = Route(b"x")
    assert open_web().get("http://dawn.example/a").body == b"x"


def test_a_closed_door_says_so_and_may_be_closed_again(server):
    server.routes["/a"] = Route(b"x")
    with Web(Settings({}), hosts={"dawn.example": server.target}) as web:
        assert web.get("http://dawn.example/a").fetched_at <= datetime.now(UTC)
    web.close()
    assert trouble(web, "http://dawn.example/a").kind == "connect"
    assert not [thread for thread in threading.enumerate() if thread.name == "infostreamer-web" and thread.is_alive()]


def test_closing_the_door_ends_what_waits_behind_it(server, open_web):
    web = open_web(pace=60.0)
    server.routes["/a"] = Route(b"x")
    web.get("http://dawn.example/a")
    errors = []

    def wait():
        try:
            web.get("http://dawn.example/a")
        except FetchError as error:
            errors.append(error.kind)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.05)
    web.close()
    thread.join(timeout=60)
    assert errors == ["connect"]
