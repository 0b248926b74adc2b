"""Text -> lines as a reader sees them: wrapped lines joined, list marks noted, rules and empty lines left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from infostreamer.extract.credits import is_credit_line
from infostreamer.model import Unreadable

SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"^(?:[•‣▪●◦·*–—-]|\d{1,2}[.)])\s+(?=\S)")
_SIGNATURE = "--"
"""The line that RFC 3676 §4.3 puts before a signature."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `block` counts the groups between blank lines, `is_listed` tells that it stood behind a list mark."""

    text: str
    block: int
    is_listed: bool = False


MOST_LINES = 50_000
"""Of a report; 250,000 words, the most that are read, stand on 25,000. Each line takes 20 µs, however short."""


def lines_of(text: str) -> list[Line]:
    """The lines with words in them, in order.

    Raises:
        Unreadable: more lines than any report has.
    """
    blocks = _blocks(text)
    if sum(map(len, blocks)) > MOST_LINES:
        raise Unreadable(f"The text has more than {MOST_LINES:,} lines, more than any report; split it.")
    width = _width(blocks)
    found: list[Line] = []
    for number, block in enumerate(blocks):
        for line in _joined(block, width or _block_width(block)):
            mark = _BULLET.match(line)
            bare = line[mark.end() :] if mark else line
            if any(char.isalnum() for char in bare) or line == _SIGNATURE:
                is_quote = bare[:1] in "“„«\"'" and bool(mark) and line[0] in "–—-"  # a dash may open direct speech
                found.append(Line(bare, number, mark is not None and not is_quote))
    return found


def is_prose(line: str) -> bool:
    """True for running text: long, or a full sentence of some length, and no picture's credit."""
    words = len(line.split())
    is_long = words >= 25 or len(line) >= 160 or (words >= 14 and SENTENCE_END.search(line) is not None)
    return is_long and not is_credit_line(line)


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for raw in text.splitlines():
        line = " ".join(raw.replace("\u00a0", " ").replace("\ufeff", "").split())
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column at which the whole text was wrapped; None where it was not."""
    width = max((len(line) for block in blocks for line in block), default=0)
    if not 50 <= width <= 100:
        return None
    pairs = (pair for block in blocks for pair in pairwise(block))
    open_ended = [pair for pair in pairs if len(pair[0]) >= 40 and not SENTENCE_END.search(pair[0])]
    full = sum(1 for line, after in open_ended if _is_full(line, after, width))
    return width if full >= 2 and full * 10 >= len(open_ended) * 6 else None


def _block_width(block: Sequence[str]) -> int | None:
    """The column at which one block was wrapped, between paragraphs that were not."""
    width = max(map(len, block))
    pairs = list(pairwise(block))
    full = [line for line, after in pairs if _is_full(line, after, width)]
    is_open = sum(1 for line, _ in pairs if not SENTENCE_END.search(line)) * 2 > len(pairs)
    return width if len(pairs) >= 2 and 50 <= width <= 100 and len(full) == len(pairs) and is_open else None


def _is_full(line: str, after: str, width: int) -> bool:
    """True where the next line's first word had no room left on this one (with some slack for a ragged wrap)."""
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width - 2 and not _BULLET.match(after)


_OWN_LINE = re.compile(r"(?:by|von|par|por|di|przez|от|автор|via|http|www)\b|\S+[.@]\S+$", re.I)


def _is_wrapped_once(block: Sequence[str]) -> bool:
    """True for a headline on two lines: the second goes on in lower case, and is no byline and no address."""
    if len(block) != 2 or not 20 <= len(block[0]) <= 100 or len(block[1]) > 100:
        return False
    first, second = block
    is_open = SENTENCE_END.search(first) is None and first[-1] not in ":;|" and not _BULLET.match(first)
    return is_open and not first[0].islower() and second[0].islower() and not _OWN_LINE.match(second)


def _joined(block: Sequence[str], width: int | None) -> list[str]:
    if width is None:
        return [" ".join(block)] if _is_wrapped_once(block) else list(block)
    joined = [block[0]]
    for line, after in pairwise(block):
        if _is_full(line, after, width):
            joined[-1] += f" {after}"
        else:
            joined.append(after)
    return joined
