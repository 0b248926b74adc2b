"""The law on the desk's pages and in the command line's text: every derived sentence carries a note that is there."""

from __future__ import annotations

import json

from lawful.pages import html_faults, twin_faults


def pages(site):
    """(address, HTML, twin) of the front page, of every story and of its pages."""
    paths = ["/desk", *(f"/s/{story.id}" for story in site.desk.stories(limit=100))]
    for path in paths:
        twin = json.loads(site.get(f"{path}.json").text)
        yield path, site.get("/" if path == "/desk" else twin["path"]).text, twin


def texts_of(site):
    return {
        report.id: report.text
        for story in site.desk.stories(limit=100)
        for report in site.desk.reports(story.report_ids).values()
    }


def test_every_derived_thing_of_a_twin_has_notes_that_slice(demo):
    texts = texts_of(demo)
    assert [(path, fault) for path, _, twin in pages(demo) for fault in twin_faults(twin, texts)] == []


def test_every_derived_sentence_of_a_page_links_its_notes(demo):
    assert [(path, fault) for path, page, twin in pages(demo) for fault in html_faults(page, twin)] == []


def test_the_checker_finds_a_sentence_without_its_note(demo):
    path, page, twin = next(row for row in pages(demo) if row[2].get("abstract"))
    text = twin["abstract"][0]["text"]
    bare = page.replace(text, text + " And more beside it, told by nobody, for a while.")
    assert html_faults(page, twin) == []
    assert path.startswith("/s/")
    assert html_faults(bare, twin)
