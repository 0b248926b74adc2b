"""What the doctor looks at in what the desk runs in: settings file, user, locale, zone, limits, unit of systemd."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from infostreamer.desk.checks import Check
from infostreamer.desk.checks_of_machine import database_file
from infostreamer.settings import Settings, data_folder, default_files

_UNITS = (Path("/etc/systemd/system/infostreamer.service"), Path("/usr/lib/systemd/system/infostreamer.service"))
_ENOUGH_BYTES = 2_000_000_000  # that one file may hold, and that one process may map
_ENOUGH_PROCESSES = 64  # threads count as such


def settings_file(_: Settings, environment: Mapping[str, str] = os.environ) -> Check:
    """Whether the settings file that is named is there: a missing one is passed over, and every default holds."""
    found = [str(file) for file in default_files(environment) if file.exists()]
    named = environment.get("INFOSTREAMER_CONFIG")
    if named and not Path(named).exists():
        text = f"INFOSTREAMER_CONFIG names {named}, which is not there, so what should stand in it does not hold."
        return Check("settings file", "warn", f"{text} Make it, if only an empty one, or mend the name.")
    return Check("settings file", "ok", f"{' and '.join(found)}." if found else "None: every default holds.")


def owner(settings: Settings) -> Check:
    """Whether the data folder and the files in it belong to whoever runs the desk: root can write everything, and what
    root writes the desk's own user can not."""
    folder = data_folder(settings) if database_file(settings) is None else _parent(settings)
    if not folder.is_dir() or not hasattr(os, "geteuid"):
        return Check("owner", "ok", "Nothing is there yet.")
    me, whose = os.geteuid(), folder.stat().st_uid
    others = sorted(file for file in _own_files(settings, folder) if _owner_of(file) not in (None, me))
    if me == 0 and (whose != 0 or others):
        user = _user(whose or _owner_of(others[0]) or 0)
        text = f"You are root, and {folder} belongs to {user}: what root makes there {user} may not write."
        return Check("owner", "warn", f"{text} Give commands as {user}.")
    if others:
        text = f"{others[0]} belongs to {_user(_owner_of(others[0]) or 0)}, not to {_user(me)}, who runs this."
        return Check("owner", "bad", f"{text} As root: chown -R {_user(me)} {folder}.")
    if whose != me and not os.access(folder, os.W_OK):
        text = f"{folder} belongs to {_user(whose)} and {_user(me)}, who runs this, may not write there."
        return Check("owner", "bad", f"{text} As root: chown -R {_user(me)} {folder} (of a container: its volume).")
    return Check("owner", "ok", f"{folder} is {_user(me)}'s to write.")


def _parent(settings: Settings) -> Path:
    file = database_file(settings)
    return data_folder(settings) if file is None else file.parent


def _own_files(settings: Settings, folder: Path) -> list[Path]:
    try:
        return [
            file for file in folder.iterdir() if file.name.startswith("desk.sqlite3") or file == database_file(settings)
        ]
    except OSError:
        return []


def _owner_of(file: Path) -> int | None:
    try:
        return file.stat().st_uid
    except OSError:
        return None


