"""Commands that take reports in: add, compile."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infostreamer.cli.context import counted, open_desk, output_options, say, settings_of, show_json
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Added, Desk
    from infostreamer.flow.oneshot import Compiled
    from infostreamer.model import Capture, Failure, Published, Source
    from infostreamer.settings import Settings


@click.command("add")
@click.argument("targets", nargs=-1, required=True, metavar="URL|FILE|DIR|OPML|-…")
@click.option("--outlet", help="Name of the publication, for a followed address.")
@click.option("--owner", help="Owner family of the publication; titles of one owner count as one origin.")
@click.option("--no-visit", is_flag=True, help="Follow without a first visit now.")
@click.pass_context
def add_command(
    ctx: click.Context, targets: tuple[str, ...], outlet: str | None, owner: str | None, no_visit: bool
) -> None:
    """Follow addresses (RSS, Atom, JSON Feed, sitemap, page), or take in files, folders, OPML or JSONL ("-": stdin)."""
    from infostreamer.model import InformationStreamerError

    troubles = 0
    with open_desk(ctx) as desk:
        for target in targets:
            try:
                added = desk.take_in_jsonl(_stdin()) if target == "-" else desk.add(target, outlet=outlet, owner=owner)
            except InformationStreamerError as error:
                if len(targets) == 1:
                    raise
                say(f"Error: {error}")
                troubles += 1
                continue
            troubles += _say_added(target, added)
            if added.sources and not no_visit:
                troubles += _first_visit(desk, added.sources)
    ctx.exit(3 if troubles else 0)


def _say_added(target: str, added: Added) -> int:
    for source in added.sources:
        say(f"Following {source.kind} {source.address}")
    if added.taken_in or not added.sources:
        also = ((added.known, "known already"), (added.purged, "purged before and left out"))
        told = [f"{added.taken_in} taken in", *(f"{number} {what}" for number, what in also if number)]
        say(f"{target}: {', '.join(told)}, {len(added.failures)} not usable.")
    for failure in added.failures:
        say(f"  {failure.shown}: {failure.error}")
    return len(added.failures)


def _first_visit(desk: Desk, sources: Sequence[Source]) -> int:
    before = desk.counts()
    desk.visit(sources)
    after = desk.counts()
    reports, stories = (after[noun] - before[noun] for noun in ("reports", "stories"))
    say(f"  new: {counted(reports, 'report')}, {counted(stories, 'story', 'stories')}.")
    wanted = {source.id for source in sources}
    troubles = {failure.shown: failure.error for failure in desk.failures() if failure.source_id in wanted}
    for item, error in sorted(troubles.items()):
        say(f"  {item}: {error}")
    return len(troubles)


@click.command("compile")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL|-…")
@click.option("--published", metavar="DATE", help="When the reports were published, where they do not say (ISO 8601).")
@output_options
@click.pass_context
def compile_command(
    ctx: click.Context, paths: tuple[str, ...], published: str | None, as_json: bool, as_jsonl: bool
) -> None:
    """Files, folders or pages to stories with every finding, on stdout. Nothing is kept."""
    from infostreamer.deliver import compiled_to_json

    settings = settings_of(ctx)
    captures, failures = _gather(paths, settings)
    compiled = _compiled(captures, settings, _published(published))
    failures = [*failures, *compiled.failures]
    contract = compiled_to_json(compiled.reports, compiled.findings, compiled.stories, failures)
    if as_json:
        show_json(contract)
    elif as_jsonl:
        from infostreamer.cli.context import show_rows

        show_rows("story", contract["stories"], as_json=False, as_jsonl=True, text=())
    else:
        from infostreamer.cli.text import story_text

        reports = {report.id: report for report in compiled.reports}
        echo("\n\n".join("\n".join(map(one_line, story_text(story, reports))) for story in compiled.stories))
    for failure in failures:
        say(f"{failure.shown}: {failure.error}")
    ctx.exit(0 if not failures else 3 if compiled.reports else 1)


def _gather(paths: Sequence[str], settings: Settings) -> tuple[list[Capture], list[Failure]]:
    from infostreamer.collect import read_jsonl, read_paths

    now = datetime.now(UTC)
    captures: list[Capture] = []
    failures: list[Failure] = []
    for path in paths:
        if path == "-":
            more, troubles = read_jsonl(_stdin(), now=now)
        elif path.lower().startswith(("http://", "https://")):
            more, troubles = _fetch(path, settings, now)
        else:
            more, troubles = read_paths([Path(path)], now=now)
        captures += more
        failures += troubles
    return captures, failures


def _fetch(address: str, settings: Settings, now: datetime) -> tuple[list[Capture], list[Failure]]:
    from infostreamer.collect.web import Web
    from infostreamer.model import Capture, Failure, FetchError

    web = Web(settings)
    try:
        got = web.get(address, check_robots=True)
        if got.status >= 400:
            raise FetchError(f"The server answered {got.status}.", kind="status", status=got.status)
    except FetchError as error:
        return [], [Failure(item=address, stage="collect", error=str(error), kind=error.kind, at=now)]
    finally:
        web.close()
    capture = Capture(
        id=Capture.make_id(address, got.body),
        address=address,
        final_address=got.final_address,
        fetched_at=now,
        body=got.body,
        status=got.status,
        mime=got.mime,
        charset=got.charset,
        headers=got.headers,
    )
    return [capture], []


def _stdin() -> Iterable[bytes]:
    """Lines as bytes: one that is no UTF-8 is a failure of its own. Nothing where the input is closed."""
    return sys.stdin.buffer if sys.stdin else ()


def _published(raw: str | None) -> Published | None:
    if raw is None:
        return None
    from infostreamer.model import Published
    from infostreamer.text.dates import parse_moment

    moment = parse_moment(raw)
    if moment is None:
        raise click.BadParameter(f"{raw!r} is not a date such as 2023-05-25 or 2023-05-25T14:00+02:00.")
    return Published(at=moment[0], precision=moment[1], basis="given")


def _compiled(captures: Sequence[Capture], settings: Settings, published: Published | None) -> Compiled:
    from rich.console import Console
    from rich.progress import Progress

    from infostreamer.flow.oneshot import compile_captures

    is_shown = sys.stderr.isatty() and len(captures) > 20
    with Progress(disable=not is_shown, console=Console(stderr=True)) as bar:
        tasks = {stage: bar.add_task(stage, total=len(captures)) for stage in ("extract", "understand", "stories")}

        def tell(stage: str, done: int, of: int) -> None:
            bar.update(tasks[stage], completed=done, total=of)

        return compile_captures(captures, settings=settings, published=published, progress=tell)
