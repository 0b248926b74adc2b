"""Feeds that are wrong in their bytes, and what whoever wrote them meant: title, address and moment of each entry."""

# ruff: noqa: E501  # tables
from __future__ import annotations

import codecs
from collections.abc import Iterator

H, L = "Harbour closed", "http://dawn.example/1"
RU = "Порт Варана закрыт"
Entry = tuple[str | None, str, str | None]  # title, address, moment to the minute or None
Case = tuple[str, bytes, str | None, list[Entry]]  # what is wrong, the body, the server's charset, what is meant
DECLARED = '<?xml version="1.0" encoding="{}"?>'


def rss(items: str, *, head: str = DECLARED.format("utf-8"), spaces: str = "") -> str:
    return f'{head}<rss version="2.0"{spaces}><channel><title>Dawn</title>{items}</channel></rss>'


def item(title: str = H, link: str = L, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def cases() -> Iterator[Case]:
    for name, body, charset, title in [*_encodings(), *_bytes(), *_titles()]:
        yield name, body, charset, [(title, L, None)]
    yield from _structures()
    for written, moment in DATES.items():
        yield f"date {written!r}", rss(item(more=f"<pubDate>{written}</pubDate>")).encode(), None, [(H, L, moment)]


def _encodings() -> Iterator[tuple[str, bytes, str | None, str]]:
    for name in ("windows-1251", "koi8-r", "iso-8859-5", "cp866"):
        own, none = rss(item(RU), head=DECLARED.format(name)), rss(item(RU), head="")
        yield f"{name} as it says", own.encode(name), None, RU
        yield f"{name} as the server says", none.encode(name), name, RU
        yield f"{name}, called UTF-8", rss(item(RU)).encode(name), None, RU
        yield f"{name}, the server says UTF-8", own.encode(name), "utf-8", RU
        yield f"{name}, the server says Latin", own.encode(name), "iso-8859-1", RU
    for name in ("windows-1251", "iso-8859-1", "utf-16", "x-nobody"):
        yield f"UTF-8, called {name}", rss(item(RU), head=DECLARED.format(name)).encode(), None, RU
        yield f"UTF-8, the server says {name}", rss(item(RU)).encode(), name, RU
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
        for head in ("", DECLARED.format("utf-8"), DECLARED.format("utf-16")):
            yield f"{name} under {head or 'nothing'}", rss(item(RU), head=head).encode(name), None, RU
    for name, called, title in (
        ("gb18030", "gb2312", "港口关闭了"), ("shift_jis", "Shift_JIS", "港が閉鎖"), ("euc-jp", "EUC-JP", "港が閉鎖"), ("big5", "big5", "港口關閉"),
        ("iso-2022-jp", "ISO-2022-JP", "港が閉鎖"), ("euc-kr", "euc-kr", "항구 폐쇄"), ("mac-cyrillic", "x-mac-cyrillic", RU), ("cp1252", "iso-8859-1", "“Harbour” – fermé"),
    ):  # fmt: skip
        yield f"{name}, called {called}", rss(item(title), head=DECLARED.format(called)).encode(name), None, title


def _bytes() -> Iterator[tuple[str, bytes, str | None, str]]:
    whole, more = rss(item(RU)).encode(), "<description>a XX b</description>"
    yield "one byte that is no UTF-8", rss(item(RU, more=more)).encode().replace(b"XX", b"\xff"), None, RU
    yield "half a letter", rss(item(RU, more=more)).encode().replace(b"XX", b"\xd0"), None, RU
    yield "two byte-order marks", codecs.BOM_UTF8 * 2 + whole, None, RU
    yield "a mark, and another name", codecs.BOM_UTF8 + rss(item(RU), head=DECLARED.format("cp1251")).encode(), None, RU
    yield "lines before it", codecs.BOM_UTF8 + b"\r\n\n " + whole, None, RU
    yield "half of a last letter", rss(item(RU)).encode("utf-16") + b"\n", None, RU
    yield "NUL within a word", rss(item("Harbour cl\0osed")).encode(), None, H
    yield "NUL behind it", whole + b"\0" * 99, None, RU
    yield "controls", rss(item("Har\x01bour\x08 clo\x1bsed")).encode(), None, H
    yield "references to controls", rss(item("Har&#1;bour&#x8; clo&#27;sed")).encode(), None, H
    yield "noncharacters", rss(item("Harbour\ufffe\uffff closed")).encode(), None, H


def _titles() -> Iterator[tuple[str, bytes, str | None, str]]:
    titles = {
        "AT&T sells": "AT&T sells", "R&D & more": "R&D & more", "Tom &amp; Jerry": "Tom & Jerry", "a &amp;amp; b": "a & b", "Caf&eacute;": "Café",
        "Fire &#xD83D;&#xDD25; in port": "Fire 🔥 in port", "Fire &#55357;&#56613; in port": "Fire 🔥 in port", "half &#xD83D; letter": "half � letter",
        "&lt;![CDATA[Harbour closed]]&gt;": H, "<![CDATA[<![CDATA[Harbour closed]]]]><![CDATA[>]]>": H, "<![CDATA[AT&T sells]]>": "AT&T sells",
        "<![CDATA[Harbour]]> <![CDATA[closed]]>": H, "<![CDATA[I <3 Varan]]>": "I <3 Varan", "Harbour &#99999999; closed": "Harbour � closed",
    }  # fmt: skip
    for written, title in titles.items():
        yield f"title {written!r}", rss(item(written)).encode(), None, title
    own = '<!DOCTYPE rss [<!ENTITY co "Harbour">]>'
    yield "an entity of its own", rss(item("&co; closed"), head=DECLARED.format("utf-8") + own).encode(), None, H


def _structures() -> Iterator[Case]:
    one: list[Entry] = [(H, L, None)]
    two = item("Second", "http://dawn.example/2")
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    texts: dict[str, tuple[str, list[Entry]]] = {
        "RSS 1.0 without its namespace": (f"<rdf:RDF {rdf}><channel><title>D</title></channel>{item()}</rdf:RDF>", one),
        "RDF without any": (f"<RDF><channel><title>D</title></channel>{item()}</RDF>", one),
        "a channel alone": (f"<channel><title>D</title>{item()}</channel>", one),
        "a comment that names a page": (f"<!-- <html><body> -->{rss(item(), head='')}", one),
        "cut within an address": (rss(item() + two)[:-34], [*one, ("Second", "http://dawn.example/2", None)][:1]),
        "two feeds": (rss(item()) + rss(two), [*one, ("Second", "http://dawn.example/2", None)]),
        "capitals": (rss(item()).replace("rss", "RSS").replace("item>", "ITEM>").replace("title>", "TITLE>"), one),
        "its link twice in a page's doctype": (f"<!DOCTYPE html>{rss(item(), head='')}", one),
        "a warning before it": (f"<b>Warning</b>: x in <b>/a.php</b> on line <b>3</b><br />\n{rss(item())}", one),
        "a page behind it": (f"{rss(item())}<html><body>x</body></html>", one),
        "a base of the entry": (rss(item(link="1").replace("<item>", '<item xml:base="http://dawn.example/">')), one),
        "a base that runs": (rss(item(link="/1")).replace("<rss ", '<rss xml:base="javascript:alert(1)//" '), one),
        "a guid for an address": (rss(f"<item><title>{H}</title><guid>{L}</guid></item>"), one),
        "a link without words": (rss(f"<item><title>{H}</title><link/><guid>{L}</guid></item>"), one),
        "a link as of Atom": (rss(f'<item><title>{H}</title><link href="{L}"/></item>'), one),
        "a link over lines": (rss(item(link=f"\n <![CDATA[ {L}\n]]> ")), one),
        "a source with a title": (rss(item(more='<source url="http://other.example/">Other</source>')), one),
        "a picture with a title": (rss(item(more="<image><title>Pic</title><link>http://p.example/</link></image>")), one),
        "a name that nobody declared": (rss(item(more="<media:title>Picture</media:title>")), one),
        "tags left open": (rss(item(more="<description>a<br>b<img src=x>c < d</description>")), one),
        "the end of CDATA too soon": (rss(item(more="<description><![CDATA[a]]>b]]></description>")), one),
        "one address thrice": (rss(item() + item("Two") + item("Three")), one),
        "entries without an end": (rss(item()).replace("</item>", "") + rss(two), [*one, ("Second", "http://dawn.example/2", None)]),
        "XML 1.1": (rss(item("Har&#1;bour closed"), head='<?xml version="1.1"?>'), one),
        "an address with a bare &": (rss(item(link=f"{L}?a=1&b=2")), [(H, f"{L}?a=1&b=2", None)]),
        "JSON Feed of http": ('{"version": "http://jsonfeed.org/version/1", "items": [{"url": "/1", "title": "Harbour closed"}]}', one),
        "JSON with line ends in words": ('{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1", "title": "Harbour\n\tclosed"}]}', one),
        "JSON with half a letter": ('{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1", "title": "Harbour closed", "summary": "\\ud800"}]}', one),
    }  # fmt: skip
    for name, (text, entries) in texts.items():
        yield name, text.encode(), None, entries
    words = '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1", "title": "Порт Варана закрыт"}]}'
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig", "cp1251"):
        yield f"JSON in {encoding}", words.encode(encoding), None, [(RU, L, None)]


DATES = {
    "Tue,10 Nov 2026 09:00:00 EST": "2026-11-10T14:00", "Tue, 10 Nov 2026 09:00:00 +01:00": "2026-11-10T08:00", "вт, 10 ноя 2026 09:00 +0300": "2026-11-10T06:00",
    "2026年11月10日 09:00": "2026-11-10T09:00", "2026년 11월 10일": "2026-11-10T00:00", "٢٠٢٦-١١-١٠": "2026-11-10T00:00", "10 Nov 26": "2026-11-10T00:00",
    "2026-11-10T24:00:00Z": "2026-11-11T00:00", "2026-11-10T23:59:60Z": "2026-11-10T23:59", "2026-W46-2": None, "Tue, 10 Nov 2026 09:00:00 +9900": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None, "1405/08/19 09:00": None, "0000-00-00 00:00:00": None, "Sat, 30 Nov -0001 00:00:00 +0000": None,
    "Tue, 31 Nov 2026 09:00:00 GMT": None, "10/11/2026": None, "now": None, "Invalid Date": None, "Tue, 10 Nov 12026 09:00:00 GMT": None,
}  # fmt: skip
