"""Fixtures for every room: a fresh database on both engines, and a browser."""

from __future__ import annotations

import glob
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from fakes.ports import free_port
from fakes.seeds import Seeds
from hypothesis import HealthCheck, settings

_NUMBERS = count(1)


_LONGEST = re.compile(r"tests/(journeys|faults|cli)/|test_web_(axe|attacks)")
"""Files whose few tests take long."""

# How long one example takes says how busy the machine is, and another run must not try other examples: it would fail
# without a change. `./run test --hypothesis-profile search` looks for examples that nobody has thought of.
_ASIDE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "database": None}
settings.register_profile("same", derandomize=True, **_ASIDE)  # type: ignore[arg-type]
settings.register_profile("search", print_blob=True, **_ASIDE)  # type: ignore[arg-type]
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Files side by side are handed out in the order below, not those with the most tests first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes `-n auto` means: half as many again as cores: tests wait, but not longer than that; twelve at
    most, each of which takes up to 1 GB and has a PostgreSQL of its own."""
    return min(12, max(2, (os.cpu_count() or 1) * 3 // 2))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: begun last, one would run alone while the other cores idle."""
    items.sort(key=lambda item: _LONGEST.search(item.path.as_posix()) is None)


def _binary(name: str) -> str | None:
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return found[-1] if found else shutil.which(name)


def _as_postgres() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    return {"user": "postgres"} if os.geteuid() == 0 else {}


def _call(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/tmp", **_as_postgres())  # noqa: S108  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server with a template database `tpl` that holds the schema; one per session."""
    initdb, control = _binary("initdb"), _binary("pg_ctl")
    if initdb is None or control is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed: apt-get install -y postgresql")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, port = str(folder / "data"), free_port()
    _call(initdb, "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=60"
    _call(control, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        _call(control, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The server, its template made."""
    from infostreamer.store import open_store

    _execute(postgres_server, "CREATE DATABASE tpl")
    open_store(f"{postgres_server}/tpl").close()
    return postgres_server


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def lasting_postgres(postgres_template: str) -> Iterator[str]:
    """The address of a desk's database on PostgreSQL that lives as long as the file of tests."""
    name = f"m_{next(_NUMBERS)}"
    _execute(postgres_template, f"CREATE DATABASE {name} TEMPLATE tpl")
    yield f"{postgres_template}/{name}"
    _execute(postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a database with nothing in it."""
    name = f"e_{next(_NUMBERS)}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh desk's database, on either engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk/desk.sqlite3"
        return
    server, name = request.getfixturevalue("postgres_template"), f"t_{next(_NUMBERS)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE tpl")
    yield f"{server}/{name}"
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeds]:
    """Filled desks that the tests of a file have copies of."""
    made = Seeds(tmp_path_factory.mktemp("seeds"), _execute)
    yield made
    made.close()


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """One Chromium of this machine for a file of tests. The event loop of its driver runs as long as it is open, and
    would be in the way of other files."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
    )
    if not path:
        _missing("no Chromium on this machine (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed (pip install '.[test]')")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
