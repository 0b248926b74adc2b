"""An independent reading of the law over `infostreamer compile --json`, written from docs/reference/json.md alone.

It shares no code with the package. `faults(compiled)` gives one sentence for everything that breaks the law: a line
without a citation, a citation that does not slice, a name, number, date or quotation that its citations do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lawful.readings import is_day, numbers, plain, quotations, spelled, words

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-zа-яёіїєўґ][\w'’-]*")
_STARTS = re.compile(r'(?:^|[.!?:…]["”’)]?\s+|["“«(\[]|\n)\s*$')
NO = frozenset(
    ("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "denied", "denies",
     "deny", "rejected", "rejects", "allegedly", "reportedly", "alleged")
)  # fmt: skip
Json = dict[str, Any]


def faults(compiled: Json) -> list[str]:
    """Everything in the compiled object that breaks the law, one sentence each."""
    reports = {report["id"]: report for report in compiled["reports"]}
    return [fault for story in compiled["stories"] for fault in _story_faults(story, reports)]


def counted(compiled: Json) -> int:
    """How many lines there are to check."""
    return sum(1 for story in compiled["stories"] for _ in _lines(story))


def _story_faults(story: Json, reports: dict[str, Json]) -> Iterator[str]:
    for where, line in _lines(story):
        for fault in line_faults(line, reports):
            yield f"{where} {line['text']!r}: {fault}"
    yield from _uncited(story, "story")
    for side in (side for matter in story["contested"] for side in matter["sides"]):
        line = {"text": side["says"], **side}
        yield from (f"contested {side['says']!r}: {fault}" for fault in line_faults(line, reports))
    for version in (version for series in story["figures"] for version in series["versions"]):
        yield from _slice_faults("figure", version, reports)
    for account in (account for fact in story.get("facts", ()) for account in fact["accounts"]):
        yield from _slice_faults("account", account, reports)
    for who in story["who"]:
        yield from _who_faults(who, reports)
    for edge in story["edges"]:
        ends = edge["from_citations"] + edge["to_citations"]
        yield from (f"edge: {fault}" for fault in _citation_faults(ends, reports))


def _lines(story: Json) -> Iterator[tuple[str, Json]]:
    yield "headline", story["headline_line"]
    for part in ("abstract", "lines", "timeline", "told"):
        yield from ((part, line) for line in story.get(part, ()))
    yield from (("fact", fact["line"]) for fact in story.get("facts", ()))


def _uncited(node: Any, path: str) -> Iterator[str]:
    """Whatever says something (text, says, words) and has no citation, anywhere below."""
    if isinstance(node, dict):
        says = next((key for key in ("text", "says", "words") if isinstance(node.get(key), str)), None)
        if says and not node.get("citations"):
            yield f"{path} says {node[says]!r} and cites nothing"
        for key, below in node.items():
            yield from _uncited(below, f"{path}.{key}")
    elif isinstance(node, list):
        for below in node:
            yield from _uncited(below, path)


def line_faults(line: Json, reports: dict[str, Json]) -> Iterator[str]:
    """What is wrong with one line (text, citations, check, label)."""
    if line.get("check", "verified") not in ("verified", "repaired"):
        yield f"is shown as {line['check']}"
    broken = list(_citation_faults(line["citations"], reports))
    yield from broken
    if broken or not line["citations"]:
        yield from [] if broken else ["cites nothing"]
        return
    cited = [_cut(citation, reports) for citation in line["citations"]]
    text, dates = _without_dates(line["text"], line["citations"], reports)
    yield from (f"the date [{date}] is nowhere read" for date in dates)
    is_bracketed = _BRACKETS.search(text) is not None and not any(plain(text) in plain(piece) for piece in cited)
    if line.get("check") == "verified" and is_bracketed:
        yield "has brackets and is not called repaired"
    yield from _content_faults(text, cited)
    held = words(" ".join(cited))
    yield from (f"its label has {word!r}" for word in words(line.get("label") or "") if word not in held)
    if str(line.get("maker", "extractive")).startswith("extractive"):
        yield from _order_faults(text, cited)


def _content_faults(text: str, cited: list[str]) -> Iterator[str]:
    held, source = set(words(" ".join(cited))), " ".join(cited)
    for name in _names(text):
        if not set(words(name)) <= held:
            yield f"the name {name!r} is not cited"
    known = numbers(source) | spelled(source)
    parts = {digits for number in known for digits in re.findall(r"\d+", number)}
    for number in numbers(text):
        if number not in known and not set(re.findall(r"\d+", number)) <= parts:
            yield f"the number {number} is not cited"
    for quoted in quotations(text):
        inner = words(_BRACKETS.sub(" ", quoted))
        if not any(_runs(inner, words(piece)) for piece in cited) and not _BRACKETS.search(quoted):
            yield f"the quotation {quoted!r} is not cited"
    for word in sorted(NO & set(words(text))):
        if word not in held:
            yield f"{word!r} is not cited"


def _order_faults(text: str, cited: list[str]) -> Iterator[str]:
    """An extractive line holds no word of its own: outside brackets, its words stand in the cited ones, in order."""
    rest = iter(words(" ".join(cited)))
    strange = next((word for word in words(_BRACKETS.sub(" ", text)) if word not in rest), None)
    if strange is not None:
        yield f"{strange!r} does not stand in the cited words in this order"
    dropped = sorted(NO & (set(words(cited[0])) - set(words(text))))
    if dropped and len(words(text)) > 3 and _runs(words(text)[:3], words(cited[0])):
        yield f"it leaves out {dropped[0]!r}"
    for inner in _BRACKETS.findall(text):
        if not any(_runs(words(inner), words(piece)) for piece in cited):
            yield f"[{inner}] is not cited"


def _names(text: str) -> Iterator[str]:
    for match in _CAPITAL.finditer(text):
        if not _STARTS.search(text[: match.start()]):
            yield match.group()


def _without_dates(text: str, citations: list[Json], reports: dict[str, Json]) -> tuple[str, list[str]]:
    """The text without bracketed dates; and those among them that no cited finding bears out."""
    unread = []
    for inner in _BRACKETS.findall(text):
        if re.search(r"\d", inner) and not any(inner in _cut(citation, reports) for citation in citations):
            if not any(is_day(inner, value) for value in _dates(citations, reports)):
                unread.append(inner)
            text = text.replace(f"[{inner}]", "", 1)
    return text, unread


def _dates(citations: list[Json], reports: dict[str, Json]) -> Iterator[str | None]:
    for citation in citations:
        for found in reports[citation["report"]]["findings"]:
            if found["kind"] == "date" and all(
                citation["start"] <= start and end <= citation["end"] for start, end in found["spans"]
            ):
                yield found["value"]


def _slice_faults(what: str, row: Json, reports: dict[str, Json]) -> Iterator[str]:
    yield from (f"{what}: {fault}" for fault in _citation_faults(row["citations"], reports))
    pieces = [_cut(citation, reports) for citation in row["citations"] if citation["report"] in reports]
    if " ".join(pieces) != row["words"]:
        yield f"{what} {row['words']!r} is not the slice {pieces}"


def _who_faults(who: Json, reports: dict[str, Json]) -> Iterator[str]:
    """An entry may be shown under a gazetteer's name ("United States" for "U.S."): one of its names is cited."""
    faulty = list(_citation_faults(who["citations"], reports))
    yield from (f"who {who['name']!r}: {fault}" for fault in faulty)
    if not who["citations"]:
        yield f"who {who['name']!r} cites nothing"
    elif not faulty:
        held = set(words(" ".join(_cut(citation, reports) for citation in who["citations"])))
        if not any(set(words(name)) & held for name in (who["name"], *who["aliases"])):
            yield f"who {who['name']!r} does not stand in its citations"


def _citation_faults(citations: list[Json], reports: dict[str, Json]) -> Iterator[str]:
    for citation in citations:
        report = reports.get(citation["report"])
        if report is None:
            yield f"cites report {citation['report']}, which is not there"
        elif not 0 <= citation["start"] < citation["end"] <= len(report["text"]):
            yield f"cites [{citation['start']}, {citation['end']}) of {len(report['text'])} characters"
        elif not _cut(citation, reports).strip():
            yield "cites white space"


def _cut(citation: Json, reports: dict[str, Json]) -> str:
    return str(reports[citation["report"]]["text"])[citation["start"] : citation["end"]]


def _runs(wanted: list[str], row: list[str]) -> bool:
    width = len(wanted)
    return any(row[at : at + width] == wanted for at in range(len(row) - width + 1))
