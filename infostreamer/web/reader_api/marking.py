"""What reading apps write: read and starred, everything read, what is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infostreamer.desk.shelving import ShelvedStory
from infostreamer.model import BadInput
from infostreamer.web.addresses import outside
from infostreamer.web.reader_api.asked import Asked
from infostreamer.web.reader_api.names import stream_of
from infostreamer.web.reader_api.reading import rows_of
from infostreamer.web.reader_api.streams import Wanted, page_of, shelves_of

_READ, _UNREAD, _STARRED = "read", ("kept-unread", "unread"), "starred"
_UNKEPT = frozenset(("like", "broadcast", "tracking-kept-unread", "tracking-item-link-used", "skimmed", "fresh"))


def edit_tag(asked: Asked) -> str:
    """Mark items as read or unread, star them or not.

    Raises:
        BadInput: a label: what a dossier holds, its question says.
    """
    asked.may_write()
    rows = rows_of(asked, asked.desk.shelf(asked.reader))
    marks = [*(_mark(one, is_added=True) for one in asked.all("a"))]
    marks += [_mark(one, is_added=False) for one in asked.all("r")]
    for name, is_set in dict.fromkeys(marks):
        _apply(asked, rows, name, is_set)
    return "OK"


def _mark(given: str, *, is_added: bool) -> tuple[str, bool]:
    stream = stream_of(given)
    if stream is None or stream.kind == "feed":
        raise BadInput(f"{given[:80]!r} is nothing that an item can be marked with.")
    if stream.kind == "label":
        raise BadInput("What a dossier holds, its question says; edit it on the dossier's page.")
    if stream.name in _UNREAD:
        return _READ, not is_added
    if stream.name not in (_READ, _STARRED) and stream.name not in _UNKEPT:
        raise BadInput(f"{given[:80]!r} is nothing that an item can be marked with.")
    return stream.name, is_added


def _apply(asked: Asked, rows: list[ShelvedStory], name: str, is_set: bool) -> None:
    desk, reader = asked.desk, asked.reader
    if name == _READ and is_set:
        position = desk.position()
        desk.saw(reader, {row.story_id: position for row in rows})
    elif name == _READ:
        desk.unsaw_all(reader, [row.story_id for row in rows])
    elif name == _STARRED:
        desk.bookmark(reader, [row.story_id for row in rows], is_set=is_set)


def mark_all_as_read(asked: Asked) -> str:
    """Mark what a stream holds as read, up to the time `ts` (microseconds; seconds where it has fewer digits)."""
    asked.may_write()
    until = asked.whole("ts")
    until_us = None if until is None else until if until >= 10**14 else until * 1_000_000
    shelves = shelves_of(asked.desk, asked.reader)
    rows, _ = page_of(shelves, Wanted(stream=asked.one("s"), count=len(shelves.stories)))
    position = asked.desk.position()
    read = [row.story_id for row in rows if not row.is_read and (until_us is None or row.arrived_us <= until_us)]
    asked.desk.saw(asked.reader, dict.fromkeys(read, position))
    return "OK"


def edit_subscription(asked: Asked) -> str:
    """Follow an address, or stop following a source.

    Raises:
        BadInput: an action or a feed that is none; a name, which sources have of themselves.
    """
    asked.may_administer()
    action, feeds = asked.one("ac"), asked.all("s")
    if not feeds:
        raise BadInput("`s` names the feed.")
    for feed in feeds:
        if action == "subscribe":
            _follow(asked, feed.removeprefix("feed/"))
        elif action == "unsubscribe" and feed.startswith("feed/source-"):
            asked.desk.remove_source(feed.removeprefix("feed/source-"))
        elif action == "unsubscribe":
            raise BadInput("Only a source can be followed no more.")
        else:
            raise BadInput("A source is called as it calls itself, and stands in no folder of yours.")
    return "OK"


def quick_add(asked: Asked) -> dict[str, Any]:
    """Follow an address."""
    asked.may_administer()
    address = asked.one("quickadd")
    found = _follow(asked, address.removeprefix("feed/"))
    if not found:
        return {"numResults": 0, "query": address}
    return {"numResults": 1, "query": address, "streamId": f"feed/source-{found[0][0]}", "streamName": found[0][1]}


def _follow(asked: Asked, address: str) -> list[tuple[str, str]]:
    if outside(address) is None:
        raise BadInput("Give a full address that begins with http:// or https://.")
    return [(source.id, source.outlet or source.address) for source in asked.desk.add(address).sources]


WRITES: dict[str, Callable[[Asked], str | dict[str, Any]]] = {
    "edit-tag": edit_tag,
    "mark-all-as-read": mark_all_as_read,
    "subscription/edit": edit_subscription,
    "subscription/quickadd": quick_add,
}
"""Path below /reader/api/0/ -> what is done."""
