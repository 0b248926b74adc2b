"""Operations on saved searches, alerts, and what waits for review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from infostreamer.desk.queue import ReviewItem
from infostreamer.model import Judgement, NotAllowed
from infostreamer.model.alert import Alert, Firing
from infostreamer.model.search import SavedSearch
from infostreamer.web.api.heads import notes_of
from infostreamer.web.api.operation import Asked, Nothing, Operation, Paged, StoryId, Words
from infostreamer.web.api.paging import paged
from infostreamer.web.api.values import AlertHead, Listing

_WAIT_S = 5.0
_FIRINGS = 1000  # the newest, that a listing reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSearch:
    """Which saved search."""

    name: Annotated[str, Meta(min_length=1, max_length=100, description="Name of a saved search.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSearch:
    """A query to keep; without a title it is its own."""

    query: Words
    title: Annotated[str, Meta(max_length=200)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVerdict:
    """A line of a story (`key` as the queue names it) accepted, rejected, or put in other words."""

    story_id: StoryId
    key: Annotated[str, Meta(min_length=1, max_length=100)]
    choice: Literal["accept", "reject", "correct"]
    words: Annotated[str, Meta(max_length=1000)] | None = None
    note: Annotated[str, Meta(max_length=500)] | None = None


def searches(asked: Asked[Paged, None]) -> Listing[SavedSearch]:
    """Every saved search, by title."""
    rows = asked.desk.searches()
    shown, following = paged(
        "searches", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def save_search(asked: Asked[Nothing, NewSearch]) -> SavedSearch:
    """Keep a query under a name."""
    return asked.desk.save_search(asked.body.title, asked.body.query, asked.reader)


def remove_search(asked: Asked[OneSearch, None]) -> None:
    """Forget a saved search of one's own; an editor anybody's.

    Raises:
        NotAllowed: somebody else made it.
    """
    saved = asked.desk.saved(asked.params.name)
    if not asked.reader.may_edit and saved.by != asked.reader.name:
        raise NotAllowed(f"Only {saved.by} or an editor may remove this search.")
    asked.desk.remove_search(saved.name)


def alerts(asked: Asked[Paged, None]) -> Listing[AlertHead]:
    """The reader's alerts by name; to an admin, everybody's."""
    rows = asked.desk.alerts(asked.reader)
    shown, following = paged(
        "alerts", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    return Listing(items=tuple(map(_alert_head, shown)), next=following, total=len(rows))


def firings(asked: Asked[Paged, None]) -> Listing[Firing]:
    """What the reader's alerts fired on, the newest first, each fact with the words it rests on."""
    rows = asked.desk.firings(reader=asked.reader, limit=_FIRINGS)
    shown, following = paged(
        "firings", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    items = tuple(shown)
    return Listing(items=items, notes=notes_of(asked.desk, items), next=following)


def review_queue(asked: Asked[Paged, None]) -> Listing[ReviewItem]:
    """Lines that a person should look at, what matters most to readers first."""
    rows = asked.desk.review_queue()
    shown, following = paged(
        "review", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.key
    )
    items = tuple(shown)
    return Listing(items=items, notes=notes_of(asked.desk, items), next=following, total=len(rows))


def verdict(asked: Asked[Nothing, NewVerdict]) -> Judgement:
    """Accept, reject or correct a line; the story is built again with it."""
    body = asked.body
    return asked.desk.judge(
        body.choice, body.story_id, body.key, words=body.words, note=body.note, by=asked.reader.name, wait_s=_WAIT_S
    )


def _alert_head(alert: Alert) -> AlertHead:
    return AlertHead(
        id=alert.id,
        name=alert.name,
        reader=alert.reader,
        kinds=alert.kinds,
        query=alert.query,
        channels=tuple(channel.kind for channel in alert.channels),
        cooldown_s=alert.cooldown_s,
        quiet=alert.quiet,
        zone=alert.zone,
        is_paused=alert.is_paused,
        created_at=alert.created_at,
    )


OPERATIONS = (
    Operation(
        name="searches",
        method="GET",
        path="/searches",
        group="Search",
        summary="Saved searches, by title",
        call=searches,
        answer=Listing[SavedSearch],
        schema="infostreamer/api-searches/1",
        params=Paged,
    ),
    Operation(
        name="save-search",
        method="POST",
        path="/searches",
        group="Search",
        summary="Keep a query under a name",
        call=save_search,
        answer=SavedSearch,
        schema="infostreamer/api-saved-search/1",
        body=NewSearch,
        scope="own",
        status=201,
    ),
    Operation(
        name="remove-search",
        method="DELETE",
        path="/searches/{name}",
        group="Search",
        summary="Forget a saved search",
        call=remove_search,
        answer=None,
        schema="",
        params=OneSearch,
        scope="own",
        status=204,
    ),
    Operation(
        name="alerts",
        method="GET",
        path="/alerts",
        group="Alerts",
        summary="The reader’s alerts",
        call=alerts,
        answer=Listing[AlertHead],
        schema="infostreamer/api-alerts/1",
        params=Paged,
        scope="own",
    ),
    Operation(
        name="firings",
        method="GET",
        path="/alerts/firings",
        group="Alerts",
        summary="What the alerts fired on, the newest first",
        call=firings,
        answer=Listing[Firing],
        schema="infostreamer/api-firings/1",
        params=Paged,
        scope="own",
    ),
    Operation(
        name="review-queue",
        method="GET",
        path="/review",
        group="Judgements",
        summary="Lines that a person should look at",
        call=review_queue,
        answer=Listing[ReviewItem],
        schema="infostreamer/api-review-queue/1",
        params=Paged,
        scope="write",
    ),
    Operation(
        name="verdict",
        method="POST",
        path="/review",
        group="Judgements",
        summary="Accept, reject or correct a line",
        call=verdict,
        answer=Judgement,
        schema="infostreamer/api-judgement/1",
        body=NewVerdict,
        scope="write",
        status=201,
    ),
)
