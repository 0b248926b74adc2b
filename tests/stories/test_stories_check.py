"""The law: what a line says must stand in the words it cites. Most tests here are attempts to get round it."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.model import IntegrityError, Line, Span
from infostreamer.stories import check_line

TEXT = (
    "Interior Minister Ivan Dorn said on 12 May that about 1,500 people had not been detained. "
    "“We saw nothing – and we heard nothing,” he told the Mirsk Courier."
)
REPORT = b.report(TEXT)

MANY = b.report(
    "Police in Mirsk detained 160 protesters on 3 June 2024 and fined 16 drivers, the ministry said.\n\n"
    "Ivan Dorn accused Pavel Verin of taking bribes. Verin denied that he had ever met a banker in Corran.\n\n"
    "Rescuers found at least 40 bodies under the bridge; up to 12 people may be trapped in a tunnel.\n\n"
    "Dorn's brother was arrested at the airport on Monday. "
    "The Courier reported that Anna Lem allegedly paid for the flight.\n\n"
    "The company paid $5 million to the city in 2023, according to its yearly report. "
    "COVID-19 closed 2 of its plants.\n\n"
    "Troops may attack the port if the talks fail, General Oleg Sarn said. "
    "Unemployment rose to 8.7 percent in October.\n\n"
    "The bank's governor Lidia Stanek said the vran fell against the dollar. "
    "The court found Marek guilty of theft.\n\n"
    "“Nobody was told about the delay,” said Vera Holm. She said one hundred and sixty passengers slept in the hall."
)


def line(text: str, *cited: str, label: str | None = None, report=REPORT) -> Line:
    spans = tuple(b.span(report, words) for words in cited or (report.text,))
    return Line(text=text, kind="statement", citations=spans, maker="test/1", check="verified", label=label)


def state(one: Line, dates=None) -> str:
    return check_line(one, {REPORT.id: REPORT.text, MANY.id: MANY.text}, dates=dates).check


def told(text: str, *openings: str, label: str | None = None) -> str:
    """The state of a line that cites the sentences of MANY that begin so."""
    spans = []
    for opening in openings:
        start = MANY.text.index(opening)
        spans.append(next(Span(MANY.id, *one) for one in MANY.sentences if one[0] == start))
    return state(Line(text=text, kind="event", citations=tuple(spans), maker="t/1", check="verified", label=label))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Ivan Dorn said on 12 May that about 1500 people had not been detained.",
        "On 12 May Dorn said that about 1 500 people had not been detained.",
        "Dorn said people had not been detained.",
        '"We saw nothing - and we heard nothing," he told the Mirsk Courier.',
        "“We saw nothing – and we heard nothing”",
    ],
)
def test_what_stands_there_is_verified(text):
    assert state(line(text)) == "verified"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ivan Dorn said on 13 May that about 1500 people had not been detained.", "another day"),
        ("Ivan Dorn said on 12 June that about 1500 people had not been detained.", "another month"),
        ("Ivan Dorn said on 12 May 2024 that about 1500 people had not been detained.", "an invented year"),
        ("Ivan Dorn said that about 15,000 people had not been detained.", "another number"),
        ("Ivan Dorn said that about 150 people had not been detained.", "a digit less"),
        ("Ivan Dorn said that 1.5 people had not been detained.", "another decimal"),
        ("Ivan Dorn said that 1,500 people had not been detained.", "a lost hedge"),
        ("Ivan Dorn said that at least 1,500 people had not been detained.", "another hedge"),
        ("Pavel Dorn said that about 1500 people had not been detained.", "another name"),
        ("Ivan Dorn said that about 1500 people had been detained.", "a lost negation"),
        ("about 1 500 people had not been detained", "a lost speaker"),
        ("About 1,500 people had not been detained.", "a lost speaker, word for word"),
        ("“We saw everything and we heard nothing,” he told the Mirsk Courier.", "an altered quotation"),
        ("“e saw nothing – and we heard nothin”", "a quotation cut in mid-word"),
        ("“about 1,500 people had not been detained”", "the report's words as somebody's quotation"),
        ("Dorn ordered troops across the border to burn villages.", "invented content"),
        ("Ivаn Dorn said that about 1500 people had not been detained.", "a look-alike letter"),
        ("Dorn said people had \u200bnot been detained.", "a hidden character"),
        ("\u202eDorn said people had not been detained.", "a hidden change of direction"),
        ("  ", "nothing"),
        ("—", "a dash"),
    ],
)
def test_what_does_not_stand_there_is_withheld(text, what):
    assert state(line(text)) == "withheld", what


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("Police detained 160 protesters in Mirsk on 3 June 2024, the ministry said.", ["Police in"]),
        ("One hundred and sixty protesters were detained by police in Mirsk, the ministry said.", ["Police in"]),
        ("Police in Mirsk detained 160 protesters in June 2024, the ministry said.", ["Police in"]),
        ("Ivan Dorn accused Pavel Verin of taking bribes.", ["Ivan Dorn"]),
        ("Pavel Verin was accused by Ivan Dorn of taking bribes.", ["Ivan Dorn"]),
        ("At least 40 bodies were found under the bridge by rescuers.", ["Rescuers"]),
        ("Rescuers found a minimum of 40 bodies under the bridge.", ["Rescuers"]),
        ("Dorn's brother was arrested on Monday at the airport.", ["Dorn's"]),
        ("The city was paid $5 million by the company in 2023, according to the report.", ["The company"]),
        ("The company paid 5 million dollars to the city in 2023, according to its report.", ["The company"]),
        ("Unemployment in October rose to 8.7 %.", ["Unemployment"]),
        ("Governor Lidia Stanek said the vran fell against the dollar.", ["The bank's"]),
        ("Vera Holm said “Nobody was told about the delay”.", ["“Nobody"]),
        ("She said 160 passengers slept in the hall.", ["She said"]),
    ],
)
def test_other_words_for_the_same_are_verified(text, openings):
    assert told(text, *openings) == "verified"


@pytest.mark.parametrize(
    ("text", "openings", "what"),
    [
        ("Police in Mirsk detained 16 protesters on 3 June 2024, the ministry said.", ["Police in"], "160 is not 16"),
        ("Police detained 16 protesters and fined 160 drivers, the ministry said.", ["Police in"], "numbers swapped"),
        ("Police in Mirsk detained 3 protesters, the ministry said.", ["Police in"], "a day as a number"),
        ("Police detained 160 protesters on 3 June 2025, the ministry said.", ["Police in"], "a year off"),
        ("Police detained 160 protesters on 6 March 2024, the ministry said.", ["Police in"], "day and month swapped"),
        ("Police detained 160 protesters on 2024-06-04, the ministry said.", ["Police in"], "an ISO day off"),
        ("Police in Mirsk detained 160 protesters on 3 June 2024.", ["Police in"], "the speaker lost at the end"),
        ("Pavel Verin accused Ivan Dorn of taking bribes.", ["Ivan Dorn"], "who and whom exchanged"),
        ("Ivan Verin was accused of taking bribes.", ["Ivan Dorn"], "a name of two people"),
        ("Pavel Dorn met a banker.", ["Ivan Dorn", "Verin denied"], "a name of two citations"),
        ("Pavel Verin was taking bribes.", ["Ivan Dorn"], "an accusation as a fact"),
        ("Verin had met a banker in Corran.", ["Verin denied"], "a lost denial"),
        ("he had ever met a banker in Corran", ["Verin denied"], "a lost denial, word for word"),
        ("Rescuers found 40 bodies under the bridge.", ["Rescuers"], "a lost at least"),
        ("Rescuers found up to 40 bodies under the bridge.", ["Rescuers"], "at least as at most"),
        ("Up to 12 people are trapped in a tunnel.", ["Rescuers"], "may be as are"),
        ("Dorn was arrested at the airport on Monday.", ["Dorn's"], "the man for his brother"),
        ("Dorn was arrested at the airport on Tuesday.", ["Dorn's"], "another weekday"),
        ("Anna Lem paid for the flight.", ["The Courier"], "allegedly lost"),
        ("Anna Lem paid for the flight, the Courier reported.", ["The Courier"], "allegedly lost, the paper kept"),
        ("Anna Lem was arrested at the airport.", ["Dorn's", "The Courier"], "another sentence's deed"),
        ("The company paid €5 million to the city, according to its report.", ["The company"], "another currency"),
        ("The company paid $5 billion to the city, according to its report.", ["The company"], "another size"),
        ("The company paid $5 to the city, according to its report.", ["The company"], "the size lost"),
        ("COVID closed 19 of its plants.", ["COVID-19"], "the number out of a name"),
        ("Troops attack the port, General Oleg Sarn said.", ["Troops may"], "may lost"),
        ("Unemployment fell to 8.7 percent in October.", ["Unemployment"], "the contrary"),
        ("Unemployment rose to 8.7 in October.", ["Unemployment"], "the unit lost"),
        ("Unemployment rose to 7.8 percent in October.", ["Unemployment"], "digits swapped"),
        ("The court found Marek innocent of theft.", ["The court"], "the contrary verdict"),
        ("The court found Marek not guilty of theft.", ["The court"], "a negation brought in"),
        ("The court yesterday found Marek guilty of theft.", ["The court"], "a day brought in"),
        ("“was told about the delay”", ["“Nobody"], "a quotation cut behind its negation"),
        ("Vera Holm said “Nobody was told of the delay”.", ["“Nobody"], "one word of a quotation changed"),
        ("She said “passengers slept in the hall”.", ["She said"], "a quotation nobody made"),
    ],
)
def test_attempts_to_get_round_it_are_withheld(text, openings, what):
    assert told(text, *openings) == "withheld", what


def test_a_span_cut_short_does_not_hide_what_stands_around_it():
    assert (
        state(line("he had ever met a banker in Corran", "he had ever met a banker in Corran", report=MANY))
        == "withheld"
    )
    assert state(line("people had not been detained", "people had not been detained")) == "withheld"
    assert state(line("40 bodies under the bridge", "40 bodies under the bridge", report=MANY)) == "withheld"


def test_a_whole_report_supports_no_line_in_other_words():
    long = b.report("Ivan Dorn opened the bridge in Mirsk. " + "Then it rained on the valley for a while. " * 60)
    said = Line(
        text="In Mirsk Ivan Dorn opened a bridge.", kind="event", citations=(Span(long.id, 0, len(long.text)),),
        maker="t/1", check="verified",
    )  # fmt: skip
    assert check_line(said, {long.id: long.text}).check == "withheld"


def test_several_cited_sentences_one_after_the_other_are_verified():
    both = "The court found Marek guilty of theft. Dorn's brother was arrested at the airport on Monday."
    assert told(both, "The court", "Dorn's") == "verified"


def test_only_the_cited_words_count():
    assert state(line("Ivan Dorn told the Mirsk Courier.", "he told the Mirsk Courier")) == "withheld"


def test_brackets_are_a_repair_and_must_be_cited_too():
    said = "“We saw nothing – and we heard nothing,” he told the Mirsk Courier."
    shown = said.replace("he", "[Ivan Dorn]", 1).replace("t[Ivan Dorn]", "the")
    shown = "“We saw nothing – and we heard nothing,” [Ivan Dorn] told the Mirsk Courier."
    assert state(line(shown, said, "Ivan Dorn")) == "repaired"
    assert state(line(shown, said)) == "withheld"
    assert state(line(shown.replace("Ivan", "Igor"), said, "Ivan Dorn")) == "withheld"


def test_a_bracket_is_no_way_to_slip_words_in():
    said = "She said one hundred and sixty passengers slept in the hall."
    denied = "She said one hundred and sixty passengers [denied] slept in the hall."
    assert state(line(denied, said, "denied", report=MANY)) == "withheld"
    assert state(line(said.replace("passengers", "[Pavel Verin]"), said, "Pavel Verin", report=MANY)) == "withheld"


def test_a_date_in_brackets_stands_where_a_finder_read_it():
    said = "Dorn's brother was arrested at the airport on Monday."
    monday = b.span(MANY, "Monday")
    shown = "Dorn's brother was arrested at the airport on Monday [3 June 2024]."
    assert state(line(shown, said, report=MANY), dates={monday: "2024-06-03"}) == "repaired"
    assert (
        state(line(shown.replace("3 June 2024", "2024-06-03"), said, report=MANY), {monday: "2024-06-03"}) == "repaired"
    )
    assert state(line(shown, said, report=MANY), dates={monday: "2024-06-10"}) == "withheld"
    assert state(line(shown, said, report=MANY), dates={monday: None}) == "withheld"
    assert state(line(shown, said, report=MANY)) == "withheld"
    assert state(line(shown.replace(" on Monday", ""), said, report=MANY), dates={monday: "2024-06-03"}) == "withheld"


def test_a_label_must_be_cited_too():
    quoted = "We saw nothing – and we heard nothing,"
    assert state(line("“We saw nothing – and we heard nothing”", quoted, label="Ivan Dorn")) == "withheld"
    assert state(line("“We saw nothing – and we heard nothing”", quoted, "Ivan Dorn", label="Ivan Dorn")) == "verified"
    assert state(line("“We saw nothing – and we heard nothing”", quoted, "Ivan Dorn", label="Dorn Ivan")) == "withheld"


def test_no_citation_no_line():
    bare = Line(text="Anything", kind="event", citations=(), maker="test/1", check="verified")
    assert state(bare) == "withheld"


def test_a_span_beyond_the_text_is_withheld():
    beyond = Line(text="Ivan", kind="event", citations=(Span(REPORT.id, 0, 10_000),), maker="t/1", check="verified")
    assert state(beyond) == "withheld"


def test_a_text_that_is_not_at_hand_is_said():
    with pytest.raises(IntegrityError, match="not at hand"):
        check_line(line("Ivan Dorn"), {})
