"""What a browser is told to remember about how it shows the desk: cookies that say nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from infostreamer.web import zone

TEXT_COOKIE = "infostreamer_text"
KEYS_COOKIE = "infostreamer_keys"
MARKING_COOKIE = "infostreamer_marking"
TEXTS = ("normal", "large", "larger")
SWITCHES = ("on", "off")

COOKIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "text": (TEXT_COOKIE, TEXTS),
    "keys": (KEYS_COOKIE, SWITCHES),
    "marking": (MARKING_COOKIE, SWITCHES),
}
"""Field of the settings form -> its cookie and what it may say; the first is what holds without one."""


def chosen(request: Request, field: str) -> str:
    """What this browser chose, else what holds without a choice."""
    name, allowed = COOKIES[field]
    value = request.cookies.get(name, allowed[0])
    return value if value in allowed else allowed[0]


def frame_of(request: Request) -> dict[str, str]:
    """What the frame of every page needs of it."""
    return {
        "text_size": chosen(request, "text"),
        "marking": chosen(request, "marking"),
        "zone": zone.current(),
    }
