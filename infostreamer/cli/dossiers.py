"""The `dossiers` command: list, make, forget, and read one in parts, now or as of a past day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import F, ShownByName, open_desk, output_options, plain, say, show_json, show_rows
from infostreamer.cli.searching import preview_command, scope_command
from infostreamer.cli.telling import Cited, figure_lines, moment_line
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.desk.dossiers import DossierView
    from infostreamer.model import Span, Who


@click.group("dossiers", cls=ShownByName, invoke_without_command=True, subcommand_metavar="[SLUG | COMMAND …]")
@click.option("--add", "title", metavar="TITLE", help="Make a dossier with this title; needs --question.")
@click.option("--question", help="What it gathers, e.g. 'extradition OR \"state television\" -football'.")
@output_options
@click.pass_context
def dossiers_command(
    ctx: click.Context, title: str | None, question: str | None, as_json: bool, as_jsonl: bool
) -> None:
    """List the dossiers; make one; show the one with this slug, or a part of it."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        if title:
            if not question:
                raise click.UsageError("A dossier needs --question: what should it gather?")
            made = desk.add_dossier(title, question)
            return say(f"Made dossier {made.slug} with {len(made.story_ids)} stories.")
        listed = desk.dossiers()
    rows = [plain(one) for one in listed]
    lines = [f"{one.slug:30}  {len(one.story_ids):4} stories  {one.question}" for one in listed]
    show_rows("dossiers", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No dossiers yet."])


dossiers_command.add_command(preview_command)
dossiers_command.add_command(scope_command)


def _as_of_option(command: F) -> F:
    return click.option("--as-of", metavar="DAY", help="As it stood at the end of that day (UTC), or at that time.")(
        command
    )


@dossiers_command.command("show")
@click.argument("slug")
@click.option("--remove", is_flag=True, help="Forget the dossier; its stories stay.")
@_as_of_option
@output_options
@click.pass_context
def dossiers_show(
    ctx: click.Context, slug: str, remove: bool, as_of: str | None, as_json: bool, as_jsonl: bool
) -> None:
    """Show one dossier, as `dossiers SLUG` does."""
    given = ctx.parent.params if ctx.parent else {}
    with open_desk(ctx) as desk:
        if remove:
            desk.remove_dossier(slug)
            return say(f"Forgot dossier {slug}.")
        view = _view(desk, slug, as_of)
        if as_json or as_jsonl or given.get("as_json") or given.get("as_jsonl"):
            return show_json({"schema": "infostreamer/dossier/2", **_stamp(view), **plain(view.dossier)})
        for line in _shown(desk, view):
            echo(one_line(line))


@dossiers_command.command("timeline")
@click.argument("slug")
@_as_of_option
@output_options
@click.pass_context
def dossiers_timeline(ctx: click.Context, slug: str, as_of: str | None, as_json: bool, as_jsonl: bool) -> None:
    """What happened, by day, and what is still to come."""
    with open_desk(ctx) as desk:
        view = _view(desk, slug, as_of)
        moments = [*view.dossier.timeline, *_coming(view)]
        cited = _cited(desk, [moment.line.citations for moment in moments])
    rows = [plain(moment) for moment in moments]
    text = [moment_line(moment, cited) for moment in moments] or ["Nothing is dated yet."]
    show_rows("timeline", rows, as_json=as_json, as_jsonl=as_jsonl, text=text)


@dossiers_command.command("who")
@click.argument("slug")
@_as_of_option
@output_options
@click.pass_context
def dossiers_who(ctx: click.Context, slug: str, as_of: str | None, as_json: bool, as_jsonl: bool) -> None:
    """People, organisations and places, with roles as reported and dated."""
    with open_desk(ctx) as desk:
        view = _view(desk, slug, as_of)
        people = view.dossier.who
        spans = [(*who.citations[:1], *(one.citations[0] for one in who.held)) for who in people]
        cited = _cited(desk, spans)
    text = [line for who in people for line in _who_lines(who, cited)] or ["Nobody is named yet."]
    show_rows("who", [plain(who) for who in people], as_json=as_json, as_jsonl=as_jsonl, text=text)


@dossiers_command.command("figures")
@click.argument("slug")
@_as_of_option
@output_options
@click.pass_context
def dossiers_figures(ctx: click.Context, slug: str, as_of: str | None, as_json: bool, as_jsonl: bool) -> None:
    """Every outlet's version of each figure."""
    with open_desk(ctx) as desk:
        series = _view(desk, slug, as_of).dossier.figures
        cited = _cited(desk, [[version.citation for version in one.versions] for one in series])
    text = [line for one in series for line in figure_lines(one, cited)] or ["No figure is reported yet."]
    show_rows("figures", [plain(one) for one in series], as_json=as_json, as_jsonl=as_jsonl, text=text)


def _view(desk: Desk, slug: str, as_of: str | None) -> DossierView:
    from infostreamer.desk.history import moment_as_of

    return desk.dossier_view(slug, moment_as_of(as_of) if as_of else None)


def _stamp(view: DossierView) -> dict[str, Any]:
    return {"as_of": view.at.isoformat()} if view.at else {}


def _coming(view: DossierView) -> list[Any]:
    from infostreamer.text.edtf import last_day

    today = view.now.date().isoformat()
    return [moment for moment in view.dossier.ahead if (last_day(moment.when) or "") >= today]


def _cited(desk: Desk, spans: Iterable[Sequence[Span]]) -> Cited:
    return Cited(desk.reports(sorted({span.report_id for few in spans for span in few})))


def _who_lines(who: Who, cited: Cited) -> list[str]:
    lines = [f"{who.id[:8]}  {who.kind:13} {who.mentions:4}  {who.name} {cited.mark(who.citations[:1])}"]
    for held in who.held:
        days = dict.fromkeys(f"{at:%Y-%m-%d}" for at in (held.since, held.until) if at)
        lines.append(f"{'':30}{held.role} (reported {' to '.join(days) or 'undated'}) {cited.mark(held.citations[:1])}")
    return lines


def _shown(desk: Desk, view: DossierView) -> list[str]:
    """The dossier as text, every line with the report and the characters that it rests on."""
    dossier, changes = view.dossier, desk.dossier_changes(view)
    coming = _coming(view)
    spans = [line.citations for line in dossier.abstract]
    spans += [change.citations for change in changes] + [
        moment.line.citations for moment in (*coming, *dossier.timeline)
    ]
    spans += [one.line.citations for one in dossier.open]
    spans += [tuple(version.citation for version in one.versions) for one in dossier.figures[:_FIGURES]]
    cited = _cited(desk, spans)
    stood = f", as it stood on {view.at:%Y-%m-%d %H:%M} UTC" if view.at else ""
    out = [f"{dossier.title}{stood}", f"gathers: {dossier.question}"]
    counts = (
        (len(dossier.story_ids), "story", "stories"),
        (dossier.reports, "report", "reports"),
        (dossier.outlets, "outlet", "outlets"),
    )
    out.append(", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts))
    out += _section("Where it stands", [f"{one.text} {cited.mark(one.citations)}" for one in dossier.abstract])
    told = [(f"{one.at:%Y-%m-%d %H:%M}  " if one.at else "") + (one.text or "") for one in changes]
    marks = [cited.mark(one.citations) for one in changes]
    out += _section("Last changes", [f"{text} {mark}" for text, mark in zip(told, marks, strict=True)])
    out += _section("Next dates", [moment_line(one, cited) for one in coming[:8]])
    out += _section("Key figures", [line for one in dossier.figures[:_FIGURES] for line in figure_lines(one, cited)])
    unsettled = [f"{one.kind:16}  {one.line.text} {cited.mark(one.line.citations)}" for one in dossier.open]
    out += _section("Open questions", unsettled)
    out += _section("Timeline", [moment_line(one, cited) for one in dossier.timeline])
    stories = desk.dossier_stories(view, limit=1000)
    return out + _section("Stories", [f"{one.id[:8]}  {one.headline.text}" for one in stories])


_FIGURES = 5


def _section(name: str, lines: Sequence[str]) -> list[str]:
    return ["", name, *(f"  {line}" for line in lines)] if lines else []
