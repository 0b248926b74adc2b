"""Notes, review, corrections and reported errors as an editor meets them: on the demo desk, with forms alone."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from infostreamer.model import Reader

JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


@pytest.fixture
def desk(demo):
    """The demo's desk; what a test decided is undone after it."""
    yield demo.desk
    for row in demo.desk.judgements():
        if row.judgement.undone_at is None:
            demo.desk.undo(row.judgement.id)


def twin(site, path):
    answer = site.get(path)
    assert answer.status == 200, (path, answer.text[:300])
    return json.loads(answer.text)


def follow(site, answer):
    assert answer.status == 303, answer.text[:300]
    return site.get(answer.headers["location"].partition("#")[0])


def said(desk):
    """A statement of a story that stands on one sentence, with its item."""
    for story in desk.stories():
        for item in desk.review_items(story):
            if item.kind == "statement" and item.state == "open" and item.text.endswith("."):
                return story, item
    raise AssertionError("no statement in the demo")


def in_force(site, story):
    return [one for one in twin(site, f"/s/{story.id}.json")["people"]["corrections"] if one["state"] != "undone"]


def judge(site, item, do, **more):
    return site.post("/review", {"story": item.story_id, "key": item.key, "do": do, **more})


def test_the_queue_shows_one_line_with_its_sentence_marked_and_why_it_is_asked(demo, desk):
    page = twin(demo, "/review.json")
    assert page["waiting"] == len(desk.review_queue()) > 1
    assert page["item"]["reasons"]
    marked = [piece["text"] for one in page["passages"] for piece in one["pieces"] if piece["kind"] == "cited"]
    text = demo.get("/review").text
    assert all(words in unescape(text) for words in marked)
    assert text.count("<mark>") == len(marked)
    assert page["following"] in unescape(text)
    skipped = twin(demo, page["following"].replace("/review?", "/review.json?"))
    assert skipped["item"]["key"] != page["item"]["key"]


def test_every_item_of_the_queue_cites_words_that_stand_in_a_stored_report(demo, desk):
    for item in desk.review_queue():
        for span in item.citations:
            assert desk.report(span.report_id).text[span.start : span.end].strip()
        assert demo.get(f"/review?item={item.key}").status == 200


def test_a_decision_leads_to_the_next_line_and_can_be_undone_from_there(demo, desk):
    page = twin(demo, "/review.json")
    item = page["item"]
    answer = demo.post("/review", {"story": item["story_id"], "key": item["key"], "do": "accept", "by": "Ana"})
    done = follow(demo, answer)
    assert "Decided:" in done.text
    assert twin(demo, "/review.json")["waiting"] == page["waiting"] - 1
    undo = re.search(r"/judgements/\w+/undo", done.text)[0]
    assert demo.post(undo, {"back": "/review"}).headers["location"] == "/review"
    assert twin(demo, "/review.json")["waiting"] == page["waiting"]


def test_a_rejected_line_is_gone_from_the_story_and_stands_in_its_log(demo, desk):
    story, item = said(desk)
    judge(demo, item, "reject", by="Ana", note="not said")
    page = twin(demo, f"/s/{story.id}.json")
    (entry,) = (one for one in page["people"]["corrections"] if (one["was"], one["by"]) == (item.text, "Ana"))
    assert (entry["now"], entry["state"], entry["by"]) == (None, "removed", "Ana")
    text = demo.get(page["path"]).text
    assert 'id="corrections"' in text
    shown = [line["text"] for voice in page["said"] for line in voice["lines"]]
    assert item.text not in shown + [line["text"] for line in page["abstract"]]


def test_a_corrected_line_shows_the_words_of_the_person_and_what_it_was(demo, desk):
    story, item = said(desk)
    judge(demo, item, "correct", words=item.text.removesuffix("."), by="<b>Ana</b>")
    page = twin(demo, f"/s/{story.id}.json")
    lines = [line for voice in page["said"] for line in voice["lines"] if line["verdict"]]
    assert [(line["text"], line["verdict"]["was"]) for line in lines] == [(item.text.removesuffix("."), item.text)]
    assert all(line["notes"] for line in lines)
    text = demo.get(page["path"]).text
    assert "corrected by" in text
    assert "<b>Ana</b></b>" not in text


def test_words_that_say_more_are_asked_about_and_kept_only_as_a_note(demo, desk):
    story, item = said(desk)
    more = "Nine hundred people were beaten in Dravin, all of them said."
    asked = judge(demo, item, "correct", words=more)
    assert asked.status == 422
    assert "say more than the sentence" in asked.text
    assert more in unescape(asked.text)
    assert in_force(demo, story) == []
    judge(demo, item, "note", words=more)
    page = twin(demo, f"/s/{story.id}.json")
    assert [(one["now"], one["state"]) for one in in_force(demo, story)] == [(more, "note")]
    assert [line for voice in page["said"] for line in voice["lines"] if line["text"] == more] == []


def test_a_story_says_that_it_was_not_reviewed_then_by_whom_then_that_it_changed(demo, desk):
    story, item = said(desk)
    path = twin(demo, f"/s/{story.id}.json")["path"]
    assert "machine-compiled, not reviewed" in demo.get(path).text
    demo.post(f"/s/{story.id}/reviewed", {"by": "Ana"})
    text = demo.get(path).text
    assert "reviewed by Ana" in text
    assert "machine-compiled, not reviewed" not in text
    assert "changed since the review" not in text
    judge(demo, item, "reject")
    assert "changed since the review" in demo.get(path).text
    review = twin(demo, f"/s/{story.id}.json")["people"]["review"]
    assert (review["by"], review["is_current"]) == ("Ana", False)


