"""The documents say what the code does."""

import re
import shlex
import sys
from pathlib import Path

import click
import pytest

from infostreamer.deliver.contract import _FIELDS
from infostreamer.model import PAYLOADS
from infostreamer.settings import SETTINGS
from infostreamer.text.query import parse_query
from infostreamer.text.query_fields import FIELDS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
import generate  # noqa: E402

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_reference_is_generated_from_the_code(name):
    assert (ROOT / "docs/reference" / name).read_text("utf-8") == generate.PAGES[name](), "run: ./run docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_every_payload_field_is_in_the_json_reference():
    text = (ROOT / "docs/reference/json.md").read_text("utf-8")
    for kind, payload in PAYLOADS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind}` |"))
        named = set(re.findall(r"[a-z_]+", row))
        assert set(_FIELDS[kind]) <= named
        fields = set(payload.__dataclass_fields__)
        assert set(_FIELDS[kind]) <= fields


def _routes():
    """Every address with its method and who may ask for it, as the reference writes addresses."""
    from infostreamer.web.permits import level_of
    from infostreamer.web.routes import ROUTES

    paths = {route.path for route in ROUTES}
    for route in ROUTES:
        is_twin = route.path == "/desk.json" or (
            route.path.endswith(".json") and route.path.removesuffix(".json") in paths
        )
        if not is_twin:
            method = "POST" if "POST" in route.methods else "GET"
            yield method, re.sub(r"{(\w+):\w+}", r"{\1}", route.path), level_of(method, route.path) or "admin"


def test_every_address_is_in_the_reference_with_who_may_ask_for_it():
    pages, forms = (ROOT / "docs/reference/addresses.md").read_text("utf-8").split("## Forms")
    told = set()
    for method, text in (("GET", pages), ("POST", forms)):
        for row in re.findall(r"^\| (`/.*)$", text, re.MULTILINE):
            addresses, who, _ = row.split("|", 2)
            told |= {(method, address, who.strip()) for address in re.findall(r"`([^`]+)`", addresses)}
    assert told == set(_routes())


def test_every_setting_is_read_by_something():
    code = "".join(
        file.read_text("utf-8") for file in (ROOT / "infostreamer").rglob("*.py") if file.name != "settings.py"
    )
    assert [one.name for one in SETTINGS if f'"{one.name}"' not in code] == []


def _commands(page):
    """The command lines of a page's blocks, each as its words; a comment and what pipes it on are no part of it."""
    for block in re.findall(r"^```(?:sh)?\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^(?:\$ )?(?:\.venv/bin/)?infostreamer (.+)$", block, re.MULTILINE):
            words = shlex.split(line, comments=True)
            stops = [words.index(word) for word in ("|", "&&", ">") if word in words]
            yield words[: min(stops, default=len(words))]


def _parsed(words):
    """The command that these words name, after every option and argument of it was taken."""
    from infostreamer.cli.main import _globals_first, infostreamer

    command, context, rest = infostreamer, None, _globals_first(words)
    while True:
        context = command.make_context("infostreamer", list(rest), parent=context)
        if not isinstance(command, click.Group) or not context._protected_args:
            return command
        _, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_the_documents_parses(page):
    refused = {}
    for words in _commands(page):
        try:
            _parsed(words)
        except click.exceptions.Exit:  # --help
            continue
        except click.ClickException as error:
            refused[" ".join(words)] = error.format_message()
    assert refused == {}


def test_a_mistyped_command_would_be_noticed():
    with pytest.raises(click.UsageError):
        _parsed(["stories", "merge", "one"])
    with pytest.raises(click.UsageError):
        _parsed(["alerts", "add", "Denials", "--onn", "denial"])


def test_the_tests_are_run_by_ci_as_the_readme_says():
    readme = (ROOT / "README.md").read_text("utf-8")
    install = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
    assert f"{install} && .venv/bin/pytest -q -n auto --dist loadfile" in readme
    assert "README.md" in (ROOT / ".ci/run").read_text("utf-8")


def test_each_why_is_listed():
    index = (ROOT / "docs/why/README.md").read_text("utf-8")
    notes = [note.name for note in (ROOT / "docs/why").glob("[0-9]*.md")]
    assert [name for name in notes if name not in index] == []


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("dependencies = [") : text.index("[project.optional-dependencies]")]
    rows = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(rows) <= 22
    assert [row for row in rows if "#" not in row or row.count("·") < 2] == []


def test_every_query_in_the_documents_is_understood():
    block = (ROOT / "docs/howto/ask.md").read_text("utf-8").split("```")[1]
    queries = [query for line in block.strip().splitlines() for query in _queries(line)]
    queries += [field.example for field in FIELDS.values()]
    assert len(queries) > 20
    for query in queries:
        understood = parse_query(query)
        assert understood.leaves
        assert parse_query(str(understood)) == understood


def _queries(line):
    """The queries of one row of the list: where several stand in it, each one is a field with its value."""
    written = re.split(r"\s{3,}", line)[0]
    return written.split() if re.fullmatch(r"[\w-]+:\S+(?: [\w-]+:\S+)*", written) else [written]
