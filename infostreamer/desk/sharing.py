"""What deliveries ask of the desk, and the public pages that an editor makes and revokes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infostreamer.desk.reading import Reading
from infostreamer.model import BadInput, Capture, Change, NotFound, Report, Share

if TYPE_CHECKING:
    from infostreamer.model import Reader
    from infostreamer.store import Unit

_MOST = 2000  # changes of one story
_MOST_OF_MANY = 20_000  # of the stories of one feed
_LONGEST_DAYS = 3650


class Sharing(Reading):
    """Changes and captures for deliveries; shares."""

    if TYPE_CHECKING:

        def now(self) -> datetime: ...

    # For deliveries

    def changes_of(self, story_id: str) -> list[Change]:
        """What a story's changes say, oldest first, without those that a rebuild wrote again."""
        from infostreamer.desk.news import rebuilt

        with self.store.read() as unit:
            return unit.changes.of_stories([story_id], 0, _MOST, without=rebuilt(unit))

    def last_changes(self, story_ids: Sequence[str]) -> dict[str, tuple[datetime | None, int | None]]:
        """Story id -> time and position of its newest change; stories of which no change is told are left out."""
        from infostreamer.desk.news import rebuilt

        with self.store.read() as unit:
            told = unit.changes.of_stories(story_ids, 0, _MOST_OF_MANY, without=rebuilt(unit))
        return {change.id: (change.at, change.position) for change in told}

    def captures_of(self, reports: Sequence[Report]) -> list[Capture]:
        """The captures that these reports were read from, with their bytes, each once, in the order of the reports.

        Raises:
            NotFound: a capture is not kept.
            IntegrityError: its bytes are missing or damaged.
        """
        with self.store.read() as unit:
            return unit.captures.many(list(dict.fromkeys(report.capture_id for report in reports)))

    # Shares

    def share(self, item: str, *, by: Reader, days: int | None = 30) -> Share:
        """A public address for one story or dossier.

        Args:
            item: "story:ID" or "dossier:SLUG".
            by: who makes it.
            days: for how long; None until it is revoked.

        Raises:
            NotFound: no such story or dossier.
            BadInput: another kind of thing, or a number of days outside 1 to 3650.
        """
        kind, _, key = item.partition(":")
        if kind == "story":
            item = f"story:{self.story(key).id}"
        elif kind == "dossier":
            self.dossier(key)
        else:
            raise BadInput("Only a story or a dossier can be shared.")
        if days is not None and not 1 <= days <= _LONGEST_DAYS:
            raise BadInput(f"A share lasts from 1 to {_LONGEST_DAYS} days.")
        at = self.now()
        made = Share(
            id=secrets.token_urlsafe(24),
            item=item,
            by=by.name,
            at=at,
            until=at + timedelta(days=days) if days is not None else None,
        )
        with self.store.unit() as unit:
            unit.shares.put(made)
        return made

    def shared(self, token: str) -> Share:
        """The share under this address.

        Raises:
            NotFound: it was never made, was revoked, or has run out; which of these is not said.
        """
        with self.store.read() as unit:
            found = unit.shares.get(token)
        if found is None or not found.is_open(self.now()):
            raise NotFound("This address leads nowhere: it was revoked, has run out, or never was one.")
        return found

    def shares(self, item: str | None = None) -> list[Share]:
        """The shares that are open, the newest first; only of this story or dossier where given."""
        now = self.now()
        with self.store.read() as unit:
            return [share for share in unit.shares.of(item) if share.is_open(now)]

    def revoke(self, token: str) -> Share:
        """End a share at once.

        Raises:
            NotFound: no such share.
        """
        with self.store.unit() as unit:
            found = unit.shares.get(token)
            if found is None:
                raise NotFound("No such share; it may have been revoked before.")
            ended = found if found.revoked_at else replace(found, revoked_at=self.now())
            unit.shares.put(ended)
        return ended

    def _revoke_all(self, unit: Unit, item: str) -> None:
        """End every share of it: what is made under its name later is another thing."""
        for share in unit.shares.of(item):
            if not share.revoked_at:
                unit.shares.put(replace(share, revoked_at=self.now()))
