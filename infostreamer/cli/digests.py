"""The `digest` and `digests` commands: print or send what is new; standing orders for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_rows
from infostreamer.cli.terminal import echo

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model.digest import Digest


@click.command("digest")
@click.argument("name", required=False)
@click.option("--since", metavar="last|24h|DATE", help="New since when; without it: since the digest's last issue.")
@click.option("--query", default="", help="Only stories that match; for a digest without a NAME.")
@click.option("--send", is_flag=True, help="Send the digest NAME now and move its mark.")
@click.option("--html", "as_html", is_flag=True, help="Print it as HTML.")
@click.option("--exit-code", is_flag=True, help="Exit 4 when nothing is new.")
@click.pass_context
def digest_command(
    ctx: click.Context, name: str | None, since: str | None, query: str, send: bool, as_html: bool, exit_code: bool
) -> None:
    """Print what is new as a digest: of the digest NAME, or of all stories since you last looked. No mark is moved."""
    if send and (not name or since):
        raise click.UsageError("--send needs the NAME of a digest, and goes by its own mark: leave --since out.")
    with open_desk(ctx) as desk:
        if send and name:
            return _send(desk, name)
        found = _print(desk, name, since, query, as_html)
    ctx.exit(4 if exit_code and not found else 0)


def _print(desk: Desk, name: str | None, since: str | None, query: str, as_html: bool) -> bool:
    from infostreamer.deliver import letter as letters
    from infostreamer.deliver.digests import MOST_STORIES, compose, letter_of
    from infostreamer.desk.since import parse_since

    wanted = parse_since(since, desk.now())
    if name:
        found = compose(desk, desk.digest_called(name), since=wanted).letter
    else:
        page = desk.news(since=wanted, query=query, limit=MOST_STORIES)
        found = letter_of(desk, _unnamed(desk, query), page) if page.items else None
    if found is None:
        say("Nothing new.")
        return False
    echo((letters.as_html if as_html else letters.as_text)(found).rstrip("\n"))
    return True


def _unnamed(desk: Desk, query: str) -> Digest:
    """A digest that is only printed."""
    return replace(desk.drafted_digest("What is new", to="nobody@localhost", query=query), key="")


def _send(desk: Desk, name: str) -> None:
    from infostreamer.deliver.digests import issue_one
    from infostreamer.deliver.sending import deliver_once

    edition = issue_one(desk, desk.digest_called(name))
    if edition is None:
        return say("Nothing new; nothing was sent.")
    deliver_once(desk)
    kept = next((one for one in desk.editions(desk.digest_called(name)) if one.id == edition.id), edition)
    say(f"{kept.state}: {kept.subject}{f' ({kept.error})' if kept.error else ''}")


@click.group("digests", invoke_without_command=True)
@output_options
@click.pass_context
def digests_command(ctx: click.Context, /, as_json: bool, as_jsonl: bool) -> None:
    """List the digests."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        digests = desk.digests()
    rows = [{name: value for name, value in plain(one).items() if name != "key"} for one in digests]
    lines = [
        f"{one.id[:8]}  {_state(one):32}  {one.name}  to {one.to}; {one.query or 'every story'}" for one in digests
    ]
    show_rows("digests", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No digests yet."])


def _state(digest: Digest) -> str:
    if digest.is_paused or digest.next_at is None:
        return "paused"
    return f"{digest.rhythm}, next {digest.next_at:%Y-%m-%d %H:%M} UTC"


@digests_command.command("add")
@click.argument("name")
@click.option("--to", required=True, metavar="ADDRESS", help="Mail address it goes to.")
@click.option("--rhythm", default="daily", show_default=True, metavar="hourly|daily|weekly")
@click.option("--at", default="07:00", show_default=True, metavar="HH:MM", help="Local time; of hourly the minutes.")
@click.option("--weekday", default="Monday", show_default=True, help="Of a weekly one.")
@click.option("--zone", default="", metavar="ZONE", help="Time zone (setting notify.zone).")
@click.option("--query", default="", help="Only stories that match, as in a search.")
@click.pass_context
def digests_add(ctx: click.Context, /, name: str, **typed: Any) -> None:
    """Make a digest called NAME."""
    with open_desk(ctx) as desk:
        made = desk.add_digest(desk.drafted_digest(name, **typed))
    say(f"Made digest {made.id[:8]}; the first one comes {made.next_at:%Y-%m-%d %H:%M} UTC, when something is new.")


@digests_command.command("pause")
@click.argument("name")
@click.pass_context
def digests_pause(ctx: click.Context, name: str) -> None:
    """Pause the digest NAME."""
    with open_desk(ctx) as desk:
        say(f"Paused {desk.set_digest_paused(name, True).name}.")


@digests_command.command("resume")
@click.argument("name")
@click.pass_context
def digests_resume(ctx: click.Context, name: str) -> None:
    """Resume the digest NAME; its next issue tells what changed meanwhile."""
    with open_desk(ctx) as desk:
        say(f"Resumed {desk.set_digest_paused(name, False).name}.")


@digests_command.command("remove")
@click.argument("name")
@click.pass_context
def digests_remove(ctx: click.Context, name: str) -> None:
    """Forget the digest NAME."""
    with open_desk(ctx) as desk:
        say(f"Removed {desk.remove_digest(name).name}.")
