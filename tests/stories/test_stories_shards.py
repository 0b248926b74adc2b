"""The index of live stories: the same answers grown or read back, whole or divided, whatever is held at the time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import build as b
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infostreamer.flow.shards import ShardProcess, shards_of
from infostreamer.model import TryLater
from infostreamer.stories.board import Board
from infostreamer.stories.census import Calendar, Census, counted_until
from infostreamer.stories.entry import Entry
from infostreamer.stories.index import Index, Query, shard_of
from infostreamer.stories.outline import MOST_MEMBERS
from infostreamer.stories.place import place_epoch

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
SUBJECTS = (
    "The dam above Tarn broke in the night and the water took the mill of Olga Pern with it",
    "The harbour crane of Varn fell on the quay and the foreman Karl Dost was hurt by it",
    "Anton Belov was arrested at the station of Mirsk when the morning train from the coast came in",
    "Workers at the Lesk shipyard voted to strike over wages after talks with the owners failed",
)
MORE = ("engineers looked at the valley", "the ministry gave no reason", "a court hears the case", "boats lay idle")


def read(subject, extra, day, seq, *, previous=None, is_dated=True):
    """A report on a subject; `day` counts from 1 May."""
    body = f"{SUBJECTS[subject]}. {' '.join(MORE[one] for one in extra)}. Number {seq} of the day."
    when = (NOON + timedelta(days=day)).isoformat() if is_dated else None
    report = b.report(body, title=SUBJECTS[subject][:30], outlet=f"Paper {seq % 3}", published=when, seq=seq)
    name = next(word for word in ("Olga Pern", "Karl Dost", "Anton Belov", "Lesk") if word in body)
    return b.read(replace(report, previous_id=previous), b.name(report, name))


ITEMS = st.tuples(
    st.integers(0, 3), st.lists(st.integers(0, 3), max_size=3), st.integers(-40, 40), st.booleans(), st.booleans()
)


def reads_of(items):
    made = []
    for seq, (subject, extra, day, is_dated, is_version) in enumerate(items, 1):
        previous = made[len(made) // 2].report.id if is_version and made else None
        made.append(read(subject, extra, day, seq, previous=previous, is_dated=is_dated or bool(day % 3)))
    return made


class Desk:
    """Placements, outlines and entries as a store would keep them."""

    def __init__(self, window_days=14, size=4):
        self.window_days, self.size = window_days, size
        self.outlines, self.entries, self.story_of = {}, [], {}

    def of(self, board, segment):
        bounds = board.bounds_of(segment)
        if bounds is None:
            return [one for one in self.entries if one.at is None]
        return [one for one in self.entries if one.at is not None and bounds[0] <= one.at < bounds[1]]

    def place(self, board, epoch, most=None):
        for segment in board.missing(epoch, most):
            board.load(segment, self.of(board, segment))
        sought = board.seek(epoch)
        known = {one: self.story_of[one] for one in sought.partners if one in self.story_of}
        live = [self.outlines[one] for one in {*sought.story_ids, *known.values()}]
        return place_epoch(epoch, live, window_days=self.window_days, sought=sought, known=known)

    def keep(self, placed):
        self.outlines.update({one.story_id: one for one in placed.outlines})
        self.story_of.update({one.report_id: one.story_id for one in placed.placements})
        self.entries += placed.entries

    def run(self, reads, board, *, afresh=lambda position: None, most=None):
        """Every placement; `afresh` may hand over another board before an epoch."""
        placements = []
        for at in range(0, len(reads), self.size):
            board = afresh(at) or board
            placed = self.place(board, reads[at : at + self.size], most)
            placements += placed.placements
            if at + self.size <= len(reads):
                self.keep(placed)
                board.take(placed.entries, at + self.size)
        return placements, sorted(self.outlines.items()), self.entries


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(st.lists(ITEMS, min_size=1, max_size=24), st.sampled_from([3, 14, 60]), st.data())
def test_shards_rebuilding_and_letting_go_change_nothing(items, window, data):
    reads = reads_of(items)
    expected = Desk(window).run(reads, Board(window))
    for number in (2, 8):
        assert Desk(window).run(reads, Board(window, shards=tuple(Index() for _ in range(number)))) == expected

    def sometimes(position):
        return Board(window, position=position) if data.draw(st.booleans(), "a new process") else None

    assert Desk(window).run(reads, Board(window), afresh=sometimes) == expected
    assert Desk(window).run(reads, Board(window), most=data.draw(st.integers(0, 12), "room for")) == expected


@settings(deadline=None, max_examples=20)
@given(st.lists(ITEMS, min_size=9, max_size=16))
def test_an_open_epoch_leaves_no_trace(items):
    reads = reads_of(items)
    desk, board = Desk(), Board(14)
    for end in range(9, len(reads) + 1):  # the epoch grows while it is open
        desk.place(board, reads[8:end])
    assert desk.run(reads, board) == Desk().run(reads, Board(14))


ENTRIES = st.lists(
    st.tuples(st.integers(0, 9), st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 255), min_size=1)),
    min_size=1, max_size=40,
)  # fmt: skip


def entry(story, terms, seq=1, at=0, fresh=0, is_founding=False):
    return Entry(
        story_id=f"{story:016x}", seq=seq, at=at, terms=" ".join(terms), shares=tuple(terms.values()),
        fresh=fresh, is_founding=is_founding,
    )  # fmt: skip


@given(ENTRIES, st.dictionaries(st.sampled_from("abcdefghi"), st.integers(1, 255)), st.integers(1, 4))
def test_a_search_finds_the_best_reports_of_the_best_stories(rows, asked, most):
    shards = [Index() for _ in range(3)]
    best = Counter()
    for number, (story, terms) in enumerate(rows):
        one = entry(story, terms, at=number)
        shards[shard_of(one.story_id, 3)].add(number % 2, [one])
        total = sum(share * asked.get(term, 0) for term, share in terms.items())
        if total >= 50 and 3 <= number <= 30:
            best[one.story_id] = max(best[one.story_id], total)
    query = Query(segments=(0, 1, 2), since=3, until=30, terms=tuple(asked.items()))
    found = [one for shard in shards for one in shard.search([query], most, 50)[0]]
    expected = sorted(((total, story) for story, total in best.items()), key=lambda one: (-one[0], one[1]))
    assert sorted(found, key=lambda one: (-one[0], one[1]))[:most] == expected[:most]


def test_a_late_report_joins_the_story_of_its_own_days():
    days = (0, 9, 18, 27, 36)
    reads = [read(0, [at % 4], day, at + 1) for at, day in enumerate(days)]
    reads += [read(0, [1, 2], 10, 6), read(0, [1, 2], 200, 7)]
    stories = [one.story_id for one in Desk(size=1).run(reads, Board(14))[0]]
    assert len(set(stories[:6])) == 1, "a story may go on for weeks, and the late report is of one of them"
    assert stories[6] != stories[0], "half a year later it is another story"


def test_a_new_version_finds_its_story_however_old_it_is():
    first = read(0, [0], 0, 1)
    new = read(3, [3], 300, 2, previous=first.report.id)
    stories = [one.story_id for one in Desk(size=1).run([first, new], Board(14))[0]]
    assert stories[0] == stories[1]


def test_a_story_counts_once_for_a_word():
    census = Census(background=1)
    census.add(
        0, [entry(1, {"a": 9, "b": 9}, seq=0, fresh=2, is_founding=True), entry(1, {"c": 9, "a": 9}, 0, fresh=1)]
    )
    census.add(1, [entry(2, {"a": 9}, seq=0, fresh=1, is_founding=True)])
    telling = census.telling((0, 1))
    assert [telling.holders(term) for term in "abcd"] == [2, 1, 1, 0]
    assert census.stories((0, 1)) == 2
    census.drop(1)
    assert census.telling((0, 1)).holders("a") == 1


@given(st.integers(0, 10**7))
def test_words_are_counted_with_little_delay_and_never_uncounted(position):
    until = counted_until(position)
    assert position - min(1024, position // 16) <= until <= position
    assert counted_until(position + 1) >= until


@given(st.integers(1, 400), st.integers(-(10**9), 10**11))
def test_a_report_looks_at_every_segment_in_its_window(window, at):
    calendar, day = Calendar(window), 86_400
    for moment in (at - window * day, at, at + window * day):
        segment = calendar.segment_of(moment)
        assert segment in calendar.open_to(at)
        first, after = calendar.bounds_of(segment)
        assert first <= moment < after


def test_shards_in_processes_answer_as_one_does_and_say_when_they_ended():
    shards = shards_of(2)
    assert all(isinstance(shard, ShardProcess) for shard in shards)
    reads = reads_of([(at % 4, [at % 3], at % 9, True, False) for at in range(16)])
    board = Board(14, shards=shards)
    try:
        assert Desk().run(reads, board) == Desk().run(reads, Board(14))
        shards[0]._process.kill()
        with pytest.raises(TryLater, match="ended"):
            board.seek(reads[:2])
        board.restart(0)
        assert Desk().run(reads, board) == Desk().run(reads, Board(14))
    finally:
        for shard in shards:
            shard.close()


def test_a_story_of_many_reports_stays_small_and_keeps_whom_an_editor_named():
    reads = [read(0, [at % 4], 0, at + 1) for at in range(MOST_MEMBERS + 40)]
    late = read(0, [1], 0, len(reads) + 1)
    first = reads[0].report.id
    judged = [b.judgement("never-merge", first, late.report.id)]
    placed = place_epoch([*reads, late], [], judgements=judged)
    outline = next(one for one in placed.outlines if one.story_id == placed.placements[0].story_id)
    assert len(outline.report_ids) == MOST_MEMBERS + 1
    assert outline.report_ids[0] == first
    assert placed.placements[-1].story_id != outline.story_id
