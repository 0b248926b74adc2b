"""Places in answers, feeds and archives that other programs follow: the desk asks at none of them what leads inside,
and at most of them nothing at all."""

from __future__ import annotations

import gzip
import socket
from xml.sax.saxutils import quoteattr

import pytest
from fakes.names import answering
from fakes.sockets import watched
from fakes.web_server import Route
from resolved import ANSWERS, OUTSIDE
from test_addresses import _clean, _ends_at, _told, _xml
from yarl import URL

from infostreamer.collect import Web, connector
from infostreamer.collect.guard import checked_url, is_allowed, is_public
from infostreamer.settings import Settings

STORY = (
    b"<html><head><title>Ferry halted at Mirsk</title></head><body><article><h1>Ferry halted at Mirsk</h1>"
    b"<p>The ferry between Mirsk and Tolna was halted on Monday after a fire in its engine room, the harbour said.</p>"
    b"<p>Nobody was hurt. Harbour master Ana Belov said that the crossing would open again on Thursday.</p>"
    b"</article></body></html>"
)
RELATIONS = (
    "next",
    "prev",
    "self",
    "via",
    "replies",
    "related",
    "enclosure",
    "hub",
    "alternate",
    "prev-archive",
    "edit",
)


def test_none_is_asked_for_from_the_links_of_an_atom_feed(bad, desk, server):
    links = "".join(
        f"<link rel={quoteattr(RELATIONS[at % len(RELATIONS)])} href={quoteattr(_clean(one))}/>"
        for at, one in enumerate(bad)
    )
    entries = "".join(
        f"<entry xml:base={quoteattr(_clean(one))}><id>{at}</id><title>Ferry {at}</title><link href='page'/>"
        f"<content src={quoteattr(_clean(one))} type='text/html'/></entry>"
        for at, one in enumerate(bad[::3])
    )
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base={quoteattr(_clean(bad[0]))}><title>t</title>"
        f"{links}{entries}</feed>"
    )
    server.routes["/feed"] = Route(feed.encode(), mime="application/atom+xml")
    desk.visit(desk.add("http://dawn.example/feed").sources)


def test_none_is_asked_for_from_a_podcast(bad, desk, server):
    first = quoteattr(_clean(bad[0]))
    head = (
        f"<image><url>{_xml(bad[0])}</url><link>{_xml(bad[1])}</link></image><docs>{_xml(bad[2])}</docs>"
        f"<itunes:new-feed-url>{_xml(bad[0])}</itunes:new-feed-url><itunes:image href={first}/>"
        f"<cloud domain='127.0.0.1' port='80' path='/' registerProcedure='' protocol='http-post'/>"
    )
    items = "".join(
        f"<item><title>Episode {at}</title><guid isPermaLink='true'>{_xml(one)}</guid><comments>{_xml(one)}</comments>"
        f"<source url={quoteattr(_clean(one))}>x</source><enclosure url={quoteattr(_clean(one))} type='audio/mpeg'/>"
        f"<media:content url={quoteattr(_clean(one))}><media:thumbnail url={quoteattr(_clean(one))}/></media:content>"
        f"<wfw:commentRss>{_xml(one)}</wfw:commentRss></item>"
        for at, one in enumerate(bad)
    )
    spaces = (
        "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:media='http://search.yahoo.com/mrss/' "
        "xmlns:wfw='http://wellformedweb.org/CommentAPI/'"
    )
    feed = f"<rss version='2.0' {spaces}><channel><title>t</title>{head}{items}</channel></rss>"
    server.routes["/feed"] = Route(feed.encode(), mime="application/rss+xml")
    desk.visit(desk.add("http://dawn.example/feed").sources)


