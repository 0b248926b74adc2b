"""A stream id with its filters -> the stories in it, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from infostreamer.desk import Desk
from infostreamer.desk.shelving import ShelvedStory
from infostreamer.model import BadInput, Reader
from infostreamer.web.reader_api.names import DESK_FEED, Stream, stream_of

FOLDER, SEARCHES = "Sources", "Searches"
"""The labels under which clients list sources and saved searches."""

_MICRO = 1_000_000
Holds = Callable[[ShelvedStory], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One request for a stream. Times are whole seconds since 1970, UTC."""

    stream: str
    count: int
    is_oldest_first: bool = False
    after: str = ""  # the continuation of the page before
    since_s: int | None = None  # ot: items that arrived at this time or later
    until_s: int | None = None  # nt: items that arrived before this time
    without: tuple[str, ...] = ()  # xt
    only: tuple[str, ...] = ()  # it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """The desk of one reader: every story in small, and which of them labels and feeds hold."""

    stories: tuple[ShelvedStory, ...]
    labels: Mapping[str, frozenset[str]]  # title of a dossier -> story ids
    feeds: Mapping[str, frozenset[str]]  # feed id of a saved search -> story ids
    sources: frozenset[str]  # ids of the sources that are followed

    def feed_of(self, row: ShelvedStory) -> str:
        """The feed that an item comes from: the source that brought the story first."""
        return f"feed/source-{row.source_id}" if row.source_id in self.sources else DESK_FEED

    def labels_of(self, row: ShelvedStory) -> list[str]:
        """The dossiers that hold the story, by title."""
        return [title for title, ids in self.labels.items() if row.story_id in ids]

    def holder(self, stream: Stream) -> Holds:
        """Whether a story is in the stream.

        Raises:
            BadInput: there is no such stream.
        """
        if stream.kind == "state":
            return _state_holder(stream.name)
        if stream.kind == "label" and stream.name == FOLDER and FOLDER not in self.labels:
            return lambda row: self.feed_of(row) != DESK_FEED
        if stream.kind == "label" and stream.name == SEARCHES and SEARCHES not in self.labels:
            return lambda row: any(row.story_id in ids for ids in self.feeds.values())
        if stream.kind == "label":
            return _member_of(self.labels, stream.name, "dossier")
        if stream.name in self.feeds:
            return _member_of(self.feeds, stream.name, "feed")
        return lambda row: self.feed_of(row) == stream.name


def shelves_of(desk: Desk, reader: Reader) -> Shelves:
    """What streams are made of, for this reader."""
    return Shelves(
        stories=tuple(desk.shelf(reader)),
        labels={one.title: frozenset(one.story_ids) for one in desk.dossiers()},
        feeds={feed_of_search(one.name): _found(desk, one.query, reader) for one in desk.searches()},
        sources=frozenset(source.id for source, _, _ in desk.sources()),
    )


def feed_of_search(name: str) -> str:
    """The feed id of a saved search."""
    return f"feed/search-{name}"


def _found(desk: Desk, query: str, reader: Reader) -> frozenset[str]:
    try:
        return frozenset(desk.matching_ids(query, reader=reader).story_ids)
    except BadInput:  # kept under an older grammar: its page says what is wrong
        return frozenset()


def page_of(shelves: Shelves, wanted: Wanted) -> tuple[list[ShelvedStory], str]:
    """The stories of one page and the continuation of the next, empty where there is none.

    Raises:
        BadInput: a stream or the continuation is none of ours.
    """
    holds = [shelves.holder(_stream(wanted.stream)), *(shelves.holder(_stream(one)) for one in wanted.only)]
    lacks = [shelves.holder(_stream(one)) for one in wanted.without]
    rows: Iterable[ShelvedStory] = (
        row
        for row in shelves.stories
        if _is_in_time(row, wanted) and all(hold(row) for hold in holds) and not any(lack(row) for lack in lacks)
    )
    ordered = sorted(rows, key=_place, reverse=not wanted.is_oldest_first)
    if wanted.after:
        at = _place_in(wanted.after)
        ordered = [row for row in ordered if (_place(row) > at if wanted.is_oldest_first else _place(row) < at)]
    shown = ordered[: wanted.count]
    return shown, _continuation(shown[-1]) if shown and len(ordered) > len(shown) else ""


def _stream(given: str) -> Stream:
    found = stream_of(given)
    if found is None:
        raise BadInput(f"{given[:80]!r} is no stream.")
    return found


def _state_holder(name: str) -> Holds:
    holders: dict[str, Holds] = {
        "reading-list": lambda row: True,
        "read": lambda row: row.is_read,
        "unread": lambda row: not row.is_read,
        "kept-unread": lambda row: not row.is_read,
        "starred": lambda row: row.is_starred,
        "fresh": lambda row: not row.is_read,
    }
    return holders.get(name, lambda row: False)  # "broadcast", "like" …: known to clients, always empty here


def _member_of(groups: Mapping[str, frozenset[str]], name: str, what: str) -> Holds:
    if name not in groups:
        raise BadInput(f"There is no {what} {name[:80]!r}.")
    return lambda row: row.story_id in groups[name]


def _is_in_time(row: ShelvedStory, wanted: Wanted) -> bool:
    if wanted.since_s is not None and row.arrived_us < wanted.since_s * _MICRO:
        return False
    return wanted.until_s is None or row.arrived_us < wanted.until_s * _MICRO


def _place(row: ShelvedStory) -> tuple[int, int]:
    return row.arrived_us, int(row.story_id, 16)


def _continuation(row: ShelvedStory) -> str:
    """Digits alone, because some clients take nothing else."""
    return f"{row.arrived_us}{int(row.story_id, 16):020d}"


def _place_in(continuation: str) -> tuple[int, int]:
    if not (continuation.isascii() and continuation.isdigit() and 20 < len(continuation) <= 40):
        raise BadInput("That is no continuation of this stream; begin again without `c`.")
    return int(continuation[:-20]), int(continuation[-20:])
