"""Commands for whoever runs the desk: config, doctor, db, version."""

from __future__ import annotations

from typing import Any

import click

from infostreamer.cli.context import open_desk, output_options, say, settings_of, show_json, show_rows
from infostreamer.cli.copying import db_copy


@click.group("config")
def config_command() -> None:
    """Settings: flag > environment > TOML > default."""


@config_command.command("show")
@click.option("--origin", is_flag=True, help="Show where each value comes from.")
@output_options
@click.pass_context
def config_show(ctx: click.Context, origin: bool, as_json: bool, as_jsonl: bool) -> None:
    """Every setting with its value."""
    from infostreamer.settings import SETTINGS

    settings = settings_of(ctx)
    rows: list[dict[str, Any]] = [
        {
            "name": setting.name,
            "value": settings.shown(setting.name),
            "origin": settings.origin(setting.name),
            "unit": setting.unit,
            "help": setting.help,
        }
        for setting in SETTINGS
    ]
    lines = [
        f"{row['name']:24} {row['value']!s:24}" + (f" {row['origin']:12}" if origin else f" {row['help']}")
        for row in rows
    ]
    show_rows("settings", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)


@click.command("doctor")
@output_options
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """Check that this desk can work, and say what to do where it cannot. Exit 1 when something must be mended."""
    from infostreamer.desk.doctor import examine, of_bad_settings
    from infostreamer.model import ConfigurationError

    try:
        checks = examine(settings_of(ctx))
    except ConfigurationError as error:  # a name misspelt in a file or the environment: nothing else would start
        checks = [of_bad_settings(error)]
    rows = [{"check": one.name, "state": one.state, "text": one.text} for one in checks]
    lines = [f"{one.state:5} {one.name}: {one.text}" for one in checks]
    show_rows("doctor", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)
    ctx.exit(1 if any(one.state == "bad" for one in checks) else 0)


@click.group("db")
def db_command() -> None:
    """The database."""


@db_command.command("digest")
@click.pass_context
def db_digest(ctx: click.Context) -> None:
    """64 hex digits over everything derived: equal for equal desks, however they came about."""
    with open_desk(ctx) as desk:
        click.echo(desk.digest())


@db_command.command("rebuild")
@click.pass_context
def db_rebuild(ctx: click.Context) -> None:
    """Drop everything derived and derive it again from the captures and judgements."""
    with open_desk(ctx) as desk:
        before = desk.digest()
        desk.rebuild()
        after = desk.digest()
    say("The same result as before." if before == after else f"The result changed: {before[:16]} -> {after[:16]}.")


db_command.add_command(db_copy)


@click.command("version")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def version_command(as_json: bool) -> None:
    """Print the version."""
    from infostreamer import __version__

    if as_json:
        return show_json({"schema": "infostreamer/version/1", "version": __version__})
    click.echo(f"infostreamer {__version__}")
