"""Peers that send us somewhere else."""

from __future__ import annotations

from peer.server import Link, answer, entry, feed
from peer.table import plays, sends

_REDIRECT = "redirect"
_REFUSED = {"state": "failing", "kind": "refused"}
_FEED = feed(entry())


def _to(location: str, status: str = "302 Found", *headers: tuple[str, str]) -> bytes:
    return answer(b"elsewhere", ("Location", location), *headers, status=status, mime="text/plain")


def _sends_to(name: str, words: str, location: str, status: str = "302 Found", **expected: object) -> None:
    sends(name, _REDIRECT, words, _to(location, status), **expected)


_sends_to(
    "redirect-to-itself",
    "redirects to itself",
    "/feed",
    state="failing",
    kind="too-many-redirects",
    says="more than 5 times",
)
_sends_to(
    "redirect-to-fragment", "redirects to a fragment of itself", "#top", state="failing", kind="too-many-redirects"
)
_sends_to("redirect-empty", "redirects to an empty address", "", state="failing", kind="too-many-redirects")
_sends_to(
    "redirect-file",
    "redirects to a file of our machine",
    "file:///etc/passwd",
    **_REFUSED,
    says="only those are fetched",
)
_sends_to("redirect-javascript", "redirects to a script", "javascript:alert(1)", **_REFUSED)
_sends_to("redirect-data", "redirects to a data: address", "data:text/xml,<rss/>", **_REFUSED)
_sends_to("redirect-ftp", "redirects to an FTP server", "ftp://peer.example/feed", **_REFUSED)
_sends_to(
    "redirect-private",
    "redirects to the machine itself",
    "http://127.0.0.1:1/feed",
    **_REFUSED,
    says="private or reserved network",
)
_sends_to(
    "redirect-private-v6", "redirects to the machine itself in IPv6", "http://[::ffff:127.0.0.1]/feed", **_REFUSED
)
_sends_to("redirect-decimal", "redirects to the machine itself as one number", "http://2130706433/feed", **_REFUSED)
_sends_to(
    "redirect-metadata",
    "redirects to a cloud's metadata service",
    "http://169.254.169.254/latest/meta-data/",
    **_REFUSED,
)
_sends_to("redirect-localhost", "redirects to localhost", "http://localhost/feed", **_REFUSED)
_sends_to(
    "redirect-credentials",
    "redirects to an address with a name and a password",
    "http://user:secret@good.peer.example/feed",
    **_REFUSED,
    says="leave them out",
)
_sends_to(
    "redirect-rubbish",
    "redirects to something that is no address",
    "http://[half/feed",
    state="failing",
    kind="decode",
    says="no address",
)
_sends_to(
    "redirect-port-rubbish",
    "redirects to a port that there is not",
    "http://good.peer.example:99999/feed",
    state="failing",
    kind="decode",
    says="no address",
)
_sends_to(
    "redirect-no-host",
    "redirects to an address without a host",
    "http:///feed",
    state="failing",
    kind="too-many-redirects",
)
_sends_to(
    "redirect-long",
    "redirects to an address of 50 kB",
    "/feed?" + "x" * 50_000,
    state="failing",
    kind="too-many-redirects",
)
_sends_to(
    "redirect-bytes",
    "redirects to an address of bytes that are no UTF-8",
    "/caf\udce9",
    state="failing",
    kind="status",
    says="404",
)
_sends_to(
    "redirect-dead-name",
    "redirects to a name that has no address",
    "http://nowhere.invalid/feed",
    state="failing",
    kind="dns",
    says="nowhere.invalid ",  # has no address; or, on a machine without a name server, could not be looked up
)
_sends_to(
    "redirect-305",
    "answers 305 Use Proxy",
    "http://good.peer.example/feed",
    "305 Use Proxy",
    state="failing",
    kind="status",
    says="305",
)


@plays(
    "redirect-chain", _REDIRECT, "redirects to another address each time", state="failing", kind="too-many-redirects"
)
async def _chain(link: Link) -> None:
    await link.send(_to(f"/feed?{link.seen.number}"))


@plays(
    "redirect-pair",
    _REDIRECT,
    "redirects to an address that redirects back",
    state="failing",
    kind="too-many-redirects",
    more=("/other",),
)
async def _pair(link: Link) -> None:
    await link.send(_to("/other" if link.seen.path == "/feed" else "/feed"))


@plays(
    "redirect-body-without-end",
    _REDIRECT,
    "redirects with a body without end",
    state="ok",
    captures=1,
    more=("/other",),
)
async def _body(link: Link) -> None:
    if link.seen.path == "/other":
        await link.send(answer(_FEED))
        return
    await link.send(answer(b"", ("Location", "/other"), status="301 Moved Permanently", length=None))
    while True:
        await link.send(b"z" * 65_536)


@plays(
    "redirect-stranger",
    _REDIRECT,
    "names an ETag and cookies, and later redirects to a stranger who wants to see them",
    state="ok",
    captures=1,
    again=1,
)
async def _stranger(link: Link) -> None:
    if "if-none-match" not in link.seen.headers:
        await link.send(answer(_FEED, ("ETag", '"who-you-are"'), ("Set-Cookie", "id=7")))
    else:
        await link.send(_to("http://stranger.peer.example/feed"))


sends(
    "redirect-refresh",
    _REDIRECT,
    "sends a page that refreshes to a private address",
    answer(
        b'<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1/"></head></html>', mime="text/html"
    ),
    state="failing",
    kind="not-a-feed",
    says="web page",
)
