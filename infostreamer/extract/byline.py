"""Page -> the names of those who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from infostreamer.extract.jsonld import Node, article_of, text_at, things_at, types_of
from infostreamer.extract.meta import Meta
from infostreamer.extract.people import is_name_line
from infostreamer.extract.tree import Element, is_small, words_at
from infostreamer.text.months import all_months

_BY = re.compile(
    r"^\s*(?:(?:text|story|reporting|written|reported|posted|published|words|analysis|"
    r"von unserem korrespondenten)\s*(?:by|:|von)?\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|от|автор|от автора)\s*:?\s+(?=[^\W\d_])|^\s*(?:author|autor|autore|"
    r"auteur|автор|текст|text)s?\s*:\s*|^\s*autor(?:in)?/autor(?:in)?\s*:?\s+|"
    r"^\s*\w+\s+(?:by|von|par|por)\s+(?=[^\W\d_])",
    re.I,
)
_MAILBOX = re.compile(r"^\S+@\S+\s+\((.+)\)$")
"""RSS 2.0 <author>: "address (name)"."""
_SPLIT = re.compile(
    r"\s*(?:[;|•·/]|\band\b|\bund\b|\bet\b|\by\b|\boch\b|\bog\b|\ben\b(?=\s+[A-Z])|\bi\b(?=\s+[A-ZŁŚŻ])|&|,)\s*"
)
_TAIL = re.compile(
    r"\s*(?:[(\[].*[)\]]|,.*|[-–—|]\s.*|\bfor\s+(?:the\s+)?[A-Z].*|\bin\s+[A-Z][\w. ]+|@\w+|\S+@\S+|"
    r"\b(?:published|updated|posted|last\s+updated)\b.*|"
    r"(?:\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?)?\s\d.*)\s*$",
    re.I,
)
_TRAILER = re.compile(
    r"(?<=\w)\s+(?:(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:The\s+)?Associated\s+Press|Press\s+Association|"
    r"Reuters|AFP|AP|Bloomberg(?:\s+News)?)$"
)
"""A weekday or an agency that the page writes behind a name without a comma."""
_JOB = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|columnist|staff|journalist|redakteur\w*|redaktion|redaktør|"
    r"korrespondent\w*|journaliste?|"
    r"producer|contributor|photographer|fotograf\w*|chief|head of|senior|bureau|desk|newsroom|agencies|agency|"
    r"associate|deputy|"
    r"professor|director|lecturer|fellow|author|analyst|freelance\w*|reporterin)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"https?:|www\.|\.com\b|@|\d{2,}|"
    r"\blicen[cs]ed?\b|\bcreative commons\b|\ball rights\b|\bcopyright\b|©|"
    r"^(?:admin|administrator|editor|guest|staff|unknown|none|null|n/a|author|user|"
    r"root|web ?master|editorial staff|newsdesk|redaktion|redazione|redacción|rédaction)$",
    re.I,
)
_LONGEST = 60  # characters of a name
_CREDENTIAL = re.compile(r"^(?:ph\.?d\.?|m\.?d\.?|jr\.?|sr\.?|esq\.?|mba|msc|rn|cpa|ii|iii)$", re.I)


def byline_of(root: Element, nodes: tuple[Node, ...], meta: Meta, *, outlet: str | None = None) -> tuple[str, ...]:
    """Names in the order given, once each; empty when the page names nobody.

    JSON-LD's authors, else the author <meta>s, else what the page marks as its byline, else a name that stands alone
    above or below the text; where no person signs, the outlet or its staff as the page's data gives it.
    """
    people, bodies = _declared(nodes)
    kept: tuple[str, ...] = ()
    for raw in (people, *_in_meta(meta), _marked(root), _linked(root), _signed(root), bodies):
        names = _unique(name for text in raw for name in names_in(text, outlet=outlet))
        signed = tuple(name for name in names if not _is_house(name, outlet))
        if signed and not _is_body(raw, bodies):
            return signed
        kept = kept or names
    return kept or _unique(name for name in (*people, *bodies) if _JOB.search(name) and len(name) <= _LONGEST)


def _is_body(raw: list[str], bodies: list[str]) -> bool:
    """True where the page itself says that what it names here is no person: an organisation, or a site."""
    return raw is not bodies and all(text in bodies or _SITE.search(text) for text in raw)


def _is_house(name: str, outlet: str | None) -> bool:
    """The outlet itself, or a word for its staff, signs where no person does."""
    key, own = (re.sub(r"\W+", "", text.casefold()) for text in (name, outlet or ""))
    return bool(own) and (key in own or own in key)


def names_in(raw: str, *, outlet: str | None = None) -> tuple[str, ...]:
    """The names in a byline: without "By", jobs, places, addresses and doubles."""
    text = _MAILBOX.sub(r"\1", " ".join(raw.split()))
    text = _BY.sub("", text)
    pieces = _SPLIT.split(text)
    if len(pieces) > 1 and _HOST.match(pieces[0]):
        return ()  # "harbour.example, Port Alder, Norway"
    if any(_is_common(piece) for piece in pieces):
        pieces = [piece for piece in pieces if not _is_common(piece) and not piece.startswith("The ")]
    names = [_clean(piece) for piece in pieces if piece and not _CREDENTIAL.match(piece)]
    return _unique(name for name in names if name and _is_name(name, outlet))


_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,7}$")
_SITE = re.compile(r"\bwww\.|" + _HOST.pattern)


def _is_common(piece: str) -> bool:
    """True for a phrase that ends in common nouns: offices and groups, and no person's name."""
    words = piece.split()
    is_plain = len(words) > 2 and not any(char.isdigit() for char in piece)
    return is_plain and words[0][0].isupper() and all(word.isalpha() and word.islower() for word in words[-2:])


