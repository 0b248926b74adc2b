"""Q2: title, authors, date and image credit on the Fundus parser tests' real pages.

Title: equal but for white space. Authors: equal sets, case folded. Date: equal to the second, in local time where the
gold value has no offset; "day" is the same to the day. Credit: for every gold image with a credit, some image of ours
has the same words in it. The i-th page of a publisher by date goes with the i-th version in its file. Peer:
trafilatura, in the same run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infostreamer.extract import extract
from infostreamer.model import Capture, Report, Unreadable

_FOLDER = Path("extraction/fundus-parser-tests/tests/resources/parser/test_data")
_GOALS = ("title", "authors", "date", "credit")
_FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
Gold = dict[str, Any]
Marks = dict[str, tuple[int, int]]  # per field: right, asked


def measure(data: Path) -> dict[str, Any]:
    """Shares right per field, ours and trafilatura's; "figure" is the mean of ours over the four fields."""
    pages = list(_pages(data / _FOLDER))
    with ProcessPoolExecutor(2) as pool:
        ours = _shares(list(pool.map(_marks_ours, pages, chunksize=8)))
        peer = _shares(list(pool.map(_marks_peer, pages, chunksize=8)))
    figure = round(sum(ours[field] for field in _GOALS) / len(_GOALS), 4)
    return {
        "data_digest": digest_of(data / _FOLDER),
        "pages": len(pages),
        "ours": ours,
        "trafilatura": peer,
        "figure": figure,
    }


def digest_of(folder: Path) -> str:
    """16 hex digits over the gold files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _pages(folder: Path) -> Iterator[tuple[Path, Gold]]:
    for path in sorted(folder.glob("*/*.json")):
        versions = list(json.loads(path.read_text("utf-8")).values())
        files = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        if len(files) == len(versions):
            yield from zip(files, versions, strict=True)


def _marks_ours(page: tuple[Path, Gold]) -> Marks:
    path, gold = page
    body = gzip.decompress(path.read_bytes())
    address = "https://unknown.example/article"
    capture = Capture(
        id=Capture.make_id(address, body), address=address, final_address=address, fetched_at=_FETCHED, body=body
    )
    try:
        report: Report | None = extract(capture)
    except Unreadable:
        report = None
    when = report.published.at if report and report.published else None
    credits = [image.credit or "" for image in report.images] if report else []
    return _marks(gold, report.title if report else None, report.byline if report else (), when, credits)


def _marks_peer(page: tuple[Path, Gold]) -> Marks:
    from trafilatura import bare_extraction

    path, gold = page
    document: Any = bare_extraction(gzip.decompress(path.read_bytes()), fast=True, with_metadata=True)
    if document is None:
        return _marks(gold, None, (), None, [])
    names = tuple((document.author or "").split("; ")) if document.author else ()
    when = datetime.fromisoformat(document.date) if document.date else None
    return _marks(gold, document.title, names, when, [])


def _marks(gold: Gold, title: str | None, names: tuple[str, ...], when: datetime | None, credits: list[str]) -> Marks:
    marks = {"title": (int(_plain(title) == _plain(gold["title"])), 1)}
    if "authors" in gold:
        wanted = {_plain(name).lower() for name in gold["authors"]}
        marks["authors"] = (int(wanted == {_plain(name).lower() for name in names}), 1)
    gold_when = datetime.fromisoformat(gold["publishing_date"]).replace(microsecond=0)
    marks["date"] = (int(_is_same(when, gold_when)), 1)
    marks["day"] = (int(when is not None and when.date() == gold_when.date()), 1)
    asked = [image["authors"] for image in gold.get("images", []) if image.get("authors")]
    given = {tuple(_words(credit)) for credit in credits if credit}
    marks["credit"] = (sum(tuple(_words(" ".join(names))) in given for names in asked), len(asked))
    return marks


def _is_same(when: datetime | None, gold: datetime) -> bool:
    if when is None:
        return False
    if when.tzinfo is None:
        return False
    return when == gold if gold.tzinfo else when.replace(tzinfo=None) == gold


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00ad", "").split())


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text.lower()))


def _shares(rows: list[Marks]) -> dict[str, float]:
    shares = {}
    for field in ("title", "authors", "date", "day", "credit"):
        right = sum(row[field][0] for row in rows if field in row)
        asked = sum(row[field][1] for row in rows if field in row)
        shares[field] = round(right / asked, 4) if asked else 0.0
    return shares
