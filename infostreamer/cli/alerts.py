"""The `alerts` command: list, make after a preview, history, pause, try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import counted, open_desk, output_options, plain, say, show_rows
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model.alert import Alert, Firing

_MOST_SHOWN = 10


@click.group("alerts", invoke_without_command=True)
@output_options
@click.pass_context
def alerts_command(ctx: click.Context, /, as_json: bool, as_jsonl: bool) -> None:
    """List the alerts; each tells when a fact changes."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        alerts, counts = desk.alerts(), desk.firing_counts()
    rows = [{**_shown(alert), "fired": counts.get(alert.id, 0)} for alert in alerts]
    lines = [line for alert in alerts for line in _lines(alert, counts.get(alert.id, 0))]
    show_rows("alerts", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No alerts yet."])


def _shown(alert: Alert) -> dict[str, Any]:
    """The alert without its secret."""
    row = plain(alert)
    del row["key"]
    return row


def _lines(alert: Alert, fired: int) -> list[str]:
    state = "paused" if alert.is_paused else "on"
    where = ", ".join(f"{one.kind} {one.to}{' (stopped)' if one.stopped else ''}" for one in alert.channels)
    return [
        f"{alert.id[:8]}  {state:6}  fired {fired:4}  {alert.name}",
        f"          {', '.join(alert.kinds)}; {alert.query or 'every story'}; {where or 'page and feed only'}",
    ]


@alerts_command.command("add")
@click.argument("name")
@click.option(
    "--on", "kinds", multiple=True, metavar="KIND", help="What to tell of; repeat it. `alerts kinds` lists them."
)
@click.option("--query", default="", help="In which stories, as in a search; without it: in every story.")
@click.option("--email", multiple=True, metavar="ADDRESS", help="Send mails there.")
@click.option("--webhook", multiple=True, metavar="URL", help="Post signed JSON there.")
@click.option("--ntfy", multiple=True, metavar="TOPIC", help="Publish to this ntfy topic, or its full address.")
@click.option("--channel", multiple=True, metavar="KIND=TO", help="Send by the channel of a plug-in.")
@click.option("--cooldown", default="", metavar="SPAN", help="Rest between two messages on a story: 45min, 2h, 1d.")
@click.option("--quiet", default="", metavar="HH:MM-HH:MM", help="Hours in which nothing is told.")
@click.option("--zone", default="", metavar="ZONE", help="Time zone of the quiet hours (setting notify.zone).")
@click.option("--preview", "is_preview", is_flag=True, help="Only say what it would have told in the last 7 days.")
@click.pass_context
def alerts_add(
    ctx: click.Context, /, name: str, kinds: tuple[str, ...], channel: tuple[str, ...], is_preview: bool, **typed: Any
) -> None:
    """Make an alert called NAME, after saying what it would have told."""
    channels = [(kind, to) for kind in ("email", "webhook", "ntfy") for to in typed.pop(kind)]
    with open_desk(ctx) as desk:
        alert = desk.drafted_alert(name, kinds=kinds, channels=[*channels, *map(_channel, channel)], **typed)
        _say_preview(desk, alert)
        if is_preview:
            return say("Nothing was made.")
        desk.add_alert(alert)
    say(f"Made alert {alert.id[:8]}. It tells what changes from now on.")


def _channel(typed: str) -> tuple[str, str]:
    kind, equals, to = typed.partition("=")
    if not equals:
        raise click.UsageError(f"--channel takes KIND=TO, not {typed!r}.")
    return kind, to


def _say_preview(desk: Desk, alert: Alert) -> None:
    from infostreamer.deliver.alerting import PREVIEW_DAYS, preview

    found = preview(desk, alert)
    total = len(found.firings)
    say(f"In the last {PREVIEW_DAYS} days it would have fired {counted(total, 'time')}.")
    for firing in found.firings[:_MOST_SHOWN]:
        for line in _firing_lines(firing):
            echo(one_line(line))


def _firing_lines(firing: Firing) -> list[str]:
    outlets = ", ".join(dict.fromkeys(one.outlet for one in firing.cited))
    lines = [f"{firing.at:%Y-%m-%d %H:%M}  {firing.kind:14}  {firing.text}{f'  ({outlets})' if outlets else ''}"]
    if firing.headline and firing.headline != firing.text:
        lines.append(f"                  {firing.story_id and firing.story_id[:8]}  {firing.headline}")
    return lines


@alerts_command.command("kinds")
def alerts_kinds() -> None:
    """What an alert can be on, and how long it rests after telling it."""
    from infostreamer.desk.orders import span_words
    from infostreamer.model.alert import KINDS

    for one in KINDS:
        rest = f"rests {span_words(one.cooldown_s)}" if one.cooldown_s else "never rests"
        echo(f"{one.kind:15} {one.fires} ({rest})")


@alerts_command.command("history")
@click.argument("name", required=False)
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 10_000))
@output_options
@click.pass_context
def alerts_history(ctx: click.Context, /, name: str | None, limit: int, as_json: bool, as_jsonl: bool) -> None:
    """What the alert NAME fired on, or all alerts, newest first."""
    with open_desk(ctx) as desk:
        alert = desk.alert(name) if name else None
        firings = desk.firings(alert, limit=limit)
        editions = desk.editions(alert, limit=limit) if alert else []
    lines = [line for firing in firings for line in _firing_lines(firing)] or ["Nothing fired so far."]
    lines += [
        f"{one.state:9} {one.channel} {one.to}  {one.subject}{f'  {one.error}' if one.error else ''}"
        for one in editions
    ]
    show_rows("firings", [plain(one) for one in firings], as_json=as_json, as_jsonl=as_jsonl, text=lines)