def test_none_is_asked_for_from_the_headers_of_an_answer(bad, closed, server):
    """And nothing else either: of all headers Location alone is followed, and that with five statuses alone."""
    with Web(Settings({"collect.pace": 0.0}), hosts={"dawn.example": server.target}) as web:
        for at, one in enumerate(map(_clean, bad[::4])):
            headers = {
                "Refresh": f"0; url={one}", "Link": f"<{one}>; rel=preload, <{one}>; rel=alternate, <{one}>; rel=hub",
                "Alt-Svc": f'h2="127.0.0.1:{at}"; ma=9, h3=":443"', "Content-Location": one, "Location": one,
                "Report-To": f'{{"endpoints":[{{"url":"{at}"}}]}}', "SourceMap": one, "Ping-To": one, "X-Pingback": one,
                "Strict-Transport-Security": "max-age=99", "Set-Cookie": "a=b",
            }  # fmt: skip
            headers = {name: value for name, value in headers.items() if value.isascii()}
            status = (200, 201, 300, 306, 399, 401, 404, 500)[at % 8]
            server.routes[f"/{at}"] = Route(STORY, status=status, headers=headers)
            _told(web.get, f"http://dawn.example/{at}", etag='"x"')
    assert len({seen.path for seen in server.seen}) == len(server.seen) == len(bad[::4])


def test_a_location_without_scheme_or_host_stays_where_it_is(closed, server):
    server.routes["/end"] = Route(STORY)
    ways = (
        "/end",
        "end",
        "?../end",
        "//dawn.example/end",
        "../../end",
        "http:/end",
        "http:end",
        "#/end",
        "\\end",
        "/\\end",
    )
    with Web(Settings({"collect.pace": 0.0}), hosts={"dawn.example": server.target}) as web:
        for at, way in enumerate(ways):
            server.routes[f"/{at}"] = Route(status=302, headers={"Location": way})
            assert _ends_at(web, f"http://dawn.example/{at}", "http://dawn.example/"), way
    assert {seen.headers["host"] for seen in server.seen} == {"dawn.example"}


def test_none_is_asked_for_from_sitemaps_that_robots_txt_names(bad, desk, server):
    lines = "\n".join(f"Sitemap: {_clean(one)}\nHost: {_clean(one)}" for one in bad)
    server.routes["/robots.txt"] = Route(f"User-agent: *\nAllow: /\n{lines}\n".encode())
    server.routes["/"] = Route(STORY)
    desk.visit(desk.add("http://dawn.example/").sources)


def test_none_is_asked_for_from_the_records_of_a_web_archive(bad, desk, tmp_path):
    pytest.importorskip("warcio")
    body = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Type: text/html\r\n\r\n" + STORY
    records = b""
    for at, one in enumerate(map(_clean, bad[::10])):
        payload = (body % one.encode("utf-8", "replace")).replace(b"302 Found", b"200 OK" if at % 2 else b"302 Found")
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {one}\r\nWARC-Date: 2031-03-14T09:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{at:012d}>\r\nWARC-Refers-To-Target-URI: {one}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
        )
        records += gzip.compress(head.encode("utf-8", "replace") + payload + b"\r\n\r\n", 1)
    (tmp_path / "saved.warc.gz").write_bytes(records)
    desk.add(str(tmp_path / "saved.warc.gz"))


def test_a_page_that_names_feeds_without_end_has_a_few_of_them_asked(desk, server):
    """Else one page that somebody adds would send us to a hundred thousand hosts of its choice."""
    named = "".join(f"<link rel=alternate type=application/rss+xml href='http://h{at}.example/f'>" for at in range(500))
    server.routes["/"] = Route(b"<html><head><title>x</title>" + named.encode() + b"</head><body>x</body></html>")
    server.routes["/f"] = Route(b"no feed", mime="text/plain")
    (source,) = desk.add("http://dawn.example/").sources
    assert source.kind == "page"
    assert server.count("/f") <= 10


@pytest.mark.parametrize(
    "address",
    ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "fd00:42::42", "fd00:a9fe:a9fe::1",
     "fd00:100::100:200", "fe80::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9:fe:a9fe::",
     "64:ff9b:1:0:a9:fea9:fe00:0", "2001:0:a9fe:a9fe::", "2001:0:5db8:d70e::5601:5601", "fd12::5efe:169.254.169.254",
     "fd12::200:5efe:a9fe:a9fe", "::ffff:100.100.100.200", "64:ff9b::168.63.129.16"],
)  # fmt: skip
def test_what_hands_out_credentials_is_closed_also_where_private_networks_are_open(address):
    assert not is_allowed(address, is_private_allowed=True)
    assert not is_allowed(address, is_private_allowed=False)


