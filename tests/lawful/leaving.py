"""An independent look at what leaves the desk: every derived line cites, and what it cites slices. Standard library."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

Texts = Mapping[str, str]
SHARED = 0.5  # of a line's words that stand in the sentences it cites; the rest are names put in, dates, who says so


def json_faults(node: Any, texts: Texts) -> list[str]:
    """Of API answers, JSON lines and messages: texts without citations, and places or words that do not slice."""
    return list(_json_faults(node, texts))


def _json_faults(node: Any, texts: Texts) -> Iterator[str]:
    if isinstance(node, list):
        for below in node:
            yield from _json_faults(below, texts)
    if not isinstance(node, dict):
        return
    cited = node.get("citations")
    if isinstance(cited, list):
        if node.get("text") and not cited:
            yield f"{node['text']!r} cites nothing"
        yield from (f"{one!r} is no place in a report" for one in cited if place_of(one, texts) is None)
    words = node.get("words") or node.get("exact")
    if words and {"start", "end"} <= node.keys() and place_of(node, texts) != words:
        yield f"{words!r} is not what stands there"
    for below in node.values():
        yield from _json_faults(below, texts)


def place_of(one: Any, texts: Texts) -> str | None:
    """The words at a citation, "id:5-9" or an object; None where there are none."""
    if isinstance(one, str):
        key, _, places = one.partition(":")
        start, end = (int(part) for part in places.split("-"))
    else:
        key, start, end = one.get("report") or one.get("report_id"), one["start"], one["end"]
    text = texts.get(key or "", "")
    return text[start:end] if 0 <= start < end <= len(text) else None


def entry_faults(content: str, sentences: Mapping[str, list[str]]) -> list[str]:
    """Of a feed entry: lines whose number has no note, notes without a sentence, lines that are not in theirs."""
    places = re.findall(r"<li>.*?/r/([0-9a-f]+)(?:#s(\d+))?\">stored copy.*?</li>", content)
    cited = [_sentence(sentences, key, number) for key, number in places]
    if not cited:
        return [f"no note in {content[:80]!r}"]
    found = [f"note {number} leads to no sentence" for number, one in enumerate(cited, 1) if not one]
    first = re.match(r"<p>(.*?)</p>", content, re.DOTALL)
    for words, marks in re.findall(r"([^<]+)((?:<sup>\d+</sup>)+)", first[1] if first else ""):
        numbers = [int(number) for number in re.findall(r"\d+", marks)]
        told = " ".join(cited[number - 1] or "" for number in numbers if number <= len(cited))
        if max(numbers) > len(cited) or _share(html.unescape(words), told) < SHARED:
            found.append(f"{words!r} is not in its notes")
    return found


def _sentence(sentences: Mapping[str, list[str]], key: str, number: str) -> str | None:
    rows = next((rows for whole, rows in sentences.items() if whole.startswith(key)), [])
    return rows[int(number) - 1] if number and 0 < int(number) <= len(rows) else None


def _share(line: str, told: str) -> float:
    ours, theirs = (set(re.findall(r"\w+", one.casefold())) for one in (line, told))
    return len(ours & theirs) / len(ours) if ours else 1.0


def letter_faults(letter: str) -> list[str]:
    """Of a digest as text: items without a number, numbers without a source."""
    told, _, sources = letter.partition("\nSources\n")
    listed = set(re.findall(r"^\[(\d+)\] ", sources, re.MULTILINE))
    items = [" ".join(one.split()) for one in re.findall(r"^- (.*?)(?=\n\n|\n- |\Z)", told, re.MULTILINE | re.DOTALL)]
    found = [f"{one!r} has no number" for one in items if not re.search(r"\[\d+\]$", one)]
    used = set(re.findall(r"\[(\d+)\](?=[\s\[]|$)", " ".join(items)))
    return found + [f"source [{number}] is not listed" for number in sorted(used - listed)]


def markdown_faults(page: str) -> list[str]:
    """Of a Markdown export: list items and table rows of sections that tell without a note that is defined."""
    body, known = page.partition("\n# ")[2], set(re.findall(r"^\[\^(\d+)\]:", page, re.MULTILINE))
    found = [f"note {one} is not defined" for one in sorted(set(re.findall(r"\[\^(\d+)\]", body)) - known)]
    for section in re.split(r"^## ", body, flags=re.MULTILINE)[1:]:
        heading, _, told = section.partition("\n")
        rows = re.findall(r"^- .*$", told, re.MULTILINE) if heading in TELLING else []
        found += [f"{row!r} has no note" for row in rows if "[^" not in row]
    return found


TELLING = (
    *("What happened", "Who says what", "Contested or denied", "Unattributed or speculation", "State of play"),
    *("Timeline", "Open questions", "Where it stands", "Dates given as still to come"),
)
