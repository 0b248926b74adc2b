"""How much of a report leaves the desk, and that every line that does stands where it says."""

from dataclasses import replace

import pytest
from fakes.build import report

from infostreamer.deliver.exports import FORMATS
from infostreamer.deliver.feeding import feed_of_desk, feed_of_dossier, feed_of_story
from infostreamer.deliver.feeds import FEEDS
from infostreamer.deliver.gathering import sheet_of_story
from infostreamer.deliver.licences import is_open
from infostreamer.deliver.quoting import Budget, quotable, sentences_at
from infostreamer.model import Contested, Line, Member, Side, Span, Story

TEN = " ".join(f"Sentence number {number} has six words." for number in range(10))


def _story(one, *spans):
    lines = [
        Line(text=one.text[a:b], kind="event", citations=(Span(one.id, a, b),), maker="m", check="verified")
        for a, b in spans
    ]
    return Story(
        id="s" * 16, headline=lines[0], lines=tuple(lines), members=(Member(report_id=one.id, role="unknown"),)
    )


def _quoted(one, budget, spans=None):
    found = quotable([_story(one, *(spans or one.sentences))], {one.id: one}, budget)
    return sorted(number for _, number in found.sentences)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [(Budget(25, 3), 3), (Budget(40, 3), 4), (Budget(0, 0), 0), (Budget(0, 2), 2), (Budget(100, 100), 5)],
)
def test_the_larger_of_share_and_sentences_holds_and_never_more_than_half(budget, expected):
    assert _quoted(report(TEN, title=None), budget) == list(range(expected))


def test_a_headline_is_free_and_a_report_of_one_sentence_is_named_but_not_quoted():
    one = report("The only sentence of this report says it all.", title="A headline of five words")
    assert _quoted(one, Budget(25, 3)) == [0]
    assert one.text[slice(*one.sentences[0])] == "A headline of five words"


def test_the_same_sentences_cited_again_cost_nothing():
    one = report(TEN, title=None)
    assert _quoted(one, Budget(25, 3), [one.sentences[4]] * 20) == [4]


def test_words_outside_every_sentence_or_text_are_never_quoted():
    one = report(TEN, title=None)
    found = quotable([_story(one, one.sentences[0])], {one.id: one}, Budget(25, 3))
    assert found.holds(one, Span(one.id, 0, 5))
    assert not found.holds(one, Span(one.id, len(one.text) - 3, len(one.text) + 9))
    assert sentences_at(one, Span(one.id, len(one.text), len(one.text) + 1)) == ()


def _leaves(desk, place, sheets):
    """Everything public that the desk gives out, as (name, text)."""
    for sheet in sheets:
        for suffix, form in FORMATS.items():
            if sheet.noun in form.nouns:
                yield f"{sheet.noun}.{suffix}", form.write(sheet).decode("utf-8")
    feeds = [feed_of_desk(desk, place), *(feed_of_story(desk, place, story.id) for story in desk.stories())]
    feeds += [feed_of_dossier(desk, place, one.slug) for one in desk.dossiers()]
    for feed in feeds:
        for suffix, (_, write) in FEEDS.items():
            yield f"{feed.title}.{suffix}", write(feed).decode("utf-8")


def test_no_report_is_given_away_whole_over_all_forms_together(hostile_desk, place, sheets):
    """What a person who takes every form and feed can piece together is bounded, short reports included."""
    everything = "\n".join(text for _, text in _leaves(hostile_desk, place, sheets))
    plain = " ".join(everything.replace("\\u", " ").split())
    for story in hostile_desk.stories():
        for one in hostile_desk.reports(story.report_ids).values():
            body = [one.text[start:end] for start, end in one.sentences if start >= one.body_start]
            out = [sentence for sentence in body if sentence in plain]
            words = sum(len(sentence.split()) for sentence in out)
            whole = sum(len(sentence.split()) for sentence in body)
            assert words <= whole * 0.5, one.title
            assert len(out) <= 3 or words <= whole * 0.25, one.title


