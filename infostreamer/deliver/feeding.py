"""A desk -> the feeds of the desk, of a question, of a story, of a dossier, of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from infostreamer.deliver.addresses import dossier_path, story_path, who_path
from infostreamer.deliver.citing import Citing
from infostreamer.deliver.compose import story_sheet
from infostreamer.deliver.entries import change_entries, story_entry
from infostreamer.deliver.feeds import Entry, Feed
from infostreamer.deliver.gathering import around_of, arounds_of, budget_of, cited_reports, stories_of
from infostreamer.deliver.quoting import quotable
from infostreamer.deliver.sheet import Place
from infostreamer.desk import Desk
from infostreamer.model import OWNER, Reader, Story

MOST = 50
"""Entries of a feed of stories."""
MOST_CHANGES = 200
"""Entries of the feed of one story."""
Since = datetime | int | None

_SAYS = "Compiled from reports, every line with the sentence it came from."


def feed_of_desk(desk: Desk, place: Place, *, since: Since = None, reader: Reader = OWNER) -> Feed:
    """The stories that changed, the last to change first; only those after `since` where it is given."""
    return Feed(
        id="urn:infostreamer:desk",
        title=place.desk,
        subtitle=_SAYS,
        address=place.site + "/",
        own=f"{place.site}/feeds/desk",
        author=place.desk,
        entries=_news(desk, place, "", since, reader),
    )


def feed_of_query(
    desk: Desk,
    place: Place,
    query: str,
    *,
    name: str = "",
    title: str = "",
    since: Since = None,
    reader: Reader = OWNER,
) -> Feed:
    """The stories that match a question; of a saved search where its name is given.

    Raises:
        BadInput: the question cannot be understood.
    """
    saved = f"/q/{quote(name, safe='')}"
    return Feed(
        id=f"urn:infostreamer:search:{quote(name or query, safe='')}",
        title=f"{title or query} – {place.desk}",
        subtitle=f"Stories that match {query}. {_SAYS}",
        address=place.site + (saved if name else f"/search?q={quote(query, safe='')}"),
        own=place.site + (saved if name else "/feeds/search"),
        query="" if name else f"?q={quote(query, safe='')}",
        author=place.desk,
        entries=_news(desk, place, query, since, reader),
    )


def feed_of_story(desk: Desk, place: Place, key: str, *, since: Since = None) -> Feed:
    """What changed in a story, the newest first.

    Raises:
        NotFound: no such story.
    """
    story = desk.story(key)
    changes = [change for change in desk.changes_of(story.id) if is_after(change.at, change.position, since)]
    cited = [span.report_id for change in changes for span in change.citations]
    reports = desk.reports(sorted({*cited, *cited_reports(story)}))
    citing = Citing(reports, quotable([story], reports, budget_of(desk.settings)), place)
    sheet = story_sheet(story, reports, around_of(desk, story, place))
    return Feed(
        id=f"urn:infostreamer:story:{story.id}:changes",
        title=f"{sheet.title} – changes",
        subtitle=f"What changed in this story. {sheet.compiled}",
        address=place.site + story_path(story),
        own=f"{place.site}/s/{story.id}",
        author=place.desk,
        entries=change_entries(sheet, changes, citing)[:MOST_CHANGES],
    )


def feed_of_dossier(desk: Desk, place: Place, slug: str, *, since: Since = None) -> Feed:
    """The newest stories of a dossier.

    Raises:
        NotFound: no such dossier.
    """
    dossier = desk.dossier(slug)
    return Feed(
        id=f"urn:infostreamer:dossier:{dossier.id}",
        title=f"{dossier.title} – {place.desk}",
        subtitle=f"Stories of the dossier {dossier.title}. {_SAYS}",
        address=place.site + dossier_path(slug),
        own=place.site + dossier_path(slug),
        author=place.desk,
        entries=_entries(desk, place, stories_of(desk, dossier.story_ids[:MOST]), since),
    )


def feed_of_who(desk: Desk, place: Place, key: str, *, since: Since = None) -> Feed:
    """The newest stories that name a person, organisation or place.

    Raises:
        NotFound: nobody in any story has that id.
    """
    found = desk.who(key)
    room = "place" if found.who.kind == "place" else "who"
    return Feed(
        id=f"urn:infostreamer:who:{found.who.id}",
        title=f"{found.who.name} – {place.desk}",
        subtitle=f"Stories that name {found.who.name}. {_SAYS}",
        address=place.site + who_path(found.who),
        own=f"{place.site}/{room}/{found.who.id}",
        author=place.desk,
        entries=_entries(desk, place, found.stories[:MOST], since),
    )


def is_after(at: datetime | None, position: int | None, since: Since) -> bool:
    """Whether a change of this time and position came after `since`; everything does where that is None."""
    if since is None:
        return True
    if isinstance(since, int):
        return (position or 0) > since
    return at is not None and at > since


def _news(desk: Desk, place: Place, query: str, since: Since, reader: Reader) -> tuple[Entry, ...]:
    page = desk.news(reader, since=since if since is not None else 0, query=query, limit=MOST)
    return _entries(desk, place, [item.story for item in page.items if not item.is_muted], None)


def _entries(desk: Desk, place: Place, stories: Sequence[Story], since: Since) -> tuple[Entry, ...]:
    """Each story as an entry, the last to change first."""
    last = desk.last_changes([story.id for story in stories])
    wanted = [story for story in stories if is_after(*last.get(story.id, (story.last_at, None)), since)]
    reports = desk.reports(sorted({report_id for story in wanted for report_id in cited_reports(story)}))
    arounds = arounds_of(desk, wanted, place)
    entries = [
        story_entry(
            story_sheet(story, reports, arounds[story.id]),
            changed_at=last.get(story.id, (story.last_at, None))[0],
        )
        for story in wanted
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.updated is not None, entry.updated), reverse=True))
