"""The word lists in `data/`: plain text, "#" comments, optional [sections]."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def lines_of(name: str, *, section: str | None = None) -> tuple[str, ...]:
    """The lines of a list in file order, without comments and blanks; only those of one [section] when named."""
    return _sections(name).get(section, ()) if section is not None else _all_lines(name)


@lru_cache(maxsize=128)
def words_in(name: str, *, section: str | None = None) -> frozenset[str]:
    """All words of a list whose lines hold several words parted by spaces."""
    return frozenset(word for line in lines_of(name, section=section) for word in line.split())


@lru_cache(maxsize=64)
def _all_lines(name: str) -> tuple[str, ...]:
    return tuple(line for lines in _sections(name).values() for line in lines)


@lru_cache(maxsize=64)
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    section = ""
    text = files("infostreamer.text").joinpath("data", name).read_text("utf-8")
    for line in (raw.partition("#")[0].strip() for raw in text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line:
            found.setdefault(section, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}