def _notes(demo):
    """How many there are, and how many were deleted."""
    return twin(demo, "/notes.json")["total"], twin(demo, "/notes.json?state=deleted")["total"]


def test_a_note_on_a_sentence_is_written_shown_edited_deleted_and_brought_back_without_javascript(demo, desk):
    report, before = desk.newest_reports()[0], _notes(demo)
    form = demo.get(f"/notes/new?report={report.id}&s=2").text
    start, end = report.sentences[1]
    assert f'name="start" value="{start}"' in form
    written = {"item": f"report:{report.id}", "report": report.id, "start": start, "end": end}
    shown = follow(demo, demo.post("/notes/add", {**written, "body": "Who <i>counted</i>?\nAsk."}))
    assert "Who &lt;i&gt;counted&lt;/i&gt;?\nAsk." in shown.text
    (row,) = twin(demo, "/notes.json?q=counted")["rows"]
    assert (row["words"], row["place"], row["visibility"]) == (report.text[start:end], "exact", "private")
    note = f"/notes/{row['id']}"
    demo.post(f"{note}/edit", {"body": "Nobody counted."})
    page = twin(demo, f"{note}.json")
    assert [page["row"]["body"], page["history"][0]["body"]] == ["Nobody counted.", "Who <i>counted</i>?\nAsk."]
    demo.post(f"{note}/state", {"state": "deleted"})
    assert _notes(demo) == (before[0], before[1] + 1)
    demo.post(f"{note}/state", {"state": "open"})
    assert _notes(demo) == (before[0] + 1, before[1])
    assert row["id"] in {one["id"] for one in twin(demo, "/notes.json?item=report")["rows"]}
    demo.post(f"{note}/state", {"state": "deleted"})


def test_a_note_is_a_web_annotation_with_both_selectors(demo, desk):
    report = desk.newest_reports()[0]
    start, end = report.sentences[0]
    demo.post("/notes/add", {"item": f"report:{report.id}", "report": report.id, "s": 1, "body": "Title."})
    (row,) = twin(demo, "/notes.json?q=title")["rows"]
    answer = demo.get(f"/notes/{row['id']}.jsonld")
    assert answer.headers["content-type"] == JSON_LD
    made = json.loads(answer.text)
    assert (made["@context"], made["type"]) == ("http://www.w3.org/ns/anno.jsonld", "Annotation")
    assert made["id"] == f"{demo.address.rstrip('/')}/notes/{row['id']}"
    assert made["body"] == {"type": "TextualBody", "value": "Title.", "format": "text/plain"}
    quote, position = made["target"]["selector"]
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", report.text[start:end])
    assert position == {"type": "TextPositionSelector", "start": start, "end": end}
    source = twin(demo, made["target"]["source"].removeprefix(demo.address.rstrip("/")) + ".json")
    assert source["text"][position["start"] : position["end"]] == quote["exact"]
    demo.post(f"/notes/{row['id']}/state", {"state": "deleted"})


@pytest.mark.parametrize(
    "path", ["/notes/new?item=story:nope", "/notes/nope", "/notes/nope.jsonld", "/review?story=nope"]
)
def test_what_is_not_there_is_said(demo, path):
    assert demo.get(path).status == 404


@pytest.mark.parametrize(
    "query",
    ["report={id}&s=0", "report={id}&s=9999", "report={id}&s=x", "report={id}&start=3&end=99999999", "item=cat"],
)
def test_a_place_that_is_not_there_is_said(demo, desk, query):
    answer = demo.get("/notes/new?" + query.format(id=desk.newest_reports()[0].id))
    assert answer.status == 422


def test_errors_are_reported_only_where_the_desk_takes_them(demo, desk, serve_desk):
    story = desk.stories()[0]
    assert demo.get(f"/report-error?item=story:{story.id}").status == 404
    assert "/report-error" not in demo.get(f"/s/{story.id}/x").text
    site = serve_desk(desk, **{"web.error_reports": True})
    path = twin(site, f"/s/{story.id}.json")["path"]
    assert f"/report-error?item=story:{story.id}" in site.get(path).text
    sent = site.post("/report-error", {"item": f"story:{story.id}", "body": "It was the <other> quay."})
    assert "An editor of this desk will look at it." in sent.text
    first = twin(site, "/review.json")["item"]
    assert (first["kind"], first["told"]) == ("error-report", "It was the <other> quay.")
    assert "&lt;other&gt;" in site.get("/review").text
    assert site.post("/report-error", {"item": f"story:{story.id}", "body": "x" * 3000}).status == 422
    site.post("/review", {"story": first["story_id"], "key": first["key"], "do": "reject"})
    (note,) = desk.notes(kind="error-report")
    assert note.state == "resolved"
    desk.set_note(note.id, state="deleted")


def test_notes_of_others_show_on_no_page(demo, desk):
    story = desk.stories()[0]
    note = desk.add_note(f"story:{story.id}", "A secret source.", reader=Reader(name="zoe", role="editor"))
    for path in ("/notes", f"/s/{story.id}.json", twin(demo, f"/s/{story.id}.json")["path"]):
        assert "secret source" not in demo.get(path).text
    assert demo.get(f"/notes/{note.id}.json").status == 404


def test_a_post_that_is_not_understood_changes_nothing(demo, desk):
    story, item = said(desk)
    before = desk.position()
    assert judge(demo, item, "burn").status == 422
    assert demo.post("/review", {"story": story.id, "key": "nope", "do": "accept"}).status == 404
    assert judge(demo, item, "correct", words="").status == 422
    assert demo.post("/notes/add", {"item": f"story:{story.id}", "body": " "}).status == 422
    assert demo.post("/notes/add", {"item": f"story:{story.id}", "body": "x", "kind": "error-report"}).status == 422
    assert desk.position() == before
