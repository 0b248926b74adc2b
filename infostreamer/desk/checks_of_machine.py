"""What the doctor looks at in the machine: files, their owners and file systems, limits, memory."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from infostreamer.desk.checks import Check
from infostreamer.settings import Settings, data_folder, default_files, store_url

_ENOUGH_FILES = 1024
_ENOUGH_MEMORY = 1_000_000_000
_LARGE_WAL = 512_000_000
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "fuse.glusterfs")


def database_file(settings: Settings) -> Path | None:
    """The SQLite file of these settings, there or not; None for PostgreSQL."""
    url = store_url(settings)
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def readable_by_others(settings: Settings, files: tuple[Path, ...] | None = None) -> Check:
    """Whether other users of the machine can read the database, or a settings file with a secret in it."""
    database = database_file(settings)
    open_ones = [] if database is None else [one for one in (database,) if _others_read(one)]
    secrets = ("password", "key", "passphrase", "token", "url")
    for file in default_files(os.environ) if files is None else files:
        if _others_read(file) and any(word in file.read_text("utf-8", "replace") for word in secrets):
            open_ones.append(file)
    if open_ones:
        named = " and ".join(map(str, open_ones))
        return Check("who can read", "warn", f"Other users of this machine can read {named}: chmod 600, folder 700.")
    return Check("who can read", "ok", "Database and settings are closed to other users of this machine.")


def _others_read(file: Path) -> bool:
    """True when the file is readable by others and so is every folder above it."""
    try:
        if not file.stat().st_mode & stat.S_IROTH:
            return False
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in file.resolve().parents)
    except OSError:
        return False


def temporary(_: Settings) -> Check:
    """Whether temporary files can be made: large bodies and backups pass through them."""
    try:
        with tempfile.TemporaryFile() as probe:
            probe.write(b"x")
    except OSError as error:
        return Check("temporary files", "bad", f"None can be made ({error.strerror or error}); set TMPDIR to a folder.")
    return Check("temporary files", "ok", f"{tempfile.gettempdir()} can be written.")


def file_system(settings: Settings, mounts: Path = Path("/proc/self/mounts")) -> Check:
    """Whether SQLite lies on a network file system, whose locks and shared memory it cannot rely on."""
    file = database_file(settings)
    if file is None:
        return Check("file system", "ok", "PostgreSQL looks after its own files.")
    try:
        rows = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return Check("file system", "ok", "Not known on this system.")
    where = str(file.parent.resolve())
    held = [(row[1], row[2]) for row in rows if len(row) > 2 and _is_under(where, row[1])]
    kind = max(held, key=lambda row: len(row[0]), default=("/", "unknown"))[1]
    if kind in _NETWORK:
        text = f"{where} is on a network ({kind}), where SQLite can be damaged; use a local disk or PostgreSQL."
        return Check("file system", "bad", text)
    return Check("file system", "ok", f"The database lies on {kind}.")


def _is_under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def open_files(_: Settings) -> Check:
    """Whether the desk may hold as many files and sockets open as it does under load."""
    try:
        import resource
    except ImportError:
        return Check("open files", "ok", "Not limited on this system.")
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _ENOUGH_FILES:
        advice = f"at least {_ENOUGH_FILES}: `ulimit -n`, or LimitNOFILE in the unit of systemd"
        return Check("open files", "warn", f"At most {soft} may be open at once; a busy desk needs {advice}.")
    return Check("open files", "ok", f"{soft} may be open at once.")


def memory(_: Settings, folder: Path = Path("/")) -> Check:
    """Whether there is memory enough: of the machine, or of the control group that the desk runs in."""
    limits = [_number(folder / "sys/fs/cgroup/memory.max"), _total(folder / "proc/meminfo")]
    known = [limit for limit in limits if limit is not None]
    if not known:
        return Check("memory", "ok", "Not known on this system.")
    if min(known) < _ENOUGH_MEMORY:
        text = f"{min(known) // 1_000_000} MB in all; with less than 1 GB a large desk is killed. Give it more."
        return Check("memory", "warn", text)
    return Check("memory", "ok", f"{min(known) / 1e9:.1f} GB in all.")


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return None


def _total(file: Path) -> int | None:
    try:
        rows = dict(line.split(":", 1) for line in file.read_text().splitlines() if ":" in line)
        return int(rows["MemTotal"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def write_ahead_log(settings: Settings) -> Check:
    """Whether SQLite's write-ahead log has grown because some reader never lets go."""
    file = database_file(settings)
    log = None if file is None else Path(f"{file}-wal")
    size = log.stat().st_size if log is not None and log.exists() else 0
    if size > _LARGE_WAL:
        text = (
            f"{log} has grown to {size // 1_000_000} MB: a process reads without end; restart the desk and its readers."
        )
        return Check("write-ahead log", "warn", text)
    return Check("write-ahead log", "ok", f"{size // 1_000_000} MB." if file is not None else "PostgreSQL's own.")


def own_folder(settings: Settings) -> Check:
    """Whether desk.data and store.url speak of two databases, one of which is then forgotten."""
    file, inside = database_file(settings), data_folder(settings) / "desk.sqlite3"
    if settings["store.url"] and inside.exists() and (file is None or file.resolve() != inside.resolve()):
        text = f"store.url names the desk, but {inside} holds another one that nobody serves; move it away."
        return Check("one desk", "warn", text)
    return Check("one desk", "ok", "The settings name one database.")
