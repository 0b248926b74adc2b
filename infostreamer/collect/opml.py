"""OPML 2.0 (opml.org/spec2.opml) <-> sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast, get_args

from lxml import etree

from infostreamer.collect.discover import new_source
from infostreamer.collect.isolation import DEADLINE_S
from infostreamer.collect.leads import address_of
from infostreamer.collect.prescan import local_name
from infostreamer.isolation import Stopped, submit
from infostreamer.model import BadInput, Source
from infostreamer.model.source import SourceKind
from infostreamer.text.clean import clean_text

_KINDS = frozenset(get_args(SourceKind)) - {"file"}  # a list from elsewhere names no file of this machine
_READ = frozenset({"xmlurl", "url", "type", "kind", "outlet", "owner", "everyseconds"})
MOST_BYTES = 15_728_640


def read_opml(data: bytes) -> tuple[Source, ...]:
    """The sources in the file, folders flattened, in order, one per address; read in a process that can be killed.

    `xmlUrl` is a feed; `url` with type "link" a page. Our own attributes `outlet`, `owner`, `kind` and `everySeconds`
    are read where they stand; `text` and `title` are a reader's label and name no outlet.

    Raises:
        BadInput: not OPML, or no source in it.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(f"This OPML file is larger than {MOST_BYTES} bytes; split it.")
    try:
        return submit(_read, data, deadline_s=DEADLINE_S).result()
    except Stopped:
        raise BadInput(
            "This OPML file takes too much time or memory to read; export it again with its feeds."
        ) from None


def _read(data: bytes) -> tuple[Source, ...]:
    try:
        return _sources(_root(data))
    except UnicodeError:  # half a character in a name
        raise BadInput("This OPML file is broken beyond reading; export it again.") from None


def _sources(root: etree._Element) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for outline in root.iter("{*}outline"):
        source = _source(_fields(outline))
        if source:
            found.setdefault(source.id, source)
    if not found:
        raise BadInput("This OPML file lists no feed (no outline with an xmlUrl); export it again with its feeds.")
    return tuple(found.values())


def _fields(outline: etree._Element) -> dict[str, str]:
    """The attributes that say something here, by local name, the first of each. Never all with their values: that takes
    four times as long for twice as many (15 s for 110,000).
    """
    found: dict[str, str] = {}
    for name in outline.attrib.keys():  # noqa: SIM118  # iterating looks every value up
        local = local_name(name)
        if local in _READ and local not in found:
            found[local] = str(outline.get(name))
    return found


def write_opml(sources: Sequence[Source]) -> bytes:
    """The sources as an OPML file that other readers take and that `read_opml` reads back to the same sources."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Information Streamer sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        etree.SubElement(body, "outline", _attributes(source))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or local_name(root.tag) != "opml":
        raise BadInput("This is not an OPML file; export the list of feeds from your reader as OPML.")
    return root


def _source(fields: dict[str, str]) -> Source | None:
    is_link = "xmlurl" not in fields and fields.get("type", "").lower() == "link"
    address = (fields.get("url" if is_link else "xmlurl") or "").strip()
    stated = fields.get("kind", "")
    kind = stated if stated in _KINDS else "page" if is_link else "feed"
    if not address or not _is_web(address):
        return None
    source = new_source(address, cast(SourceKind, kind), outlet=_text(fields, "outlet"), owner=_text(fields, "owner"))
    every = fields.get("everyseconds", "")
    return replace(source, every_s=int(every)) if every.isascii() and every.isdigit() and 0 < len(every) < 9 else source


def _is_web(address: str) -> bool:
    return "://" in address and address_of(address, address) is not None


def _attributes(source: Source) -> dict[str, str]:
    is_feed = source.kind == "feed"
    fields = {
        "text": source.outlet or source.address,
        "type": "rss" if is_feed else "link",
        "xmlUrl" if is_feed else "url": source.address,
        "kind": None if is_feed else source.kind,
        "outlet": source.outlet,
        "owner": source.owner,
        "everySeconds": None if source.every_s == 3600 else str(source.every_s),
    }
    return {name: clean_text(value) for name, value in fields.items() if value is not None}


def _text(fields: dict[str, str], name: str) -> str | None:
    return clean_text(fields.get(name, "")).strip() or None
