"""Accepted, rejected and corrected lines: kept through rebuild, merge, split and new versions; over both databases."""

import json

import pytest
from test_desk import ROWS

from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotFound, Reader
from infostreamer.settings import Settings

COPY = {**ROWS[0], "url": "https://mirror.example/fire", "outlet": "The Mirror"}
INJURED = "Fire chief Bohdan Tvarek said two people were injured."
HURT = "Fire chief Bohdan Tvarek said two people were injured"


@pytest.fixture
def desk(store_url, tmp_path, seeds):
    def fill(url):
        with Desk.open(Settings({"store.url": url, "desk.data": str(tmp_path)})) as empty:
            empty.take_in_jsonl([json.dumps(row) for row in ROWS])

    seeds.copy(store_url, fill)
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        yield opened


def fire(desk):
    report = next(report for report in desk.newest_reports() if report.title == ROWS[0]["title"])
    return desk.story(desk.story_of(report.id))


def item(desk, text, story=None):
    return next(one for one in desk.review_items(story or fire(desk)) if one.text == text)


def all_lines(story):
    moments = [moment.line for moment in story.timeline]
    facts = [fact.line for fact in story.facts]
    return [story.headline, *story.alternates, *story.abstract, *story.lines, *moments, *facts]


def texts(story):
    return {line.text for line in all_lines(story)}


def judged(desk, choice, text=INJURED, **more):
    return desk.judge(choice, fire(desk).id, item(desk, text).key, by="Ana", **more)


def new_version(desk, text):
    desk.take_in_jsonl([json.dumps({**ROWS[0], "text": text})])


def test_a_rejected_line_shows_nowhere_and_stays_away_through_a_rebuild_until_it_is_undone(desk):
    before = desk.digest()
    made = judged(desk, "reject", note="nobody said so")
    assert INJURED not in texts(fire(desk))
    after = desk.digest()
    desk.rebuild()
    assert desk.digest() == after != before
    (entry,) = desk.corrections(fire(desk))
    assert (entry.was, entry.now, entry.state, entry.note) == (INJURED, None, "removed", "nobody said so")
    desk.undo(made.id, by="Bo")
    assert desk.digest() == before
    assert desk.corrections(fire(desk))[0].undone_by == "Bo"


def test_a_rejected_line_does_not_come_back_with_a_copy_of_its_report(desk):
    judged(desk, "reject")
    desk.take_in_jsonl([json.dumps(COPY)])
    assert len(fire(desk).members) == 2
    assert INJURED not in texts(fire(desk))


def test_a_corrected_line_has_the_persons_words_the_old_ones_beside_them_and_the_same_citation(desk):
    cited = item(desk, INJURED).citations
    made = judged(desk, "correct", words=HURT)
    desk.rebuild()
    (line,) = {line for line in fire(desk).lines if line.verdict}
    assert (line.text, line.verdict.was, line.verdict.by) == (HURT, INJURED, "Ana")
    assert line.citations == cited
    assert line.verdict.judgement_id == made.id
    assert INJURED not in texts(fire(desk))
    (entry,) = desk.corrections(fire(desk))
    assert (entry.was, entry.now, entry.state) == (INJURED, HURT, "line")


def test_words_that_say_more_than_the_sentence_become_a_note_and_no_line(desk):
    more = "Fire chief Bohdan Tvarek said nine people were killed."
    assert desk.would_correct(item(desk, INJURED), more) is None
    assert desk.would_correct(item(desk, INJURED), HURT).text == HURT
    judged(desk, "correct", words=more)
    assert not texts(fire(desk)) & {INJURED, more}
    assert desk.corrections(fire(desk))[0].state == "note"


def test_what_the_sentence_beside_bears_out_may_be_said_and_is_cited_too(desk):
    made = item(desk, INJURED)
    report = desk.report(made.citations[0].report_id)
    whole = desk.would_correct(
        made, "Fire chief Bohdan Tvarek said two people were injured when a fire closed the north quay."
    )
    assert whole is not None
    assert len(whole.citations) == len(made.citations) + 1
    assert "quay" in report.text[whole.citations[-1].start : whole.citations[-1].end]


