"""What is remembered of decoding: the same noun for the same text, bounded, and never another kind's."""

from __future__ import annotations

import pytest

from infostreamer.model import IntegrityError, Line, Span, encode
from infostreamer.store import columns
from infostreamer.store.columns import from_json
from infostreamer.store.decoded import Decoded


def test_the_same_text_is_decoded_once_while_there_is_room():
    asked, memory = [], Decoded()
    memory.room_for(10)
    for text in ("abcd", "abcd", "efgh", "ijkl", "abcd"):
        assert memory.of(text, str, lambda raw: asked.append(raw) or raw.upper()) == text.upper()
    assert asked == ["abcd", "efgh", "ijkl", "abcd"], "the oldest was dropped for the third, and asked for again"


def test_what_was_used_last_stays():
    asked, memory = [], Decoded()
    memory.room_for(8)
    for text in ("abcd", "efgh", "abcd", "ijkl", "abcd"):
        memory.of(text, str, asked.append)
    assert asked == ["abcd", "efgh", "ijkl"]


def test_one_text_means_another_noun_to_another_kind_and_longer_than_all_room_is_not_kept():
    memory = Decoded()
    memory.room_for(4)
    assert memory.of("12", int, int) == 12
    assert memory.of("12", str, str) == "12"
    assert memory.of("12345", int, int) == 12345
    assert memory._held <= 4


def test_without_room_nothing_is_kept():
    asked, memory = [], Decoded()
    for _ in range(2):
        memory.of("abcd", str, asked.append)
    assert asked == ["abcd", "abcd"]


def test_nouns_come_out_as_they_went_in_and_a_damaged_text_raises_each_time(monkeypatch: pytest.MonkeyPatch):
    memory = Decoded()
    memory.room_for(10_000)
    monkeypatch.setattr(columns, "DECODED", memory)
    line = Line(text="x", kind="headline", citations=(Span("r", 0, 1),), maker="t/1", check="verified")
    raw = encode(line).decode()
    assert from_json(raw, Line) == line
    assert from_json(raw, Line) is from_json(raw, Line)
    for _ in range(2):
        with pytest.raises(IntegrityError):
            from_json(raw[:-1], Line)
