"""Letter -> plain text and simple HTML: what alerts and digests look like in a mail.

The text is complete by itself. The HTML holds our own markup around escaped words, no style, no script, no image and
nothing that a mail program would fetch.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

_WIDTH = 76
UNQUOTED = "(The report is too short to be quoted here; read it at the publisher.)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence with who published it. `words` None: it may not be quoted."""

    words: str | None
    source: str  # "Open Varania, 14 Nov 2026, 18:00"
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing told. `text` None: the quoted sentence says it all."""

    label: str | None = None
    text: str | None = None
    quoted: tuple[Quoted, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What is told of one story. `more` is said in one line each."""

    heading: str | None = None
    source: str | None = None  # of the heading
    state: str | None = None
    link: str | None = None
    items: tuple[Item, ...] = ()
    more_words: str | None = None  # "3 more:"
    more: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message. `closing`: why it came and how to end it, a line each."""

    subject: str
    sections: tuple[Section, ...]
    intro: str | None = None
    closing: tuple[str, ...] = ()
    is_numbered: bool = False  # True: the text names its sources by number, and lists them at its end


class _Sources:
    """Numbers the sources of a text in the order in which they are first named."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str | None], int] = {}

    def mark(self, quoted: Iterable[Quoted]) -> str:
        keys = dict.fromkeys((one.source, one.link) for one in quoted)
        return "".join(f"[{self.numbers.setdefault(key, len(self.numbers) + 1)}]" for key in keys)

    def listed(self) -> str:
        rows = []
        for (source, link), number in self.numbers.items():
            rows.append(_wrapped(f"[{number}] {source}", rest="    "))
            rows += [f"    {link}"] if link else []
        return "\n".join(rows)


def as_text(letter: Letter) -> str:
    """The letter as plain text, lines of at most 76 characters but for addresses."""
    blocks = [*([_wrapped(letter.intro)] if letter.intro else [])]
    sources = _Sources() if letter.is_numbered else None
    blocks += ["\n\n".join(_section_text(section, sources)) for section in letter.sections]
    blocks += [f"Sources\n{sources.listed()}"] if sources and sources.numbers else []
    if letter.closing:
        blocks.append("-- \n" + "\n".join(_wrapped(line) for line in letter.closing))
    return "\n\n\n".join(blocks) + "\n"


def as_html(letter: Letter) -> str:
    """The letter as one HTML document."""
    body = [_p(letter.intro)] if letter.intro else []
    body += [part for section in letter.sections for part in _section_html(section)]
    if letter.closing:
        body += ["<hr>", *(f"<p><small>{_linked(line)}</small></p>" for line in letter.closing)]
    head = f'<meta charset="utf-8"><title>{_e(letter.subject)}</title>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _section_text(section: Section, sources: _Sources | None) -> list[str]:
    blocks = []
    if section.heading:
        blocks.append(_wrapped(section.heading) + (f"\n{section.source}" if section.source else ""))
    blocks += [_item_text(item) for item in section.items]
    if section.more:
        rows = [_wrapped(_brief(item, sources), first="- ", rest="  ") for item in section.more]
        blocks.append("\n".join([*([section.more_words] if section.more_words else []), *rows]))
    tail = [line for line in (section.state, section.link) if line]
    return [*blocks, *(["\n".join(tail)] if tail else [])]


def _item_text(item: Item) -> str:
    lines = [item.label.upper()] if item.label else []
    lines += [_wrapped(item.text)] if item.text else []
    for quoted in item.quoted:
        words = f"“{' '.join(quoted.words.split())}”" if quoted.words else UNQUOTED
        lines.append(_wrapped(words, first="  ", rest="  "))
        lines.append(_wrapped(f"– {quoted.source}", first="  ", rest="  "))
        lines += [f"    {quoted.link}"] if quoted.link else []
    lines += [_wrapped(f"Why: {item.why}")] if item.why else []
    return "\n".join(lines)


def _brief(item: Item, numbers: _Sources | None) -> str:
    """One line: the label, what is told, and who published it."""
    words = item.text or next((one.words for one in item.quoted if one.words), None) or UNQUOTED
    sources = "; ".join(dict.fromkeys(one.source for one in item.quoted))
    label = f"{item.label}: " if item.label else ""
    named = f" {numbers.mark(item.quoted)}" if numbers else f" ({sources})" if sources else ""
    return f"{label}{' '.join(words.split())}{named}"


def _section_html(section: Section) -> list[str]:
    parts = []
    if section.heading:
        title = _a(section.link, section.heading) if section.link else _e(section.heading)
        parts.append(f'<h2 dir="auto">{title}</h2>')
    parts += [_p(section.source)] if section.source else []
    for item in section.items:
        parts += _item_html(item)
    if section.more:
        rows = "".join(f'<li dir="auto">{_brief_html(item)}</li>' for item in section.more)
        parts.append(f"{_p(section.more_words) if section.more_words else ''}<ul>{rows}</ul>")
    parts += [f"<p><small>{_e(section.state)}</small></p>"] if section.state else []
    return parts


def _item_html(item: Item) -> list[str]:
    parts = [f"<p><b>{_e(item.label)}</b></p>"] if item.label else []
    parts += [_p(item.text)] if item.text else []
    for quoted in item.quoted:
        words = f"“{_e(' '.join(quoted.words.split()))}”" if quoted.words else _e(UNQUOTED)
        source = _a(quoted.link, quoted.source) if quoted.link else _e(quoted.source)
        parts.append(f'<blockquote dir="auto">{words}<br>– {source}</blockquote>')
    parts += [f"<p><small>Why: {_e(item.why)}</small></p>"] if item.why else []
    return parts


def _brief_html(item: Item) -> str:
    words = item.text or next((one.words for one in item.quoted if one.words), None) or UNQUOTED
    sources = dict.fromkeys((one.source, one.link) for one in item.quoted)
    named = "; ".join(_a(link, source) if link else _e(source) for source, link in sources)
    label = f"<b>{_e(item.label)}:</b> " if item.label else ""
    return f"{label}{_e(' '.join(words.split()))}{f' ({named})' if named else ''}"


def _p(text: str | None) -> str:
    return f'<p dir="auto">{_e(text or "")}</p>'


def _a(link: str | None, words: str) -> str:
    return f'<a href="{_e(link or "")}">{_e(words)}</a>'


def _linked(line: str) -> str:
    """A closing line; an address at its end becomes a link."""
    head, _, last = line.rpartition(" ")
    return f"{_e(head)} {_a(last, last)}" if last.startswith(("http://", "https://")) else _e(line)


def _e(text: str) -> str:
    return escape(text.replace("\0", "\ufffd"), quote=True)


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    rows: Iterable[str] = textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(rows)
