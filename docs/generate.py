"""Writes docs/reference/settings.md and cli.md from the code; `./run docs` runs it, tests/test_docs.py checks it."""

from __future__ import annotations

from pathlib import Path

import click

from infostreamer.cli.main import infostreamer
from infostreamer.settings import SETTINGS, Setting
from infostreamer.text.query import LONGEST, MOST_PARTS
from infostreamer.text.query_fields import FIELDS

REFERENCE = Path(__file__).parent / "reference"


def settings_page() -> str:
    """The settings reference as Markdown."""
    rows = [_setting_row(setting) for setting in SETTINGS]
    return "\n".join(
        [
            "# Settings",
            "",
            "Strongest first: command-line flag (or `--set NAME=VALUE`), environment variable, `infostreamer.toml`",
            "in the working folder (or the file named by `--config` or `INFOSTREAMER_CONFIG`), `infostreamer.toml`",
            "in the user's configuration folder, default. `web.port` is `[web] port = …` in TOML and",
            "`INFOSTREAMER_WEB__PORT` in the environment; with `_FILE` appended, the variable names a file that holds",
            "the value. An unknown name is an error. `infostreamer config show --origin` tells each origin.",
            "",
            "| setting | default | unit | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _setting_row(setting: Setting) -> str:
    shown = str(setting.default).lower() if isinstance(setting.default, bool) else str(setting.default)
    default = f"`{shown}`" if shown else ""
    secret = " Secret: never shown." if setting.is_secret else ""
    return f"| `{setting.name}` | {default} | {setting.unit} | {setting.help}{secret} |"


def query_page() -> str:
    """The reference of the query language as Markdown."""
    rows = [
        f"| `{field.name}:` | {field.about} | `{field.example}` | {', '.join(f'`{one}`' for one in field.values)} |"
        for field in FIELDS.values()
    ]
    return "\n".join(
        [
            "# Queries",
            "",
            "One language for search, filters, dossiers, alerts, feeds and digests. Words are compared without their",
            "inflection; capitals and accents make no difference. How to use it: [Ask](../howto/ask.md).",
            "",
            "| written | means |",
            "|---|---|",
            "| `a b`, `a AND b` | both |",
            "| `a OR b` | either; OR joins the two that stand beside it: `a b OR c` is a and (b or c) |",
            '| `"a b"` | these words in this order |',
            "| `-a`, `NOT a` | without it; also `-(a OR b)`, `-who:x` |",
            "| `( … )` | what belongs together, at most 8 deep |",
            "",
            "| field | asks | example | values |",
            "|---|---|---|---|",
            *rows,
            "",
            "Numbers: `2`, `>=2`, `<5`, `2..4`. Days: `2026-11-01`, `2026-11`, `2026`, compared likewise, or `a..b`",
            "with both ends; from now: `today`, `yesterday`, `24h`, `7d`, `2w`. Days begin at midnight UTC. `who:` and",
            "`place:` take whole words of a name or an alias, or the id of an entry. `is:` with new, changed, seen,",
            "followed, muted or bookmarked depends on who asks; a dossier cannot ask it, nor days counted from now.",
            "",
            f"A query has at most {LONGEST} characters and {MOST_PARTS} parts.",
            "",
        ]
    )


def cli_page() -> str:
    """The command-line reference as Markdown: every command's own help text."""
    out = [
        "# Command line",
        "",
        "Data goes to stdout, everything else to stderr. Global options work before and after the command's name.",
        "",
        "Exit codes: 0 ok · 1 failed · 2 usage · 3 partly failed · 4 nothing new (with `--exit-code`) ·",
        "5 configuration invalid · 6 integrity failure · 75 try later · 130 interrupted, nothing lost.",
        "",
        *_section("infostreamer", infostreamer, None),
    ]
    return "\n".join(out)


def _section(name: str, command: click.Command, parent: click.Context | None) -> list[str]:
    context = click.Context(
        command, info_name=name.split()[-1], parent=parent, max_content_width=100, terminal_width=100
    )
    out = [f"## {name}", "", "```", command.get_help(context).strip(), "```", ""]
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            assert found is not None
            out += _section(f"{name} {sub}", found, context)
    return out


def api_page() -> str:
    """The reference of the API as Markdown: every operation, its parameters, every error."""
    from infostreamer.web.api.overview import read

    page = read("https://desk.example")
    out = [
        "# API",
        "",
        "Every address of `/api/v1`. [How to use it](../howto/api.md). The same as OpenAPI 3.1 is at",
        "`/api/v1/openapi.json`, as a page at `/api`.",
        "",
    ]
    for group in page.groups:
        out += [f"## {group.title}", ""]
        for one in group.operations:
            out += [f"### `{one.method} {one.path}`", "", f"{one.summary}. {one.needs}".rstrip(), ""]
            out += [
                f"- `{row.name}` ({row.place}{', needed' if row.is_required else ''}): {row.takes}"
                for row in one.parameters
            ]
            out += ["", f"Answers with `{one.schema}`." if one.schema else "Answers with 204 and no body.", ""]
    out += [
        "## Errors",
        "",
        "`application/problem+json` (RFC 9457).",
        "",
        "| status | `type` | meaning |",
        "|---|---|---|",
    ]
    out += [f"| {row.status} | `/api#problem-{row.name}` | {row.title} |" for row in page.problems]
    return "\n".join([*out, ""])


PAGES = {"settings.md": settings_page, "query.md": query_page, "cli.md": cli_page, "api.md": api_page}

if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, page in PAGES.items():
        (REFERENCE / file).write_text(page(), "utf-8")
