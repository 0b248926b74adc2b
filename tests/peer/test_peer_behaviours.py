"""Every behaviour of the table: what the desk makes of it, in which words, and when it comes back."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.following import NOW
from peer.behaviours import TABLE
from peer.conftest import visit_all
from peer.document import PAGE, page

_TECHNICAL = re.compile(r"\bb'|Errno|errno|<class|\bat 0x|Error\(|_ssl\.c|Traceback|None\b|message=|\\x")


@pytest.fixture(scope="module")
def visited(peer):
    sockets = open_sockets()
    visits = visit_all(peer, TABLE.values())
    visits["sockets"] = (sockets, peer)
    return visits


def open_sockets():
    """How many TCP sockets this process holds."""
    tables = (Path(f"/proc/self/net/{name}") for name in ("tcp", "tcp6"))
    tcp = {f"socket:[{row.split()[9]}]" for table in tables for row in table.read_text().splitlines()[1:]}
    held = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            held.append(os.readlink(link) in tcp)
    return sum(held)


def test_there_are_enough_of_them():
    assert len(TABLE) >= 80


def test_the_reference_is_made_from_the_table():
    assert PAGE.read_text("utf-8") == page(), "run: python tests/peer/document.py"


@pytest.mark.parametrize("name", TABLE)
def test_the_desk_knows_what_to_make_of_a_peer_that(name, visited):
    row, got, again = TABLE[name], visited[name].first, visited[name].second
    assert [failure.kind for failure in got.failures] == ([row.kind] if row.kind else [])
    assert (got.health.state, len(got.captures)) == (row.state, row.captures)
    assert all(row.says in failure.error for failure in got.failures), got.failures
    is_said_for_people(got)
    is_said_for_people(again)
    assert got.health.error in (None, *(failure.error for failure in got.failures))
    least, most = (timedelta(hours=hours) for hours in row.waits_h)
    assert least <= got.health.next_at - NOW <= most
    assert len(again.captures) == row.again
    assert again.health.state == row.state


def is_said_for_people(visit):
    """One sentence each, and nothing of a library in it."""
    for failure in visit.failures:
        assert re.fullmatch(r"[^\n]{20,420}\.", failure.error), failure.error
        assert not _TECHNICAL.search(failure.error), failure.error
        assert failure.again_at is None or failure.again_at > NOW


def test_no_connection_and_no_socket_is_left_over(visited):
    before, peer = visited["sockets"]
    until = time.monotonic() + 20
    while time.monotonic() < until and (peer.connections or open_sockets() > before):
        time.sleep(0.05)
    assert (peer.connections, max(open_sockets(), before)) == (0, before)
