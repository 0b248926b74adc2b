"""Text as saved from a browser -> parts: site name, tagline, headline, byline, credit, caption, body, furniture.

No page is special-cased: a line is judged by its shape (a name, a host, a credit, a date), by where it stands (before
the prose, in it, after it) and by whether its words come back in the prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from infostreamer.extract.boilerplate import FURNITURE, tail_start, without_biography
from infostreamer.extract.byline import names_in
from infostreamer.extract.credits import is_credit_line, read_credit
from infostreamer.extract.kinds import kind_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.people import is_name_line, opens_with_name_and_trade
from infostreamer.model import Image, Link, Published
from infostreamer.text.moments import parse_moment

_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,12}/?", re.I)
_ADDRESS = re.compile(r"https?://\S+", re.I)
_NAMED = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'“”]+[\w/]", re.I)
_BY = re.compile(
    r"^(?:(?:text|story|reporting|written|reported|posted|words)\s+)?(?:by|von|par|por|autor|author|автор)\s*:?\s+\S",
    re.I,
)
_DATE_LABEL = re.compile(
    r"^(?:(?:first\s+)?published|posted|updated|last\s+updated|date|veröffentlicht|stand|publié|publicado|"
    r"опубликовано)\s*(?:on|at|am|le|el)?\s*:?\s*",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_BREADCRUMB = re.compile(r"^(?:\w[\w &]{1,24}\s*[>»›/|]\s*){1,}\w[\w &]{1,40}$")
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass
class _Head:
    """What the lines before the prose turned out to be."""

    outlet: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: Published | None = None
    address: str | None = None
    images: list[Image] = field(default_factory=list)
    standfirst: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read_saved(text: str, *, address: str | None = None) -> Parts:
    """The parts of a page saved as text, or of any plain text with or without a title line."""
    blocks = _blocks(text)
    lines = [line for block in blocks for line in block]
    start = _prose_start(lines)
    prose = lines[start:]
    head = _read_head(_groups(blocks, start), " ".join(prose).casefold())
    body, names, images = _read_body(prose, head)
    return Parts(
        title=head.title,
        paragraphs=tuple(body),
        byline=head.byline or names,
        published=head.published,
        outlet=head.outlet,
        kind=kind_of(types=set(), section=None, address=head.address, title=head.title),
        images=tuple(head.images) + images,
        links=tuple(Link(_absolute(found), found) for paragraph in body for found in _NAMED.findall(paragraph)),
        canonical=head.address,
    )


def _blocks(text: str) -> list[list[str]]:
    """Lines grouped by blank lines; lines that were wrapped at a fixed width are joined again."""
    blocks: list[list[str]] = [[]]
    for raw in text.splitlines():
        line = " ".join(raw.replace("\u00a0", " ").split())
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    return [[" ".join(block)] if _is_wrapped(block) else block for block in blocks]


def _is_wrapped(block: Sequence[str]) -> bool:
    """Hard-wrapped prose: all lines but the last are of nearly one length and most end inside a sentence."""
    if len(block) < 3:
        return False
    longest = max(map(len, block))
    full = [line for line in block[:-1] if len(line) > longest - 16]
    open_ends = [line for line in block[:-1] if not _END.search(line)]
    return 40 <= longest <= 100 and len(full) >= 0.8 * (len(block) - 1) and len(open_ends) * 2 > len(block) - 1


def _is_prose(line: str) -> bool:
    words = len(line.split())
    return (words >= 25 or len(line) >= 160 or (words >= 14 and bool(_END.search(line)))) and not is_credit_line(line)


def _prose_start(lines: Sequence[str]) -> int:
    """The first line of running text; a standfirst right before it is sorted out by the head."""
    for index, line in enumerate(lines):
        if _is_prose(line) and not FURNITURE.match(line):
            return index
    return min(1, len(lines))


def _groups(blocks: Sequence[Sequence[str]], count: int) -> list[list[str]]:
    """The first `count` lines, still in their blocks."""
    groups: list[list[str]] = []
    for block in blocks:
        part = list(block[:count])
        if part:
            groups.append(part)
        count -= len(part)
    return groups


def _read_head(groups: Sequence[Sequence[str]], prose: str) -> _Head:
    head = _Head()
    for group in groups:
        awaits_caption = False
        for line in group:
            if awaits_caption and not _is_marked(line):
                _add_caption(head, line)
                awaits_caption = False
            else:
                awaits_caption = _place_line(head, line)
    first = next((line for group in groups for line in group), "")
    _settle_names(head, first)
    head.title = _choose_title(head.candidates, prose)
    head.standfirst = _standfirst(head)
    return head


def _settle_names(head: _Head, first: str) -> None:
    """Lines shaped like names: the very first is the site where somebody else signs or where it is shouted."""
    if head.names[:1] == [first] and (head.byline or len(head.names) > 1 or first.isupper()):
        head.outlet = head.outlet or first
        head.names = head.names[1:]
    head.byline = head.byline or tuple(head.names)


def _is_marked(line: str) -> bool:
    return is_credit_line(line) or _BY.match(line) is not None or _moment(line) is not None


def _place_line(head: _Head, line: str) -> bool:
    """Note what the line is; True when it was a credit, so that the next line of its block is its caption."""
    if _HOST.fullmatch(line):
        head.outlet = head.outlet or line
    elif _ADDRESS.fullmatch(line) or _ADDRESS.fullmatch(re.sub(r"^\w+\s*:\s*", "", line)):
        head.address = head.address or _ADDRESS.findall(line)[0]
    elif is_credit_line(line):
        head.images.append(_image(line))
        return True
    elif (published := _moment(line)) is not None:
        head.published = head.published or published
    elif _BY.match(line) and len(line) < 120:
        head.byline = head.byline or names_in(line, outlet=head.outlet)
    elif is_name_line(line):
        head.names.append(line)
    elif not (FURNITURE.match(line) or _BREADCRUMB.match(line)):
        head.candidates.append(line)
    return False


def _moment(line: str) -> Published | None:
    if len(line) > 80 or not _YEAR.search(line):
        return None
    bare = _DATE_LABEL.sub("", line)
    for piece in (bare, *re.split(r"\s+[|·•–—-]\s+", bare)):
        parsed = parse_moment(_DATE_LABEL.sub("", piece))
        if parsed is not None and parsed[1] in ("second", "minute", "day"):
            return Published(at=parsed[0], precision=parsed[1], basis="text")
    return None


def _image(line: str) -> Image:
    found = read_credit(line)
    return Image(credit=found.credit, licence=found.licence, caption=found.caption)


def _add_caption(head: _Head, line: str) -> None:
    last = head.images[-1]
    head.images[-1] = Image(credit=last.credit, licence=last.licence, caption=last.caption or line)


def _choose_title(candidates: Sequence[str], prose: str) -> str | None:
    """The line whose words come back in the prose; a tagline's, a section's and a menu's do not."""
    scored = [(_likeness(line, prose), -index, line) for index, line in enumerate(candidates)]
    return max(scored)[2] if scored else None


