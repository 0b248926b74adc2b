"""The table of behaviours: what the peer does, and what the desk must do about it.

One row drives the tests and a line of `docs/reference/hostile-sources.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peer.server import Link, Play, RawPlay


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One row. What the desk must do is checked after one visit to the host's `/feed`."""

    name: str
    group: str
    plays: str  # what the peer does, in words
    state: str  # of the source after the visit
    kind: str | None = None  # of the one failure; None: there must be none
    says: str = ""  # words of the failure's sentence
    captures: int = 0
    again: int = 0  # captures of a second visit
    unread: str | None = None  # words of why its captures give no report; None: each gives one
    waits_h: tuple[float, float] = (1.0, 1.1)  # hours until the next visit, of a source that is asked every hour
    path: str = "/feed"
    play: Play | None = None
    raw: RawPlay | None = None
    tls: str | None = None  # the kind of certificate on a port of its own
    more: tuple[str, ...] = ()  # other paths at which the same is played


TABLE: dict[str, Behaviour] = {}


def put(row: Behaviour) -> None:
    """Adds a row; its name must be new."""
    assert row.name not in TABLE, row.name
    TABLE[row.name] = row


def plays(name: str, group: str, words: str, **expected: object) -> Callable[[Play], Play]:
    """Makes the function below it a row."""

    def kept(play: Play) -> Play:
        put(Behaviour(name=name, group=group, plays=words, play=play, **expected))  # type: ignore[arg-type]
        return play

    return kept


def plays_raw(name: str, group: str, words: str, **expected: object) -> Callable[[RawPlay], RawPlay]:
    """As `plays`, for a port of its own and from the first byte."""

    def kept(play: RawPlay) -> RawPlay:
        put(Behaviour(name=name, group=group, plays=words, raw=play, **expected))  # type: ignore[arg-type]
        return play

    return kept


def sends(name: str, group: str, words: str, *pieces: bytes, ends: bool = False, **expected: object) -> None:
    """A row that sends these bytes; `ends`: and closes the connection."""

    async def play(link: Link) -> None:
        await link.send(*pieces)
        if ends:
            link.writer.close()

    put(Behaviour(name=name, group=group, plays=words, play=play, **expected))  # type: ignore[arg-type]
