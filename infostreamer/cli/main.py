"""The `infostreamer` command: global options, exit codes, and a table of commands loaded only when they are called."""

from __future__ import annotations

import errno
import io
import sys
from importlib import import_module

import click

from infostreamer import __version__
from infostreamer.model.errors import InformationStreamerError

_COMMANDS = {
    "demo": ("running", "Replay the bundled wire live in the browser; needs no network."),
    "serve": ("running", "Serve the desk and keep it up to date."),
    "run": ("running", "Keep the desk up to date without serving it."),
    "add": ("taking", "Follow an address, or take in files, folders, OPML or JSONL."),
    "compile": ("taking", "One shot: files or pages to stories, printed; nothing is kept."),
    "sources": ("sources", "List the sources and their health; pause, refresh, export them; who owns them."),
    "stories": ("stories", "List or show stories; merge, split, keep apart, undo."),
    "reports": ("listing", "List the reports, or show one with its findings."),
    "dossiers": (
        "dossiers",
        "List, make, forget or show dossiers; their timeline, who and figures, also of a past day.",
    ),
    "timeline": ("telling", "What happened, by day, over all stories or those that match."),
    "figures": ("telling", "Every outlet's version of each figure, over all stories or those that match."),
    "who": ("who", "Who is who: people, organisations and places in the stories; tell them apart, rename."),
    "review": ("review", "What waits for a person: accept, reject, correct lines; the correction log."),
    "notes": ("notes", "Notes on stories, reports and all else: list, write, edit, delete."),
    "search": ("searching", "Search the reports."),
    "searches": ("searching", "Saved searches: list, show, save, change, remove."),
    "export": ("exporting", "Write a story or dossier as Markdown, a web page, JSON-LD, BibTeX, iCalendar …"),
    "evidence": ("exporting", "Bundle what a story rests on, with hashes; check such a bundle."),
    "brief": ("brief", "What is new since you last looked."),
    "alerts": ("alerts", "Tell me when a fact changes: list, add, history, pause, test."),
    "digests": ("digests", "Standing orders for what is new, by e-mail: list, add, pause."),
    "digest": ("digests", "Print what is new as a digest, or send one now."),
    "users": ("users", "Accounts and their tokens: add, list, remove, role, password."),
    "mcp": ("programs", "The desk as tools for a language model, over standard input and output."),
    "config": ("operating", "Show every setting and where its value comes from."),
    "doctor": ("operating", "Check that this desk can work, and say what to do where it cannot."),
    "health": ("health", "Is the desk well: what waits, which sources need somebody; for monitors."),
    "db": ("operating", "The database: digest, rebuild, copy to another."),
    "backup": ("backing_up", "Write a backup while the desk is at work; check one; make a key."),
    "restore": ("backing_up", "Bring a backup back as a new desk, on either database."),
    "purge": ("purging", "Delete reports for good, by request or by age; they are not taken in again."),
    "version": ("operating", "Print the version."),
}


class _Commands(click.Group):
    """Commands by name; a command's module is imported when it is called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = import_module(f"infostreamer.cli.{_COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", metavar="DIR", help="Folder of the database (setting desk.data).")
@click.option("--config", metavar="FILE", help="Settings file to read instead of ./infostreamer.toml.")
@click.option("--set", "assigned", multiple=True, metavar="NAME=VALUE", help="Any setting, e.g. web.port=9000.")
@click.option("--allow-private", is_flag=True, help="Let sources live on private networks, this machine included.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="Form of the log (setting log.format).")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.version_option(__version__, prog_name="infostreamer", message="%(prog)s %(version)s")
@click.pass_context
def infostreamer(
    ctx: click.Context,
    data: str | None,
    config: str | None,
    assigned: tuple[str, ...],
    allow_private: bool,
    log_format: str | None,
    debug: bool,
) -> None:
    """A news desk of your own: streams of reports become stories, every line citing the sentence it came from."""
    ctx.obj = {
        "data": data,
        "config": config,
        "assigned": assigned,
        "allow_private": allow_private,
        "log_format": log_format,
        "debug": debug,
    }


def _say_usage(error: click.ClickException) -> None:
    """What click says of words that are no command line: it says them again, and they may steer a terminal."""
    from infostreamer.cli.terminal import echo

    said = io.StringIO()
    error.show(said)
    echo(said.getvalue().rstrip("\n"), err=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 ok, 1 failed, 2 usage, 3 partly failed, 4 nothing new, 5 configuration,
    6 integrity, 75 try later, 130 interrupted.
    """
    words = _globals_first(sys.argv[1:] if arguments is None else arguments)
    wants_debug = "--debug" in words
    try:
        sys.exit(infostreamer.main(args=words, prog_name="infostreamer", standalone_mode=False) or 0)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing is lost, the same command goes on from here.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        _say_usage(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except InformationStreamerError as error:
        if wants_debug:
            raise
        _say_error(str(error))
        sys.exit(error.exit_code)
    except Exception as error:  # a bug: one sentence for people, the traceback for whoever asks
        if wants_debug:
            raise
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            _say_error(f"{error.strerror}; free some space and run the same command again.")
            sys.exit(75)
        from infostreamer.model.shortage import shortage_of

        if (shortage := shortage_of(error)) is not None:
            _say_error(shortage)
            sys.exit(75)
        _say_error(f"a fault in the program ({type(error).__name__}: {error}); --debug shows where.")
        sys.exit(1)


def _say_error(sentence: str) -> None:
    from infostreamer.cli.context import say

    say(f"Error: {sentence}")


_GLOBAL_FLAGS = frozenset({"--allow-private", "--debug"})
_GLOBAL_OPTIONS = frozenset({"--data", "--config", "--set", "--log-format"})


def _globals_first(words: list[str]) -> list[str]:
    """Global options work before and after the command's name: they are moved to the front."""
    front: list[str] = []
    rest: list[str] = []
    pending = list(words)
    while pending:
        word = pending.pop(0)
        if word == "--":
            rest += [word, *pending]
            break
        if word in _GLOBAL_FLAGS or ("=" in word and word.partition("=")[0] in _GLOBAL_OPTIONS):
            front.append(word)
        elif word in _GLOBAL_OPTIONS and pending:
            front += [word, pending.pop(0)]
        else:
            rest.append(word)
    return front + rest
