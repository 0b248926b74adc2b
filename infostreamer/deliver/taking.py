"""A desk and what somebody named -> that story or dossier in one form, for the command line, pages and programs."""

from __future__ import annotations

from contextlib import suppress

from infostreamer.deliver import feeding
from infostreamer.deliver.exports import format_of
from infostreamer.deliver.feeds import FEEDS
from infostreamer.deliver.gathering import place_of, sheet_of_dossier, sheet_of_story
from infostreamer.desk import Desk
from infostreamer.model import Dossier, NotFound, Story


def story_under(desk: Desk, key: str) -> Story:
    """The story under an id, or as it stood at a revision ("id@3").

    Raises:
        NotFound: no such story, or that revision is not kept.
    """
    story_id, at, revision = key.partition("@")
    if not at:
        return desk.story(story_id)
    if not revision.isascii() or not revision.isdigit() or len(revision) > 9:
        raise NotFound(f"A revision is a number, not {revision!r}.")
    with suppress(NotFound):  # it may be part of another one now; its revisions are kept under its id
        story_id = desk.story(story_id).id
    return desk.story_at(story_id, int(revision))


def exported(desk: Desk, key: str, suffix: str) -> bytes:
    """A dossier by its name, else a story by its id, in the form of this suffix.

    Raises:
        NotFound: neither is kept under that name.
        BadInput: it has no such form.
    """
    place = place_of(desk.settings)
    found = _named(desk, key)
    if suffix in FEEDS:
        of_story = isinstance(found, Story)
        feed = feeding.feed_of_story(desk, place, found.id) if of_story else feeding.feed_of_dossier(desk, place, key)
        return FEEDS[suffix][1](feed)
    form = format_of(suffix, "story" if isinstance(found, Story) else "dossier")
    if isinstance(found, Story):
        return form.write(sheet_of_story(desk, found, place))
    return form.write(sheet_of_dossier(desk, found, place))


def _named(desk: Desk, key: str) -> Story | Dossier:
    with suppress(NotFound):
        return desk.dossier(key)
    try:
        return story_under(desk, key)
    except NotFound as error:
        raise NotFound(
            f"Neither a story nor a dossier is called {key!r}; `infostreamer stories` lists them."
        ) from error
