"""Where every page lives, and which links may leave the desk."""

from __future__ import annotations

from urllib.parse import quote

from infostreamer.deliver.addresses import dossier_path, original_at, report_path, story_path, who_path
from infostreamer.model import Source
from infostreamer.text.links import outside, slug

__all__ = [
    "dossier_path",
    "original_at",
    "outside",
    "report_path",
    "search_path",
    "slug",
    "source_path",
    "story_path",
    "who_path",
]


def source_path(source: Source) -> str:
    """The page of one source."""
    return f"/source/{source.id}"


def search_path(query: str, offset: int = 0) -> str:
    """The search page for a query."""
    return f"/search?q={quote(query, safe='')}" + (f"&from={offset}" if offset else "")


def own_path(path: str) -> str:
    """The path where it is a plain one of this desk, else "/": two slashes, or a backslash, would name another host."""
    is_plain = path.startswith("/") and path[1:2] not in ("/", "\\") and all(ord(char) > 32 for char in path)
    return path if is_plain and "\x7f" not in path else "/"
