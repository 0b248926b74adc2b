"""Text inside HTML and XML: escaped, and without the characters that XML 1.0 has no place for."""

from __future__ import annotations

import re
from html import escape

# XML 1.0, production [2] Char: all but these may stand in a document.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text with U+FFFD for every character that no XML document may hold."""
    return _NOT_XML.sub("\ufffd", text)


def escaped(text: str) -> str:
    """The text as it stands between tags or in a quoted attribute."""
    return escape(plain(text), quote=True)


def tag(name: str, text: str, **attributes: str | None) -> str:
    """One element with escaped text; attributes that are None are left out, "_" in their names becomes "-"."""
    return f"<{name}{_attributes(attributes)}>{escaped(text)}</{name}>"


def empty(name: str, **attributes: str | None) -> str:
    """One element without content."""
    return f"<{name}{_attributes(attributes)}/>"


def link(address: str, words: str) -> str:
    """An HTML link; only an http(s) address of our own or a checked one may be handed in."""
    return tag("a", words, href=address)


def _attributes(attributes: dict[str, str | None]) -> str:
    named = ((name.strip("_").replace("_", "-"), value) for name, value in attributes.items())
    return "".join(f' {name}="{escaped(value)}"' for name, value in named if value is not None)
