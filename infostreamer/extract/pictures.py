"""Page -> its pictures with caption, credit and licence as fields. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infostreamer.extract.credits import read_credit, tidy_credit
from infostreamer.extract.jsonld import Node, text_at, things_at, types_of
from infostreamer.extract.meta import Meta
from infostreamer.extract.tree import Element, words_at
from infostreamer.model import BadInput, Image
from infostreamer.text.urls import normalise

_CREDIT = re.compile(
    r"credit|copyright|source|photographer|author|attribution|rights|byline|fotograf|quelle|licen[cs]e", re.I
)
_NOT_ARTICLE = frozenset(("nav", "footer", "aside", "header"))
_MOST = 40


def images_of(root: Element, nodes: tuple[Node, ...], article: Node, meta: Meta, *, base: str) -> tuple[Image, ...]:
    """Pictures in the order of the page: figures first, then those that only the page's data names."""
    found: dict[str, Image] = {}
    for image in (*_figures(root, base), *_declared(nodes, article, base)):
        key = _key(image.address)
        if key and (key not in found or (found[key].credit is None and image.credit)):
            found[key] = image if key not in found else _joined(found[key], image)
    if not found and (address := _absolute(meta.first("og:image"), base)):
        found[address] = Image(address=address, alt=meta.first("og:image:alt"))
    return tuple(found.values())[:_MOST]


def _joined(one: Image, other: Image) -> Image:
    return Image(
        address=one.address,
        credit=other.credit,
        licence=one.licence or other.licence,
        caption=one.caption or other.caption,
        alt=one.alt,
    )


def _figures(root: Element, base: str) -> Iterator[Image]:
    for figure in root.iter("figure"):
        if any(ancestor.tag in _NOT_ARTICLE for ancestor in figure.iterancestors()):
            continue
        picture = next(figure.iter("img"), None)
        address = _address(picture, base) if picture is not None else None
        if picture is None or address is None:
            continue
        yield _with_caption(figure, address, picture.get("alt"))


def _with_caption(figure: Element, address: str, alt: str | None) -> Image:
    caption = next(figure.iter("figcaption"), None)
    marked = _marked_credit(figure)
    words = words_at(caption)
    line = read_credit(words)
    credit = tidy_credit(marked) if marked else line.credit
    text = words.replace(marked, "").strip(" |·-–") if marked else (line.caption or "")
    inner = read_credit(marked) if marked else line
    return Image(
        address=address,
        credit=inner.credit or credit,
        licence=line.licence,
        caption=text or None,
        alt=(alt or "").strip() or None,
    )


def _marked_credit(figure: Element) -> str | None:
    for element in figure.iter("span", "small", "cite", "div", "p", "em", "i"):
        name = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        if element.tag in ("small", "cite") or _CREDIT.search(name):
            words = words_at(element)
            if 1 < len(words) < 120:
                return words
    return None


def _address(picture: Element, base: str) -> str | None:
    for name in ("src", "data-src", "data-original", "data-lazy-src"):
        value = (picture.get(name) or "").strip()
        if value and not value.startswith("data:"):
            return _absolute(value, base)
    listed = picture.get("srcset") or picture.get("data-srcset") or ""
    return _absolute(listed.split(",")[0].split()[0], base) if listed.strip() else None


def _declared(nodes: tuple[Node, ...], article: Node, base: str) -> Iterator[Image]:
    objects = [thing for thing in things_at(article, "image") if isinstance(thing, dict)]
    objects += [node for node in nodes if "ImageObject" in types_of(node)]
    for node in objects:
        address = _absolute(text_at(node, "contentUrl", "url"), base)
        if address:
            credit = text_at(node, "creditText", "copyrightNotice") or _holder(node)
            line = read_credit(text_at(node, "caption", "description") or "")
            licence = read_credit(text_at(node, "license") or "").licence or text_at(node, "license")
            yield Image(
                address=address,
                credit=(tidy_credit(credit) if credit else line.credit),
                licence=licence or line.licence,
                caption=line.caption,
            )


def _holder(node: Node) -> str | None:
    for key in ("creator", "author", "copyrightHolder"):
        for thing in things_at(node, key):
            name = thing if isinstance(thing, str) else text_at(thing, "name")
            if name:
                return name
    return None


def _absolute(address: str | None, base: str) -> str | None:
    if not address:
        return None
    try:
        return normalise(address, base if base.startswith("http") else None)
    except BadInput:
        return address if address.startswith("http") else None


def _key(address: str | None) -> str:
    return re.sub(r"\?.*", "", address or "")
