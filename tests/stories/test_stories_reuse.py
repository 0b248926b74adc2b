"""Shared words: parts, patchworks, chains, missing times, what is nobody's own, and how long it takes."""

from __future__ import annotations

import time
from dataclasses import replace

from fakes import build as b
from fakes.pace import seconds

from infostreamer.model import Report
from infostreamer.stories import Read, build_story
from infostreamer.stories.group import group_of
from infostreamer.stories.lineage import lineage_of

ONE = (
    "The pool in Varn has been closed because tiles fall from the ceiling. Bath attendant Inge Moor has a bucket with "
    "61 of them that she had swept up since Easter. The town wants to repair the roof by autumn."
)
TWO = (
    "Swimmers stood before a locked door in Varn on Sunday with towels round their necks. The next pool is in Orlin, "
    "33 kilometres away, and costs twice as much as the old one."
)
OWN = (
    "Behind the ticket window somebody has left a plate of cherries, and the clock over the big basin has stopped at "
    "ten."
)


def at(hour: int, body: str, outlet: str, **more):
    published = None if hour == 0 else f"2031-06-01T{hour:02}:00+00:00"
    return b.read(b.report(body, title=f"{outlet} {hour}", outlet=outlet, published=published, **more))


def edges(*reads):
    return {(edge.from_id, edge.kind, edge.to) for edge in build_story("s", reads, reasons={}).edges}


def test_the_parent_is_the_nearest_and_not_the_oldest():
    first, second, third = at(8, ONE, "Herald"), at(9, f"{ONE}\n\n{OWN}", "Echo"), at(10, f"{ONE}\n\n{OWN}", "Clickbox")
    assert edges(first, second, third) == {
        (second.report.id, "copies", first.report.id),
        (third.report.id, "copies", second.report.id),
    }


def test_of_equals_the_earliest_is_the_parent():
    reads = [at(hour, ONE, outlet) for hour, outlet in ((8, "Herald"), (9, "Echo"), (10, "Clickbox"))]
    assert {to for _, _, to in edges(*reads)} == {reads[0].report.id}


def test_a_patchwork_has_two_parents_and_makes_one_origin_of_neither():
    one, two = at(8, f"VARN – {ONE}", "Herald"), at(9, f"VARN – {TWO}", "Radio Lesk")
    both = at(12, f"{ONE}\n\n{TWO}", "Clickbox")
    story = build_story("s", [one, two, both], reasons={})
    assert {(edge.from_id, edge.to) for edge in story.edges} == {
        (both.report.id, one.report.id),
        (both.report.id, two.report.id),
    }
    assert (story.independent, len(story.origins)) == (2, 2)


def test_a_few_changed_words_do_not_hide_a_copy():
    edited = ONE.replace("has been closed", "is shut").replace("swept up", "gathered").replace("wants to", "plans to")
    one, other = at(8, ONE, "Herald"), at(9, edited, "Echo")
    assert edges(one, other) == {(other.report.id, "copies", one.report.id)}


def test_without_times_nobody_is_the_elder_and_both_are_one_origin():
    one, other = at(0, ONE, "Herald", seq=1), at(0, ONE, "Echo", seq=2)
    story = build_story("s", [one, other], reasons={})
    assert story.edges == ()
    assert (story.independent_at_most, len(story.origins)) == (1, 1)
    assert {member.role for member in story.members} == {"unknown"}
    assert "nothing shows which of the two was first" in (story.members[0].evidence or "")


def test_without_times_who_shows_reporting_is_the_elder():
    told = ONE.replace("has a bucket", "told the Herald that she has a bucket")
    one, other = at(0, told, "Herald", seq=2), at(0, ONE, "Echo", seq=1)
    assert edges(one, other) == {(other.report.id, "copies", one.report.id)}


