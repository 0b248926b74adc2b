"""CAMEO roots of the sentences that came with the Petrarch coders: is one of our events of the root they give?

Their codes are the output of a coder or written for its unit tests, so this shows agreement, not truth; sentences
coded as plain statements (root 01 and 02) are left out, and so are the unit tests, which use invented words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from event_reports import events_of, report_of

from infostreamer.model import Event

_FILE = "events/universal-petrarch/UniversalPetrarch/data/text/PETR2_GSR_validation.xml"


def measure(data: Path) -> dict[str, Any]:
    """Share of sentences whose root is among those of our events."""
    right = total = 0
    for codes, text in sentences(data):
        gold = {code[:2] for code in codes} - {"01", "02"}
        if gold:
            events = [finding.payload for finding in events_of(report_of(text))]
            total += 1
            right += any(isinstance(event, Event) and event.cameo in gold for event in events)
    return {"root_found": round(right / max(1, total), 3), "sentences": total}


def sentences(data: Path) -> list[tuple[list[str], str]]:
    """(codes, sentence) pairs."""
    path = data / _FILE
    content = path.read_text("utf-8") if path.is_file() else ""
    pairs = []
    for block in re.split(r"<Sentence ", content)[1:]:
        text = re.search(r"<Text>(.*?)</Text>", block, re.DOTALL)
        codes = re.findall(r'eventcode\s*=\s*"(\d+)"', block)
        if text and codes:
            pairs.append((codes, " ".join(text[1].split())))
    return pairs
