"""Text as saved from a browser -> parts: site name, tagline, headline, byline, credit, caption, body, furniture.

No page is special-cased: a line is judged by its shape (a name, a host, a credit, a date), by where it stands (before
the prose, in it, after it) and by whether its words come back in the prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.extract.kinds import is_commentary, kind_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.saved_body import Body, outlet_below, read_body
from infostreamer.extract.saved_furniture import is_furniture, opens_author_box, opens_box, opens_comments
from infostreamer.extract.saved_head import Head, is_caption, read_head
from infostreamer.extract.saved_lines import Line, is_prose, lines_of
from infostreamer.extract.saved_meta import meta_of
from infostreamer.extract.saved_region import region_of
from infostreamer.model import Link
from infostreamer.model.report import ReportKind

_NAMED = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'“”]+[\w/]", re.I)
_FAR = 8
"""So many lines below a first long one, a date or a byline can still show that it was the standfirst."""


def read_saved(text: str, *, title: str | None = None) -> Parts:
    """The parts of a page saved as text, or of any plain text with or without a title line.

    Args:
        text: with or without blank lines between paragraphs, wrapped or not.
        title: the headline, where the document marks it.
    """
    lines = lines_of(text)
    first, last = region_of(lines)
    start = _text_start(lines, first, is_titled=title is not None)
    below, end = lines[start:], max(last - start, 0)
    site = outlet_below(below, lines[:start])
    prose = " ".join(line.text for line in below[:end]).casefold()
    head = read_head(lines[:start], prose, title=title, site=site)
    body = read_body(below, head, end=end)
    paragraphs = tuple(line.text for line in (*head.standfirst, *body.paragraphs))
    outlet = _outlet(head, None if site in (head.byline or body.byline) else site)
    return Parts(
        title=head.title,
        paragraphs=paragraphs,
        byline=tuple(name for name in head.byline or body.byline if name != outlet),
        published=head.published or body.published,
        outlet=outlet,
        kind=_kind(head, body, paragraphs),
        images=(*head.images, *body.images),
        links=tuple(Link(_absolute(found), found) for paragraph in paragraphs for found in _NAMED.findall(paragraph)),
        canonical=head.address,
    )


def _text_start(lines: Sequence[Line], first: int, *, is_titled: bool) -> int:
    """The first line of running text, from the given line on, that no date and no byline follows at once."""
    start = next((index for index in range(first, len(lines)) if _is_text(lines[index])), None)
    if start is None:
        return 0 if is_titled else min(1, len(lines))
    passed = 0
    for index in range(start, min(start + _FAR, len(lines))):
        text = lines[index].text
        passed += _is_text(lines[index])
        if passed > 1 or opens_comments(text) or opens_author_box(text) or opens_box(text):
            break
        meta = meta_of(text)
        if meta is not None and (meta.published or meta.byline) and index + 1 < len(lines):
            after = (at for at in range(index + 1, len(lines)) if _is_text(lines[at]))
            return next(after, start)
    return start


def _is_text(line: Line) -> bool:
    return (
        is_prose(line.text) and not is_furniture(line.text) and meta_of(line.text) is None and not is_caption(line.text)
    )


def _outlet(head: Head, below: str | None) -> str | None:
    """The host or name above the headline; where that is shouted, as the foot of the page spells it."""
    if head.outlet is None or head.outlet.isupper():
        return below or head.outlet
    return head.outlet


def _kind(head: Head, body: Body, paragraphs: tuple[str, ...]) -> ReportKind:
    by_name = kind_of(types=set(), section=None, address=head.address, title=head.title)
    if head.kind is not None and by_name == "report":
        return head.kind
    if by_name == "report" and (body.is_opinion or is_commentary(paragraphs, title=head.title)):
        return "opinion"
    return by_name


def _absolute(found: str) -> str:
    return found if "://" in found else f"https://{found}"