@alerts_command.command("pause")
@click.argument("name")
@click.pass_context
def alerts_pause(ctx: click.Context, name: str) -> None:
    """Pause the alert NAME; what changes meanwhile is never told."""
    with open_desk(ctx) as desk:
        say(f"Paused {desk.set_alert_paused(name, True).name}.")


@alerts_command.command("resume")
@click.argument("name")
@click.pass_context
def alerts_resume(ctx: click.Context, name: str) -> None:
    """Resume the alert NAME, and channels of it that were stopped."""
    with open_desk(ctx) as desk:
        say(f"Resumed {desk.set_alert_paused(name, False).name}.")


@alerts_command.command("remove")
@click.argument("name")
@click.pass_context
def alerts_remove(ctx: click.Context, name: str) -> None:
    """Forget the alert NAME and its history."""
    with open_desk(ctx) as desk:
        say(f"Removed {desk.remove_alert(name).name}.")


@alerts_command.command("key")
@click.argument("name")
@click.pass_context
def alerts_key(ctx: click.Context, name: str) -> None:
    """Print the key that signs the webhooks of the alert NAME."""
    with open_desk(ctx) as desk:
        echo(desk.alert(name).key)


@alerts_command.command("test")
@click.argument("name")
@click.pass_context
def alerts_test(ctx: click.Context, name: str) -> None:
    """Send a trial message, which says that it is one, to every channel of the alert NAME. Exit 1 if one fails."""
    from infostreamer.deliver.gathering import place_of
    from infostreamer.deliver.messages import trial_edition
    from infostreamer.deliver.sending import send_now

    failed = 0
    with open_desk(ctx) as desk:
        alert = desk.alert(name)
        if not alert.channels:
            say(f"{alert.name} has no channel: its page and the feed tell what fires.")
        for channel in alert.channels:
            edition = trial_edition(alert, channel, place=place_of(desk.settings), now=desk.now())
            receipt = send_now(desk, edition)
            failed += receipt.error is not None
            say(f"{channel.kind} {channel.to}: {receipt.error or 'taken'}")
    ctx.exit(1 if failed else 0)
