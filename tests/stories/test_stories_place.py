"""Which story a report belongs to."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import build as b
from fakes import world
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import decode, encode
from infostreamer.stories import Outline, place_epoch
from infostreamer.stories.weigh import SCALE, log2_fixed
from infostreamer.stories.weights import WEIGHTS

FLOOD = b.read(
    b.report("The river Lesk flooded the lower town of Varn on Monday and 300 people left their houses.",
             title="Lesk floods lower Varn", outlet="Herald", published="2031-11-10T09:00+01:00", seq=7)
)  # fmt: skip


def stories(reads, **options):
    return [placement.story_id for placement in place_epoch(reads, [], **options).placements]


def test_one_arrest_is_one_story_and_a_flood_another():
    placed = stories([*world.everything()[:5], FLOOD])
    assert len(set(placed[:5])) == 1
    assert placed[5] != placed[0]


def test_a_near_copy_says_whose_words_it_has():
    placed = place_epoch([world.wire(1), world.printed("Herald", seq=2)], [])
    assert placed.placements[1].reasons[0].startswith("nearly the same words as Orlan (")
    assert placed.placements[1].score >= 900


def test_reasons_name_names_and_likeness():
    placed = place_epoch([world.wire(1), world.witness(seq=2)], [])
    reasons = placed.placements[1].reasons
    assert "same people: Anton Belov" in reasons
    assert any(reason.startswith("likeness 0.") for reason in reasons)


def fire(what: str, day: int, seq: int, *, dated: int | None = None):
    """A fire in Port Varn; `dated` is the day that a finder reads from the lead."""
    report = b.report(
        f"PORT VARN – {what} burned down on {day} November in Port Varn, the fire service said. Firefighters needed "
        "three hours to bring the fire under control.",
        title=f"Fire destroys {what}", outlet=f"Paper {seq}", published=f"2031-11-{day + 1:02}T08:00+01:00", seq=seq,
    )  # fmt: skip
    return b.read(report, b.date(report, f"{day} November", f"2031-11-{dated or day:02}"))


def test_look_alikes_on_other_days_stay_apart():
    first = fire("a market hall", 3, 1)
    assert len(set(stories([first, fire("a cold store", 10, 2, dated=3)]))) == 1
    assert len(set(stories([first, fire("a cold store", 10, 2)]))) == 2


def test_the_same_words_about_another_day_are_no_copy():
    assert len(set(stories([fire("a market hall", 3, 1), fire("a market hall", 10, 2)]))) == 2
    assert len(set(stories([fire("a market hall", 3, 1), fire("a market hall", 3, 2)]))) == 1


def test_a_new_version_joins_its_predecessor_whatever_it_says():
    old = world.wire(1)
    new = b.report("Everything about this page was replaced by a note on opening hours and ticket prices.",
                   title="Notice", outlet="Orlan", address=old.report.canonical, seq=9)  # fmt: skip
    assert len(set(stories([old, b.read(new)]))) == 1


LATE = b.read(b.report(world.WIRE_BODY, title="Police arrest union leader Anton Belov in Mirsk", outlet="Echo",
                       published="2032-03-10T10:00+01:00", seq=2))  # fmt: skip


def test_outside_the_window_a_story_takes_nothing():
    assert len(set(stories([world.wire(1), LATE], window_days=14))) == 2
    assert len(set(stories([world.wire(1), LATE]))) == 1


def retold(published):
    """The arrest in other words."""
    report = b.report(
        "MIRSK – Union leader Anton Belov, whom police in Mirsk detained at the harbour strike, is to be tried, his "
        "lawyer said. Police accuse Belov of leading the strike at the harbour without a permit.",
        title="Anton Belov, detained union leader, to be tried in Mirsk", outlet="Echo", published=published, seq=2,
    )  # fmt: skip
    return b.read(report, b.name(report, "Anton Belov"))


def hall_fire(published, seq, *, is_retold=False):
    """A fire without any name in it."""
    texts = (
        "A market hall burned down in the night and firefighters needed three hours to control the fire, police said.",
        "It took firefighters three hours before the fire was under control that burned a market hall down last night.",
    )
    report = b.report(texts[is_retold], title="Fire destroys market hall", outlet=f"Paper {seq}", published=published,
                      seq=seq)  # fmt: skip
    return b.read(report)


def test_a_quiet_story_is_taken_up_again_by_name_alone():
    assert len(set(stories([world.wire(1), retold("2032-01-20T10:00+01:00")]))) == 1
    first = hall_fire("2031-11-10T08:00+01:00", 1)
    assert len(set(stories([first, hall_fire("2031-11-11T08:00+01:00", 2, is_retold=True)]))) == 1
    assert len(set(stories([first, hall_fire("2032-01-20T08:00+01:00", 2, is_retold=True)]))) == 2


def test_the_reasons_say_how_long_it_was_quiet():
    reasons = place_epoch([world.wire(1), retold("2032-01-20T10:00+01:00")], []).placements[1].reasons
    assert any(reason.startswith("taken up again after ") for reason in reasons)


def test_epochs_see_stories_of_earlier_epochs():
    first = place_epoch([world.wire(1)], [])
    second = place_epoch([world.witness(seq=2)], first.outlines)
    assert second.placements[0].story_id == first.placements[0].story_id
    assert second.outlines[0].report_ids == (*first.outlines[0].report_ids, second.placements[0].report_id)


def test_an_outline_survives_the_codec():
    for outline in place_epoch(world.everything(), []).outlines:
        assert decode(encode(outline), Outline) == outline


def ids(*reads):
    return [read.report.id for read in reads]


def test_editors_merge_split_and_keep_apart():
    wire, witness = world.wire(1), world.witness(seq=2)
    merged = stories([wire, FLOOD], judgements=[b.judgement("merge", *ids(wire, FLOOD))])
    assert len(set(merged)) == 1
    apart = stories([wire, witness], judgements=[b.judgement("never-merge", *ids(wire, witness))])
    assert len(set(apart)) == 2
    split = stories([wire, witness], judgements=[b.judgement("split", *ids(witness))])
    assert len(set(split)) == 2


def test_an_undone_judgement_does_nothing():
    wire, witness = world.wire(1), world.witness(seq=2)
    undone = b.judgement("never-merge", *ids(wire, witness), undone="2031-12-01T00:00+00:00")
    assert len(set(stories([wire, witness], judgements=[undone]))) == 1


def test_what_an_editor_kept_apart_stays_apart_for_a_new_version_too():
    wire, print_ = world.wire(1), world.printed("Herald", seq=2)
    judged = [b.judgement("never-merge", *ids(wire, print_))]
    assert len(set(stories([wire, print_], judgements=judged))) == 2


@settings(deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_judgements_and_of_live_stories_does_not_matter(order):
    reads = world.everything()
    live = place_epoch([*reads[:3], FLOOD], []).outlines
    judged = [
        b.judgement("merge", *ids(reads[3], FLOOD)), b.judgement("never-merge", *ids(reads[4], reads[0])),
        b.judgement("split", *ids(reads[5])), b.judgement("merge", *ids(reads[4], reads[3])),
    ]  # fmt: skip
    shuffled = place_epoch(reads[3:], live[:: -1 if order[0] % 2 else 1], judgements=[judged[at] for at in order])
    assert shuffled == place_epoch(reads[3:], live, judgements=judged)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_an_epoch_is_walked_in_seq_order_however_it_is_handed_in(order):
    reads = world.everything()
    expected = {one.report_id: one for one in place_epoch(reads, []).placements}
    shuffled = place_epoch([reads[at] for at in order], [])
    assert {one.report_id: one for one in shuffled.placements} == expected


@settings(deadline=None)
@given(st.integers(1, 10**30))
def test_the_whole_number_logarithm_grows_and_is_near_the_real_one(number):
    import math

    assert log2_fixed(number + 1) >= log2_fixed(number)
    assert abs(log2_fixed(number) / SCALE - math.log2(number)) < 0.11


SCRIPT = """
import json, sys
sys.path.insert(0, "tests")
from fakes import world
from infostreamer.model import encode
from infostreamer.stories import build_story, place_epoch
reads = world.everything()
placed = place_epoch(reads, [])
story = build_story(placed.placements[0].story_id, reads, reasons={})
print(json.dumps([encode(placed.outlines).decode(), [str(one) for one in placed.placements], encode(story).decode()]))
"""


def test_the_hash_seed_changes_nothing():
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }  # fmt: skip
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())) == 3


@pytest.mark.parametrize("body", ["x", "…", "🙂 " * 50, "a" * 200_000, "«" * 3000])
def test_odd_texts_found_stories_of_their_own(body):
    placed = place_epoch([b.read(b.report(body, seq=1)), world.wire(2)], [])
    assert len({placement.story_id for placement in placed.placements}) == 2


def test_when_it_arrived_says_nothing_of_when_it_was_written():
    arrived = dt.datetime(2031, 11, 20, 9, tzinfo=dt.UTC)

    def score_of(is_dated):
        reads = [world.wire(1), retold("2031-11-12T10:00+01:00")]
        reports = [
            read.report if is_dated else replace(read.report, published=None, fetched_at=arrived) for read in reads
        ]
        dated = [b.read(report, *read.findings) for report, read in zip(reports, reads, strict=True)]
        return place_epoch(dated, []).placements[1].score

    assert score_of(True) - score_of(False) > WEIGHTS.undated
