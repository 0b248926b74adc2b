"""Who copied, rewrote, carried or cited whom, and how many origins that leaves."""

from __future__ import annotations

from fakes import build as b
from fakes import world

from infostreamer.stories import build_story


def story_of(*reads, **options):
    return build_story("s", reads, reasons={}, **options)


def edges(story):
    return {(edge.from_id, edge.kind, edge.to) for edge in story.edges}


def member(story, read):
    return next(one for one in story.members if one.report_id == read.report.id)


def test_prints_of_an_agency_carry_it_and_count_once():
    wire, one, two = world.wire(1), world.printed("Mirror", seq=2), world.printed("Herald", seq=3)
    story = story_of(wire, one, two)
    assert {(one.report.id, "carries", wire.report.id), (two.report.id, "carries", wire.report.id)} <= edges(story)
    assert member(story, wire).role == "first-hand"
    assert member(story, one).role == "carries"
    assert (story.independent, story.independent_at_most) == (1, 1)
    assert len(story.origins) == 1


def test_a_copy_without_credit_is_found_and_shows_the_shared_runs():
    wire = world.wire(1)
    body = wire.report.body.replace("MIRSK, Nov 10 (Orlan) – ", "")
    copy = b.read(b.report(body, title="Arrest", outlet="Echo", published="2031-11-10T15:00+01:00", seq=2))
    story = story_of(wire, copy)
    edge = next(edge for edge in story.edges if edge.from_id == copy.report.id)
    assert (edge.kind, edge.to) == ("copies", wire.report.id)
    assert edge.evidence.score >= 900
    ours, theirs = edge.evidence.from_spans[0], edge.evidence.to_spans[0]
    assert copy.report.text[ours.start : ours.end].lower() == wire.report.text[theirs.start : theirs.end].lower()


def test_the_earlier_publication_is_the_parent_even_when_it_arrived_later():
    body = "The bridge over the Lesk at Varn was closed on Friday after a barge struck the second pier, the port said."
    late = b.read(b.report(body, outlet="Early", published="2031-11-01T08:00+00:00", seq=9))
    first = b.read(b.report(body, outlet="Late", published="2031-11-01T12:00+00:00", seq=1))
    assert edges(story_of(first, late)) == {(first.report.id, "copies", late.report.id)}


def test_a_quotation_both_heard_is_no_copying():
    words = (
        "We will open the gates on Friday and we will not close them again before the river has gone back to its bed"
    )
    reads = []
    for seq, outlet in enumerate(("Herald", "Courier"), 1):
        opening = ["The dam will be opened, the minister told a press conference in Varn.",
                   "Jan Molt wants to let the reservoir run out this week, he said on Thursday."][seq - 1]  # fmt: skip
        report = b.report(f"{opening}\n\n“{words},” said Jan Molt.", title=f"Dam {seq}", outlet=outlet, seq=seq,
                          published="2031-11-10T10:00+01:00")  # fmt: skip
        reads.append(b.read(report, b.quote(report, f"{words},", speaker="Jan Molt")))
    assert edges(story_of(*reads)) == set()


def test_a_rewrite_of_a_report_nobody_holds_is_not_independent():
    rewrite = world.rewrite(seq=1)
    story = story_of(rewrite)
    assert member(story, rewrite).role == "rewrites"
    assert member(story, rewrite).of == "northpost.example"
    assert story.originals_missing == ("northpost.example",)
    assert (story.independent, story.independent_at_most) == (0, 1)


def test_two_rewrites_of_one_missing_original_are_one_origin():
    first, second = world.rewrite(seq=1), world.rewrite(seq=2)
    other = b.report(first.report.body, title="Other title", outlet="Slownews", seq=2)
    credit = b.credit(other, "www.northpost.example", to="northpost.example", type="original")
    story = story_of(first, b.read(other, credit))
    assert len(story.origins) == 1
    assert story.independent_at_most == 1
    assert second.report.id == first.report.id


def test_commentary_never_counts():
    comment = world.comment(seq=1)
    story = story_of(comment)
    assert member(story, comment).role == "commentary"
    assert (story.independent, story.independent_at_most) == (0, 0)


def test_two_newsrooms_with_own_reporting_are_two_origins():
    story = story_of(*world.everything())
    assert story.independent == 2
    assert story.originals_missing == ("northpost.example",)


def test_one_newsroom_counts_once_however_much_it_writes():
    more = b.report("The union leader has been moved to another prison, his sister told Orlan.",
                    title="Belov moved", outlet="Orlan", published="2031-11-12T10:00+01:00", seq=2)  # fmt: skip
    assert story_of(world.wire(1), b.read(more)).independent == 1


def test_one_owner_counts_once():
    reads = [world.wire(1), world.witness(seq=2)]
    assert story_of(*reads).independent == 2
    owners = {"orlan.example": "Mirsk Media", "mirskcourier.example": "Mirsk Media"}
    owned = story_of(*reads, owners=owners)
    assert owned.independent == 1
    assert {edge.kind for edge in owned.edges} >= {"same-owner"}
    judged = story_of(*reads, judgements=[b.judgement("same-owner", "Orlan", "Mirsk Courier")])
    assert judged.independent == 1


def test_telling_another_outlet_is_citing_it():
    wire = world.wire(1)
    citing = b.report("Anton Belov is well, his lawyer told Orlan on Wednesday.", title="Belov is well", outlet="Echo",
                      published="2031-11-11T10:00+01:00", seq=2)  # fmt: skip
    story = story_of(wire, b.read(citing))
    assert (citing.id, "cites", wire.report.id) in edges(story)
    assert next(one for one in story.members if one.report_id == citing.id).role == "cites"
    assert story.independent_at_most == 1


def test_a_report_with_nothing_to_show_for_it_is_unknown_and_only_may_count():
    plain = b.read(b.report("Anton Belov was arrested in Mirsk on Tuesday.", title="Arrest", outlet="Echo", seq=1))
    story = story_of(plain)
    assert member(story, plain).role == "unknown"
    assert (story.independent, story.independent_at_most) == (0, 1)


def test_a_newer_version_supersedes_and_keeps_its_lineage():
    old = world.witness(seq=1)
    new = b.report(old.report.body.replace("About 170", "About 190"), title=old.report.title, outlet="Mirsk Courier",
                   address=old.report.canonical, published="2031-11-10T18:00+01:00", seq=2)  # fmt: skip
    story = story_of(old, b.read(new, b.figure(new, "About 190 members", 190, of="members", bound="about")))
    assert (new.id, "updates", old.report.id) in edges(story)
    assert [one.is_superseded for one in story.members] == [True, False]
    (series,) = story.figures
    assert [(version.value, version.is_superseded) for version in series.versions] == [(170, True), (190, False)]
    assert not series.is_differing
    assert all(span.report_id == new.id for line in (*story.abstract, *story.lines) for span in line.citations)
    assert story.independent == 1
