"""Three hundred and more feeds with something wrong: each gives leads or one sentence, and reaches the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from doors import ADDRESS, told
from fakes.web_server import Route, WebServer
from feeds import catalogue
from served import site_class

from infostreamer.collect import read_feed
from infostreamer.collect.discover import new_source
from infostreamer.desk import Desk
from infostreamer.model import FetchError
from infostreamer.settings import Settings

CASES = list(catalogue())
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"


def test_every_feed_gives_leads_or_one_sentence() -> None:
    for name, door, body in CASES:
        said = told(door, body)
        assert said is None or (said.endswith(".") and len(said) < 400 and "Traceback" not in said), (name, said)


def test_what_is_whole_is_read_right() -> None:
    for name, door, body in CASES:
        if name.endswith("as it should be") and door == "feed":
            lead = read_feed(body, address=ADDRESS).leads[0]
            assert (lead.address, lead.title) == ("http://dawn.example/1", "Harbour closed"), name
            moment = lead.published or lead.updated
            assert moment is not None
            assert moment.date() == datetime(2026, 11, 10, tzinfo=UTC).date()


def test_a_lead_is_always_fit_to_be_kept() -> None:
    for name, door, body in CASES[::3]:
        if door != "feed":
            continue
        try:
            feed = read_feed(body, address=ADDRESS)
        except FetchError:
            continue
        for lead in feed.leads:
            assert lead.address.startswith(("http://", "https://")), name
            assert "root:" not in repr(lead), name
            for text in (lead.title, lead.author, lead.summary, lead.content, lead.guid, feed.title):
                assert text is None or not set(text) & {"\x00", "\x1b", "\u202e", "\ud800"}, name


def test_nothing_is_asked_for_while_a_feed_is_read() -> None:
    with WebServer() as server:
        body = (
            f'<!DOCTYPE r SYSTEM "http://{server.target}/a"><rss><channel><title>a</title>'
            f"<item><title>a</title><link>/a</link>"
            f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="http://{server.target}/b"/></item></channel></rss>'
        )
        assert told("feed", body.encode()) is None
        assert (server.count("/a"), server.count("/b")) == (0, 0)


def test_they_reach_the_desk_and_every_page_that_shows_them_answers(tmp_path: Path, store_url: str) -> None:
    chosen = [body for _, door, body in CASES[::30] if door == "feed"]
    settings = {
        "desk.data": str(tmp_path), "store.url": store_url, "collect.allow_private": True, "collect.pace": 0.0,
        "collect.pages": False, "web.port": 0,
    }  # fmt: skip
    with WebServer() as server, Desk.open(Settings(settings)) as desk:
        for number, body in enumerate(chosen):
            server.routes[f"/{number}"] = Route(body, mime="application/xml")
        sources = [new_source(server.address(f"/{number}"), "feed", outlet="A") for number in range(len(chosen))]
        desk.visit(desk.put_sources(sources))
        assert all(server.count(f"/{number}") == 1 for number in range(len(chosen)))
        site = site_class()(desk)
        try:
            reports = [report_id for story in desk.stories() for report_id in story.report_ids]
            assert reports
            paths = ["/", "/sources", "/-/sources", "/timeline", *(f"/r/{report_id}" for report_id in reports[:20])]
            for path in [*paths, *(f"/source/{source.id}" for source in sources[:20])]:
                answer = site.get(path)
                assert answer.status in (200, 308), (path, answer.status)
                assert "<svg onload" not in answer.text
                assert "root:x" not in answer.text
        finally:
            site.close()


def test_there_are_three_hundred_of_them() -> None:
    assert len(CASES) >= 300
    assert len({body for _, _, body in CASES}) >= 300


def _third_party() -> Iterator[tuple[str, bytes]]:
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in (".xml", ".json", ".rss", ".atom") and path.stat().st_size < 2_000_000:
            yield str(path.relative_to(DATA)), path.read_bytes()


@pytest.mark.quality
def test_the_feeds_of_others_give_leads_or_one_sentence() -> None:
    if not DATA.is_dir():
        pytest.skip("no ../shared/data/feeds beside this repository")
    read = count = 0
    for name, body in _third_party():
        said = told("feed", body)
        assert said is None or said.endswith("."), (name, said)
        read += said is None
        count += 1
    assert count > 1_500
    assert read > 0.8 * count, (read, count)
