"""What the tests of understanding share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _as_in_a_worker() -> Iterator[None]:
    """Leaves what stands in memory alone, as workers do: else the collector's time on it counts as a finder's."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
