"""Documents built to hang or to swell whoever reads them: name -> (door, bytes). Small to send, costly to parse.

Each maker takes the size in bytes that it may have, so that the same bombs are quick in CI and large by command.
"""

# ruff: noqa: E501  # a table: one bomb per line
# fmt: off
from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable

Maker = Callable[[int], bytes]


def channel(inner: bytes, before: bytes = b"") -> bytes:
    return before + b"<rss version='2.0'><channel><title>Dawn</title>" + inner + b"</channel></rss>"


def entry(title: bytes = b"A title", more: bytes = b"") -> bytes:
    return b"<item><title>" + title + b"</title><link>http://dawn.example/a</link>" + more + b"</item>"


def page(inner: bytes, head: bytes = b"") -> bytes:
    prose = b"<p>The harbour of Varan was closed on Monday, the mayor Ana Ruus said in the town hall.</p>" * 4
    return (
        b"<!doctype html><html><head><title>Harbour closed</title>" + head + b"</head><body><article>"
        + prose + inner + b"</article></body></html>"
    )


def fill(unit: bytes, size: int) -> bytes:
    return unit * max(1, size // len(unit))


def nested(opening: bytes, closing: bytes, size: int) -> bytes:
    count = size // (len(opening) + len(closing))
    return opening * count + closing * count


def laughs(depth: int) -> bytes:
    lines = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth)]
    return f'<!DOCTYPE r [<!ENTITY l0 "ha">{"".join(lines)}]>'.encode()


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file with these objects, numbered from 1; object 1 is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    )


def stream(body: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n" % (len(body), extra) + body + b"\nendstream"


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>"
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content: bytes, extra: bytes = b"", font: bytes = FONT, *more: bytes) -> bytes:
    return pdf([CATALOGUE, PAGES, PAGE, stream(content, extra), font, *more])


