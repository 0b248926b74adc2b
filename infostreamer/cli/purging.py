"""`purge`: delete reports for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import counted, open_desk, say, settings_of, show_json

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.desk.purging import Planned, Publication, Purged

_SHOWN = 20
_ONE = {"stories": "story", "alerts told": "alert told"}


@click.command("purge")
@click.option("--report", "reports", multiple=True, metavar="ID", help="This report, with all its versions.")
@click.option("--address", "addresses", multiple=True, metavar="URL", help="What came, or would come, from here.")
@click.option("--source", metavar="SOURCE", help="Every report of this source; go on following it or not.")
@click.option("--older-than", type=click.IntRange(1), metavar="DAYS", help="Every report that came longer ago.")
@click.option("--also-held", is_flag=True, help="With --older-than: also what readers hold on to.")
@click.option("--why", default="", help="Kept with the tombstone and shown where the report was.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def purge_command(
    ctx: click.Context,
    reports: tuple[str, ...],
    addresses: tuple[str, ...],
    source: str | None,
    older_than: int | None,
    also_held: bool,
    why: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Delete reports for good: after a court order, for a person under threat, or because they are old.

    All versions go, with the bytes they were read from, notes and highlights on them, decisions about them, past forms
    of stories, alerts and messages that tell of them. Stories and dossiers around them are made again without them.
    Hashes of addresses and ids stay, so that they are not taken in again. --older-than spares what somebody holds on
    to by a bookmark, a followed story, a highlight, a note, a share or a dossier.

    What was sent, exported or backed up is out of the desk's reach; backups that still hold it are named. The database
    is written anew afterwards, and for that time nothing else is saved.
    """
    from infostreamer.desk.copying import refuse_without_desk
    from infostreamer.desk.purging import finish, plan, purge
    from infostreamer.model import NotFound

    refuse_without_desk(settings_of(ctx))
    with open_desk(ctx) as desk:
        finished = None if dry_run else finish(desk)
        try:
            chosen = _chosen(desk, reports, addresses, source, older_than, also_held)
        except NotFound:
            if finished is None:
                raise
            say("The purge that was broken off is finished.")
            return _show_done(finished, as_json)
        planned = plan(desk, chosen)
        if not as_json or dry_run:
            _show_plan(planned, as_json)
        if dry_run:
            return
        if not chosen:
            ctx.exit(4)
        if not why.strip():
            raise click.UsageError("Say why with --why; it is kept with the tombstone.")
        if not yes and not _is_confirmed():
            say("Nothing was deleted.")
            ctx.exit(1)
        _show_done(purge(desk, chosen, why=why), as_json)


def _is_confirmed() -> bool:
    try:
        return click.confirm("Delete this for good?", err=True)
    except click.Abort:
        raise click.UsageError("Nothing was deleted: nobody answered. --yes deletes without asking.") from None


def _chosen(
    desk: Desk,
    reports: tuple[str, ...],
    addresses: tuple[str, ...],
    source: str | None,
    older_than: int | None,
    also_held: bool,
) -> list[Publication]:
    from infostreamer.desk.purging import of_address, of_report, of_source, older_than_moment

    chosen = [of_report(desk, key) for key in reports] + [of_address(desk, one) for one in addresses]
    if not reports and not addresses and source is None and older_than is None:
        raise click.UsageError("Say what: --report, --address, --source or --older-than.")
    if older_than is not None:
        aged = older_than_moment(desk, desk.now() - timedelta(days=older_than), also_held=also_held)
        mine = None if source is None else {one.key for one in of_source(desk, source)}
        chosen += [one for one in aged if mine is None or one.key in mine]
    elif source is not None:
        chosen += of_source(desk, source)
    return list({one.key: one for one in chosen}.values())


def _show_plan(planned: Planned, as_json: bool) -> None:
    if as_json:
        return show_json({"schema": "infostreamer/purge-plan/1", **_plan_fields(planned)})
    for one in planned.publications[:_SHOWN]:
        newest = one.versions[-1] if one.versions else None
        what = f"{newest.shown_outlet}: {newest.title or '(no title)'}" if newest else "(nothing held from here yet)"
        say(f"{what} ({counted(len(one.versions), 'version')}) {one.canonical}")
    if len(planned.publications) > _SHOWN:
        say(f"… and {counted(len(planned.publications) - _SHOWN, 'more publication')}.")
    counts = planned.counts
    say(
        f"To go: {counted(counts['reports'], 'report')} with {counted(counts['captures'], 'capture')}; "
        f"{counted(counts['stories'], 'story', 'stories')} and {counted(counts['revisions'], 'past form')} cite them."
    )
    for copy in planned.copies[:_SHOWN]:
        say(f"Stays, and repeats words of it: {copy.shown_outlet}: {copy.title or '(no title)'} [{copy.id}]")


def _plan_fields(planned: Planned) -> dict[str, Any]:
    return {
        "publications": [
            {"canonical": one.canonical, "reports": [report.id for report in one.versions]}
            for one in planned.publications
        ],
        "counts": planned.counts,
        "copies": [{"id": copy.id, "outlet": copy.shown_outlet, "title": copy.title} for copy in planned.copies],
    }


def _show_done(purged: Purged, as_json: bool) -> None:
    backups = [str(kept.file) for kept in purged.backups]
    if as_json:
        return show_json(
            {"schema": "infostreamer/purge/1", "counts": purged.counts, "is_shed": purged.is_shed, "backups": backups}
        )
    gone = [counted(number, _ONE.get(what, what[:-1]), what) for what, number in purged.counts.items() if number]
    say(f"Purged: {', '.join(gone) or 'nothing'}.")
    if not purged.is_shed:
        say("A reader still held the earlier state, which stays in the write-ahead log; a running desk empties it.")
    if backups:
        say(f"{counted(len(backups), 'backup')} may still hold it, {backups[-1]} the oldest: delete or replace them.")
