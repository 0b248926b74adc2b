"""Plain text and Markdown -> parts: front matter where there is some, else read as a page saved from a browser."""

from __future__ import annotations

import re
from dataclasses import replace

from infostreamer.extract.byline import names_in
from infostreamer.extract.compose import compose_report
from infostreamer.extract.parts import Parts
from infostreamer.extract.saved import read_saved
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, Published, Report
from infostreamer.text.charset import decode_text
from infostreamer.text.moments import parse_moment

_FIELD = re.compile(
    r"^(title|headline|author|authors|byline|by|date|published|pubdate|source|outlet|publisher|site|url|link|"
    r"address|lang|language)\s*:\s*(.+)$",
    re.I,
)
_MARKDOWN = (
    (re.compile(r"!\[([^\[\]]{0,500})\]\([^()]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]]{1,500})\]\((?>[^)\s]{1,1000})(?:\s[^)]{0,300})?\)"), r"\1"),
    (re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"^\s{0,3}>\s?", re.M), ""),
    (re.compile(r"^\s{0,3}[*+](?=\s)", re.M), "-"),
)
_MARKS = re.compile(r"\A\s*#\s+\S|^#{2,6}\s+\S|\[[^\]\n]{1,500}\]\(https?://[^)\s]{1,2000}\)", re.M)
"""What only Markdown has; a page may be saved as such under any name."""
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*$", re.M)


class TextReader:
    """Reads plain text, Markdown and pages saved as text."""

    name = "text"

    def fits(self, capture: Capture) -> bool:
        """True for text that is not HTML, JSON or e-mail."""
        return form_of(capture) == "text"

    def read(self, capture: Capture) -> Report:
        """The report in the text.

        Raises:
            Unreadable: nothing but furniture in it.
        """
        text, is_guessed = decode_text(capture.body, declared=capture.charset)
        is_markdown = capture.mime == "text/markdown" or capture.address.lower().endswith((".md", ".markdown"))
        return compose_report(
            capture, replace(parts_of_text(text, is_markdown=is_markdown), is_charset_guessed=is_guessed)
        )


def parts_of_text(text: str, *, is_markdown: bool = False) -> Parts:
    """What the text says about itself, and its paragraphs."""
    fields, rest = _front_matter(text)
    title = None
    if is_markdown or _MARKS.search(rest):
        title, rest = _markdown(rest)
    return _with_fields(read_saved(rest, title=fields.get("title") or title), fields, title)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """`Key: value` lines at the very top, between `---` lines or by themselves; and the text after them."""
    lines = text.lstrip("\ufeff\n\r ").splitlines()
    is_fenced = bool(lines) and lines[0].strip() == "---"
    fields: dict[str, str] = {}
    position = 1 if is_fenced else 0
    while position < len(lines):
        found = _FIELD.match(lines[position].strip())
        if found is None and not (is_fenced and lines[position].strip() != "---"):
            break
        if found:
            fields.setdefault(_field_name(found[1]), found[2].strip().strip("\"'[]"))
        position += 1
    if not fields or (not is_fenced and "title" not in fields):
        return {}, text
    return fields, "\n".join(lines[position + (1 if is_fenced else 0) :])


def _field_name(name: str) -> str:
    names = {
        "headline": "title",
        "authors": "author",
        "byline": "author",
        "by": "author",
        "published": "date",
        "pubdate": "date",
        "source": "outlet",
    }
    names |= {"publisher": "outlet", "site": "outlet", "link": "url", "address": "url", "lang": "language"}
    return names.get(name.lower(), name.lower())


def _with_fields(parts: Parts, fields: dict[str, str], title: str | None) -> Parts:
    parsed = parse_moment(fields["date"]) if "date" in fields else None
    published = Published(at=parsed[0], precision=parsed[1], basis="front matter date") if parsed else parts.published
    return replace(
        parts,
        title=fields.get("title") or title or parts.title,
        byline=names_in(fields["author"]) if "author" in fields else parts.byline,
        published=published,
        outlet=fields.get("outlet") or parts.outlet,
        canonical=fields.get("url") or parts.canonical,
        language=fields.get("language"),
    )


def _markdown(text: str) -> tuple[str | None, str]:
    """The first heading, and the text without marks."""
    heading = _HEADING.search(text)
    title = heading[1] if heading and not text[: heading.start()].strip() else None
    rest = text[heading.end() :] if heading and title else text
    rest = _HEADING.sub(r"\1", rest)
    for pattern, kept in _MARKDOWN:
        rest = pattern.sub(kept, rest)
    return title, rest
