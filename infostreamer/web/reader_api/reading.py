"""What reading apps read: who I am, what is followed, how much is unread, items."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from infostreamer.desk.shelving import ShelvedStory
from infostreamer.model import BadInput
from infostreamer.text.urls import host_of
from infostreamer.web.addresses import outside
from infostreamer.web.reader_api.asked import Asked
from infostreamer.web.reader_api.items import items_of, title_of
from infostreamer.web.reader_api.names import DESK_FEED, decimal_id, label, number_of, numbers_in, state
from infostreamer.web.reader_api.streams import FOLDER, SEARCHES, Shelves, Wanted, feed_of_search, page_of, shelves_of

Json = dict[str, Any]
_ITEMS, _MOST_ITEMS = 20, 250
_IDS, _MOST_IDS = 10_000, 50_000
_MOST_STREAMS = 20  # that narrow another one
_EPOCH = "0"


def user_info(asked: Asked) -> Json:
    """Who asks."""
    name = asked.reader.name
    return {"userId": name, "userName": name, "userProfileId": name, "userEmail": name}


def tags(asked: Asked) -> Json:
    """The states and labels: every dossier is a label."""
    dossiers = [{"id": label(one.title), "label": one.title, "type": "folder"} for one in asked.desk.dossiers()]
    folders = [{"id": label(name), "label": name, "type": "folder"} for name in (FOLDER, SEARCHES)]
    return {"tags": [{"id": state("starred")}, *folders, *dossiers]}


def subscriptions(asked: Asked) -> Json:
    """The feeds: the desk itself, and every source."""
    folder = [{"id": label(FOLDER), "label": FOLDER, "type": "folder"}]
    site = asked.place.site + "/"
    searches = [{"id": label(SEARCHES), "label": SEARCHES, "type": "folder"}]
    rows = [_subscription(DESK_FEED, asked.place.desk, [], f"{site}feeds/desk.atom", site, site)]
    for one in asked.desk.searches():
        home = f"{site}q/{quote(one.name, safe='')}"
        rows.append(_subscription(feed_of_search(one.name), one.title, searches, f"{home}.atom", home, site))
    for source, health, _ in asked.desk.sources():
        home = f"https://{host}/" if (host := host_of(source.address)) else site
        address = outside(source.address) or f"{site}source/{quote(source.id)}"
        rows.append(_subscription(f"feed/source-{source.id}", title_of(source, health), folder, address, home, site))
    return {"subscriptions": rows}


def _subscription(feed: str, title: str, folders: list[Json], address: str, home: str, site: str) -> Json:
    return {
        "id": feed,
        "title": title,
        "categories": folders,
        "url": address,
        "htmlUrl": home,
        "iconUrl": f"{site}static/mark.svg",
    }


def unread_count(asked: Asked) -> Json:
    """How many stories nobody marked as read, for the desk, each label and each feed."""
    shelves = shelves_of(asked.desk, asked.reader)
    unread = [row for row in shelves.stories if not row.is_read]
    groups: dict[str, list[ShelvedStory]] = {state("reading-list"): unread}
    groups |= {feed: [row for row in unread if row.story_id in ids] for feed, ids in shelves.feeds.items()}
    for row in unread:
        for stream in (shelves.feed_of(row), *map(label, shelves.labels_of(row))):
            groups.setdefault(stream, []).append(row)
    return {"max": len(unread), "unreadcounts": [_count(stream, rows) for stream, rows in groups.items()]}


def _count(stream: str, rows: list[ShelvedStory]) -> Json:
    newest = max((row.arrived_us for row in rows), default=0)
    return {"id": stream, "count": len(rows), "newestItemTimestampUsec": str(newest)}


def contents(asked: Asked, stream: str) -> Json:
    """The items of a stream, the newest first."""
    shelves = shelves_of(asked.desk, asked.reader)
    rows, following = page_of(shelves, _wanted(asked, stream, _ITEMS, _MOST_ITEMS))
    answer = _envelope(asked, stream, shelves, rows)
    return {**answer, "continuation": following} if following else answer


def ids(asked: Asked) -> Json:
    """The ids of the items of a stream, the newest first."""
    shelves = shelves_of(asked.desk, asked.reader)
    stream = asked.one("s", state("reading-list"))
    rows, following = page_of(shelves, _wanted(asked, stream, _IDS, _MOST_IDS))
    refs = [
        {
            "id": decimal_id(row.story_id),
            "directStreamIds": [shelves.feed_of(row)],
            "timestampUsec": str(row.arrived_us),
        }
        for row in rows
    ]
    return {"itemRefs": refs, "continuation": following} if following else {"itemRefs": refs}


def items(asked: Asked) -> Json:
    """The items with these ids; unknown ones are left out."""
    shelves = shelves_of(asked.desk, asked.reader)
    rows = rows_of(asked, shelves.stories)[:_MOST_ITEMS]
    return _envelope(asked, state("reading-list"), shelves, rows)


def rows_of(asked: Asked, stories: Iterable[ShelvedStory]) -> list[ShelvedStory]:
    """The stories that the parameters `i` name, each once.

    Raises:
        BadInput: one of them is no item id.
    """
    held = {number_of(row.story_id): row for row in stories}
    found: dict[str, ShelvedStory] = {}
    for given in asked.all("i"):
        meant = numbers_in(given)
        if not meant:
            raise BadInput(f"{given[:80]!r} is no item id.")
        row = next((held[number] for number in meant if number in held), None)
        if row is not None:
            found[row.story_id] = row
    return list(found.values())


def _streams(asked: Asked, name: str) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(asked.all(name)))
    if len(given) > _MOST_STREAMS:
        raise BadInput(f"`{name}` names more than {_MOST_STREAMS} streams.")
    return given


def _wanted(asked: Asked, stream: str, usual: int, most: int) -> Wanted:
    return Wanted(
        stream=stream,
        count=max(1, min(asked.whole("n", usual) or usual, most)),
        is_oldest_first=asked.one("r") == "o",
        after=asked.one("c"),
        since_s=asked.whole("ot"),
        until_s=asked.whole("nt"),
        without=_streams(asked, "xt"),
        only=_streams(asked, "it"),
    )


def _envelope(asked: Asked, stream: str, shelves: Shelves, rows: list[ShelvedStory]) -> Json:
    newest = max((row.arrived_us for row in rows), default=0)
    return {
        "direction": "ltr",
        "id": stream,
        "title": asked.place.desk,
        "self": [{"href": f"{asked.place.site}/reader/api/0/{quote(asked.path)}"}],
        "updated": newest // 1_000_000,
        "items": items_of(asked.desk, asked.place, shelves, rows),
    }


READS: dict[str, Callable[[Asked], Json]] = {
    "user-info": user_info,
    "tag/list": tags,
    "subscription/list": subscriptions,
    "unread-count": unread_count,
    "stream/items/ids": ids,
    "stream/items/contents": items,
    "preference/list": lambda asked: {"prefs": []},
    "preference/stream/list": lambda asked: {"streamprefs": {}},
}
"""Path below /reader/api/0/ -> the answer."""
