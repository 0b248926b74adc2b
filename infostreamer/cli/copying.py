"""`db copy`: the desk into another database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from infostreamer.cli.context import counted, open_desk, say, settings_of

if TYPE_CHECKING:
    from infostreamer.store.copying import Copied


@click.command("copy")
@click.argument("target_url")
@click.pass_context
def db_copy(ctx: click.Context, target_url: str) -> None:
    """Copy the whole desk into an empty database: sqlite:///FILE or postgresql://USER@HOST/DATABASE.

    Everything goes along: captures, reports, stories, dossiers, notes, accounts, sessions, alerts. This desk may be
    at work meanwhile; the copy is of one moment. Each row is read back and compared, then the digests are. A copy
    that fails or is stopped leaves the target empty. Keep the password out of the command line: PostgreSQL's own
    PGPASSWORD and ~/.pgpass work.
    """
    from infostreamer.desk.copying import copy_desk, refuse_without_desk

    refuse_without_desk(settings_of(ctx))
    with open_desk(ctx) as desk, _progress() as told:
        copied = copy_desk(desk, target_url, told=told)
    for line in _lines(copied):
        say(line)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(disable=not console.is_terminal, console=console) as bar:
        tasks = {step: bar.add_task(step, total=None) for step in ("copy", "check")}
        yield lambda step, done, of: bar.update(tasks[step], completed=done, total=of)


def _lines(copied: Copied) -> list[str]:
    rows = copied.rows
    parts = [
        counted(rows["captures"], "capture"),
        counted(rows["reports"], "report"),
        counted(rows["stories"], "story", "stories"),
        counted(rows["dossiers"], "dossier"),
    ]
    lines = [
        f"Copied {', '.join(parts)} and all else: {counted(sum(rows.values()), 'row')}, each read back and compared.",
        f"Both desks have the digest {copied.digest}.",
        "This desk is unchanged. To go on with the copy, stop this desk and set store.url to the copy's address: two "
        "desks at work would both visit the sources and both send alerts.",
    ]
    if copied.mended:
        lines.insert(1, f"{counted(copied.mended, 'text')} held a NUL character, which PostgreSQL refuses: now U+FFFD.")
    return lines
