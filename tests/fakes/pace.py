"""How slow this machine is beside the one the limits were set on, so that a busy or small one fails no test of time.

Quadratic time is hundreds of times over a limit: a limit that grows with the machine still finds it.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache

_REFERENCE_S = 0.09  # CPU seconds of `_work` on the machine the limits were set on, idle
_ROUNDS = 100


def seconds(limit: float) -> float:
    """The limit on a machine as fast as the reference or faster, more on a slower one."""
    return limit * slowness()


@lru_cache(maxsize=1)
def slowness() -> float:
    """1.0 or more: CPU time of a fixed piece of work, the best of three, beside the reference."""
    return max(1.0, min(_work() for _ in range(3)) / _REFERENCE_S)


def _work() -> float:
    begun = time.process_time()
    text = "Police in Dravin said on Tuesday that 47 people had been held near the depot. " * 40
    for _ in range(_ROUNDS):
        words = re.findall(r"\b[^\W\d_]+(?:[-'][^\W\d_]+)*\b", text)
        counts: dict[str, int] = {}
        for word in words:
            for at in range(1, len(word) + 1):
                counts[word[:at].lower()] = counts.get(word[:at].lower(), 0) + 1
    return time.process_time() - begun
