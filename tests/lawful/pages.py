"""An independent look at the desk's pages: every derived sentence carries the number of a note that is on the page.

What is derived is told by the page's JSON twin, where a derived thing has `notes`; the HTML must show each of its texts
with links to those notes. Standard library only, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

Json = dict[str, Any]
GAP = 12  # characters between a sentence and the number of its note: a closing mark, numbers of other notes


class Shown(HTMLParser):
    """The page's text, and the numbers of the notes that are linked in it, each with how much text stands before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.cites: list[tuple[int, int]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._hidden += tag in ("script", "style")
        if tag == "a" and named.get("data-note") and named.get("href"):
            self.cites.append((len(self.text), int(str(named["data-note"]))))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data


def twin_faults(twin: Json, texts: dict[str, str]) -> list[str]:
    """What is wrong with a page's JSON: a derived thing without notes, a note that is not there or does not slice."""
    notes = {note["number"]: note for note in twin.get("notes", ())}
    found = [fault for one in _derived(twin) for fault in _note_faults(one, notes)]
    for note in notes.values():
        text = texts.get(note["report_id"])
        if text is None or text[note["start"] : note["end"]] != note["exact"]:
            found.append(f"note {note['number']} is not the exact slice of its report")
    return found


def html_faults(page: str, twin: Json) -> list[str]:
    """What the HTML shows of the twin's derived texts without a link to one of their notes right behind it."""
    shown = Shown()
    shown.feed(page)
    found = []
    for one in _derived(twin):
        text = str(one.get("text") or one.get("says"))
        ends = [match.end() for match in re.finditer(re.escape(text), shown.text)]
        cited = [end for end in ends for at, number in shown.cites if end <= at <= end + GAP and number in one["notes"]]
        if ends and not cited:
            found.append(f"{text!r} stands on the page without the number of its note")
    known = {note["number"] for note in twin.get("notes", ())}
    return found + [f"note {number} is linked and not kept" for _, number in shown.cites if number not in known]


def _derived(node: Any) -> Iterator[Json]:
    """Everything below that says something and is kept with notes: lines, sides, steps."""
    if isinstance(node, dict):
        if "notes" in node and isinstance(node.get("text") or node.get("says"), str):
            yield node
        for key, below in node.items():
            if key != "notes":
                yield from _derived(below)
    elif isinstance(node, list):
        for below in node:
            yield from _derived(below)


def _note_faults(one: Json, notes: dict[int, Json]) -> Iterator[str]:
    text = one.get("text") or one.get("says")
    if not one["notes"]:
        yield f"{text!r} has no note"
    yield from (f"{text!r} names note {number}, which is not there" for number in one["notes"] if number not in notes)
