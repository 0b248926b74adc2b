"""The unit of work: every noun's door onto one transaction."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete

from infostreamer.store.alerts import Alerts, Firings
from infostreamer.store.attempts import Attempts
from infostreamer.store.blobs import Blobs
from infostreamer.store.captures import Captures
from infostreamer.store.changes import Changes
from infostreamer.store.claims import Claims
from infostreamer.store.cursors import Cursors
from infostreamer.store.digests import Digests
from infostreamer.store.doomed import Doomed, Wanted, find_doomed, stray_captures
from infostreamer.store.dossiers import Dossiers
from infostreamer.store.editions import Editions
from infostreamer.store.entries import Entries
from infostreamer.store.erasing import erase
from infostreamer.store.failures import Failures
from infostreamer.store.findings import Findings
from infostreamer.store.gauges import Gauges
from infostreamer.store.jobs import Jobs
from infostreamer.store.judgements import Judgements
from infostreamer.store.keeps import Keeps
from infostreamer.store.lags import Lags
from infostreamer.store.meta import Meta
from infostreamer.store.notes import Notes
from infostreamer.store.outlines import Outlines
from infostreamer.store.pages import Pages
from infostreamer.store.placements import Placements
from infostreamer.store.purged import Purged
from infostreamer.store.reports import Reports
from infostreamer.store.revisions import Revisions
from infostreamer.store.search import Search
from infostreamer.store.searches import Searches
from infostreamer.store.seen import Seen
from infostreamer.store.sessions import Sessions
from infostreamer.store.shares import Shares
from infostreamer.store.shelf import Shelf
from infostreamer.store.sources import Sources
from infostreamer.store.stories import Stories
from infostreamer.store.tables import DERIVED
from infostreamer.store.tokens import Tokens
from infostreamer.store.touched import Touched
from infostreamer.store.users import Users


class Unit:
    """One transaction. All of it is committed when the `with` ends, or nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changes = Changes(connection)
        self.sources = Sources(connection, self.changes)
        self.blobs = Blobs(connection)
        self.purged = Purged(connection)
        self.captures = Captures(connection, self.changes, self.blobs, self.purged)
        self.search = Search(connection)
        self.reports = Reports(connection, self.changes, self.search)
        self.findings = Findings(connection)
        self.stories = Stories(connection, self.changes)
        self.shelf = Shelf(connection)
        self.outlines = Outlines(connection)
        self.entries = Entries(connection)
        self.placements = Placements(connection)
        self.dossiers = Dossiers(connection, self.changes)
        self.revisions = Revisions(connection)
        self.judgements = Judgements(connection, self.changes)
        self.searches = Searches(connection, self.changes)
        self.notes = Notes(connection, self.changes)
        self.failures = Failures(connection)
        self.cursors = Cursors(connection)
        self.meta = Meta(connection)
        self.seen = Seen(connection)
        self.keeps = Keeps(connection)
        self.jobs = Jobs(connection)
        self.claims = Claims(connection)
        self.touched = Touched(connection)
        self.shares = Shares(connection)
        self.alerts, self.firings = Alerts(connection), Firings(connection)
        self.digests, self.editions = Digests(connection), Editions(connection)
        self.users = Users(connection)
        self.sessions = Sessions(connection)
        self.tokens = Tokens(connection)
        self.attempts = Attempts(connection)
        self.gauges = Gauges(connection)
        self.lags = Lags(connection)
        self.pages = Pages(connection)

    def find_doomed(self, wanted: Wanted, also: Collection[str] = ()) -> Doomed:
        """As `infostreamer.store.doomed.find_doomed`."""
        return find_doomed(self._connection, wanted, also)

    def stray_captures(self) -> list[str]:
        """As `infostreamer.store.doomed.stray_captures`."""
        return stray_captures(self._connection)

    def erase(self, doomed: Doomed) -> dict[str, int]:
        """As `infostreamer.store.erasing.erase`."""
        counts = erase(self._connection, self.changes, doomed)
        self.reports.recount()
        return counts

    def drop_derived(self) -> None:
        """Forget reports, findings, placements, outlines, entries and stories. Facts, questions and the log stay."""
        for story_id in self.stories.ids():
            self.stories.remove(story_id)
        self.search.clear()
        for table in DERIVED:
            self._connection.execute(delete(table))
        self.reports = Reports(self._connection, self.changes, self.search)
