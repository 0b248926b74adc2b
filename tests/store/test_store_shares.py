"""Shares are kept, ended and listed, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infostreamer.model import Share
from infostreamer.store import Store, open_store

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _share(token: str, item: str = "story:1", **rest: object) -> Share:
    return replace(Share(id=token, item=item, by="owner", at=NOON), **rest)  # type: ignore[arg-type]


def test_a_share_comes_back_as_it_was_kept_and_as_it_was_ended(store: Store) -> None:
    made = _share("one", until=NOON + timedelta(days=1))
    with store.unit() as unit:
        unit.shares.put(made)
    with store.unit() as unit:
        assert unit.shares.get("one") == made
        unit.shares.put(replace(made, revoked_at=NOON))
    with store.read() as unit:
        assert unit.shares.get("one") == replace(made, revoked_at=NOON)
        assert unit.shares.get("two") is None


def test_shares_are_listed_by_what_they_share_the_newest_first(store: Store) -> None:
    old, new = _share("a"), _share("b", at=NOON + timedelta(hours=1))
    other = _share("c", "dossier:x", at=NOON + timedelta(hours=2))
    with store.unit() as unit:
        for share in (new, other, old):
            unit.shares.put(share)
    with store.read() as unit:
        assert unit.shares.of("story:1") == [new, old]
        assert unit.shares.of() == [other, new, old]


def test_a_share_is_open_until_it_runs_out_or_is_revoked() -> None:
    ending = _share("a", until=NOON)
    assert ending.is_open(NOON - timedelta(seconds=1))
    assert not ending.is_open(NOON)
    assert _share("b").is_open(NOON + timedelta(days=10_000))
    assert not _share("c", revoked_at=NOON).is_open(NOON - timedelta(days=1))
