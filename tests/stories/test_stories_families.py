"""Who has one owner: stated, decided, and both together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from fakes import build as b

from infostreamer.stories.families import families_of

NAMES = ("Herald", "Courier", "Mirror")
HERALD, COURIER, MIRROR = (b.report("Rain fell.", outlet=name, seq=at) for at, name in enumerate(NAMES, 1))


def same(*outlets: str):
    return b.judgement("same-owner", *outlets)


def families(reports=(HERALD, COURIER, MIRROR), owners=None, judgements=()):
    found = families_of(reports, owners or {}, judgements)
    return {report.outlet: found.get(report.id) for report in reports}


def test_what_nobody_stated_is_unknown():
    assert families() == {"Herald": None, "Courier": None, "Mirror": None}


def test_owners_are_levelled():
    found = families(owners={"herald.example": "Northern  PRESS", "courier.example": "northern press"})
    assert found["Herald"] == found["Courier"] == "northern press"
    assert found["Mirror"] is None


def test_decisions_in_pairs_add_up_whatever_their_order():
    pairs = [same("Herald", "Courier"), same("courier.example", "The Mirror")]
    first = families(judgements=pairs)
    assert len(set(first.values())) == 1
    assert None not in first.values()
    assert families(judgements=pairs[::-1]) == first


def test_the_stated_owner_of_one_is_the_owner_of_all_that_were_decided_to_share_it():
    found = families(owners={"courier.example": "Northern Press"}, judgements=[same("Herald", "Courier")])
    assert found == {"Herald": "northern press", "Courier": "northern press", "Mirror": None}


def test_the_owner_of_an_outlet_outside_the_story_joins_those_inside():
    owners = {"tribune.example": "Northern Press", "mirror.example": "Northern Press"}
    found = families(owners=owners, judgements=[same("Herald", "tribune.example")])
    assert found["Herald"] == found["Mirror"] == "northern press"


def test_a_decision_that_was_undone_joins_nobody():
    undone = replace(same("Herald", "Courier"), undone_at=datetime(2031, 11, 12, tzinfo=UTC))
    assert set(families(judgements=[undone]).values()) == {None}


@pytest.mark.parametrize("order", list(permutations((HERALD, COURIER, MIRROR))))
def test_the_order_of_the_reports_does_not_matter(order):
    owners = {"mirror.example": "Z Group", "herald.example": "A Group"}
    found = families(order, owners, [same("Herald", "Courier"), same("Courier", "Mirror")])
    assert found == {"Herald": "a group", "Courier": "a group", "Mirror": "a group"}
