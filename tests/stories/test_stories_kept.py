"""What is kept of a line or a title is kept of just these words."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import Line, Span
from infostreamer.stories import check_line
from infostreamer.stories.kept import kept
from infostreamer.stories.normal import level

TRUE = "The dam at Orle broke on Monday. The mayor said that nobody was hurt."
FALSE = "A bus drove off a bridge in Mirsk. The driver said that somebody was hurt."


def line(text: str, start: int, end: int, label: str | None = None) -> Line:
    span = Span("r", start, end)
    return Line(
        text=text, kind="key", citations=(span,), maker="test/1", check="verified", first_report_id="r", label=label
    )


def test_the_same_report_with_other_words_is_looked_at_again() -> None:
    said = line("The dam at Orle broke on Monday.", 0, 32)
    for _ in range(2):
        assert check_line(said, {"r": TRUE}).check == "verified"
        assert check_line(said, {"r": FALSE}).check == "withheld"


def test_the_same_words_from_another_place_or_with_a_label_are_looked_at_again() -> None:
    for _ in range(2):
        assert check_line(line("nobody was hurt", 33, 69, "The mayor"), {"r": TRUE}).check != "withheld"
        assert check_line(line("nobody was hurt", 33, 69, "The driver"), {"r": TRUE}).check == "withheld"
        assert check_line(line("nobody was hurt", 0, 32, "The mayor"), {"r": TRUE}).check == "withheld"


def test_a_day_in_brackets_stands_only_while_a_finder_reads_it() -> None:
    said, day = line("The dam at Orle broke on Monday [16 November 2026].", 0, 32), Span("r", 25, 31)
    for _ in range(2):
        assert check_line(said, {"r": TRUE}, dates={day: "2026-11-16"}).check == "repaired"
        assert check_line(said, {"r": TRUE}, dates={day: "2026-11-09"}).check == "withheld"


def test_no_sign_becomes_a_bracket_only_when_it_is_levelled() -> None:
    """What is kept leaves out lines with brackets as they are written."""
    assert [chr(code) for code in range(sys.maxunicode + 1) if "[" in level(chr(code))] == ["["]


@given(st.lists(st.integers(0, 20)), st.integers(1, 10))
def test_a_kept_function_gives_what_it_would_give(asked: list[int], most: int) -> None:
    calls: list[int] = []

    def work(number: int) -> int:
        calls.append(number)
        return number * number

    remembered = kept(lambda number: None if number == 13 else number, most)(work)
    assert [remembered(number) for number in asked] == [number * number for number in asked]
    assert len(calls) >= len(set(asked))
    if len(set(asked)) <= most and 13 not in asked:
        assert len(calls) == len(set(asked))
