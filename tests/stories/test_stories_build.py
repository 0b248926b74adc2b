"""A whole story: facts, lines and changes; and an independent reading of its lines."""

from __future__ import annotations

import re
import unicodedata

import pytest
from fakes import build as b
from fakes import world
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import BadInput, Line, Span
from infostreamer.stories import build_story, changes_between


def story_of(*reads, **options):
    return build_story("s", reads or world.everything(), reasons={}, **options)


def lines_of(story):
    return [story.headline, *story.alternates, *story.abstract, *story.lines, *(one.line for one in story.timeline)]


def letters(text: str) -> str:
    """Only letters and digits, folded: the independent reading knows nothing of marks and spaces."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def independently_supported(line: Line, texts: dict[str, str]) -> bool:
    """Every capitalised word, every number and every quotation of the line, looked for in the cited slices."""
    cited = [texts[span.report_id][span.start : span.end] for span in line.citations]
    if not cited or not all(cited):
        return False
    source = letters(" ".join(cited))
    wanted = re.findall(r"\b[A-ZÀ-Ž][\w’'-]*|\d[\d.,]*", f"{line.text} {line.label or ''}")
    wanted += re.findall(r"“([^”]+)”", line.text)
    return all(letters(word) in source for word in wanted)


def test_every_line_is_supported_by_its_citations():
    reads = world.everything()
    story = story_of(*reads)
    texts = {read.report.id: read.report.text for read in reads}
    assert len(lines_of(story)) >= 8
    assert [line.text for line in lines_of(story) if not independently_supported(line, texts)] == []
    assert all(line.check in ("verified", "repaired") for line in lines_of(story))


def test_headline_is_a_report_title_and_commentary_never_leads():
    story = story_of()
    assert story.headline.text == "Police arrest union leader Anton Belov in Mirsk"
    assert "The price of a strike" in [line.text for line in story.alternates]
    assert {line.kind for line in story.lines if "cannot pay for coal" in line.text} <= {"commentary"}


def test_the_abstract_is_whole_sentences_without_dateline_or_credit():
    story = story_of()
    assert 2 <= len(story.abstract) <= 4
    assert story.abstract[0].text.startswith("Police in Mirsk on Tuesday arrested the union leader Anton Belov")
    assert not any("Original Source" in line.text or "(Orlan)" in line.text for line in lines_of(story))


def test_a_denial_stands_against_what_it_denies():
    (contested,) = story_of().contested
    claim, denial = contested.sides
    assert "his union said in a statement" in claim.says
    assert (denial.who, denial.stance) == ("The Interior Ministry", "denies")
    assert any(line.kind == "contested" for line in story_of().lines)


def test_figures_of_two_origins_stand_side_by_side():
    series = next(series for series in story_of().figures if series.of.startswith("members"))
    assert [(version.outlet, version.value) for version in series.versions] == [("Orlan", 160), ("Mirsk Courier", 170)]
    assert not series.is_differing, "about 160 and about 170 may both be right"


def test_figures_that_cannot_both_be_right_differ():
    reads = []
    for seq, (words, value, bound) in enumerate(
        [("About 160 workers", 160, "about"), ("More than 200 workers", 200, "at_least")], 1
    ):
        report = b.report(f"{words} of the Mirsk mine were detained during the strike.", outlet=f"Paper {seq}", seq=seq)
        reads.append(b.read(report, b.figure(report, words, value, of="workers", bound=bound)))
    (series,) = story_of(*reads).figures
    assert series.is_differing


def test_quotes_are_verbatim_with_their_speaker():
    quotes = {line.label: line.text for line in story_of().lines if line.kind == "quote"}
    assert quotes["Olga Pern"] == "“He asked them for a name and one of them laughed”"


def test_one_person_is_one_entry_and_surnames_are_kept_apart():
    one = b.report("Anna Kern met Belov in Mirsk. Kern smiled.", title="Meeting", outlet="A", seq=1)
    two = b.report("Boris Kern was not there, Belov said.", title="Absent", outlet="B", seq=2)
    three = b.report("Anton Belov and Kern spoke.", title="Talk", outlet="C", seq=3)
    story = story_of(
        b.read(one, b.name(one, "Anna Kern"), b.name(one, "Kern", canonical="Anna Kern", nth=1), b.name(one, "Belov")),
        b.read(two, b.name(two, "Boris Kern"), b.name(two, "Belov")),
        b.read(three, b.name(three, "Anton Belov"), b.name(three, "Kern")),
    )
    people = {who.name: who for who in story.who}
    assert set(people) == {"Anna Kern", "Boris Kern", "Anton Belov", "Kern"}
    assert people["Anton Belov"].mentions == 3
    assert "Belov" in people["Anton Belov"].aliases


def test_authors_and_outlets_are_not_in_it():
    report = b.report(
        "Lena Groth of Quicknews met Anton Belov.", title="Met", outlet="Quicknews", byline=("Lena Groth",)
    )
    names = [
        b.name(report, "Lena Groth"),
        b.name(report, "Quicknews", type="organisation"),
        b.name(report, "Anton Belov"),
    ]
    assert [who.name for who in story_of(b.read(report, *names)).who] == ["Anton Belov"]


def test_an_editor_joins_two_names_of_one_person():
    report = b.report("Aliaksandr Belau was arrested, and Anton Belov too.", title="Arrests", outlet="A", seq=1)
    read = b.read(report, b.name(report, "Aliaksandr Belau"), b.name(report, "Anton Belov"))
    judged = [b.judgement("same-person", b.key("person", "Aliaksandr Belau"), b.key("person", "Anton Belov"))]
    assert len(story_of(read).who) == 2
    (who,) = story_of(read, judgements=judged).who
    assert len(who.keys) == 2


def test_the_timeline_is_in_order_with_the_undated_last():
    report = b.report(
        "The harbour master resigned from his office in the town. The port was closed on 3 May after the storm had "
        "passed over. The ferry sank on 1 May in the outer harbour.", outlet="A", title="Harbour", seq=1,
    )  # fmt: skip
    story = story_of(b.read(
        report, b.event(report, "closed on 3 May", did="close", when="2031-05-03"),
        b.event(report, "The ferry sank", did="sink", when="2031-05-01", patient="ferry"),
        b.event(report, "resigned", did="resign", agent="harbour master"),
    ))  # fmt: skip
    assert [moment.when for moment in story.timeline] == ["2031-05-01", "2031-05-03", None]


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(6)), st.permutations(range(2)))
def test_the_order_of_members_and_judgements_does_not_matter(order, judged):
    reads = world.everything()
    judgements = [b.judgement("same-owner", "Orlan", "Herald"), b.judgement("same-person", "Vera Samin", "Samin")]
    expected = story_of(*reads, judgements=judgements)
    assert story_of(*[reads[at] for at in order], judgements=[judgements[at] for at in judged]) == expected


class LyingWriter:
    """A writer that invents a name, a number and a citation's words, and is right once."""

    name = "liar"

    def write(self, facts):
        report = facts.group.arrived[0].report
        start = report.text.index("Police in Mirsk on Tuesday")
        span = Span(report.id, start, report.text.index("\n\n", start))
        texts = [
            "General Karsk arrested Anton Belov.",
            "Police arrested 30 leaders in Mirsk.",
            "Police arrested Anton Belov, his lawyer said.",
        ]
        return [Line(text=text, kind="event", citations=(span,), maker="liar/1", check="verified") for text in texts]


