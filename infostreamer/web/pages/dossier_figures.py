"""The figures of one dossier, the most widely reported first."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.chronicle import ToldFigure
from infostreamer.model import FigureSeries
from infostreamer.web.pages import figures
from infostreamer.web.parts.dossier_head import head_of, view_of
from infostreamer.web.parts.filters import filters_of
from infostreamer.web.render import respond


def show(request: Request) -> Response:
    """GET /d/{slug}/figures"""
    desk, view = request.app.state.desk, view_of(request)
    told = told_of(desk, view.dossier.figures)
    head, filters = head_of(request, view, "figures"), filters_of(request.query_params)
    path = f"{head.path}/figures"
    return respond(request, figures.read(desk, told, filters, asked=request.query_params, path=path, head=head))


def told_of(desk: Desk, series: tuple[FigureSeries, ...]) -> list[ToldFigure]:
    """These figures with the stories that hold them now."""
    holding = desk.stories_holding(one.versions[0].report_id for one in series)
    told = []
    for one in series:
        story = holding.get(one.versions[0].report_id)
        told.append(ToldFigure(story_id=story.id if story else "", series=one, reported=None))
    return told
