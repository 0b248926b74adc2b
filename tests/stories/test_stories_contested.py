"""What is contested: a denial beside what it denies, refusals left alone, one entry a matter."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.stories import build_story
from infostreamer.stories.refusals import denials_in, points_back


def paper(body: str, *findings, outlet: str = "Herald", day: int = 3, **more):
    """A report; `findings` are (make, words, speaker, stance or verb)."""
    report = b.report(f"VARN – {body}", title=f"{outlet} reports", outlet=outlet,
                      published=f"2031-11-{day:02}T10:00+00:00", **more)  # fmt: skip
    return b.read(report, *(b.statement(report, words, speaker=who, stance=stance) for words, who, stance in findings))


def contested(*reads):
    return build_story("s", reads, reasons={}).contested


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("The court denied a motion by the defence to reduce the sentence.", "a motion by the defence"),
        ("The court denied international access to the port of Varn.", "international access to the port"),
        ("The court rejected the takeover bid for the shipyard of Varn.", "the takeover bid for the shipyard"),
        ("The court dismissed the lawsuit the following month without a reason.", "the lawsuit the following month"),
        ("The court dismissed Mr. Barak as a failed politician on Friday.", "Mr. Barak"),
    ],
)
def test_to_refuse_something_is_a_deed_and_no_denial(body, words):
    assert contested(paper(body, (words, "The court", "rejects"))) == ()


def test_to_say_what_did_not_happen_is_no_denial():
    report = b.report("Hospital officials said they could not release the name of the child.", outlet="Herald")
    event = b.event(report, "they could not release the name", did="release", status="denied",
                    said_by="Hospital officials")  # fmt: skip
    assert contested(b.read(report, event)) == ()


@pytest.mark.parametrize(
    ("body", "words", "about"),
    [
        ("The mayor denied any wrongdoing, but he may resign this week.", "any wrongdoing", "any wrongdoing"),
        ("The mayor denied reports that the talks with the yard, Lodka, hit a snag.",
         "reports that the talks with the yard", "the talks with the yard, Lodka, hit a snag"),
        ("The mayor denied taking money from the builders of the bridge.", "taking money from the builders",
         "taking money from the builders"),
        ("The mayor rejected the claim that the case was political as nonsense.",
         "the case was political as nonsense", "the case was political"),
        ("The mayor denied that the bridge had been closed, although it had two cracks.",
         "the bridge had been closed, although it had two cracks", "the bridge had been closed"),
    ],
)  # fmt: skip
def test_what_is_denied_is_said_as_shortly_as_it_can_be(body, words, about):
    (entry,) = contested(paper(body, (words, "The mayor", "denies")))
    assert entry.about == about


def test_what_stands_before_the_word_of_denial_is_not_what_is_denied():
    read = paper("The team played amid a quarrel, as its coach denied charges of assault.",
                 ("charges of assault", "its coach", "denies"))  # fmt: skip
    stance = b.stance(read.report, "The team played amid a quarrel", speaker="its coach", verb="deny",
                      target="The team played amid a quarrel")  # fmt: skip
    (denial,) = denials_in(b.read(read.report, stance))
    assert denial.about == "charges of assault"


def test_a_pronoun_at_the_head_of_what_is_denied_is_not_shown_alone():
    (entry,) = contested(paper("The harbour office denied that it had acted on a request from Tarvost.",
                               ("it had acted on a request from Tarvost", "The harbour office", "denies")))  # fmt: skip
    assert entry.about == "The harbour office denied that it had acted on a request from Tarvost"


def test_words_that_point_back_are_replaced_by_what_they_mean():
    (entry,) = contested(paper(
        "Three miners said that the sensors of the pit were switched off in May. Karsk Coal denied the allegations.",
        ("the sensors of the pit were switched off in May", "Three miners", "says"),
        ("the allegations", "Karsk Coal", "denies"),
    ))  # fmt: skip
    assert entry.about == "the sensors of the pit were switched off in May"
    assert [side.who for side in entry.sides] == ["Three miners", "Karsk Coal"]


def test_a_denial_behind_a_but_is_kept_without_it():
    (entry,) = contested(
        paper(
            "But the prison service denied that the guards had beaten anybody in the yard.",
            ("the guards had beaten anybody in the yard", "the prison service", "denies"),
        )
    )
    assert entry.sides[0].says.startswith("The prison service denied")


def test_the_claim_in_the_same_sentence_is_the_claim():
    (entry,) = contested(paper(
        "Local sources said the release was part of a swap, but the ministry denied making a deal with the rebels.",
        ("the release was part of a swap", "Local sources", "says"),
        ("making a deal with the rebels", "the ministry", "denies"),
    ))  # fmt: skip
    assert [side.who for side in entry.sides] == ["Local sources", "the ministry"]
    assert entry.sides[0].says == "the release was part of a swap"


def test_a_claim_in_another_report_is_found_by_what_it_says():
    claim = paper("Anna Korn said that guards had beaten her brother Pavel Korn in the prison of Varn.",
                  ("guards had beaten her brother Pavel Korn in the prison of Varn", "Anna Korn", "says"))  # fmt: skip
    denial = paper("The prison service denied that guards had beaten Pavel Korn in the prison.",
                   ("guards had beaten Pavel Korn in the prison", "The prison service", "denies"),
                   outlet="Courier", day=4)  # fmt: skip
    (entry,) = contested(claim, denial)
    assert [side.who for side in entry.sides] == ["Anna Korn", "The prison service"]


def test_who_says_no_as_well_makes_no_claim():
    no = paper("Anna Korn said that no guards had beaten her brother Pavel Korn in the prison of Varn.",
               ("no guards had beaten her brother Pavel Korn in the prison of Varn", "Anna Korn", "says"))  # fmt: skip
    denial = paper("The prison service denied that guards had beaten Pavel Korn in the prison.",
                   ("guards had beaten Pavel Korn in the prison", "The prison service", "denies"),
                   outlet="Courier", day=4)  # fmt: skip
    (entry,) = contested(no, denial)
    assert [side.who for side in entry.sides] == ["The prison service"]


def test_the_government_of_a_country_is_not_set_against_the_country():
    claim = paper(
        "China's government said that merchant ships were involved in the illegal sales of oil.",
        ("merchant ships were involved in the illegal sales of oil", "China's government", "says"),
    )
    denial = paper("China denied that merchant ships were involved in the illegal sales of oil.",
                   ("merchant ships were involved in the illegal sales of oil", "China", "denies"),
                   outlet="Courier", day=4)  # fmt: skip
    (entry,) = contested(claim, denial)
    assert len(entry.sides) == 1


def test_one_denial_in_two_reports_is_one_matter():
    reads = [paper(f"{opening} denied that he was the man who wrote the letter.",
                   ("he was the man who wrote the letter", opening, "denies"), outlet=outlet)
             for opening, outlet in (("Pavel Korn", "Herald"), ("Mr. Korn", "Courier"))]  # fmt: skip
    assert len(contested(*reads)) == 1


@pytest.mark.parametrize(
    "about", ["the allegations", "that account", "Mr. Korn's criticism", "it", "preliminary reports"]
)
def test_words_that_mean_something_told_before(about):
    assert points_back(about)


@pytest.mark.parametrize(
    "about", ["allegations of assault", "any wrongdoing", "the guards had beaten him", "a report card"]
)
def test_words_that_say_it_themselves(about):
    assert not points_back(about)
