"""Feeds as strangers write them: a handful of well-formed documents, and what can be wrong with each."""

# ruff: noqa: E501  # tables
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Dawn of Varan</title><link>http://dawn.example/</link><language>en</language>
<item><title>Harbour closed</title><link>http://dawn.example/1</link><guid isPermaLink="false">d-1</guid>
<pubDate>Tue, 10 Nov 2026 09:00:00 +0100</pubDate><dc:creator>Ana Ruus</dc:creator>
<description>The harbour of Varan was closed.</description>
<content:encoded><![CDATA[<p>The harbour of <b>Varan</b> was closed on Monday.</p>]]></content:encoded></item>
<item><title>Ferry late</title><link>http://dawn.example/2</link><pubDate>Wed, 11 Nov 2026 09:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Dawn of Varan</title><id>urn:x:1</id>
<entry><title type="html">Harbour &lt;b&gt;closed&lt;/b&gt;</title><link rel="alternate" href="http://dawn.example/1"/>
<id>urn:x:2</id><published>2026-11-10T09:00:00+01:00</published><updated>2026-11-10T10:00:00Z</updated>
<author><name>Ana Ruus</name></author><content type="html">&lt;p&gt;The harbour was closed.&lt;/p&gt;</content></entry>
</feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://dawn.example/">
<title>The Dawn of Varan</title></channel><item rdf:about="http://dawn.example/1"><title>Harbour closed</title>
<link>http://dawn.example/1</link><dc:date>2026-11-10T09:00:00Z</dc:date></item></rdf:RDF>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "The Dawn of Varan", "language": "en",
    "items": [{
        "id": "d-1", "url": "http://dawn.example/1", "title": "Harbour closed", "content_html": "<p>It was closed.</p>",
        "date_published": "2026-11-10T09:00:00+01:00", "authors": [{"name": "Ana Ruus"}],
    }],
})  # fmt: skip
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://dawn.example/1</loc>
<lastmod>2026-11-10</lastmod><news:news><news:publication_date>2026-11-10T09:00:00Z</news:publication_date>
<news:title>Harbour closed</news:title></news:news></url></urlset>"""
OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>My feeds</title></head><body><outline text="News">
<outline type="rss" text="The Dawn" xmlUrl="http://dawn.example/feed" htmlUrl="http://dawn.example/"/></outline></body></opml>"""
WHOLE = {"rss": RSS, "atom": ATOM, "rdf": RDF, "json": JSON_FEED, "sitemap": SITEMAP, "opml": OPML}

DATES = (
    "", "yesterday", "0", "-1", "99999999999999999999", "0000-00-00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "2026-13-45", "2026-02-30T25:61:61Z", "Tue, 31 Feb 2026 09:00:00 +9999", "Mon, 10 Nov 26 9:0 PST", "10/11/2026", "１０ Nov 2026",
    "2026-11-10T09:00:00+00:00+01:00", "1e999", "2026-W46-2", "--11-10", "10 ноября 2026", "2026-11-10T09:00:00.123456789123Z",
)  # fmt: skip
LINKS = (
    "", "#", "?", "/2", "//", "//dawn.example", "http://", "http:///1", "http:dawn", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
    "mailto:a@b.example", "ftp://dawn.example/1", "http://user:pass@dawn.example/1", "http://dawn.example:99999/", "http://[::1", "http://[v1.x]/",
    "http://dawn.example/\x00", "http://dawn\u3002example/1", "http://xn--/", "http://xn--a-ecp.example/", "http://ＤＡＷＮ.example/", "\t http://dawn.example/3 \n",
    "http://dawn.example/" + "a" * 100_000, "http://" + "a" * 300 + ".example/", "http://1.1/", "http://0x7f.1/", "urn:isbn:1", "feed:http://dawn.example/",
)  # fmt: skip
TEXTS = (
    "", " ", "\u2028", "&lt;script&gt;alert(1)&lt;/script&gt;", "<![CDATA[<svg onload=alert(1)>]]>", "<math><mi>x</mi></math>", "&amp;amp;amp;lt;",
    "&nbsp;&hellip;&bogus;", "&#0;&#xFFFF;&#x110000;&#xD800;", "&#" + "9" * 5_000 + ";", "a" * 200_000, "e" + "\u0301" * 500, "\u202eabc", "<![CDATA[]]]]><![CDATA[>]]>",
    "<title>again</title>", "<!-- c -->a", "<?p i?>b", "%s %(x)s {0}", "</title></item></channel>", "\ufeff\ufffe",
)  # fmt: skip
HEADS = {
    "laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "net": '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>',
    "sheet": '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl" type="text/xsl"?>',
    "notation": '<!DOCTYPE r [<!NOTATION n SYSTEM "x"><!ENTITY u SYSTEM "x" NDATA n>]>',
    "attlist": '<!DOCTYPE r [<!ATTLIST item a CDATA "x">]>',
    "html": "<!DOCTYPE html>",
    "cut": "<!DOCTYPE r [<!ENTITY",
}
ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "koi8-r",
    "shift_jis",
    "gb18030",
    "utf-7",
    "cp037",
)
ROWS: dict[str, object] = {
    "nan": float("nan"), "infinite": float("inf"), "null": None, "number": 7, "negative": -(2**70), "list": [[]], "object": {"a": {}}, "true": True,
    "empty": "", "surrogate": "\ud800", "nul": "\u0000", "long": "x" * 100_000,
}  # fmt: skip


