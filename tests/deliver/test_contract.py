"""The JSON contract: exact words, null for absent, ids into the who's who."""

from datetime import UTC, datetime

from infostreamer.deliver import compiled_to_json
from infostreamer.deliver.contract import _FIELDS
from infostreamer.model import (
    PAYLOADS,
    Edge,
    Event,
    Evidence,
    Failure,
    Finding,
    Line,
    Member,
    Name,
    Published,
    Quote,
    Report,
    Span,
    Statement,
    Story,
    Who,
)

TEXT = "Holm denies it\n\n“We go,” said Vera Holm, “and stay.” She denied the claim."
REPORT = Report(
    id="r1",
    capture_id="c1",
    address="file:note.txt",
    canonical="file:note.txt",
    host=None,
    outlet=None,
    title="Holm denies it",
    byline=("A. Writer",),
    published=Published(at=datetime(2026, 11, 9, 7, 2, tzinfo=UTC), precision="minute", basis="feed"),
    language="en",
    kind="report",
    text=TEXT,
    body_start=16,
    paragraphs=((0, 14), (16, len(TEXT))),
    sentences=((0, 14), (16, 57), (58, len(TEXT))),
)


def at(words):
    start = TEXT.index(words)
    return (start, start + len(words))


def found(payload, *words):
    return Finding.of("r1", tuple(at(one) for one in words), payload, maker="m/1", confidence=1)


FINDINGS = (
    found(Name(type="person", canonical="Vera Holm", who="k1"), "Vera Holm"),
    found(Quote(speaker="Vera Holm", who="k1"), "We go,", "and stay."),
    found(Statement(speaker="She", who="k1", stance="denies"), "the claim"),
    found(Event(type="X", did="go", agent="We", agent_who="k2"), "go"),
)
HEADLINE = Line(text="Holm denies it", kind="headline", citations=(Span("r1", 0, 14),), maker="w/1", check="verified")
STORY = Story(
    id="s1",
    headline=HEADLINE,
    members=(Member(report_id="r1", role="first-hand", reasons=("first report",)),),
    edges=(Edge(from_id="r1", to="a.example", kind="cites", evidence=Evidence(text="“told A”"), is_held=False),),
    origins=(("r1",),),
    who=(Who(id="w1", name="Vera Holm", kind="person", keys=("k1",)),),
)


def contract():
    failure = Failure(item="file:x.bin", stage="extract", error="It is not text.")
    return compiled_to_json([REPORT], {"r1": FINDINGS}, [STORY], [failure])


def rows(kind):
    return [row for row in contract()["reports"][0]["findings"] if row["kind"] == kind]


def test_words_are_the_joined_slices():
    (quote,) = rows("quote")
    assert quote["words"] == "We go, and stay."
    assert [TEXT[start:end] for start, end in quote["spans"]] == ["We go,", "and stay."]


def test_a_statement_carries_its_content():
    (statement,) = rows("statement")
    assert statement["content"] == statement["words"] == "the claim"


def test_who_is_an_id_of_the_story_and_null_where_it_has_none():
    assert rows("name")[0]["who"] == rows("quote")[0]["who"] == "w1"
    assert rows("event")[0]["agent_who"] is None


def test_every_contract_field_is_a_payload_field():
    assert {kind: set(fields) - set(PAYLOADS[kind].__dataclass_fields__) for kind, fields in _FIELDS.items()} == {
        kind: set() for kind in PAYLOADS
    }


def test_report_and_story_shapes():
    whole = contract()
    (report,), (story,) = whole["reports"], whole["stories"]
    assert report["source"] == "note.txt"
    assert report["published"] == {"value": "2026-11-09T07:02:00+00:00", "precision": "minute", "basis": "feed"}
    assert story["headline"] == "Holm denies it"
    assert story["headline_line"]["citations"] == [{"report": "r1", "start": 0, "end": 14}]
    assert story["members"][0]["role"] == "first-hand"
    assert story["edges"][0] == {
        "from": "r1",
        "to": "a.example",
        "kind": "cites",
        "evidence": "“told A”",
        "held": False,
        "from_citations": [],
        "to_citations": [],
    }
    assert whole["failures"] == [{"source": "x.bin", "stage": "extract", "kind": "error", "error": "It is not text."}]
