"""Writes the generated pages of docs/reference from the code; `./run docs` runs it, tests/test_docs.py checks it."""

from __future__ import annotations

from pathlib import Path

import click

from infostreamer.cli.main import infostreamer
from infostreamer.deliver.sending import BACK_OFF_S, MOST_TRIES
from infostreamer.deliver.webhooks import REPLAY_S, SIGNATURE, signature
from infostreamer.desk.orders import span_words
from infostreamer.model.alert import KINDS
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
    if hasattr(command, "_help_option"):  # click keeps it from the first use, which may have been without a parent
        command._help_option = None
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


def alerts_page() -> str:
    """What alerts fire on and how long they rest, from the table of kinds; how messages look on the wire."""
    return "\n".join(
        [
            _ALERTS_HEAD,
            "| kind | title | fires when | rests |",
            "|---|---|---|---|",
            *(f"| `{one.kind}` | {one.title} | {one.fires} | {span_words(one.cooldown_s)} |" for one in KINDS),
            "",
            _ALERTS_SENDING.format(waits=", ".join(map(span_words, BACK_OFF_S)), tries=MOST_TRIES),
            _ALERTS_WEBHOOK.format(
                header=SIGNATURE, replay_s=REPLAY_S, sample=signature(b"{}", "key", 1794312000), shape=_ALERTS_SHAPE
            ),
        ]
    )


_ALERTS_HEAD = """# Alerts

The weightiest first: facts of one story that are told together stand in this order, and a fact of two
kinds that an alert is on is told as the first of them. *Rests* is the cool-down: after a message with a
fact of this kind the alert tells nothing more of the kind about the same story for so long; `--cooldown`
sets one span for all kinds. What is held back meanwhile comes with the next message (“and 3 more
since”), which goes out as soon as the cool-down of one of the facts in it is over. In quiet hours
nothing is told.
"""
_ALERTS_SENDING = """No fact fires twice: what fired is known by the report and the place in it that brought it, through
copies, rewrites and rebuilds. Reports that came in before the alert was made are never told. For `source`
the words `source:` and `outlet:` of the query name sources; without them it is on all of them.

## Sending

Every message is kept before it is sent. What fails is tried again after {waits},
{tries} times in all, then given up; a receiver's `Retry-After` is kept to where it is longer. An answer
410 stops the channel until the alert is resumed. Redirects are not followed. Addresses on private
networks are refused unless `notify.allow_private` is set.

Sending is *at least once*: a process killed after a message went out and before that was noted sends it
again under the same id. Receivers drop the second copy by `Idempotency-Key` (webhook) or `Message-ID`
(e-mail); ntfy has no such key and may show it twice.
"""
_ALERTS_WEBHOOK = """## Webhook

A POST with a JSON body and these headers:

| header | holds |
|---|---|
| `Content-Type` | `application/json; charset=utf-8` |
| `Idempotency-Key` | the message's id, the same at every try |
| `{header}` | `t=SECONDS,v1=HEX`: seconds since 1970 UTC, and HMAC-SHA256 of `SECONDS.BODY` |

The key is the alert's own: `infostreamer alerts key NAME`, or its page. A receiver computes the HMAC over
the raw body, compares in constant time, and refuses what is older than {replay_s} seconds. With the key
`key`, the body `{{}}` sent at 1794312000 has the header
`{sample}`.

The body, schema `infostreamer/alert/1`; absent values are null:

```
{shape}
```

`words` is exactly characters [start, end) of the stored report; null, like `text`, where the report is too
short to be quoted (settings `deliver.quote_percent`, `deliver.quote_sentences`). `state` says how many
reports and origins there are and whether a person reviewed the story. `source` is set in place of `story`
for the kind `source`, which cites no report because it tells of the desk's own visits.
"""
_ALERTS_SHAPE = """{"schema", "id", "is_test", "at", "alert": {"id", "name", "query"},
 "firings": [{"id", "kind", "at", "text", "why", "link", "source",
   "story": {"id", "headline", "state"},
   "cited": [{"outlet", "words", "report", "start", "end", "link"}]}]}"""

PAGES = {
    "alerts.md": alerts_page,
    "settings.md": settings_page,
    "query.md": query_page,
    "cli.md": cli_page,
    "api.md": api_page,
}

if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, page in PAGES.items():
        (REFERENCE / file).write_text(page(), "utf-8")
