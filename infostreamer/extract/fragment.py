"""HTML fragment (a feed's content, a newsletter) -> paragraphs, pictures and links. All of it is the article."""

from __future__ import annotations

from collections.abc import Iterator

from infostreamer.extract.credits import is_credit_line, read_credit
from infostreamer.extract.tree import Element, parse_tree, words_at
from infostreamer.model import Image, Link, Unreadable

_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "td",
        "th",
        "dd",
        "dt",
        "figcaption",
        "caption",
    ]
)
_HOLDERS = frozenset(
    [
        "html",
        "body",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "table",
        "tbody",
        "thead",
        "tr",
        "dl",
        "figure",
        "header",
        "center",
        "blockquote",
        "td",
        "li",
        "span",
        "a",
        "font",
        "b",
        "i",
    ]
)
_SKIPPED = frozenset(["script", "style", "head", "noscript", "template", "form", "button", "nav", "svg"])


def read_fragment(markup: str) -> tuple[tuple[str, ...], tuple[Image, ...], tuple[Link, ...]]:
    """Paragraphs in order, pictures and links; text without any tag is one paragraph per line."""
    if "<" not in markup:
        return tuple(line.strip() for line in markup.splitlines() if line.strip()), (), ()
    try:
        root = parse_tree(markup)
    except Unreadable:
        return (), (), ()
    found = [" ".join(text.split()) for text in _paragraphs(root)]
    images = tuple(_images(root))
    captions = {image.caption for image in images} | {words_at(caption) for caption in root.iter("figcaption")}
    kept = [text for text in found if text and text not in captions and not is_credit_line(text)]
    return tuple(kept), images, tuple(_links(root))


def read_fragment_of(element: Element) -> tuple[str, ...]:
    """The paragraphs in one element of a page, without credit lines."""
    found = (" ".join(text.split()) for text in _paragraphs(element))
    return tuple(text for text in found if text and not is_credit_line(text))


def _paragraphs(element: Element) -> Iterator[str]:
    loose: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            if child.tag in _BLOCKS and not _holds_blocks(child):
                yield from _flush(loose)
                yield words_at(child)
            elif (child.tag in _HOLDERS and _holds_blocks(child)) or child.tag in ("div", "section", "tr", "figure"):
                yield from _flush(loose)
                yield from _paragraphs(child)
            elif child.tag in ("br", "hr"):
                yield from _flush(loose)
            else:
                loose.append(words_at(child) if child.tag != "img" else "")
        loose.append(child.tail or "")
    yield from _flush(loose)


def _flush(loose: list[str]) -> Iterator[str]:
    text = " ".join("".join(f" {piece}" if _needs_space(piece) else piece for piece in loose).split())
    loose.clear()
    if text:
        yield text


def _needs_space(piece: str) -> bool:
    return bool(piece) and (piece[0].isalnum() or piece[0] in '“"(«„')


def _holds_blocks(element: Element) -> bool:
    return any(child.tag in _BLOCKS or child.tag in ("div", "table", "br") for child in element.iterdescendants())


def _images(root: Element) -> Iterator[Image]:
    for picture in root.iter("img"):
        address = (picture.get("src") or "").strip()
        if not address.startswith("http") or picture.get("width") == "1":
            continue
        figure = next((ancestor for ancestor in picture.iterancestors() if ancestor.tag == "figure"), None)
        line = read_credit(words_at(next(figure.iter("figcaption"), None))) if figure is not None else read_credit("")
        yield Image(
            address=address,
            credit=line.credit,
            licence=line.licence,
            caption=line.caption,
            alt=(picture.get("alt") or "").strip() or None,
        )


def _links(root: Element) -> Iterator[Link]:
    for anchor in root.iter("a"):
        words = words_at(anchor)
        if words and (anchor.get("href") or "").startswith("http"):
            yield Link(str(anchor.get("href")), words)
