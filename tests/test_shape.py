"""Sizes of functions and files, types and docstrings: the habits that keep the code readable."""

import ast
import re
from pathlib import Path
from statistics import median, quantiles

PACKAGE = Path(__file__).parents[1] / "infostreamer"
FILES = sorted(PACKAGE.rglob("*.py"))
SWAMPS = {"utils", "common", "helpers", "core", "base", "manager"}


def functions():
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def lines_of(node):
    """Lines of code of a function: its docstring is not counted."""
    body = node.body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    docstring = body[0].end_lineno - body[0].lineno + 1 if has_docstring else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_functions_are_short():
    sizes = [lines_of(node) for _, node in functions()]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=10)[-1] <= 30
    long = [f"{path.name}:{node.name} {lines_of(node)}" for path, node in functions() if lines_of(node) > 60]
    assert long == []


def test_files_are_short():
    sizes = {path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert median(sizes.values()) <= 150
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_no_room_is_a_swamp():
    assert [path for path in FILES if path.stem in SWAMPS] == []


def test_public_things_have_docstrings():
    missing = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        if ast.get_docstring(tree) is None:
            missing.append(str(path.relative_to(PACKAGE)))
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if is_public and ast.get_docstring(node) is None:
                missing.append(f"{path.relative_to(PACKAGE)}:{node.name}")
    assert missing == []


def test_nothing_is_left_open():
    left = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
    assert [f"{path.name}: {found[0]}" for path in FILES for found in left.finditer(path.read_text("utf-8"))] == []
