"""What reports say of one happening, number or saying, side by side: agreed, differing, denied, guessed, withdrawn."""

from __future__ import annotations

import pytest
from fakes import build as b
from fakes import world
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.stories import build_story


def own(outlet: str, body: str, *, day: int = 3, hour: int = 10, title: str | None = None, **more):
    """A report with a dateline of its own."""
    return b.report(f"VARN – {body}", title=title or f"{outlet} reports", outlet=outlet,
                    published=f"2031-11-{day:02}T{hour:02}:00+00:00", **more)  # fmt: skip


def facts_of(*reads, **options):
    return build_story("s", reads, reasons={}, **options).facts


def told(report, words, *others, did="arrest", whom="Pavel Korn", type="COERCE", **more):
    """The report with the event, and whom it names."""
    keys = {"patient_who": b.key("person", whom)} if whom and whom in report.text else {}
    event = b.event(report, words, did=did, type=type, patient=whom, **(keys | more))
    return b.read(report, event, *others)


def arrests(*bodies: str, words: str = "arrested Pavel Korn"):
    reads = []
    for at, body in enumerate(bodies):
        report = own(f"Paper {'ABCDEFG'[at]}", body, hour=10 + at)
        reads.append(told(report, words, b.name(report, "Pavel Korn")))
    return reads


ONE = "Police arrested Pavel Korn at his home in Varn on Monday, neighbours said."
TWO = "Officers in plain clothes arrested Pavel Korn in Varn, his lawyer told reporters."


def test_two_origins_that_tell_of_one_arrest_agree():
    (fact,) = facts_of(*arrests(ONE, TWO))
    assert (fact.kind, fact.state, fact.origins) == ("event", "agreed", 2)
    assert [account.stand for account in fact.accounts] == ["has", "has"]
    assert fact.since is not None
    assert fact.since.hour == 10


def test_a_print_of_an_agency_adds_an_account_and_no_origin():
    facts = facts_of(world.wire(1), world.printed("Herald", seq=2))
    arrest = next(fact for fact in facts if fact.kind == "event")
    assert (arrest.state, arrest.origins, len(arrest.accounts)) == ("single", 1, 2)


def test_one_sentence_in_two_origins_is_one_source():
    body = ONE + " A dog barked all night in the yard of the house next to his."
    (fact,) = facts_of(*arrests(ONE, body))
    assert (fact.state, fact.origins) == ("single", 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": "2031-11-02"}, {"when": "2031-10-05"}),
        ({"did": "arrest"}, {"did": "charge"}),
        ({"status": "happened"}, {"status": "planned"}),
    ],
    ids=["another day", "another act", "not yet"],
)
def test_what_cannot_be_one_happening_stays_two(one, other):
    reads = []
    for at, (body, more) in enumerate(((ONE, one), (TWO, other))):
        report = own(f"Paper {'AB'[at]}", body)
        reads.append(told(report, "arrested Pavel Korn", b.name(report, "Pavel Korn"), **more))
    assert {fact.state for fact in facts_of(*reads)} == {"single"}


def test_two_persons_are_never_one_however_alike_the_sentences():
    one = own("Paper A", "Police arrested Pavel Korn at the central station of Varn on Monday evening, witnesses said.")
    two = own("Paper B", "Police arrested Anna Lem at the central station of Varn on Monday evening, witnesses said.")
    reads = [told(one, "arrested Pavel Korn", b.name(one, "Pavel Korn")),
             told(two, "arrested Anna Lem", b.name(two, "Anna Lem"), whom="Anna Lem")]  # fmt: skip
    assert [fact.origins for fact in facts_of(*reads)] == [1, 1]


@pytest.mark.parametrize("other", ["a second man", "three men"])
def test_another_man_and_more_men_are_other_arrests(other):
    one = own("Paper A", "Police arrested a man at the central station of Varn on Monday evening, witnesses said.")
    two = own("Paper B", f"Police arrested {other} at the central station of Varn on Monday evening, witnesses said.")
    reads = [told(one, "arrested a man", whom="a man"), told(two, f"arrested {other}", whom=other)]
    assert all(fact.origins == 1 for fact in facts_of(*reads))


