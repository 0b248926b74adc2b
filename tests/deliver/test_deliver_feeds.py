"""Feeds against the rules of their formats (RFC 4287, RSS 2.0, JSON Feed 1.1) and read back by feedparser."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from lxml import etree
from taken import HOSTILE

from infostreamer.deliver.feeding import feed_of_desk, feed_of_dossier, feed_of_query, feed_of_story, feed_of_who
from infostreamer.deliver.feeds import FEEDS, Entry, Feed, atom, json_feed, rss
from infostreamer.model import BadInput, NotFound

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
RFC822 = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$")


@pytest.fixture(scope="module")
def feeds(hostile_desk, place):
    who = hostile_desk.find_who("Tvarek")[0][0]
    return {
        "desk": feed_of_desk(hostile_desk, place),
        "query": feed_of_query(hostile_desk, place, "Sollen"),
        "dossier": feed_of_dossier(hostile_desk, place, hostile_desk.dossiers()[0].slug),
        "who": feed_of_who(hostile_desk, place, who.id),
        **{
            f"story{index}": feed_of_story(hostile_desk, place, one.id)
            for index, one in enumerate(hostile_desk.stories())
        },
    }


def test_there_is_something_in_every_feed(feeds):
    assert {name for name, feed in feeds.items() if not feed.entries} == set()
    assert len(feeds["desk"].entries) == 3


def test_atom_has_what_rfc_4287_requires(feeds):
    for feed in feeds.values():
        root = etree.fromstring(atom(feed))
        assert root.tag == f"{ATOM}feed"
        for parent in (root, *root.findall(f"{ATOM}entry")):
            for required in ("id", "title", "updated"):
                assert len(parent.findall(ATOM + required)) == 1, required
            assert RFC3339.match(parent.findtext(f"{ATOM}updated"))
            assert parent.findtext(f"{ATOM}id").startswith("urn:")
            links = parent.findall(f"{ATOM}link")
            assert all(link.get("href").startswith(("https://", "http://")) for link in links)
            kinds = [(link.get("rel"), link.get("type")) for link in links if link.get("rel") == "alternate"]
            assert len(kinds) == len(set(kinds)) == 1
        assert root.find(f"{ATOM}author/{ATOM}name").text
        assert next(one.get("href") for one in root.findall(f"{ATOM}link") if one.get("rel") == "self").startswith(
            "https://desk.example/"
        )


def test_rss_has_what_rss_2_requires(feeds):
    for feed in feeds.values():
        channel = etree.fromstring(rss(feed)).find("channel")
        assert all(channel.findtext(required) for required in ("title", "link", "description"))
        assert RFC822.match(channel.findtext("lastBuildDate"))
        for item in channel.findall("item"):
            assert item.findtext("title")
            assert item.find("guid").get("isPermaLink") == "false"
            assert RFC822.match(item.findtext("pubDate"))
            assert item.findtext("link").startswith("https://desk.example/")


def test_json_feed_has_what_version_1_1_requires(feeds):
    for feed in feeds.values():
        document = json.loads(json_feed(feed))
        assert document["version"] == "https://jsonfeed.org/version/1.1"
        assert document["title"]
        for item in document["items"]:
            assert item["id"]
            assert item["content_html"]
            assert item["content_text"]
            assert RFC3339.match(item["date_modified"])


def test_ids_are_unique_and_stay_when_the_feed_is_made_again(feeds, hostile_desk, place):
    for feed in feeds.values():
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids))
    again = feed_of_desk(hostile_desk, place)
    assert [atom(again), rss(again), json_feed(again)] == [write(feeds["desk"]) for write in (atom, rss, json_feed)]


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_feedparser_reads_back_what_was_written(feeds, suffix):
    for feed in feeds.values():
        read = feedparser.parse(FEEDS[suffix][1](feed))
        assert not read.bozo
        assert read.version == {"atom": "atom10", "rss": "rss20"}[suffix]
        assert [one.id for one in read.entries] == [entry.id for entry in feed.entries]
        assert [one.link for one in read.entries] == [entry.address for entry in feed.entries]
        shown = [" ".join(one.title_detail.value.split()) for one in read.entries]
        assert len(shown) == len(feed.entries)


def test_a_hostile_title_is_text_in_every_format(feeds):
    feed = feeds["desk"]
    titles = [entry.title for entry in feed.entries]
    assert any(HOSTILE in title for title in titles)
    root = etree.fromstring(atom(feed))
    assert [one.text for one in root.findall(f"{ATOM}entry/{ATOM}title")] == titles
    for node in root.iter(f"{ATOM}content"):
        assert node.get("type") == "html"
        assert "<script" not in node.text
        names = {child.tag for child in etree.HTML(node.text).iter() if isinstance(child.tag, str)}
        assert names <= {"html", "body", "p", "sup", "ol", "li", "a", "small"}
    assert [item["title"] for item in json.loads(json_feed(feed))["items"]] == titles


def test_what_xml_cannot_hold_is_replaced():
    bad = "a\x00b\x0bc\ud800d￿e]]>&"
    entry = Entry(
        id="urn:x", title=bad, address="https://a.example/?a=1&b=2", html="<p>x</p>", text=bad, published=None,
        updated=datetime(2026, 11, 1, tzinfo=UTC), authors=(bad,), categories=(bad,),
    )  # fmt: skip
    feed = Feed(
        id="urn:f", title=bad, subtitle=bad, address="https://a.example/", own="https://a.example/f", author=bad,
        entries=(entry,),
    )  # fmt: skip
    for write in (atom, rss):
        text = "".join(etree.fromstring(write(feed)).itertext())
        assert "a\ufffdb\ufffdc\ufffdd\ufffde]]>&" in text
    assert json.loads(json_feed(feed))["items"][0]["title"] == "a\ufffdb\ufffdc\ufffdd\ufffde]]>&"


def test_an_entry_has_the_abstract_its_citations_and_whether_it_was_reviewed(feeds):
    entry = next(entry for entry in feeds["desk"].entries if entry.title.startswith("Fire closes"))
    page = etree.HTML(entry.html)
    assert "the fire service said." in entry.text
    links = [link.get("href") for link in page.iter("a")]
    assert any("herald.example/quay" in link and "#:~:text=A%20fire%20closed" in link for link in links)
    assert any(re.match(r"https://desk\.example/r/[0-9a-f]{16}#s\d+$", link) for link in links)
    assert "Machine-compiled, not reviewed." in entry.text
    assert "Machine-compiled, not reviewed." in "".join(page.itertext())
    marks = [int(mark.text) for mark in page.iter("sup")]
    assert set(marks) == set(range(1, len(list(page.iter("li"))) + 1))


def test_since_leaves_out_what_did_not_change_after_it(hostile_desk, place, feeds):
    newest = max(entry.updated for entry in feeds["desk"].entries)
    assert feed_of_desk(hostile_desk, place, since=newest + timedelta(seconds=1)).entries == ()
    assert feed_of_desk(hostile_desk, place, since=hostile_desk.position()).entries == ()
    assert len(feed_of_desk(hostile_desk, place, since=0).entries) == 3
    story = hostile_desk.stories()[0]
    assert feed_of_story(hostile_desk, place, story.id, since=hostile_desk.position()).entries == ()
    assert feed_of_dossier(hostile_desk, place, hostile_desk.dossiers()[0].slug, since=newest).entries == ()


def test_dates_come_from_the_data(feeds):
    for write in (atom, rss):
        dates = re.findall(rb"<(?:updated|published|pubDate|lastBuildDate)>([^<]+)<", write(feeds["desk"]))
        years = {(parsedate_to_datetime(at.decode()).year if b"," in at else int(at[:4])) for at in dates}
        assert years == {2026}


def test_an_empty_feed_is_a_feed(hostile_desk, place):
    feed = feed_of_query(hostile_desk, place, "nothing-has-this-word")
    assert feed.entries == ()
    for suffix in ("atom", "rss"):
        assert not feedparser.parse(FEEDS[suffix][1](feed)).bozo
    assert json.loads(json_feed(feed))["items"] == []


def test_what_is_not_there_has_no_feed(hostile_desk, place):
    for make, key in ((feed_of_story, "0" * 16), (feed_of_dossier, "none"), (feed_of_who, "0" * 16)):
        with pytest.raises(NotFound):
            make(hostile_desk, place, key)
    with pytest.raises(BadInput):
        feed_of_query(hostile_desk, place, '"')


def test_a_rebuild_shows_nothing_anew_to_a_feed_reader(hostile_desk, place):
    """Last in the file: the desk is built again, the log goes on, the feeds stay byte for byte."""

    def all_feeds():
        stories = [feed_of_story(hostile_desk, place, one.id) for one in hostile_desk.stories()]
        return [atom(feed) for feed in (feed_of_desk(hostile_desk, place), *stories)]

    before, position = all_feeds(), hostile_desk.position()
    hostile_desk.rebuild()
    assert hostile_desk.position() > position
    assert all_feeds() == before
