"""Claims a part of the work of the desk at the address given, says so, and never does it: to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fault_world

from infostreamer.flow.lease import present
from infostreamer.flow.stages import Shared, stages
from infostreamer.store import open_store


def main(url: str) -> None:
    """Claim and wait."""
    store = open_store(url)
    extract = stages(fault_world.rooms(), fault_world.settings_for(url))[0]
    assert isinstance(extract, Shared)
    with store.unit() as unit:
        unit.cursors.set(extract.name, 0, extract.version(unit))
    with present(store) as holder:
        with store.unit() as unit:
            assert extract.claim(unit, holder) is not None
        sys.stdout.write("claimed\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])
