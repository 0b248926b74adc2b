"""The timeline of one dossier."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.web.pages import timeline
from infostreamer.web.parts.dossier_head import head_of, view_of
from infostreamer.web.parts.events import told_of
from infostreamer.web.parts.filters import filters_of
from infostreamer.web.render import respond


def show(request: Request) -> Response:
    """GET /d/{slug}/timeline"""
    desk, view = request.app.state.desk, view_of(request)
    filters = filters_of(request.query_params, order="oldest")
    moments = (*view.dossier.timeline, *view.dossier.ahead)
    cited = sorted({span.report_id for moment in moments for span in moment.line.citations})
    told = told_of(moments, desk.reports(cited), desk.stories_holding(cited))
    head = head_of(request, view, "timeline")
    today = view.now.date().isoformat()
    path = f"{head.path}/timeline"
    page = timeline.read(desk, told, filters, asked=request.query_params, path=path, today=today, head=head)
    return respond(request, page)
