"""Raw text -> text that every later stage and both databases can hold."""

from __future__ import annotations

import html
import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|\n\r|[\x0b\x0c\x85\u2028]")
_PARAGRAPH_BREAK = "\u2029"
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Dropped: control characters, soft hyphen, zero-width space and word joiner, byte-order mark, bidirectional overrides
# (they let a page show other words than it holds), interlinear marks. Zero-width (non-)joiners stay: Persian and emoji
# need them.
_DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060-\u2064\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def one_line(text: str) -> str:
    """The words on one line, single spaces between them, without control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def clean_text(raw: str) -> str:
    """The same words in NFC with plain spaces and "\\n" line ends; cleaning twice changes nothing.

    Lone surrogates become U+FFFD (a character was there); invisible and control characters disappear.
    """
    text = _BREAKS.sub("\n", raw).replace(_PARAGRAPH_BREAK, "\n\n")
    text = _SPACES.sub(" ", text)
    text = _SURROGATES.sub("\ufffd", _DROPPED.sub("", text))
    return unicodedata.normalize("NFC", text)


def unescaped(text: str) -> str:
    """The text with its character references resolved. A number with more digits than any character has becomes U+FFFD:
    the standard library raises ValueError beyond 4,300 of them."""
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))
