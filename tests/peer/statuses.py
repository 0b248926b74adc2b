"""Peers whose statuses, conditions and pauses are not meant for us, or make no sense."""

from __future__ import annotations

from peer.server import Link, answer, entry, feed, page
from peer.table import plays, sends

_STATUS = "status"
_CONDITION = "condition"
_PAUSE = "pause"
_FEED = feed(entry())


def _status(
    name: str, words: str, status: str, *headers: tuple[str, str], body: bytes = b"<p>no</p>", **expected: object
) -> None:
    values = {"state": "failing", "kind": "status", "says": status.partition(" ")[0]} | expected
    sends(name, _STATUS, words, answer(body, *headers, status=status, mime="text/html"), **values)


sends(
    "empty", _STATUS, "answers 200 with nothing", answer(b""), state="failing", kind="not-a-feed", says="empty document"
)
_status("no-content", "answers 204", "204 No Content", body=b"")
_status("reset-content", "answers 205", "205 Reset Content", body=b"")
_status(
    "partial",
    "answers 206 with a part that nobody asked for",
    "206 Partial Content",
    ("Content-Range", "bytes 0-40/900"),
    body=_FEED[:41],
)
_status("accepted", "answers 202 and a page that says to wait", "202 Accepted")
_status("choices", "answers 300 with a list of addresses", "300 Multiple Choices")
_status("redirect-nowhere", "answers 302 without a Location", "302 Found")
_status(
    "unauthorised",
    "answers 401",
    "401 Unauthorized",
    ("WWW-Authenticate", 'Basic realm="x"'),
    says="not open to everybody",
)
_status("payment", "answers 402", "402 Payment Required", says="not open to everybody")
_status("forbidden", "answers 403", "403 Forbidden", says="not open to everybody")
_status("missing", "answers 404", "404 Not Found", says="nothing at this address")
_status("proxy-login", "answers 407", "407 Proxy Authentication Required", says="not open to everybody")
_status("gone", "answers 410", "410 Gone", state="gone", says="nothing at this address", waits_h=(720, 720))
_status("teapot", "answers 418", "418 I'm a teapot")
_status("legal", "answers 451", "451 Unavailable For Legal Reasons", says="not open to everybody")
_status("server-error", "answers 500", "500 Internal Server Error", says="asked again later")
_status("bad-gateway", "answers 502", "502 Bad Gateway")
_status("cdn-error", "answers 520, which is in no list", "520 Web Server Is Returning an Unknown Error")
_status("status-999", "answers 999 to keep robots away", "999 Request denied")
_status("status-600", "answers 600", "600 Oh")
_status("status-0", "answers 000", "000 Nothing", says="answered 0")
sends(
    "error-page-of-10-gb",
    _STATUS,
    "answers 500 with a page of 10 GB",
    answer(b"<p>oops", status="500 Oops", length=10 * 1024**3),
    state="failing",
    kind="status",
    says="500",
)

sends(
    "unasked-304",
    _CONDITION,
    "answers 304 although no copy was named",
    answer(b"", status="304 Not Modified", mime=None, length=None),
    state="failing",
    kind="status",
    says="304",
)
sends(
    "etag-control",
    _CONDITION,
    "names an ETag with a tab and a quote in it",
    answer(_FEED, ("ETag", 'W/"a\tb"c"')),
    state="ok",
    captures=1,
)
sends(
    "etag-long",
    _CONDITION,
    "names an ETag of 30 kB",
    answer(_FEED, ("ETag", f'"{"e" * 30_000}"')),
    state="ok",
    captures=1,
)
sends(
    "etag-rubbish",
    _CONDITION,
    "names weak ETags without quotes",
    answer(_FEED, ("ETag", "W/W/w/, *, \u00e9")),
    state="ok",
    captures=1,
)
sends(
    "dates-rubbish",
    _CONDITION,
    "names a Last-Modified and Expires that are no dates",
    answer(_FEED, ("Last-Modified", "yesterday-ish"), ("Expires", "-1")),
    state="ok",
    captures=1,
)
sends(
    "cache-forever",
    _CONDITION,
    "says that its feed stays fresh for a thousand years",
    answer(_FEED, ("Cache-Control", "max-age=31536000000")),
    state="ok",
    captures=1,
    waits_h=(1, 24),
)
sends(
    "cache-year",
    _CONDITION,
    "says that its feed stays fresh for a year",
    answer(_FEED, ("Cache-Control", "max-age=31536000")),
    state="ok",
    captures=1,
    waits_h=(24, 24),
)
sends(
    "cookies",
    _CONDITION,
    "sets fifty cookies",
    answer(_FEED, *(("Set-Cookie", f"c{n}={'v' * 200}; Path=/") for n in range(50))),
    state="ok",
    captures=1,
)
sends(
    "lingering-client-hints",
    _CONDITION,
    "asks for client hints, a login and to be reported to",
    answer(
        _FEED,
        ("Accept-CH", "Sec-CH-UA, Device-Memory"),
        ("Report-To", '{"url":"http://reports.peer.example/"}'),
        ("Refresh", "0;url=/other"),
        ("Link", '</next>; rel="next", <http://hub.peer.example/>; rel="hub"'),
    ),
    state="ok",
    captures=1,
)