def _user(number: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return f"user {number}"


def links(settings: Settings) -> Check:
    """Whether the database has two names: SQLite keeps its log beside the name, so two would not know of each other."""
    file = database_file(settings)
    if file is not None and file.is_file() and file.stat().st_nlink > 1:
        text = f"{file} has a second name (a hard link), and whoever opens it by that damages it; keep one name."
        return Check("one name", "bad", text)
    return Check("one name", "ok", "The database has one name." if file is not None else "PostgreSQL's own.")


def encoding(_: Settings, out: object = None) -> Check:
    """Whether every script can be printed and every file named."""
    names = (sys.getfilesystemencoding(), getattr(out or sys.stdout, "encoding", None) or "utf-8")
    odd = [name for name in names if name.lower().replace("-", "") != "utf8"]
    if odd:
        text = f"This process speaks {odd[0]}, which cannot write every script: set LANG=C.UTF-8 or PYTHONUTF8=1."
        return Check("locale", "warn", text)
    return Check("locale", "ok", f"UTF-8 ({locale.setlocale(locale.LC_CTYPE) or 'C'}).")


def machine_zone(_: Settings, environment: Mapping[str, str] = os.environ) -> Check:
    """Whether TZ names a zone: of one that it does not know the system makes UTC, and says nothing."""
    named = environment.get("TZ", "").removeprefix(":")
    if re.fullmatch(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)+", named):
        try:
            ZoneInfo(named)
        except (KeyError, ValueError, OSError):
            text = f"TZ is {named}, a zone that this machine does not know, so it counts as UTC; mend the name."
            return Check("zone of the machine", "warn", text)
    return Check("zone of the machine", "ok", f"{named or 'As the system has it'}; the desk keeps all times in UTC.")


def limits(_: Settings) -> Check:
    """Whether this process may write large files, hold memory and start helpers."""
    try:
        import resource
    except ImportError:
        return Check("limits", "ok", "None on this system.")
    rows = (
        (resource.RLIMIT_FSIZE, _ENOUGH_BYTES, "A file may hold {} MB (ulimit -f, LimitFSIZE)", 1_000_000),
        (resource.RLIMIT_AS, _ENOUGH_BYTES, "A process may map {} MB (ulimit -v, LimitAS)", 1_000_000),
        (
            resource.RLIMIT_NPROC,
            _ENOUGH_PROCESSES,
            "This user may run {} processes and threads (ulimit -u, LimitNPROC)",
            1,
        ),
    )
    for which, enough, said, unit in rows:
        soft = resource.getrlimit(which)[0]
        if soft != resource.RLIM_INFINITY and soft < enough:
            return Check("limits", "warn", f"{said.format(soft // unit)}; a desk needs {enough // unit}: raise it.")
    return Check("limits", "ok", "Files, memory and processes are not held short.")


def unit_file(settings: Settings, files: tuple[Path, ...] = _UNITS) -> Check:
    """Whether the unit of systemd starts a program that is there, as a user that is there, on this very desk."""
    file = next((one for one in files if one.is_file()), None)
    if file is None:
        return Check("unit", "ok", "No unit of systemd is installed.")
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return Check("unit", "ok", f"{file} is not yours to read.")
    trouble = _trouble_of(text, settings)
    if trouble:
        return Check("unit", "warn", f"{file}: {trouble} Mend it, then `systemctl daemon-reload`.")
    return Check("unit", "ok", f"{file} starts this desk.")


def _trouble_of(text: str, settings: Settings) -> str | None:
    said = dict(re.findall(r"^\s*(ExecStart|User|WorkingDirectory|StateDirectory)\s*=\s*(.*\S)", text, re.MULTILINE))
    program = said.get("ExecStart", "").lstrip("-@:+!").split(" ")[0]
    if program.startswith("/") and not os.access(program, os.X_OK):
        return f"it starts {program}, which is not there or may not be run."
    if "User" in said and not _is_user(said["User"]):
        return f"it runs as {said['User']}, a user that does not exist: useradd --system {said['User']}."
    config = re.search(r"^\s*Environment=.*INFOSTREAMER_CONFIG=([^\s\"']+)", text, re.MULTILINE)
    if config and "%" not in config[1] and not Path(config[1]).exists():
        return f"it reads the settings {config[1]}, which are not there."
    return _other_desk(said, settings)


def _other_desk(said: Mapping[str, str], settings: Settings) -> str | None:
    given = re.search(r"--data[= ](\S+)", said.get("ExecStart", ""))
    if given is None or settings["store.url"]:
        return None
    state = f"/var/lib/{said.get('StateDirectory', '').split(' ')[0]}"
    theirs = Path(re.sub(r"\$\{?STATE_DIRECTORY\}?|%S/\S+", state, given[1]))
    if theirs.resolve() != data_folder(settings).resolve():
        return f"it serves the desk in {theirs}, and you asked about {data_folder(settings)}: name one with --data."
    return None


def _is_user(name: str) -> bool:
    try:
        import pwd

        pwd.getpwnam(name)
    except (ImportError, KeyError):
        return name.isdigit()
    return True
