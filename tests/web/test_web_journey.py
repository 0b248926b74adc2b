"""An editor at work in a real Chromium, over a real desk: from a line to its words, and a wrong report put right."""

from __future__ import annotations

import json

import pytest
from served_site import Site

from infostreamer.desk import Desk
from infostreamer.settings import Settings

pytestmark = pytest.mark.browser

FIRE = (
    "A fire closed the north quay of Port Sollen on Tuesday and two dockers were taken to hospital with burns, fire "
    "chief Bohdan Tvarek told North Wire.\n\nThe fire began in a warehouse for cork and spread to three cranes within "
    "an hour, according to the harbour office. About 160 people were brought out of the terminal."
)
WIRE = f"OSTREVA, Nov 10 (North Wire) - {FIRE}\n\nThe Interior Ministry denied that the warehouse had been locked."
COPY = f"{FIRE}\n\nOriginal source: north-wire.example"
OWN = (
    "A fire closed the north quay of Port Sollen on Tuesday, fire chief Bohdan Tvarek told The Courier. About 200 "
    "people were brought out of the terminal. The dockers' union said that the warehouse had been locked."
)


def row(host, outlet, title, text, clock):
    published = f"2026-11-10T{clock}:00+00:00"
    return {"url": f"https://{host}/fire", "outlet": outlet, "title": title, "text": text, "published": published}


ROWS = [
    row("north-wire.example", "North Wire", "Fire closes the north quay of Port Sollen", WIRE, "09:00"),
    row("daily-post.example", "Daily Post", "Blaze shuts quay at Port Sollen", COPY, "12:30"),
    row("courier.example", "The Courier", "Fire at Port Sollen: quay closed", OWN, "15:00"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with Desk.open(Settings({"desk.data": str(tmp_path_factory.mktemp("desk"))})) as opened:
        opened.take_in_jsonl([json.dumps(each) for each in ROWS])
        for other in opened.stories()[1:]:
            opened.decide(opened.would_merge(opened.stories()[0].id, other.id))
        yield opened


@pytest.fixture
def page(desk, browser):
    site = Site(desk)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(site.address)
    yield opened
    assert opened.said == []
    context.close()
    site.close()


def test_from_a_line_to_its_words_to_the_copy_beside_its_original(page, desk):
    page.locator("article.card .card-head a[data-open]").first.click()
    page.locator(".abstract a[data-note]").first.click()
    words = page.locator("#cite-pop mark").text_content()
    assert any(words in report.text for report in desk.newest_reports())
    page.keyboard.press("Escape")
    page.get_by_role("link", name="All evidence, side by side").click()
    tie = page.locator("article.tie", has_text="Daily Post")
    assert tie.locator("mark", has_text="north-wire.example").is_visible()
    ours, theirs = tie.locator(".pair").first.locator("blockquote p").all()
    assert ours.text_content() == theirs.text_content()
    left, right = ours.bounding_box(), theirs.bounding_box()
    assert abs(left["y"] - right["y"]) < 2
    assert left["x"] + left["width"] <= right["x"]
    assert "3 h 30 min later" in tie.text_content()
    page.get_by_role("link", name="Compare the outlets").click()
    heads = page.locator("table.compare thead th a").all_text_contents()
    assert set(heads) == {"North Wire", "Daily Post", "The Courier"}
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.locator(".cell-outlet").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_report_split_off_stays_split_through_a_rebuild_until_it_is_undone(page, desk):
    wire = next(report.id for report in desk.newest_reports() if report.outlet == "North Wire")
    courier = next(report.id for report in desk.newest_reports() if report.outlet == "The Courier")
    story = desk.story_of(courier)
    address = page.url
    page.goto(f"{address}s/{story}")
    page.locator(f'a[href="/judge?do=split&report={courier}"]').click()
    assert "leaves its story and becomes one of its own" in page.locator(".will").text_content()
    assert desk.story_of(courier) == story
    page.get_by_label("Why").fill("another fire")
    page.get_by_role("button", name="Do it").click()
    page.wait_for_url("**?decided=*")
    assert "Decided: A story of its own" in page.locator(".notice").text_content()
    assert len(desk.story(desk.story_of(courier)).members) == 1
    desk.rebuild()
    assert desk.story_of(courier) != desk.story_of(wire)
    page.goto(f"{address}judgements")
    row = page.locator(".judgement", has_text="another fire")
    row.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert "undone by editor" in page.locator(".judgement", has_text="another fire").text_content()
    assert desk.story_of(courier) == desk.story_of(wire)


def test_two_stories_are_joined_without_javascript_and_the_old_address_leads_on(desk, browser):
    courier = next(report.id for report in desk.newest_reports() if report.outlet == "The Courier")
    before = {each.judgement.id for each in desk.judgements()}
    desk.decide(desk.would_split([courier]))
    gone, kept = desk.story_of(courier), next(one.id for one in desk.stories() if courier not in one.report_ids)
    site = Site(desk)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}s/{gone}")
    page.get_by_role("link", name="Join with another story").click()
    page.get_by_label("Which story? Give its address or its id").fill(f"{site.address}s/{kept}/any-slug")
    page.get_by_role("button", name="Look what would happen").last.click()
    assert "become one story with 3 reports" in page.locator(".will").text_content()
    page.get_by_role("button", name="Do it").click()
    page.wait_for_url(f"**/s/{kept}/*")
    page.goto(f"{site.address}s/{gone}/changes")
    assert page.url.startswith(f"{site.address}s/{kept}/changes")
    page.goto(f"{site.address}s/{gone}")
    assert "is part of this one now" in page.locator(".notice").text_content()
    page.context.close()
    site.close()
    for each in desk.judgements():
        if each.judgement.id not in before:
            desk.undo(each.judgement.id)
