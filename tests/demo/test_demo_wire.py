"""The wire itself: complete, in order, invented, readable."""

import re
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path

import infostreamer.demo
from infostreamer.demo import articles, outlets, sources, ticks

REPORTS = Path(infostreamer.demo.__file__).parent / "reports"

# Names of the trade that a reader would take for a real publication; none may stand in the wire.
REAL = (
    "Reuters|Associated Press|Agence France|BBC|CNN|Interfax|TASS|RIA Novosti|Meduza|Bloomberg|Guardian|New York Times"
    "|Al Jazeera|Deutsche Welle|Radio Free Europe|Kyiv|Twitter|Facebook|Telegram|BelTA|Zerkalo|Nasha Niva|Bangkok Post"
)


def words_of(article):
    return " ".join(" ".join((version.title, *version.paragraphs)) for version in article.versions)


def test_every_file_is_loaded_once():
    assert len(list(REPORTS.glob("*.md"))) == len(articles()) == len({article.name for article in articles()})


def test_the_wire_is_as_large_and_as_long_as_promised():
    published = [article.published for article in articles()]
    assert len(articles()) >= 44
    assert max(published) - min(published) >= timedelta(days=9)
    assert len({article.outlet.host for article in articles()}) == len(outlets()) >= 8
    assert len({article.happening for article in articles()}) >= 8


def test_addresses_are_unique_and_on_reserved_hosts():
    addresses = Counter(article.address for article in articles())
    assert max(addresses.values()) == 1
    assert all(outlet.host.endswith(".example") for outlet in outlets())


def test_versions_follow_one_another_and_differ():
    for article in articles():
        moments = [version.at for version in article.versions]
        assert moments == sorted(set(moments)), article.name
        assert all(moment.utcoffset() is not None for moment in moments), article.name
        assert len({(version.title, version.paragraphs) for version in article.versions}) == len(moments), article.name


def test_a_version_is_read_from_its_moment_on():
    flown = next(article for article in articles() if article.name == "courier-flown")
    first, second = flown.versions
    assert flown.version_at(first.at - timedelta(seconds=1)) is None
    assert flown.version_at(first.at) == first
    assert flown.version_at(second.at - timedelta(seconds=1)) == first
    assert flown.version_at(second.at) == second
    assert not second.is_announced


def test_dates_are_those_of_the_days_the_wire_plays_on():
    """Weekdays next to a date in the text must be right in 2026: "Thursday, 12 November"."""
    days = {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5, "Sunday": 6}
    first = articles()[0].published
    found = 0
    for article in articles():
        for day, number in re.findall(r"\b([A-Z][a-z]+day), (\d{1,2}) November", words_of(article)):
            assert first.replace(day=int(number)).weekday() == days[day], article.name
            found += 1
    assert found >= 4


def test_no_real_outlet_is_named():
    for article in articles():
        assert not re.search(rf"\b(?:{REAL})\b", words_of(article)), article.name
    assert not any(re.search(REAL, outlet.name) for outlet in outlets())


def test_quotation_marks_are_paired():
    for article in articles():
        for version in article.versions:
            for paragraph in version.paragraphs:
                assert paragraph.count('"') % 2 == 0, (article.name, paragraph)
                assert paragraph.count("«") == paragraph.count("»"), (article.name, paragraph)


def test_a_print_of_an_agency_report_shares_its_words():
    by_name = {article.name: article for article in articles()}
    original = set(words_of(by_name["corran-seeks-return"]).split())
    for name in ("courier-corran-seeks", "herald-corran-seeks", "amber-corran-seeks"):
        assert by_name[name].agency == "Corran"
        assert len(set(words_of(by_name[name]).split()) - original) < 12, name


def test_rewrites_end_with_the_bare_original_source():
    rewrites = [article for article in articles() if article.original]
    assert len(rewrites) == 3
    assert all(article.versions[0].paragraphs[-1] == f"Original source: {article.original}" for article in rewrites)


def test_two_owners_have_two_outlets_each():
    owners = Counter(outlet.owner for outlet in outlets())
    assert sorted(owner for owner, count in owners.items() if count == 2) == [
        "Ostra Media Group",
        "State Media Holding",
    ]


def test_the_ticks_cover_every_moment_and_each_brings_something():
    instants = ticks()
    moments = sorted(version.at.astimezone(UTC) for article in articles() for version in article.versions)
    assert 20 <= len(instants) <= 30
    assert list(instants) == sorted(set(instants))
    assert instants[0] >= moments[0]
    assert instants[-1] >= moments[-1]
    for before, instant in zip((moments[0] - timedelta(days=1), *instants), instants, strict=False):
        assert any(before < moment <= instant for moment in moments)


def test_sources_are_the_outlets():
    assert [source.address for source in sources()] == [outlet.address for outlet in outlets()]
    assert {source.kind for source in sources()} == {"feed", "sitemap", "page"}
    assert len({source.id for source in sources()}) == len(sources())
