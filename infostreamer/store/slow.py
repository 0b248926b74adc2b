"""Queries that take long are logged, without the values that they were asked with."""

from __future__ import annotations

import logging
import time
from typing import Any

from sqlalchemy import Connection, Engine, event

from infostreamer.logs import event as logged

_LOG = logging.getLogger("infostreamer.query")
_SHOWN = 500  # characters


def log_slow(engine: Engine, slow_s: float) -> None:
    """From now on a warning for each query of this engine that takes longer; 0: none, and nothing is measured."""
    if slow_s <= 0:
        return

    def begins(connection: Connection, *_: Any) -> None:
        connection.info.setdefault("began", []).append(time.perf_counter())

    def ends(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        began = connection.info.get("began")
        took_s = time.perf_counter() - began.pop() if began else 0.0
        if took_s > slow_s:
            said = " ".join(statement.split())[:_SHOWN]
            _LOG.warning("A query took %.3f s: %s", took_s, said, extra=logged("slow-query", s=round(took_s, 3)))

    def fails(context: Any) -> None:
        if context.connection is not None:
            context.connection.info.pop("began", None)

    event.listen(engine, "before_cursor_execute", begins)
    event.listen(engine, "after_cursor_execute", ends)
    event.listen(engine, "handle_error", fails)
