"""Light or dark: a form, so that it works without JavaScript; kept in a cookie that says nothing else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.model import BadInput
from infostreamer.web.addresses import own_path
from infostreamer.web.render import THEME_COOKIE, THEMES, see

_YEAR_S = 31_536_000


def choose(request: Request) -> Response:
    """POST /theme: auto, light or dark; then back to the page it came from."""
    theme, back = request.state.form.get("theme", ""), request.state.form.get("back", "/")
    if theme not in THEMES:
        raise BadInput(f"{theme!r} is no theme; choose auto, light or dark.")
    answer = see(own_path(back))
    answer.set_cookie(THEME_COOKIE, theme, max_age=_YEAR_S, samesite="strict", path="/")
    return answer
