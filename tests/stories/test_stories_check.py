"""The law: what a line says must stand in the words it cites."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.model import IntegrityError, Line, Span
from infostreamer.stories import check_line

TEXT = (
    "Interior Minister Ivan Dorn said on 12 May that about 1,500 people had not been detained. "
    "“We saw nothing – and we heard nothing,” he told the Mirsk Courier."
)
REPORT = b.report(TEXT)


def line(text: str, *cited: str, label: str | None = None) -> Line:
    spans = tuple(b.span(REPORT, words) for words in cited or (TEXT,))
    return Line(text=text, kind="statement", citations=spans, maker="test/1", check="verified", label=label)


def state(one: Line) -> str:
    return check_line(one, {REPORT.id: REPORT.text}).check


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Ivan Dorn said on 12 May that about 1500 people had not been detained.",
        "about 1 500 people had not been detained",
        "On 12 May Dorn said people had not been detained.",
        '"We saw nothing - and we heard nothing," he told the Mirsk Courier.',
        "“We saw nothing – and we heard nothing”",
    ],
)
def test_what_stands_there_is_verified(text):
    assert state(line(text)) == "verified"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ivan Dorn said on 13 May that about 1500 people had not been detained.", "another day"),
        ("Ivan Dorn said on 12 June that about 1500 people had not been detained.", "another month"),
        ("Ivan Dorn said that about 15,000 people had not been detained.", "another number"),
        ("Ivan Dorn said that 1.5 people had not been detained.", "another decimal"),
        ("Pavel Dorn said that about 1500 people had not been detained.", "another name"),
        ("Ivan Dorn said that about 1500 people had been detained.", "a lost negation"),
        ("“We saw everything and we heard nothing,” he told the Mirsk Courier.", "an altered quotation"),
        ("Dorn ordered troops across the border to burn villages.", "invented content"),
        ("  ", "nothing"),
    ],
)
def test_what_does_not_stand_there_is_withheld(text, what):
    assert state(line(text)) == "withheld", what


def test_only_the_cited_words_count():
    assert state(line("Ivan Dorn told the Mirsk Courier.", "he told the Mirsk Courier")) == "withheld"


def test_brackets_are_a_repair_and_must_be_cited_too():
    said = "he told the Mirsk Courier"
    assert state(line("[Ivan Dorn] told the Mirsk Courier", said, "Ivan Dorn")) == "repaired"
    assert state(line("[Ivan Dorn] told the Mirsk Courier", said)) == "withheld"


def test_a_label_must_be_cited_too():
    quoted = "We saw nothing – and we heard nothing,"
    assert state(line("“We saw nothing – and we heard nothing”", quoted, label="Ivan Dorn")) == "withheld"
    assert state(line("“We saw nothing – and we heard nothing”", quoted, "Ivan Dorn", label="Ivan Dorn")) == "verified"


def test_no_citation_no_line():
    bare = Line(text="Anything", kind="event", citations=(), maker="test/1", check="verified")
    assert state(bare) == "withheld"


def test_a_span_beyond_the_text_is_withheld():
    beyond = Line(text="Ivan", kind="event", citations=(Span(REPORT.id, 0, 10_000),), maker="t/1", check="verified")
    assert state(beyond) == "withheld"


def test_a_text_that_is_not_at_hand_is_said():
    with pytest.raises(IntegrityError, match="not at hand"):
        check_line(line("Ivan Dorn"), {})
