"""MUC-4: templates of political violence filled from our events, slot by slot, next to a trained transformer.

Templates are matched one to one where their incident type is the same, so that most slots agree; a filler counts when
it is one of the gold entity's mentions, and the incident type is a slot, too. The texts come in lower case; capitals
are put back first (words that the treebank writes with a capital or does not know), as with an old wire.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

from event_reports import events_of, f1, report_of

from infostreamer.model import Event

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
Template = dict[str, Any]  # incident_type, and per role the entities, each a list of mentions
_KINDS = {
    "kidnapping": ("abduct", "kidnap", "hijack", "take hostage"),
    "bombing": ("bomb", "explode", "blow up", "dynamite", "detonate", "go off"),
    "arson": ("burn", "set fire", "set on fire", "torch", "burn down"),
    "robbery": ("rob", "steal", "loot"),
}
_ORGANISED = re.compile(
    r"\b(?:front|army|movement|forces?|party|group|path|cartel|\w{1,4}ln|eln|elp|fmln|farc|mafia|command|guard|organi[sz]ation)\b"
)
_PEOPLE = re.compile(
    r"\b(?:\w+men|\w+man|people|persons?|priests?|jesuits?|soldiers?|peasants?|civilians?|children|women|leader|president|"
    r"officers?|policem[ae]n|students?|journalists?|workers?|judge|mayor|colonel|general|father|bishop|members?|deputy|"
    r"ambassador|minister|candidate|citizens?|\w+ists?|\w+ers|\w+ors)\b"
)
_WEAPON = re.compile(
    r"\b((?:car |time |high-power |truck )?bombs?|dynamite(?: sticks| charges?)?|explosives?|machine-?guns?|rifles?|"
    r"grenades?|"
    r"mortars?|rockets?|mines?|bullets?|guns?|molotov cocktails?)\b"
)
_LEAD = re.compile(r"^(?:the|a|an|his|her|their|some|several|two|three|at least|other)\s+", re.IGNORECASE)


def measure(data: Path) -> dict[str, Any]:
    """Micro F1 over all slots, ours on the dev part, and the transformer's on the test part it was run on."""
    ours: Counter[str] = Counter()
    per_role: Counter[tuple[str, str]] = Counter()
    for document in documents(data):
        score(ours, per_role, templates_of(document["doctext"], data), document["templates"])
    theirs: Counter[str] = Counter()
    their_roles: Counter[tuple[str, str]] = Counter()
    for document in json.loads((data / "events/muc4/preds_gtt.out").read_text("utf-8")).values():
        score(theirs, their_roles, document["pred_templates"], document["gold_templates"])
    return {
        "micro": f1(ours["right"], ours["found"], ours["gold"]),
        "roles": {
            role: f1(per_role[role, "right"], per_role[role, "found"], per_role[role, "gold"])["f1"]
            for role in ("incident_type", *ROLES)
        },
        "gtt_on_test": f1(theirs["right"], theirs["found"], theirs["gold"]),
    }


def documents(data: Path) -> Iterator[dict[str, Any]]:
    """The dev part, each filler reduced to its mentions' words."""
    for line in (data / "events/muc4/dev.json").read_text("utf-8").splitlines():
        document = json.loads(line)
        for template in document["templates"]:
            for role in ROLES:
                template[role] = [[mention[0] for mention in entity] for entity in template[role]]
        yield document


def score(tally: Counter[str], roles: Counter[tuple[str, str]], found: list[Template], gold: list[Template]) -> None:
    """Add the best one-to-one matching's counts."""
    for name, templates in (("found", found), ("gold", gold)):
        for template in templates:
            roles["incident_type", name] += 1
            tally[name] += 1 + sum(len(template[role]) for role in ROLES)
            for role in ROLES:
                roles[role, name] += len(template[role])
    best: Counter[str] = Counter()
    for pairs in _matchings(found[:5], gold[:5]):
        counts: Counter[str] = Counter()
        for ours, theirs in pairs:
            counts["incident_type"] += 1
            for role in ROLES:
                counts[role] += _hits(ours[role], theirs[role])
        best = max(best, counts, key=lambda one: sum(one.values()))
    tally["right"] += sum(best.values())
    for role, count in best.items():
        roles[role, "right"] += count