@plays("304-with-body", _CONDITION, "answers 304 with a body when it is asked again", state="ok", captures=1)
async def _with_body(link: Link) -> None:
    if "if-none-match" in link.seen.headers:
        await link.send(answer(_FEED, ("ETag", '"1"'), status="304 Not Modified"))
    else:
        await link.send(answer(_FEED, ("ETag", '"1"')))


@plays("flapping-etag", _CONDITION, "names another ETag at every visit", state="ok", captures=1)
async def _flapping(link: Link) -> None:
    await link.send(answer(_FEED, ("ETag", f'"{link.seen.number}"')))


@plays(
    "304-page",
    _CONDITION,
    "gives its feed, and 304 for a page that was never had",
    path="/page",
    state="ok",
    kind="status",
    says="304",
)
async def _page_304(link: Link) -> None:
    await link.send(answer(b"", status="304 Not Modified", mime=None, length=None))


def _pause(
    name: str,
    words: str,
    after: str | None,
    waits_h: tuple[float, float],
    status: str = "429 Too Many Requests",
    says: str = "",
) -> None:
    headers = () if after is None else (("Retry-After", after),)
    sends(
        name,
        _PAUSE,
        words,
        answer(b"slower", *headers, status=status, mime="text/plain"),
        state="failing",
        kind="status",
        says=says or status.partition(" ")[0],
        waits_h=waits_h,
    )


_pause("429", "answers 429", None, (1, 1.1), says="left alone")
_pause("429-seconds", "answers 429 with two hours in seconds", "7200", (2, 2), says="2 hours")
_pause("429-date", "answers 429 with a date", "Fri, 14 Mar 2031 15:00:00 GMT", (3, 3), says="3 hours")
_pause(
    "429-past", "answers 429 with a date that has passed", "Fri, 14 Mar 1997 15:00:00 GMT", (1, 1.1), says="left alone"
)
_pause("429-rubbish", "answers 429 with a time that is none", "soon, please", (1, 1.1), says="left alone")
_pause("429-negative", "answers 429 with a negative time", "-3600", (1, 1.1), says="left alone")
_pause("429-zero", "answers 429 and to come back at once", "0", (1, 1.1), says="left alone")
_pause(
    "429-year-9999",
    "answers 429 with the last day of the calendar",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    (168, 168),
    says="7 days",
)
_pause("429-huge", "answers 429 with more seconds than there are", "9" * 400, (1, 168), says="left alone")
_pause("503-after", "answers 503 with two hours", "7200", (2, 2), "503 Service Unavailable", says="2 hours")
_pause(
    "500-year-9999",
    "answers 500 with the last day of the calendar",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    (168, 168),
    "500 Internal Server Error",
    says="7 days",
)


@plays(
    "429-page",
    _PAUSE,
    "gives its feed, and 429 for the page",
    path="/page",
    state="ok",
    kind="status",
    says="left alone",
)
async def _page_429(link: Link) -> None:
    await link.send(answer(b"slower", ("Retry-After", "600"), status="429 Too Many Requests"))


@plays(
    "403-page",
    _STATUS,
    "gives its feed with the text in it, and 403 for the page",
    path="/page",
    state="ok",
    kind="status",
    captures=1,
    more=("/feed",),
)
async def _page_403(link: Link) -> None:
    if link.seen.path == "/feed":
        await link.send(
            answer(feed(entry(more=f"<description>{'The harbour stays closed until Friday. ' * 9}</description>")))
        )
    else:
        await link.send(answer(page(), status="403 Forbidden", mime="text/html"))
