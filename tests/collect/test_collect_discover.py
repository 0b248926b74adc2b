"""An address somebody gives, and what is followed there."""

import gzip

import pytest
from fakes.following import item, rss
from fakes.web_server import Route

from infostreamer.collect import identify
from infostreamer.collect.pages import read_page
from infostreamer.collect.sitemaps import MOST_BYTES, read_sitemap
from infostreamer.model import FetchError

SITEMAP = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a</loc></url></urlset>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>'
HEAD = b"""<!doctype html><html><head><title>Dawn</title>
<link rel="alternate" type="application/rss+xml" title="Dawn comments" href="/comments/feed">
<link rel="alternate" type="application/json" href="/wp-json/posts/1">
<link rel="alternate" hreflang="pl" href="/pl">
<link rel="alternate stylesheet" type="text/css" href="/x.css">
<link rel="ALTERNATE" type="Application/Atom+XML; charset=utf-8" href="atom">
<link rel=alternate type=application/feed+json href=/json>
</head><body><p>Hello</p></body></html>"""


@pytest.mark.parametrize(
    ("body", "mime", "kind"),
    [
        (rss(item("/a")), "text/xml", "feed"),
        (rss(item("/a")), "text/html", "feed"),
        (b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1", "items": []}', "application/json", "feed"),
        (SITEMAP, "text/xml", "sitemap"),
        (gzip.compress(SITEMAP), "application/gzip", "sitemap"),
        (b"<html><p>Hello</p></html>", "text/html", "page"),
    ],
)
def test_what_is_there_is_followed(server, web, body, mime, kind):
    server.routes["/x"] = Route(body, mime=mime)
    (source,) = identify("http://dawn.example/x", web=web)
    assert (source.kind, source.address) == (kind, "http://dawn.example/x")


def test_a_page_that_names_a_feed_is_followed_through_it(server, web):
    server.routes |= {"/x/": Route(HEAD), "/x/atom": Route(ATOM)}
    (source,) = identify("http://dawn.example/x/", web=web)
    assert (source.kind, source.address) == ("feed", "http://dawn.example/x/atom")


def test_a_named_feed_that_cannot_be_read_is_passed_over(server, web):
    server.routes |= {
        "/x/": Route(HEAD),
        "/json": Route(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
    }
    (source,) = identify("http://dawn.example/x/", web=web)
    assert source.address == "http://dawn.example/json"
    server.routes["/json"] = Route(b"{}")
    (source,) = identify("http://dawn.example/x/", web=web)
    assert (source.kind, source.address) == ("page", "http://dawn.example/x/")


def test_a_permanent_move_is_followed_at_once(server, web):
    server.routes |= {"/old": Route(status=301, headers={"Location": "/new"}), "/new": Route(rss(item("/a")))}
    assert identify("http://dawn.example/old", web=web)[0].address == "http://dawn.example/new"


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02", b"<note/>", b'{"a": 1}'])
def test_what_cannot_be_followed_is_one_sentence(server, web, body):
    server.routes["/x"] = Route(body)
    with pytest.raises(FetchError) as caught:
        identify("http://dawn.example/x", web=web)
    assert caught.value.kind == "not-a-feed"


def test_feeds_of_a_page_in_order_without_comments_and_programming_interfaces():
    page = read_page(HEAD, address="http://dawn.example/x/")
    assert page.feeds == ("http://dawn.example/x/atom", "http://dawn.example/json")
    assert page.title == "Dawn"


@pytest.mark.parametrize("body", [b"", b"<", b"\xff\xfe\x00", b"<a>" * 100_000, b"<html>" + b"<div>" * 50_000])
def test_a_page_nobody_can_parse_names_nothing(body):
    page = read_page(body, address="http://dawn.example/", charset="no-such-charset")
    assert (page.feeds, page.leads) == ((), ())


def test_an_article_with_related_links_is_no_list():
    links = "".join(
        f"<h3><a href='/n/{number}'>A headline that is long enough {number}</a></h3>" for number in range(9)
    )
    text = "".join(f"<p>{'The harbour stayed closed on Friday. ' * 8}</p>" for _ in range(8))
    assert (
        read_page(f"<html><article>{text}</article>{links}</html>".encode(), address="http://dawn.example/a").leads
        == ()
    )
    assert len(read_page(f"<html>{links}</html>".encode(), address="http://dawn.example/a").leads) == 9


def test_a_gzip_bomb_is_no_sitemap():
    with pytest.raises(FetchError, match="larger"):
        read_sitemap(gzip.compress(b" " * (MOST_BYTES + 10)), address="http://dawn.example/s.xml.gz")
    with pytest.raises(FetchError, match="damaged"):
        read_sitemap(b"\x1f\x8b broken", address="http://dawn.example/s.xml.gz")


@pytest.mark.parametrize(
    ("body", "word"),
    [(b"", "empty"), (b"<rss/>", "<rss>"), (b"words", "no XML"), (b"<html><input type=password></html>", "login page")],
)
def test_what_is_no_sitemap_is_one_sentence(body, word):
    with pytest.raises(FetchError, match=word) as caught:
        read_sitemap(body, address="http://dawn.example/s.xml")
    assert caught.value.kind == "not-a-feed"


def test_a_broken_sitemap_is_read_as_far_as_it_goes():
    sitemap = read_sitemap(b"<urlset><url><loc>/a</loc></url><url><loc>/b", address="http://dawn.example/s.xml")
    assert sitemap.leads[0].address == "http://dawn.example/a"
