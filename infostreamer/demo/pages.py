"""Article and front pages as such outlets publish them: navigation, newsletter box, related links, comments and all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, Template

from infostreamer.demo.feeds import Row
from infostreamer.demo.wire import Article, Outlet, Version

_LD_TYPES = {"opinion": "OpinionNewsArticle", "live": "LiveBlogPosting", "report": "NewsArticle", "release": "Article"}


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("infostreamer.demo", "templates")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)


def write_page(article: Article, version: Version, *, related: Sequence[Row]) -> str:
    """The article's page in its outlet's template, with links to the related rows."""
    template = _template(f"{article.outlet.page}.html")
    return template.render(
        outlet=article.outlet,
        article=article,
        version=version,
        related=related,
        when=_spoken(article.published),
        edited=_spoken(version.at) if version.is_announced and version.at != article.published else None,
        ld=_json_ld(article, version),
    )


def write_front(outlet: Outlet, rows: Sequence[Row]) -> str:
    """The outlet's front page: links to these rows."""
    return _template("front.html").render(outlet=outlet, rows=[(row, _spoken(row[0].published)) for row in rows])


def write_login(outlet: Outlet) -> str:
    """What an outlet serves once it has put everything behind a login."""
    return _template("login.html").render(outlet=outlet)


def _spoken(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}, {moment:%H:%M}"


def _json_ld(article: Article, version: Version) -> str:
    """The page's schema.org description. "<" is escaped so that no text can close the script element."""
    description: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": _LD_TYPES[article.kind],
        "headline": version.title,
        "datePublished": article.published.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.byline],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
        "mainEntityOfPage": article.address,
        "inLanguage": article.outlet.language,
        "articleSection": article.category,
    }
    if version.is_announced and version.at != article.published:
        description["dateModified"] = version.at.isoformat()
    return json.dumps(description, ensure_ascii=False).replace("<", "\\u003c")
