"""What an editor would see: headline, abstract, happenings, denials, changes and reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import build as b
from fakes import world

from infostreamer.stories import build_story, changes_between, place_epoch
from infostreamer.stories.passages import is_dangling, stands_alone


def story_of(*reads, **options):
    return build_story("s", reads, reasons={}, **options)


def own(title: str, body: str, *, day: int, outlet: str = "Herald", seq: int = 1, **more):
    """A report with a dateline of its own."""
    report = b.report(f"VARN – {body}", title=title, outlet=outlet, seq=seq,
                      published=f"2031-11-{day:02}T10:00+00:00", **more)  # fmt: skip
    return report


ARREST = own("Engineer Pavel Korn arrested over Lesna bridge",
             "Police on Monday took Pavel Korn from his home in Orlin after eleven people died on the Lesna bridge.",
             day=3)  # fmt: skip
CHARGE = own("Engineer Korn charged over Lesna bridge collapse",
             "Prosecutors on Friday charged the engineer Pavel Korn with neglect in the collapse of the Lesna bridge.",
             day=7, outlet="Courier", seq=2)  # fmt: skip


def test_the_headline_follows_the_case():
    assert story_of(b.read(ARREST)).headline.text == "Engineer Pavel Korn arrested over Lesna bridge"
    both = story_of(b.read(ARREST), b.read(CHARGE))
    assert both.headline.text == "Engineer Korn charged over Lesna bridge collapse"
    assert [line.text for line in both.alternates] == ["Engineer Pavel Korn arrested over Lesna bridge"]


def test_a_late_aside_or_essay_does_not_lead():
    aside = own("Ducks delight visitors of the city park", "The ducks of the city park have hatched, Ida Moll said.",
                day=9, outlet="Echo", seq=3)  # fmt: skip
    essay = own("Engineer Korn charged and a bridge collapse forgotten", "It is always the engineer.", day=9,
                outlet="Longview", seq=4, kind="opinion")  # fmt: skip
    story = story_of(b.read(ARREST), b.read(CHARGE), b.read(aside), b.read(essay))
    assert story.headline.text == "Engineer Korn charged over Lesna bridge collapse"


def test_the_abstract_opens_with_the_lead_of_the_headline_and_tells_how_it_began():
    first, second = story_of(b.read(ARREST), b.read(CHARGE)).abstract
    assert first.text.startswith("Prosecutors on Friday charged")
    assert second.text.startswith("Police on Monday took")


def test_two_leads_of_one_day_that_tell_the_same_are_not_both_shown():
    one = own("Guard dies in fire", "A guard died when a cold store at the fish market of Port Varn burned down, the "
              "fire service said.", day=3)  # fmt: skip
    two = own("Fire kills guard", "A fire at a fish market in Port Varn killed a guard, the fire service said.", day=3,
              outlet="Courier", seq=2)  # fmt: skip
    assert len(story_of(b.read(one), b.read(two)).abstract) == 1


def test_a_toll_that_was_overtaken_is_not_in_the_abstract():
    one = own("Four dead at Karsk", "Four miners were killed in a blast at the Karsk pit on Monday.", day=3)
    two = own("Karsk toll rises to nine", "Nine miners are known to have died in the blast at the Karsk pit.", day=5,
              outlet="Courier", seq=2)  # fmt: skip
    story = story_of(b.read(one, b.figure(one, "Four miners", 4, of="miners")),
                     b.read(two, b.figure(two, "Nine miners", 9, of="miners")))  # fmt: skip
    assert [line.text[:4] for line in story.abstract] == ["Nine"]


def test_a_report_without_a_date_overtakes_no_toll():
    one = own("Karsk toll rises to nine", "Nine miners are known to have died in the blast at the Karsk pit.", day=5)
    two = replace(own("Four dead at Karsk", "Four miners were killed in a blast at the Karsk pit.", day=6,
                      outlet="Courier", seq=2), published=None)  # fmt: skip
    story = story_of(b.read(one, b.figure(one, "Nine miners", 9, of="miners")),
                     b.read(two, b.figure(two, "Four miners", 4, of="miners")))  # fmt: skip
    assert "Nine" in [line.text[:4] for line in story.abstract]


@pytest.mark.parametrize(
    "text",
    [
        "However, the court disagreed with the lawyers on that.", "He denied the charge before the court in Varn.",
        "In four of them the persons shown told another story.", "Nine of them were released without charge.",
        "On 11 November he told the agency that there were many.", "The latter was closed for the whole of winter.",
        "По её словам, адвокат узнала об этом от суда.",
    ],
)  # fmt: skip
def test_sentences_that_lean_on_another_are_seen(text):
    assert is_dangling(text)
    assert not stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Police detained a man on Monday as he tried to board a flight.",
        "On Tuesday Anton Belov said he would appeal.",
        "Six of the 12 officials resigned.", "By late morning the hall had taken in 140 people.",
        "Of 11,240 houses, 11,206 are heated.", "Адвокат узнала об этом от суда.",
    ],
)  # fmt: skip
def test_sentences_that_stand_alone_are_left_alone(text):
    assert not is_dangling(text)


def events_of(report, *findings):
    return [line.text for line in story_of(b.read(report, *findings)).lines if line.kind == "event"]


def test_rhetoric_about_an_event_is_no_happening():
    report = own(
        "Arrest", "The arrest of Pavel Korn highlights the growing reach of the ministry in the country.", day=3
    )
    assert events_of(report, b.event(report, "arrest of Pavel Korn", did="arrest", patient="Pavel Korn")) == []


def test_what_a_clause_only_mentions_is_no_happening_of_its_own():
    body = ("The court sat on Friday in Varn. The hearing took four hours.\n\nThe lawyer spoke of the man who was "
            "beaten in the cell next door.")  # fmt: skip
    report = own("Court sits", body, day=7)
    assert events_of(report, b.event(report, "was beaten in the cell", did="beat", patient="man")) == []


def test_a_lead_takes_the_day_of_its_own_sentence_and_not_that_of_the_attribution():
    body = "A guard died when a store burned down in Port Varn on Tuesday night, the fire service said on Thursday."
    report = own("Guard dies", body, day=6)
    read = b.read(report, b.event(report, "died", did="die", patient="guard"),
                  b.date(report, "Tuesday night", "2031-11-04"), b.date(report, "Thursday", "2031-11-06"))  # fmt: skip
    (moment,) = story_of(read).timeline
    assert moment.when == "2031-11-04"


def denial(body: str, words: str, *others, speaker: str):
    report = own("Denial", body, day=3)
    findings = [b.statement(report, said, speaker=who) for who, said in others]
    return story_of(b.read(report, b.statement(report, words, speaker=speaker, stance="denies"), *findings)).contested


def test_the_allegations_are_what_the_report_opens_with():
    (entry,) = denial(
        "Three miners told the Herald that sensors at Karsk were switched off. The men spoke for hours.\n\nKarsk Coal "
        "denied the allegations.",
        "the allegations", ("Three miners", "sensors at Karsk were switched off"), speaker="Karsk Coal",
    )  # fmt: skip
    assert [side.who for side in entry.sides] == ["Three miners", "Karsk Coal"]
    assert "sensors" in entry.sides[0].says


def test_a_denial_that_points_at_nothing_told_is_left_out():
    assert denial("The day was long in Varn.\n\nKarsk Coal denied the allegations.", "the allegations",
                  speaker="Karsk Coal") == ()  # fmt: skip


def test_money_from_abroad_is_one_matter_in_other_words():
    (entry,) = denial(
        "State television showed Pavel Korn, who says that he was paid by people abroad.\n\nThe committee denied that "
        "it had taken funds from any foreign body.",
        "it had taken funds from any foreign body", ("Pavel Korn", "he was paid by people abroad"),
        speaker="The committee",
    )  # fmt: skip
    assert len(entry.sides) == 2


def test_a_denial_is_not_set_against_another_matter():
    (entry,) = denial(
        "The minister said that a request had been passed to the port of Varn.\n\nThe bureau denied that it had known "
        "of the petition.", "it had known of the petition", ("The minister", "a request had been passed"),
        speaker="The bureau",
    )  # fmt: skip
    assert len(entry.sides) == 1


def test_nobody_is_set_against_himself():
    (entry,) = denial(
        "Anton Belov said that money from abroad was paid into the fund.\n\nAnton Belov denied that the money paid "
        "from abroad was his.", "the money paid from abroad was his", ("Anton Belov", "money from abroad was paid"),
        speaker="Anton Belov",
    )  # fmt: skip
    assert len(entry.sides) == 1


def test_changed_figures_read_as_sentences():
    one = own("Four dead at Karsk", "Four miners were killed in a blast at the Karsk pit.", day=3)
    two = own("Nine dead at Karsk", "Nine miners have died in the blast at Karsk, and 120 soldiers are there.", day=5,
              outlet="Courier", seq=2)  # fmt: skip
    before = story_of(b.read(one, b.figure(one, "Four miners", 4, of="miners")))
    after = story_of(b.read(one, b.figure(one, "Four miners", 4, of="miners")),
                     b.read(two, b.figure(two, "Nine miners", 9, of="miners"),
                            b.figure(two, "120 soldiers", 120, of="soldiers")))  # fmt: skip
    told = {change.what: change.text for change in changes_between(before, after)}
    assert told["figure-changed"] == "Courier: “Nine miners”, before “Four miners” (Herald)."
    assert told["new-figure"] == "New figure from Courier: “120 soldiers”."
    assert told["new-report"] == "Courier reports on this too: “Nine dead at Karsk”"
    assert told["new-origin"] == "2 independent origins now, 1 before."


def test_a_new_version_with_the_same_figures_tells_of_no_new_figure():
    old = own("Flood", "The flood drove 1,200 people from Varn.", day=3, address="https://herald.example/flood")
    new = own("Flood", "The flood drove 1,200 people from Varn. Rain fell.", day=3, seq=2,
              address="https://herald.example/flood")  # fmt: skip
    reads = [b.read(report, b.figure(report, "1,200 people", 1200, of="people")) for report in (old, new)]
    what = [change.what for change in changes_between(story_of(reads[0]), story_of(*reads))]
    assert what == ["report-edited"]


def test_reasons_show_words_and_not_stems():
    placed = place_epoch([world.wire(1), world.witness(seq=2)], [])
    reason = next(one for one in placed.placements[1].reasons if one.startswith("same telling words: "))
    words = reason.removeprefix("same telling words: ").split(", ")
    text = world.witness(seq=2).report.text.split()
    assert all(any(piece.strip(".,\"").startswith(word) and len(piece.strip(".,\"")) - len(word) <= 2 for piece in text)
               for word in words)  # fmt: skip
    assert all(word in " ".join(text) for word in words)


def test_an_outlet_under_its_short_name_is_itself():
    body = "Two employees of the airfield told the Courier that the plane had landed at noon in Varn."
    mine = b.report(body, title="Plane lands", outlet="The Mirsk Courier", seq=2, published="2031-11-04T10:00+00:00")
    read = b.read(mine, b.credit(mine, "Courier", to="Courier", type="outlet"))
    other = b.read(own("Plane", "A plane landed at noon in Varn.", day=3, outlet="Courier"))
    story = story_of(other, read)
    assert [edge for edge in story.edges if edge.from_id == mine.id] == []
    assert story.members[1].role == "first-hand"


def test_reports_of_one_newsroom_are_joined_by_name_or_by_host():
    named = own(
        "Korn arrested", "Police arrested Pavel Korn in Varn on Monday, witnesses said.", day=3, outlet="Ost News"
    )
    hosted = b.report("VARN – Pavel Korn is still held in Varn, witnesses said.", title="Korn held", seq=2,
                      published="2031-11-05T10:00+00:00", address="https://ostnews.example/2", outlet=None,
                      host="ostnews.example")  # fmt: skip
    assert story_of(b.read(named), b.read(hosted)).independent == 1
