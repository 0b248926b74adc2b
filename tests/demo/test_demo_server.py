"""The server of the wire, asked over real HTTP."""

import http.client
import json
import time
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from lxml import etree, html

from infostreamer.demo import DemoServer, articles, outlets

END = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with DemoServer(END) as running:
        yield running


@pytest.fixture
def at(server):
    """Sets the server's time for one test."""

    def move(now):
        server.now = now
        return server

    yield move
    server.now = END


def get(server, address, **headers):
    host, _, path = address.removeprefix("http://").partition("/")
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.request("GET", "/" + path, headers={"Host": host} | {name.replace("_", "-"): v for name, v in headers.items()})
    reply = line.getresponse()
    body = reply.read()
    line.close()
    return reply, body


def outlet_of(host):
    return next(outlet for outlet in outlets() if outlet.host == host)


def addresses_of(host):
    return {article.address for article in articles() if article.outlet.host == host}


@pytest.mark.parametrize("outlet", [o for o in outlets() if o.kind in {"rss", "atom"}], ids=lambda o: o.host)
def test_xml_feeds_parse_cleanly_and_announce_everything(at, outlet):
    server = at(datetime(2026, 11, 12, tzinfo=UTC) if outlet.locked_at else END)
    _, body = get(server, outlet.address)
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == ("rss20" if outlet.kind == "rss" else "atom10")
    assert feed.feed.title == outlet.name
    assert {entry.link for entry in feed.entries} == addresses_of(outlet.host)
    assert all(entry.published_parsed and entry.title and entry.summary for entry in feed.entries)


def test_json_feeds_are_version_1_1(server):
    for host in ("vst.example", "ambercoast.example"):
        _, body = get(server, outlet_of(host).address)
        feed = json.loads(body)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert {item["url"] for item in feed["items"]} == addresses_of(host)
        assert all(datetime.fromisoformat(item["date_published"]).utcoffset() is not None for item in feed["items"])


def test_the_news_sitemap_lists_the_agency(server):
    _, body = get(server, "http://varpress.example/news-sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    tree = etree.fromstring(body)
    assert {loc.text for loc in tree.findall("s:url/s:loc", names)} == addresses_of("varpress.example")
    assert all(title.text for title in tree.findall("s:url/n:news/n:title", names))


def test_the_front_page_links_what_has_no_feed(server):
    _, body = get(server, "http://press.varania.example/announcements")
    links = {f"http://press.varania.example{link}" for link in html.fromstring(body).xpath("//article//a/@href")}
    assert links == addresses_of("press.varania.example")


def test_every_article_has_a_page_with_its_words(server):
    for article in articles():
        reply, body = get(server, article.address)
        assert reply.status == 200, article.name
        words = html.fromstring(body.decode(article.outlet.charset)).text_content()
        for paragraph in article.versions[-1].paragraphs:
            assert paragraph.removeprefix("> ") in words, article.name


def test_nothing_is_there_before_it_is_published(at):
    article = next(article for article in articles() if article.name == "corran-deported")
    server = at(article.published - timedelta(minutes=1))
    assert get(server, article.address)[0].status == 404
    assert article.address.encode() not in get(server, article.outlet.address)[1]
    server.now = article.published
    assert get(server, article.address)[0].status == 200
    assert article.address.encode() in get(server, article.outlet.address)[1]


def test_a_silent_edit_changes_the_page_and_not_the_feed(at):
    article = next(article for article in articles() if article.name == "courier-flown")
    before, after = article.versions
    server = at(before.at + timedelta(hours=1))
    page, feed = get(server, article.address)[1], get(server, article.outlet.address)[1].decode()
    server.now = after.at
    new_page, new_feed = get(server, article.address)[1], get(server, article.outlet.address)[1].decode()
    assert b"government plane" in page
    assert b"government plane" not in new_page
    assert b"Updated" not in new_page
    entry, new_entry = (feedparser.parse(text).entries[0] for text in (feed, new_feed))
    assert entry.link == new_entry.link == article.address
    assert entry.updated == new_entry.updated


def test_an_announced_correction_shows_in_the_feed(at):
    article = next(article for article in articles() if article.name == "courier-flood-homes")
    server = at(article.versions[-1].at)
    entry = feedparser.parse(get(server, article.outlet.address)[1]).entries[0]
    assert entry.link == article.address
    assert entry.updated > entry.published


def test_conditional_requests_cost_nothing_until_something_changes(at):
    address = "http://corran.example/rss.xml"
    server = at(datetime(2026, 11, 11, tzinfo=UTC))
    first, _ = get(server, address)
    for header in ({"If_None_Match": first.headers["ETag"]}, {"If_Modified_Since": first.headers["Last-Modified"]}):
        reply, body = get(server, address, **header)
        assert (reply.status, body) == (304, b"")
        assert reply.headers["ETag"] == first.headers["ETag"]
    server.now = END
    assert get(server, address, If_None_Match=first.headers["ETag"])[0].status == 200
    assert get(server, address, If_Modified_Since=first.headers["Last-Modified"])[0].status == 200


def test_a_page_does_not_change_when_another_article_appears(at):
    server = at(datetime(2026, 11, 12, 20, tzinfo=UTC))
    address = "http://corran.example/world/varania-seeks-return-of-rail-organiser"
    etag = get(server, address)[0].headers["ETag"]
    server.now = END
    assert get(server, address, If_None_Match=etag)[0].status == 304


def test_the_russian_pages_are_windows_1251_and_claim_utf_8(server):
    reply, body = get(server, "http://tarvostvestnik.example/2026/11/17/kurs-vrana.html")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Вран укрепился" in body.decode("windows-1251")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_one_outlet_is_slow(server):
    began = time.monotonic()
    get(server, "http://andamanledger.example/rss.xml")
    assert 0.29 <= time.monotonic() - began <= 20


def test_a_feed_becomes_a_login_page(at):
    outlet = outlet_of("varanianow.example")
    server = at(outlet.locked_at - timedelta(seconds=1))
    assert get(server, outlet.address)[0].headers["Content-Type"] == "application/rss+xml"
    server.now = outlet.locked_at
    reply, body = get(server, outlet.address)
    assert reply.headers["Content-Type"].startswith("text/html")
    assert b'type="password"' in body


def test_robots_front_pages_and_the_unknown(server):
    assert get(server, "http://corran.example/robots.txt")[1].startswith(b"User-agent: *")
    assert b"application/rss+xml" in get(server, "http://corran.example/")[1]
    assert get(server, "http://corran.example/no/such/page")[0].status == 404
    assert get(server, "http://nowhere.example/")[0].status == 404


def test_closing_frees_the_port():
    with DemoServer(END) as first:
        port = first.port
        assert first.hosts == {"*.example": f"127.0.0.1:{port}"}
    with DemoServer(END, port=port) as second:
        assert second.port == port
