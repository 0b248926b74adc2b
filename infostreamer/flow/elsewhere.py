"""A flow whose enriching another process of the same desk does, so that this one has its interpreter for the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.flow import Flow


class FlowElsewhere(Flow):
    """The flow of a served desk: asked to enrich, it asks the process that runs the flow, and waits for it."""

    def __init__(self, *given: Any, enriched: Callable[[], bool], **named: Any) -> None:
        """As `Flow`.

        Args:
            given: as of `Flow`.
            enriched: has the other process enrich, and waits; False: there is none now.
            named: as of `Flow`.
        """
        super().__init__(*given, **named)
        self._enriched = enriched

    def enrich(self, now: datetime | None = None) -> Counts:
        """Empty counts when the other process has done it; while there is none this one does it."""
        return Counts() if self._enriched() else super().enrich(now)