def catalogue() -> Iterator[tuple[str, str, bytes]]:
    """(what is wrong, which reader it is for, the bytes)."""
    for kind, whole in WHOLE.items():
        door = kind if kind in ("sitemap", "opml") else "feed"
        yield f"{kind} as it should be", door, whole.encode()
        yield from ((f"{kind}: {name}", door, body) for name, body in _cuts(whole))
        yield from ((f"{kind}: {name}", door, body) for name, body in _bytes(whole))
        if kind == "json":
            yield from ((f"json: {name}", door, body) for name, body in _rows())
        else:
            yield from ((f"{kind}: {name}", door, body) for name, body in _markup(whole))
    for number, date in enumerate(DATES):
        yield f"date {number}", "feed", RSS.replace("Tue, 10 Nov 2026 09:00:00 +0100", date).encode("utf-8", "replace")
        yield f"moment {number}", "feed", ATOM.replace("2026-11-10T09:00:00+01:00", date).encode("utf-8", "replace")
    for number, link in enumerate(LINKS):
        yield f"link {number}", "feed", RSS.replace("http://dawn.example/1", link).encode()
        yield (
            f"base {number}",
            "feed",
            ATOM.replace("<feed ", f"<feed xml:base={json.dumps(link)} ")
            .replace("http://dawn.example/1", "1")
            .encode(),
        )
    for number, text in enumerate(TEXTS):
        yield (
            f"text {number}",
            "feed",
            RSS.replace("Harbour closed", text).replace("d-1", text).encode("utf-8", "replace"),
        )


def _cuts(whole: str) -> Iterator[tuple[str, bytes]]:
    places = [found.start() for found in re.finditer(r"[<>\[\]{}&]", whole)]
    for at in places[1 :: max(1, len(places) // 12)]:
        yield f"cut at {at}", whole[:at].encode()
        yield f"begun at {at}", whole[at:].encode()


def _bytes(whole: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ENCODINGS:
        yield f"in {encoding}, called utf-8", whole.encode(encoding, "replace")
    raw = whole.encode()
    yield "empty", b""
    yield "spaces", b" \r\n\t"
    yield "NUL in the middle", raw.replace(b"Varan", b"Va\x00ran")
    yield "control characters", raw.replace(b"Varan", bytes(range(1, 32)))
    yield "broken UTF-8", raw.replace(b"Varan", b"\xc3\x28\xed\xa0\x80\xf4\x90\x80\x80")
    yield "lone surrogates", raw.replace(b"Varan", b"\xed\xa0\x80")
    yield "twice", raw + raw
    yield "text before it", b"Warning: mysql_connect() in /var/www on line 3\n" + raw
    yield "text behind it", raw + b"<!-- 0.03 s --><script>x</script>"
    yield "inside out", raw[::-1]


def _rows() -> Iterator[tuple[str, bytes]]:
    for name, value in ROWS.items():
        for key in ("url", "id", "title", "authors", "date_published"):
            document = json.loads(JSON_FEED)
            document["items"][0][key] = value
            yield f"{key} is {name}", json.dumps(document).encode("utf-8", "replace")
    yield "numbers too large", JSON_FEED.replace('"d-1"', "1e999").encode()
    yield "a key twice", JSON_FEED.replace('"id":', '"id": 1, "id":').encode()
    yield "items no list", JSON_FEED.replace("[{", '{"a": [{', 1).replace("]}", "]}}").encode()


def _markup(whole: str) -> Iterator[tuple[str, bytes]]:
    start = whole.index("?>") + 2
    for name, head in HEADS.items():
        body = whole[start:].replace("Varan", "&a;&b;&x;" if name in ("laughs", "file") else "Varan")
        yield f"head {name}", (whole[:start] + head + body).encode()
    changes: dict[str, Callable[[str], str]] = {
        "other names of spaces": lambda text: re.sub(r"http://[a-z]+\.[^\"]*", "http://other.example/ns", text, count=2),
        "no names of spaces": lambda text: re.sub(r' xmlns(:\w+)?="[^"]*"', "", text),
        "elements twice": lambda text: re.sub(r"<(title|loc)>([^<]*)</\1>", r"<\1>\2</\1><\1>other</\1>", text),
        "capitals": lambda text: re.sub(r"</?\w+", lambda found: found.group().upper(), text),
        "no end tags": lambda text: re.sub(r"</[^>]*>", "", text),
        "no quotes": lambda text: re.sub(r'="([^"<>]*)"', r"=\1", text),
        "attributes twice": lambda text: re.sub(r' (\w+)="', r' \1="a" \1="', text),
        "included": lambda text: text.replace("</title>", "</title><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>"),
        "instructions": lambda text: text.replace("><", "><?php echo 1 ?><"),
        "CDATA in CDATA": lambda text: text.replace("Varan", "<![CDATA[<![CDATA[x]]>]]>"),
        "version 1.1": lambda text: text.replace('version="1.0"', 'version="1.1"', 1),
        "an encoding nobody knows": lambda text: text.replace('version="1.0"', 'version="1.0" encoding="x-secret"', 1),
        "a key of 100 kB": lambda text: text.replace("d-1", "x" * 100_000).replace("urn:x:2", "y" * 100_000),
    }  # fmt: skip
    for name, change in changes.items():
        yield name, change(whole).encode()