def test_a_withheld_line_names_its_place_without_its_words(sheets):
    rows = [(sheet, row) for sheet in sheets for row in sheet.rows() if row.is_withheld]
    assert rows, "the one-paragraph report has more lines than may be quoted"
    for sheet, row in rows:
        assert row.text == ""
        assert row.notes
        assert all(
            note.original is None or "#:~:text" not in note.original for note in sheet.noted(row) if not note.quote
        )


def test_every_line_cites_words_that_are_slices_of_a_stored_report(hostile_desk, sheets):
    for sheet in sheets:
        for row in sheet.rows():
            assert row.notes
            assert row.spans
        for note in sheet.notes:
            text = hostile_desk.report(note.report_id).text
            assert note.is_withheld or text[note.start : note.end] == note.quote


def test_a_story_says_in_every_form_whether_a_person_reviewed_it(hostile_desk, place, sheets):
    sayings = ("achine-compiled, not reviewed", "machine-compiled\\, not reviewed", "achine-compiled\\, not reviewed")
    for name, text in _leaves(hostile_desk, place, sheets):
        says_nothing = name.endswith((".bib", ".ris", ".csl.json"))  # these cite the reports, not the story
        says_nothing |= not any(mark in text for mark in ("<entry>", "<item>", '"items":')) and name.endswith(
            tuple(FEEDS)
        )
        says_nothing |= name.endswith(".ics") and "BEGIN:VEVENT" not in text
        assert says_nothing or any(saying in text.replace("\r\n ", "") for saying in sayings), name


def test_the_budget_follows_the_settings(hostile_desk, place):
    story = next(one for one in hostile_desk.stories() if one.headline.text.startswith("Fire"))
    desk = hostile_desk
    before, desk.settings = (
        desk.settings,
        desk.settings.with_values({"deliver.quote_percent": 0, "deliver.quote_sentences": 0}),
    )
    try:
        bare = sheet_of_story(desk, story, place)
    finally:
        desk.settings = before
    assert [note.quote for note in bare.notes if note.quote] == [story.headline.text]
    assert all(row.is_withheld for row in bare.rows("abstract", "happened", "said"))


@pytest.mark.parametrize(
    ("licence", "may_show"),
    [
        ("CC BY 4.0", True), ("CC BY-SA 4.0", True), ("cc0", True), ("CC0 1.0", True), ("Public Domain", True),
        ("https://creativecommons.org/licenses/by/4.0/", True), ("OGL v3.0", True),
        ("CC BY-NC 4.0", False), ("CC BY-ND 4.0", False), ("CC BY-NC-SA 4.0", False), ("All rights reserved", False),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False), ("", False), (None, False), ("CC", False),
        ("not CC BY 4.0", False), ("Reuters", False),
    ],
)  # fmt: skip
def test_an_image_is_shown_only_under_a_licence_known_to_be_open(licence, may_show):
    assert is_open(licence) is may_show


def test_a_report_taken_in_as_a_file_shows_no_folder():
    one = report(TEN, title=None)
    shown = replace(one, outlet=None, host=None, address="file:/home/ana/news/mine.txt").shown_outlet
    assert (shown, replace(one, outlet=None, host=None, address="file:C:\\news\\a.txt").shown_outlet) == (
        "mine.txt",
        "a.txt",
    )


def test_a_denial_is_quoted_before_the_third_line_of_the_abstract():
    one = report(TEN, title=None)
    story = _story(one, *one.sentences[:3])
    side = Side(who="He", says="x", citations=(Span(one.id, *one.sentences[8]),), stance="denies")
    told = replace(story, abstract=story.lines, contested=(Contested(about="", sides=(side,)),))
    found = quotable([told], {one.id: one}, Budget(25, 3))
    assert sorted(number for _, number in found.sentences) == [0, 1, 8]
