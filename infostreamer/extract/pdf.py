"""PDF -> parts: pages joined, running heads dropped, lines and hyphenated words put together again."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from infostreamer.extract.compose import compose_report
from infostreamer.extract.parts import Parts
from infostreamer.extract.saved import read_saved
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, Report, Unreadable

_PAGES = 200  # no article is longer; a book would hold a worker for minutes
_PAGE_NUMBER = re.compile(r"^\W*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?\W*$", re.I)
_NO_TITLE = re.compile(r"^(?:microsoft word|untitled|document\d*|.*\.(?:docx?|indd|qxd|pdf))", re.I)
_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")


class PdfReader:
    """Reads PDF files that hold text."""

    name = "pdf"

    def fits(self, capture: Capture) -> bool:
        """True for anything that begins as a PDF."""
        return form_of(capture) == "pdf"

    def read(self, capture: Capture) -> Report:
        """The report in the file.

        Raises:
            Unreadable: damaged, locked with a password, or pictures of text only.
        """
        title, pages = _open(capture.body)
        text = join_pages(pages)
        if len(text) < 40:
            raise Unreadable("The PDF holds no text, only pictures of it; run it through text recognition first.")
        parts = read_saved(text)
        if title and not _NO_TITLE.match(title) and len(title.split()) > 2:
            parts = _with_title(parts, title)
        return compose_report(capture, parts)


def _open(body: bytes) -> tuple[str | None, list[str]]:
    from pypdf import PdfReader as Reader
    from pypdf.errors import PyPdfError

    try:
        reader = Reader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF is locked with a password; save it without one and add it again.")
        title = reader.metadata.title if reader.metadata else None
        return title, [page.extract_text() or "" for page in reader.pages[:_PAGES]]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            f"The PDF is damaged and cannot be read ({type(error).__name__}); save it again from its source."
        ) from error


def join_pages(pages: Sequence[str]) -> str:
    """One text with a blank line between paragraphs; heads and feet that recur on half the pages are gone."""
    lines_of = [[line.strip() for line in page.splitlines()] for page in pages]
    edges = Counter(line for lines in lines_of for line in {*lines[:2], *lines[-2:]} if line)
    recurring = {line for line, times in edges.items() if len(pages) > 2 and times * 2 >= len(pages)}
    lines = [line for page in lines_of for line in page if line not in recurring and not _PAGE_NUMBER.match(line)]
    return "\n\n".join(_paragraphs(lines))


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """A paragraph ends at a blank line, or where a line ends a sentence well before the right margin."""
    longest = max((len(line) for line in lines), default=0)
    found: list[str] = []
    current = ""
    for line in lines:
        if line:
            current = _joined(current, line)
        if current and (not line or (len(line) < 0.75 * longest and (_END.search(line) or len(current) == len(line)))):
            found.append(current)
            current = ""
    return [*found, current] if current else found


def _joined(before: str, line: str) -> str:
    if re.search(r"\w[-\u00ad\u2010]$", before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}" if before else line


def _with_title(parts: Parts, title: str) -> Parts:
    key = re.sub(r"\W+", "", title.casefold())
    paragraphs = tuple(text for text in parts.paragraphs if re.sub(r"\W+", "", text.casefold()) != key)
    return replace(parts, title=title, paragraphs=paragraphs)
