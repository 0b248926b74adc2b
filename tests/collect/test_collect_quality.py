"""Feeds, lists and sitemaps found in the wild, measured beside the repository."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infostreamer.collect import read_feed, read_opml
from infostreamer.collect.guard import checked_url
from infostreamer.collect.robots import rules_from
from infostreamer.collect.sitemaps import read_sitemap
from infostreamer.model import BadInput, FetchError, Refused

DATA = Path(__file__).parents[3] / "shared" / "data"
FEEDS = DATA / "feeds"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FEEDS.is_dir(), reason="the third-party feeds are not beside the repository"),
]


def share_read(pattern):
    """How many of the files are read, and how many there are; anything but a FetchError fails the test."""
    files = sorted(FEEDS.glob(pattern))
    read = 0
    for path in files:
        try:
            read_feed(path.read_bytes(), address="http://dawn.example/feed")
        except FetchError:
            continue
        read += 1
    return read, len(files)


@pytest.mark.parametrize(
    ("pattern", "least_read", "least_files"),
    [
        ("feedparser/tests/wellformed/**/*.xml", 1734, 1749),  # the 15 others are CDF, a format nobody serves
        ("feedparser/tests/illformed/**/*.xml", 18, 19),
        ("feedparser/tests/encoding/**/*.xml", 82, 82),
        ("feedparser/tests/entities/**/*.xml", 256, 256),
        ("gofeed/testdata/**/*.xml", 538, 541),
        ("reader/tests/data/*.rss", 1, 1),
        ("reader/tests/data/*.atom", 1, 1),
    ],
)
def test_feeds_in_the_wild_are_read(pattern, least_read, least_files):
    read, files = share_read(pattern)
    assert files >= least_files
    assert read >= least_read


def test_lists_of_feeds_in_the_wild_are_read_or_told():
    read = 0
    for path in sorted((FEEDS / "listparser-opml").rglob("*.xml")):
        with suppress(BadInput):
            read += bool(read_opml(path.read_bytes()))
    assert read >= 45


def test_sitemaps_in_the_wild_are_read():
    folder = FEEDS / "trafilatura-resources" / "tests" / "resources"
    plain, packed, index = (
        read_sitemap((folder / name).read_bytes(), address="http://dawn.example/s.xml")
        for name in ("sitemap.xml", "sitemap.xml.gz", "sitemap2.xml")
    )
    assert len(plain.leads) == 84
    assert packed == plain
    assert len(index.children) == 2


def test_documents_built_to_harm_are_refused():
    evil = [
        *sorted((DATA / "security" / "defusedxml").rglob("*.xml")),
        *sorted(DATA.glob("security/payloads*/XXE*/Files/*")),
    ]
    assert len(evil) >= 10
    for path in evil:
        with pytest.raises(FetchError):
            read_feed(path.read_bytes(), address="http://dawn.example/feed")


def test_naughty_strings_are_no_addresses_and_no_robots():
    for line in (DATA / "security" / "blns" / "blns.txt").read_text("utf-8").splitlines():
        with suppress(Refused):
            assert checked_url(line).host
        rules_from(200, line.encode("utf-8", "surrogatepass"), datetime(2031, 3, 14, tzinfo=UTC))