def _matchings(found: list[Template], gold: list[Template]) -> Iterator[list[tuple[Template, Template]]]:
    few, many = (found, gold) if len(found) <= len(gold) else (gold, found)
    for chosen in permutations(many, len(few)):
        pairs = zip(few, chosen, strict=True) if few is found else zip(chosen, few, strict=True)
        yield [(one, other) for one, other in pairs if one["incident_type"] == other["incident_type"]]


def _hits(found: Sequence[Sequence[str]], gold: Sequence[Sequence[str]]) -> int:
    """Entities found, each gold entity once."""
    left, hits = list(gold), 0
    for entity in found:
        hit = next(
            (one for one in left if any(_tidy(mention) in {_tidy(each) for each in one} for mention in entity)), None
        )
        if hit is not None:
            left.remove(hit)
            hits += 1
    return hits


def _tidy(words: str) -> str:
    return re.sub(r"[^\w]+", " ", _LEAD.sub("", words.lower())).strip()


def templates_of(text: str, data: Path) -> list[Template]:
    """One template per kind of incident that our events tell of."""
    report = report_of(with_capitals(text, data))
    kept: dict[str, Template] = {}
    for finding in events_of(report):
        event = finding.payload
        assert isinstance(event, Event)
        kind = _kind(event)
        if kind is None or event.status in {"denied", "planned", "threatened"}:
            continue
        template = kept.setdefault(kind, {"incident_type": kind, **{role: [] for role in ROLES}})
        _fill(template, event, report.text[finding.start : finding.end].lower())
    return list(kept.values())


def _kind(event: Event) -> str | None:
    kind = next((name for name, lemmas in _KINDS.items() if event.did in lemmas), None)
    return kind or ("attack" if event.type == "ASSAULT" else None)


def _fill(template: Template, event: Event, clause: str) -> None:
    for actor, people, bodies in ((event.agent, "PerpInd", "PerpOrg"), (event.patient, "Victim", "Target")):
        if not actor or actor.lower() in {"he", "she", "they", "it", "him", "them", "who"}:
            continue
        low = actor.lower()
        if bodies == "PerpOrg":
            role = bodies if _ORGANISED.search(low) else people
        else:
            role = people if _PEOPLE.search(low) or low[:1].isdigit() or _is_named(actor) else bodies
        _add(template[role], _LEAD.sub("", low))
    weapon = _WEAPON.search(clause)
    if weapon:
        _add(template["Weapon"], weapon[1])


def _add(entities: list[list[str]], words: str) -> None:
    if all(_tidy(words) != _tidy(each[0]) for each in entities):
        entities.append([words])


def _is_named(actor: str) -> bool:
    return all(word[:1].isupper() for word in actor.split()) and len(actor.split()) > 1


def with_capitals(text: str, data: Path) -> str:
    """The text with a capital at each sentence's start and on each word the treebank writes so or does not know."""
    known = _written_small(data)
    text = re.sub(r"\b[a-z][\w']*", lambda word: _cased(word[0], known), text)
    return re.sub(r"(?:^|[.?!][\"'”]?\s+|\n)[\"'(]*[a-z]", lambda start: start[0][:-1] + start[0][-1].upper(), text)


def _cased(word: str, known: frozenset[str]) -> str:
    stem = word.removesuffix("'s")
    return (
        word
        if {stem, stem.rstrip("s"), stem + "s"} & known or stem.endswith(("ing", "ed", "ly", "tion", "tions"))
        else word.capitalize()
    )


@lru_cache(maxsize=1)
def _written_small(data: Path) -> frozenset[str]:
    with tarfile.open(data / "training/ud_english_ewt.tar.xz") as archive:
        lines: Iterable[str] = (
            line.decode()
            for member in archive
            if member.name.endswith(".conllu")
            for line in (archive.extractfile(member) or ())
        )
        return _small(lines)


def _small(lines: Iterable[str]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        fields = line.split("\t")
        if len(fields) > 3 and fields[0] != "1":
            counts[fields[1].lower()] += -1 if fields[3] == "PROPN" else 1
    return frozenset(word for word, count in counts.items() if count > 0)