def test_who_says_it_can_be_corrected_and_is_cited_where_the_report_names_them(desk):
    judged(desk, "correct", words=INJURED, label="Bohdan Tvarek")
    (line,) = {line for line in fire(desk).lines if line.verdict}
    report = desk.report(line.citations[0].report_id)
    assert line.label == "Bohdan Tvarek"
    assert "Bohdan Tvarek" in {report.text[span.start : span.end] for span in line.citations}


def test_a_correction_goes_with_its_report_through_merge_and_split(desk):
    judged(desk, "correct", words=HURT)
    one, other = (story.id for story in desk.stories())
    merge = desk.decide(desk.would_merge(one, other))
    assert len(desk.stories()) == 1
    assert HURT in texts(fire(desk))
    desk.undo(merge.id)
    assert HURT in texts(fire(desk))
    desk.take_in_jsonl([json.dumps(COPY)])
    desk.decide(desk.would_split([fire(desk).report_ids[0]]))
    for story in desk.stories():
        assert INJURED not in texts(story)
    assert HURT in texts(fire(desk))


def test_a_correction_holds_in_a_newer_version_that_still_has_the_words(desk):
    judged(desk, "correct", words=HURT)
    new_version(desk, "Nobody is missing, the city said on Wednesday. " + ROWS[0]["text"])
    story = fire(desk)
    assert len(story.members) == 2
    (line,) = {line for line in story.lines if line.verdict}
    report = desk.report(line.citations[0].report_id)
    assert report.previous_id is not None
    assert report.text[line.citations[0].start : line.citations[0].end].strip() == INJURED
    assert (line.text, INJURED in texts(story)) == (HURT, False)


def test_what_the_outlet_has_changed_since_is_not_judged(desk):
    judged(desk, "reject")
    new_version(desk, ROWS[0]["text"].replace("two people were injured", "three people were injured"))
    assert INJURED.replace("two", "three") in texts(fire(desk))
    assert desk.corrections(fire(desk))[0].state == "removed"  # the earlier version still has them


def test_a_rejected_figure_leaves_the_table_and_a_corrected_one_becomes_a_line(desk):
    (figure,) = (one for one in desk.review_items(fire(desk)) if one.kind == "figure")
    made = desk.judge("reject", figure.story_id, figure.key)
    assert fire(desk).figures == ()
    desk.undo(made.id)
    assert len(fire(desk).figures) == 1
    desk.judge("correct", figure.story_id, figure.key, words="Tvarek said two people were injured", by="Ana")
    assert fire(desk).figures == ()
    assert [line.text for line in fire(desk).lines if line.verdict] == ["Tvarek said two people were injured"]


def test_an_accepted_line_is_asked_no_more_and_counts_for_its_finder(desk):
    asked = desk.review_queue()
    assert asked
    desk.judge("accept", asked[0].story_id, asked[0].key, by="Ana")
    assert asked[0].key not in {one.key for one in desk.review_queue()}
    judged(desk, "reject")
    by_finder = {row.maker: (row.accepted, row.judged) for row in desk.accuracy()}
    assert by_finder[asked[0].target.maker.partition("/")[0]] == (1, 1)
    assert by_finder["statements"] == (0, 1)


def test_whatever_is_judged_is_asked_no_more(desk):
    desk.take_in_jsonl(
        [json.dumps({**COPY, "text": "The fire hurt three people, Bohdan Tvarek said. " + COPY["text"]})]
    )
    for one in desk.review_items(fire(desk)):
        if one.kind != "identity":
            desk.judge("accept", one.story_id, one.key)
    assert {one.state for one in desk.review_items(fire(desk)) if one.kind != "identity"} == {"accept"}
    assert [one for one in desk.review_queue(story=fire(desk)) if one.kind != "identity"] == []


def test_judging_a_line_again_takes_the_place_of_the_first_judgement(desk):
    first = judged(desk, "accept")
    second = judged(desk, "correct", words=HURT)
    assert desk.judge("accept", fire(desk).id, item(desk, HURT).key) == second
    third = desk.judge("reject", fire(desk).id, item(desk, HURT).key)
    held = [row.judgement.id for row in desk.judgements() if row.judgement.undone_at is None]
    assert held == [third.id]
    assert {first.id, second.id, third.id} == {row.judgement.id for row in desk.judgements()}
    assert not {INJURED, HURT} & texts(fire(desk))


