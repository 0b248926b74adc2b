"""Who did what to whom: PLOVER's gold records, MUC-4 templates, MEANTIME's events and roles, CAMEO roots.

    python bench/quality.py events --data ../shared/data

The figure is the share of PLOVER records whose event has the gold type. Each part's module says how it is scored.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import events_cameo
import events_meantime
import events_muc
import events_plover


def measure(data: Path) -> dict[str, Any]:
    """The figures of the four parts."""
    plover = events_plover.measure(data)
    return {
        "plover": plover,
        "muc4": events_muc.measure(data),
        "meantime": events_meantime.measure(data),
        "cameo": events_cameo.measure(data),
        "figure": plover["type"],
    }
