"""Whose name stands under what was decided or written."""

from __future__ import annotations

from starlette.requests import Request

from infostreamer.web.reader import reader_of


def signed(request: Request) -> str | None:
    """The account's name where people log in; on a desk without accounts the name given in the form, if any."""
    if getattr(request.state, "has_login", False):
        return reader_of(request).name
    return request.state.form.get("by") or None
