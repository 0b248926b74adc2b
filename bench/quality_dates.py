"""How well dates are found in MEANTIME's news articles, and in the recognizers' English specs (see specs_dates).

    python bench/quality_dates.py ../shared/data

Dates: TIMEX3 of types DATE and TIME; spans strict and relaxed, and the value of relaxed matches. Gold values are
TimeML; ours are brought to that form (seasons, quarters and halves renamed, intervals of one week as weeks).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from specs_dates import measure_specs

from infostreamer.model import Date, Published
from infostreamer.text.dates import find_dates

_TIGHT_LEFT, _TIGHT_RIGHT = set(",.;:!?)]}%'’”"), set("([{$“")

LAST_SENTENCE = 5  # the annotators read the title, the date line and the first sentences only

Gold = list[tuple[int, int, str]]


def measure(data: Path) -> dict[str, object]:
    """MEANTIME: precision, recall, F1 of strict spans, relaxed spans and values; shares of the specs that are right."""
    tally: Counter[str] = Counter()
    for path in sorted((data / "events/meantime/intra-doc_annotation").rglob("*.xml")):
        text, gold, created = read_article(path)
        published = Published(at=created, precision="day", basis="given") if created else None
        _count(
            tally, gold, [(start, end, timeml(value)) for start, end, value in find_dates(text, published=published)]
        )
    rows = {name: _f1(tally[name], tally["found"], tally["gold"]) for name in ("strict", "relaxed", "value")}
    return {**rows, "recognizers_specs": measure_specs(data), "figure": rows["value"]["f1"]}


def _count(tally: Counter[str], gold: Gold, found: list[tuple[int, int, str | None]]) -> None:
    tally["gold"] += len(gold)
    tally["found"] += len(found)
    for start, end, value in gold:
        tally["strict"] += any((start, end) == each[:2] for each in found)
        over = [each for each in found if each[0] < end and start < each[1]]
        tally["relaxed"] += bool(over)
        tally["value"] += any(each[2] == value for each in over)


def _f1(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def timeml(value: Date) -> str | None:
    """Our EDTF value as TimeML writes it."""
    edtf = value.value or ""
    if value.precision == "week" and value.start:
        year, week, _ = date.fromisoformat(value.start).isocalendar()
        return f"{year}-W{week:02d}"
    names = {
        "21": "SP",
        "22": "SU",
        "23": "FA",
        "24": "WI",
        "33": "Q1",
        "34": "Q2",
        "35": "Q3",
        "36": "Q4",
        "40": "H1",
        "41": "H2",
    }
    season = re.fullmatch(r"(\d{4})-(2[1-4]|3[3-6]|4[01])", edtf)
    if season:
        return f"{season[1]}-{names[season[2]]}"
    if edtf.endswith("X") and value.precision == "decade":
        return edtf[:3]
    return re.sub(r"~", "", edtf.split("/")[0])[: 7 if value.precision == "month" else None] if edtf else None


def read_article(path: Path) -> tuple[str, Gold, datetime | None]:
    """Text, gold (start, end, value) and the day of the article."""
    text, root, places = read_tokens(path)
    gold: Gold = []
    created = None
    for timex in root.iter("TIMEX3"):
        anchors = [places[anchor.get("t_id")] for anchor in timex.iter("token_anchor") if anchor.get("t_id") in places]
        if timex.get("functionInDocument") == "CREATION_TIME":
            created = _moment(timex.get("value")) or created
        if anchors and timex.get("type") in ("DATE", "TIME"):
            gold.append((anchors[0][0], anchors[-1][1], timex.get("value") or ""))
    return text, gold, created


def read_tokens(path: Path) -> tuple[str, Any, dict[str | None, tuple[int, int]]]:
    """The annotated part of the text, the root element, and where each token stands."""
    root = etree.parse(str(path)).getroot()
    text, places, last = "", {}, "0"
    for token in (each for each in root.iter("token") if int(each.get("sentence")) <= LAST_SENTENCE):
        word = token.text or ""
        if token.get("sentence") != last:
            text, last = text + "\n\n", token.get("sentence")
        elif text and word[:1] not in _TIGHT_LEFT and text[-1] not in _TIGHT_RIGHT:
            text += " "
        places[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
    return text, root, places


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((value or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
