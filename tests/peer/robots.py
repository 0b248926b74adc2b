"""Peers whose robots.txt is a trap. Its page may be had where the file states no rules."""

from __future__ import annotations

import itertools

from peer.bombs import squeezed
from peer.server import Link, answer
from peer.table import plays, sends

_ROBOTS = "robots"
_RULES = b"User-agent: *\nDisallow: /page\n"


def _states(name: str, words: str, raw: bytes, **expected: object) -> None:
    sends(name, _ROBOTS, words, raw, path="/robots.txt", state="ok", **expected)


def _text(body: bytes, *headers: tuple[str, str], status: str = "200 OK") -> bytes:
    return answer(body, *headers, status=status, mime="text/plain")


_states(
    "robots-html",
    "answers a page for robots.txt",
    _text(b"<!doctype html><html><body><h1>Welcome</h1>" + b"<p>Disallow: /</p>" * 5),
    captures=1,
)
_states("robots-binary", "answers an image for robots.txt", _text(b"\x89PNG\r\n\0\0\0\xff" * 300), captures=1)
_states("robots-500", "answers 500 for robots.txt", _text(b"", status="500 Oops"), kind="robots", says="asked later")
_states(
    "robots-429",
    "answers 429 for robots.txt",
    _text(b"", status="429 Too Many Requests"),
    kind="robots",
    says="asked later",
)
_states(
    "robots-403", "answers 403 for robots.txt, which states no rules", _text(b"", status="403 Forbidden"), captures=1
)
_states(
    "robots-loop",
    "redirects robots.txt to itself",
    _text(b"", ("Location", "/robots.txt"), status="302 Found"),
    captures=1,
)
_states(
    "robots-private",
    "redirects robots.txt into our network",
    _text(b"", ("Location", "http://10.0.0.1/robots.txt"), status="302 Found"),
    captures=1,
)
_states(
    "robots-delay",
    "asks for a day between two requests, to be kept for ever",
    _text(b"User-agent: *\nCrawl-delay: 86400\nDisallow: /page\n"),
    kind="robots",
    says="closed to us",
)
_states(
    "robots-delay-rubbish",
    "asks for a delay that is none",
    _text(b"User-agent: *\nCrawl-delay: -7\nCrawl-delay: nan\nCrawl-delay: inf\n"),
    captures=1,
)
_states(
    "robots-stars",
    "closes its pages with a pattern of a hundred stars",
    _text(b"User-agent: *\nDisallow: /" + b"*a" * 100 + b"$\nDisallow: /page\n"),
    kind="robots",
    says="closed to us",
)
_states("robots-utf-16", "sends robots.txt in UTF-16", _text(_RULES.decode().encode("utf-16")), captures=1)


@plays(
    "robots-huge",
    _ROBOTS,
    "sends robots.txt without end, its rules at the beginning",
    path="/robots.txt",
    state="ok",
    kind="robots",
    says="closed to us",
)
async def _huge(link: Link) -> None:
    await link.send(answer(_RULES, mime="text/plain", length=None))
    await link.drip((b"Disallow: /x%d\n" % number * 4000 for number in itertools.count()), 0)


@plays("robots-bomb", _ROBOTS, "sends gzip of 500 MB for robots.txt", path="/robots.txt", state="ok", captures=1)
async def _bomb(link: Link) -> None:
    await link.send(answer(squeezed(500), ("Content-Encoding", "gzip"), mime="text/plain"))


@plays(
    "robots-slow",
    _ROBOTS,
    "never answers for robots.txt",
    path="/robots.txt",
    state="ok",
    kind="timeout",
    says="robots.txt",
)
async def _slow(link: Link) -> None:
    await link.hang()


@plays(
    "robots-reset",
    _ROBOTS,
    "resets the connection for robots.txt",
    path="/robots.txt",
    state="ok",
    kind="connect",
    says="robots.txt",
)
async def _reset(link: Link) -> None:
    link.reset()
