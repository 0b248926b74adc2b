"""The `export` and `evidence` commands: stories and dossiers as files, bundles of evidence and their check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from infostreamer.cli.context import open_desk, output_options, say, show_rows


@click.command("export")
@click.argument("item")
@click.option("--format", "suffix", default="md", show_default=True, metavar="FORM", help="Form; see below.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File; default: stdout.")
@click.pass_context
def export_command(ctx: click.Context, item: str, suffix: str, output: Path | None) -> None:
    """Write a story or a dossier in another form.

    ITEM is a story (its id, 8 digits of it, or "id@3" for a revision) or a dossier's name. Forms: html md jsonld
    ninjs.json bib ris csl.json csv jsonl ics geojson; of both: atom rss feed.json. Of each report at most a part is
    quoted (settings deliver.quote_percent and deliver.quote_sentences).
    """
    from infostreamer.deliver.taking import exported

    with open_desk(ctx) as desk:
        body = exported(desk, item, suffix)
    _write(body, output)


@click.group("evidence")
def evidence_command() -> None:
    """Bundle what a story rests on, byte for byte and with hashes; check such a bundle."""


@evidence_command.command("export")
@click.argument("story")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The zip file.")
@click.pass_context
def evidence_export(ctx: click.Context, story: str, output: Path) -> None:
    """Write the evidence of a STORY as one zip file.

    It holds the captures as a web archive (WARC), the story as JSON and as a page, when and where everything was
    fetched, what people decided, and a manifest of hashes. Needs: pip install 'infostreamer[archive]'.
    """
    from infostreamer.deliver.evidence import bundle
    from infostreamer.deliver.gathering import place_of
    from infostreamer.deliver.taking import story_under

    with open_desk(ctx) as desk:
        body = bundle(desk, story_under(desk, story), place_of(desk.settings))
    _write(body, output)


@evidence_command.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@output_options
@click.pass_context
def evidence_verify(ctx: click.Context, bundle: Path, as_json: bool, as_jsonl: bool) -> None:
    """Check a BUNDLE: every hash, the bytes received, the texts, the citations.

    Ends with 6 where something does not hold.
    """
    from infostreamer.deliver.verifying import verify

    checks = verify(bundle)
    rows = [{"what": check.what, "holds": check.holds, "trouble": check.trouble} for check in checks]
    lines = [f"{'ok  ' if check.holds else 'BAD '} {check.what}{_because(check.trouble)}" for check in checks]
    show_rows("checks", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)
    bad = sum(not check.holds for check in checks)
    say(
        f"{len(checks) - bad} of {len(checks)} checks hold." + (" The bundle was changed or is damaged." if bad else "")
    )
    if bad:
        ctx.exit(6)


def _because(trouble: str | None) -> str:
    return f": {trouble}" if trouble else ""


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    say(f"{output}: {len(body):,} bytes.".replace(",", " "))
