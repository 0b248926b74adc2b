"""Laws of the nouns: ids, spans, the codec."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import (
    PAYLOADS,
    Capture,
    Finding,
    IntegrityError,
    Line,
    Span,
    Story,
    content_id,
    decode,
    encode,
    finding_from_json,
    finding_to_json,
    fold,
    slice_of,
)

PAYLOAD_EXAMPLES = {
    "name": {"type": "person", "canonical": "Vera Holm"},
    "quote": {"speaker": "Holm"},
    "statement": {"stance": "denies", "speaker": "the ministry"},
    "figure": {"value": 160.0, "hedge": "about", "bound": "about"},
    "date": {"value": "2026-11", "precision": "month"},
    "event": {"type": "COERCE", "did": "arrest"},
    "stance": {"speaker": "Holm", "verb": "deny", "target": "the claim"},
    "credit": {"to": "Varpress", "type": "agency"},
}


def test_an_example_for_every_kind():
    assert set(PAYLOAD_EXAMPLES) == set(PAYLOADS)


@pytest.mark.parametrize("kind", sorted(PAYLOADS))
def test_a_finding_of_every_kind_survives_the_codec(kind):
    finding = Finding.of("r1", ((2, 9),), PAYLOADS[kind](**PAYLOAD_EXAMPLES[kind]), maker="m/1", confidence=0.5)
    assert finding.kind == kind
    assert decode(encode(finding), Finding) == finding


def test_a_finding_of_unknown_kind_is_an_integrity_error():
    finding = Finding.of("r1", ((0, 4),), PAYLOADS["credit"](to="A", type="agency"), maker="m/1", confidence=1)
    with pytest.raises(IntegrityError):
        finding_from_json({**finding_to_json(finding), "kind": "rumour"})


@given(st.text(min_size=1), st.data())
def test_a_span_slices_exactly(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert slice_of(text, [Span("r", start, end)]) == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_runs_forward(start, end):
    with pytest.raises(ValueError, match="forward"):
        Span("r", start, end)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_same_parts_give_the_same_id(parts):
    assert content_id("x", *parts) == content_id("x", *parts)
    assert len(content_id("x", *parts)) == 16


def test_ids_keep_parts_apart():
    assert content_id("x", "a", "bc") != content_id("x", "ab", "c")
    assert content_id("x", None) != content_id("x", "")
    assert content_id("x", "\udcff") != content_id("x", "?")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_folding_joins_spellings():
    assert fold("Viačorka’s") == fold("viacorka's")


def test_a_capture_is_its_address_and_bytes():
    assert Capture.make_id("https://a.example/", b"x") != Capture.make_id("https://a.example/", b"y")


def test_a_story_survives_the_codec():
    line = Line(text="A", kind="headline", citations=(Span("r", 0, 1),), maker="m/1", check="verified")
    story = Story(id="s", headline=line, members=(), first_at=datetime(2026, 11, 9, tzinfo=UTC))
    assert decode(encode(story), Story) == story


def test_bytes_of_another_shape_are_an_integrity_error():
    with pytest.raises(IntegrityError, match="Story"):
        decode(b'{"id": 3}', Story)
