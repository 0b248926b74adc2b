"""Page -> its pictures with caption, credit and licence as fields. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from infostreamer.extract.credits import part_credit, read_credit, read_marked, tidy_credit
from infostreamer.extract.jsonld import Node, text_at, things_at, types_of
from infostreamer.extract.meta import Meta
from infostreamer.extract.tree import Element, words_at
from infostreamer.model import BadInput, Image
from infostreamer.text.urls import normalise

_CREDIT = re.compile(
    r"credit|copyright|source|photographer|author|attribution|rights|byline|fotograf|quelle|licen[cs]e", re.I
)
_LOOSE = re.compile(r"credit|copyright|photographer|caption|fotograf|bildnachweis", re.I)
_NOT_ARTICLE = frozenset(("nav", "footer"))
_MOST = 40


def images_of(root: Element, nodes: tuple[Node, ...], article: Node, meta: Meta, *, base: str) -> tuple[Image, ...]:
    """Pictures in the order of the page: figures first, then those that only the page's data names."""
    found: dict[str, Image] = {}
    for image in (
        *_figures(root, base),
        *_loose(root, base),
        *_described(root, base),
        *_declared(nodes, article, base),
    ):
        image = _settled(image)
        key = _key(image)
        if key:
            found[key] = _joined(found[key], image) if key in found else image
    if not found and (address := _absolute(meta.first("og:image"), base)):
        found[address] = Image(address=address, alt=meta.first("og:image:alt"))
    return tuple(found.values())[:_MOST]


def _settled(image: Image) -> Image:
    """The picture with its credit only where that can be one: a caption marked as a credit becomes the caption."""
    caption, credit = part_credit(image.credit or "")
    return replace(image, credit=credit, caption=image.caption or caption)


def _joined(one: Image, other: Image) -> Image:
    return Image(
        address=one.address,
        credit=one.credit or other.credit,
        licence=one.licence or other.licence,
        caption=one.caption or other.caption,
        alt=one.alt or other.alt,
    )


def _figures(root: Element, base: str) -> Iterator[Image]:
    for figure in root.iter("figure"):
        if not any(ancestor.tag in _NOT_ARTICLE for ancestor in figure.iterancestors()):
            yield _with_caption(figure, _address(figure, base), _alt(figure))


def _loose(root: Element, base: str) -> Iterator[Image]:
    """Pictures outside <figure> that have a marked credit or caption beside them."""
    for element in root.iter("span", "small", "cite", "div", "p", "em"):
        if not _LOOSE.search(_name_of(element)) or any(
            up.tag in ("figure", *_NOT_ARTICLE) for up in element.iterancestors()
        ):
            continue
        holder = next((up for up in islice(element.iterancestors(), 4) if up.find(".//img") is not None), None)
        if holder is not None and len(holder.findall(".//img")) <= 2 and 2 < len(words_at(holder)) < 600:
            yield _with_caption(holder, _address(holder, base), _alt(holder))


def _described(root: Element, base: str) -> Iterator[Image]:
    """Pictures whose alternative text ends in a credit: "… (Agency/A. Example)"."""
    for picture in root.iter("img"):
        line = read_credit(picture.get("alt") or "")
        if line.credit and not any(up.tag in _NOT_ARTICLE for up in picture.iterancestors()):
            address = _address(picture, base) or _absolute(picture.get("data-flickity-lazyload"), base)
            yield Image(address=address, credit=line.credit, licence=line.licence, caption=line.caption)


def _with_caption(figure: Element, address: str | None, alt: str | None) -> Image:
    caption = next(figure.iter("figcaption"), None)
    words = words_at(caption if caption is not None else _marked_caption(figure))
    marked = _marked_credits(figure) or _last_child(caption)
    if not marked:
        line = read_credit(words)
        return Image(address=address, credit=line.credit, licence=line.licence, caption=line.caption, alt=alt)
    for text in marked:
        words = words.replace(text, "", 1)
    line = read_credit(words)
    inner = read_marked(" / ".join(marked))
    credit = " / ".join(part for part in (inner.credit, line.credit) if part)
    rest = (line.caption or "").strip(" |·/-–(")
    return Image(
        address=address, credit=credit or None, licence=inner.licence or line.licence, caption=rest or None, alt=alt
    )


def _marked_credits(figure: Element) -> list[str]:
    """The texts of the elements that are named as credits, outermost first, none inside another."""
    found: list[str] = []
    for element in figure.iter("span", "small", "cite", "div", "p", "em", "i", "figcaption"):
        if element.tag in ("small", "cite") or _CREDIT.search(_name_of(element)):
            words = words_at(element)
            if 1 < len(words) < 120 and not any(words in known for known in found):
                found.append(words)
    return found[:3]


def _marked_caption(figure: Element) -> Element | None:
    marked = (element for element in figure.iter("span", "div", "p") if "caption" in _name_of(element).lower())
    return next(marked, None)


def _last_child(caption: Element | None) -> list[str]:
    """An unnamed last element of a caption, a few words without a full stop, is the credit after it."""
    if caption is None or not len(caption) or (not (caption.text or "").strip() and len(caption) < 2):
        return []
    last = caption[-1]
    words = words_at(last)
    is_short = 0 < len(words.split()) <= 8 and words[:1].isupper() and not words.endswith((".", "?", "!"))
    return [words] if is_short and last.tag in ("span", "em", "i", "div", "p") and not (last.tail or "").strip() else []


def _name_of(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"


def _alt(holder: Element) -> str | None:
    picture = next(holder.iter("img"), None)
    return ((picture.get("alt") or "").strip() or None) if picture is not None else None


def _address(holder: Element, base: str) -> str | None:
    """Where the picture is: its own address, else the first of a list that a script would load later."""
    for element in holder.iter("img", "source"):
        for name in ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset"):
            value = (element.get(name) or "").strip()
            if value and not value.startswith("data:"):
                return _absolute(value.split(",")[0].split()[0] if "srcset" in name else value, base)
    return None


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


def _key(image: Image) -> str:
    return (
        re.sub(r"\?.*", "", image.address) if image.address else f"{image.credit or ''} {image.caption or ''}".strip()
    )
