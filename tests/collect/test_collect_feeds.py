"""Feeds of every dialect to leads, and what is no feed to one sentence."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from fakes.web_server import Route
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.collect import read_feed
from infostreamer.collect.isolation import run_isolated
from infostreamer.model import FetchError

ADDRESS = "http://dawn.example/feeds/all"
MORNING = datetime(2031, 3, 14, 6, 5, tzinfo=UTC)


def leads(body, **options):
    return read_feed(body if isinstance(body, bytes) else body.encode(), address=ADDRESS, **options).leads


def channel(*items, head=""):
    inside = f"<title>T</title>{head}{''.join(items)}"
    return f'<?xml version="1.0"?><rss version="2.0" {NAMES}><channel>{inside}</channel></rss>'


NAMES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def test_rss_to_leads():
    feed = read_feed(
        channel(
            "<item><title>Mayor of &lt;i&gt;Ostwick&lt;/i&gt; resigns</title><link>../news/1?utm_source=rss#top</link>"
            "<guid isPermaLink='false'>n-1</guid><pubDate>Fri, 14 Mar 2031 09:05:00 +0300</pubDate>"
            "<dc:creator>Ada Quill</dc:creator><description>&lt;p&gt;Short.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>Whole <b>text</b>.</p><script>x()</script>]]></content:encoded>"
            "<source url='http://wire.example/rss'>Harbour Wire</source></item>",
            head="<language>en-gb</language><ttl>30</ttl>",
        ).encode(),
        address=ADDRESS,
    )
    (lead,) = feed.leads
    assert (feed.title, feed.ttl_s, feed.without_address) == ("T", 1800, 0)
    assert lead.address == "http://dawn.example/news/1"
    assert lead.title == "Mayor of Ostwick resigns"
    assert (lead.published, lead.published_raw) == (MORNING, "Fri, 14 Mar 2031 09:05:00 +0300")
    assert (lead.author, lead.guid, lead.language) == ("Ada Quill", "n-1", "en-gb")
    assert (lead.summary, lead.content) == ("<p>Short.</p>", "<p>Whole <b>text</b>.</p><script>x()</script>")
    assert (lead.via_outlet, lead.via_address) == ("Harbour Wire", "http://wire.example/rss")
    assert lead.updated is None


def test_atom_to_leads():
    (lead,) = leads(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pl" xml:base="http://dawn.example/blog/"><title>T</title>
        <entry><title type="html">Port &amp;amp; customs</title><id>urn:1</id><link rel="self" href="/self"/>
        <link href="port"/><published>2031-03-14T09:05:00+03:00</published><updated>2031-03-14T07:00:00Z</updated>
        <author><name>Bo Reed</name></author><content type="html">&lt;p&gt;Text&lt;/p&gt;</content>
        <source><title>Harbour Wire</title><link href="http://wire.example/"/></source></entry></feed>"""
    )
    assert (lead.address, lead.title, lead.language) == ("http://dawn.example/blog/port", "Port & customs", "pl")
    assert (lead.published, lead.published_raw) == (MORNING, "2031-03-14T09:05:00+03:00")
    assert lead.updated == datetime(2031, 3, 14, 7, 0, tzinfo=UTC)
    assert (lead.content, lead.via_outlet, lead.via_address) == ("<p>Text</p>", "Harbour Wire", "http://wire.example/")


def test_rdf_to_leads():
    (lead,) = leads(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="http://dawn.example/1"><title>One</title>
        <link>http://dawn.example/1</link><dc:date>2031-03-14T06:05:00Z</dc:date></item></rdf:RDF>"""
    )
    assert (lead.address, lead.title) == ("http://dawn.example/1", "One")
    assert MORNING in (lead.published, lead.updated)


