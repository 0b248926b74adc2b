"""What an outlet announces: RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1, a news sitemap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from infostreamer.demo.wire import Article, Outlet, Version

Row = tuple[Article, Version]

MIMES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}


def write_feed(outlet: Outlet, rows: Sequence[Row]) -> str:
    """The outlet's feed with these rows, newest first, in the outlet's own format."""
    return {"rss": _rss, "atom": _atom, "json": _json_feed, "sitemap": _sitemap}[outlet.kind](outlet, rows)


def _rss(outlet: Outlet, rows: Sequence[Row]) -> str:
    items = "".join(_rss_item(outlet, article, version) for article, version in rows)
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(outlet.name)}</title><link>http://{outlet.host}/</link>"
        f"<description>{escape(outlet.motto)}</description><language>{outlet.language}</language>{items}"
        "</channel></rss>\n"
    )


def _rss_item(outlet: Outlet, article: Article, version: Version) -> str:
    authors = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in article.byline)
    return (
        f"<item><title>{escape(version.title)}</title><link>{article.address}</link>"
        f'<guid isPermaLink="true">{article.address}</guid>'
        f"<pubDate>{format_datetime(article.published)}</pubDate>{authors}"
        f"<category>{escape(article.category)}</category>"
        f"<description>{escape(version.paragraphs[0])}</description></item>"
    )


def _atom(outlet: Outlet, rows: Sequence[Row]) -> str:
    newest = max((_changed(article, version) for article, version in rows), default=datetime(2026, 11, 1, tzinfo=UTC))
    entries = "".join(_atom_entry(article, version) for article, version in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><subtitle>{escape(outlet.motto)}</subtitle>"
        f'<id>{outlet.address}</id><link rel="self" href="{outlet.address}"/>'
        f'<link rel="alternate" href="http://{outlet.host}/"/><updated>{newest.isoformat()}</updated>{entries}</feed>\n'
    )


def _atom_entry(article: Article, version: Version) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in article.byline or ("Staff",))
    return (
        f'<entry><title>{escape(version.title)}</title><link rel="alternate" href="{article.address}"/>'
        f"<id>{article.address}</id><published>{article.published.isoformat()}</published>"
        f"<updated>{_changed(article, version).isoformat()}</updated>{authors}"
        f'<category term="{escape(article.category)}"/>'
        f'<summary type="text">{escape(version.paragraphs[0])}</summary></entry>'
    )


def _json_feed(outlet: Outlet, rows: Sequence[Row]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.motto,
        "home_page_url": f"http://{outlet.host}/",
        "feed_url": outlet.address,
        "language": outlet.language,
        "items": [_json_item(article, version) for article, version in rows],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(article: Article, version: Version) -> dict[str, object]:
    return {
        "id": article.address,
        "url": article.address,
        "title": version.title,
        "summary": version.paragraphs[0],
        "content_text": version.paragraphs[0],
        "date_published": article.published.isoformat(),
        "date_modified": _changed(article, version).isoformat(),
        "authors": [{"name": name} for name in article.byline],
        "tags": [article.category],
    }


def _sitemap(outlet: Outlet, rows: Sequence[Row]) -> str:
    urls = "".join(
        f"<url><loc>{article.address}</loc><lastmod>{_changed(article, version).isoformat()}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(version.title)}</news:title></news:news></url>"
        for article, version in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>\n'
    )


def _changed(article: Article, version: Version) -> datetime:
    """When the outlet says the article last changed: a silent edit does not show."""
    told = [other.at for other in article.versions if other.at <= version.at and other.is_announced]
    return max(told, default=article.published)