def test_judging_lines_moves_no_report(desk):
    placed = {report.id: desk.story_of(report.id) for report in desk.newest_reports()}
    seen = desk.position()
    judged(desk, "reject")
    told = {change.what for change in desk.changes(seen, nouns=("story",))}
    assert "added" not in told
    assert {report: desk.story_of(report) for report in placed} == placed


def test_a_review_stands_until_the_story_says_something_else(desk):
    assert desk.reviewed(fire(desk)) is None
    desk.mark_reviewed(fire(desk).id, by="Ana")
    review = desk.reviewed(fire(desk))
    assert (review.by, review.revision, review.is_current) == ("Ana", fire(desk).revision, True)
    desk.rebuild()
    assert desk.reviewed(fire(desk)).is_current
    judged(desk, "reject")
    assert not desk.reviewed(fire(desk)).is_current
    desk.undo(review.judgement_id)
    assert desk.reviewed(fire(desk)) is None


def test_the_headline_can_be_put_in_other_words_but_not_taken_out_alone(desk):
    title = ROWS[0]["title"]
    with pytest.raises(BadInput, match="needs a headline"):
        judged(desk, "reject", title)
    judged(desk, "correct", title, words="Fire closes the north quay")
    desk.rebuild()
    story = desk.story(next(story.id for story in desk.stories() if story.headline.verdict))
    assert (story.headline.text, story.headline.verdict.was) == ("Fire closes the north quay", title)


def test_whether_an_outlet_reported_it_itself_is_a_persons_to_say(desk):
    rows = [
        {
            "url": f"https://{name}.example/flood", "outlet": f"The {name}", "published": "2026-11-10T11:00:00+01:00",
            "text": text,
        }
        for name, text in (
            ("Echo", "The river Lesk flooded the lower town of Varn, The Echo's correspondent saw. Cellars are wet."),
            ("Herold", "The river Lesk flooded the lower town of Varn on Tuesday and the mayor shut all schools."),
        )
    ]  # fmt: skip
    desk.take_in_jsonl([json.dumps(row) for row in rows])
    echo, herold = (
        next(report.id for report in desk.newest_reports() if report.outlet == row["outlet"]) for row in rows
    )
    if desk.story_of(echo) != desk.story_of(herold):
        desk.decide(desk.would_merge(desk.story_of(echo), desk.story_of(herold)))
    before = desk.story(desk.story_of(echo)).independent
    one = next(i for i in desk.review_items(desk.story(desk.story_of(herold))) if i.text.startswith("The Herold"))
    assert one.reasons == ("origin-unknown",)
    made = desk.judge("accept", one.story_id, one.key, by="Ana")
    story = desk.story(desk.story_of(herold))
    assert (story.independent, {m.role for m in story.members}) == (before + 1, {"first-hand"})
    desk.undo(made.id)
    assert desk.story(desk.story_of(herold)).independent == before


def test_an_error_that_a_reader_reports_waits_first_and_is_settled(desk):
    public = Reader(name="public")
    note = desk.add_note(f"story:{fire(desk).id}", "It was the south quay.", reader=public, kind="error-report")
    first = desk.review_queue()[0]
    assert (first.kind, first.told, first.reasons) == ("error-report", "It was the south quay.", ("error-report",))
    made = desk.judge("accept", first.story_id, first.key)
    assert desk.note(note.id).state == "resolved"
    assert desk.review_queue()[:1] == [] or desk.review_queue()[0].kind != "error-report"
    desk.undo(made.id)
    assert desk.note(note.id).state == "open"


def test_what_cannot_be_judged_is_said(desk):
    story = fire(desk)
    key = item(desk, INJURED).key
    with pytest.raises(BadInput, match="Nothing is corrected"):
        desk.judge("correct", story.id, key, words="  ")
    with pytest.raises(BadInput, match="Nothing is corrected"):
        desk.judge("correct", story.id, key, words=INJURED)
    with pytest.raises(BadInput, match="at most 600"):
        desk.judge("correct", story.id, key, words="long " * 300)
    with pytest.raises(NotFound, match="not in the story any more"):
        desk.judge("accept", story.id, "0" * 16)
    with pytest.raises(NotFound):
        desk.mark_reviewed("0" * 16)