def zeros(unpacked: int, byte: bytes = b"\0") -> bytes:
    """Deflated: a thousandth of its size."""
    packer, piece, out = zlib.compressobj(9), byte * (1_000_000 // len(byte)), b""
    for _ in range(max(1, unpacked // 1_000_000)):
        out += packer.compress(piece)
    return out + packer.flush()


def twice(size: int) -> bytes:
    return zlib.compress(zeros(size * 1000))


def loop_of_pages(_: int) -> bytes:
    return pdf([CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 3>>"])


def doubling_pages(_: int) -> bytes:
    kids = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 9>>" % (n + 3, n + 3) for n in range(40)]
    return pdf([CATALOGUE, *kids, b"<</Type/Page/MediaBox[0 0 9 9]/Contents 43 0 R>>", stream(b"BT (x) Tj ET")])


def doubling_forms(_: int) -> bytes:
    """Form n draws form n+1 twice: 2^40 drawings."""
    forms = [
        stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>" % (n + 7))
        for n in range(40)
    ]
    return pdf([CATALOGUE, PAGES, PAGE, stream(b"/X Do"), FONT, *forms, stream(b"BT (x) Tj ET")])


def cmap_bomb(_: int) -> bytes:
    cmap = b"begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n"
    cmap += b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[]>>"
    return one_page(b"BT /F 9 Tf <00410042> Tj ET", b"", font, stream(cmap))


def filters(_: int) -> bytes:
    body = zeros(200_000_000)
    for _number in range(6):
        body = zlib.compress(body)
    return one_page(body, b"/Filter[" + b"/FlateDecode" * 7 + b"]")


def xref_loop(_: int) -> bytes:
    first = one_page(b"BT (x) Tj ET")
    start = first.rindex(b"startxref")
    place = first[start:].split()[1]
    return first.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev " + place)


def many_parts(size: int) -> bytes:
    head = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nDate: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + fill(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", size) + b"--b--"


def mail_in_mail(size: int) -> bytes:
    head = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    return fill(head, size) + b"Subject: last\r\n\r\nwords"


def nested_parts(size: int) -> bytes:
    out = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    return out + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(size // 60)
    )


HEADERS = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
JSON_FEED = b'{"version":"https://jsonfeed.org/version/1.1","title":"Dawn","items":'

FEEDS: dict[str, Maker] = {
    "entities tenfold, ten deep": lambda _: channel(entry(b"&l9;"), laughs(10)),
    "entities tenfold in an attribute": lambda _: channel(b"<item link='&l9;'/>", laughs(10)),
    "one long entity a thousand times": lambda s: channel(
        entry(b"&a;" * 20_000), b"<!DOCTYPE r [<!ENTITY a '" + b"x" * min(s, 60_000) + b"'>]>"
    ),
    "long entity far behind the head": lambda s: channel(
        entry(b"&a;" * 20_000), b"<!--" + b"-x" * 50_000 + b"--><!DOCTYPE r [<!ENTITY a '" + b"x" * 60_000 + b"'>]>"
    ),
    "entities by parameter": lambda _: channel(
        entry(b"&z;"),
        b"<!DOCTYPE r [<!ENTITY % a '<!ENTITY z \"zzzzzzzzzz\">'>%a;<!ENTITY % b '%a;%a;%a;%a;'>%b;%b;%b;]>",
    ),
    "entity that names a device": lambda _: channel(entry(b"&x;"), b"<!DOCTYPE r [<!ENTITY x SYSTEM '/dev/zero'>]>"),
    "document type on a device": lambda _: channel(entry(b"x"), b"<!DOCTYPE r SYSTEM '/dev/zero'>"),
    "included file": lambda _: channel(
        b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/dev/zero' parse='text'/>" + entry()
    ),
    "elements in elements": lambda s: channel(nested(b"<a>", b"</a>", s)),
    "items in items": lambda s: channel(nested(b"<item>", b"</item>", s)),
    "many attributes": lambda s: channel(b"<item " + b" ".join(b"a%d=''" % n for n in range(s // 9)) + b"/>"),
    "many names of spaces": lambda s: channel(
        b"".join(b"<a%d:x xmlns:a%d='u%d'/>" % (n, n, n) for n in range(s // 30))
    ),
    "many names of spaces on one": lambda s: channel(
        b"<x " + b" ".join(b"xmlns:a%d='u%d'" % (n, n) for n in range(s // 18)) + b"/>"
    ),
    "many items": lambda s: channel(fill(b"<item/>", s)),
    "many elements": lambda s: channel(fill(b"<a/>", s)),
    "many elements in an item": lambda s: channel(entry(more=fill(b"<category>a</category>", s))),
    "many links in an item": lambda s: channel(entry(more=fill(b"<link>http://a.example/b</link>", s))),
    "many authors in an item": lambda s: channel(entry(more=fill(b"<author>a</author>", s))),
    "many contents in an item": lambda s: channel(entry(more=fill(b"<description>a</description>", s))),
    "a long title": lambda s: channel(entry(b"x" * s)),
    "a title of openings": lambda s: channel(entry(fill(b"&lt;", s))),
    "a title of comments": lambda s: channel(entry(fill(b"&lt;!--", s))),
    "a title of scripts": lambda s: channel(entry(fill(b"&lt;script>", s))),
    "a title of half tags": lambda s: channel(entry(fill(b"&lt;a ", s))),
    "a title of entities": lambda s: channel(entry(fill(b"&amp;amp;", s))),
    "a title of numbers": lambda s: channel(entry(b"&amp;#" + b"9" * s + b";")),
    "a long attribute": lambda s: channel(b"<enclosure url='" + b"x" * s + b"'/>" + entry()),
    "a long name": lambda s: channel(b"<" + b"x" * s + b"/>" + entry()),
    "a long comment": lambda s: channel(b"<!--" + b"x" * s + b"-->" + entry()),
    "a long instruction": lambda s: channel(b"<?x " + b"x" * s + b"?>" + entry()),
    "a long CDATA": lambda s: channel(entry(b"<![CDATA[" + b"]" * s + b"]]>")),
    "many CDATA": lambda s: channel(entry(fill(b"<![CDATA[a]]>", s))),
    "an endless tag": lambda s: channel(b"<item " + b"x" * s),
    "a date of digits": lambda s: channel(entry(more=b"<pubDate>" + b"1" * s + b"</pubDate>")),
    "a date of words": lambda s: channel(entry(more=b"<pubDate>" + fill(b"Mon, ", s) + b"</pubDate>")),
    "a date of numbers": lambda s: channel(entry(more=b"<pubDate>" + fill(b"1 ", s) + b"</pubDate>")),
    "a date of colons": lambda s: channel(entry(more=b"<pubDate>2026" + fill(b":1", s) + b"</pubDate>")),
    "a long link": lambda s: channel(b"<item><link>http://a.example/" + b"a/../" * (s // 5) + b"</link></item>"),
    "a link of percents": lambda s: channel(b"<item><link>http://a.example/" + b"%41" * (s // 3) + b"</link></item>"),
    "a host of labels": lambda s: channel(b"<item><link>http://" + b"a." * (s // 2) + b"example/</link></item>"),
    "a long key": lambda s: channel(b"<item><guid>" + b"x" * s + b"</guid><link>http://a.example/</link></item>"),
    "content of nested blocks": lambda s: channel(
        entry(more=b"<description>" + fill(b"&lt;div>", s) + b"</description>")
    ),
    "content in base64": lambda s: (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='http://a.example/'/><content type='image/png'>"
        + b"QUFB" * (s // 4)
        + b"</content></entry></feed>"
    ),
    "content as elements": lambda s: (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>"
        + nested(b"<b>", b"</b>", min(s, 3000))
        + fill(b"<i>a</i>", s)
        + b"</content></entry></feed>"
    ),
    "bases in bases": lambda s: nested(b"<feed xml:base='a/'>", b"</feed>", s),
    "not well formed, long": lambda s: channel(fill(b"<item><title>a</b></a>&x;<", s)),
    "not well formed, attributes": lambda s: channel(b"<<item " + b" ".join(b"a%d=" % n for n in range(s // 7)) + b">"),
    "angles": lambda s: channel(b"<" * s),
    "quotes": lambda s: channel(b'<a b="' * (s // 6)),
    "ampersands": lambda s: channel(entry(b"&" * s)),
    "another encoding, long": lambda s: b"<?xml version='1.0' encoding='utf-7'?>" + channel(entry(b"+AGE-" * (s // 5))),
    "an unknown encoding": lambda s: b"<?xml version='1.0' encoding='x-none'?>" + channel(entry(b"\xe9" * s)),
    "arrays in arrays": lambda s: JSON_FEED + nested(b"[", b"]", s) + b"}",
    "many arrays": lambda s: JSON_FEED + b"[" + fill(b"[],", s) + b"[]]}",
    "many objects": lambda s: JSON_FEED + b"[" + fill(b"{},", s) + b"{}]}",
    "objects in an object": lambda s: JSON_FEED + b"[" + nested(b'{"a":', b"}", s).replace(b":}", b":1}") + b"]}",
    "a long number": lambda s: JSON_FEED + b'[{"id":' + b"9" * s + b"}]}",
    "a long fraction": lambda s: JSON_FEED + b'[{"id":0.' + b"9" * s + b"}]}",
    "one key again and again": lambda s: JSON_FEED + b"[{" + fill(b'"a":1,', s) + b'"a":1}]}',
    "many keys": lambda s: JSON_FEED + b"[{" + b",".join(b'"%d":1' % n for n in range(s // 10)) + b"}]}",
    "long text of escapes": lambda s: JSON_FEED + b'[{"content_text":"' + fill(b"\\u0000", s) + b'"}]}',
    "many authors": lambda s: JSON_FEED + b'[{"authors":[' + fill(b'{"name":"a"},', s) + b"{}]}]}",
}
SITEMAPS: dict[str, Maker] = {
    "packed zeros": lambda s: gzip.compress(b"\0" * 1_000_000) * max(1, s // 1000),
    "packed addresses": lambda s: gzip.compress(
        b"<urlset>" + fill(b"<url><loc>http://a.example/</loc></url>", 50 * s) + b"</urlset>"
    ),
    "packed in packed": lambda s: gzip.compress(gzip.compress(b"\0" * 50_000_000)),
    "rows with everything": lambda s: b"<urlset>" + fill(b"<url>" + b"<a>b</a>" * 1000 + b"</url>", s) + b"</urlset>",
    "one endless row": lambda s: b"<urlset><url>" + fill(b"<a>b</a>", s) + b"</url></urlset>",
    "rows in rows": lambda s: b"<urlset>" + nested(b"<url>", b"</url>", s) + b"</urlset>",
    "many roots": lambda s: fill(b"<urlset></urlset>", s),
    "titles of openings": lambda s: b"<urlset><url><loc>http://a.example/</loc><title>" + fill(b"&lt;", s) + b"</title></url></urlset>",
}
LISTS: dict[str, Maker] = {
    "outlines in outlines": lambda s: b"<opml><body>" + nested(b"<outline>", b"</outline>", s) + b"</body></opml>",
    "many outlines": lambda s: b"<opml><body>" + fill(b"<outline xmlUrl='http://a.example/'/>", s) + b"</body></opml>",
    "an outline of attributes": lambda s: b"<opml><outline " + b" ".join(b"a%d=''" % n for n in range(s // 9)) + b"/></opml>",
    "outlines of attributes": lambda s: b"<opml><outline " + b" ".join(
        b"xmlns:a%d='u%d' a%d:xmlUrl='http://a.example/%d'" % (n, n, n, n) for n in range(s // 50)
    ) + b"/></opml>",
    "entities in a list": lambda _: laughs(10) + b"<opml><body><outline xmlUrl='&l9;'/></body></opml>",
}
PAGE_BOMBS: dict[str, Maker] = {
    **{
        f"{tag} in {tag}": lambda s, tag=tag.encode(): page(nested(b"<" + tag + b">", b"</" + tag + b">", s))
        for tag in ("div", "p", "b", "table", "ul", "li", "a", "span", "blockquote", "font", "svg", "math", "form", "td")
    },
    **{
        f"unclosed {tag}": lambda s, tag=tag.encode(): page(fill(b"<" + tag + b">", s))
        for tag in ("div", "b", "a", "p", "table", "select", "h1", "i", "nobr", "tr")
    },
    **{
        f"many {name}": lambda s, unit=unit: page(fill(unit, s))
        for name, unit in {
            "paragraphs": b"<p>x", "long paragraphs": b"<p>" + b"The mayor of Varan said so. " * 40, "breaks": b"<br>",
            "tables": b"<table><tr><td>a</table>", "rows": b"<tr><td>a<td>b", "links": b"<a href='/a'>one link here now</a> ",
            "bases": b"<base href='/a/'>", "pictures": b"<img src='http://a.example/b.png' alt='x'>",
            "figures": b"<figure><img src='http://a.example/b.png'><figcaption>x (Photo: a)</figcaption></figure>",
            "times": b"<time datetime='2026-11-10'>10 Nov</time>", "headings": b"<h1>Harbour closed</h1>",
            "articles": b"<article><p>a</p></article>", "comments": b"<!-- a -->", "instructions": b"<?a b?>",
            "entities": b"&nbsp;&lt;", "quotations": "“a” said b. ".encode(), "bylines": b"<p class='byline'>By Ana Ruus</p>",
            "authors": b"<a rel='author'>Ana</a>", "empty": b"<i></i>", "angles": b"<", "half tags": b"<a ",
            "data sheets": b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script>",
            "divs of class comments": b"<div class='comments'><p>x</p></div>", "labels": b"<li>a</li>", "lines": b"a<br>b<br>",
        }.items()
    },
    "many metas": lambda s: page(b"", fill(b"<meta name='author' content='Ana Ruus'>", s)),
    "many properties": lambda s: page(b"", b"".join(b"<meta property='og:%d' content='a'>" % n for n in range(s // 36))),
    "many stylesheets": lambda s: page(b"", fill(b"<link rel=canonical href=/a>", s)),
    "one element of attributes": lambda s: page(b"<p " + b" ".join(b"a%d=''" % n for n in range(s // 9)) + b">x</p>"),
    "elements of attributes": lambda s: page(
        fill(b"<p " + b" ".join(b"a%d='>'" % n for n in range(min(s, 40_000) // 10)) + b">x</p>", s)
    ),
    "many leaves deep down": lambda s: page(b"<div>" * 200 + fill(b"<p>x</p>", s)),
    "many headings deep down": lambda s: page(b"<div>" * 200 + fill(b"<h2><a href='/a'>The harbour</a></h2>", s)),
    "many articles deep down": lambda s: page(b"<article>" * 200 + fill(b"<p>The mayor said so.</p>", s)),
    "one long attribute": lambda s: page(b"<p class='" + b"comments " * (s // 9) + b"'>x</p>"),
    "one long paragraph": lambda s: page(b"<p>" + fill(b"word ", s) + b"</p>"),
    "one long word": lambda s: page(b"<p>" + b"x" * s + b"</p>"),
    "one long title": lambda s: b"<title>" + fill(b"word | ", s) + b"</title>" + page(b""),
    "one long sheet": lambda s: page(b"", b"<script type='application/ld+json'>" + nested(b"[", b"]", s) + b"</script>"),
    "a sheet of things": lambda s: page(
        b"", b"<script type='application/ld+json'>[" + fill(b'{"@type":"Person","name":"a"},', s) + b"{}]</script>"
    ),
    "a sheet of numbers": lambda s: page(b"", b"<script type='application/ld+json'>{\"a\":" + b"9" * s + b"}</script>"),
    "a sheet cut short": lambda s: page(b"", b"<script type='application/ld+json'>{\"a\":\"" + b"\\" * s + b"</script>"),
    "a date of digits": lambda s: page(b"", b"<meta property='article:published_time' content='" + b"1" * s + b"'>"),
    "a name of capitals": lambda s: page(b"<p class=byline>By " + fill(b"Ana ", s) + b"</p>"),
    "names and commas": lambda s: page(b"<p class=byline>By " + fill(b"Ana, and ", s) + b"</p>"),
    "words in wide letters": lambda s: page(b"<p>" + fill("слово ".encode("utf-16-le"), s) + b"</p>"),
    "broken letters": lambda s: page(b"<p>" + fill(b"\xff\xfe\xfa\xe4\xf6 ", s) + b"</p>"),
    "marks over marks": lambda s: page(b"<p>a" + fill("\u0301".encode(), s) + b"</p>"),
    "a page that is only text": lambda s: b"<html>" + fill(b"The mayor said so. ", s),
    "a page of spaces": lambda s: b"<html>" + b" " * s,
    "a page of tabs and ends": lambda s: page(b"<p>" + fill(b"\n\t", s) + b"x</p>"),
}
TEXTS: dict[str, Maker] = {
    "one long line": lambda s: b"Harbour closed\n\n" + fill(b"The mayor of Varan said so. ", s),
    "one word": lambda s: b"x" * s,
    "only line ends": lambda s: b"a" + b"\n" * s + b"b",
    "short lines": lambda s: fill(b"a\n", s),
    "bylines": lambda s: fill(b"By Ana Ruus\n", s),
    "dates": lambda s: fill(b"10 November 2026\n", s),
    "front matter": lambda s: b"---\n" + fill(b"title: a\n", s) + b"---\nb",
    "front matter without end": lambda s: b"---\n" + fill(b"a: b\n", s),
    "brackets": lambda s: b"# a\n\n" + b"[" * s,
    "links cut short": lambda s: b"# a\n\n" + fill(b"[a](", s),
    "pictures cut short": lambda s: b"# a\n\n" + fill(b"![", s),
    "stars": lambda s: b"# a\n\n" + fill(b"*a ", s),
    "lines under lines": lambda s: b"# a\n\n" + fill(b"_a", s),
    "hashes": lambda s: b"#" * s,
    "quotes": lambda s: "“".encode() * (s // 3),
    "addresses": lambda s: fill(b"https://a.example/b ", s),
    "wwws": lambda s: b"www." * (s // 4),
    "credits": lambda s: fill(b"(Photo: ", s),
    "dots": lambda s: b"a" + b"." * s,
    "capitals": lambda s: fill(b"A. ", s),
    "comments unclosed": lambda s: fill(b"<!--", s),
}
MAILS: dict[str, Maker] = {
    "many parts": many_parts,
    "mail in mail": mail_in_mail,
    "parts in parts": nested_parts,
    "many headers": lambda s: fill(HEADERS, s) + b"\r\nwords",
    "one long header": lambda s: HEADERS + b"X: " + b"x" * s + b"\r\n\r\nwords",
    "one folded header": lambda s: HEADERS + b"To: a" + fill(b",\r\n b@c.example", s) + b"\r\n\r\nwords",
    "encoded words": lambda s: HEADERS.replace(b"x", fill(b"=?utf-8?q?=41?= ", min(s, 900_000))) + b"\r\nwords",
    "a sender of brackets": lambda s: HEADERS.replace(b"a@b.example", b"(" * s) + b"\r\nwords",
    "a sender of quotes": lambda s: HEADERS.replace(b"a@b.example", b'"\\' * (s // 2)) + b"\r\nwords",
    "a date of digits": lambda s: HEADERS + b"Date: " + b"1" * s + b"\r\n\r\nwords",
    "parameters": lambda s: HEADERS + b"Content-Type: text/plain" + fill(b"; a*0*=b", s) + b"\r\n\r\nwords",
}
PDFS: dict[str, Maker] = {
    "packed zeros": lambda s: one_page(zeros(s * 900), b"/Filter/FlateDecode"),
    "packed words": lambda s: one_page(zeros(s * 100, b"BT (word) Tj ET "), b"/Filter/FlateDecode"),
    "packed twice": lambda s: one_page(twice(s), b"/Filter[/FlateDecode/FlateDecode]"),
    "packed seven times": filters,
    "runs": lambda s: one_page(b"\x81a" * (s // 2) + b"\x80", b"/Filter/RunLengthDecode"),
    "rows predicted": lambda s: one_page(
        zeros(s * 100), b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 100000000>>"
    ),
    "pages in a loop": loop_of_pages,
    "pages doubled forty times": doubling_pages,
    "forms doubled forty times": doubling_forms,
    "a form that draws itself": lambda _: one_page(
        b"/X Do", b"", FONT, stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>")
    ),
    "a map of four billion letters": cmap_bomb,
    "cross references in a loop": xref_loop,
    "arrays in arrays": lambda s: pdf([CATALOGUE, PAGES, nested(b"[", b"]", s)]),
    "a dictionary in a dictionary": lambda s: pdf([CATALOGUE, PAGES, nested(b"<</A ", b">>", s)]),
    "a text of brackets": lambda s: one_page(b"BT " + b"(" * s + b" Tj ET"),
    "a content of operators": lambda s: one_page(b"BT /F 9 Tf " + fill(b"(a)Tj ", s) + b"ET"),
    "a content of moves": lambda s: one_page(b"BT /F 9 Tf " + fill(b"1 0 0 1 5 5 Tm(a)Tj ", s) + b"ET"),
    "many contents": lambda s: pdf([
        CATALOGUE, PAGES, b"<</Type/Page/Parent 2 0 R/Contents[" + fill(b"4 0 R ", s) + b"]>>", stream(zeros(1_000_000), b"/Filter/FlateDecode"),
    ]),
    "many objects": lambda s: pdf([CATALOGUE, PAGES, PAGE, stream(b""), FONT] + [b"null"] * (s // 50)),
    "no references": lambda s: one_page(b"BT (a) Tj ET").replace(b"xref", b"xxxx") + fill(b"1 0 obj ", s),
    "a title of letters": lambda s: pdf([CATALOGUE, PAGES, PAGE, stream(b""), b"<</Title(" + b"x" * s + b")>>"], b"/Info 5 0 R"),
    "locked with a million rounds": lambda _: pdf(
        [CATALOGUE, PAGES, PAGE, stream(b""), b"<</Filter/Standard/V 5/R 6/Length 256/O(" + b"o" * 48 + b")/U(" + b"u" * 48 + b")/P -1>>"],
        b"/Encrypt 5 0 R/ID[(a)(b)]",
    ),
}
RECORDS: dict[str, Maker] = {
    "arrays in arrays": lambda s: nested(b"[", b"]", s),
    "objects in objects": lambda s: nested(b'{"article":', b"}", s).replace(b":}", b":1}"),
    "many arrays": lambda s: b"[" + fill(b"[],", s) + b"[]]",
    "a long number": lambda s: b'{"text":' + b"9" * s + b"}",
    "a text of markup": lambda s: b'{"text":"' + fill(b"<div></", s) + b'"}',
    "many keys": lambda s: b"{" + b",".join(b'"%d":1' % n for n in range(s // 10)) + b"}",
    "an author of authors": lambda s: b'{"text":"' + b"The mayor said so. " * 5 + b'","author":[' + fill(b'{"name":"Ana Ruus"},', s) + b"{}]}",
    "a date of digits": lambda s: b'{"text":"' + b"The mayor said so. " * 5 + b'","date":"' + b"1" * s + b'"}',
}
LINES: dict[str, Maker] = {
    **RECORDS,
    "many lines": lambda s: fill(b"{}\n", s),
    "many empty lines": lambda s: b"\n" * s,
    "many reports": lambda s: fill(b'{"text":"a"}\n', s),
    "one long line": lambda s: b'{"text":"' + b"x" * s + b'"}',
}


def entry_capture(content: bytes) -> bytes:
    return json.dumps({"address": "http://a.example/", "content": content.decode("latin-1")}).encode()


ENTRIES: dict[str, Maker] = {
    "nested blocks": lambda s: entry_capture(fill(b"<div>", s)),
    "many paragraphs": lambda s: entry_capture(fill(b"<p>a", s)),
    "no markup": lambda s: entry_capture(fill(b"word ", s)),
}
DOORS = {
    "feed": FEEDS, "sitemap": SITEMAPS, "opml": LISTS, "page": PAGE_BOMBS, "text": TEXTS, "mail": MAILS, "pdf": PDFS,
    "json": RECORDS, "jsonl": LINES, "entry": ENTRIES,
}
