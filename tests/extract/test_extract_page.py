"""What is read from a web page, each rule on the same invented page."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from fakes.pace import seconds

from infostreamer.extract import extract
from infostreamer.model import Lead, Unreadable

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry stopped after cracks found",
    "datePublished": "2026-03-02T21:15:00+02:00",
    "dateModified": "2026-03-03T06:00:00Z",
    "author": [{"@type": "Person", "name": "By Runa Teller"}, {"@type": "Person", "name": "Oskar Lind"}],
    "publisher": {"@type": "Organization", "name": "Marsh Courier"},
}


def test_a_page_becomes_title_and_paragraphs(capture, page, prose):
    report = extract(capture(page(article=ARTICLE)))
    assert report.text == "Ferry stopped after cracks found\n\n" + "\n\n".join(prose)
    assert report.body == "\n\n".join(prose)
    assert [report.text[start:end] for start, end in report.paragraphs] == list(prose)
    assert report.text[slice(*report.sentences[0])] == report.title
    assert report.language == "en"


def test_the_utc_offset_is_kept_and_the_day_is_the_publishers(capture, page):
    published = extract(capture(page(article=ARTICLE))).published
    assert published is not None
    assert published.at.isoformat() == "2026-03-02T21:15:00+02:00"
    assert (published.precision, published.basis) == ("second", "json-ld datePublished")


def test_a_clock_time_without_offset_takes_the_offset_of_another_field(capture, page):
    article = ARTICLE | {"datePublished": "2026-03-02T21:15:00"}
    head = '<meta property="article:published_time" content="2026-03-02T21:15:00+02:00">'
    published = extract(capture(page(head=head, article=article))).published
    assert published is not None
    assert published.at == datetime(2026, 3, 2, 19, 15, tzinfo=UTC)


def test_bylines_are_names_once_each(capture, page):
    article = ARTICLE | {
        "author": ["By Runa Teller and Oskar Lind", {"name": "RUNA TELLER"}, {"name": "Marsh Courier"}]
    }
    assert extract(capture(page(article=article))).byline == ("Runa Teller", "Oskar Lind")


@pytest.mark.parametrize(
    ("wrapped", "name"),
    [
        (
            '{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "author": {"name": "Ada Moor"}}]}',
            "Ada Moor",
        ),
        ('[{"@type": ["Thing", "Article"], "headline": "H", "author": [{"name": "Ada Moor"}]}]', "Ada Moor"),
        ('{"@type": "NewsArticle", "headline": "H", "author": {"name": "Ada Moor"},}', "Ada Moor"),
        ('{"@type": "NewsArticle", "headline": "H\nline", "author": {"name": "Ada Moor"}} trailing', "Ada Moor"),
        ('<!-- {"@type": "NewsArticle", "author": {"givenName": "Ada", "familyName": "Moor"}} -->', "Ada Moor"),
        ('{"@type": "NewsArticle", "author": {"@id": "#a"}, "x": [', None),
    ],
)
def test_json_ld_is_read_however_broken(capture, page, wrapped, name):
    report = extract(capture(page(head=f'<script type="application/ld+json">{wrapped}</script>')))
    assert report.byline == ((name,) if name else ())


def test_furniture_around_and_in_the_article_is_not_text(capture, page, prose):
    before = (
        "<p>Advertisement</p><div class='newsletter'>Get our newsletter delivered to your inbox every single day</div>"
    )
    after = (
        "<p><a href='/other'>Storm closes the northern road for a week</a></p><p>Read also: Bridge toll "
        "rises in spring</p>"
        "<p>Runa Teller is a reporter who covers the coast. Follow her on Twitter.</p><h3>Leave a Reply</h3>"
        "<p>Your email address will not be published. Required fields are marked *</p>"
    )
    report = extract(capture(page(article=ARTICLE, before=before, after=after)))
    assert report.body == "\n\n".join(prose)


def test_an_original_source_line_stays_as_its_own_paragraph(capture, page, prose):
    report = extract(capture(page(article=ARTICLE, after="<p>Original source: www.harbour-wire.example</p>")))
    assert report.body.split("\n\n") == [*prose, "Original source: www.harbour-wire.example"]


@pytest.mark.parametrize(
    ("canonical", "expected", "via"),
    [
        ("https://marsh-courier.example/news/ferry?utm_source=x", "https://marsh-courier.example/news/ferry", None),
        ("/news/ferry-2", "https://www.marsh-courier.example/news/ferry-2", None),
        ("https://www.marsh-courier.example/", "https://www.marsh-courier.example/news/2026/03/02/ferry", None),
        (
            "https://harbour-wire.example/a",
            "https://www.marsh-courier.example/news/2026/03/02/ferry",
            "https://harbour-wire.example/a",
        ),
    ],
)
def test_a_page_can_name_its_address_only_on_its_own_site(capture, page, canonical, expected, via):
    report = extract(capture(page(head=f'<link rel="canonical" href="{canonical}">')))
    assert (report.canonical, report.host, report.via_address) == (expected, "marsh-courier.example", via)


def test_a_page_can_say_where_its_report_stands_first(capture, page):
    named = '<meta name="syndication-source" content="https://harbour-wire.example/a">'
    assert extract(capture(page(head=named))).via_address == "https://harbour-wire.example/a"
    itself = '<meta name="syndication-source" content="https://www.marsh-courier.example/news/1">'
    assert extract(capture(page(head=itself))).via_address is None


def test_a_saved_page_is_known_by_its_canonical_link(capture, page):
    head = '<link rel="canonical" href="https://www.marsh-courier.example/news/ferry">'
    report = extract(capture(page(head=head), address="file:ferry.html"))
    assert (report.canonical, report.host) == ("https://www.marsh-courier.example/news/ferry", "marsh-courier.example")


def test_pictures_carry_credit_licence_and_caption(capture, page):
    figures = (
        "<figure><img src='/a.jpg' alt='A ferry'><figcaption>The ferry in port. <span "
        "class='credit'>Photo: Ada Moor</span></figcaption></figure>"
        "<figure><img src='/b.jpg'><figcaption>The island. (Harbour Pool/J. Rook)</figcaption></figure>"
        "<figure><img src='/c.jpg'><figcaption>Photo: Tern Archive/CC BY-SA 4.0</figcaption></figure>"
    )
    one, two, three = extract(capture(page(article=ARTICLE, before=figures))).images
    assert (one.address, one.credit, one.caption) == (
        "https://www.marsh-courier.example/a.jpg",
        "Ada Moor",
        "The ferry in port.",
    )
    assert (two.credit, two.caption) == ("Harbour Pool/J. Rook", "The island.")
    assert (three.credit, three.licence, three.caption) == ("Tern Archive", "CC BY-SA 4.0", None)


def test_a_picture_that_only_the_data_names_is_kept(capture, page):
    image = {
        "@type": "ImageObject",
        "url": "https://cdn.example/x.jpg",
        "creditText": "Ada Moor",
        "license": "CC BY 4.0",
    }
    (found,) = extract(capture(page(article=ARTICLE | {"image": image}))).images
    assert (found.address, found.credit, found.licence) == ("https://cdn.example/x.jpg", "Ada Moor", "CC BY 4.0")


def test_the_lead_fills_what_the_page_does_not_say(capture, page):
    lead = Lead(
        address="https://a.example/x",
        title="Other",
        author="Nils Fen",
        published_raw="Mon, 02 Mar 2026 20:00:00 +0100",
        via_outlet="Harbour Wire",
    )
    report = extract(capture(page(), lead=lead, outlet="The Courier"))
    assert report.title == "Ferry stopped after cracks found"
    assert (report.byline, report.outlet, report.via_outlet) == (("Nils Fen",), "The Courier", "Harbour Wire")
    assert report.published is not None
    assert (report.published.at.isoformat(), report.published.basis) == ("2026-03-02T20:00:00+01:00", "feed")


def test_the_day_in_the_address_comes_last_and_no_year_is_invented(capture, page):
    published = extract(capture(page())).published
    assert published is not None
    assert (published.at.date().isoformat(), published.precision, published.basis) == ("2026-03-02", "day", "url")
    bare = page(before="<span class='date'>Monday, 2 March</span>")
    assert extract(capture(bare, address="https://marsh-courier.example/ferry")).published is None


@pytest.mark.parametrize(
    ("article", "address", "kind"),
    [
        ({"@type": "OpinionNewsArticle"}, None, "opinion"),
        ({"@type": "LiveBlogPosting"}, None, "live"),
        ({"@type": "NewsArticle", "articleSection": "Press releases"}, None, "release"),
        ({"@type": "NewsArticle"}, "https://marsh-courier.example/opinion/ferry", "opinion"),
        ({"@type": "NewsArticle"}, "https://marsh-courier.example/world/commentary-box-burns", "report"),
    ],
)
def test_the_kind_of_publication(capture, page, article, address, kind):
    made = capture(page(article=article), **({"address": address} if address else {}))
    assert extract(made).kind == kind


@pytest.mark.parametrize(
    ("encoding", "declared", "meta"),
    [
        ("utf-8", "iso-8859-1", ""),
        ("cp1251", "windows-1251", ""),
        ("cp1251", None, "<meta charset='windows-1251'>"),
        ("utf-16", None, ""),
    ],
)
def test_declared_encodings_are_believed_after_valid_utf8(capture, encoding, declared, meta):
    words = "Паром остановлен после того, как инспекторы нашли трещины в корпусе. " * 6
    body = f"<html><head>{meta}<title>Паром</title></head><body><article><p>{words}</p></article></body></html>".encode(
        encoding
    )
    report = extract(capture(body, charset=declared, mime="text/html"))
    assert "трещины в корпусе" in report.body
    assert (report.language, report.is_charset_guessed) == ("ru", False)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251", "koi8-r", None])
@pytest.mark.parametrize("meta", ["", "<meta charset='utf-8'>", "<meta charset='iso-8859-1'>"])
def test_a_declared_encoding_in_which_the_words_are_no_words_is_passed_over(capture, encoding, declared, meta):
    words = "Паром остановлен после того, как инспекторы нашли трещины в корпусе. " * 6
    page = f"<html><head>{meta}<title>Паром</title></head><body><article><p>{words}</p></article></body></html>"
    report = extract(capture(page.encode(encoding), charset=declared, mime="text/html"))
    assert (report.title, report.language) == ("Паром", "ru")
    assert "Паром остановлен" in report.body


@pytest.mark.parametrize("encoding", ["iso-8859-2", "cp1250"])
def test_a_polish_page_without_a_declaration_is_not_read_as_baltic(capture, encoding):
    words = "Mieszkańcy wyspy przyszli do ratusza, żeby zapytać, dlaczego prom znów nie pływa w środę. " * 6
    report = extract(capture(f"<html><body><article><p>{words}</p></article></body></html>".encode(encoding)))
    assert "Mieszkańcy wyspy przyszli do ratusza, żeby zapytać, dlaczego" in report.body


def test_a_guessed_encoding_is_said_to_be_one(capture):
    words = "Das Schiff fährt nicht, weil Prüfer Risse fanden; die Behörde äußerte sich später dazu. " * 8
    report = extract(capture(f"<html><body><article><p>{words}</p></article></body></html>".encode("cp1252")))
    assert report.is_charset_guessed
    assert "Prüfer" in report.body


def test_an_article_cut_into_several_containers_is_read_whole(capture, prose):
    chunks = "".join(
        f"<div class='article-body'><p>{text}</p><p>{text[::-1]}</p></div><div class='ad-slot'>Advertisement</div>"
        for text in prose * 3
    )
    report = extract(
        capture(
            f"<html><head><title>Ferry stopped by inspectors on Monday</title></head><body>"
            f"<main>{chunks}</main></body></html>"
        )
    )
    assert all(text in report.body for text in prose)


def test_deep_nesting_is_read_or_refused_quickly(capture, prose):
    deep = "<div>" * 60_000 + f"<p>{prose[0]}</p>" + "</div>" * 60_000
    body = f"<html><body><article><p>{prose[1]}</p><p>{prose[2]}</p></article>{deep}</body></html>"
    begun = time.process_time()
    with suppress(Unreadable):
        assert prose[1] in extract(capture(body)).body
    assert time.process_time() - begun < seconds(5)


def test_links_of_the_article_are_absolute_and_others_are_left_out(capture, page):
    after = (
        "<p>The harbour office <a href='/docs/report.pdf?utm_source=a'>published its findings</a> on Tuesday "
        "evening after a long meeting.</p>"
    )
    (link,) = extract(capture(page(article=ARTICLE, after=after))).links
    assert (link.address, link.words) == ("https://www.marsh-courier.example/docs/report.pdf", "published its findings")
