"""What holds for every input: no crash, positions that fit, the same answer twice, a deadline that is kept."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infostreamer.extract import extract, extract_isolated
from infostreamer.extract.credits import read_credit
from infostreamer.extract.saved import read_saved
from infostreamer.model import Failure, Report, Unreadable
from infostreamer.plugins import Registry
from infostreamer.text import clean_text
from infostreamer.text.charset import decode_text

MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='x'>",
            "</div>",
            "<h1>",
            "</h1>",
            "<li>",
            "<br>",
            "<table><tr><td>",
            "<!-- ",
            " -->",
            "<script type='application/ld+json'>",
            "</script>",
            '{"@type":"NewsArticle","author":',
            "\x00",
            "\ud83d\ude00",
            "By Ada Moor",
            "\n\n",
            "A long enough sentence about a ferry that does not sail today. ",
        ]
    ),
    max_size=60,
).map("".join)
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def holds(report: Report) -> None:
    body = "\n\n".join(report.text[start:end] for start, end in report.paragraphs)
    assert report.body == body
    assert report.text == (f"{report.title}\n\n{body}" if report.title else body)
    assert report.id == Report.make_id(report.canonical, report.text)
    assert clean_text(report.text) == report.text
    last = 0
    for start, end in report.sentences:
        assert last <= start < end <= len(report.text)
        assert "\n\n" not in report.text[start:end]
        last = end


@relaxed
@given(st.one_of(st.binary(max_size=400), MARKUP.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_a_sound_report_or_one_clear_refusal(capture, body):
    made = capture(body)
    with suppress(Unreadable):  # any other error fails the test
        report = extract(made)
        holds(report)
        assert extract(made) == report


@relaxed
@given(st.text(max_size=600))
def test_any_text_is_read_as_a_saved_page(text):
    parts = read_saved(text)
    assert read_saved(text) == parts
    assert all(paragraph.strip() for paragraph in parts.paragraphs)


@relaxed
@given(st.text(max_size=200))
def test_a_credit_line_never_yields_empty_fields(line):
    found = read_credit(line)
    assert "" not in (found.caption, found.credit, found.licence)


@relaxed
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1))
def test_valid_utf8_is_never_guessed(text):
    assert decode_text(text.encode(), declared="windows-1251")[1] is False


def test_a_real_page_gives_a_sound_report(capture, page):
    holds(extract(capture(page())))


def test_a_document_that_hangs_is_stopped_and_delays_no_other(capture, page):
    slow = "<html><body><article>" + "<p>a</p>" * 190_000 + "</article></body></html>"
    captures = [
        capture(page(), address="file:a.html"),
        capture(slow, address="file:slow.html"),
        capture(page(), address="file:b.html"),
    ]
    begun = time.monotonic()
    one, stopped, other = extract_isolated(captures, deadline_s=1.0, max_memory_bytes=0)
    assert time.monotonic() - begun < 60
    assert isinstance(one, Report)
    assert isinstance(other, Report)
    assert isinstance(stopped, Failure)
    assert (stopped.item, stopped.stage, stopped.kind) == ("file:slow.html", "extract", "timeout")


def test_a_document_that_needs_too_much_memory_costs_only_itself(capture, page):
    huge = "<html><body><article>" + "<p>a</p>" * 2_000_000 + "</article></body></html>"
    captures = [capture(huge, address="file:huge.html"), capture(page(), address="file:a.html")]
    failed, read = extract_isolated(captures, deadline_s=20.0, max_memory_bytes=400_000_000)
    assert isinstance(failed, Failure)
    assert failed.kind in ("memory", "crash", "unreadable", "error")
    assert isinstance(read, Report)


def test_isolated_and_direct_reading_agree(capture, page):
    captures = [capture(page(), address=f"file:{number}.html") for number in range(3)] + [
        capture(b"", address="file:empty")
    ]
    assert extract_isolated(captures, deadline_s=20.0) == extract_isolated(captures, is_isolated=False)


class Shouter:
    name = "shouter"

    def fits(self, capture):
        return capture.address.endswith(".shout")

    def read(self, capture):
        return replace(extract(replace(capture, address="file:x.txt")), title="SHOUTED")


def test_a_plugged_reader_comes_before_the_built_ins(capture, prose):
    from infostreamer.extract import plug

    registry = Registry()
    plug(registry)
    registry.readers.append(Shouter())
    made = capture("\n\n".join(prose), address="file:a.shout")
    assert extract(made, readers=registry.readers).title == "SHOUTED"
    assert extract(made).title is None
