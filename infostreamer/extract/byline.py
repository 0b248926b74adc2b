"""Page -> the names of those who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from infostreamer.extract.jsonld import Node, article_of, text_at, things_at, types_of
from infostreamer.extract.meta import Meta
from infostreamer.extract.people import is_name_line
from infostreamer.extract.tree import Element, words_at

_BY = re.compile(
    r"^\s*(?:(?:text|story|reporting|written|reported|posted|published|words|analysis|"
    r"von unserem korrespondenten)\s*(?:by|:|von)?\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|от|автор|от автора)\s*:?\s+(?=[^\W\d_])|^\s*(?:author|autor|autore|"
    r"auteur|автор)s?\s*:\s*",
    re.I,
)
_MAILBOX = re.compile(r"^\S+@\S+\s+\((.+)\)$")
"""RSS 2.0 <author>: "address (name)"."""
_SPLIT = re.compile(
    r"\s*(?:[;|•·/]|\band\b|\bund\b|\bet\b|\by\b|\boch\b|\bog\b|\ben\b(?=\s+[A-Z])|\bi\b(?=\s+[A-ZŁŚŻ])|&|,)\s*"
)
_TAIL = re.compile(
    r"\s*(?:[(\[].*[)\]]|,.*|[-–—|]\s.*|\bfor\s+(?:the\s+)?[A-Z].*|\bin\s+[A-Z][\w. ]+|@\w+|\S+@\S+|"
    r"\b(?:published|updated|posted|last\s+updated)\b.*)\s*$",
    re.I,
)
_JOB = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|columnist|staff|journalist|redakteur\w*|redaktion|redaktør|"
    r"korrespondent\w*|journaliste?|"
    r"producer|contributor|photographer|fotograf\w*|chief|head of|senior|bureau|desk|newsroom|agencies|agency|"
    r"associate|deputy|"
    r"professor|director|lecturer|fellow|author|analyst|freelance\w*|reporterin)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"https?:|www\.|\.com\b|@|\d{2,}|^(?:admin|administrator|editor|guest|staff|unknown|none|null|n/a|author|user|"
    r"root|web ?master|editorial staff|newsdesk|redaktion|redazione|redacción|rédaction)$",
    re.I,
)
_CREDENTIAL = re.compile(r"^(?:ph\.?d\.?|m\.?d\.?|jr\.?|sr\.?|esq\.?|mba|msc|rn|cpa|ii|iii)$", re.I)


def byline_of(root: Element, nodes: tuple[Node, ...], meta: Meta, *, outlet: str | None = None) -> tuple[str, ...]:
    """Names in the order given, once each; empty when the page names nobody.

    JSON-LD's authors, else the author <meta>s, else what the page marks as its byline.
    """
    people, bodies = _declared(nodes)
    kept: tuple[str, ...] = ()
    for raw in (people, *_in_meta(meta), _marked(root), _linked(root), bodies):
        names = _unique(name for text in raw for name in names_in(text, outlet=outlet))
        if names and not all(_is_house(name, outlet) for name in names):
            return tuple(name for name in names if not _is_house(name, outlet))
        kept = kept or names
    return kept


def _is_house(name: str, outlet: str | None) -> bool:
    """The outlet itself, or a word for its staff, signs where no person does."""
    key, own = (re.sub(r"\W+", "", text.casefold()) for text in (name, outlet or ""))
    return bool(own) and (key in own or own in key)


def names_in(raw: str, *, outlet: str | None = None) -> tuple[str, ...]:
    """The names in a byline: without "By", jobs, places, addresses and doubles."""
    text = _MAILBOX.sub(r"\1", " ".join(raw.split()))
    text = _BY.sub("", text)
    pieces = _SPLIT.split(text)
    names = [_clean(piece) for piece in pieces if piece and not _CREDENTIAL.match(piece)]
    return _unique(name for name in names if name and _is_name(name, outlet))


def _clean(piece: str) -> str:
    text = _BY.sub("", piece)
    if _JOB.search(text):
        return ""
    return _TAIL.sub("", text).strip(" .:-–—*")


def _is_name(text: str, outlet: str | None) -> bool:
    if _NO_NAME.search(text) or not 2 <= len(text) <= 60 or len(text.split()) > 6:
        return False
    return any(char.isalpha() for char in text)


def _declared(nodes: tuple[Node, ...]) -> tuple[list[str], list[str]]:
    """JSON-LD's authors: people, and organisations."""
    article = article_of(nodes)
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    things = [_resolve(thing, by_id) for thing in things_at(article, "author") or things_at(article, "creator")]
    people: list[str] = []
    bodies: list[str] = []
    for thing in things:
        if name := _name(thing):
            is_body = not isinstance(thing, str) and "Organization" in "".join(types_of(thing))
            (bodies if is_body else people).append(name)
    return people, bodies


def _resolve(thing: Node | str, by_id: dict[str, Node]) -> Node | str:
    if isinstance(thing, dict) and not thing.get("name") and isinstance(thing.get("@id"), str):
        return by_id.get(thing["@id"], thing)
    return thing


def _name(thing: Node | str) -> str | None:
    if isinstance(thing, str):
        return thing
    parts = [text_at(thing, "givenName"), text_at(thing, "familyName")]
    return text_at(thing, "name", "alternateName") or " ".join(filter(None, parts)) or None


_META = (
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "twitter:misc:written by",
)


def _in_meta(meta: Meta) -> list[list[str]]:
    """What each author <meta> says, and the "Written by" of the label and data pairs that share cards carry."""
    found = [[value for value in meta.all(name) if not value.startswith("http")] for name in _META]
    for number in ("1", "2"):
        label = meta.first(f"twitter:label{number}") or ""
        if re.match(r"written by|by|author|verfasst von|geschrieben von|écrit par|escrito por", label, re.I):
            found.append(list(meta.all(f"twitter:data{number}")))
    return found


_MARKED = re.compile(
    r"\b(?:byline|by-line|author[-_]?(?:s|names?|list|line)?|article[-_]?authors?|post[-_]?author|"
    r"entry[-_]?author)(?:\b|[-_])",
    re.I,
)
_MARKABLE = ("a", "span", "p", "div", "address", "li", "h2", "h3", "h4", "h5", "strong")


def _marked(root: Element) -> list[str]:
    """The first element that is named as the byline."""
    for element in root.iter(*_MARKABLE):
        name = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        if _MARKED.search(name) and 3 < len(words := words_at(element)) < 90:
            return [words]
    return []


_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|writers?|contributors?|profiles?|people|staff|team|by)/[^/?#]{3,}/?$", re.I
)


def _linked(root: Element) -> list[str]:
    """The words of the first link to an author's page, and of its neighbours."""
    for anchor in root.iter("a"):
        if _AUTHOR_PAGE.search(anchor.get("href") or "") and is_name_line(words_at(anchor)):
            holder = anchor
            while (parent := holder.getparent()) is not None and len(words_at(parent)) < 100:
                holder = parent
            links = [each for each in holder.iter("a") if _AUTHOR_PAGE.search(each.get("href") or "")]
            return [words for each in links if is_name_line(words := words_at(each))]
    return []


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(name.lower().split()), name)
    return tuple(kept.values())
