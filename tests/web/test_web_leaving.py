"""The law over all that leaves the desk: dossier pages, feeds, exports, letters, API answers, by an outside reader."""

from __future__ import annotations

import copy
import json

import pytest
from lawful.leaving import entry_faults, json_faults, letter_faults, markdown_faults
from lawful.pages import html_faults, twin_faults

from infostreamer.deliver.alerting import preview
from infostreamer.deliver.digests import compose
from infostreamer.deliver.letter import as_text
from infostreamer.model.alert import KINDS
from infostreamer.model.digest import Digest


@pytest.fixture(scope="module")
def held(demo):
    """Report id -> report, of all that any story has; with a dossier made."""
    if "hruva" not in [one.slug for one in demo.desk.dossiers()]:
        demo.desk.add_dossier("Hruva", "hruva")
    stories = demo.desk.stories(limit=100)
    ids = {key for story in stories for key in story.report_ids}
    ids |= {one.citation.report_id for story in stories for fact in story.facts for one in fact.accounts}
    return demo.desk.reports(sorted(ids))


@pytest.fixture(scope="module")
def texts(held):
    return {key: report.text for key, report in held.items()}


@pytest.fixture(scope="module")
def sentences(held):
    return {key: [one.text[start:end] for start, end in one.sentences] for key, one in held.items()}


def test_every_line_of_a_dossiers_pages_slices(demo, texts):
    for part in ("", "/timeline", "/figures", "/who"):
        twin = json.loads(demo.get(f"/d/hruva{part}.json").text)
        assert (part, twin_faults(twin, texts)) == (part, [])
        assert (part, html_faults(demo.get(f"/d/hruva{part}").text, twin)) == (part, [])


def test_every_line_of_the_interface_for_programs_slices(demo, texts):
    answers = [json.loads(demo.get(f"/api/v1/stories/{story.id}").text) for story in demo.desk.stories(limit=100)]
    answers.append(json.loads(demo.get("/api/v1/dossiers/hruva").text))
    assert [fault for answer in answers for fault in json_faults(answer, texts)] == []
    broken = copy.deepcopy(answers[0])
    broken["story"]["headline"]["citations"] = []
    assert json_faults(broken, texts)


def test_every_entry_of_the_feeds_leads_to_its_sentences(demo, sentences):
    paths = [
        "/feeds/desk.feed.json",
        "/d/hruva.feed.json",
        *(f"/s/{one.id}.feed.json" for one in demo.desk.stories(limit=9)),
    ]
    entries = [item["content_html"] for path in paths for item in json.loads(demo.get(path).text)["items"]]
    assert len(entries) > 20
    assert [fault for one in entries for fault in entry_faults(one, sentences)] == []
    told = next(one for one in entries if "<sup>1</sup>" in one)
    assert entry_faults(told.replace("<sup>1</sup>", "<sup>99</sup>"), sentences)


def test_every_line_of_the_exports_has_its_note(demo, texts):
    for story in demo.desk.stories(limit=100):
        rows = [json.loads(line) for line in demo.get(f"/s/{story.id}.jsonl").text.splitlines()]
        assert rows
        assert (story.id, json_faults(rows, texts)) == (story.id, [])
        assert (story.id, markdown_faults(demo.get(f"/s/{story.id}.md").text)) == (story.id, [])
    assert markdown_faults(demo.get("/d/hruva.md").text) == []


def test_every_item_of_a_letter_and_every_firing_cites(demo, texts):
    made = compose(demo.desk, Digest(id="d", name="All", reader="stranger", to="", rhythm="daily"), since=1)
    assert letter_faults(as_text(made.letter)) == []
    draft = demo.desk.drafted_alert("All", kinds=[one.kind for one in KINDS], channels=[("email", "ed@paper.example")])
    firings = [one for one in preview(demo.desk, draft, days=4000).firings if one.story_id]
    assert len(firings) > 9
    for firing in firings:
        assert firing.cited
        for one in firing.cited:
            assert texts[one.span.report_id][one.span.start : one.span.end] == one.words
