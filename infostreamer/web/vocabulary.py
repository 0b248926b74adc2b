"""Our own words that pages hold as values: the tables they come from, gathered for the catalogues.

A page's value stays English; its template turns such a word with the filter `word`.
"""

from __future__ import annotations

from collections.abc import Iterator

from infostreamer.desk import queue
from infostreamer.desk.decisions import SOMEBODY
from infostreamer.model import alert
from infostreamer.text.query_fields import FIELDS
from infostreamer.web import tongue
from infostreamer.web.pages import changes, compare, judge, judgements, review, sources, trouble
from infostreamer.web.parts import asking, counting, facts, ties

_ROLES = ("first-hand", "carries", "copies", "rewrites", "cites", "updates", "commentary", "unknown")
_KINDS = (
    "report",
    "opinion",
    "live",
    "release",
    "note",
    "correction",
    "error-report",
    "feed",
    "sitemap",
    "page",
    "file",
)
_NAMED = ("person", "organisation", "place", "nationality", "other")
_STATUSES = ("happened", "planned", "alleged", "threatened", "denied", "reported", "speculated")
_STANCES = ("says", "denies", "rejects", "confirms", "claims", "disputes", "supports")
_STATES = ("waiting", "sent", "failed", "given-up", "quiet", "open", "resolved", "deleted", "removed", "undone")
_RHYTHMS = ("none", "hourly", "daily", "weekly", "monday", "tuesday", "wednesday", "thursday", "friday")
_FIRED = (
    "denial",
    "contested",
    "figure-differs",
    "figure",
    "event",
    "origin",
    "report",
    "source",
    "repaired",
    "sunday",
)


def words() -> tuple[str, ...]:
    """Every word, once, in order."""
    return tuple(sorted({*tongue.PIECES, *_in_tables(), *_LISTED}))


_PRECISIONS = ("second", "minute", "day", "month", "year", "decade")
_ROBOTS = (
    "no robots.txt: all may be asked",
    "robots.txt could not be had: nothing is asked",
    "robots.txt lets us ask",
    "robots.txt closes this address to us",
)
_LISTED = (
    *_PRECISIONS,
    *_ROBOTS,
    "default",
    SOMEBODY,
    "Web page in one file",
    "saturday",
    "sunday",
    *_ROLES,
    *_KINDS,
    *_NAMED,
    *_STATUSES,
    *_STANCES,
    *_STATES,
    *_RHYTHMS,
    *_FIRED,
)


def _in_tables() -> Iterator[str]:
    yield from (title for _, title in facts.GROUPS)
    for table in (facts.STANDS, compare.STANDS, compare.STATES, judgements.KINDS, review.KINDS, sources.STATES):
        yield from table.values()
    yield from ties.WORDS.values()
    yield from changes.WORDS.values()
    yield from counting.RULE
    yield from (counting.UNSHOWN, counting.NOT_HELD, *counting.ALONE, *counting.REASONS)
    yield from (why for why, _ in queue.REASONS.values())
    yield from (words for kind in alert.KINDS for words in (kind.title, kind.fires))
    yield from asking.LANGUAGE_NAMES.values()
    yield from (field.about for field in FIELDS.values())
    yield from trouble.TITLES.values()
    yield from (words for pair in trouble.ADDRESSES.values() for words in pair)
    yield from (trouble.UNMADE, trouble.MISTAKE)
    for kind in judge.KINDS.values():
        yield from (words for words in (kind.title, kind.asks) if words)