def test_a_lying_writer_is_withheld_and_counted():
    story = story_of(world.wire(1), writers=[LyingWriter()])
    assert [line.text for line in story.lines] == ["Police arrested Anton Belov, his lawyer said."]
    assert story.withheld == 2


def test_changes_tell_what_is_new():
    before = story_of(world.wire(1))
    after = story_of(world.wire(1), world.witness(seq=4))
    assert [change.what for change in changes_between(None, before)] == ["added", "new-denial"]
    assert changes_between(before, before) == []
    what = [change.what for change in changes_between(before, after)]
    assert {"new-report", "new-origin"} <= set(what)
    assert any(
        change.what in ("new-figure", "figure-changed") and "170" in change.text
        for change in changes_between(before, after)
    )
    assert all(change.noun == "story" and change.id == "s" for change in changes_between(before, after))


def test_an_edited_report_is_a_change():
    old = world.witness(seq=1)
    new = b.report(
        old.report.body + " It rained.", title="Now", outlet="Mirsk Courier", address=old.report.canonical, seq=2
    )
    what = [change.what for change in changes_between(story_of(old), story_of(old, b.read(new)))]
    assert "report-edited" in what


def test_no_members_no_story():
    with pytest.raises(BadInput, match="at least one"):
        build_story("s", [], reasons={})


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=4))
def test_any_text_makes_a_story_whose_citations_slice(bodies):
    reads = [b.read(b.report(body, seq=seq)) for seq, body in enumerate(bodies, 1)]
    story = story_of(*reads)
    texts = {read.report.id: read.report.text for read in reads}
    for line in lines_of(story):
        assert line.citations
        assert all(0 <= span.start < span.end <= len(texts[span.report_id]) for span in line.citations)
