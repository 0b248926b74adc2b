"""The door of the room: one capture in, one report out."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.extract.entry import EntryReader
from infostreamer.extract.html import HtmlReader
from infostreamer.extract.mail import MailReader
from infostreamer.extract.pdf import PdfReader
from infostreamer.extract.plain import TextReader
from infostreamer.extract.record import JsonReader, LineReader
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, Report, Unreadable
from infostreamer.plugins import Reader, Registry

BUILT_IN: tuple[Reader, ...] = (
    HtmlReader(),
    TextReader(),
    JsonReader(),
    MailReader(),
    PdfReader(),
    EntryReader(),
    LineReader(),
)

LONGEST = 1_500_000
"""Code points of a report's text: about 250,000 words. Later stages take 5 to 10 s per million."""

_REFUSALS = {
    "empty": "The document is empty; try again later or check the address.",
    "binary": "The bytes are a picture, an archive or a program; give a page, a text, an e-mail or a PDF file.",
    "feed": "This is a feed or a sitemap, not an article; add its address as a source to follow it.",
}


def extract(capture: Capture, *, readers: Sequence[Reader] | None = None) -> Report:
    """The report in the capture.

    Args:
        capture: what was received; its MIME type may be missing or wrong, the bytes decide.
        readers: tried from the last to the first, so that a plug-in comes before the built-ins; default: built-ins.

    Raises:
        Unreadable: there is no article in it; the message says why in one sentence.
    """
    for reader in reversed(BUILT_IN if readers is None else readers):
        if reader.fits(capture):
            return _read(reader, capture)
    raise Unreadable(
        _REFUSALS.get(form_of(capture), "No reader knows this kind of document; give HTML, text, JSON, e-mail or PDF.")
    )


def _read(reader: Reader, capture: Capture) -> Report:
    try:
        report = reader.read(capture)
    except RecursionError as error:
        raise Unreadable("The document is nested too deeply to be an article; nothing was taken from it.") from error
    if len(report.text) > LONGEST:
        raise Unreadable(f"The text is longer than {LONGEST:,} characters, longer than any report; split it.")
    return report


def plug(registry: Registry) -> None:
    """Register the built-in readers."""
    registry.readers.extend(BUILT_IN)
