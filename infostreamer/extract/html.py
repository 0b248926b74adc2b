"""HTML page -> parts."""

from __future__ import annotations

from infostreamer.extract.body import links_in, paragraphs_of
from infostreamer.extract.byline import byline_of
from infostreamer.extract.compose import compose_report, lead_published
from infostreamer.extract.jsonld import Node, article_of, nodes_of, text_at, things_at, types_of
from infostreamer.extract.kinds import kind_of
from infostreamer.extract.meta import Meta, link_of, meta_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.pictures import images_of
from infostreamer.extract.published import fallback_of, modified_of, published_of
from infostreamer.extract.sniff import form_of
from infostreamer.extract.title import forms_of, title_of
from infostreamer.extract.tree import parse_tree
from infostreamer.extract.walls import refuse_wall
from infostreamer.model import Capture, Report
from infostreamer.text.charset import decode_text


class HtmlReader:
    """Reads web pages."""

    name = "html"

    def fits(self, capture: Capture) -> bool:
        """True for anything that is HTML, whatever it was declared to be."""
        return form_of(capture) == "html"

    def read(self, capture: Capture) -> Report:
        """The report on the page.

        Raises:
            Unreadable: a login or error page, or no article.
        """
        text, is_guessed = decode_text(capture.body, declared=capture.charset)
        return compose_report(capture, parts_of(text, capture, is_guessed=is_guessed))


def parts_of(text: str, capture: Capture, *, is_guessed: bool = False) -> Parts:
    """What the page says about itself and its article.

    Raises:
        Unreadable: a login or error page.
    """
    root = parse_tree(text)
    nodes, meta = nodes_of(root), meta_of(root)
    article = article_of(nodes)
    title = title_of(root, article, meta)
    address = link_of(root, "canonical") or meta.first("og:url")
    outlet = outlet_of(nodes, article, meta)
    byline = byline_of(root, nodes, meta, outlet=outlet)
    paragraphs = paragraphs_of(root, titles=forms_of(root, title, meta), names=byline)
    refuse_wall(root, title=title, paragraphs=paragraphs)
    where = address or capture.final_address
    return Parts(
        title=title,
        paragraphs=paragraphs,
        byline=byline,
        published=published_of(root, article, meta, address=where)
        or lead_published(capture.lead, fetched_at=capture.fetched_at)
        or fallback_of(root, address=where),
        modified=modified_of(article, meta),
        outlet=outlet,
        language=root.get("lang") or meta.first("og:locale", "language", "dc.language"),
        kind=kind_of(types=types_of(article), section=_section(article, meta), address=where, title=title),
        images=images_of(root, nodes, article, meta, base=capture.final_address),
        links=links_in(root, paragraphs),
        canonical=address,
        syndicated=meta.first("syndication-source", "original-source"),
        is_charset_guessed=is_guessed,
    )


def outlet_of(nodes: tuple[Node, ...], article: Node, meta: Meta) -> str | None:
    """The publication's name: og:site_name, else JSON-LD's publisher, else the application's name."""
    publisher = next((thing for thing in things_at(article, "publisher") if isinstance(thing, dict)), {})
    if not publisher.get("name") and isinstance(publisher.get("@id"), str):
        publisher = next(
            (node for node in nodes if node.get("@id") == publisher["@id"] and node.get("name")), publisher
        )
    return (
        meta.first("og:site_name")
        or text_at(publisher, "name")
        or meta.first("application-name", "twitter:app:name:iphone")
    )


def _section(article: Node, meta: Meta) -> str | None:
    return text_at(article, "articleSection", "genre") or meta.first("article:section", "section")
