"""Take it with you: the forms, feeds and citations of a story or dossier, and its public addresses."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from infostreamer.deliver.citations import Citable, cite_as
from infostreamer.deliver.exports import FORMATS
from infostreamer.deliver.gathering import around_of
from infostreamer.desk import Desk
from infostreamer.model import Dossier
from infostreamer.web.pages.share import ShareRow, rows_of
from infostreamer.web.permits import may
from infostreamer.web.taking import place

_FEEDS = (("Atom", "atom"), ("RSS", "rss"), ("JSON Feed", "feed.json"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLink:
    """One form: how it is called and where it is."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The story as one style cites it, plain text."""

    style: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Everything in which a story or dossier can be taken along; `shares` and `evidence` only for editors."""

    item: str  # "story:ID" or "dossier:SLUG"
    permanent: str  # the whole address, as others can use it
    permanent_path: str  # the same on this desk, as its own pages link it
    forms: tuple[TakeLink, ...]
    feeds: tuple[TakeLink, ...]
    cited: tuple[Cited, ...]
    shares: tuple[ShareRow, ...]
    evidence: str | None


def take_story(request: Request, story_id: str) -> Take:
    """What the page of a story offers."""
    desk: Desk = request.app.state.desk
    story = desk.story(story_id)
    where = place(request)
    path, item = f"/s/{story.id}@{story.revision}", f"story:{story.id}"
    permanent = where.site + path
    cited = Citable(
        desk=where.desk,
        title=story.headline.text,
        address=permanent,
        revision=story.revision,
        at=story.last_at,
        state=around_of(desk, story, where).state,
    )
    return Take(
        item=item,
        permanent=permanent,
        permanent_path=path,
        forms=_forms("story", f"/s/{story.id}"),
        feeds=_feeds(f"/s/{story.id}"),
        cited=tuple(Cited(style=style, text=text) for style, text in cite_as(cited, accessed=desk.now())),
        shares=rows_of(request, item) if may(request, "editor") else (),
        evidence=f"/s/{story.id}/evidence.zip" if may(request, "editor") else None,
    )


def take_dossier(request: Request, dossier: Dossier) -> Take:
    """What the page of a dossier offers."""
    path, item = f"/d/{dossier.slug}", f"dossier:{dossier.slug}"
    return Take(
        item=item,
        permanent=place(request).site + path,
        permanent_path=path,
        forms=_forms("dossier", path),
        feeds=_feeds(path),
        cited=(),
        shares=rows_of(request, item) if may(request, "editor") else (),
        evidence=None,
    )


def _forms(noun: str, path: str) -> tuple[TakeLink, ...]:
    return tuple(
        TakeLink(name=form.name, path=f"{path}.{suffix}") for suffix, form in FORMATS.items() if noun in form.nouns
    )


def _feeds(path: str) -> tuple[TakeLink, ...]:
    return tuple(TakeLink(name=name, path=f"{path}.{suffix}") for name, suffix in _FEEDS)
