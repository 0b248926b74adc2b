"""A PostgreSQL of its own, as in earnest: with fsync, and there to be stopped, killed and started again."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from fakes.ports import free_port

_NUMBERS = count(1)


def _binary(name: str) -> str:
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    path = found[-1] if found else shutil.which(name)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed: apt-get install -y postgresql")
        pytest.skip("PostgreSQL is not installed")
    return path


class Cluster:
    """One server in a folder of its own. `url`: its address without a database."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder, self._data = folder, folder / "data"
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        _call(
            _binary("initdb"), "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start; returns when it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder} -c fsync=on -c max_connections=80"
        log = str(self._folder / "log")
        _call(_binary("pg_ctl"), "-D", str(self._data), "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, as after a loss of power: what was committed is recovered at the next start."""
        _call(_binary("pg_ctl"), "-D", str(self._data), "-m", "immediate", "stop")

    def pause(self) -> None:
        """Every process of the server stands still: connections stay open, and nothing answers."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def resume(self) -> None:
        """It goes on."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """The rows that a statement gives, outside any transaction."""
        import psycopg

        with psycopg.connect(f"{self.url.replace('+psycopg', '')}/{database}", autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return list(cursor.fetchall()) if cursor.description else []

    def database(self) -> str:
        """The address of a new database with nothing in it."""
        name = f"f_{next(_NUMBERS)}"
        self.execute(f"CREATE DATABASE {name}")
        return f"{self.url}/{name}"

    def _processes(self) -> list[int]:
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]


def _call(*command: str) -> None:
    as_postgres: dict[str, object] = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, capture_output=True, cwd="/tmp", **as_postgres)  # noqa: S108  # type: ignore[call-overload]


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A file system in memory of this size, and where it is."""
    folder = Path(tempfile.mkdtemp(prefix="pgd-", dir="/tmp"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server, gone with its data at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pgf-", dir="/tmp"))
    server = Cluster(folder)
    server.start()
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError, FileNotFoundError):
            server.resume()
        with suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