def test_two_that_give_the_same_day_only_have_no_elder():
    day = {"precision": "day", "basis": "given"}
    reads = [at(0, ONE, outlet) for outlet in ("Herald", "Echo")]
    published = b.report("x", published="2031-06-01T00:00+00:00").published
    dated = [b.read(replace(read.report, published=replace(published, **day))) for read in reads]
    assert edges(*dated) == set()


def test_an_undated_page_that_was_received_before_the_other_was_published_is_the_elder():
    received = b.report("x", published="2031-05-31T08:00+00:00").published.at
    one, other = at(0, ONE, "Herald", fetched_at=received), at(9, ONE, "Echo")
    assert edges(one, other) == {(other.report.id, "copies", one.report.id)}


def test_whoever_is_said_to_have_been_told_is_the_elder_whatever_the_times_say():
    told = f"{ONE} That is all there is to say about it, attendant Moor told the Herald."
    late, early = at(12, f"VARN – {told}\n\n{TWO}", "Herald"), at(9, told, "Echo")
    assert (early.report.id, "copies", late.report.id) in edges(late, early)


def test_a_law_an_oath_and_what_is_said_to_the_reader_are_nobodys_own_words():
    law = (
        "Whoever insults the head of state in print or in pictures shall be punished with a fine of ten monthly wages."
    )
    foot = (
        "This is a developing story. Sign up to our newsletter to get the most important news of the day in your inbox."
    )
    one = at(8, f"{OWN}\n\nArticle 187 of the code reads: {law}\n\n{foot}", "Herald")
    other = at(9, f"{TWO}\n\nThe judge leaned on the code, which says: {law}\n\n{foot}", "Echo")
    assert edges(one, other) == set()


def test_an_outlets_own_background_is_not_from_whoever_printed_it_in_between():
    mine, theirs = at(8, f"VARN – {ONE}", "Herald"), at(10, f"{ONE}\n\n{OWN}", "Echo")
    later = at(15, f"VARN – {TWO} {OWN[:40]}\n\n{ONE}", "Herald")
    found = edges(mine, theirs, later)
    assert (theirs.report.id, "copies", mine.report.id) in found
    assert not any(one == later.report.id and to == theirs.report.id for one, _, to in found)


def test_a_known_agency_has_nothing_from_a_paper_and_the_paper_has_it_from_an_earlier_take():
    paper, agency = at(8, ONE, "Herald"), at(10, ONE, "Reuters")
    assert edges(paper, agency) == {(paper.report.id, "copies", agency.report.id)}


def test_every_order_of_the_members_gives_the_same_lineage():
    reads = [
        at(8, ONE, "Herald"),
        at(9, f"{ONE}\n\n{OWN}", "Echo"),
        at(10, f"{OWN}\n\n{TWO}", "Clickbox"),
        at(0, TWO, "Star"),
    ]
    whole = lineage_of(group_of(reads, {}, ()))
    assert lineage_of(group_of(reads[::-1], {}, ())) == whole
    assert lineage_of(group_of(reads[2:] + reads[:2], {}, ())) == whole


def _print(report: Report, number: int) -> Read:
    words = report.text.split(" ")
    words[12 + number % 20] = "tile"
    text = " ".join(words)
    address = f"https://paper{number}.example/1"
    return b.read(b.report(text.split("\n\n", 1)[1], title="Pool", outlet=f"Paper {number}", address=address,
                           published=f"2031-06-{2 + number // 24:02}T{number % 24:02}:00+00:00"))  # fmt: skip


def test_hundreds_of_prints_of_one_report_are_compared_in_seconds():
    wire = at(1, f"VARN, June 1 (Orlan) - {ONE}\n\n{TWO}\n\n{OWN}", "Orlan").report
    reads = [b.read(wire), *(_print(wire, number) for number in range(300))]
    group = group_of(reads, {}, ())
    began = time.process_time()
    lineage = lineage_of(group)
    assert time.process_time() - began < seconds(5)
    assert len(lineage.edges) >= 300
