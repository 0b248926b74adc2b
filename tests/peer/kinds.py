"""Peers that send something else than they should: other kinds of document, other encodings, walls."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from peer.server import Link, answer, entry, feed
from peer.table import Behaviour, plays, put, sends

_KIND = "kind"
_CHARSET = "charset"
_WALL = "wall"
_NO_FEED = {"state": "failing", "kind": "not-a-feed"}
_FEED = feed(entry())
_UNICODE = feed(entry(title="Гавань Оствіка закрыта — “да пятніцы”"), title="Веснік")


def _html(body: str, title: str = "A page") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def _zipped() -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("feed.xml", b" " * 50_000_000)
    return held.getvalue()


def _png() -> bytes:
    rows = zlib.compress(b"\0" + b"\xff\0\0" * 8)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x01\x08\x02\0\0\0" + b"\0" * 4 + b"IDAT" + rows


sends(
    "html-as-rss",
    _KIND,
    "sends a web page as RSS",
    answer(_html("<p>Welcome</p>", "The Herald")),
    **_NO_FEED,
    says="web page ('The Herald')",
)
sends("rss-as-html", _KIND, "sends RSS as text/html", answer(_FEED, mime="text/html"), state="ok", captures=1)
sends(
    "rss-as-binary",
    _KIND,
    "sends RSS as a download",
    answer(_FEED, mime="application/octet-stream"),
    state="ok",
    captures=1,
)
sends("rss-untyped", _KIND, "sends RSS without a type", answer(_FEED, mime=None), state="ok", captures=1)
sends(
    "rss-type-rubbish",
    _KIND,
    "sends RSS with a type that is none",
    answer(_FEED, mime=";;=charset/text"),
    state="ok",
    captures=1,
)
sends(
    "pdf-as-feed", _KIND, "sends a PDF", answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n\0\0"), **_NO_FEED
)
sends("image-as-feed", _KIND, "sends an image", answer(_png(), mime="image/png"), **_NO_FEED, says="binary")
sends("zip-as-feed", _KIND, "sends a ZIP that unpacks to 50 MB", answer(_zipped()), **_NO_FEED, says="binary")
sends("text-as-feed", _KIND, "sends a line of text", answer(b"nothing to see here", mime="text/plain"), **_NO_FEED)
sends(
    "json-error-as-feed",
    _KIND,
    "sends an error in JSON with 200",
    answer(b'{"error":"invalid key"}', mime="application/json"),
    **_NO_FEED,
    says="JSON",
)
sends(
    "other-xml",
    _KIND,
    "sends XML that is no feed",
    answer(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"),
    **_NO_FEED,
    says="<error>",
)
sends(
    "svg-as-feed",
    _KIND,
    "sends a picture with a script in it",
    answer(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    **_NO_FEED,
)
sends(
    "feed-cut-short",
    _KIND,
    "sends half of a feed with the right length",
    answer(feed(entry("/page"), entry("/never"))[:-70]),
    state="ok",
    captures=1,
    kind="no-address",
    says="1 entry",
)
sends(
    "php-error",
    _KIND,
    "sends a program's error before its feed",
    answer(b"<br />\n<b>Warning</b>: Undefined index in <b>/srv/feed.php</b>\n" + _FEED),
    state="ok",
    captures=1,
)

sends("utf-7", _CHARSET, "says UTF-7", answer(_FEED, mime="text/xml; charset=utf-7"), state="ok", captures=1)
sends(
    "utf-16-without-mark",
    _CHARSET,
    "sends UTF-16 without a byte-order mark",
    answer(_UNICODE.replace(b'"1.0"', b'"1.0" encoding="utf-16"').decode().encode("utf-16-le")),
    state="ok",
    captures=1,
)
sends(
    "utf-16-as-utf-8",
    _CHARSET,
    "sends UTF-16 and says UTF-8",
    answer(_UNICODE.decode().encode("utf-16"), mime="text/xml; charset=utf-8"),
    state="ok",
    captures=1,
)
sends(
    "wrong-charset",
    _CHARSET,
    "sends UTF-8 and says latin-1",
    answer(_UNICODE, mime="text/xml; charset=iso-8859-1"),
    state="ok",
    captures=1,
)
sends(
    "charset-unknown",
    _CHARSET,
    "names a charset that nobody knows",
    answer(_UNICODE, mime="text/xml; charset=klingon-8"),
    state="ok",
    captures=1,
)
sends(
    "charset-codec",
    _CHARSET,
    "names a Python codec that is no charset",
    answer(_FEED, mime="text/xml; charset=zip"),
    state="ok",
    captures=1,
)
sends(
    "charset-rubbish",
    _CHARSET,
    "sends bytes of three encodings in one feed",
    answer(feed(entry(title="A")).replace(b">A<", b">caf\xe9 \xd0\xb4\xd0\xb0 \xff\xfe\x81<")),
    state="ok",
    captures=1,
)
sends(
    "controls-in-feed",
    _CHARSET,
    "sends control characters in the middle of its text",
    answer(feed(entry(title="Harbour\x07 of \x08Ostwick\x1f closed"))),
    state="ok",
    captures=1,
)


def _wall(name: str, words: str, body: str, title: str, unread: str) -> None:
    """In the feed's place and in the page's."""
    document = answer(_html(body, title), mime="text/html")
    sends(name, _WALL, f"{words} where the feed should be", document, **_NO_FEED, says="page")
    words = f"gives its feed, and {words} where the page should be"
    sends(f"{name}-page", _WALL, words, document, path="/page", state="ok", captures=1, unread=unread)


_wall(
    "login",
    "asks for a login with 200",
    '<form><input name="u"><input type="password" name="p"></form>',
    "Log in",
    "login form",
)
_wall(
    "enable-javascript",
    "asks to enable JavaScript with 200",
    "<noscript>Please enable JavaScript and cookies to continue</noscript>",
    "Just a moment...",
    "proof that a person is reading",
)
_wall(
    "captcha",
    "asks whether we are human with 200",
    '<div class="g-captcha">Verify that you are human by completing the action below.</div>',
    "Attention required",
    "proof that a person is reading",
)
_wall(
    "parked",
    "shows the notice of a parked domain with 200",
    "<h1>herald.example</h1><p>This domain is for sale. Buy this domain today from its owner, or make an offer.</p>"
    "<p>Related searches: harbour, ferries, cheap flights to the island, hotels by the sea</p>",
    "herald.example",
    "parked",
)
_wall(
    "soft-404",
    "answers a missing page with 200",
    "<h1>Page not found</h1><p>We could not find what you were looking for.</p>",
    "404 - Not found",
    "error page",
)
_wall(
    "consent",
    "asks for consent with 200",
    "<h1>We value your privacy</h1><p>We and our 742 partners store and access information on your device, such as "
    "unique identifiers and standard information sent by a device for personalised advertising.</p>"
    "<p>You can change your choices at any time. Accept all cookies to continue to the site.</p>",
    "Before you continue",
    "consent",
)


@plays(
    "empty-page", _WALL, "gives its feed, and an empty page", path="/page", state="ok", kind="decode", says="empty page"
)
async def _empty_page(link: Link) -> None:
    await link.send(answer(b"  \n ", mime="text/html"))


async def _forbidding(link: Link) -> None:
    await link.send(answer(b"User-agent: *\nDisallow: /page\n", mime="text/plain"))


put(
    Behaviour(
        name="forbidden-page",
        group="robots",
        plays="closes its pages in robots.txt",
        path="/robots.txt",
        play=_forbidding,
        state="ok",
        kind="robots",
        says="closed to us",
    )
)
