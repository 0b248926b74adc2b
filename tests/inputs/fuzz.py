"""Documents changed at random, by a seed: `python tests/inputs/fuzz.py --seconds 60` prints what breaks a reader."""

# ruff: noqa: E501, E402  # tables; the path comes first
from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from bombs import HEADERS, channel, entry, entry_capture, one_page, page
from doors import told
from fakes.hostile_more import EVERY
from feeds import WHOLE

SEEDS: dict[str, list[bytes]] = {
    "feed": [WHOLE[kind].encode() for kind in ("rss", "atom", "rdf", "json")] + [channel(entry())],
    "sitemap": [WHOLE["sitemap"].encode()],
    "opml": [WHOLE["opml"].encode()],
    "page": [
        page(b"<p class=byline>By Ana Ruus</p><time datetime='2026-11-10T09:00'>10 Nov</time><img src=/a alt=b>"),
        page(b"<ul><li><a href=/b>A ferry is late again today</a></ul>", b'<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"A"}]}</script>'),
    ],
    "text": [b"Dawn\nHarbour closed\nBy Ana Ruus\n10 November 2026\n\nThe harbour [was](http://a.example/) closed.\n"],
    "mail": [HEADERS + b"Date: Tue, 10 Nov 2026 09:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + b"The harbour was closed. " * 9],
    "pdf": [one_page(b"BT /F 9 Tf 1 0 0 1 5 5 Tm (The harbour of Varan was closed on Monday, he said.) Tj ET")],
    "json": [b'{"headline":"Harbour closed","articleBody":"' + b"The harbour was closed. " * 4 + b'","author":[{"name":"A"}],"datePublished":"2026-11-10"}'],
    "jsonl": [b'{"text":"The harbour was closed.","url":"http://a.example/","published":"2026-11-10"}\n{"text":"b"}\n'],
    "entry": [entry_capture(b"<p>The harbour was closed.</p><img src=http://a.example/b>")],
}  # fmt: skip
FAULT = ("The document could not be read (", "Traceback")


def changed(body: bytes, chance: random.Random) -> bytes:
    """The document after one to six changes: bytes, pieces, repetitions, cuts, words from the catalogue."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(body) + 1), chance.randrange(len(body) + 1)))
        piece = body[at : min(to, at + 200)]
        word = chance.choice(EVERY).encode("utf-8", "replace")[:400]
        body = chance.choice([
            body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :],
            body[:at] + body[min(to, at + 50) :],
            body[:at] + piece * chance.choice((2, 3, 40)) + body[at:],
            body[:at] + word + body[at:],
            body[:at] + chance.choice((b"<", b">", b"&", b'"', b"\\", b"\0", b"{", b"[", b"9" * 40, b"-1", b"\xff\xfe")) + body[at:],
            body[:at],
            body.replace(piece[:8], word) if len(piece) > 2 else body,
        ]) or b"x"  # fmt: skip
    return body[:200_000]


def fuzz(seconds: float, seed: int) -> tuple[int, list[str]]:
    """How many documents were tried, and what broke a reader; the seed makes the same documents again."""
    chance, until, count, broken = random.Random(seed), time.monotonic() + seconds, 0, []
    while time.monotonic() < until:
        door = chance.choice(sorted(SEEDS))
        body = changed(chance.choice(SEEDS[door]), chance)
        count += 1
        try:
            said = told(door, body)
        except Exception as error:
            said = f"Traceback {type(error).__name__}: {error}"
        if said and any(mark in said for mark in FAULT):
            broken.append(f"{door} {said[:200]} {body[:2000]!r}")
    return count, broken


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = options.parse_args()
    count, broken = fuzz(given.seconds, given.seed)
    print("\n".join(broken[:50]))
    print(f"{count} documents in {given.seconds:g} s, seed {given.seed}: {len(broken)} broke a reader")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
