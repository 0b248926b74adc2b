"""Which figures stand side by side, which differ, and which are not worth listing."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.stories import build_story


def told(seq: int, body: str, *figures: tuple[str, float, str], outlet: str | None = None, **more):
    """One outlet's report with figures (words, value, what is counted)."""
    report = b.report(body, title=f"Report {seq}", outlet=outlet or f"Paper {seq}", seq=seq,
                      published=f"2031-11-{9 + seq:02}T10:00+00:00", **more)  # fmt: skip
    bound = {"Ab": "about", "Mo": "at_least"}
    return b.read(report, *(
        b.figure(report, words, value, of=of, bound=bound.get(words[:2], "exact")) for words, value, of in figures
    ))  # fmt: skip


def series_of(*reads):
    return build_story("s", reads, reasons={}).figures


def values(*reads):
    return [[version.value for version in series.versions] for series in series_of(*reads)]


def test_the_toll_of_one_disaster_is_one_series():
    (series,) = series_of(
        told(1, "Four miners were killed in an explosion at the Karsk pit.", ("Four miners", 4, "miners")),
        told(2, "Nine men died in the explosion at Karsk, rescuers said.", ("Nine men", 9, "men")),
    )
    assert (series.of, series.is_differing) == ("men (killed)", True)
    assert [version.value for version in series.versions] == [4, 9]


def test_the_dead_of_another_disaster_years_ago_are_no_figure_of_this_one():
    body = "Four miners were killed at the Karsk pit on Tuesday. In 2019 nine people were killed at the Zelen pit."
    read = told(1, body, ("Four miners", 4, "miners"), ("nine people", 9, "people"))
    year = b.finding(read.report, "2019", b.Date(value="2019", start="2019-01-01", end="2019-12-31", precision="year"))
    assert values(b.read(read.report, *read.findings, year)) == [[4]]


def test_bodies_found_are_a_part_of_the_toll_and_not_another_toll():
    one = told(1, "Nine miners have died at Karsk.", ("Nine miners", 9, "miners"))
    two = told(2, "Three bodies were found overnight at Karsk.", ("Three bodies", 3, "bodies"))
    assert not any(series.is_differing for series in series_of(one, two))


@pytest.mark.parametrize(
    ("one", "other", "of"),
    [
        (("The strike fund was 61,000 crowns, the union said.", "61,000 crowns", 61_000),
         ("The damage to the line amounts to 3.8 million crowns.", "3.8 million crowns", 3_800_000), "crowns"),
        (("About 300 people left their homes in Varn on Thursday.", "About 300 people", 300),
         ("Around 1,200 people lined the road at the funeral.", "Around 1,200 people", 1_200), "people"),
        (("The funeral of the first 15 miners will be held in Karsk.", "15 miners", 15),
         ("Another 13 miners from Karsk spoke of broken sensors.", "13 miners", 13), "miners"),
    ],
)  # fmt: skip
def test_the_same_noun_in_another_matter_is_another_series(one, other, of):
    reads = [told(seq, text, (words, value, of)) for seq, (text, words, value) in enumerate((one, other), 1)]
    found = series_of(*reads)
    assert len(found) == 2
    assert not any(series.is_differing for series in found)


def test_the_same_number_of_the_same_thing_is_one_series_however_it_is_told():
    one = told(1, "Some 420 houses there were under water.", ("Some 420 houses", 420, "houses"))
    two = told(2, "The mayor said that 420 houses had been flooded.", ("420 houses", 420, "houses"))
    assert values(one, two) == [[420, 420]]


def test_a_small_number_of_one_origin_is_not_listed_and_of_two_it_is():
    body = "The case file has nine volumes, the lawyer of Anton Belov said."
    one = told(1, body, ("nine volumes", 9, "volumes"))
    assert values(one) == []
    other = told(2, "Belov's lawyer has read nine volumes of the file in a week.", ("nine volumes", 9, "volumes"))
    assert values(one, other) == [[9, 9]]
    printed = told(2, body, ("nine volumes", 9, "volumes"))
    assert values(one, printed) == [], "a copy is not a second origin"


def test_two_dead_are_listed_though_the_number_is_small():
    assert values(told(1, "Two people died in the fire.", ("Two people", 2, "people"))) == [[2]]


def test_fractions_and_how_often_are_no_figures():
    body = "Half of the country had no power, and the mayor asked three times for help in every single week."
    assert values(told(1, body, ("Half of the country", 0.5, "country"), ("three times", 3, "times"))) == []


def test_what_a_page_has_corrected_is_marked_and_makes_nothing_differ():
    body = "The mayor said that 420 houses had been flooded.\n\nCorrection: an earlier version said that 240 houses "
    read = told(1, body + "had been flooded.", ("420 houses", 420, "houses"), ("240 houses", 240, "houses"))
    (series,) = series_of(read)
    assert {version.value: version.is_superseded for version in series.versions} == {420: False, 240: True}
    assert not series.is_differing


def test_commentary_has_no_say_in_figures():
    one = told(1, "About 170 names are on the list, the minister said.", ("About 170 names", 170, "names"))
    essay = told(2, "So 990 names are on the list, the minister said.", ("990 names", 990, "names"), kind="opinion")
    assert values(one, essay) == [[170]]


def test_two_crowds_of_one_size_are_two_counts():
    queue = b.report(
        "Around 200 people lined up along the fence of the depot in Varn on Monday.", outlet="Herald", seq=1
    )
    wanted = b.report("The minister said more than 200 people abroad will face trial in Varn.", outlet="Courier", seq=2)
    story = build_story("s", [
        b.read(queue, b.figure(queue, "Around 200 people", 200, of="people", hedge="around", bound="about")),
        b.read(wanted, b.figure(wanted, "more than 200 people", 200, of="people", hedge="more than", bound="at_least")),
    ], reasons={})  # fmt: skip
    assert all(len(series.versions) == 1 for series in story.figures)
    assert len(story.figures) == 2
