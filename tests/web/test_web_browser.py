"""The pages in a real Chromium: citations, keys, the live bar, no JavaScript, narrow screens, no violations."""

from __future__ import annotations

import pytest
from fake_desk import FakeDesk
from fake_reports import FIRST, HOLM, MINE_EDITED
from fake_stories import STORY, STORY_ID

from infostreamer.model import Change
from infostreamer.web.addresses import story_path

pytestmark = pytest.mark.browser

PATHS = {
    "desk": "/",
    "story": story_path(STORY),
    "changes": f"/s/{STORY_ID}/changes",
    "compare": f"/s/{STORY_ID}/compare",
    "story sources": f"/s/{STORY_ID}/sources",
    "merge": f"/judge?do=merge&story={STORY_ID}",
    "split": f"/judge?do=split&report={FIRST.id}",
    "judgements": "/judgements",
    "report": f"/r/{FIRST.id}",
    "diff": f"/r/{MINE_EDITED.id}/diff",
    "sources": "/sources",
    "source": "/source/upland.example",
    "dossiers": "/dossiers",
    "dossier": "/d/varania",
    "search": "/search?q=walkout",
    "who": f"/who/{HOLM}/tessa-holm",
}


@pytest.fixture
def site(serve_desk):
    """A server of its own: the live look of a shared one has seen other tests' later positions."""
    return serve_desk(FakeDesk())


@pytest.fixture
def opened(site, browser):
    """A page of the served desk, with every console message kept in `said`."""
    contexts = []

    def make(path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(site.address.rstrip("/") + path)
        return page

    yield make
    for context in contexts:
        context.close()


def test_no_page_has_a_console_message_or_overflows_at_any_width(opened):
    page = opened("/")
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for name, path in PATHS.items():
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (name, width, over)
    assert page.said == []


def test_a_citation_opens_the_exact_words_and_gives_the_focus_back(opened):
    page = opened(PATHS["story"])
    link = page.locator(".abstract a[data-note]").first
    link.click()
    note = page.locator("#cite-pop")
    assert note.is_visible()
    assert note.locator("mark").text_content().startswith("was handed over to Varania on Monday")
    assert "OSTREVA, 17 Nov" in note.text_content()
    assert "Nobody told him" in note.locator(".ctx").last.text_content()
    assert (
        note.get_by_text("Open the original here")
        .get_attribute("href")
        .startswith("https://north-wire.example/story#:~:")
    )
    assert link.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.evaluate("document.activeElement.dataset.note") == link.get_attribute("data-note")
    page.keyboard.press("2")
    assert note.is_visible()
    note.get_by_text("Stored copy").click()
    page.wait_for_url("**/r/**")
    assert page.evaluate("document.querySelector(':target').textContent").strip()
    assert page.said == []


def test_every_citation_number_works_without_javascript(opened):
    page = opened(PATHS["story"], java_script_enabled=False)
    page.locator(".abstract a[data-note]").first.click()
    page.wait_for_url(f"**/r/{FIRST.id}#s2")
    assert page.locator("#s2").text_content().startswith("OSTREVA")


def test_forms_work_without_javascript(opened, site):
    page = opened("/", java_script_enabled=False)
    page.get_by_role("button", name="Caught up").click()
    page.wait_for_url("**/?undo=0d0")
    assert page.get_by_text("Nothing is new since you last looked").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert site.desk.seen == 2
    page.locator("#q").fill("walkout")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=walkout")
    page.goto(site.address)
    page.get_by_role("button", name="Dark").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_theme_changes_at_once_and_stays(opened, site):
    page = opened("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.goto(site.address + "sources")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_news_is_offered_and_never_inserted_above_the_reader(opened, site):
    page = opened("/")
    page.get_by_text("Live.", exact=False).wait_for()
    before = page.locator("article.card").count()
    site.desk.log = [*site.desk.log, Change(noun="story", id=STORY_ID, what="new-report", text="x", position=5)]
    page.locator("#live").wait_for(state="visible")
    assert page.locator("#live").text_content().strip().startswith("1 story has news.")
    assert page.locator("article.card").count() == before
    page.get_by_role("link", name="Show").click()
    page.wait_for_load_state()
    assert not page.locator("#live").is_visible()


def test_keys_move_open_search_and_can_be_switched_off(opened, site):
    page = opened("/")
    page.keyboard.press("j")
    assert page.locator(".is-current").count() == 1
    page.keyboard.press("o")
    page.wait_for_url("**/s/**")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/sources")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("gd?")
    assert page.url.endswith("/sources")
    page.goto(site.address)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert page.locator(".is-current").count() == 0


def test_on_paper_every_note_is_printed_in_full(opened):
    page = opened("/")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".note-print").first.is_visible()
    assert FIRST.id in page.locator(".note-print").first.text_content()
    assert not page.locator(".find").is_visible()
    page.goto(page.url.rstrip("/") + PATHS["story"])
    assert page.locator(".note-print").last.is_visible()


def test_the_first_story_of_an_empty_desk_appears_by_itself(serve_desk, browser):
    desk = FakeDesk(is_empty=True, seen=0)
    served = serve_desk(desk)
    page = browser.new_page()
    page.goto(served.address)
    assert page.locator("article.card").count() == 0
    page.wait_for_timeout(300)
    full = FakeDesk()
    desk.reports_by_id, desk.stories_by_id, desk.log = full.reports_by_id, full.stories_by_id, full.log
    page.locator("article.card").first.wait_for()
    assert page.locator(".tag.new").count() == 0
    page.close()
