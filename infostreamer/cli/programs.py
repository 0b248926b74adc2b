"""Commands for programs: mcp."""

from __future__ import annotations

import click

from infostreamer.cli.context import open_desk


@click.command("mcp")
@click.pass_context
def mcp_command(ctx: click.Context) -> None:
    """Serve the desk as tools for a language model, over standard input and output (extra `mcp`).

    Read-only. Started by the program that asks, such as a desktop assistant; docs/howto/mcp.md shows its settings.
    """
    from infostreamer.web.mcp.server import serve_stdio

    with open_desk(ctx) as desk:
        serve_stdio(desk)
