"""Backups: `backup FILE`, `backup --check FILE`, `restore FILE`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infostreamer.cli.context import counted, open_desk, plain, say, settings_of, show_json

if TYPE_CHECKING:
    from infostreamer.desk.backup_file import About
    from infostreamer.desk.backup_keys import Key, Lock
    from infostreamer.settings import Settings

_KEY = click.option("--key", type=click.Path(path_type=Path), help="Key file that opens an encrypted backup.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read the backup FILE instead: is it whole, and what does it hold?")
@click.option("--to", multiple=True, metavar="age1…", help="Encrypt for this public key (setting backup.public_keys).")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase and encrypt under it.")
@click.option("--new-key", is_flag=True, help="Write a new secret key to FILE instead, and print its public key.")
@_KEY
@_JSON
@click.pass_context
def backup_command(
    ctx: click.Context,
    file: Path,
    check: bool,
    to: tuple[str, ...],
    passphrase: bool,
    new_key: bool,
    key: Path | None,
    as_json: bool,
) -> None:
    """Write a backup of the whole desk to a new FILE. The desk may be at work meanwhile; the backup is of one moment.

    FILE is a gzipped tar of one SQLite file and a note with its hash and digest; encrypted, it is in the format of
    age. Logins are left out, settings too: keep infostreamer.toml yourself. A passphrase is never an argument: it is
    asked for, or read from INFOSTREAMER_BACKUP__PASSPHRASE or the file named by INFOSTREAMER_BACKUP__PASSPHRASE_FILE.
    """
    if new_key:
        return _make_key(file)
    if check:
        return _check(settings_of(ctx), file, key, as_json)
    from infostreamer.desk.backups import make_backup
    from infostreamer.desk.copying import refuse_without_desk

    settings = settings_of(ctx)
    refuse_without_desk(settings)
    lock = _lock(settings, to, passphrase)
    with open_desk(ctx) as desk:
        about = make_backup(desk, file, lock)
    _show(about, f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB, {_closed(lock)}).", as_json)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@_KEY
@_JSON
@click.pass_context
def restore_command(ctx: click.Context, file: Path, key: Path | None, as_json: bool) -> None:
    """Bring the backup FILE back as a new desk, on SQLite or PostgreSQL, whichever it was made on.

    All of it is checked first: hashes, the database, the digest. A restore that fails leaves nothing behind. Nobody is
    logged in afterwards. Messages that waited when the backup was made are sent, though they may have been sent since.
    """
    from infostreamer.desk.backups import restore_backup

    settings = settings_of(ctx)
    about = restore_backup(file, _key(settings, file, key), settings)
    _show(about, f"Restored {file}, made {about.made_at} by {about.release}. Everybody logs in anew.", as_json)


def _make_key(file: Path) -> None:
    from infostreamer.desk.backup_keys import new_key

    click.echo(new_key(file))
    say(f"Wrote the secret key to {file}; keep it off this machine: without it no backup made for it can be opened.")
    say("Put the public key above into the setting backup.public_keys, or give it with --to.")


def _check(settings: Settings, file: Path, key: Path | None, as_json: bool) -> None:
    from infostreamer.desk.backups import check_backup
    from infostreamer.settings import data_folder

    about = check_backup(file, _key(settings, file, key), data_folder(settings))
    _show(about, f"{file} is whole: hashes, database and digest are as written.", as_json)


def _lock(settings: Settings, to: tuple[str, ...], is_asked: bool) -> Lock:
    from infostreamer.desk.backup_keys import Lock
    from infostreamer.desk.backups import lock_of

    if to and is_asked:
        raise click.UsageError("A backup is encrypted for a key or under a passphrase, not both.")
    if to:
        return Lock(public_keys=to)
    if is_asked:
        return Lock(passphrase=_asked(confirm=True))
    return lock_of(settings)


def _key(settings: Settings, file: Path, key: Path | None) -> Key:
    from infostreamer.desk.backup_keys import Key, how_closed, read_key

    closed = how_closed(file)
    if closed == "key" and key is not None:
        return Key(secret_keys=read_key(key))
    if closed != "passphrase":
        return Key()
    return Key(passphrase=str(settings["backup.passphrase"]) or _asked(confirm=False))


def _asked(*, confirm: bool) -> str:
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def _closed(lock: Lock) -> str:
    if lock.is_open:
        return "not encrypted"
    return f"encrypted for {counted(len(lock.public_keys), 'key')}" if lock.public_keys else "under a passphrase"


def _show(about: About, first: str, as_json: bool) -> None:
    if as_json:
        return show_json(plain(replace(about)))
    rows = about.rows
    say(first)
    say(
        f"Made {about.made_at} by {about.release}: {counted(rows['captures'], 'capture')}, "
        f"{counted(rows['reports'], 'report')}, {counted(rows['stories'], 'story', 'stories')}, "
        f"{counted(rows['dossiers'], 'dossier')}, {counted(rows['sources'], 'source')}, "
        f"{counted(rows['notes'], 'note')}, {counted(rows['users'], 'account')}."
    )
    say(f"Digest {about.digest}.")
    say(f"Secrets inside: {', '.join(about.secrets) or 'none'}. Left out: {', '.join(about.left_out)}.")
