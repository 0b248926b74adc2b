"""Marks, keys and the one live connection in a real Chromium."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from fake_desk import FakeDesk
from fake_stories import MINE_ID, STORY, STORY_ID

from infostreamer.model import OWNER, Change
from infostreamer.web.addresses import story_path

pytestmark = pytest.mark.browser


@pytest.fixture
def site(serve_desk):
    """A server of its own: the live look of a shared one has seen other tests' later positions."""
    return serve_desk(FakeDesk())


@pytest.fixture
def opened(site, browser):
    """A page of the served desk, with every console message kept in `said`."""
    contexts = []

    def make(path, *, cookies=(), **options):
        context = browser.new_context(**options)
        context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in cookies])
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


def wait_for(page, told, seconds=30.0):
    """True as soon as it is so; the page goes on meanwhile."""
    end = time.monotonic() + seconds
    while not told() and time.monotonic() < end:
        page.wait_for_timeout(50)
    return told()


def button(page, words):
    return page.get_by_role("button", name=re.compile(rf"^{words}\s*:"))


def many(count=12):
    desk = FakeDesk(seen=1)
    for number in range(count):
        key = f"{number:016x}"
        desk.stories_by_id[key] = replace(STORY, id=key)
        desk.log.append(replace(desk.log[0], id=key, position=len(desk.log) + 1, text="Told", citations=()))
    return desk


def test_only_what_stood_on_the_screen_is_marked(serve_desk, browser):
    desk = many()
    served = serve_desk(desk)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(served.address)
    ids = page.eval_on_selector_all("[data-unseen]", "cards => cards.map((card) => card.dataset.story)")
    assert wait_for(page, lambda: any(kind == "saw" for kind, *_ in desk.done))
    marked = {key for kind, shown in desk.done if kind == "saw" for key in shown}
    assert ids[0] in marked
    assert ids[-1] not in marked
    page.locator("[data-unseen]").last.scroll_into_view_if_needed()
    assert wait_for(page, lambda: any(ids[-1] in shown for kind, shown in desk.done if kind == "saw"))
    page.close()


def test_a_glance_of_less_than_a_moment_marks_nothing(browser, site):
    page = browser.new_page()
    page.add_init_script(  # a moment of twenty seconds: a busy machine takes more than two for less than one
        "const set = window.setTimeout; window.setTimeout = (work, wait, ...given) => set(work, 10 * wait, ...given);"
    )
    page.goto(site.address)
    page.wait_for_timeout(900)
    page.close()
    time.sleep(0.3)
    assert site.desk.done == []


def test_what_was_on_screen_stays_new_where_the_reader_said_so(opened, site):
    page = opened("/", cookies=[("infostreamer_marking", "off")])
    page.wait_for_timeout(3600)
    assert site.desk.done == []
    assert page.said == []


def test_the_position_that_is_marked_is_the_one_that_was_shown(opened, site):
    page = opened("/")
    site.desk.log = [*site.desk.log, Change(noun="story", id=STORY_ID, what="new-report", text="x", position=5)]
    assert wait_for(page, lambda: site.desk.done)
    assert site.desk.done == [("saw", {STORY_ID: 4})]


def test_nine_tabs_stay_live_over_one_connection_and_the_next_takes_over(site, browser):
    context, asked = browser.new_context(), []
    context.on("request", lambda request: asked.append(request.url) if "/live?" in request.url else None)
    pages = [context.new_page() for _ in range(9)]
    for page in pages:
        page.goto(site.address)
    pages[0].get_by_text("Live.", exact=False).wait_for()
    site.desk.log = [*site.desk.log, Change(noun="story", id=STORY_ID, what="new-report", text="x", position=5)]
    for page in pages:
        page.locator("#live").wait_for(state="visible")
    assert len(asked) == 1
    pages[0].close()
    assert wait_for(pages[1], lambda: len(asked) == 2), "the next tab takes over"
    assert asked[1].endswith("after=5")
    site.desk.log = [*site.desk.log, Change(noun="story", id="other", what="added", text=None, position=6)]
    for page in pages[1:]:
        page.get_by_text("2 stories have news.").wait_for()
    assert len(asked) == 2
    context.close()


def test_news_of_a_muted_story_shows_no_bar(opened, site):
    site.desk.keep(OWNER, "mute", f"story:{MINE_ID}")
    page = opened("/")
    page.get_by_text("Live.", exact=False).wait_for()
    site.desk.log = [*site.desk.log, Change(noun="story", id=MINE_ID, what="new-report", text="x", position=5)]
    page.wait_for_timeout(1800)
    assert not page.locator("#live").is_visible()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_keys_move_between_stories_and_open_them(opened):
    page = opened("/", cookies=[("infostreamer_marking", "off")])
    press(page, "j", "j")
    assert page.locator(".is-current").count() == 1
    press(page, "k", "Escape")
    assert page.locator(".is-current").count() == 0
    press(page, "j", "Enter")
    page.wait_for_url(f"**/s/{STORY_ID}/**")
    press(page, "u")
    page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    press(page, "j", "d")
    page.wait_for_url("**/changes")
    assert page.said == []


