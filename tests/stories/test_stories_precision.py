"""What an editor would be ashamed of: unlike things added up, sides that answer nothing, own reporting that is none."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.stories import build_story
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.unfit import is_unfit


def paper(body: str, *, seq: int = 1, outlet: str | None = None, **more):
    return b.report(body, title=f"Title {seq}", outlet=outlet or f"Paper {seq}", seq=seq,
                    published=f"2031-11-{9 + seq:02}T10:00+00:00", **more)  # fmt: skip


def story_of(*reads):
    return build_story("s", reads, reasons={})


@pytest.mark.parametrize("head", ["FILE – In this photo", "UPDATE – The", "VIDEO – The", "On October 1 – The"])
def test_what_a_text_is_is_no_place_that_it_was_written_in(head):
    assert dateline_of(paper(f"{head} the Lena lies in the port of Varn, police said.")) is None


def test_a_city_in_capitals_is_a_dateline():
    assert dateline_of(paper("VARN – The Lena lies in the port, police said.")) is not None


WORDS = "No warning was received on board or by our office"


@pytest.mark.parametrize(
    ("behind", "role"),
    [
        (" the company said in a statement on Tuesday.", "unknown"),
        (" the company wrote on Twitter.", "unknown"),
        (" Petra Halm told The Daily Orlin.", "unknown"),
        (" Petra Halm said on the quay.", "first-hand"),
    ],
)
def test_what_was_issued_to_all_is_no_sign_that_an_outlet_asked(behind, role):
    report = paper(f"The ship sank. “{WORDS},”{behind}", byline=("Jon Weil",))
    (member,) = story_of(b.read(report, b.finding(report, WORDS, b.Quote(speaker="she", direct=True)))).members
    assert member.role == role


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (("at least two people", 2, "at_least"), ("at least six people", 6, "at_least"), "differing"),
        (("at least five people", 5, "at_least"), ("six people", 6, "exact"), "agreed"),
        (("at least seven people", 7, "at_least"), ("seven people", 7, "exact"), "agreed"),
        (("at least 60 people", 60, "at_least"), ("84 people", 84, "exact"), "differing"),
        (("more than 200 people", 200, "at_least"), ("276 people", 276, "exact"), "agreed"),
    ],
)
def test_whoever_knows_of_two_dead_does_not_agree_that_six_are(one, other, state):
    reads = []
    for seq, (words, value, bound) in enumerate((one, other), start=1):
        tail = "" if seq == 1 else " The harbour master gave the number to reporters at the pier."
        report = paper(
            f"VARN – {words.capitalize()} were killed when the ferry sank off Varn on Monday.{tail}", seq=seq
        )
        reads.append(b.read(report, b.figure(report, words.capitalize(), value, of="people", bound=bound)))
    facts = [fact for fact in story_of(*reads).facts if fact.kind == "figure"]
    assert [fact.state for fact in facts] == [state]


def test_the_dead_of_a_raid_and_of_an_earlier_one_are_two_counts():
    reads = []
    for seq, (words, value, rest) in enumerate(
        [("Two people", 2, "in the attack on the mission in Varn"), ("Up to 32 people", 32, "in the attack near Varn")],
        1,
    ):
        report = paper(f"{words} were killed {rest}, the guards of the mission said.", seq=seq)
        reads.append(b.read(report, b.figure(report, words, value, of="people")))
    assert sorted(len(series.versions) for series in story_of(*reads).figures) == [1, 1]


@pytest.mark.parametrize(
    ("words", "value", "of", "count"),
    [
        ("six shipping", 6, "shipping", 0),
        ("357 Magnum", 357, "Magnum", 0),
        ("eight current", 8, "current", 0),
        ("six shipping companies", 6, "shipping companies", 1),
        ("357 people", 357, "people", 1),
        ("eight women", 8, "women", 1),
    ],
)
def test_several_are_counted_in_the_plural(words, value, of, count):
    report = paper(f"The port put {words} or former ones on the list of the harbour.")
    other = paper(f"Guards found {words} or more of them on the list of the harbour.", seq=2)
    reads = [b.read(one, b.figure(one, words, value, of=of)) for one in (report, other)]
    assert len(story_of(*reads).figures) == count


def test_the_number_before_a_dash_is_not_of_the_dead_behind_it():
    report = paper("A woman shot three workers — killing two — at the plant in Varn.")
    read = b.read(report, b.figure(report, "three workers", 3, of="workers"), b.figure(report, "two", 2, of="workers"))
    assert not [series for series in story_of(read).figures if series.is_differing]


@pytest.mark.parametrize(("day", "state"), [(9, "single"), (26, "agreed")])
def test_a_report_tells_nothing_of_a_day_that_was_to_come(day, state):
    reads = []
    for at, (words, published, when) in enumerate(
        [("Ruvia fired a missile over the island of Orsa", f"2031-11-{day:02}", None),
         ("Ruvia fired a missile over the north of the island of Orsa", "2031-11-26", "2031-11-26")], start=1,
    ):  # fmt: skip
        report = b.report(f"VARN – {words}{' on Wednesday' * (at - 1)}, officials in Varn said.", title=f"Title {at}",
                          outlet=f"Paper {at}", published=f"{published}T1{at}:00+00:00")  # fmt: skip
        event = b.event(report, words, did="fire", type="ASSAULT", agent="Ruvia", patient="a missile", when=when)
        reads.append(b.read(report, event))
    states = {fact.state for fact in story_of(*reads).facts}
    assert states == {state}


SHORT = "like something out of a film"


@pytest.mark.parametrize(("who", "state"), [("Ola Moor", "single"), ("Martin Bam", "agreed")])
def test_a_few_words_of_two_speakers_are_two_sayings(who, state):
    reads = []
    for seq, (speaker, rest) in enumerate([("Martin Bam", "the wharf"), (who, "a school nearby")], start=1):
        report = paper(f"VARN – It was “{SHORT}”, {speaker} said at {rest}.", seq=seq)
        reads.append(b.read(report, b.name(report, speaker), b.quote(report, SHORT, speaker=speaker)))
    assert [fact.state for fact in story_of(*reads).facts] == [state]


@pytest.mark.parametrize(
    "text",
    [
        "Hide Caption 3 of 25 Photos: Harrowing images of the attack A man looks at the scene on the quay.",
        "Image copyright PA Image caption Martin Bam said he saw the tram turn over.",
        "Without written authorization from the publisher, such content shall not be republished in any form.",
        "VARN HARBOUR ROAD HOTEL LUX The gunman shot from the 32nd floor.",
    ],
)
def test_furniture_and_maps_are_no_news(text):
    assert is_unfit(text)


def test_what_is_said_of_the_time_when_it_will_be_done_is_no_happening():
    report = paper("VARN – Anton Lopp faces life in prison when he is sentenced by the court in Varn.")
    event = b.event(report, "he is sentenced by the court", did="sentence", type="COERCE", patient="he")
    assert story_of(b.read(report, event)).facts == ()


def test_a_denial_is_not_the_line_of_what_its_sentence_only_mentions():
    report = paper("The owner of a ferry that sank off Varn on Monday has denied that the captain was warned.")
    event = b.event(report, "a ferry that sank off Varn on Monday", did="sink", type="HARM", agent="a ferry")
    said = b.statement(report, "the captain was warned", speaker="The owner", stance="denies")
    story = story_of(b.read(report, event, said))
    assert not [fact for fact in story.facts if fact.kind == "event"]


def test_the_denial_of_a_third_party_is_not_put_against_the_opening():
    report = paper(
        "VARN – Ruvian ships carried oil to Orlin, a report by the port of Varn said. The news follows words of the "
        "king about Zelian ships and oil. Zelia denied the reports on Friday."
    )
    told = b.statement(report, "Ruvian ships carried oil to Orlin", speaker="a report by the port of Varn")
    denied = b.statement(report, "the reports", speaker="Zelia", stance="denies")
    assert not [one for one in story_of(b.read(report, told, denied)).contested if len(one.sides) > 1]


def test_two_agree_only_on_what_a_sentence_is_about():
    reads = []
    for at, body in enumerate(
        ["Since Harm was killed at the zoo in Varn, his keeper has had to hide from letters that threaten her.",
         "Visitors of the zoo in Varn laid flowers where Harm was killed at the zoo in Varn."], start=1,
    ):  # fmt: skip
        report = paper(f"VARN – {body}", seq=at)
        event = b.event(report, "Harm was killed", did="kill", type="ASSAULT", patient="Harm", place="Varn")
        reads.append(b.read(report, event))
    assert not [fact for fact in story_of(*reads).facts if fact.state == "agreed"]


@pytest.mark.parametrize(("before", "series"), [("three Falcon", 0), ("up to", 1)])
def test_a_number_in_a_name_counts_nothing(before, series):
    reads = []
    for at, rest in enumerate(["fly from the island of Orsa", "stand on the island of Orsa today"], start=1):
        report = paper(f"The agency has {before} 9 rockets that {rest}.", seq=at)
        reads.append(b.read(report, b.figure(report, "9 rockets", 9, of="rockets")))
    assert len(story_of(*reads).figures) == series


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ("the group of Mr Bock was insufficiently equipped for the climb", "single"),
        ("the group of Mr Bock was not well equipped for the climb", "single"),
        ("Mr Bock and his group were well equipped for the climb", "agreed"),
    ],
)
def test_a_yes_and_a_no_are_no_agreement(other, state):
    reads = []
    for at, words in enumerate(["the group of Mr Bock was well equipped for the climb", other], start=1):
        report = paper(f"VARN – Inspector Dan Gask said {words}.", seq=at)
        reads.append(b.read(report, b.name(report, "Dan Gask"), b.statement(report, words, speaker="Dan Gask")))
    assert {fact.state for fact in story_of(*reads).facts} == {state}


def test_a_saying_is_shown_by_the_sentence_that_is_about_it():
    words = "the river is poisoned by acid from the mill"
    long = (
        "The mayor of Varn, Ola Moor, opened a bridge on Friday and a school for two hundred pupils on Saturday, and"
        f" Dan Gask said {words}, while the choir sang three songs in the rain that had begun to fall over the market."
    )
    reads = []
    for at, body in enumerate([long, f"Dan Gask said {words} upstream."], start=1):
        report = paper(f"VARN – {body}", seq=at)
        reads.append(b.read(report, b.name(report, "Dan Gask"), b.statement(report, words, speaker="Dan Gask")))
    (fact,) = story_of(*reads).facts
    assert fact.line.text.startswith("Dan Gask said")
