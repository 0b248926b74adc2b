"""What is wrong in the bytes of a feed spoils neither the words nor the addresses nor the dates of its entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from meant import H, L, cases, item, rss

from infostreamer.collect import read_feed, read_paths
from infostreamer.collect.feeds import _read
from infostreamer.collect.sitemaps import read_sitemap
from infostreamer.extract.compose import compose_report, lead_published
from infostreamer.extract.parts import Parts
from infostreamer.model import Capture, FetchError, Lead

ADDRESS = "http://dawn.example/feed"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CASES = list(cases())
MAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


@pytest.mark.parametrize(("body", "charset", "entries"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_a_feed_says_what_is_meant(body, charset, entries):
    found = _read(body, ADDRESS, charset).leads
    assert [
        (lead.title, lead.address, lead.published and lead.published.strftime("%Y-%m-%dT%H:%M")) for lead in found
    ] == entries


def test_there_are_more_than_a_hundred_and_twenty():
    assert len({body for _, body, _, _ in CASES}) >= 120
    assert len(CASES) >= 120


@pytest.mark.parametrize("cut", range(1, len("http://dawn.example/2")))
def test_no_address_is_made_of_what_was_cut_off(cut):
    whole = f"{item()}<item><title>Two</title><link>http://dawn.example/2"
    body = rss(whole).partition("dawn.example/2")[0].encode() + b"dawn.example/2"[:-1][:cut]
    assert [lead.address for lead in _read(body, ADDRESS, None).leads] == [L]
    rows = MAP.format(f"<url><loc>{L}</loc></url><url><loc>http://other.example/").rpartition("</urlset>")[0]
    assert [lead.address for lead in read_sitemap(rows[:-cut].encode(), address=ADDRESS).leads] == [L]


def test_a_sitemap_has_its_letters_and_its_ampersands():
    news = '<n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:title>Порт закрыт</n:title></n:news>'
    body = MAP.format(f"<url><loc>{L}?a=1&b=2</loc>{news}</url>").encode("cp1251")
    assert [(lead.address, lead.title) for lead in read_sitemap(body, address=ADDRESS).leads] == [
        (f"{L}?a=1&b=2", "Порт закрыт")
    ]


def test_what_is_no_text_is_told():
    for body in (
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\x1f\x8b\x08\0\0\0",
        b"\x7fELF\0\1",
        bytes(range(128, 256)) * 9,
        b"\0" * 99,
    ):
        with pytest.raises(FetchError) as told:
            read_feed(body, address=ADDRESS)
        assert str(told.value).endswith(".")


@pytest.mark.parametrize(
    "raw", ["Tue, 10 Nov 2569 09:00:00 +0700", "Tue, 10 Nov 2126 09:00:00 GMT", "1970-01-01", "2027-01-01"]
)
def test_a_date_that_cannot_be_is_unknown(raw):
    lead = Lead(address=L, published_raw=raw, title=H)
    assert lead_published(lead, fetched_at=NOW) is None


def test_a_date_a_little_ahead_is_believed():
    ahead = NOW + timedelta(hours=20)
    found = lead_published(Lead(address=L, published=ahead, title=H), fetched_at=NOW)
    assert found is not None
    assert found.at == ahead


@pytest.mark.parametrize("title", ["word " * 50_000, "x" * 250_000])
def test_a_headline_is_no_longer_than_headlines_are(title):
    body = b"<html><body><p>The harbour of Varan was closed on Monday, the mayor Ana Ruus said.</body></html>"
    capture = Capture(
        id="a",
        address=L,
        final_address=L,
        fetched_at=NOW,
        body=body,
        mime="text/html",
        lead=Lead(address=L, title=title),
    )
    report = compose_report(capture, Parts(title=title, paragraphs=("The harbour of Varan was closed.",)))
    assert report.title is not None
    assert 400 < len(report.title) <= 500
    assert report.text.startswith(report.title + "\n\n")


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("The harbour of Varan was closed on Monday.")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("The ferry of Sarn was late.")
    (folder / "c.txt").symlink_to(folder / "b.txt")
    captures, failures = read_paths([folder], now=NOW)
    assert [Path(one.address).name for one in captures] == ["b.txt", "c.txt"]
    assert [("leads out of its folder" in one.error) for one in failures] == [True]
    assert len(read_paths([folder / "a.txt"], now=NOW)[0]) == 1


def test_one_nul_spoils_no_file(tmp_path: Path):
    said = "The harbour of Varan was closed on Monday, the mayor Ana Ruus said. " * 9
    (tmp_path / "a.html").write_text(f"<html>\0<p>{said}")
    (tmp_path / "b.jsonl").write_text(f'{{"text": "{said}"}}\n\0\n' * 3)
    captures, failures = read_paths([tmp_path], now=NOW)
    assert len(captures) == 4
    assert all("binary" not in one.error for one in failures)
