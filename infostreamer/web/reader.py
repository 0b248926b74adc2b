"""Who sent a request."""

from __future__ import annotations

from starlette.requests import Request

from infostreamer.model.reader import PUBLIC, Reader


def reader_of(request: Request) -> Reader:
    """The reader who is logged in; the owner on a desk without accounts; PUBLIC where nobody is known."""
    found = getattr(request.state, "reader", None)
    return found if isinstance(found, Reader) else PUBLIC
