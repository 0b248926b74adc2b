"""Stories -> items: abstract with citations, state line, and the reader's marks as categories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infostreamer.deliver.compose import story_sheet
from infostreamer.deliver.entries import story_entry
from infostreamer.deliver.feeds import Entry
from infostreamer.deliver.gathering import around_of, cited_reports
from infostreamer.deliver.sheet import Place
from infostreamer.desk import Desk
from infostreamer.desk.shelving import ShelvedStory
from infostreamer.web.reader_api.names import DESK_FEED, label, long_id, state
from infostreamer.web.reader_api.streams import Shelves
from infostreamer.web.tongue import direction

Json = dict[str, Any]


def items_of(desk: Desk, place: Place, shelves: Shelves, rows: Sequence[ShelvedStory]) -> list[Json]:
    """One item for each story that is kept."""
    stories = desk.stories_by_id([row.story_id for row in rows])
    reports = desk.reports(sorted({key for story in stories.values() for key in cited_reports(story)}))
    names = {f"feed/source-{source.id}": title_of(source, health) for source, health, _ in desk.sources()}
    names[DESK_FEED] = place.desk
    found = []
    for row in rows:
        story = stories.get(row.story_id)
        if story is not None:
            entry = story_entry(story_sheet(story, reports, around_of(desk, story, place)))
            found.append(_item(row, entry, shelves, place, names))
    return found


def title_of(source: Any, health: Any) -> str:
    """What a source is called: its outlet, what the feed calls itself, its address."""
    return str(source.outlet or health.title or source.address)


def _item(row: ShelvedStory, entry: Entry, shelves: Shelves, place: Place, names: dict[str, str]) -> Json:
    feed = shelves.feed_of(row)
    content = {"direction": direction((entry.language or "")[:2]), "content": entry.html}
    return {
        "id": long_id(row.story_id),
        "crawlTimeMsec": str(row.arrived_us // 1000),
        "timestampUsec": str(row.arrived_us),
        "published": _seconds(entry.published) or row.arrived_us // 1_000_000,
        "updated": _seconds(entry.updated) or row.arrived_us // 1_000_000,
        "title": entry.title,
        "author": ", ".join(entry.categories[:3]),
        "canonical": [{"href": entry.address}],
        "alternate": [{"href": entry.address, "type": "text/html"}],
        "summary": content,
        "content": content,
        "categories": categories_of(row, shelves),
        "origin": {"streamId": feed, "title": names.get(feed, place.desk), "htmlUrl": place.site + "/"},
        "enclosure": [],
    }


def categories_of(row: ShelvedStory, shelves: Shelves) -> list[str]:
    """The streams that an item is in, as states and labels."""
    states = ["reading-list", *(["read"] if row.is_read else []), *(["starred"] if row.is_starred else [])]
    return [*map(state, states), *map(label, shelves.labels_of(row))]


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0