def test_json_feed_to_leads():
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "language": "de",
        "items": [
            {"id": 7, "url": "/a", "title": "One", "content_html": "<p>x</p>",
             "date_published": "2031-03-14T09:05:00+03:00",
             "authors": [{"name": "Ada Quill"}, {"url": "/x"}, {"name": "Bo Reed"}]},
            {"id": "b", "external_url": "http://wire.example/b", "content_text": "5 < 6\n\nnext"},
            {"id": "http://dawn.example/c", "title": ["not", "text"], "date_published": 12},
            {"id": "no address"},
            "no object",
        ],
    }  # fmt: skip
    feed = read_feed(json.dumps(document).encode(), address=ADDRESS)
    one, two, three = feed.leads
    assert feed.without_address == 1
    assert (one.address, one.guid, one.author, one.language) == (
        "http://dawn.example/a",
        "7",
        "Ada Quill, Bo Reed",
        "de",
    )
    assert (one.published, one.content) == (MORNING, "<p>x</p>")
    assert (two.address, two.content) == ("http://wire.example/b", "<p>5 &lt; 6</p><p>next</p>")
    assert (three.address, three.title, three.published) == ("http://dawn.example/c", None, None)


def test_an_entry_without_an_address_is_counted_and_one_address_gives_one_lead():
    feed = read_feed(
        channel(
            "<item><title>No link</title></item>",
            "<item><title>Script</title><link>javascript:alert(1)</link></item>",
            "<item><title>Sound</title><enclosure url='http://dawn.example/a.mp3' type='audio/mpeg'/></item>",
            "<item><title>First</title><link>/a?utm_source=x</link></item>",
            "<item><title>Second</title><link>/a</link></item>",
        ).encode(),
        address=ADDRESS,
    )
    assert [(lead.address, lead.title) for lead in feed.leads] == [("http://dawn.example/a", "First")]
    assert feed.without_address == 3


def test_an_entry_without_an_address_that_carries_its_text_is_found_within_the_feed():
    text = "The harbour was closed on Monday, the mayor said. " * 5
    items = [
        f"<item><title>One</title><guid isPermaLink='false'>a-1</guid><description>{text}</description></item>",
        f"<item><title>Two</title><guid>a-2</guid><description>{text}</description></item>",
        f"<item><description>{text} Nobody was hurt.</description></item>",
        f"<item><title>Four</title><guid>news/4</guid><description>{text}</description></item>",
    ]
    found = leads(channel(*items))
    assert [lead.title for lead in found] == ["One", "Two", None, "Four"]
    assert [lead.address.partition("#")[0] for lead in found] == [ADDRESS] * 3 + ["http://dawn.example/feeds/news/4"]
    assert len({lead.address for lead in found}) == 4
    again = leads(channel(*reversed(items)))
    assert {lead.address for lead in again} == {lead.address for lead in found}


def post(number, *, link="/live", title=None, guid=None, length=9):
    title, guid = title or f"Post {number}", guid or f"p-{number}"
    text = f"At hour {number} the water stood at {number} metres, the mayor said. " * length
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<description>{text}</description></item>"
    )


def test_entries_with_texts_of_their_own_that_name_one_page_are_all_read():
    """A live page, a list of warnings, a podcast: news that came under one address was lost but for the first."""
    found = leads(channel(post(1), post(2, link="/live#post-2"), post(3), post(4, link="/other")))
    assert [lead.title for lead in found] == ["Post 1", "Post 2", "Post 3", "Post 4"]
    assert [lead.address.partition("#")[0] for lead in found] == ["http://dawn.example/live"] * 3 + [
        "http://dawn.example/other"
    ]
    assert len({lead.address for lead in found}) == 4
    later = leads(channel(post(5), post(3), post(2), post(1)))
    assert {lead.address for lead in found[:3]} < {lead.address for lead in later}


def test_one_article_told_twice_in_a_feed_is_one():
    teaser = post(1, title="A teaser", guid="q", length=1)
    for again in (post(1), post(1, guid="q"), post(1, title="Told anew"), teaser):
        found = leads(channel(post(1), again))
        assert [(lead.address, lead.title) for lead in found] == [("http://dawn.example/live", "Post 1")]