@pytest.mark.parametrize(
    "address", ["fd12:3456::1", "fc00::1", "10.0.0.1", "fd00:ec3::254", "64:ff9b:1::c0a8:1", "::1"]
)
def test_private_networks_open_what_is_private(address):
    assert is_allowed(address, is_private_allowed=True)
    assert not is_public(address)


@pytest.mark.parametrize("address", ["2600:1::1", "2a02:26f0::5efe:1", "2600:1::5efe:5db8:d70e", "93.184.215.14"])
def test_what_is_public_stays_open(address):
    assert is_allowed(address, is_private_allowed=False)


@pytest.mark.parametrize(
    ("address", "says"),
    [("http://1.2.3.4.5/", "odd form"), ("http://x.127/", "odd form"), ("http://x.0x7f/", "odd form"),
     ("http://[2600:1::1%25eth0]/", "network card"), ("http://[fe80::1%25lo]/", "no source can be")],
)  # fmt: skip
def test_a_refusal_names_what_is_odd(address, says):
    assert says in _told(checked_url, address)
    assert says in _told(lambda: checked_url(address, is_private_allowed=True))


def test_a_name_whose_addresses_change_at_each_question_reaches_nothing_of_ours(canary):
    """Each try is checked at the connection itself, whatever the resolver said before."""
    turns = {"turns.test": [[OUTSIDE], ["127.0.0.1"], [OUTSIDE, "::1"], ["::ffff:7f00:1"], ["fd20:ce::254"], [OUTSIDE]]}
    before = len(canary.visits)
    with answering(ANSWERS | turns), watched(is_closed=True) as seen:
        for _ in range(6):
            with Web(Settings({"collect.pace": 0.0})) as web:
                assert isinstance(_told(web.get, f"http://turns.test:{canary.port}/"), str)
    assert set(seen.connected) == {(OUTSIDE, canary.port)}
    assert canary.visits[before:] == []


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_an_address_of_this_machine_is_closed_though_it_be_public(monkeypatch, family, address, canary):
    """A desk on a server has a public address itself, and what its firewall closes to the world is open to it there."""
    if not socket.has_ipv6 or (family == socket.AF_INET6 and not connector._can_bind(address, family)):
        pytest.skip("no IPv6 here")
    monkeypatch.setattr(connector, "is_allowed", lambda address, is_private_allowed: True)  # as if it were public
    monkeypatch.setattr("infostreamer.collect.client.checked_url", lambda address, **_: URL(address))
    before = len(canary.visits)
    host = f"[{address}]" if ":" in address else address
    for one in (f"http://{host}:{canary.port}/", f"http://own.test:{canary.port}/"):
        with answering({"own.test": [[address]]}), Web(Settings({"collect.pace": 0.0})) as web:
            assert "this machine itself; pass --allow-private" in _told(web.get, one)
    assert canary.visits[before:] == []


def test_an_address_that_this_machine_does_not_have_is_none_of_its_own(monkeypatch):
    assert not connector.is_own(OUTSIDE, socket.AF_INET)
    assert connector.is_own("127.0.0.1", socket.AF_INET)
    connector._binds_anything.cache_clear()
    monkeypatch.setattr(connector, "_can_bind", lambda address, family: True)  # ip_nonlocal_bind: it tells nothing
    assert not connector.is_own(OUTSIDE, socket.AF_INET)
    connector._binds_anything.cache_clear()


@pytest.mark.parametrize(
    "typed", [" http://dawn.example/feed\n", "HTTP://dawn.example/feed", "hTtP://dawn.example/feed "]
)
def test_an_address_may_be_typed_with_spaces_around_and_in_capitals(desk, server, typed):
    ((source,), _) = (desk.add(typed).sources, desk.add("http://dawn.example/feed"))
    assert source.address == "http://dawn.example/feed"
    assert [one.address for one, _, _ in desk.sources()] == ["http://dawn.example/feed"]
