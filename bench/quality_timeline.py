"""Timelines of entities over many documents: SemEval-2015 task 4, track A (raw texts), with the task's own measure.

    python bench/quality.py timeline --data ../shared/data
    python bench/quality_timeline.py ../shared/data --show "Boeing 777"     ours beside the gold, mention by mention

Published for track A on three such corpora: .0785 (best run), .0700 (second team). No peer can be installed.
The trial set was looked at by nobody before the figures were written down; corpus 1 was used to write the rules.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from timeline_gold import Document, Row, documents, rows_of, score, timelines

from infostreamer.dossiers.subject import forms_of
from infostreamer.dossiers.timeline import timeline_of
from infostreamer.model import Event, Finding, Moment, Quote, Span, Statement
from infostreamer.understand import understand
from infostreamer.understand.occurrences import MAKER as OCCURRENCES
from infostreamer.understand.occurrences import occurrences

SETS = {
    "corpus_1": ("corpus_1/corpus_trackA_CAT", "corpus_1/TimeLines_Gold_Standard"),
    "trial": ("Corpus-trial-data_task4", "TimeLines_trial_data_task4_v1.2"),
}
PUBLISHED = {"best run, raw text, three corpora": 0.0785}


def measure(data: Path) -> dict[str, Any]:
    """Micro F1, precision and recall per set, F1 per entity, kinds of errors; the figure is that of corpus 1."""
    sets = {name: figures_of(*_paths(data, name)) for name in SETS}
    return {"published": PUBLISHED, **sets, "figure": sets["corpus_1"]["f1"]}


def _paths(data: Path, name: str) -> tuple[Path, Path]:
    texts, gold = SETS[name]
    return data / "events/semeval2015-task4" / texts, data / "events/semeval2015-task4" / gold


def figures_of(texts: Path, gold: Path) -> dict[str, Any]:
    """The figures of one set."""
    total, entities, errors = [0, 0, 0, 0], {}, {}
    for entity, rows in timelines(gold).items():
        ours = rows_for(entity, texts)
        counts = score(rows, ours)
        total = [one + other for one, other in zip(total, counts, strict=True)]
        entities[entity] = _f1(*counts)["f1"]
        for kind, count in errors_of(rows, ours).items():
            errors[kind] = errors.get(kind, 0) + count
    return {**_f1(*total), "relations": total[3], "entities": entities, "mentions": errors}


def _f1(right: int, ours: int, held: int, gold: int) -> dict[str, float]:
    precision, recall = right / max(ours, 1), held / max(gold, 1)
    both = 2 * precision * recall / (precision + recall) if right and held else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(both, 3)}


def errors_of(gold: Sequence[Row], ours: Sequence[Row]) -> dict[str, int]:
    """Mentions: right, found with another date, not in the gold, missed."""
    wanted = {mention: anchor for _, anchor, mentions in gold for mention in mentions}
    given = {mention: anchor for _, anchor, mentions in ours for mention in mentions}
    both = wanted.keys() & given.keys()
    right = sum(wanted[mention] == given[mention] for mention in both)
    spurious, missed = len(given.keys() - wanted.keys()), len(wanted.keys() - given.keys())
    return {"right": right, "other date": len(both) - right, "not in the gold": spurious, "missed": missed}


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[tuple[Document, tuple[Finding, ...]], ...]:
    """Every text with what the pipeline and the reading on demand find in it."""
    read = []
    for document in documents(folder):
        found = understand(document.report)
        read.append((document, (*found, *occurrences(document.report, found))))
    return tuple(read)


def rows_for(entity: str, texts: Path) -> list[Row]:
    """Our timeline of the entity in the task's form: position, anchor, mentions."""
    read = _read(texts)
    told = [(document.report, found) for document, found in read]
    moments = timeline_of(forms_of(entity), told)
    triggers = {
        finding.id: document.mention_of(place.start, place.end)
        for document, found in read
        for finding in found
        if (place := _told_at(finding)) is not None
    }
    return _as_rows(moments, triggers)


def _told_at(finding: Finding) -> Span | None:
    """Where the word stands that tells it: the event's trigger, the reporting verb of words."""
    payload = finding.payload
    if isinstance(payload, Event):
        whole = payload.trigger
        is_ours = finding.maker == OCCURRENCES or whole is None
        return whole if is_ours else Span(whole.report_id, whole.start, whole.start + 1)  # "won an order": won
    return payload.cue_span if isinstance(payload, Statement | Quote) else None


def _as_rows(moments: Sequence[Moment], triggers: dict[str, str | None]) -> list[Row]:
    dated: dict[str, list[str]] = {}
    for moment in moments:
        anchor = anchor_of(moment.when)
        if anchor is not None:
            mentions = (triggers.get(finding_id) for finding_id in moment.line.finding_ids)
            dated.setdefault(anchor, []).extend(mention for mention in mentions if mention)
    ordered = sorted(dated, key=lambda anchor: anchor.replace("XX", "00"))
    lines = []
    for at, anchor in enumerate(ordered, 1):
        lines += [f"{at}\t{anchor}\t{mention}" for mention in dict.fromkeys(dated[anchor])]
    return rows_of(lines)


def anchor_of(when: str | None) -> str | None:
    """EDTF as the task writes it: "2005-04" is "2005-04-XX"; None for intervals, times without a year and none."""
    parts = (when or "").split("T")[0].strip("~?%").split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    return "-".join([*parts, "XX", "XX"][:3])


def show(entity: str, texts: Path, gold: Path) -> None:
    """The entity's mentions, ours and the gold's, in order of time."""
    wanted = {mention: anchor for _, anchor, mentions in timelines(gold)[entity] for mention in mentions}
    given = {mention: anchor for _, anchor, mentions in rows_for(entity, texts) for mention in mentions}
    for mention in sorted(wanted | given, key=lambda one: ((wanted | given)[one], one)):
        theirs, ours = wanted.get(mention), given.get(mention)
        mark = "=" if theirs == ours else "~" if theirs and ours else " "
        print(f"{mark} {mention:32} gold {theirs or '-':12} ours {ours or '-'}")


def main(arguments: list[str] | None = None) -> int:
    """Show one entity of a set, or every figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", metavar="ENTITY", help="this entity's mentions, ours and the gold's")
    parser.add_argument("--set", choices=SETS, default="corpus_1")
    options = parser.parse_args(arguments)
    if options.show:
        show(options.show, *_paths(options.data, options.set))
    else:
        for name, value in measure(options.data).items():
            print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
