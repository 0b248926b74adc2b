"""The documents say what the code does."""

import re
import sys
from pathlib import Path

import pytest

from infostreamer.deliver.contract import _FIELDS
from infostreamer.model import PAYLOADS

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


def test_the_commands_in_the_documents_exist():
    from infostreamer.cli.main import _COMMANDS

    unknown = {}
    for page in PAGES:
        used = re.findall(r"^\s*(?:\$ )?(?:\.venv/bin/)?infostreamer ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
        wrong = [command for command in used if command not in _COMMANDS]
        if wrong:
            unknown[page.name] = wrong
    assert unknown == {}


def test_the_tests_are_run_by_ci_as_the_readme_says():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest -q" in readme
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
