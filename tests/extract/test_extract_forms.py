"""The other forms a report comes in: JSON, report lines, feed entries, e-mail, PDF; and what is refused."""

from __future__ import annotations

import json
import zlib
from email.message import EmailMessage

import pytest

from infostreamer.extract import extract
from infostreamer.model import Lead, Unreadable, encode
from infostreamer.model.capture import ENTRY_MIME, REPORT_MIME

TITLE = "Ferry stopped after cracks found"


def test_a_report_line_is_taken_as_given(capture, prose):
    row = {
        "url": "https://marsh-courier.example/f",
        "outlet": "Marsh Courier",
        "title": TITLE,
        "text": "\n\n".join(prose),
        "published": "2026-03-02T10:00+01:00",
        "byline": ["Runa Teller"],
        "language": "en",
    }
    report = extract(capture(json.dumps(row), mime=REPORT_MIME, address="file:x.jsonl#1"))
    assert (report.title, report.outlet, report.byline) == (TITLE, "Marsh Courier", ("Runa Teller",))
    assert (report.canonical, report.host) == ("https://marsh-courier.example/f", "marsh-courier.example")
    assert report.published is not None
    assert (report.published.at.isoformat(), report.published.precision) == ("2026-03-02T10:00:00+01:00", "minute")
    assert report.body == "\n\n".join(prose)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "x"}', "missing required field `text`"),
        ('{"text": "a", "title": 3}', "$.title"),
        ('{"text": "a", "published": "soon"}', "'soon' is no date"),
        ('{"text": " "}', "empty text"),
        ("{", "not JSON"),
    ],
)
def test_a_bad_report_line_is_refused_in_one_sentence(capture, line, said):
    with pytest.raises(Unreadable) as refused:
        extract(capture(line, mime=REPORT_MIME))
    assert said in str(refused.value)


def test_json_articles_of_several_shapes(capture, prose):
    shapes = [
        {
            "@type": "NewsArticle",
            "headline": TITLE,
            "articleBody": "\n\n".join(prose),
            "author": {"name": "Runa Teller"},
            "datePublished": "2026-03-02T10:00:00Z",
        },
        {
            "article": {
                "title": TITLE,
                "body": "".join(f"<p>{text}</p>" for text in prose),
                "authors": ["Runa Teller"],
                "published_at": "2026-03-02T10:00:00Z",
            }
        },
        [{"title": TITLE, "text": "\n\n".join(prose), "byline": "By Runa Teller", "date": "2026-03-02T10:00:00Z"}],
    ]
    for shape in shapes:
        report = extract(capture(json.dumps(shape), address="file:a.json"))
        assert (report.title, report.byline, report.body) == (TITLE, ("Runa Teller",), "\n\n".join(prose))
        assert report.published is not None
        assert report.published.at.isoformat() == "2026-03-02T10:00:00+00:00"


def test_a_feed_entry_with_the_whole_text(capture, prose):
    content = "".join(f"<p>{text}</p>" for text in prose) + "<img src='https://a.example/p.gif' width='1'>"
    lead = Lead(
        address="https://marsh-courier.example/f?utm_source=rss",
        title=TITLE,
        content=content,
        author="runa@marsh.example (Runa Teller)",
        published_raw="Mon, 02 Mar 2026 21:15:00 +0200",
    )
    report = extract(capture(encode(lead), mime=ENTRY_MIME, address=lead.address))
    assert (report.title, report.body, report.images) == (TITLE, "\n\n".join(prose), ())
    assert report.canonical == "https://marsh-courier.example/f"
    assert report.byline == ("Runa Teller",)
    assert report.published is not None
    assert report.published.at.isoformat() == "2026-03-02T21:15:00+02:00"


def test_two_entries_of_a_feed_without_pages_of_their_own_are_two_reports(capture, prose):
    reports = []
    for name in ("5a1e", "77c0"):
        lead = Lead(address=f"https://marsh-courier.example/feed#{name}", title=TITLE, content="".join(prose))
        reports.append(extract(capture(encode(lead), mime=ENTRY_MIME, address=lead.address)))
    assert [report.canonical for report in reports] == [
        "https://marsh-courier.example/feed#5a1e",
        "https://marsh-courier.example/feed#77c0",
    ]
    assert {report.host for report in reports} == {"marsh-courier.example"}
    assert reports[0].id != reports[1].id


