"""What every command needs: the settings, an open desk, and output as text, JSON or JSON lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from infostreamer.cli.terminal import echo, one_line, visible_json

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def settings_of(ctx: click.Context, **given: Any) -> Settings:
    """The settings under this command line; `given` (names with "__" for ".") are the command's own flags.

    Raises:
        ConfigurationError: unknown or invalid settings.
        click.UsageError: `--set` without "=".
    """
    from infostreamer.settings import Settings

    options = ctx.find_root().obj
    flags: dict[str, Any] = {}
    for pair in options["assigned"]:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {pair!r}.")
        flags[name] = value
    if options["data"]:
        flags["desk.data"] = options["data"]
    if options.get("log_format"):
        flags["log.format"] = options["log_format"]
    if options["allow_private"]:
        flags["collect.allow_private"] = True
    flags.update({name.replace("__", "."): value for name, value in given.items() if value is not None})
    environment = dict(os.environ)
    if options["config"]:
        environment["INFOSTREAMER_CONFIG"] = options["config"]
        if not Path(options["config"]).is_file():
            raise click.UsageError(f"There is no settings file {options['config']!r}.")
    return Settings.load(flags, environment=environment)


@contextmanager
def open_desk(ctx: click.Context, **given: Any) -> Iterator[Desk]:
    """The desk under this command line, closed at the end."""
    from infostreamer.desk import Desk

    with Desk.open(settings_of(ctx, **given)) as desk:
        yield desk


class ShownByName(click.Group):
    """`stories ID` shows a story: what is no subcommand is taken as the name of one thing to show."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """ "1 story", "2 stories": how many there are of something."""
    return f"{number:,}".replace(",", " ") + f" {noun if number == 1 else nouns or f'{noun}s'}"


def output_options(command: F) -> F:
    """Add `--json` (one object) and `--jsonl` (one object a line)."""
    command = click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object per line.")(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON object.")(command)


def show_rows(noun: str, rows: list[dict[str, Any]], *, as_json: bool, as_jsonl: bool, text: Iterable[str]) -> None:
    """Print rows in the form asked for: `{"schema": "infostreamer/<noun>/1", "<noun>": [...]}`, lines, or text."""
    schema = f"infostreamer/{noun}/1"
    if as_json:
        show_json({"schema": schema, noun: rows})
    elif as_jsonl:
        for row in rows:
            echo(_dumps({"schema": schema, **row}))
    else:
        for line in text:
            echo(one_line(line))


def show_json(value: dict[str, Any]) -> None:
    """Print one JSON object, indented on a terminal and compact in a pipe."""
    echo(_dumps(value, indent=2 if sys.stdout.isatty() else None))


def plain(value: object) -> dict[str, Any]:
    """A noun as plain JSON values."""
    import msgspec

    fields: dict[str, Any] = msgspec.to_builtins(value)
    return fields


def say(text: str) -> None:
    """Say one line to the person at the terminal, on stderr. Where that goes to a full disk, nothing is said: a desk
    that could not write its log would else stop collecting for it.

    Raises:
        BrokenPipeError: nobody reads any more.
    """
    try:
        echo(one_line(text), err=True)
    except BrokenPipeError:
        raise
    except OSError:
        return


def _dumps(value: Any, *, indent: int | None = None) -> str:
    import msgspec

    encoded = msgspec.json.encode(value)
    return visible_json((msgspec.json.format(encoded, indent=indent) if indent else encoded).decode())
