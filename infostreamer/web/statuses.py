"""What an error of ours is over HTTP: one table for pages, the API and reading apps."""

from __future__ import annotations

from infostreamer.model import (
    BadInput,
    ConfigurationError,
    FetchError,
    InformationStreamerError,
    LoginNeeded,
    NotAllowed,
    NotFound,
    TooManyTries,
    TryLater,
)

_STATUSES: tuple[tuple[type[InformationStreamerError], int], ...] = (
    (NotFound, 404),
    (BadInput, 422),
    (LoginNeeded, 401),
    (NotAllowed, 403),
    (TooManyTries, 429),
    (TryLater, 503),
    (ConfigurationError, 503),
    (FetchError, 502),
)


def status_of(error: Exception) -> int:
    """The status of an answer that tells of this error; 500 where it is a mistake of ours."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
