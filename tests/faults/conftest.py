"""What the faults share: the servers around a desk, and what that desk comes to when nothing happens to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import fault_world
import pytest
from fault_cluster import Cluster, cluster
from fault_desk import finish
from fault_nursery import Nursery


@pytest.fixture(scope="module", autouse=True)
def _small_batches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        fault_world.small_batches(patch.setattr)
        yield


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that forks lives; its own start costs 2.5 s."""
    with Nursery() as running:
        yield running


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[fault_world.FeedServer, fault_world.Receiver]]:
    """The feeds, and the receiver of messages."""
    with fault_world.around() as both:
        yield both


@pytest.fixture(scope="session")
def feeds(servers: tuple[fault_world.FeedServer, fault_world.Receiver]) -> fault_world.FeedServer:
    """The feeds."""
    return servers[0]


@pytest.fixture(scope="session")
def seeded(
    servers: tuple[fault_world.FeedServer, fault_world.Receiver], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of a desk that has taken nothing in yet."""
    path = tmp_path_factory.mktemp("seed") / "desk.sqlite3"
    fault_world.seed(f"sqlite:///{path}", servers[1].address)
    return path


@pytest.fixture(scope="session")
def first_day(
    seeded: Path, feeds: fault_world.FeedServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, fault_world.Outcome]:
    """The file of a desk to which nothing happened on its first day, and what it came to."""
    path = tmp_path_factory.mktemp("first") / "desk.sqlite3"
    shutil.copy(seeded, path)
    with pytest.MonkeyPatch.context() as patch:
        fault_world.small_batches(patch.setattr)
        return path, finish(f"sqlite:///{path}", feeds)


@pytest.fixture
def expected(first_day: tuple[Path, fault_world.Outcome]) -> fault_world.Outcome:
    """What a desk comes to on its first day when nothing happens to it."""
    return first_day[1]


@pytest.fixture
def path(seeded: Path, tmp_path: Path) -> Path:
    """The file of a fresh desk."""
    made = tmp_path / "desk" / "desk.sqlite3"
    made.parent.mkdir()
    shutil.copy(seeded, made)
    return made


@pytest.fixture
def worked(first_day: tuple[Path, fault_world.Outcome], path: Path) -> Path:
    """The file of a desk after its first day, in place of the fresh one."""
    shutil.copy(first_day[0], path)
    return path


@pytest.fixture
def url(path: Path) -> str:
    """The address of the fresh desk."""
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """A PostgreSQL with fsync that may be stopped."""
    with cluster() as running:
        yield running
