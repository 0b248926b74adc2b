"""Data flows one way: the contract of pyproject.toml, checked on every run."""

import logging
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def loggers_as_before():
    """The checker sets up its own logging and silences every logger that is there already."""
    yield
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


def test_rooms_import_only_rooms_below(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    ended = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert ended == 0, capsys.readouterr().out


def test_no_import_cycle_inside_any_room():
    import grimp

    graph = grimp.build_graph("infostreamer", cache_dir=None)
    cycles = []
    for module in sorted(graph.modules):
        for imported in graph.find_modules_directly_imported_by(module):
            if module < imported and graph.find_shortest_chain(imported, module):
                chain = graph.find_shortest_chain(imported, module)
                cycles.append(f"{module} -> {' -> '.join(chain)}")
    assert cycles == []