def test_texts_under_another_hosts_address_stay_within_the_feed():
    """Who writes a feed cannot fill the front page of another outlet."""
    found = leads(channel(*(post(number, link="https://wire.example/") for number in (1, 2))))
    assert [lead.address.partition("#")[0] for lead in found] == [ADDRESS] * 2
    assert [lead.address for lead in leads(channel(post(1, link="https://wire.example/")))] == ["https://wire.example/"]


def test_a_guid_of_one_word_is_no_address_and_one_that_is_an_address_is_one():
    def entry(guid):
        return channel(
            f"<item><title>One</title><guid>{guid}</guid><description>{'The mayor said so. ' * 20}</description></item>"
        )

    for guid in ("a-2", "<![CDATA[ 77 ]]>", "urn:uuid:7"):
        assert leads(entry(guid))[0].address.startswith(f"{ADDRESS}#"), guid
    for guid in ("http://dawn.example/feeds/a-2", "/a-2", "a-2.html", "news/a-2"):
        assert "#" not in leads(entry(guid))[0].address, guid


def test_an_entry_within_the_feed_stays_the_same_one_with_another_guid_and_an_edited_text():
    def entry(guid, text):
        dated = "<title>One</title><pubDate>Fri, 14 Mar 2031 06:05:00 GMT</pubDate>"
        return channel(f"<item>{dated}<guid isPermaLink='false'>{guid}</guid><description>{text}</description></item>")

    (before,) = leads(entry("a", "The harbour was closed on Monday. " * 9))
    (after,) = leads(entry("b", "The harbour was opened on Tuesday. " * 9))
    assert before.address == after.address
    assert before.key != after.key


def test_half_an_entry_that_lost_its_address_is_no_report():
    text = "The harbour was closed on Monday, the mayor said. " * 9
    whole = channel(f"<item><title>One</title><description>{text}</description><link>/a</link></item>")
    assert [lead.address for lead in leads(whole)] == ["http://dawn.example/a"]
    assert leads(whole[: whole.rindex("mayor")]) == ()


def test_a_date_nobody_can_read_is_unknown_and_kept_as_written():
    (lead,) = leads(channel("<item><link>/a</link><pubDate>some time last spring</pubDate></item>"))
    assert (lead.published, lead.published_raw) == (None, "some time last spring")


@pytest.mark.parametrize("raw", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "31 Dec 9999 23:59:59 GMT"])
def test_a_date_at_the_edge_of_the_calendar_harms_nothing(raw, follow, server):
    server.routes["/feed"] = Route(channel(f"<item><link>/a</link><pubDate>{raw}</pubDate></item>").encode())
    server.routes["/a"] = Route(b"<p>x")
    visits = follow()
    assert len(visits.visit().captures) == 1
    assert visits.visit().captures == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-r"])
def test_declared_encodings_are_read(encoding):
    items = "<item><title>Порт</title><link>/a</link></item>"
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{items}</channel></rss>'
    (lead,) = leads(text.encode(encoding))
    assert lead.title == "Порт"


def test_a_charset_in_the_header_beats_none_in_the_document():
    body = '<rss version="2.0"><channel><item><title>Порт</title><link>/a</link></item></channel></rss>'
    (lead,) = leads(body.encode("windows-1251"), charset="windows-1251")
    assert lead.title == "Порт"


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes():
    (lead,) = leads(b'<rss version="2.0"><channel><item><title>Fish & chips</title><link>/a</link></item>')
    assert lead.address == "http://dawn.example/a"
    assert lead.title.startswith("Fish")


def test_control_characters_never_come_through():
    (lead,) = leads(channel("<item><title>a\u202eb&#8203;c</title><link>/a</link></item>"))
    assert lead.title == "abc"


