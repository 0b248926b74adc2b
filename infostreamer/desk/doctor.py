"""Can this desk work here? Each check looks at one thing and says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infostreamer.desk import (
    checks_of_desk,
    checks_of_machine,
    checks_of_parts,
    checks_of_process,
    checks_of_server,
    checks_of_settings,
)
from infostreamer.desk.checks import Check
from infostreamer.model import ConfigurationError, InformationStreamerError
from infostreamer.settings import Settings, data_folder

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk

_ENOUGH_BYTES, _LITTLE_BYTES = 500_000_000, 50_000_000
_ENOUGH_FILES = 1_000
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def examine(settings: Settings) -> list[Check]:
    """Every check, in order; a check that cannot be made is itself a finding."""
    return [_tried(check, settings) for check in _OF_SETTINGS] + checks_of_server.server(settings) + _of_desk(settings)


def of_bad_settings(error: ConfigurationError) -> Check:
    """The finding where the settings themselves cannot be read: with it no command works."""
    return Check("settings", "bad", str(error))


def _tried(check: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return check(settings)
    except Exception as error:
        return Check(check.__name__.strip("_").replace("_", " "), "warn", f"It could not be looked at: {error}")


def _of_desk(settings: Settings) -> list[Check]:
    from infostreamer.desk.desk import Desk

    if not settings["store.url"] and not (data_folder(settings) / "desk.sqlite3").exists():
        return []
    try:
        with Desk.open(settings) as desk:
            return [_tried_on(check, desk) for check in _OF_DESK]
    except Exception:
        return []  # the check of the database has told why


def _tried_on(check: Callable[[Desk], Check], desk: Desk) -> Check:
    try:
        return check(desk)
    except Exception as error:
        return Check(check.__name__.replace("_", " "), "warn", f"It could not be looked at: {error}")


def _python(_: Settings) -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", "ok", f"Python {version}.")


def _full_text(settings: Settings) -> Check:
    if str(settings["store.url"]).startswith("postgres"):
        return Check("full text", "ok", "PostgreSQL brings its own.")
    try:
        sqlite3.connect(":memory:").execute("create virtual table t using fts5(x)")
    except sqlite3.OperationalError:
        return Check("full text", "bad", "This Python's SQLite lacks FTS5; use another Python build or PostgreSQL.")
    return Check("full text", "ok", f"SQLite {sqlite3.sqlite_version} with FTS5.")


def _folder(settings: Settings) -> Check:
    folder = data_folder(settings)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir():
        return Check("data folder", "bad", f"{existing} is a file, not a folder; choose one with --data.")
    probe = existing / ".infostreamer-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Check(
            "data folder",
            "bad",
            f"{existing} cannot be written ({error.strerror}); mend its owner or disk, or choose another with --data.",
        )
    return Check("data folder", "ok", f"{folder} can be written.")


def _space(settings: Settings) -> Check:
    folder = data_folder(settings)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir():
        return Check("disk", "ok", "Not looked at: there is no folder.")
    free = shutil.disk_usage(existing).free
    if free < _LITTLE_BYTES:
        return Check(
            "disk", "bad", f"Only {free // 1_000_000} MB free at {existing}: nothing new can be kept soon; make room."
        )
    if free < _ENOUGH_BYTES:
        return Check("disk", "warn", f"Only {free // 1_000_000} MB free at {existing}; make room.")
    space = os.statvfs(existing) if hasattr(os, "statvfs") else None
    if space is not None and space.f_files and space.f_favail < _ENOUGH_FILES:
        return Check("disk", "warn", f"Only {space.f_favail} more files fit at {existing} (df -i); remove small files.")
    return Check("disk", "ok", f"{free // 1_000_000_000} GB free.")


def _database(settings: Settings) -> Check:
    from infostreamer.desk.desk import Desk

    if not settings["store.url"] and not (data_folder(settings) / "desk.sqlite3").exists():
        return Check("database", "ok", "None yet; it is made at the first use.")
    try:
        with Desk.open(settings) as desk:
            counts = desk.counts()
            with desk.store.read() as unit:
                damage = unit.gauges.damage()
    except InformationStreamerError as error:
        return Check("database", "bad", str(error))
    except Exception as error:
        return Check("database", "bad", f"It cannot be opened: {error}.")
    if damage:
        return Check("database", "bad", damage)
    return Check("database", "ok", f"Reports: {counts['reports']}; stories: {counts['stories']}.")


def _sources(settings: Settings) -> Check:
    from infostreamer.desk.desk import Desk

    if not settings["store.url"] and not (data_folder(settings) / "desk.sqlite3").exists():
        return Check("sources", "ok", "None yet; `infostreamer add URL` follows one.")
    try:
        with Desk.open(settings) as desk:
            rows = desk.sources()
    except Exception:
        return Check("sources", "warn", "They could not be read; mend the database first.")
    return checks_of_desk.followed(rows)


def _exposure(settings: Settings) -> Check:
    from infostreamer.desk.desk import Desk

    if settings["web.host"] in _LOOPBACK:
        return Check("exposure", "ok", "Only this machine can reach the desk.")
    who = f"Whoever reaches {settings['web.host']}"
    if settings["web.proxy_login"] or settings["web.proxy_user_header"]:
        return Check("exposure", "ok", f"{who} came through a proxy with a login, say web.proxy_*.")
    try:
        with Desk.open(settings) as desk:
            has_accounts = desk.has_accounts()
    except Exception:
        return Check("exposure", "warn", "Whether there are accounts could not be read; mend the database first.")
    if not has_accounts:
        advice = "add an account with `infostreamer users add NAME --role admin`"
        return Check("exposure", "bad", f"{who} could change this desk, so it will not be served: {advice}.")
    if settings["web.public"]:
        return Check("exposure", "ok", f"{who} may read; to write, they must log in.")
    return Check("exposure", "ok", f"{who} is asked for a login.")


def _contact(settings: Settings) -> Check:
    if settings["collect.contact"]:
        return Check("contact", "ok", f"Publishers see {settings['collect.contact']}.")
    if settings["proxy.address"]:
        return Check("contact", "ok", "None is given: publishers behind a proxy learn no address of yours.")
    return Check("contact", "warn", "Set collect.contact, so that a publisher can write instead of blocking you.")


def _private(settings: Settings) -> Check:
    if settings["collect.allow_private"]:
        return Check("private networks", "warn", "Sources may reach private networks; turn collect.allow_private off.")
    return Check("private networks", "ok", "Refused.")


def _clock(settings: Settings) -> Check:
    now, newest = datetime.now(UTC), Path(__file__).stat().st_mtime
    if now.timestamp() < newest - 86_400:
        return Check("clock", "bad", f"The clock says {now:%Y-%m-%d}, which is before this program was installed.")
    return Check("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC.")


_OF_SETTINGS: tuple[Callable[[Settings], Check], ...] = (
    _python,
    checks_of_process.settings_file,
    _full_text,
    _folder,
    _space,
    checks_of_process.owner,
    checks_of_machine.file_system,
    checks_of_process.links,
    checks_of_machine.readable_by_others,
    checks_of_machine.temporary,
    checks_of_machine.open_files,
    checks_of_machine.memory,
    checks_of_process.limits,
    checks_of_process.encoding,
    checks_of_process.machine_zone,
    checks_of_process.unit_file,
    _database,
    checks_of_machine.write_ahead_log,
    checks_of_machine.own_folder,
    _sources,
    checks_of_parts.port,
    _exposure,
    checks_of_parts.secure,
    checks_of_settings.host_names,
    checks_of_settings.believed,
    checks_of_settings.proxy,
    checks_of_settings.pace,
    _contact,
    _private,
    _clock,
    checks_of_settings.zone,
    checks_of_settings.mail,
    checks_of_parts.mail_server,
    checks_of_settings.language_model,
    checks_of_parts.plugins,
    checks_of_parts.models,
    checks_of_parts.backup_target,
)
_OF_DESK: tuple[Callable[[Desk], Check], ...] = (
    checks_of_desk.work,
    checks_of_desk.network,
    checks_of_desk.clock,
    checks_of_desk.receivers,
    checks_of_desk.sending,
    checks_of_desk.admins,
    checks_of_desk.backups,
)
