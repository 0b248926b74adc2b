"""MEANTIME: are the events of our classes found where the annotators saw one, and are their roles theirs?

Gold triggers: event mentions (not those of saying, thinking or grammar) whose word is a verb or noun of the lexicon.
Roles: Arg0 against agent, Arg1 against patient, Argm-LOC against place, by shared content words, over found triggers.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from event_reports import Article, articles, events_of, f1, is_same, report_of, trigger_of
from lxml import etree

from infostreamer.model import Event
from infostreamer.understand.lexicon import happenings, nominal_happenings, verb_forms

ROLES = {"Arg0": "agent", "Arg1": "patient", "Argm-LOC": "place"}


def measure(data: Path) -> dict[str, Any]:
    """F1 of triggers and of each role."""
    tally: Counter[str] = Counter()
    for article in articles(data):
        _count(tally, article)
    roles = {role: f1(tally[role], tally[f"{role}_said"], tally[f"{role}_gold"]) for role in ROLES.values()}
    return {"triggers": f1(tally["right"], tally["found"], tally["gold"]),
            "found_on_an_event": round(tally["on_event"] / max(1, tally["found"]), 3), **roles}  # fmt: skip


def _count(tally: Counter[str], article: Article) -> None:
    found = events_of(report_of(article.text, article.sentences, article.created))
    mentions = mentions_of(article)
    places = {span for span, _, _ in mentions}
    tally["found"] += len(found)
    tally["on_event"] += sum(any(_over(trigger_of(one), place) for place in places) for one in found)
    for span, mention, kind in mentions:
        if kind != "ours":
            continue
        tally["gold"] += 1
        hit = next((one for one in found if _over(trigger_of(one), span)), None)
        if hit is not None and isinstance(hit.payload, Event):
            tally["right"] += 1
            _count_roles(tally, article, mention, hit.payload)


def _count_roles(tally: Counter[str], article: Article, mention: etree._Element, event: Event) -> None:
    gold = roles_of(article, mention)
    for role in ROLES.values():
        said = getattr(event, role)
        tally[f"{role}_gold"] += role in gold
        tally[f"{role}_said"] += said is not None
        tally[role] += role in gold and is_same(said, gold[role])


def roles_of(article: Article, mention: etree._Element) -> dict[str, list[str]]:
    """The words of each role's fillers, those of coreferring mentions included."""
    by_id = {each.get("m_id"): each for each in article.root.find("Markables")}
    entity_of: dict[str, str] = {}
    for link in article.root.iter("REFERS_TO"):
        whole = link.find("target").get("m_id")
        entity_of.update((source.get("m_id"), whole) for source in link.iter("source"))
    gold: dict[str, list[str]] = {}
    for link in article.root.iter("HAS_PARTICIPANT"):
        role = ROLES.get(link.get("sem_role") or "")
        if role is None or link.find("source").get("m_id") != mention.get("m_id"):
            continue
        target = link.find("target").get("m_id")
        same = {target, *(m for m, e in entity_of.items() if e == entity_of.get(target) and target in entity_of)}
        spans = [article.span_of(by_id[one]) for one in sorted(same) if one in by_id]
        gold.setdefault(role, []).extend(article.text[slice(*span)] for span in spans if span)
    return gold


def mentions_of(article: Article) -> list[tuple[tuple[int, int], etree._Element, str]]:
    """Each event mention: where, which, and "ours" or "other"."""
    classes = _classes(article)
    mentions = []
    for mention in article.root.iter("EVENT_MENTION"):
        span = article.span_of(mention)
        if span is not None:
            is_plain = classes.get(mention.get("m_id"), "OTHER") in {"OTHER", "MIX"}
            is_ours = is_plain and _is_known(article.text[slice(*span)])
            mentions.append((span, mention, "ours" if is_ours else "other"))
    return mentions


def _classes(article: Article) -> dict[str, str]:
    events = {each.get("m_id"): each.get("class") for each in article.root.iter("EVENT")}
    links = article.root.iter("REFERS_TO")
    return {
        source.get("m_id"): events.get(link.find("target").get("m_id")) or "OTHER"
        for link in links
        for source in link.iter("source")
    }


def _is_known(words: str) -> bool:
    word = words.lower().split()[0] if words else ""
    form = verb_forms().get(word)
    lemma = form.lemma if form else word
    return word in nominal_happenings() or (lemma in happenings() and "n" not in happenings()[lemma].flags)


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
