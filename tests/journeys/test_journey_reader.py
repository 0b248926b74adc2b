"""Somebody new to the desk, in a real browser, while the demo wire comes in: with JavaScript and without."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from fakes.pace import seconds

pytestmark = pytest.mark.browser
_INTERRUPTED = 130
OWN_SCHEMES = {"blob", "data"}


class Served:
    """A command that serves a desk, as a process of its own; `address` is the one it says."""

    def __init__(self, *words):
        command = [sys.executable, "-m", "infostreamer", *map(str, words)]
        self.process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # passed over in a script's background
        )
        for line in self.process.stderr:
            if found := re.search(r"open at (http://\S+?)/? ", line):
                self.address = found.group(1)
                return
        raise AssertionError("the desk did not open")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.stderr.read()
        assert self.process.wait(60) == _INTERRUPTED


class Reader:
    """A page of a fresh browser; `said` holds its console (and so what its security policy refused), `foreign` every
    request that went elsewhere."""

    def __init__(self, browser, address, has_javascript):
        self.context = browser.new_context(
            java_script_enabled=has_javascript, viewport={"width": 1280, "height": 900}, accept_downloads=True
        )
        self.address, self.has_javascript = address, has_javascript
        self.said, self.foreign = [], []
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in OWN_SCHEMES and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.foreign.append(request.url)

    def go(self, path):
        self.page.goto(self.address + path)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def until(self, path, selector, wait_s=180):
        """Look at the page again and again, as somebody without JavaScript has to."""
        end = time.monotonic() + wait_s
        self.go(path)
        while not self.page.locator(selector).count() and time.monotonic() < end:
            self.page.wait_for_timeout(500)
            self.page.reload()
        assert self.page.locator(selector).count(), (path, selector)


def opens_a_story_within_the_minute(reader, started):
    if reader.has_javascript:
        reader.go("/")
        reader.page.locator("article.card").first.wait_for(timeout=180_000)  # it comes by itself
    else:
        reader.until("/", "article.card")
    assert time.monotonic() - started < 3 * seconds(60)  # three times as long on a machine busy with other tests
    reader.page.locator("article.card .card-head a[data-open]").first.click()
    reader.page.wait_for_url("**/s/**")
    return urlsplit(reader.page.url).path


def opens_the_sentence_behind_a_line(reader):
    """The words that are marked stand, just so, in the stored copy they are said to come from."""
    link = reader.page.locator("main a[data-note]").first
    where = link.get_attribute("href")
    link.click()
    if reader.has_javascript:
        words = reader.page.locator("#cite-pop mark").inner_text()
        assert words.strip()
        reader.page.locator("#cite-pop").get_by_text("Stored copy").click()
    reader.page.wait_for_url(f"**{where}")
    sentence = reader.page.locator(f"#{where.split('#')[1]}").inner_text()
    assert sentence.strip()
    if reader.has_javascript:
        assert words in reader.page.locator("main").inner_text()


def makes_an_alert(reader):
    reader.go("/alerts")
    reader.page.fill("#name", "Everything")
    for box in reader.page.locator("input[name=kind]").all():
        box.check()
    reader.press("See what it would have told")
    assert "it would have fired" in reader.page.locator(".would").inner_text()
    reader.press("Make the alert “Everything”")


def makes_a_dossier(reader):
    reader.go("/dossiers")
    reader.page.fill("#question", "strike OR walkout OR Varania")
    reader.press("See what it would gather")
    assert re.search(r"\d+ stor(y|ies) match", reader.page.locator(".preview-count").inner_text())
    reader.page.fill("#make-title", "The strike")
    reader.press("Make the dossier")
    reader.page.wait_for_url("**/d/the-strike")
    assert reader.page.locator("h1").inner_text().startswith("The strike")
    assert reader.page.locator("main a[data-note]").count()


def keeps_a_search(reader):
    reader.go("/")
    reader.page.fill("#q", "Varania")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search?q=Varania")
    assert reader.page.locator(".hits mark").count()
    reader.page.locator("summary", has_text="Save this search").click()
    reader.page.fill("#save-title", "The country")
    reader.press("Save")
    reader.page.wait_for_url("**/q/the-country*")
    assert reader.page.locator("article.card").count()


def writes_a_note(reader, story):
    reader.go(story)
    reader.page.get_by_role("link", name="Write a note on this story").click()
    reader.page.fill("#body", "Ask the ministry again.")
    reader.press("Keep the note")
    reader.go("/notes")
    assert "Ask the ministry again." in reader.page.locator("main").inner_text()


def catches_up_and_takes_it_back(reader):
    reader.go("/")
    before = reader.page.locator("article.card").count()
    assert before
    reader.press("Caught up")
    reader.page.wait_for_url("**undo=**")
    assert "Marked everything as seen" in reader.page.locator("main").inner_text()
    reader.press("Undo")
    reader.go("/")
    assert reader.page.locator("article.card").count() >= before
    reader.press("Caught up")
    reader.page.wait_for_url("**undo=**")


def sees_what_comes_next(reader):
    if reader.has_javascript:
        bar = reader.page.locator("#live")
        bar.wait_for(state="visible", timeout=60_000)
        assert re.search(r"\d+ stor(y has|ies have) news", bar.inner_text())
        reader.page.get_by_role("link", name="Show").click()
        reader.page.locator("article.card").first.wait_for()
    else:
        reader.until("/", "article.card")
    assert reader.page.locator("article.card .tag.new").count()


def hears_from_the_alert(reader):
    reader.until("/alerts", ".firings .firing-text a[data-note]")
    assert "Everything" in reader.page.locator(".firing").first.inner_text()


def corrects_a_line(reader, stories):
    """Path of the story and the words as they were."""
    for story in stories:
        reader.go(story)
        said = [line.strip() for line in reader.page.locator(".says .line [dir]").all_inner_texts()]
        if was := next((line for line in said if line.endswith(".")), None):
            break
    reader.page.locator("a[href^='/review?story=']").first.click()
    reader.page.locator(".review-lines a").get_by_text(was, exact=True).first.click()
    reader.page.locator("summary", has_text="Put it right").click()
    reader.page.fill("#words", was.rstrip("."))
    reader.page.fill("#by", "Ana")
    reader.press("Correct")
    assert "Decided:" in reader.page.locator("[role=status]").first.inner_text()
    return story, was


def opens_an_export_from_disk(reader, browser, story, folder):
    reader.go(story)
    reader.page.locator("summary", has_text="Download or export").click()
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name="Web page in one file").click()
    file = folder / "story.html"
    waiting.value.save_as(file)
    context = browser.new_context()
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text().strip()
    assert "Machine-compiled, not reviewed" in page.locator("body").inner_text()
    assert (asked, said) == ([file.as_uri()], [])
    context.close()


def stories_on_the_desk(reader):
    reader.go("/dossiers")
    reader.go("/d/the-strike/stories")
    links = reader.page.locator("main a[href^='/s/']").all()
    return list(dict.fromkeys(urlsplit(link.get_attribute("href")).path for link in links))


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_new_reads_follows_and_puts_right_and_it_lasts(browser, tmp_path, has_javascript):
    started, data = time.monotonic(), tmp_path / "desk"
    served = Served("--data", data, "demo", "--port", 0)
    reader = Reader(browser, served.address, has_javascript)
    try:
        story = opens_a_story_within_the_minute(reader, started)
        opens_the_sentence_behind_a_line(reader)
        makes_an_alert(reader)
        writes_a_note(reader, story)
        catches_up_and_takes_it_back(reader)
        sees_what_comes_next(reader)
        hears_from_the_alert(reader)
        makes_a_dossier(reader)
        keeps_a_search(reader)
        corrected, was = corrects_a_line(reader, stories_on_the_desk(reader))
        opens_an_export_from_disk(reader, browser, corrected, tmp_path)
    finally:
        served.end()
    assert (reader.said, reader.foreign) == ([], [])
    reader.context.close()
    rebuilt = subprocess.run(
        [sys.executable, "-m", "infostreamer", "--data", str(data), "db", "rebuild"], capture_output=True, text=True
    )
    assert rebuilt.returncode == 0, rebuilt.stderr
    served = Served("--data", data, "serve", "--port", 0, "--no-flow")
    try:
        reader = Reader(browser, served.address, has_javascript)
        reader.go(corrected)
        assert reader.page.locator(".verdict", has_text="corrected by Ana").count()
        assert was in reader.page.locator("ol.corrections").text_content()
        reader.go("/notes")
        assert "Ask the ministry again." in reader.page.locator("main").inner_text()
        assert (reader.said, reader.foreign) == ([], [])
        reader.context.close()
    finally:
        served.end()
