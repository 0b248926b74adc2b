"""The sentences beside a cited one: in the page where it has few notes, else asked of the stored copy when opened."""

from __future__ import annotations

import json

import pytest


def largest(demo) -> str:
    stories = demo.desk.stories(limit=50)
    return max((f"/s/{story.id}" for story in stories), key=lambda path: len(notes_of(demo, path)))


def notes_of(demo, path: str) -> list[dict]:
    return json.loads(demo.get(f"{path}.json").text)["notes"]


@pytest.mark.browser
def test_a_page_with_many_notes_asks_the_stored_copy_for_what_stands_around(demo, browser) -> None:
    path = largest(demo)
    notes = notes_of(demo, path)
    assert len(notes) > 60, "no story of the demo has so many notes by now"
    note = next(one for one in notes if one["before"] and one["after"])
    page = browser.new_page()
    page.goto(demo.address.rstrip("/") + path)
    assert page.locator("#notes .ctx").count() == 0
    page.locator(f"a[data-note='{note['number']}']").first.click()
    page.wait_for_selector(".cite-pop .ctx")
    around = page.locator(".cite-pop .ctx").all_text_contents()
    assert [words.strip() for words in around] == [note["before"].strip(), note["after"].strip()]
    assert page.locator(".cite-pop mark").text_content() == note["exact"]
    page.close()
