"""The web application over one desk."""

from __future__ import annotations

import threading

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import static_files
from infostreamer.web.accounts import Accounts
from infostreamer.web.guard import Guard, new_token
from infostreamer.web.kept import Kept, Noting
from infostreamer.web.moment import at_one_moment
from infostreamer.web.patience import Patience
from infostreamer.web.permits import guarded
from infostreamer.web.render import make_templates
from infostreamer.web.routes import ERRORS, PROGRAM_ROUTES, ROUTES
from infostreamer.web.timings import Timed, Timings
from infostreamer.web.zone import InZone


def create_app(desk: Desk, *, settings: Settings) -> Starlette:
    """The pages of this desk as an ASGI app; it reads the desk and posts a reader's decisions to it.

    Args:
        desk: the front door; it stays open for as long as the app is served.
        settings: `desk.name` and `web.*` are used.
    """
    token, timings, kept = new_token(), Timings(), Kept()
    app = Starlette(
        routes=[
            *guarded(at_one_moment(ROUTES)),
            *PROGRAM_ROUTES,
            *static_files.routes(),
        ],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
            Middleware(InZone),
            Middleware(Timed, timings=timings),
            Middleware(Guard, settings=settings),
            Middleware(Patience),
            Middleware(Accounts, settings=settings, token=token),
            Middleware(Noting, kept=kept),
        ],
        exception_handlers=ERRORS,
    )
    app.state.desk, app.state.settings, app.state.token = desk, settings, token
    app.state.templates = make_templates()
    app.state.timings, app.state.kept = timings, kept
    app.state.stopping = threading.Event()
    return app
