"""What editors decide: splits and merges, early or late, and their undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import build as b
from fakes import world

from infostreamer.extract import extract_isolated
from infostreamer.flow import Flow
from infostreamer.flow.rooms import built_in
from infostreamer.model import Capture, Judgement, encode
from infostreamer.model.capture import REPORT_MIME
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.stories import place_epoch

NOON = datetime(2031, 11, 12, 12, tzinfo=UTC)


def judged(kind, *reads, at: datetime | None = NOON) -> Judgement:
    return replace(b.judgement(kind, *(read.report.id for read in reads)), made_at=at)


def arrived(read, at: datetime):
    return replace(read, report=replace(read.report, fetched_at=at))


def stories(reads, *judgements) -> list[str]:
    return [placement.story_id for placement in place_epoch(reads, [], judgements=judgements).placements]


def four():
    """One story of four reports, all there before noon."""
    reads = [world.wire(1), world.printed("Herald", seq=2), world.witness(seq=3), world.printed("Mirror", seq=4)]
    reads = [arrived(read, NOON - timedelta(hours=1)) for read in reads]
    assert len(set(stories(reads))) == 1
    return reads


def test_what_is_split_off_together_is_one_story_without_the_others():
    wire, herald, witness, mirror = four()
    placed = stories([wire, herald, witness, mirror], judged("split", herald, mirror))
    assert placed[1] == placed[3]
    assert placed[0] == placed[2] != placed[1]


def test_the_founder_can_be_split_off_too():
    wire, herald, witness, mirror = four()
    placed = stories([wire, herald, witness, mirror], judged("split", wire, mirror))
    assert placed[0] == placed[3]
    assert placed[1] == placed[2] != placed[0]


def test_two_splits_are_two_stories():
    wire, herald, witness, mirror = four()
    placed = stories([wire, herald, witness, mirror], judged("split", herald), judged("split", mirror))
    assert len({placed[0], placed[1], placed[3]}) == 3
    assert placed[2] == placed[0]


def test_what_arrives_after_the_split_may_join_it():
    wire, herald, *_ = four()
    early, late = (arrived(world.printed("Echo", seq=5), NOON + timedelta(hours=hours)) for hours in (-1, 1))
    split = judged("split", herald)
    assert stories([wire, herald, early], split)[2] == stories([wire, herald], split)[0]
    only_split = [arrived(b.read(b.report("A barge sank in the harbour of Port Varn.", seq=1)), NOON), herald, late]
    placed = stories(only_split, split)
    assert placed[2] == placed[1]


def test_a_new_version_follows_its_page_into_the_split():
    wire, herald, *_ = four()
    new = b.report(herald.report.body + " It rained.", outlet="Herald", address=herald.report.canonical, seq=9)
    placed = stories([wire, herald, b.read(new)], judged("split", herald))
    assert placed[2] == placed[1] != placed[0]


def test_of_two_decisions_on_one_report_the_later_holds():
    wire, herald, *_ = four()
    merge = judged("merge", wire, herald, at=NOON)
    split = judged("split", herald, at=NOON + timedelta(hours=1))
    assert len(set(stories([wire, herald], merge, split))) == 2
    assert len(set(stories([wire, herald], replace(merge, made_at=NOON + timedelta(hours=2)), split))) == 1


FLOOD = "The river Lesk flooded the lower town of Varn on Monday and 300 people left their houses."
STRIKE = "Tram drivers in Mirsk stopped work on Tuesday and asked for a rise of nine percent, their union said."


def captures() -> list[Capture]:
    made = []
    for outlet, title, text in (("Herald", "Lesk floods Varn", FLOOD), ("Courier", "Trams stop in Mirsk", STRIKE)):
        address = f"https://{outlet.lower()}.example/1"
        fields = {"url": address, "outlet": outlet, "title": title, "text": text, "published": NOON.isoformat()}
        body = encode(fields)
        made.append(
            Capture(id=Capture.make_id(address, body), address=address, final_address=address, fetched_at=NOON,
                    body=body, mime=REPORT_MIME)
        )  # fmt: skip
    return made


def test_a_late_merge_takes_effect_at_the_next_pass_and_can_be_undone(tmp_path: Path):
    doors = replace(built_in(Settings()), extract=lambda found: extract_isolated(found, is_isolated=False))
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    flow = Flow(store, settings=Settings(), rooms=doors)
    flow.take_in(captures())
    apart = kept(store)
    assert sorted(map(len, apart)) == [1, 1]
    merge = Judgement(id="j", kind="merge", items=tuple(sorted(one for story in apart for one in story)), made_at=NOON)
    decide(store, merge)
    flow.enrich()
    assert [len(story) for story in kept(store)] == [2]
    decide(store, replace(merge, undone_at=NOON))
    flow.enrich()
    assert sorted(kept(store)) == sorted(apart)
    store.close()


def decide(store, judgement: Judgement) -> None:
    with store.unit() as unit:
        unit.judgements.put(judgement)


def kept(store) -> list[tuple[str, ...]]:
    with store.read() as unit:
        return [story.report_ids for story in unit.stories.all()]
