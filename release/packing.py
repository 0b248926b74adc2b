"""The wheel and the source archive of one commit, and what must be true of them."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ALLOWED = ("infostreamer/", "infostreamer-")
_NEVER = ("tests/", "bench/", "training/", ".sqlite3", ".pyc", ".env", ".pem", ".key")
_MUST = (
    "infostreamer/web/templates/", "infostreamer/web/static/", "infostreamer/web/catalogues/", "infostreamer/demo/",
    "infostreamer/understand/pack/", "infostreamer/store/migrations/", "infostreamer/py.typed", "LICENSE",
)  # fmt: skip
_LARGEST_BYTES = 40_000_000


def moment_of(root: Path) -> int:
    """When the last commit was made, in seconds since 1970: the time that every file of the archives bears."""
    said = os.environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct").decode()
    return int(said)


def commit_of(root: Path) -> str:
    """The last commit: named once, so that one made meanwhile changes nothing."""
    return _git(root, "rev-parse", "HEAD").decode().strip()


def packed(root: Path, out: Path, *, commit: str, at_s: int) -> list[Path]:
    """Wheel and source archive of the commit, written to `out`. Nothing that is not committed goes in."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", commit))) as tree:
            tree.extractall(folder, filter="data")
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(at_s)}
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(out.resolve())]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return sorted(path for path in out.iterdir() if path.suffix in (".whl", ".gz"))


def troubles(wheel: Path) -> list[str]:
    """What is wrong with the wheel, one sentence each."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    found = [f"{name} does not belong into the wheel." for name in names if not name.startswith(ALLOWED)]
    found += [f"{name} does not belong into the wheel." for name in names if any(part in name for part in _NEVER)]
    found += [f"The wheel lacks {part}." for part in _MUST if not any(part in name for name in names)]
    if wheel.stat().st_size > _LARGEST_BYTES:
        found.append(f"The wheel has {wheel.stat().st_size} bytes, more than {_LARGEST_BYTES}.")
    return found


def sums_of(paths: list[Path]) -> str:
    """Name and SHA-256 of each file, as sha256sum reads them."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def said_by(wheel: Path, *words: str) -> str:
    """What the command says when it runs from the wheel alone."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        environment = {**os.environ, "PYTHONPATH": folder}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "infostreamer", *words],
            cwd=folder, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return done.stdout.strip()


def _git(root: Path, *words: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True).stdout
