"""The feed of a reader's alerts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.alert_feed import feed_of_alerts
from infostreamer.deliver.feeds import FEEDS
from infostreamer.web.reader import reader_of
from infostreamer.web.taking import answer, place


def show(request: Request) -> Response:
    """GET /feeds/alerts.atom, .rss and .feed.json"""
    media_type, write = FEEDS[request.path_params["form"]]
    made = feed_of_alerts(request.app.state.desk, place(request), reader=reader_of(request))
    return answer(request, write(made), f"{media_type}; charset=utf-8", changed_at=made.updated)
