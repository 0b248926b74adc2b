"""A feed of very many entries -> the same feed with its first ones."""

from __future__ import annotations

from xml.parsers import expat

from infostreamer.collect.prescan import ITEMS

_PIECE = 65_536


class _Full(Exception):
    """There is one entry more than is read."""


def first_items(body: bytes, most: int) -> bytes | None:
    """The document up to the end of its entry of that number, with the elements around it closed; None where it is not
    well-formed until there, or where letters take two bytes.

    Args:
        body: XML with more entries than `most`. Nothing is built of it, and no entity of it is read from elsewhere.
    """
    if b"\0" in body[:4]:
        return None
    parser = expat.ParserCreate()
    around: list[str] = []
    seen, cut = 0, 0

    def begin(name: str, _: object) -> None:
        nonlocal seen, cut
        seen += name.rpartition(":")[2].lower() in ITEMS
        if seen > most:
            cut = parser.CurrentByteIndex
            raise _Full
        around.append(name)

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: around.pop()
    try:
        for at in range(0, len(body), _PIECE):
            parser.Parse(body[at : at + _PIECE], False)
    except _Full:
        return body[:cut] + "".join(f"</{name}>" for name in reversed(around)).encode()
    except (expat.ExpatError, ValueError, IndexError):
        return None
    return None
