"""Feeds that misbehave over several visits: a source plays a script, one document per visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peer.server import Link, Peer, answer, feed, nothing_there, page

TOPICS = (
    "Harbour of Ostwick closed after the storm",
    "Mayor of Tarvost resigned over the bridge",
    "Talks about ferries began in Mirsk",
    "Grain ships waited outside Corran",
    "Divers looked at the southern gate",
    "Council heard what the repair will cost",
)


def story(number: int, extra: str = "") -> bytes:
    """The page of one story, every number another text."""
    title = TOPICS[number % len(TOPICS)]
    rest = (
        f"It is the {number + 1}th report of this kind since the spring, according to the shipping office. "
        f"About {100 + number * 7} people were on the quay when it happened, a fisher named Pavel Orlin said.\n\n"
        f"“We have seen {number + 3} such days this year,” he told reporters. {extra}"
    )
    return page(f"{title}, the town council said on Tuesday.\n\n{rest}", title=f"{title} ({number})")


def item(
    number: int, *, link: str | None = None, guid: str | None = None, date: str | None = None, title: str | None = None
) -> str:
    """One entry that announces story NUMBER."""
    parts = [f"<title>{title or TOPICS[number % len(TOPICS)]} ({number})</title>"]
    parts += [f"<link>{link or f'/n/{number}'}</link>"]
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"


@dataclass
class Scripted:
    """A host whose `/feed` gives the next document at each visit, the last one over and over, and whose `/n/NUMBER`
    gives story NUMBER. `pages` change what a path gives."""

    documents: Sequence[bytes]
    pages: dict[str, bytes] = field(default_factory=dict)
    visit: int = 0

    async def __call__(self, link: Link) -> None:
        """Answers one request."""
        path = link.seen.path
        if path == "/feed":
            document = self.documents[min(self.visit, len(self.documents) - 1)]
            await link.send(document if document.startswith(b"HTTP/") else answer(document))
        elif path in self.pages:
            await link.send(answer(self.pages[path], mime="text/html"))
        elif path.startswith("/n/"):
            await link.send(answer(story(int(path.rpartition("/")[2])), mime="text/html"))
        else:
            await nothing_there(link)


def scripted_peer(scripts: Mapping[str, Scripted]) -> Peer:
    """A peer whose hosts play these scripts."""
    return Peer({}, others=scripts)


def documents(*visits: Sequence[str], **options: str) -> list[bytes]:
    """A feed for each visit."""
    return [feed(*entries, **options) for entries in visits]
