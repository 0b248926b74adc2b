"""Floors for the wire reports: dev and more (tuned on) and test (not tuned on), and the labels' own soundness."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from infostreamer.model import Date, Event, Figure, Finding, Quote, Statement

ROOT = Path(__file__).parents[2]
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
KINDS = ("quotes", "statements", "figures", "dates", "events")
TYPES = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "LIFE", "OFFICE", "HARM", "TRADE"),
}
STATUSES = {"happened", "planned", "threatened", "alleged", "denied", "speculated"}


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(ROOT / "bench"))
    yield importlib.import_module("quality_wire")
    sys.path.remove(str(ROOT / "bench"))


@pytest.mark.parametrize("split", ["dev", "test", "more"])
def test_every_kind_stays_above_its_floor(bench, split):
    rows, digest = bench.measure_split(split), bench.digest_of(split)
    below = {}
    for kind in KINDS:
        floor = FLOORS[f"wire.{split}.{kind}"]
        assert floor["data"] == digest, f"the labels of {split} changed: measure again and pin {digest}"
        if rows[kind]["f1"] < floor["floor"]:
            below[kind] = (rows[kind]["f1"], floor["floor"])
    assert below == {}


def test_the_reports_are_all_there_and_of_the_promised_length(bench):
    golds = bench.read_split("all")
    assert [gold.name[:2] for gold in golds] == [f"{number:02d}" for number in range(1, 57)]
    assert [gold.name for gold in golds if not 150 <= len(gold.report.text.split()) <= 350] == []


def test_labels_speak_the_models_words(bench):
    events = [label for gold in bench.read_split("all") for label in gold.labels["events"]]
    assert {name for label in events for name in label.any_of("type")} <= TYPES
    assert {name for label in events for name in label.any_of("status")} <= STATUSES


def test_no_label_is_given_twice(bench):
    twice = [
        (gold.name, kind)
        for gold in bench.read_split("all")
        for kind in KINDS
        if len({(label.spans, str(label.fields.get("type"))) for label in gold.labels[kind]}) < len(gold.labels[kind])
    ]
    assert twice == []


def payload_of(kind, label):
    """What a perfect reader makes of the label: the first of the right values."""
    first = {name: label.any_of(name)[0] for name in label.fields}
    if kind == "quotes":
        return Quote(speaker=first["speaker"])
    if kind == "statements":
        return Statement(speaker=first["speaker"], stance=first["stance"])
    if kind == "figures":
        return Figure(**{name: first[name] for name in ("value", "high", "unit", "of", "hedge")})
    if kind == "dates":
        return Date(value=first["value"])
    parts = {name: first[name] for name in ("agent", "patient", "place", "status", "said_by")}
    return Event(type=first["type"], did="", **parts)


def test_a_perfect_reader_misses_nothing_and_a_silent_one_finds_nothing(bench):
    score = importlib.import_module("wire_score").score
    for gold in bench.read_split("all"):
        read = [
            Finding.of(gold.report.id, label.spans, payload_of(kind, label), maker="reader/1", confidence=0.9)
            for kind in KINDS
            for label in gold.labels[kind]
        ]
        perfect, silent = score(gold, read), score(gold, [])
        assert [(gold.name, kind) for kind in KINDS if perfect[kind].missed or perfect[kind].false] == []
        assert [(gold.name, kind) for kind in KINDS if silent[kind].pairs or silent[kind].false] == []


def test_a_surname_that_two_people_share_names_neither():
    sys.path.insert(0, str(ROOT / "bench"))
    same = importlib.import_module("wire_same").is_same_actor
    people = ("Marta Ilves", "Jonas Ilves")
    assert not same("Ilves", ["Marta Ilves"], people)
    assert same("Ilves", ["Marta Ilves"], ())
    assert same("Interior Minister Marta Ilves", ["Marta Ilves"], people)
    assert not same("Jonas Ilves", ["Marta Ilves"], people)
    assert same("a spokesman for the ministry", ["ministry spokesman"], people)
    assert same(None, [None, "police"], people)