LOGIN = b"<!DOCTYPE html><html><title>Sign in</title><form><input name=p type='password'></form></html>"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (LOGIN, "login page ('Sign in')"),
        (b"<html><head><title>Dawn</title></head><body><p>Hi</p></body></html>", "web page ('Dawn')"),
        (b"<?xml version='1.0'?><note><to>Ada</to></note>", "<note>"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary"),
        (b'{"hello": 1}', "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", ', "broken JSON"),
        (b"just some words", "neither RSS"),
        (b"[" * 100_000, "broken JSON"),
    ],
)
def test_what_is_no_feed_is_told_in_one_sentence(body, word):
    with pytest.raises(FetchError) as caught:
        leads(body)
    assert caught.value.kind == "not-a-feed"
    assert word in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


ENTRY = "<item><title>a</title><link>/x</link></item>"


@pytest.mark.parametrize(
    "body",
    [
        channel("<item " + " ".join(f"a{number}='1'" for number in range(50_000)) + "/>").encode(),
        channel("<a>" * 50_000).encode(),
        b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><rss version="2.0"><channel/></rss>',
    ],
    ids=["attributes", "depth", "entities"],
)
def test_a_feed_built_to_hang_a_parser_is_refused_fast(body):
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        leads(body)
    assert caught.value.kind == "too-large"
    assert time.monotonic() - started < 3


def entries(count):
    return "".join(f"<item><title>a</title><link>/{number}</link></item>" for number in range(count))


@pytest.mark.parametrize(
    "body",
    [
        channel("<!-- <item> -->" + entries(5_002)).encode(),
        channel("<group>" + entries(5_001) + "</group>").encode("latin-1"),
        json.dumps(
            {"version": "https://jsonfeed.org/version/1", "items": [{"url": f"/{number}"} for number in range(5_001)]}
        ).encode(),
    ],
    ids=["items", "a group", "json items"],
)
def test_of_a_feed_of_more_than_five_thousand_entries_the_first_are_read(body):
    feed = read_feed(body, address="http://dawn.example/feed")
    assert feed.is_cut
    assert [len(feed.leads), feed.leads[-1].address] == [5_000, "http://dawn.example/4999"]


def test_a_feed_of_five_thousand_entries_is_whole():
    assert not read_feed(channel(entries(5_000)).encode(), address="http://dawn.example/feed").is_cut


def test_the_one_date_of_an_rdf_entry_is_when_it_was_published():
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    rdf = (
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' {dc}>"
        "<item><title>a</title><link>/1</link><dc:date>2026-11-10T09:00:00Z</dc:date></item></rdf:RDF>"
    )
    old = f"<rss version='2.0' {dc}><channel><item><link>/1</link><dc:date>2026-11-10</dc:date></item></channel></rss>"
    for body in (rdf, old):
        (lead,) = read_feed(body.encode(), address="http://dawn.example/feed").leads
        assert lead.published is not None
        assert (lead.published.day, lead.published_raw[:10], lead.updated) == (10, "2026-11-10", None)
    both = old.replace("<dc:date>", "<pubDate>Tue, 10 Nov 2026 09:00:00 GMT</pubDate><dc:date>")
    (lead,) = read_feed(both.encode(), address="http://dawn.example/feed").leads
    assert lead.published.hour == 9
    assert lead.updated is not None


def test_an_entity_that_names_a_file_opens_none(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    body = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>' + channel(
        "<item><title>&x;</title><link>/a</link></item>"
    )
    assert "hidden" not in repr(leads(body.partition("?>")[0].join(["", ""]) + body))


def sleep_long():
    time.sleep(60)


def eat_memory():
    return len(bytearray(4_000_000_000))


def test_work_that_hangs_or_eats_memory_is_ended_and_the_next_goes_on():
    with pytest.raises(FetchError, match=r"longer than 0\.3 s"):
        run_isolated(sleep_long, about="This", deadline_s=0.3)
    with pytest.raises(FetchError, match="more memory"):
        run_isolated(eat_memory, about="This")
    assert leads(channel(ENTRY))[0].title == "a"


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: channel(text).encode("utf-8", "replace")))
def test_any_bytes_give_a_feed_or_one_sentence(body):
    with suppress(FetchError):
        assert all(lead.address.startswith("http") for lead in leads(body))
