"""How well reports in other languages than English are read: names, German dates and German numbers, on open gold data.

Names. `bsnlp2021`: each document's set of (words, type), which is what that data gives. `factrueval2016` and `ud-be`:
words that belong to a name of the type. Persons, organisations and places only; overall and per type. natasha, where it
is installed, reads the same Russian documents in the same run. `german`: expressions of the Recognizers specs that
are found with the right value; several readings count as right when one is ours.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from infostreamer.model import Name, Published, Report
from infostreamer.text.dates import find_dates
from infostreamer.text.numbers import find_numbers
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand.names import NAMES

TYPES = {"PER": "person", "ORG": "organisation", "LOC": "place"}
KINDS = tuple(TYPES.values())
Spans = list[tuple[int, int, str]]
Tagger = Callable[[str, str], Spans]


def measure(data: Path) -> dict[str, Any]:
    """F1 per set, language and type, ours and the peer's; the figure is the mean over the languages of BSNLP."""
    names = data / "names"
    taggers: dict[str, Tagger] = {"infostreamer": ours}
    peer = _natasha()
    rows: dict[str, Any] = {"natasha": "measured" if peer else "absent: not installed"}
    if peer:
        taggers["natasha"] = peer
    for tool, tagger in taggers.items():
        languages = ("ru", "uk", "pl", "cs", "bg", "sl") if tool == "infostreamer" else ("ru",)
        rows[tool] = {f"bsnlp2021 {each}": bsnlp(names / "bsnlp2021-test", each, tagger) for each in languages}
        rows[tool]["factrueval2016 ru"] = factrueval(names / "factrueval-2016/devset", tagger)
    rows["infostreamer"]["ud-be be"] = ud(names / "ud-be/be_hse-ud-dev.conllu", "be", ours)
    rows["german"] = german(data / "dates/recognizers-text-specs/Specs")
    figures = [row["all"]["f1"] for name, row in rows["infostreamer"].items() if name.startswith("bsnlp")]
    return {**rows, "figure": round(sum(figures) / len(figures), 3)}


def report_of(text: str, language: str, published: Published | None = None) -> Report:
    """The text as a report in that language."""
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=published, language=language, kind="report", text=text, body_start=0,
        paragraphs=split_paragraphs(text), sentences=split_sentences(text, language),
    )  # fmt: skip


def ours(text: str, language: str) -> Spans:
    """Start, end and type of every name we find."""
    found = NAMES.find(report_of(text, language), ())
    return [(each.start, each.end, each.payload.type) for each in found if isinstance(each.payload, Name)]


def _natasha() -> Tagger | None:
    try:
        from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter
    except ImportError:
        return None
    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def tag(text: str, language: str) -> Spans:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return [(span.start, span.stop, TYPES[span.type]) for span in doc.spans]

    return tag


# Sets of forms


def bsnlp(folder: Path, language: str, tagger: Tagger) -> dict[str, Any]:
    """F1 over the distinct (words, type) of each document."""
    tally: Counter[tuple[str, str]] = Counter()
    for gold, text in bsnlp_documents(folder, language):
        found = {(" ".join(text[start:end].split()), kind) for start, end, kind in tagger(text, language)}
        add(tally, gold, {each for each in found if each[1] in KINDS})
    return scores(tally)


def bsnlp_documents(folder: Path, language: str) -> Iterator[tuple[set[tuple[str, str]], str]]:
    """The gold forms and the text (title and body) of every document in that language."""
    for path in sorted(folder.glob(f"annotations/*/{language}/*.out")):
        stem = path.stem.replace(".out", ".txt")
        raw = next(folder.glob(f"raw/{path.parts[-3]}/{language}/{stem}.txt"), None)
        if raw is None:
            continue
        rows = [line.split("\t") for line in path.read_text("utf-8-sig").splitlines()[1:]]
        gold = {(" ".join(row[0].split()), TYPES[row[2]]) for row in rows if len(row) > 2 and row[2] in TYPES}
        text = "\n".join(raw.read_text("utf-8-sig").splitlines()[4:])
        yield gold, re.sub(r"\n\s*", "\n\n", text).strip()


# Words of a type


def factrueval(folder: Path, tagger: Tagger) -> dict[str, Any]:
    """F1 over words inside names; a description without a name ("the city hall") is none."""
    tally: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        gold = {(at, kind) for start, end, kind in _objects(path) for at in word_starts(text, start, end)}
        add(tally, gold, _words(text, tagger(text, "ru")))
    return scores(tally)


_OBJECTS = {
    "Person": ("person", ("name", "surname", "patronymic", "nickname")),
    "Org": ("organisation", ("org_name",)),
    "Location": ("place", ("loc_name",)),
    "LocOrg": ("place", ("loc_name",)),
}


def _objects(path: Path) -> Iterator[tuple[int, int, str]]:
    spans = {}
    for line in path.with_suffix(".spans").read_text("utf-8").splitlines():
        key, kind, start, size, *_ = line.split()
        spans[key] = (kind, int(start), int(start) + int(size))
    for line in path.with_suffix(".objects").read_text("utf-8").splitlines():
        _, kind, *parts = line.partition("#")[0].split()
        wanted, needed = _OBJECTS.get(kind, ("", ()))
        held = [spans[part] for part in parts if part in spans and spans[part][0] in needed]
        if held and wanted:
            yield min(start for _, start, _ in held), max(end for _, _, end in held), wanted