def test_a_newsletter(capture, prose):
    message = EmailMessage()
    message["Subject"] = "Fwd: =?utf-8?q?F=C3=A4hre_gestoppt?="
    message["From"] = "Marsh Courier <news@marsh-courier.example>"
    message["Date"] = "Mon, 02 Mar 2026 21:15:00 +0200"
    message["List-Unsubscribe"] = "<https://marsh-courier.example/u>"
    message.set_content("View in browser")
    html = (
        "<table><tr><td>"
        + "".join(f"<p>{text}</p>" for text in prose)
        + "</td></tr></table><p>Unsubscribe from this list</p>"
    )
    message.add_alternative(html, subtype="html")
    report = extract(capture(message.as_bytes(), address="file:a.eml"))
    assert (report.title, report.outlet, report.byline) == ("Fähre gestoppt", "Marsh Courier", ())
    assert report.body == "\n\n".join(prose)
    assert report.published is not None
    assert report.published.at.isoformat() == "2026-03-02T21:15:00+02:00"


def pdf_of(pages: list[list[str]]) -> bytes:
    """A small, valid PDF with one text line per item."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
        stream = zlib.compress(f"BT /F1 11 Tf 60 760 Td {shown} ET".encode("latin-1"))
        objects.append(
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n{stream.decode('latin-1')}\nendstream"
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources "
            f"<< /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 "
        f"0 R >>\nstartxref\n{len(body)}\n%%EOF"
    )
    return body + tail.encode("latin-1")


def test_a_pdf_is_joined_over_lines_hyphens_and_pages(capture):
    head, foot = "Marsh Courier weekly", "Page {}"
    body = pdf_of(
        [
            [
                head,
                "Ferry stopped after cracks found",
                "The ferry between Port Alder and Sorrel Island was taken out of ser-",
                "vice on Monday after inspectors found several long cracks in its",
                foot.format(1),
            ],
            [
                head,
                "hull, the harbour office said.",
                "About 400 commuters were stranded on the island overnight and were",
                "given beds in two schools.",
                foot.format(2),
            ],
            [
                head,
                "The operator denied that it had postponed any of the repairs that",
                "inspectors had asked for in the autumn.",
                foot.format(3),
            ],
        ]
    )
    report = extract(capture(body, address="file:a.pdf"))
    assert report.title == "Ferry stopped after cracks found"
    assert report.body.split("\n\n") == [
        "The ferry between Port Alder and Sorrel Island was taken out of service on Monday after "
        "inspectors found several long "
        "cracks in its hull, the harbour office said.",
        "About 400 commuters were stranded on the island overnight and were given beds in two schools.",
        "The operator denied that it had postponed any of the repairs that inspectors had asked for in the autumn.",
    ]


@pytest.mark.parametrize(
    ("body", "mime", "said"),
    [
        (b"", None, "empty"),
        (b" \n\x00\n", "text/html", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "text/html", "picture"),
        (bytes(range(32)) * 100, None, "picture"),
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>",
            "application/rss+xml",
            "feed",
        ),
        (b"%PDF-1.4\ngarbage", "application/pdf", "PDF"),
        (b'{"a": 1}', "application/json", "no article"),
        (b'{"a": ', "application/json", "not valid JSON"),
        (
            b"<html><head><title>Log in</title></head><body><h1>Log in</h1><form>Name <input name=u> "
            b"Password <input type=password></form></body></html>",
            None,
            "login",
        ),
        (
            b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The page you asked "
            b"for is gone.</p></body></html>",
            None,
            "error page",
        ),
        (
            b"<html><head><title>Just a moment...</title></head><body><p>Checking your browser before you "
            b"go on to the site you wanted.</p></body></html>",
            None,
            "proof",
        ),
        (
            b"<html><head><title>Ferry</title></head><body><article><p>Subscribe to continue reading this "
            b"article about the ferry.</p></article></body></html>",
            None,
            "paywall",
        ),
        (b"<html><head><title>x</title></head><body></body></html>", None, "No article text"),
    ],
)
def test_what_is_no_article_is_refused_in_one_sentence(capture, body, mime, said):
    with pytest.raises(Unreadable) as refused:
        extract(capture(body, mime=mime))
    message = str(refused.value)
    assert said in message
    assert message.endswith(".")
    assert len(message) < 200


def test_the_bytes_decide_not_the_declared_type(capture, page, prose):
    assert extract(capture(page(), mime="application/octet-stream")).body == "\n\n".join(prose)
    assert extract(capture("\n\n".join(prose), mime="text/html", address="file:a.txt")).body == "\n\n".join(prose)
