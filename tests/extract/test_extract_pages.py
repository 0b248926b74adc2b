"""Whole pages saved as text, in many layouts and languages, each with what a reader would take from it beside it."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import pytest
from fakes.pace import seconds

from infostreamer.extract import extract
from infostreamer.model import Unreadable

SAVED = Path(__file__).parent / "data" / "saved"
PAGES = sorted(SAVED.glob("*.txt"))


def seen(report):
    published = report.published
    is_timed = published is not None and published.precision in ("minute", "second")
    value = (published.at.isoformat() if is_timed else published.at.date().isoformat()) if published else None
    return {
        "title": report.title,
        "byline": list(report.byline),
        "outlet": report.outlet,
        "published": {"value": value, "precision": published.precision} if published else None,
        "language": report.language,
        "kind": report.kind,
        "images": [
            {"credit": image.credit, "licence": image.licence, "caption": image.caption} for image in report.images
        ],
        "paragraphs": [report.text[start:end] for start, end in report.paragraphs],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_saved_page_is_read_as_a_reader_would(capture, page):
    report = extract(capture(page.read_bytes(), address=f"file:{page.name}"))
    assert seen(report) == json.loads(page.with_name(f"{page.stem}.expected.json").read_text("utf-8"))


@pytest.mark.parametrize("text", ["word " * 100_000, "a > " * 20_000, "© " + ", " * 30_000, "(photo by " * 20_000])
def test_a_text_without_an_end_is_read_in_time(capture, text):
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        extract(capture(text, address="file:long.txt"))
    assert time.process_time() - started < seconds(3)


def test_there_are_enough_pages_in_enough_languages():
    languages = {json.loads(path.read_text("utf-8"))["language"] for path in SAVED.glob("*.expected.json")}
    assert len(PAGES) >= 16
    assert {"de", "pl", "ru"} <= languages
