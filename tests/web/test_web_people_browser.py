"""Review and notes in a real browser: keys, selected words, and the same without JavaScript."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def page(browser, demo):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened, troubles = context.new_page(), []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    context.close()
    for row in demo.desk.judgements():
        if row.judgement.undone_at is None:
            demo.desk.undo(row.judgement.id)
    assert troubles == []


def opened(page, demo, path):
    page.goto(demo.address.rstrip("/") + path)
    return page


def test_y_n_e_x_and_z_do_what_the_buttons_do(page, demo):
    opened(page, demo, "/review")
    first = page.locator(".proposed").inner_text()
    page.keyboard.press("x")
    page.wait_for_function("words => document.querySelector('.proposed').innerText !== words", arg=first)
    second = page.locator(".proposed").inner_text()
    page.keyboard.press("y")
    page.wait_for_selector("[role=status]")
    held = [row.judgement for row in demo.desk.judgements() if row.judgement.undone_at is None]
    assert [(made.kind, made.target.text) for made in held] == [("accept", second)]
    page.keyboard.press("z")
    page.wait_for_url(re.compile(r"/review$"))
    assert [row for row in demo.desk.judgements() if row.judgement.undone_at is None] == []
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("ynx")  # typing judges nothing
    assert [row for row in demo.desk.judgements() if row.judgement.undone_at is None] == []


def test_words_selected_in_a_stored_copy_become_a_note_on_just_these_words(page, demo):
    report = next(one for one in demo.desk.newest_reports() if len(one.sentences) > 4)
    opened(page, demo, f"/r/{report.id}")
    page.evaluate(
        """() => { const node = document.getElementById("s3").firstChild, range = document.createRange();
        range.setStart(node, 4); range.setEnd(node, 12);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.locator(".note-here a").first.click()
    start = report.sentences[2][0]
    assert page.locator(".source-sentence mark").inner_text() == report.text[start + 4 : start + 12].strip()
    page.fill("#body", "Just these.")
    page.click("text=Keep the note")
    page.wait_for_selector(".person-note")
    (note,) = demo.desk.notes(query="just these")
    assert (note.selectors.exact, note.selectors.start) == (report.text[start + 4 : start + 12].strip(), start + 4)
    demo.desk.set_note(note.id, state="deleted")


def test_a_line_selected_on_a_story_leads_to_its_correction(page, demo):
    story = next(one for one in demo.desk.stories() if any(line.kind == "statement" for line in one.lines))
    opened(page, demo, f"/s/{story.id}")
    words = page.evaluate(
        """() => { const line = document.querySelector(".says .line [dir]"), range = document.createRange();
        range.selectNodeContents(line); getSelection().removeAllRanges(); getSelection().addRange(range);
        return line.textContent.trim(); }"""
    )
    page.locator(".note-here a", has_text="Correct").click()
    page.wait_for_selector(".proposed")
    assert page.locator(".proposed").inner_text() == words


def test_a_correction_is_made_kept_and_undone_without_javascript(browser, demo):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    story = next(one for one in demo.desk.stories() if any(line.kind == "statement" for line in one.lines))
    was = next(line for line in story.lines if line.kind == "statement").text
    opened(page, demo, f"/s/{story.id}")
    page.click("text=Review >> nth=1")
    page.locator(".review-lines a", has_text=was).first.click()
    page.click("summary:has-text('Put it right')")
    page.fill("#words", was.rstrip(".") + " in the whole empire of Rome")
    page.click("button:has-text('Correct')")
    assert "say more than the sentence" in page.inner_text("[role=alert]")
    page.fill("#words", was.rstrip("."))
    page.fill("#by", "Ana")
    page.click("button:has-text('Correct')")
    assert "Decided:" in page.inner_text("[role=status]")
    opened(page, demo, f"/s/{story.id}")
    assert was in page.inner_text("ol.corrections")
    assert "corrected by Ana" in page.inner_text(".verdict >> nth=0")
    demo.desk.rebuild()
    page.reload()
    assert "corrected by Ana" in page.inner_text(".verdict >> nth=0")
    page.click("ol.corrections button:has-text('Undo')")
    opened(page, demo, f"/s/{story.id}")
    assert page.locator(".verdict").count() == 0
    assert "undone by" in page.inner_text("ol.corrections")
    context.close()