@pytest.mark.parametrize(
    ("second", "path"),
    [("d", "/"), ("D", "/dossiers"), ("t", "/timeline"), ("m", "/map"), ("s", "/sources"), ("r", "/review")],
)
def test_g_leads_to_the_rooms(opened, site, second, path):
    page = opened("/judgements")
    page.route(
        "**/*", lambda route: route.fulfill(body="there") if route.request.url.endswith(path) else route.continue_()
    )
    press(page, "g", second)
    page.wait_for_url(site.address.rstrip("/") + path)


def test_keys_of_a_story(opened, site, browser):
    page = opened(story_path(STORY), cookies=[("infostreamer_marking", "off")])
    press(page, "1")
    assert page.locator("#cite-pop").is_visible()
    press(page, "Escape")
    assert not page.locator("#cite-pop").is_visible()
    for key, anchor in (("s", "origins"), ("d", "changes"), ("e", "take")):
        press(page, key)
        assert page.evaluate("document.activeElement.id") == anchor
    press(page, "f")
    assert wait_for(page, lambda: ("keep", "follow", f"story:{STORY_ID}") in site.desk.done)
    button(page, "Following").wait_for()
    press(page, "f")
    assert wait_for(page, lambda: ("drop", "follow", f"story:{STORY_ID}") in site.desk.done)
    press(page, "m")
    assert wait_for(page, lambda: any(row[0] == "saw" for row in site.desk.done))
    button(page, "Mark as unseen").wait_for()
    press(page, "m")
    assert wait_for(page, lambda: ("unsaw", STORY_ID) in site.desk.done)
    press(page, "/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jm?")
    assert page.locator("dialog[open]").count() == 0
    assert page.said == []


def test_the_original_is_opened_at_the_sentence_and_the_citation_copied(opened, site, browser):
    page = opened(story_path(STORY), permissions=["clipboard-read", "clipboard-write"])
    press(page, "1", "c")
    assert wait_for(page, lambda: "characters" in page.evaluate("navigator.clipboard.readText()"))
    went = []
    page.on("request", lambda request: went.append(request.url))
    page.route("https://north-wire.example/**", lambda route: route.fulfill(body="there"))
    press(page, "v")
    assert wait_for(page, lambda: any(url.startswith("https://north-wire.example/") for url in went))


def test_shift_a_catches_up_and_plus_adds_a_source(opened, site):
    page = opened("/")
    press(page, "A")
    page.wait_for_url("**/?undo=*")
    assert ("seen", 4) in site.desk.done
    press(page, "+")
    page.wait_for_url("**/sources#add")


def test_keys_are_switched_off_in_the_dialog_and_on_again_in_the_settings(opened, site):
    page = opened("/")
    press(page, "?")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox").uncheck()
    press(page, "Escape")
    assert page.locator("dialog[open]").count() == 0
    page.goto(site.address)
    press(page, "j")
    assert page.locator(".is-current").count() == 0
    page.goto(site.address + "settings")
    keys = page.get_by_role("group", name="Single-letter keys")
    assert keys.get_by_label("Off").is_checked()
    keys.get_by_label("On").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    page.goto(site.address)
    press(page, "j")
    assert page.locator(".is-current").count() == 1


def test_keys_do_nothing_with_a_modifier(opened, site):
    page = opened("/", cookies=[("infostreamer_marking", "off")])
    press(page, "Control+j", "Alt+m")
    assert page.locator(".is-current").count() == 0
    assert site.desk.done == []


def test_every_mark_is_moved_without_javascript(opened, site):
    page = opened("/", java_script_enabled=False)
    button(page, "Follow").first.click()
    button(page, "Following").first.wait_for()
    page.locator(".do-more summary").first.click()
    page.locator(".do-more[open] select").select_option("1d")
    button(page, "Mute").first.click()
    page.wait_for_load_state()
    button(page, "Mark as seen").first.click()
    page.get_by_text("Nothing is new since you last looked").wait_for()
    button(page, "Mark as unseen").first.click()
    page.locator("article.card").first.wait_for()
    assert [row[0] for row in site.desk.done] == ["keep", "keep", "saw", "unsaw"]


def test_the_settings_hold_in_this_browser(opened, site):
    page = opened("/settings")
    page.get_by_label("Times are shown in").select_option("Asia/Tokyo")
    page.get_by_role("group", name="Size of the text").get_by_label("Larger").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    page.goto(site.address)
    assert page.get_by_text("All times Asia/Tokyo.").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
