"""What others collected, where it lies beside the repository: feeds with what they say, and markup that bites."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from doors import told
from served import site_class
from test_inputs_markups import Elements, row

from infostreamer.collect.markup import plain_words
from infostreamer.collect.mended import mended
from infostreamer.collect.wire import WireFeed
from infostreamer.collect.xml_feed import read_xml_feed
from infostreamer.desk import Desk
from infostreamer.model import FetchError
from infostreamer.settings import Settings

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SAID = re.compile(r"entries\[0\]\['(title|link|id|author|summary)'\] == u?('(?:[^'\\]|\\.)*')\s*$", re.MULTILINE)
FIELDS = {"title": "title", "link": "link", "id": "guid", "author": "author", "summary": "summary"}


def there(*parts: str) -> Path:
    folder = DATA.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip(f"no ../shared/data/{'/'.join(parts)} beside this repository")
    return folder


def wire(body: bytes) -> WireFeed | None:
    try:
        return read_xml_feed(mended(body, "http://example.com/feed"), "http://example.com/feed")
    except FetchError:
        return None


def is_same(found: str | None, wanted: str) -> bool:
    return (plain_words(found) or "") == (plain_words(wanted) or "")


def of_feedparser() -> Iterator[tuple[str, str, str | None]]:
    for path in sorted(there("feeds", "feedparser").rglob("wellformed/*/*.xml")):
        body = path.read_bytes()
        stated = SAID.search(body[:4000].decode("utf-8", "replace"))
        feed = wire(body) if stated else None
        if stated and feed and feed.items:
            yield path.name, ast.literal_eval(stated[2]), getattr(feed.items[0], FIELDS[stated[1]])


def of_gofeed() -> Iterator[tuple[str, str, str | None]]:
    for path in sorted(there("feeds", "gofeed").rglob("translator/*/*.json")):
        source = path.with_suffix(".xml")
        stated = (json.loads(path.read_bytes()).get("items") or [{}])[0]
        feed = wire(source.read_bytes()) if stated and source.exists() else None
        if feed and feed.items:
            for field, name in {"title": "title", "link": "link", "guid": "guid", "published": "published"}.items():
                if isinstance(stated.get(field), str):
                    yield f"{path.name} {field}", stated[field], getattr(feed.items[0], name)


@pytest.mark.parametrize(("cases", "least"), [(of_feedparser, 100), (of_gofeed, 20)])
def test_feeds_say_what_others_read_in_them(cases, least):
    outcomes = [(name, wanted, found, is_same(found, wanted)) for name, wanted, found in cases()]
    wrong = [outcome[:3] for outcome in outcomes if not outcome[3]]
    assert len(outcomes) >= least
    assert len(wrong) <= 0.1 * len(outcomes), (len(outcomes), wrong)


def strings() -> list[str]:
    found = json.loads((there("security", "blns") / "blns.json").read_text())
    for path in sorted(there("security", "bleach").rglob("*.test")):
        found.append(path.read_text(errors="replace").partition("\n--\n")[0])
    return [piece for piece in found if piece.strip()]


def test_strings_that_bite_others_bite_no_page(tmp_path):
    pieces = strings()
    rows = [row(at, pieces[at * 50 : (at + 1) * 50]) for at in range(-(-len(pieces) // 50))]
    settings = Settings({"desk.data": str(tmp_path), "web.port": 0})
    with Desk.open(settings, clock=lambda: datetime(2026, 11, 13, 8, tzinfo=UTC)) as desk:
        desk.take_in_jsonl([json.dumps(one) for one in rows])
        site = site_class()(desk)
        try:
            reports = [report_id for story in desk.stories() for report_id in story.report_ids]
            assert len(reports) >= len(rows) - 1
            for path in ("/", *(f"/r/{report_id}" for report_id in reports)):
                answer, elements = site.get(path), Elements()
                assert answer.status == 200
                elements.feed(answer.text)
                assert (elements.found, elements.turning) == ([], []), path
        finally:
            site.close()


def test_pages_of_odd_tokens_are_read_or_told():
    read = 0
    for path in sorted(there("security", "html5lib-tests").rglob("tokenizer/*.test")):
        tests = json.loads(path.read_bytes()).get("tests", [])
        inputs = [str(one["input"]) for one in tests]
        prose = "<p>The harbour of Varan was closed on Monday, the mayor Ana Ruus said in the town hall.</p>" * 4
        for at in range(0, len(inputs), 100):
            body = f"<html><title>Harbour</title><article>{prose}{'<p>'.join(inputs[at : at + 100])}</article>"
            said = told("page", body.encode("utf-8", "replace"))
            assert said is None or said.endswith("."), said
            assert said is None or "could not be read (" not in said, said
            read += 1
    assert read > 20
