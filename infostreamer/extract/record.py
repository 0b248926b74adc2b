"""JSON -> parts: one line of report JSONL (validated), a schema.org article, or any object with a text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec

from infostreamer.extract.boilerplate import drop_boilerplate
from infostreamer.extract.byline import names_in
from infostreamer.extract.compose import compose_report
from infostreamer.extract.fragment import read_fragment
from infostreamer.extract.jsonld import Node, text_at, things_at, types_of
from infostreamer.extract.kinds import kind_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, Published, Report, Unreadable
from infostreamer.model.typed import decoder_of
from infostreamer.text.charset import decode_text
from infostreamer.text.moments import parse_moment


class Row(msgspec.Struct, forbid_unknown_fields=False):
    """One line of report JSONL: all but `text` optional. Our own output (`reports --jsonl`) has this shape too."""

    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    byline: str | list[str] | None = None
    language: str | None = None


class LineReader:
    """Reads one line of report JSONL."""

    name = "line"

    def fits(self, capture: Capture) -> bool:
        """True for captures that collect made of a JSONL line."""
        return form_of(capture) == "line"

    def read(self, capture: Capture) -> Report:
        """The report in the line.

        Raises:
            Unreadable: not JSON, no text, a field of the wrong type, or a date that is none.
        """
        try:
            row = decoder_of(Row).decode(capture.body)
        except msgspec.ValidationError as error:
            raise Unreadable(
                f'The report line is not valid: {error}; needed is {{"text": …}}, all else is optional.'
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable(f"The report line is not JSON: {error}.") from error
        return compose_report(capture, _parts_of_row(row))


class JsonReader:
    """Reads JSON documents that hold one article."""

    name = "json"

    def fits(self, capture: Capture) -> bool:
        """True for JSON of any declared type."""
        return form_of(capture) == "json"

    def read(self, capture: Capture) -> Report:
        """The report in the document.

        Raises:
            Unreadable: broken JSON, or no object with a text.
        """
        text, is_guessed = decode_text(capture.body, declared=capture.charset)
        try:
            document = json.loads(text, strict=False)
        except ValueError as error:
            raise Unreadable(f"The document is not valid JSON: {error}.") from error
        node = _article_in(document)
        if node is None:
            raise Unreadable(
                'The JSON holds no article; needed is an object with "text", "body", "content" or "articleBody".'
            )
        return compose_report(capture, replace(_parts_of_node(node), is_charset_guessed=is_guessed))


def _parts_of_row(row: Row) -> Parts:
    if not row.text.strip():
        raise Unreadable("The report line has an empty text; leave the line out or give its text.")
    names = [row.byline] if isinstance(row.byline, str) else row.byline or []
    return Parts(
        title=row.title,
        paragraphs=_paragraphs(row.text),
        byline=tuple(dict.fromkeys(name for raw in names for name in names_in(raw, outlet=row.outlet))),
        published=_published(row.published),
        outlet=row.outlet,
        language=row.language,
        kind=kind_of(types=set(), section=None, address=row.url, title=row.title),
        canonical=row.url,
    )


def _published(raw: str | None, basis: str = "given") -> Published | None:
    if not raw:
        return None
    parsed = parse_moment(raw)
    if parsed is None:
        raise Unreadable(f"{raw[:60]!r} is no date with a year; write ISO 8601 such as 2026-03-01T10:00+01:00.")
    return Published(at=parsed[0], precision=parsed[1], basis=basis)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Blank lines separate paragraphs; where there are none, line ends do."""
    pieces = text.replace("\r\n", "\n").split("\n\n")
    return tuple(pieces if len(pieces) > 1 else text.splitlines())


_TEXTS = (
    "articleBody",
    "text",
    "body",
    "content",
    "content_html",
    "content_text",
    "maintext",
    "full_text",
    "description",
)


def _article_in(document: Any, depth: int = 0) -> Node | None:
    """The first object with a text, in lists and under the usual wrappers."""
    if isinstance(document, list):
        found = (_article_in(item, depth + 1) for item in document[:50])
        return next((node for node in found if node), None) if depth < 4 else None
    if not isinstance(document, dict):
        return None
    if any(isinstance(document.get(key), str) and len(document[key]) > 40 for key in _TEXTS):
        return document
    inner = (
        _article_in(document.get(key), depth + 1)
        for key in ("article", "data", "result", "@graph", "item", "post", "report")
    )
    return next((node for node in inner if node), None) if depth < 4 else None


def _parts_of_node(node: Node) -> Parts:
    body = text_at(node, *_TEXTS) or ""
    is_markup = "</" in body or "<br" in body
    paragraphs, images, links = read_fragment(body) if is_markup else (_paragraphs(body), (), ())
    title = text_at(node, "headline", "title", "name")
    publisher = next(iter(things_at(node, "publisher") or things_at(node, "source")), None)
    outlet = text_at(publisher, "name", "title") if isinstance(publisher, dict) else publisher
    address = text_at(node, "url", "link", "canonical", "@id", "mainEntityOfPage")
    raw_date = text_at(
        node, "datePublished", "published", "published_at", "date_published", "date_publish", "pubDate", "date"
    )
    return Parts(
        title=title,
        paragraphs=drop_boilerplate(paragraphs, titles=(title or "",)),
        byline=_names(node),
        published=_published_or_none(raw_date),
        outlet=text_at(node, "outlet", "site_name", "source_domain") or outlet,
        language=text_at(node, "inLanguage", "language", "lang"),
        kind=kind_of(
            types=types_of(node), section=text_at(node, "articleSection", "section"), address=address, title=title
        ),
        images=images,
        links=links,
        canonical=address if address and address.startswith("http") else None,
    )


def _published_or_none(raw: str | None) -> Published | None:
    parsed = parse_moment(raw) if raw else None
    return Published(at=parsed[0], precision=parsed[1], basis="json date") if parsed else None


def _names(node: Node) -> tuple[str, ...]:
    for key in ("author", "authors", "byline", "creator"):
        things = things_at(node, key)
        raw = [thing if isinstance(thing, str) else text_at(thing, "name") or "" for thing in things]
        if names := tuple(dict.fromkeys(name for text in raw for name in names_in(text))):
            return names
    return ()