def _clean(piece: str) -> str:
    text = _BY.sub("", piece)
    if _JOB.search(text):
        return ""
    bare = _TAIL.sub("", text).strip(" .:-–—*")
    shorter = _TRAILER.sub("", bare)
    return shorter if len(shorter.split()) > 1 else bare


def _is_name(text: str, outlet: str | None) -> bool:
    if _NO_NAME.search(text) or text.lower() in all_months() or not 2 <= len(text) <= _LONGEST or len(text.split()) > 6:
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
            types = "".join(types_of(thing)) if not isinstance(thing, str) else ""
            is_body = "Organization" in types and "Person" not in types
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
    r"(?:\b|_)(?:byline|by-line|author[-_]?(?:s|names?|list|line)?|article[-_]?authors?|post[-_]?author|"
    r"entry[-_]?author)(?:\b|[-_])",
    re.I,
)
_MARKABLE = ("a", "span", "p", "div", "address", "li", "h2", "h3", "h4", "h5", "strong")
_OF_OTHERS = re.compile(r"(?:^|[-_ ])(?:comments?|respond|reply|claim|statement|quote|testimonial)(?:$|[-_ ])", re.I)


def _marked(root: Element) -> list[str]:
    """The first element that is named as the byline, or begins with a label that says so."""
    for element in root.iter(*_MARKABLE):
        name = f"{_name_of(element)} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        is_named = _MARKED.search(name) or (
            element.tag == "li" and is_small(element) and _LABEL.match(words_at(element))
        )
        words = words_at(element) if is_named else ""
        if 3 < len(words) < 90 and not _SOURCE.match(words) and not _is_of_others(element):
            return [words]
    return []


_SOURCE = re.compile(r"(?:quellen?|sources?|fuentes?|fonti?)\s*:", re.I)
_LABEL = re.compile(r"autor(?:in)?/autor(?:in)?\s", re.I)


def _name_of(element: Element) -> str:
    return element.get("class") or ""


def _is_of_others(element: Element) -> bool:
    """True for whoever commented, is quoted, or made the claim that a page checks."""
    near = (element, *islice(element.iterancestors(), 4))
    return any(up.tag == "form" or _OF_OTHERS.search(_name_of(up)) for up in near if up.tag not in ("body", "html"))


_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|writers?|contributors?|profiles?|people|staff|team|by)/[^/?#]{3,}/?$", re.I
)
_TOPIC = re.compile(r"/(?:topics?|tags?|themen?|subjects?|licen[cs]es?)/", re.I)
_AROUND = 60  # characters of its block beside a link that make it part of a sentence


def _linked(root: Element) -> list[str]:
    """The words of the first link to an author's page, and of its neighbours."""
    for anchor in root.iter("a"):
        if _is_author_link(anchor) and is_name_line(words_at(anchor)) and not _is_in_sentence(anchor):
            holder = anchor
            while (parent := holder.getparent()) is not None and len(words_at(parent)) < 100:
                holder = parent
            linked = (words_at(each) for each in holder.iter("a") if _is_author_link(each))
            return [words for words in linked if is_name_line(words)]
    return []


def _is_author_link(anchor: Element) -> bool:
    address = anchor.get("href") or ""
    return _AUTHOR_PAGE.search(address) is not None and _TOPIC.search(address) is None


def _is_in_sentence(anchor: Element) -> bool:
    """True for a person whom the text speaks of: words of a sentence stand before or behind the link."""
    block = anchor
    while block.getparent() is not None and block.tag not in ("p", "li", "td", "blockquote", "div"):
        block = block.getparent()
    words = words_at(block)
    is_long = len(words) > len(words_at(anchor)) + _AROUND
    return is_long and block.tag in ("p", "blockquote") and words.endswith((".", "”"))


_LEAST_PARAGRAPHS = 4


def _signed(root: Element) -> list[str]:
    """A name in bold that is the first or last paragraph of an article and that the article does not speak of."""
    for holder in {paragraph.getparent(): None for paragraph in root.iter("p")}:
        paragraphs = [child for child in holder if child.tag == "p" and words_at(child)]
        if len(paragraphs) < _LEAST_PARAGRAPHS:
            continue
        for paragraph in (*paragraphs[:2], paragraphs[-1]):
            words = words_at(paragraph)
            is_bold = any(words_at(bold) == words for bold in paragraph.iter("strong", "b"))
            if is_bold and all(is_name_line(part) for part in words.split("/")) and words_at(holder).count(words) == 1:
                return [words]
    return []


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(name.lower().split()), name)
    return tuple(kept.values())
