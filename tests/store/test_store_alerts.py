"""Alerts, firings, digests and messages are kept and come back as they were, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from nouns import NOON

from infostreamer.model import NotFound, Span
from infostreamer.model.alert import Alert, Channel, Cited, Firing
from infostreamer.model.digest import Digest
from infostreamer.model.edition import Edition
from infostreamer.store import open_store

ALERT = Alert(
    id="a1", name="Denials", reader="owner", kinds=("denial",), channels=(Channel(kind="email", to="a@b.example"),)
)
FIRING = Firing(
    id="f1", alert_id="a1", kind="denial", at=NOON, position=7, text="He denied it.", why="First.", story_id="s1",
    headline="Dam", cited=(Cited(outlet="The Wire", words="He denied it.", span=Span("r1", 3, 16), link=None),),
)  # fmt: skip
DIGEST = Digest(id="d1", name="Morning", reader="owner", to="a@b.example", rhythm="daily", next_at=NOON)
EDITION = Edition(
    id="e1", channel="email", to="a@b.example", subject="S\x00", text="T\ud800", of="alert:a1", reader="owner", at=NOON
)


@pytest.fixture
def store(store_url):
    opened = open_store(store_url)
    yield opened
    opened.close()


def test_as_many_firings_are_looked_up_as_there_are(store):
    """All sources silent in an outage, times the alerts on sources: more values than a statement takes."""
    with store.unit() as unit:
        unit.firings.put([FIRING])
        assert unit.firings.known(["f1", *(f"x{number}" for number in range(70_000))]) == {"f1"}


def test_alerts_and_their_history_go_together(store):
    with store.unit() as unit:
        unit.alerts.put(ALERT)
        unit.alerts.put(replace(ALERT, is_paused=True))
        unit.firings.put([FIRING, FIRING])
        assert unit.alerts.all() == [replace(ALERT, is_paused=True)] == [unit.alerts.get("a1")]
        assert unit.firings.newest(["a1"], 9) == [FIRING]
        assert unit.firings.known(["f1", "f2"]) == {"f1"}
        assert unit.firings.counts() == {"a1": 1}
        unit.alerts.remove("a1")
        assert unit.firings.newest(["a1"], 9) == [] == unit.firings.newest([], 9)
        with pytest.raises(NotFound):
            unit.alerts.get("a1")


def test_what_is_held_and_when_a_kind_was_last_told(store):
    later = replace(FIRING, id="f2", position=9, told_at=NOON + timedelta(hours=1))
    source = replace(FIRING, id="f3", kind="source", story_id=None, source_id="q1", cited=(), told_at=NOON)
    with store.unit() as unit:
        unit.firings.put([later, FIRING, source])
        assert unit.firings.held("a1") == [FIRING]
        assert unit.firings.of_story("a1", "s1") == [FIRING, later]
        assert unit.firings.told_last("a1", "denial", "s1") == int(later.told_at.timestamp() * 1_000_000)
        assert unit.firings.told_last("a1", "denial", "s2") is None
        assert unit.firings.told_last("a1", "source", None) is not None


def test_digests_are_due_at_their_time_and_never_while_paused(store):
    with store.unit() as unit:
        unit.digests.put(DIGEST)
        assert unit.digests.due(NOON - timedelta(seconds=1)) == []
        assert unit.digests.due(NOON) == [DIGEST]
        unit.digests.put(replace(DIGEST, is_paused=True))
        assert unit.digests.due(NOON + timedelta(days=9)) == []
        unit.digests.remove("d1")
        assert unit.digests.all() == []


def test_a_message_is_made_once_and_due_until_it_is_sent(store):
    with store.unit() as unit:
        assert unit.editions.put_new(EDITION)
        assert not unit.editions.put_new(replace(EDITION, subject="Another"))
        kept = unit.editions.get("e1")
        assert (kept.text, kept.state) == ("T\ufffd", "waiting"), "lone surrogates do not survive"
        assert [one.id for one in unit.editions.due(NOON, 9)] == ["e1"]
        unit.editions.put(replace(kept, state="failed", again_at=NOON + timedelta(hours=1), error="no"))
        assert unit.editions.due(NOON, 9) == []
        assert [one.error for one in unit.editions.troubled(9)] == ["no"]
        assert [one.id for one in unit.editions.due(NOON + timedelta(hours=1), 9)] == ["e1"]
        unit.editions.put(replace(kept, state="sent"))
        assert unit.editions.due(NOON + timedelta(days=1), 9) == [] == unit.editions.troubled(9)
        assert unit.editions.counts() == {"sent": 1}
        assert [one.id for one in unit.editions.of("alert:a1", 9)] == ["e1"]
        assert unit.editions.forget(NOON) == 0
        assert unit.editions.forget(NOON + timedelta(seconds=1)) == 1
