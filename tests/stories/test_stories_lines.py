"""Headline, abstract, key points and state of play, as an editor reads them line by line."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.model import Date, Line, Span, Statement
from infostreamer.stories import build_story
from infostreamer.stories.dates_in_lines import surely_dated, with_dates
from infostreamer.stories.lines import MAKER
from infostreamer.stories.passages import is_dangling, is_fit, is_vague, leans
from infostreamer.stories.titles import cost_of, is_attributed, title_span
from infostreamer.stories.trimming import trimmed, without_dateline
from infostreamer.stories.unfit import is_judging, is_unfit


def story_of(*reads, **options):
    return build_story("s", reads, reasons={}, **options)


def own(title: str, body: str, *, day: int, outlet: str = "Herald", seq: int = 1, **more):
    """A report with a dateline of its own."""
    return b.report(f"VARN – {body}", title=title, outlet=outlet, seq=seq,
                    published=f"2031-11-{day:02}T10:00+00:00", **more)  # fmt: skip


def of_kind(story, kind: str) -> list[str]:
    return [line.text for line in story.lines if line.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "In this May 18, 2031 file photo, Ida Moll waits for the train in Varn.",
        "Some of the 21 girls are seen during a meeting with the mayor of Varn.",
        "A sign at the gate is seen, as the maker announced a bid for its rival.",
        "Ida Moll (left) and Pavel Korn (right) were asked to leave the train in Varn.",
        "Image Police Officers closed off the area around the gate of Varn.",
        "CLOSE Ida Moll says the committee reached out to her on Monday.",
        "Updated | The valley was known for its rail long before the strike began.",
        "Facebook Twitter Pinterest Ida Moll sings at half-time in the arena of Varn.",
        "22/30 Fresh crater near the dunes of the northern plain of the planet.",
        "•Stock market turmoil in Varn sent the shares of the mine down by half.",
    ],
)
def test_captions_and_marks_of_pictures_are_never_shown(text):
    assert is_unfit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our newsletter to get the news of Varn every morning.",
        "The correspondent of the Herald in Port Varn contributed to this report.",
        "Watch the rocket of the agency launch from the coast of Varn today.",
        "Imagine the shock of the family when the train did not come home.",
        "We will follow the trial in Varn for as long as it takes.",
        "If you live in Varn, you can report a cold flat to the dispatcher.",
        "357 calibre revolver at them, the police of Varn said on Monday..",
        "police of Varn detained thirty men at the depot on Monday morning.",
        "” The committee met in Varn on Monday and chose a new chair.",
        "The gunman entered the party, according to the police spokesman Const.",
        "The ten greatest half-time shows of the arena in Varn, ranked!",
    ],
)
def test_furniture_calls_on_the_reader_and_fragments_are_never_shown(text):
    assert is_unfit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Police detained a man on Monday as he tried to board a flight.",
        "“We will not go home,” Ida Moll told the crowd at the depot on Monday.",
        "The minister, who left the hall early, said that the toll might rise.",
        "The plan is seen as a concession to the miners of the eastern valley.",
        "iPhone sales fell by a third in Varania, the maker said on Tuesday.",
        "The US sent 40 engineers to Varn, its embassy said on Wednesday.",
        "World War I began before the depot of Varn was opened to traffic.",
    ],
)
def test_plain_news_is_fit(text):
    assert not is_unfit(text)


@pytest.mark.parametrize(
    "text",
    [
        "The 21 were freed before dawn in the town of Banar, near the border.", "THIS is the moment the mother calls.",
        "The first two factored heavily into the victory of the Bluejays on Friday.",
        "On that occasion two passengers died after a tram caught fire in Varn.",
        "The tram left the tracks at the bend near the depot, he said.", "One was with Korn that night in Varn.",
    ],
)  # fmt: skip
def test_sentences_that_count_or_mean_what_stood_before_lean(text):
    assert is_dangling(text)


def read_of(body: str, *findings):
    report = own("Title of the day", body, day=3)
    return b.read(report, *(make(report) for make in findings))


def test_a_pronoun_behind_a_clause_leans_unless_the_clause_names_somebody():
    body = "Three years later, while walking on the pier, she met Officer Dorn."
    read = read_of(body)
    start = read.report.text.index("Three")
    assert leans(read, start, len(read.report.text))
    named = read_of("Three years after Ida Moll left, while walking on the pier, she met Officer Dorn.",
                    lambda report: b.name(report, "Ida Moll"))  # fmt: skip
    assert not leans(named, named.report.text.index("Three"), len(named.report.text))


def test_them_at_the_head_leans():
    read = read_of("A flight attendant accused them of theft and forced them off the plane.")
    assert leans(read, read.report.text.index("A flight"), len(read.report.text))


def test_the_company_is_vague_and_the_company_that_is_told_apart_is_not():
    read = read_of("The company denied the report. The company behind the pit denied it.")
    first, second = (read.report.sentences[-2], read.report.sentences[-1])
    assert is_vague(read, read.report.text.index("The company"), first[1])
    assert not is_vague(read, *second)


def test_a_sentence_out_of_a_long_quotation_is_not_told_as_the_outlets_own():
    words = "The van stopped. He bumped his head in the van by himself. Nobody touched him at all"
    report = own("Minister speaks", f"“{words},” Gleb Tarn said in Varn on Monday.", day=3)
    quote = b.quote(report, words, speaker="Gleb Tarn")
    inner = b.span(report, "He bumped his head in the van by himself.")
    assert not is_fit(b.read(report, quote), inner.start, inner.end)


def test_datelines_come_off_the_sentence():
    for head in ("KUNDAR, Varania — ", "PORT VARN - ", "(Varpress) ", "West Varn, Ost (Varpress) "):
        report = b.report(f"{head}Police detained a man at the gate on Monday.", title="Man detained")
        start, end = without_dateline(report, report.sentences[1])
        assert report.text[start:end] == "Police detained a man at the gate on Monday.", head


def test_a_connective_comes_off_and_the_rest_is_cited_exactly():
    report = own("Varn", "Meanwhile, the court in Varn put off the hearing until Friday.", day=3)
    whole = b.span(report, "Meanwhile, the court in Varn put off the hearing until Friday.")
    span = trimmed(report, whole)
    assert report.text[span.start : span.end].startswith("the court in Varn")
    story = story_of(b.read(report))
    assert story.abstract[0].text == "The court in Varn put off the hearing until Friday."
    assert story.abstract[0].citations == (span,)


def test_what_begins_with_but_he_is_not_made_to_stand_alone():
    report = own("Varn", "But he did not come to the court in Varn on Friday.", day=3)
    whole = b.span(report, "But he did not come to the court in Varn on Friday.")
    assert trimmed(report, whole) == whole
    assert story_of(b.read(report)).abstract == ()


# titles


def titled(title: str, outlet: str = "The Mirsk Courier"):
    report = b.report("Police detained a man at the gate on Monday.", title=title, outlet=outlet)
    span = title_span(report)
    return report.text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Man detained at Varn airport | Mirsk Courier", "Man detained at Varn airport"),
        ("Man detained at Varn airport - The Mirsk Courier", "Man detained at Varn airport"),
        ("Man detained at Varn airport - World News - Varn Times", "Man detained at Varn airport"),
        ("Man detained at Varn airport (VIDEO)", "Man detained at Varn airport"),
        ("BREAKING: Man detained at Varn airport", "Man detained at Varn airport"),
        ("Varn airport – man detained at the gate", "Varn airport – man detained at the gate"),
        ("Sunny - and a third warmer than last year", "Sunny - and a third warmer than last year"),
    ],
)
def test_a_title_is_shown_without_the_name_of_its_outlet(title, shown):
    assert titled(title) == shown


@pytest.mark.parametrize(
    "title",
    [
        "Watch the rocket launch from Varn today", "Here's what the update of Varn Rail does",
        "Is this the new train of Varania?", "Seven things to know about the strike in Varn",
        "POLICE DETAIN MAN AT GATE IN VARN", "“We have about 170 names and we are patient”",
        "He came home to Varn at last", "Shocking scenes at the depot of Varn",
    ],
)  # fmt: skip
def test_teasers_orders_questions_shouts_and_bare_quotations_cost(title):
    assert cost_of(title) >= 250
    assert cost_of("Police detain man at the gate in Varn") == 0


PLAIN = "Sensors at the Karsk pit were switched off for weeks before the blast"
SAID = "Miners say sensors at the Karsk pit were switched off before the blast"


def test_a_claim_that_is_denied_is_no_headline_unless_it_says_who_says_it():
    claim = "sensors at the Karsk pit had been switched off for weeks before the blast"
    one = own(PLAIN, f"Three miners told the Herald that {claim}.", day=3)
    two = own(SAID, f"Miners say that {claim}. Karsk Coal denied that the sensors at the pit had been switched off.",
              day=3, outlet="Courier", seq=2)  # fmt: skip
    first = b.read(one, b.statement(one, claim, speaker="Three miners"))
    denied = b.statement(two, "the sensors at the pit had been switched off", speaker="Karsk Coal", stance="denies")
    story = story_of(first, b.read(two, denied))
    assert story.contested
    assert story.headline.text == SAID
    assert not is_attributed(PLAIN)
    assert is_attributed(SAID)


def test_the_name_of_a_page_is_no_headline():
    report = own("World news", "Police detained a man at the gate of the port on Monday.", day=3)
    assert story_of(b.read(report)).headline.text == "Police detained a man at the gate of the port on Monday."


# abstract


def test_the_abstract_opens_with_what_the_headline_tells():
    body = ("The morning was cold and long at the depot, and nobody had slept much there.\n\n"
            "Varn Rail apologised to two players who were put off a train over stolen blankets.")  # fmt: skip
    report = own("Varn Rail apologises to players accused of stealing blankets", body, day=3)
    assert story_of(b.read(report)).abstract[0].text.startswith("Varn Rail apologised")


def test_what_is_denied_of_the_subject_stands_in_the_abstract():
    body = ("Three miners say that sensors at the Karsk pit were switched off for weeks.\n\n"
            "Karsk Coal denied the allegations.")  # fmt: skip
    report = own("Miners say sensors at Karsk pit were off", body, day=3)
    story = story_of(b.read(
        report, b.statement(report, "sensors at the Karsk pit were switched off for weeks", speaker="Three miners"),
        b.statement(report, "the allegations", speaker="Karsk Coal", stance="denies"),
    ))  # fmt: skip
    assert [line.text for line in story.abstract] == [
        "Three miners say that sensors at the Karsk pit were switched off for weeks.",
        "Karsk Coal denied the allegations.",
    ]


def test_the_abstract_keeps_the_language_of_most_reports():
    one = own("Man detained in Varn", "Police detained Pavel Korn at the gate of Port Varn.", day=3)
    two = own("Korn held in Port Varn", "Pavel Korn is held in the harbour prison of Port Varn, police said.", day=4,
              outlet="Courier", seq=2)  # fmt: skip
    other = own("Павел Корн задержан", "Полиция задержала Павла Корна у ворот порта Варн.", day=5, outlet="Вестник",
                seq=3, language="ru")  # fmt: skip
    story = story_of(b.read(one), b.read(two), b.read(other))
    assert story.headline.text == "Korn held in Port Varn"
    assert {line.citations[0].report_id for line in story.abstract} <= {one.id, two.id}


def test_an_opinion_of_the_outlet_is_not_in_the_abstract():
    assert is_judging("The performance of the orchestra in Varn was decent.")
    assert not is_judging("“It was a decent evening,” the mayor of Varn said.")


def test_dozens_dead_says_nothing_after_the_number():
    one = own("Nine dead at Karsk", "Nine miners were killed when gas exploded in the Karsk pit on Monday.", day=3)
    two = own("Blast at Karsk", "Several workers died and dozens were hurt underground in the eastern valley at Karsk.",
              day=3, outlet="Courier", seq=2)  # fmt: skip
    texts = [line.text for line in story_of(b.read(one), b.read(two)).abstract]
    assert len(texts) == 1


# dates in brackets


def dated(body: str, words: str, value: str):
    report = b.report(body, published="2031-11-12T10:00+00:00", outlet="Herald")
    read = b.read(report, b.finding(report, words, Date(value=value, basis="published")))
    span = Span(report.id, *report.sentences[0])
    line = Line(text=" ".join(body.split()), kind="event", citations=(span,), maker=MAKER, check="verified")
    return with_dates(line, {report.id: read})


def test_a_relative_day_is_resolved_in_brackets_and_cited():
    line = dated("Police detained a man on Monday at the gate of Varn.", "Monday", "2031-11-10")
    assert line.text == "Police detained a man on Monday [10 November 2031] at the gate of Varn."
    assert len(line.citations) == 2
    assert len(line.finding_ids) == 1


@pytest.mark.parametrize(
    ("body", "words", "value"),
    [
        ("Police detained a man on Monday, Nov 10, at the gate of Varn.", "Monday", "2031-11-10"),
        ("Since Monday's explosion nobody has gone down the pit at Karsk.", "Monday", "2031-11-10"),
        ("“They came on Monday and took him,” the wife of the man said.", "Monday", "2031-11-10"),
        ("On Monday they came, and on Monday they left the town of Varn.", "Monday", "2031-11-10"),
        ("No rocket of those flying today is as tall as the one of Varn.", "today", "2031-11-12"),
        ("The mine made a loss last week, its owner said in a statement.", "last week", "2031-11-03/2031-11-09"),
    ],
)
def test_a_day_that_is_told_quoted_or_uncertain_gets_no_bracket(body, words, value):
    assert "[" not in dated(body, words, value).text


def test_bracketed_dates_pass_the_law_only_with_their_finding():
    report = own("Man detained in Varn", "Police detained Pavel Korn on Monday at the gate of Varn.", day=12)
    read = b.read(report, b.finding(report, "Monday", Date(value="2031-11-10", basis="published")))
    (line,) = story_of(read).abstract
    assert line.text.endswith("on Monday [10 November 2031] at the gate of Varn.")
    assert line.check == "repaired"


def believed(*reads):
    return set(surely_dated(reads))


def test_a_report_published_long_after_the_others_resolves_no_day_unless_it_states_its_own():
    one = own("Man detained in Varn", "Police detained Pavel Korn on Monday at the gate of Varn.", day=3)
    two = own("Korn held in Varn", "Pavel Korn was detained on Monday at the gate of Varn.", day=4, outlet="Courier",
              seq=2)  # fmt: skip
    late = b.report("Police detained Pavel Korn on Monday.", title="Korn", outlet="Echo", seq=3,
                    published="2031-12-20T10:00+00:00")  # fmt: skip
    dated = b.report("Police detained Pavel Korn on 16 December 2031.", title="Korn", outlet="Longview", seq=4,
                     published="2031-12-17T10:00+00:00")  # fmt: skip
    reads = [b.read(one), b.read(two), b.read(late)]
    assert believed(*reads) == {one.id, two.id}
    stated = b.read(dated, b.finding(dated, "16 December 2031", Date(value="2031-12-16", basis="stated")))
    assert believed(*reads[:2], stated) == {one.id, two.id, dated.id}
    assert believed(b.read(late)) == {late.id}


@pytest.mark.parametrize(
    ("at", "words", "value"),
    [
        ("2031-11-12T10:00+00:00", "Thursday", "2031-11-06"),  # "Thursday" east of here is tomorrow
        ("2031-11-12T23:00+00:00", "today", "2031-11-12"),  # where it was written it may be the 13th
        ("2031-11-12T10:00+00:00", "Thursday", "2031-02-31"),
    ],
)
def test_a_day_that_a_time_zone_can_shift_is_not_resolved(at, words, value):
    report = b.report(f"Police detained Pavel Korn {words} at the gate of Varn.", published=at, outlet="Herald")
    read = b.read(report, b.finding(report, words, Date(value=value, basis="published")))
    assert "[" not in story_of(read).abstract[0].text


# names in brackets


def told_by_her(before: str, *names: str, said: str = "She said that the road was open."):
    report = own("Road open in Varn", f"The road is open.\n\n{before} {said}", day=3)
    found = [b.name(report, one) for one in names]
    who = b.key("person", names[0])
    statement = b.finding(report, "the road was open", Statement(stance="says", speaker="She", who=who, cue="said"))
    return of_kind(story_of(b.read(report, *found, statement)), "statement")


def test_a_pronoun_is_the_one_whom_the_sentence_before_is_about():
    assert told_by_her("The engineer Ida Moll came to the bridge.", "Ida Moll") == [
        "[Ida Moll] said that the road was open."
    ]


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("The crowd of the town waited long for Ida Moll.", ["Ida Moll"]),
        ("Ida Moll's brother came to the bridge.", ["Ida Moll"]),
        ("He knew that Ida Moll wanted the road.", ["Ida Moll"]),
        ("Ida Moll met Vera Korn at the bridge.", ["Ida Moll", "Vera Korn"]),
        ("Ida Moll came to the bridge. The mayor was there.", ["Ida Moll"]),
        ("Varn National Park opened its gates.", ["Varn National Park"]),
    ],
)
def test_a_pronoun_that_may_mean_another_is_never_made_a_name(before, names):
    assert not [text for text in told_by_her(before, *names) if text.startswith("[")]


def test_a_name_is_not_put_where_the_sentence_names_it_again():
    assert not told_by_her("Ida Moll came to the bridge.", "Ida Moll", said="She said that the road was open to Moll.")


# state of play


def test_the_state_of_play_is_the_latest_the_denial_and_what_comes():
    one = own("Karsk pit: four dead", "Four miners were killed in a blast at the Karsk pit on Monday.", day=3)
    body = ("Eleven miners are dead after the blast at the Karsk pit.\n\nThe union said that the pit at Karsk had no "
            "air.\n\nKarsk Coal denied that the Karsk pit had had no air.\n\nThe funeral of the Karsk miners will be "
            "held on Saturday at the pit.")  # fmt: skip
    two = own("Karsk pit: eleven dead", body, day=7, outlet="Courier", seq=2)
    story = story_of(
        b.read(one, b.event(one, "were killed", did="kill", patient="Four miners")),
        b.read(
            two, b.event(two, "are dead", did="die", patient="Eleven miners"),
            b.statement(two, "the Karsk pit had had no air", speaker="Karsk Coal", stance="denies"),
            b.event(two, "will be held", did="hold", patient="funeral", status="planned", when="2031-11-08"),
        ),
    )  # fmt: skip
    state = of_kind(story, "state")
    assert [text.split()[0] for text in state] == ["Eleven", "Karsk", "The"]


def test_a_plan_whose_day_has_come_is_not_expected_any_more():
    one = own("Karsk strike called", "Workers at the Karsk pit will strike on Tuesday over pay at Karsk.", day=3)
    two = own("Karsk strike over", "Workers at the Karsk pit struck for two hours over pay at Karsk.", day=5,
              outlet="Courier", seq=2)  # fmt: skip
    story = story_of(
        b.read(one, b.event(one, "will strike", did="strike", agent="Workers", status="planned", when="2031-11-04")),
        b.read(two, b.event(two, "struck", did="strike", agent="Workers", when="2031-11-05")),
    )
    assert not [text for text in of_kind(story, "state") if "will strike" in text]


def test_whom_only_a_pronoun_tells_apart_is_no_speaker():
    report = own("Talks", "The talks in Varn went on, its engineers told a news agency on Monday morning.", day=3)
    finding = b.statement(report, "The talks in Varn went on", speaker="its engineers")
    assert of_kind(story_of(b.read(report, finding)), "statement") == []
