"""What a finding's confidence is worth: for each kind and bucket of confidence, the share that is right.

    python bench/quality.py calibration --data ../shared/data
    python bench/quality_calibration.py --data ../shared/data --write docs/reference/calibration.md

(with the folder of PolNeAR in INFOSTREAMER_POLNEAR, where it is at hand). Names are judged on the English news sets of
`quality_names`, dates on MEANTIME and the wire reports, quotations and reported speech on the wire reports and
PolNeAR, figures and events on the wire reports. What is right is what each bench counts: a quotation with its speaker,
an event with its type and status, a date with its value.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import quality_attribution as polnear
import quality_dates as meantime
import quality_names as news
from wire_gold import KINDS, read_split
from wire_score import score

from infostreamer.model import Date, Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import understand
from infostreamer.understand.dates import DATES

_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
_FAR, _ENOUGH = 0.1, 20  # how far a bucket may be off, and from how many findings on that is said


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding: where it was judged, what it is, how sure the finder was, whether it is right."""

    gold: str
    kind: str
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One bucket: mean confidence, share right, how many."""

    bucket: str
    said: float
    right: float
    findings: int


def measure(data: Path) -> dict[str, object]:
    """Buckets per gold set and kind; the figure is the mean distance of confidence from precision over findings."""
    judged = list(all_judged(data))
    tables = {name: [asdict(row) for row in rows_of(rows)] for name, rows in tables_of(judged).items()}
    return {**tables, "figure": round(_distance(judged), 3)}


def all_judged(data: Path) -> Iterator[Judged]:
    """Every finding that some gold set judges."""
    yield from on_wire_reports()
    yield from _names(data)
    yield from _dates(data)
    yield from _polnear(data)


def on_wire_reports() -> Iterator[Judged]:
    """The findings of five kinds in all own gold reports."""
    for gold in read_split("all"):
        for kind, outcome in score(gold, understand(gold.report)).items():
            for found, is_right in [(found, True) for _, found in outcome.pairs] + [(f, False) for f in outcome.false]:
                yield Judged("wire reports", kind, found.finding.confidence, is_right)


def _names(data: Path) -> Iterator[Judged]:
    for document in (document for name in news.NEWS for document in news.SETS[name](data)):
        for start, end, kind, confidence in news.both(document):
            if not news.is_open(document, (start, end, kind)):
                yield Judged("English news", "names", confidence, (start, end, kind) in document.names)


def _dates(data: Path) -> Iterator[Judged]:
    """Of dates that share words with a gold one: the annotators pass over many."""
    for path in sorted((data / "events/meantime/intra-doc_annotation").rglob("*.xml")):
        text, gold, created = meantime.read_article(path)
        for finding in DATES.find(_report(text, created), ()):
            assert isinstance(finding.payload, Date)
            value = meantime.timeml(finding.payload)
            over = [each for each in gold if each[0] < finding.end and finding.start < each[1]]
            if over:
                yield Judged("MEANTIME", "dates", finding.confidence, any(each[2] == value for each in over))


def _report(text: str, at: datetime | None) -> Report:
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=Published(at=at, precision="day", basis="given") if at else None, language="en", kind="report",
        text=text, body_start=0, paragraphs=split_paragraphs(text), sentences=split_sentences(text),
    )  # fmt: skip


def _polnear(data: Path) -> Iterator[Judged]:
    folder = polnear.corpus(data)
    for report, gold in polnear.documents(folder) if folder is not None else ():
        for one in polnear.attributions(report, understand(report)):
            match = polnear.best_match(one, gold)
            overlap = [a for a in (match.source if match else ()) for b in one.source if a[0] < b[1] and b[0] < a[1]]
            yield Judged(
                "PolNeAR", f"{one.maker}s", one.confidence, match is not None and (not one.source or bool(overlap))
            )


def tables_of(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """ "kind, gold set" -> its findings."""
    tables: dict[str, list[Judged]] = {}
    for each in judged:
        tables.setdefault(f"{each.kind}, {each.gold}", []).append(each)
    order = ["names", "quotes", "statements", "stances", *KINDS]
    return dict(sorted(tables.items(), key=lambda item: (order.index(item[1][0].kind), item[0])))


def rows_of(judged: Sequence[Judged]) -> list[Row]:
    """One row per bucket that holds findings."""
    rows = []
    for low, high in pairwise(_EDGES):
        inside = [each for each in judged if low <= each.confidence < high]
        if inside:
            said = sum(each.confidence for each in inside) / len(inside)
            right = sum(each.is_right for each in inside) / len(inside)
            rows.append(Row(f"{low:.2f}-{min(high, 1):.2f}", round(said, 2), round(right, 2), len(inside)))
    return rows


def _distance(judged: Sequence[Judged]) -> float:
    """Mean over all findings of |mean confidence - share right| of their bucket (expected calibration error)."""
    rows = [row for table in tables_of(judged).values() for row in rows_of(table)]
    return sum(abs(row.said - row.right) * row.findings for row in rows) / max(len(judged), 1)


def page(judged: Sequence[Judged]) -> str:
    """docs/reference/calibration.md."""
    lines = [
        "# What a confidence means", "",
        "Every finding carries a confidence between 0 and 1: the share of findings like it that turned out right on",
        "labelled reports. *Said* is the mean confidence of the findings in a bucket, *right* the share of them that",
        "the gold labels agree with. Rows that are off by more than 0.1 with at least 20 findings are marked. The wire",
        "reports are the project's own and hold everything a careful reader lists; PolNeAR's readers count more kinds",
        "of saying and cut spans otherwise, so its shares are the lower bound.", "",
        "Written by `python bench/quality_calibration.py --data ../shared/data --write docs/reference/calibration.md`",
        "(with the folder of PolNeAR in `INFOSTREAMER_POLNEAR`, where it is at hand).", "",
    ]  # fmt: skip
    for name, table in tables_of(judged).items():
        distance = _distance(table)
        lines += [f"## {name[:1].upper()}{name[1:]}", "", f"{len(table)} findings, mean distance {distance:.3f}.", ""]
        lines += ["| bucket | said | right | findings | |", "|---|---|---|---|---|"]
        lines += [_line(row) for row in rows_of(table)] + [""]
    lines.append(f"Over all findings the mean distance of confidence from precision is {_distance(judged):.3f}.")
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    off = row.said - row.right
    mark = ("too sure" if off > 0 else "too shy") if abs(off) > _FAR and row.findings >= _ENOUGH else ""
    return f"| {row.bucket} | {row.said:.2f} | {row.right:.2f} | {row.findings} | {mark} |"


def main() -> int:
    """Prints the tables, or writes them as a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="write the page there")
    given = parser.parse_args()
    written = page(list(all_judged(given.data)))
    if given.write:
        given.write.write_text(written, "utf-8")
    else:
        sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
