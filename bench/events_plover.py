"""PLOVER's gold records: one sentence each, its event's type, source and target.

The event measured is the one whose trigger lies in the words marked as the event, else the first. Types are those of
draft 0.8; where the records use older names (DEMAND, DISAPPROVE, INVESTIGATE, FIGHT), the newer ones are meant.
PLOVER types the announcement of a friendly act as AGREE and that of a hostile one as THREATEN; we type the act and
say in its status that it is planned or threatened, so both readings are shown: `type_given` is the type as it stands.
Signed agreements are AGREE here (CAMEO 057, SUPPORT, in PLOVER), resignations OFFICE, a type of our own (RETREAT).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from event_reports import content_words, events_of, f1, is_same, report_of, trigger_of

from infostreamer.model import Event, Finding

_NEWER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_FRIENDLY = frozenset(("SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "CONSULT", "AGREE"))
_HOSTILE = frozenset(("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"))


def measure(data: Path) -> dict[str, Any]:
    """Accuracy of types (chosen event, any event, as given), actors, and recall per type."""
    tally: Counter[str] = Counter()
    rows: Counter[tuple[str, bool]] = Counter()
    for record in records(data):
        outcome = judge(record)
        rows[outcome["gold"], outcome["type"]] += 1
        tally.update({key: int(value) for key, value in outcome.items() if isinstance(value, bool | int)})
        tally["records"] += 1
    per_type = {
        kind: f"{rows[kind, True]}/{rows[kind, True] + rows[kind, False]}" for kind in sorted({k for k, _ in rows})
    }
    share = {
        name: round(tally[name] / tally["records"], 3) for name in ("type", "type_given", "type_any", "type_any_given")
    }
    actors = f1(tally["right"], tally["said"], tally["actors"])
    both = round(tally["both"] / tally["records"], 3)
    return {**share, "actors": actors, "source": _part(tally, "source"), "target": _part(tally, "target"),
            "type_and_both_actors": both, "per_type": per_type}  # fmt: skip


def _part(tally: Counter[str], name: str) -> float:
    return round(tally[f"{name}_right"] / max(1, tally[f"{name}_gold"]), 3)


def records(data: Path) -> list[dict[str, Any]]:
    """The records that hold a sentence."""
    path = next((data / "events/plover").glob("PLOVER_GSR*.json"))
    return [record for record in json.loads(path.read_text("utf-8")) if record.get("text")]


def judge(record: dict[str, Any]) -> dict[str, Any]:
    """What was right in one record; `shown` is for reading."""
    found = events_of(report_of(record["text"]))
    gold = _NEWER.get(record["event"], record["event"])
    chosen = _chosen(found, record)
    event = chosen.payload if chosen is not None else None
    assert event is None or isinstance(event, Event)
    sources, targets = _names(record, "source"), _names(record, "target")
    outcome: dict[str, Any] = {"gold": gold, "shown": [finding.payload for finding in found], "chosen": event}
    outcome["type"] = event is not None and gold in types_of(event)
    outcome["type_given"] = event is not None and event.type == gold
    outcome["type_any"] = any(gold in types_of(one.payload) for one in found if isinstance(one.payload, Event))
    outcome["type_any_given"] = any(one.payload.type == gold for one in found if isinstance(one.payload, Event))
    return outcome | _actors(event, sources, targets, is_mutual="SRC/TAR" in _markup(record)) | {"found": len(found)}


def _actors(event: Event | None, sources: list[str], targets: list[str], *, is_mutual: bool) -> dict[str, Any]:
    agent, patient = (event.agent, event.patient) if event else (None, None)
    either = [*sources, *targets] if is_mutual else []
    source = bool(sources) and is_same(agent, sources + either)
    target = bool(targets) and is_same(patient, targets + either)
    right, gold = source + target, bool(sources) + bool(targets)
    said = (bool(sources) and agent is not None) + (bool(targets) and patient is not None)
    return {
        "right": right, "said": said, "actors": gold, "both": right == gold, "source_right": source,
        "source_gold": bool(sources), "target_right": target, "target_gold": bool(targets),
    }  # fmt: skip


def types_of(event: Event) -> set[str]:
    """The type as given, and PLOVER's for an act only announced."""
    if event.type == "OFFICE" and event.did in ("resign", "step down"):
        return {event.type, "RETREAT"}
    if event.type == "AGREE" and event.cameo == "05":
        return {event.type, "SUPPORT"}
    if event.status == "threatened" or (event.status == "planned" and event.type in _HOSTILE):
        return {event.type, "THREATEN"}
    return {event.type, "AGREE"} if event.status == "planned" and event.type in _FRIENDLY else {event.type}


def _markup(record: dict[str, Any]) -> str:
    return str(record.get("textInfo", {}).get("markup", ""))


def _chosen(found: list[Finding], record: dict[str, Any]) -> Finding | None:
    marked = content_words(" ".join(re.findall(r"EVT:([^)]*)\)", _markup(record))))
    inside = [one for one in found if content_words(record["text"][slice(*trigger_of(one))]) & marked]
    return next(iter(inside or found), None)


def _names(record: dict[str, Any], role: str) -> list[str]:
    actors = record.get(role)
    return [each["actorText"] for each in actors if each.get("actorText")] if isinstance(actors, list) else []
