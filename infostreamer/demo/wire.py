"""The demo wire as values: who publishes, what, and when it changes. Everything in it is invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_FENCE = "+++\n"
_EDIT = "\n=== "


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented publication and how its server behaves."""

    host: str
    name: str
    owner: str | None  # owner family; None: not known
    motto: str
    language: str = "en"
    source: str = "/rss.xml"  # path of what a reader follows
    kind: str = "rss"  # rss | atom | json | sitemap | front | living
    page: str = "opengraph"  # which template its articles use: jsonld | opengraph | bare | living
    charset: str = "utf-8"  # of the bytes sent
    declared: str | None = "utf-8"  # what the HTTP header claims; None: nothing
    delay_s: float = 0.0  # how long every answer takes
    locked_at: datetime | None = None  # from here on its feed is a login page
    bio: str | None = None  # what stands under every article about its author

    @property
    def address(self) -> str:
        """The address a reader follows."""
        return f"http://{self.host}{self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of an article as its page presents it."""

    path: str
    credit: str
    licence: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The words of an article from `at` on. Paragraphs that begin with "> " quote a post."""

    at: datetime  # with the outlet's UTC offset
    title: str
    paragraphs: tuple[str, ...]
    is_announced: bool  # the page and the feed say that it was edited; False: a silent edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One publication under one address, with every version it goes through, oldest first."""

    outlet: Outlet
    name: str  # file name without its ending: unique, for tests and checks
    path: str
    happening: str  # what it is about; reports of one happening belong together
    byline: tuple[str, ...]
    category: str
    kind: str  # report | opinion | live | release
    versions: tuple[Version, ...]
    agency: str | None = None  # the agency it credits
    original: str | None = None  # the host its "Original source:" line names
    picture: Picture | None = None

    @property
    def address(self) -> str:
        """Where it is published."""
        return f"http://{self.outlet.host}{self.path}"

    @property
    def published(self) -> datetime:
        """When its first version appeared, with the outlet's UTC offset."""
        return self.versions[0].at

    def version_at(self, now: datetime) -> Version | None:
        """The words to be read at that moment; None before publication."""
        visible = [version for version in self.versions if version.at <= now]
        return visible[-1] if visible else None


@cache
def outlets() -> tuple[Outlet, ...]:
    """Every outlet of the wire, by host."""
    rows = tomllib.loads(_folder().joinpath("outlets.toml").read_text("utf-8"))["outlet"]
    return tuple(sorted((Outlet(**row) for row in rows), key=lambda outlet: outlet.host))


@cache
def articles() -> tuple[Article, ...]:
    """Every article of the wire in order of first publication, ties by address."""
    known = {outlet.host: outlet for outlet in outlets()}
    entries = [entry for entry in _folder().joinpath("reports").iterdir() if entry.name.endswith(".md")]
    loaded = [_article(entry.name.removesuffix(".md"), entry.read_text("utf-8"), known) for entry in entries]
    return tuple(sorted(loaded, key=lambda article: (article.published, article.address)))


def _folder() -> Traversable:
    return files("infostreamer.demo")


def _article(name: str, text: str, known: dict[str, Outlet]) -> Article:
    """Front matter between two +++ lines, then the body, then "=== {time} [silent]" and the next version's body."""
    _, head, body = text.split(_FENCE, 2)
    fields: dict[str, Any] = tomllib.loads(head)
    first, *edits = body.split(_EDIT)
    versions = [_version(f"{fields['published'].isoformat()}\n{first}", fields["title"])]
    versions += [_version(edit, fields["title"]) for edit in edits]
    picture = Picture(**fields["picture"]) if "picture" in fields else None
    return Article(
        outlet=known[fields["outlet"]],
        name=name,
        path=fields["path"],
        happening=fields["happening"],
        byline=tuple(fields.get("byline", ())),
        category=fields["category"],
        kind=fields.get("kind", "report"),
        versions=tuple(versions),
        agency=fields.get("agency"),
        original=fields.get("original"),
        picture=picture,
    )


def _version(block: str, title: str) -> Version:
    """One version: its first line is the moment (and "silent"); a first paragraph "# …" replaces the title."""
    head, _, body = block.partition("\n")
    moment, _, manner = head.partition(" ")
    paragraphs = [" ".join(part.split()) for part in body.strip().split("\n\n")]
    if paragraphs[0].startswith("# "):
        title = paragraphs.pop(0).removeprefix("# ")
    at = datetime.fromisoformat(moment)
    return Version(at=at, title=title, paragraphs=tuple(paragraphs), is_announced=manner != "silent")