def _likeness(line: str, prose: str) -> float:
    words = [word.casefold() for word in _WORD.findall(line)]
    known = sum(1 for word in words if word[:6] in prose)
    share = known / len(words) if words else 0.0
    size = min(len(line.split()), 12) / 12
    return (
        share
        + size
        - (0.6 if re.search(r"(?<!\.)\.[\"”’]?$", line) else 0)
        - (0.8 if re.search(r"\b[\w-]+\.(?:com|org|net|info)\b", line) else 0)
    )


def _standfirst(head: _Head) -> list[str]:
    """Full sentences after the headline are part of the report."""
    if head.title is None:
        return []
    after = head.candidates[head.candidates.index(head.title) + 1 :]
    return [line for line in after if len(line.split()) >= 7 and (_END.search(line) or len(line.split()) >= 12)]


def _read_body(prose: Sequence[str], head: _Head) -> tuple[list[str], tuple[str, ...], tuple[Image, ...]]:
    """The paragraphs, the byline found after them, and the pictures whose credits stand among them."""
    kept = [line for line in prose[: tail_start(prose)] if not FURNITURE.match(line) or _is_makers(line)]
    kept, names = _without_author(kept, head.byline)
    paragraphs, images = list(head.standfirst), []
    for line in kept:
        if is_credit_line(line):
            images.append(_image(line))
        else:
            paragraphs.append(line)
    return paragraphs or list(head.standfirst), names, tuple(images)


def _is_makers(line: str) -> bool:
    """A picture's "© 2026 Agency/A. Example", which is not the page's own copyright line."""
    return "/" in line and is_credit_line(line)


def _without_author(lines: list[str], byline: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Lines without the author's name and biography at the end, and the name found there."""
    names = byline
    if len(lines) > 2 and (name := opens_with_name_and_trade(lines[-1])) is not None:
        is_above = lines[-2].casefold() == name.casefold()
        is_known = any(_same(name, known) for known in byline)
        if is_above or is_known or not byline:
            names, lines = byline or (name,), lines[:-1]
    lines = without_biography(lines, names)
    if len(lines) > 2 and (is_name_line(lines[-1]) or (_BY.match(lines[-1]) and len(lines[-1]) < 80)):
        names = names or names_in(lines[-1])
        lines = lines[:-1]
    return lines, names


def _absolute(found: str) -> str:
    return found if "://" in found else f"https://{found}"


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
