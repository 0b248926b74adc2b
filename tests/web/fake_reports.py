"""Invented reports and what was found in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from infostreamer.model import (
    Date,
    Event,
    Figure,
    Finding,
    Image,
    Line,
    Link,
    Name,
    Published,
    Quote,
    Report,
    Span,
    Statement,
    content_id,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def make_report(host, outlet, title, paragraphs, *, at, path="story", byline=(), language="en", **more):
    """A report whose sentences end at a full stop followed by a space, or at a closing mark."""
    text = title + "\n\n" + "\n\n".join(paragraphs)
    blocks, position = [], len(title) + 2
    for paragraph in paragraphs:
        blocks.append((position, position + len(paragraph)))
        position += len(paragraph) + 2
    sentences = [(0, len(title))]
    for start, end in blocks:
        ends = [start + found.end() for found in re.finditer(r"[.!?][”\"]?(?=\s)", text[start:end])] + [end]
        at_ = start
        for stop in ends:
            sentences.append((at_, stop))
            at_ = min(stop + 1, end)
    address = f"https://{host}/{path}"
    return Report(
        id=Report.make_id(address, text),
        capture_id=content_id("capture", address, text),
        address=address,
        canonical=address,
        host=host,
        outlet=outlet,
        title=title,
        byline=byline,
        published=Published(at=at, precision="minute", basis="feed") if at else None,
        language=language,
        kind="report",
        text=text,
        body_start=len(title) + 2,
        paragraphs=tuple(blocks),
        sentences=tuple(pair for pair in sentences if pair[0] < pair[1]),
        fetched_at=(at or NOW) + timedelta(minutes=4),
        **more,
    )


def span(report, words):
    start = report.text.index(words)
    return Span(report.id, start, start + len(words))


def line(text, kind, *spans, label=None, check="verified", findings=()):
    return Line(
        text=text, kind=kind, citations=spans, maker="extractive/1", check=check, label=label, finding_ids=findings
    )


FIRST = make_report(
    "north-wire.example",
    "North Wire",
    "Harbour pilot Ilen Marsk extradited to Varania from Thailand",
    [
        "OSTREVA, 17 Nov — The harbour pilot Ilen Marsk, who had lived abroad since 2021, was "
        "handed over to Varania on "
        "Monday after eleven weeks in a Bangkok detention centre, his lawyer said.",
        "“Nobody told him where the plane was going. He understood it only when he heard the language on the "
        "runway,” said Tessa Holm, the lawyer who visited him in October.",
        "Marsk had organised a 2020 walkout of about 160 port workers. The Interior Ministry calls "
        "the walkout an act of "
        "sabotage.",
        "Two neighbours said he may have been followed for weeks before the arrest.",
    ],
    at=datetime(2026, 11, 17, 6, 40, tzinfo=UTC),
    byline=("Rena Aldous",),
    images=(
        Image(
            address="https://north-wire.example/i/1.jpg",
            credit="Pavel Ostrin / North Wire",
            licence="CC BY 4.0",
            caption="The Ostreva container port in 2020.",
        ),
    ),
    links=(Link("https://north-wire.example/archive", "archive"),),
)
COPY = make_report(
    "daily-post.example",
    "Daily Post",
    "Port strike leader flown home from Bangkok",
    [
        "The harbour pilot Ilen Marsk, who had lived abroad since 2021, was handed over to Varania on Monday after "
        "eleven weeks in a Bangkok detention centre, North Wire reported.",
        "Original source: north-wire.example",
    ],
    at=datetime(2026, 11, 17, 9, 5, tzinfo=UTC),
)
STATE_TV = make_report(
    "kanal-en.example",
    "Kanal En",
    "Ministry: former pilot returned of his own free will",
    [
        "Interior Minister Goran Velt denied on Tuesday that Ilen Marsk had been extradited. “He "
        "asked to come home, and "
        "we bought him a ticket,” Velt told state television.",
        "Velt said more than 200 people had taken part in the 2020 walkout.",
    ],
    at=datetime(2026, 11, 18, 17, 20, tzinfo=UTC),
)
REWRITE = make_report(
    "swiftnews.example",
    "Swiftnews",
    "Pilot’s return: what we know",
    [
        "A Varanian harbour pilot is back in the country. Reports differ on how he got there.",
        "A columnist writes that the case shows how far the ministry now reaches.",
    ],
    at=datetime(2026, 11, 18, 21, 2, tzinfo=UTC),
)
OTHER_TONGUE = make_report(
    "vestka.example",
    "Вестка",
    "Лоцмана Илена Марска вернули в страну",
    ["Лоцман Илен Марск находится в следственном изоляторе столицы. Об этом сообщила его сестра."],
    at=datetime(2026, 11, 19, 5, 15, tzinfo=UTC),
    language="ru",
)
MINE = make_report(
    "upland.example",
    "Upland Courier",
    "Three miners missing after roof fall at Tarn pit",
    [
        "Three miners were missing on Thursday after a roof fall at the Tarn pit, the operator "
        "said. Rescue teams reached "
        "the lower gallery at noon."
    ],
    at=datetime(2026, 11, 19, 13, 0, tzinfo=UTC),
)
MINE_EDITED = make_report(
    "upland.example",
    "Upland Courier",
    "Three miners missing after roof fall at Tarn pit",
    [
        "Two miners were missing on Thursday after a roof fall at the Tarn pit, the operator said. "
        "Rescue teams reached "
        "the lower gallery at noon."
    ],
    at=datetime(2026, 11, 19, 13, 0, tzinfo=UTC),
    previous_id=MINE.id,
    source_id="5ou4ce0000000003",
)

REPORTS = {report.id: report for report in (FIRST, COPY, STATE_TV, REWRITE, OTHER_TONGUE, MINE, MINE_EDITED)}

QUOTE_WORDS = (
    "Nobody told him where the plane was going. He understood it only when he heard the language on the runway,"
)
QUOTE = span(FIRST, QUOTE_WORDS)
EVENT = span(FIRST, "was handed over to Varania on Monday")


def _finding(report, words, payload, maker, confidence=0.9):
    found = span(report, words)
    return Finding.of(report.id, ((found.start, found.end),), payload, maker=maker, confidence=confidence)


HOLM, VELT, MARSK = (content_id("who", name) for name in ("holm", "velt", "marsk"))
F_QUOTE = _finding(FIRST, QUOTE_WORDS, Quote(speaker="Tessa Holm", who=HOLM, cue="said", date="2026-10"), "quotes/1")
F_EVENT = _finding(
    FIRST,
    "was handed over to Varania on Monday",
    Event(type="COERCE", did="hand over", patient="Ilen Marsk", place="Varania", when="2026-11-16"),
    "events/1",
)
FINDINGS = {
    FIRST.id: (
        F_QUOTE,
        F_EVENT,
        _finding(FIRST, "about 160 port workers", Figure(value=160, hedge="about", bound="about"), "figures/1"),
        _finding(FIRST, "Ilen Marsk", Name(type="person", canonical="Ilen Marsk", who=MARSK), "names/1"),
        _finding(FIRST, "on Monday", Date(value="2026-11-16", basis="published"), "dates/1"),
        _finding(FIRST, "calls the walkout an act of sabotage", Statement(speaker="The Interior Ministry"), "quotes/1"),
    )
}
