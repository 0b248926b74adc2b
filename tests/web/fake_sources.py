"""Sources in every state."""

from __future__ import annotations

from datetime import timedelta

from fake_reports import NOW

from infostreamer.model import Source, SourceHealth


def _source(number, outlet, address, **more):
    return Source(id=f"5ou4ce000000000{number}", address=address, kind="feed", outlet=outlet, **more)


SOURCES = [
    (
        _source(1, "North Wire", "https://north-wire.example/feed.xml", owner="Northern Press"),
        SourceHealth(
            source_id="5ou4ce0000000001",
            state="ok",
            ok_at=NOW - timedelta(minutes=12),
            new_at=NOW - timedelta(hours=3),
            next_at=NOW + timedelta(minutes=48),
        ),
        21,
    ),
    (
        _source(2, "Ridge Radio", "https://ridge.example/rss"),
        SourceHealth(
            source_id="5ou4ce0000000002",
            state="failing",
            errors=3,
            error="The address answers with a page in HTML where the feed was; it may want a login.",
            ok_at=NOW - timedelta(days=2),
            next_at=NOW + timedelta(hours=5),
        ),
        4,
    ),
    (
        _source(3, "Upland Courier", "https://upland.example/atom.xml"),
        SourceHealth(
            source_id="5ou4ce0000000003",
            state="silent",
            ok_at=NOW - timedelta(minutes=30),
            new_at=NOW - timedelta(days=9),
        ),
        2,
    ),
    (_source(4, "Kanal En", "https://kanal-en.example/news", is_paused=True), SourceHealth(source_id="x"), 0),
]