def test_who_says_it_stays_with_the_account():
    report = own("Paper A", ONE)
    (fact,) = facts_of(told(report, "arrested Pavel Korn", b.name(report, "Pavel Korn"), said_by="neighbours"))
    assert fact.accounts[0].speaker == "neighbours"


def test_a_guess_is_kept_apart_and_labelled():
    report = own("Paper A", "Pavel Korn may have been arrested at his home in Varn on Monday, according to rumours.")
    read = told(report, "Pavel Korn may have been arrested", b.name(report, "Pavel Korn"), status="speculated")
    (fact,) = facts_of(read)
    assert (fact.state, fact.status, fact.origins) == ("speculated", "speculated", 0)


def test_an_allegation_of_nobody_is_no_assertion():
    report = own("Paper A", "Pavel Korn allegedly was arrested at his home in Varn on Monday with two of his friends.")
    (fact,) = facts_of(told(report, "was arrested at his home", b.name(report, "Pavel Korn"), status="alleged"))
    assert fact.state == "speculated"


def counted(outlet: str, body: str, words: str, value: float, *, hour: int = 10, **more):
    report = own(outlet, body, hour=hour)
    return b.read(report, b.figure(report, words, value, of="workers", **more))


def test_figures_of_sources_stand_side_by_side_and_are_never_averaged():
    (fact,) = facts_of(
        counted("Paper A", "About 160 workers of the Mirsk foundry were held.", "About 160 workers", 160,
                bound="about"),
        counted("Paper B", "More than 200 workers of the Mirsk foundry were held.", "More than 200 workers", 200,
                hour=12, bound="at_least"),
    )  # fmt: skip
    assert (fact.kind, fact.state) == ("figure", "differing")
    assert [(one.words, one.stand) for one in fact.accounts] == [
        ("About 160 workers", "differs"), ("More than 200 workers", "has")
    ]  # fmt: skip
    assert "200" in fact.line.text


def test_two_numbers_that_one_sentence_gives_are_two_matters():
    facts = facts_of(*[
        counted(f"Paper {at}", body, words, value, hour=10 + at)
        for at, (body, words, value) in enumerate([
            ("The group freed 21 workers of the northern mine on Thursday.", "21 workers", 21),
            ("The group had taken more than 200 workers of the northern mine.", "more than 200 workers", 200),
        ])
    ], _both())  # fmt: skip
    assert "differing" not in {fact.state for fact in facts}


def _both():
    report = own("Paper C", "The group freed 21 workers of more than 200 workers of the northern mine.", hour=14)
    return b.read(report, b.figure(report, "21 workers", 21, of="workers"),
                  b.figure(report, "more than 200 workers", 200, of="workers", bound="at_least"))  # fmt: skip


def said(outlet: str, body: str, words: str, *, speaker: str, hour: int = 10, is_quote: bool = False):
    report = own(outlet, body, hour=hour)
    make = b.quote if is_quote else b.statement
    return b.read(report, b.name(report, speaker), make(report, words, speaker=speaker))


def test_one_speaker_saying_the_same_is_one_fact():
    (fact,) = facts_of(
        said("Paper A", "The pumps in the valley had not been serviced for a year, Oksana Beral said.",
             "The pumps in the valley had not been serviced for a year", speaker="Oksana Beral"),
        said("Paper B", "Oksana Beral told the council that the valley's pumps had not been serviced in a year.",
             "the valley's pumps had not been serviced in a year", speaker="Oksana Beral", hour=12),
    )  # fmt: skip
    assert (fact.kind, fact.state, fact.origins) == ("statement", "agreed", 2)


def test_two_speakers_of_one_mind_are_two_accounts():
    facts = facts_of(
        said("Paper A", "The pumps in the valley had not been serviced for a year, Oksana Beral said.",
             "The pumps in the valley had not been serviced for a year", speaker="Oksana Beral"),
        said("Paper B", "The pumps in the valley had not been serviced in a year, Yuri Desh said.",
             "The pumps in the valley had not been serviced in a year", speaker="Yuri Desh", hour=12),
    )  # fmt: skip
    assert sorted(fact.origins for fact in facts) == [1, 1]


