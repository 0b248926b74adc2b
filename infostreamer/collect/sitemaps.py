"""Sitemaps and news sitemaps (sitemaps.org 0.9; the news extension 0.9), plain or gzipped -> leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from infostreamer.collect.feeds import is_html, page_instead
from infostreamer.collect.isolation import run_isolated
from infostreamer.collect.leads import address_of, moment_of, newest_first
from infostreamer.collect.markup import plain_words
from infostreamer.collect.mended import mended
from infostreamer.collect.prescan import local_name
from infostreamer.collect.unpacking import Unpacker
from infostreamer.model import FetchError, Lead

MOST_BYTES = 52_428_800  # sitemaps.org: at most 50 MB and 50,000 addresses
_MOST_ROWS = 50_000
_MOST_LEADS = 1_000
_ROWS = {"urlset": "url", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """One document: either leads, newest first, or further sitemaps, most recently changed first."""

    leads: tuple[Lead, ...] = ()
    children: tuple[str, ...] = ()


def read_sitemap(body: bytes, *, address: str) -> Sitemap:
    """The sitemap or sitemap index in the bytes, read in a process that can be killed; rows without an http(s) address
    are left out.

    Raises:
        FetchError: kind "not-a-feed" or "too-large".
    """
    return run_isolated(_read, body, address, about=address)


def _read(body: bytes, address: str) -> Sitemap:
    text = _unzipped(body, address)
    text = mended(text, address)
    if is_html(text):
        raise page_instead(text, address, "sitemap")
    root, rows = _rows(text, address)
    if root not in _ROWS:
        named = f"<{root}>" if root else "something that is no XML"
        raise FetchError(f"{address} gives {named} where a sitemap should be; give its own address.", kind="not-a-feed")
    leads = newest_first(lead for row in rows if (lead := _lead(row, address)))
    if root == "sitemapindex":
        return Sitemap(children=tuple(dict.fromkeys(lead.address for lead in leads)))
    return Sitemap(leads=tuple({lead.address: lead for lead in reversed(leads)}.values())[::-1][:_MOST_LEADS])


def _lead(row: dict[str, str], base: str) -> Lead | None:
    address = address_of(row.get("loc"), base)
    if address is None:
        return None
    return Lead(
        address=address,
        title=plain_words(row.get("title")),
        published=moment_of(row.get("publication_date")),
        published_raw=row.get("publication_date"),
        updated=moment_of(row.get("lastmod")),
        language=row.get("language"),
    )


def _rows(text: bytes, address: str) -> tuple[str | None, list[dict[str, str]]]:
    root, rows = None, []
    try:
        for depth, element in _walk(text):
            name = local_name(element.tag)
            if depth == 1:
                root = root or name
                if name not in _ROWS:
                    break
            elif depth == 2:
                rows.append(_fields(element))
                element.clear()
            if len(rows) > _MOST_ROWS:
                raise FetchError(f"{address} lists more than {_MOST_ROWS} addresses; it is left out.", kind="too-large")
    except (etree.XMLSyntaxError, UnicodeDecodeError):  # the second: half a character in a name
        return root, rows
    return root, rows


def _walk(text: bytes) -> Iterator[tuple[int, etree._Element]]:
    """(1, root) when the root begins, then (2, row) when each row ends."""
    depth = 0
    options = {"recover": True, "resolve_entities": False, "load_dtd": False, "no_network": True}
    for event, element in etree.iterparse(BytesIO(text), events=("start", "end"), **options):
        if event == "start":
            depth += 1
            if depth == 1:
                yield 1, element
        else:
            if depth == 2:
                yield 2, element
            depth -= 1


def _fields(row: etree._Element) -> dict[str, str]:
    """The first text of each element below the row, by local name; image and video titles are not the page's."""
    fields: dict[str, str] = {}
    for element in row.iterdescendants():
        name, text = local_name(element.tag), (element.text or "").strip()
        space = element.tag.partition("}")[0].lower() if isinstance(element.tag, str) else ""
        if name and text and not ("image" in space or "video" in space):
            fields.setdefault(name, text)
    return fields


def _unzipped(body: bytes, address: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    text = BytesIO()  # grows in place: in one go it would take twice the room
    try:
        for piece in Unpacker("gzip", address).pieces(body):
            text.write(piece)
            if text.tell() > MOST_BYTES:
                break
    except FetchError:
        raise FetchError(f"{address} is a damaged gzip file; it is asked again later.", kind="not-a-feed") from None
    if text.tell() > MOST_BYTES:
        raise FetchError(f"{address} is larger than {MOST_BYTES} bytes unpacked; it is left out.", kind="too-large")
    return text.getvalue()