_NAME_TYPES = {
    "Giv": "person",
    "Sur": "person",
    "Pat": "person",
    "Prs": "person",
    "Geo": "place",
    "Com": "organisation",
}


def ud(path: Path, language: str, tagger: Tagger) -> dict[str, Any]:
    """F1 over words that the treebank marks with a type of name."""
    tally: Counter[tuple[str, str]] = Counter()
    for text, gold in ud_passages(path):
        add(tally, gold, _words(text, tagger(text, language)))
    return scores(tally)


def ud_passages(path: Path) -> Iterator[tuple[str, set[tuple[int, str]]]]:
    """Ten sentences at a time: text and (start of word, type)."""
    text, gold = "", set()
    for count, block in enumerate(path.read_text("utf-8").split("\n\n"), 1):
        for line in block.splitlines():
            fields = line.split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                named = re.search(r"NameType=(\w+)", fields[5])
                if named and named[1] in _NAME_TYPES:
                    gold.add((len(text), _NAME_TYPES[named[1]]))
                text += fields[1] + ("" if "SpaceAfter=No" in fields[9] else " ")
        text = text.rstrip() + "\n\n"
        if count % 10 == 0:
            yield text, gold
            text, gold = "", set()
    yield text, gold


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Where the words between two characters start."""
    return [found.start() for found in re.finditer(r"[\w-]+", text[:end]) if found.start() >= start]


def _words(text: str, spans: Iterable[tuple[int, int, str]]) -> set[tuple[int, str]]:
    return {(at, kind) for start, end, kind in spans if kind in KINDS for at in word_starts(text, start, end)}


def add(tally: Counter[tuple[str, str]], gold: set[Any], found: set[Any]) -> None:
    """Count right, found and gold items; the type is the last field of each."""
    for kind in KINDS:
        ours_, theirs = {each for each in found if each[-1] == kind}, {each for each in gold if each[-1] == kind}
        tally["right", kind] += len(ours_ & theirs)
        tally["found", kind] += len(ours_)
        tally["gold", kind] += len(theirs)


def scores(tally: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Precision, recall and F1 per type and over all."""
    rows: dict[str, Any] = {kind: f1(*(tally[what, kind] for what in ("right", "found", "gold"))) for kind in KINDS}
    totals = [sum(tally[what, kind] for kind in KINDS) for what in ("right", "found", "gold")]
    return rows | {"all": f1(*totals)}


def f1(right: int, found: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 of counts."""
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(both, 3)}


# German dates and numbers


def german(specs: Path) -> dict[str, Any]:
    """Found with the right value, of the expressions that the specs support in Python."""
    rows = {"dates": _dates(specs / "DateTime/German/DateTimeModel.json")}
    for name, model in (("numbers", "Number/German/NumberModel"), ("percent", "Number/German/PercentModel"),
                        ("money", "NumberWithUnit/German/CurrencyModel")):  # fmt: skip
        rows[name] = _numbers(specs / f"{model}.json")
    return rows


def supported(path: Path) -> Iterator[dict[str, Any]]:
    """The cases that the specs' own implementation for Python is held to."""
    for case in json.loads(path.read_text("utf-8-sig")):
        marks = f"{case.get('NotSupported', '')},{case.get('NotSupportedByDesign', '')}"
        if "python" not in marks:
            yield case


def _dates(path: Path) -> dict[str, Any]:
    right = total = 0
    kinds: Counter[str] = Counter()
    for case in supported(path):
        moment = datetime.fromisoformat(case.get("Context", {}).get("ReferenceDateTime", "2016-11-07T00:00:00")[:19])
        published = Published(at=moment.replace(tzinfo=UTC), precision="second", basis="meta")
        found = find_dates(case["Input"], published=published, language="de")
        for wanted in case["Results"]:
            if wanted["TypeName"] not in ("datetimeV2.date", "datetimeV2.daterange"):
                continue
            total += 1
            held = [day for start, end, day in found if start <= wanted["End"] and wanted["Start"] < end]
            is_right = any(_is_same(day.start, day.end, each) for day in held for each in _values(wanted))
            right += is_right
            kinds[f"{wanted['TypeName'][11:]} {'right' if is_right else 'wrong'}"] += 1
    return {"right": right, "of": total, "share": round(right / total, 3), **dict(sorted(kinds.items()))}


def _values(wanted: dict[str, Any]) -> list[dict[str, str]]:
    return list((wanted.get("Resolution") or {}).get("values", []))


def _is_same(start: str | None, end: str | None, value: dict[str, str]) -> bool:
    if start is None:
        return False
    if "value" in value:
        return start[:10] == value["value"][:10]
    last = value.get("end")  # the day after the last one
    until = (date.fromisoformat(last[:10]) - timedelta(days=1)).isoformat() if last else None
    return start[:10] == value.get("start", "")[:10] and (end or "")[:10] == until


def _numbers(path: Path) -> dict[str, Any]:
    right = total = 0
    for case in supported(path):
        found = find_numbers(case["Input"], "de")
        for wanted in case["Results"]:
            raw = str((wanted.get("Resolution") or {}).get("value") or "").rstrip("%").replace(",", ".")
            if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?", raw):
                continue
            total += 1
            held = [each for start, end, each in found if start <= wanted["End"] and wanted["Start"] < end]
            close = (abs(each.value - float(raw)) for each in held if each.value is not None)
            right += any(gap < 1e-6 + abs(float(raw)) * 1e-6 for gap in close)
    return {"right": right, "of": total, "share": round(right / total, 3) if total else 0.0}
