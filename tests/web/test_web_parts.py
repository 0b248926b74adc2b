"""Times, citations, snippets, origins and charts as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fake_reports import FIRST, NOW, REPORTS, STATE_TV, span
from fake_stories import STORY
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import Edge, Evidence, Published, Span
from infostreamer.web.addresses import original_at, outside, slug
from infostreamer.web.charts import density, per_day
from infostreamer.web.citations import Notes, note_of, sentence_at
from infostreamer.web.origins import tree_of
from infostreamer.web.pages.report import pieces_of
from infostreamer.web.pages.search import marks
from infostreamer.web.times import age_words, edtf_words, published, since_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "undated"),
        ("2024", "2024"),
        ("2024-11", "Nov 2024"),
        ("2023-05-22", "22 May 2023"),
        ("2023-05-22T14:05", "22 May 2023, 14:05"),
        ("XXXX-05-22", "22 May, year not stated"),
        ("XXXX-05", "May, year not stated"),
        ("202X", "2020s"),
        ("19XX", "1900s"),
        ("2024-XX", "2024"),
        ("2021-22", "summer 2021"),
        ("2024~", "about 2024"),
        ("2024-11?", "Nov 2024 (uncertain)"),
        ("2020/2022-03", "2020 – Mar 2022"),
        ("2020/..", "since 2020"),
        ("../2020", "until 2020"),
        ("2024-77", "2024-77"),
        ("soon", "soon"),
    ],
)
def test_a_date_is_shown_with_no_more_than_is_known(value, words):
    assert edtf_words(value) == words


@given(st.text(alphabet="0123456789X-/.~?%T:", max_size=20))
def test_any_date_string_gives_words(value):
    assert edtf_words(value)


def test_a_day_is_not_moved_into_another_time_zone_and_a_minute_is():
    late = datetime(2026, 11, 17, 0, 30, tzinfo=timezone(timedelta(hours=3)))
    assert published(Published(at=late, precision="day")).text == "17 Nov 2026"
    assert published(Published(at=late, precision="minute")).text == "16 Nov 2026, 21:30"
    assert published(Published(at=late, precision="month")).text == "Nov 2026"
    assert published(Published(at=late, precision="unknown")) is None
    assert published(None) is None


def test_headings_and_ages():
    assert since_words(NOW - timedelta(hours=15), NOW) == "yesterday 18:30"
    assert since_words(NOW - timedelta(hours=2), NOW) == "07:30 today"
    assert since_words(NOW - timedelta(days=9), NOW) == "11 Nov, 09:30"
    assert since_words(NOW - timedelta(days=400), NOW) == "16 Oct 2025, 09:30"
    assert age_words(NOW - timedelta(days=9), NOW) == "9 d ago"
    assert age_words(NOW + timedelta(minutes=48), NOW) == "in 48 min"
    assert age_words(NOW, NOW) == "just now"
    assert age_words(None, NOW) is None


@given(st.data())
def test_a_note_holds_the_exact_words_inside_whole_sentences(data):
    report = data.draw(st.sampled_from(list(REPORTS.values())))
    start = data.draw(st.integers(0, len(report.text) - 1))
    end = data.draw(st.integers(start + 1, len(report.text)))
    note = note_of(report, Span(report.id, start, end), number=1)
    assert note.exact == report.text[start:end]
    assert note.pre + note.exact + note.post in report.text
    if note.sentence:
        first = report.sentences[note.sentence - 1]
        assert first[0] <= start < first[1]


def test_the_same_words_get_the_same_number_and_unknown_ones_none():
    notes = Notes(REPORTS)
    one, two = span(FIRST, "Ilen Marsk"), span(STATE_TV, "Goran Velt")
    assert [notes.number(one), notes.number(two), notes.number(one)] == [1, 2, 1]
    assert notes.number(Span("unknown", 0, 1)) is None
    assert notes.number(Span(FIRST.id, 0, len(FIRST.text) + 1)) is None
    assert len(notes.all()) == 2


def test_sentences_are_numbered_from_the_title_on():
    assert sentence_at(FIRST, 0) == 1
    assert sentence_at(FIRST, FIRST.body_start) == 2
    assert sentence_at(FIRST, len(FIRST.title)) is None


@given(st.sampled_from(list(REPORTS.values())))
def test_the_pieces_of_a_report_are_its_text(report):
    title, paragraphs = pieces_of(report, frozenset({1}))
    assert "".join(piece.text for piece in title) == report.title
    body = "\n\n".join("".join(piece.text for piece in paragraph) for paragraph in paragraphs)
    assert body == report.body
    assert [piece.number for piece in title if piece.is_used] == [1]


def test_a_report_without_paragraphs_or_sentences_still_shows_all_its_text():
    bare = replace(FIRST, paragraphs=(), sentences=(), title=None, body_start=0)
    title, paragraphs = pieces_of(bare, frozenset())
    assert title == ()
    assert "".join(piece.text for piece in paragraphs[0]) == bare.text


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_marks_rebuild_the_slice(text, spans, one, two):
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    found = marks(text, start, end, sorted(pair for pair in spans if pair[0] < pair[1]))
    assert "".join(mark.text for mark in found) == text[start:end]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "https://", "//host/x", "file:a.txt", "http://[", "https://a b/", None],
)
def test_only_whole_web_addresses_become_links(address):
    assert outside(address) is None


def test_the_original_opens_at_the_words():
    assert original_at(FIRST, "was handed over, well-known & free") == (
        "https://north-wire.example/story#:~:text=was%20handed%20over%2C%20well%2Dknown%20%26%20free"
    )
    long = original_at(FIRST, " ".join(f"w{n}" for n in range(40)))
    assert long.endswith("#:~:text=w0%20w1%20w2%20w3%20w4,w35%20w36%20w37%20w38%20w39")
    assert original_at(replace(FIRST, canonical="file:a.txt", address="file:a.txt"), "x") is None


def test_slugs_are_short_latin_words():
    assert slug("Harbour pilot Ilén Marsk’s return — “home”") == "harbour-pilot-ilen-marsk-s-return-home"
    assert slug("Лоцмана вернули") == ""
    assert len(slug("word " * 100)) <= 70


def _edge(one, two, kind="copies"):
    return Edge(from_id=one, to=two, kind=kind, evidence=Evidence(text="because"))


def _flat(nodes):
    return [node.report_id for node in nodes] + [found for node in nodes for found in _flat(node.below)]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_every_report_stands_once_in_the_tree_even_when_edges_run_in_circles(pairs):
    ids = list(STORY.report_ids)
    story = replace(STORY, edges=tuple(_edge(ids[a], ids[b]) for a, b in pairs), originals_missing=())
    assert sorted(_flat(tree_of(story, REPORTS))) == sorted(ids)


def test_a_missing_original_is_a_root_with_an_offer_to_add_it():
    roots = tree_of(STORY, REPORTS)
    assert (roots[0].outlet, roots[0].role, roots[0].add) == (
        "sestra-blog.example",
        "missing",
        "https://sestra-blog.example/",
    )
    assert [node.outlet for node in roots[0].below] == ["Вестка"]
    assert [node.outlet for node in roots[1].below] == ["Daily Post"]


def test_charts_count_days_and_need_three_steps_for_a_strip():
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 3, 3)]
    drawn = per_day(days, days=5)
    assert [bar.count for bar in drawn.bars] == [0, 0, 1, 0, 2]
    assert "3 in all" in drawn.label
    assert per_day([]) is None
    assert density(["2024-11", "2024-12"]) is None
    assert [bar.words for bar in density(["2024-11", "2024-12", "2025-01", None]).bars] == [
        "Nov 2024",
        "Dec 2024",
        "Jan 2025",
    ]
    assert density(["2020", "2021-01-01", "2022-05"]).label.startswith("Events per year")
