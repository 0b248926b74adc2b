# ruff: noqa: E501 - rows of a table cannot be broken
"""Table of behaviours -> `docs/reference/hostile-sources.md`. `python tests/peer/document.py` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from peer.behaviours import TABLE, Behaviour

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hostile-sources.md"

_GROUPS = {
    "time": "Taking time",
    "connection": "Breaking off",
    "length": "Lengths",
    "frame": "Frames",
    "bomb": "Bombs and compression",
    "header": "Headers",
    "status": "Statuses",
    "condition": "Conditions, caching, cookies",
    "pause": "Asking to be left alone",
    "redirect": "Redirects",
    "tls": "Who it is",
    "kind": "Kinds of document",
    "charset": "Encodings",
    "wall": "Walls",
    "robots": "robots.txt",
}
_DOES = {
    "timeout": "gives up at `collect.deadline`",
    "connect": "says that the connection failed, and why",
    "decode": "says what is broken, takes nothing",
    "too-large": "stops at `collect.max_bytes`, takes nothing",
    "too-many-redirects": "stops after five redirects",
    "refused": "does not follow",
    "status": "says the status and what it means",
    "dns": "says which name has no address, or that no name server answered",
    "tls": "reads nothing, says why",
    "not-a-feed": "says what is there instead",
    "robots": "leaves the page alone",
}
_HEAD = """# Hostile sources

What the desk does when a source misbehaves. A real server plays each row in the tests (`tests/peer/`); this page is made
from the table that drives them (`python tests/peer/document.py`). *Fails*: the source's page says so in one sentence, and
it is asked again later, waiting twice as long each time, up to a day. *Reads*: it is as good as any other.

In every row: nothing else waits for it, no connection is left open, no report comes twice, the program goes on. Reading
costs at most 256 MB and 10 s ([measured](measurements.md)).
"""
_TAIL = """
## Over time

| the source | the desk |
|---|---|
| gives its entries other GUIDs at each visit, one GUID to all, another order, the same entry twice | one report each: an entry is known by its address |
| adds trackers or sessions to its links, other ones at each visit | one report, where the same bytes come from the same path |
| shows, hides and shows entries again; empties; shrinks | keeps what it has; `empty` says that nothing is announced |
| dates entries in 1970, 2098 or 9999 | reads them; such dates say nothing of whether the source is silent, and no page is looked at for ever |
| changes the text of a page; changes it back | a new version of the same publication, once per text |
| takes a page away | keeps the report, says that the page is gone |
| has name servers that are silent | `failing` after `collect.deadline`; nobody else's name waits for them, also not where forty are silent at once |
| is a web page for a day | `failing` for that day, says what is there; nothing is lost |
| is announced by many feeds | one report |
| names next pages that lead in a circle, hubs, another self | asks for none of them |
| redirects permanently to a stranger and goes on under another name or in another language | goes on reading, **says that it may be in other hands** on its page, on the page of sources and in alerts on silent sources, and puts nothing from new sites under the old name; for 30 days, or until it is itself again |
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for group, title in _GROUPS.items():
        rows = [row for row in TABLE.values() if row.group == group]
        parts += [f"\n## {title}\n\n| the source | the desk |\n|---|---|\n", *(_line(row) for row in rows)]
    return "".join(parts) + _TAIL


def _line(row: Behaviour) -> str:
    return f"| {row.plays} | {_does(row)} |\n".replace("<", "&lt;")


def _does(row: Behaviour) -> str:
    if row.state == "gone":
        return "does not ask again by itself"
    if row.state == "failing":
        wait = f"; asks again after {row.waits_h[1]:g} h" if row.waits_h[0] > 1 else ""
        is_telling = row.kind in ("status", "not-a-feed", "refused", "tls") and len(row.says) > 11
        said = f" (“{row.says}”)" if is_telling else ""
        return f"fails: {_DOES[row.kind or '']}{said}{wait}"
    if row.unread:
        return f"reads no report from it: “{row.unread}”"
    if row.kind is None:
        return "reads" + (", asks again after a day" if row.waits_h[1] > 2 else "")
    if row.kind == "no-address":
        return "reads what is whole, says what was left out"
    stand_in = ", takes the feed's own text" if row.captures and row.path == "/page" else ""
    return f"reads the feed; for the page: {_DOES[row.kind]}{stand_in}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
