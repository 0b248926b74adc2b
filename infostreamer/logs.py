"""What the desk logs: one line for each event, as text or as JSON, without secrets and without control characters.

Every room logs by `logging.getLogger("infostreamer.…")`; a line that programs read carries `extra=event(…)`.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import re
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from infostreamer.model import InformationStreamerError
from infostreamer.model.shortage import shortage_of

FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
REQUESTS = "infostreamer.request"

_QUIET_S = 10.0
_MOST_SAID = 1_000
_SHORTEST_SECRET = 6  # a shorter one would blot words
_LONGEST = 4_000  # characters of one message or field: a publisher writes some of them
_USER = re.compile(r"(?<=://)[^/\s]*@")  # up to the last: a password may hold an @
_KEYED = re.compile(
    r"(?i)((?:[?&;]|\b)(?:[\w-]*(?:token|secret|password|passwd|signature|api[_-]?key)|key|auth|sig|pwd)=)[^&\s'\"]+"
)
_BEARER = re.compile(r"(?i)\b(bearer |basic |ist_)[\w.~+/=-]{16,}")


def event(kind: str, /, **fields: Any) -> dict[str, Any]:
    """The `extra` of a log line that programs read: what happened, and its values."""
    return {"event": kind, "fields": fields}


def log_trouble(logger: logging.Logger, error: Exception, otherwise: str) -> None:
    """One sentence for trouble that is understood; for any other the sentence `otherwise` and the traceback."""
    told = str(error) if isinstance(error, InformationStreamerError) else shortage_of(error)
    if told is None:
        logger.error(otherwise, exc_info=error)
    else:
        logger.warning("%s", told)


def set_up(
    form: str, level: str, *, requests: bool = False, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Log to stderr from now on, in place of what was set up before.

    Where a library ends the process, the lines of code that each thread was at are written there too.

    Args:
        form: one of FORMATS.
        level: one of LEVELS; what weighs less is left out. Other packages' lines are left out below "warning".
        requests: also a line for every request; its address is the route's, never what was asked for, nor by whom.
        secrets: values that stand in no line.
        stream: in place of stderr.

    Raises:
        ValueError: no such format or level.
    """
    if form not in FORMATS or level not in LEVELS:
        raise ValueError(f"Logs are {' or '.join(FORMATS)}, from {', '.join(LEVELS)}; not {form!r} from {level!r}.")
    if not faulthandler.is_enabled():
        with suppress(AttributeError, OSError, RuntimeError, ValueError):  # stderr is closed, or no file
            faulthandler.enable()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter((_Json if form == "json" else _Text)(secrets))
    handler.addFilter(_Once())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("infostreamer").setLevel(level.upper())
    logging.getLogger(REQUESTS).setLevel(logging.INFO if requests else logging.CRITICAL)


class _Once(logging.Filter):
    """What a library says again and again is said once in ten seconds: a stranger who sends nonsense, or connects as
    often as he can, writes no log of gigabytes."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, object, object], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a line of another package that was said just now."""
        if record.name.startswith("infostreamer"):
            return True
        now, key = time.monotonic(), (record.name, record.msg, _origin(record))
        if self._said.get(key, now) > now:
            return False
        if len(self._said) >= _MOST_SAID:
            self._said.clear()
        self._said[key] = now + _QUIET_S
        return True


def _origin(record: logging.LogRecord) -> object:
    """The kind of the error and where it was raised: another fault is told at once."""
    if not record.exc_info or record.exc_info[1] is None:
        return None
    trace = record.exc_info[2]
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = None if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    return record.exc_info[0], where


class _Line(logging.Formatter):
    """What both forms share: nothing secret, nothing endless."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = sorted({one for one in secrets if len(one) >= _SHORTEST_SECRET}, key=len, reverse=True)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        text = _BEARER.sub(r"\1…", _KEYED.sub(r"\1…", _USER.sub("…@", text)))
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _trace(self, record: logging.LogRecord) -> str:
        return self._clean(self.formatException(record.exc_info)) if record.exc_info else ""


class _Json(_Line):
    """{"at", "level", "logger", "message", "event" and its fields, "trace"} on one line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, Any] = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._clean(record.getMessage()),
        }
        if kind := getattr(record, "event", None):
            row["event"] = kind
            row.update({name: self._value(value) for name, value in _fields(record).items() if name not in row})
        if trace := self._trace(record):
            row["trace"] = trace
        return json.dumps(row, ensure_ascii=True)

    def _value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, bool | int | float) else self._clean(str(value))


class _Text(_Line):
    """ "2031-03-14T12:00:00Z warning flow: message"; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        name = record.name.removeprefix("infostreamer.")
        line = _visible(self._clean(f"{_at(record)} {record.levelname.lower()} {name}: {record.getMessage()}"))
        trace = self._trace(record)
        return "\n".join([line, *(f"  {_visible(one)}" for one in trace.splitlines())])


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = getattr(record, "fields", {})
    return fields


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _visible(text: str) -> str:
    """Line ends, escapes and characters that turn a line round, written out: nobody writes a line of his own."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
