"""The desk's own addresses, the same on its pages and in whatever leaves it."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from infostreamer.model import Line, Report, Who
from infostreamer.text.links import at_words, outside, slug


def _with_slug(path: str, words: str) -> str:
    return f"{path}/{words}" if words else path


class Headed(Protocol):
    """A story, or as much of it as names it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def headline(self) -> Line:
        """Its headline."""


def story_path(story: Headed) -> str:
    """The address of a story with its cosmetic slug."""
    return _with_slug(f"/s/{story.id}", slug(story.headline.text))


def who_path(who: Who) -> str:
    """The address of a person, organisation or place."""
    return _with_slug(f"/{'place' if who.kind == 'place' else 'who'}/{who.id}", slug(who.name))


def report_path(report_id: str, sentence: int | None = None) -> str:
    """The stored copy, at a sentence (numbered from 1) where one is given."""
    return f"/r/{report_id}" + (f"#s{sentence}" if sentence else "")


def dossier_path(dossier_slug: str) -> str:
    """The page of one dossier."""
    return f"/d/{quote(dossier_slug, safe='')}"


def original_at(report: Report, words: str) -> str | None:
    """The publisher's page at these words, by a text fragment; None when the report has no web address."""
    address = outside(report.canonical) or outside(report.address)
    if address is None:
        return None
    return at_words(address, words)