def test_the_same_quotation_is_one_fact_in_longer_and_shorter_form():
    long, short = "We had sand for six metres, and it was more. Nobody told us.", "We had sand for six metres"
    (fact,) = facts_of(
        said("Paper A", f"“{long}” Jadwiga Polk said.", long, speaker="Jadwiga Polk", is_quote=True),
        said("Paper B", f"“{short},” the mayor, Jadwiga Polk, told reporters.", short, speaker="Jadwiga Polk",
             is_quote=True, hour=12),
    )  # fmt: skip
    assert (fact.origins, fact.line.kind, fact.line.label) == (2, "quote", "Jadwiga Polk")


def versions(*bodies: str, find):
    """Versions of one page, each with what is found in it."""
    reads = []
    for at, body in enumerate(bodies):
        report = own("Paper A", body, hour=10 + at, address="https://papera.example/1", seq=at + 1)
        reads.append(find(report))
    return reads


PLANE = "An official said that the state company had paid for the flight of Pavel Korn to Tarvost."


def flight(report):
    words = "the state company had paid for the flight of Pavel Korn to Tarvost"
    return b.read(report, *([b.statement(report, words, speaker="An official")] if words in report.text else []))


def test_what_a_later_version_no_longer_says_is_withdrawn_and_stays_visible():
    first = "The plane landed in Tarvost at twenty past seven in the evening. "
    facts = facts_of(*versions(first + PLANE, first + "It stood far from the terminal.", find=flight))
    (fact,) = [fact for fact in facts if "state company" in fact.line.text]
    assert fact.state == "withdrawn"
    assert [account.stand for account in fact.accounts] == ["withdrew"]


def test_what_stands_in_both_versions_is_told_once():
    (fact,) = facts_of(*versions(PLANE, PLANE + " It rained in Tarvost that evening.", find=flight))
    assert fact.state == "single"
    assert len(fact.accounts) == 1


def test_a_retraction_takes_back_all_that_the_page_said():
    notice = "This article has been withdrawn because the editors could not confirm it."
    facts = facts_of(*versions(PLANE, notice, find=flight))
    assert [fact.state for fact in facts] == ["withdrawn"]


def test_what_only_copies_still_say_is_withdrawn_with_their_source():
    bodies = [world.WIRE_BODY, "MIRSK, Nov 10 (Orlan) – This report has been withdrawn. A corrected one will follow."]
    wires = [b.report(body, title="Police arrest Belov", outlet="Orlan", seq=at + 1, address="https://orlan.example/1",
                      published=f"2031-11-10T{10 + at}:00+01:00") for at, body in enumerate(bodies)]  # fmt: skip
    first = world._found(wires[0])
    facts = facts_of(first, b.read(wires[1]), world.printed("Herald", seq=3))
    arrest = next(fact for fact in facts if fact.kind == "event")
    assert {account.stand for account in arrest.accounts} == {"has", "withdrew"}
    assert arrest.state == "withdrawn"


def test_every_fact_is_cited_and_its_words_slice():
    reads = world.everything()
    texts = {read.report.id: read.report.text for read in reads}
    facts = facts_of(*reads)
    assert len(facts) >= 4
    for fact in facts:
        assert fact.accounts
        assert fact.line.citations
        assert fact.line.check in ("verified", "repaired")
        for one in fact.accounts:
            assert one.words == texts[one.report_id][one.citation.start : one.citation.end]


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)))
def test_the_order_of_the_members_does_not_matter(order):
    reads = world.everything()
    assert facts_of(*[reads[at] for at in order]) == facts_of(*reads)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=120).filter(str.strip), min_size=1, max_size=3))
def test_any_findings_in_any_text_make_facts_that_slice(bodies):
    reads = []
    for seq, body in enumerate(bodies, 1):
        report = b.report(body, seq=seq, outlet=f"O{seq}")
        whole = report.text.strip()[:60]
        reads.append(b.read(report, b.event(report, whole, did=whole, patient=whole, said_by=""),
                            b.statement(report, whole, stance="denies"),
                            b.finding(report, whole, b.Quote(speaker=whole)),
                            b.figure(report, whole, float("nan"), of=whole)))  # fmt: skip
    texts = {read.report.id: read.report.text for read in reads}
    for fact in facts_of(*reads):
        assert all(one.words == texts[one.report_id][one.citation.start : one.citation.end] for one in fact.accounts)
