"""Who did what to whom, where and when: by verbs ("was abducted") and by nouns ("the extradition of X")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from infostreamer.model import Event, Finding, Report, Span, Statement
from infostreamer.model.finding import EventStatus
from infostreamer.understand.clauses import groups_of
from infostreamer.understand.event_ground import Ground
from infostreamer.understand.event_join import joined
from infostreamer.understand.event_nouns import by_noun, is_event_noun
from infostreamer.understand.event_spoken import as_told, inner_places, is_inside, spoken
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.event_tree import by_tree, told_by
from infostreamer.understand.event_verbs import by_verb, telling_of
from infostreamer.understand.happening import Happened
from infostreamer.understand.lexicon import Happening, nominal_happenings
from infostreamer.understand.pack import parse
from infostreamer.understand.status import Standing, is_conditional
from infostreamer.understand.status_doubt import DOUBTS, doubt_before
from infostreamer.understand.status_tree import standing_in
from infostreamer.understand.tokens import Reading, read


class EventsFinder:
    """Events with their actors, place, time and status; in quotations what verbs tell."""

    name = "events"
    version = 1
    languages: tuple[str, ...] = ("en",)
    needs: tuple[str, ...] = ("name", "date", "statement")
    gives: tuple[str, ...] = ("event",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per event, its span from the first to the last word that belongs to it."""
        reading = read(report, found)
        stances = _stances(found)
        maker = f"{self.name}/{self.version}"
        events: dict[tuple[int, int], Finding] = {}
        told = list(_all_in(reading, stances))
        for happened in (*told, *_quoted_in(report, reading, found, told)):
            events.setdefault(happened.trigger, _finding(report, happened, maker))
        return list(events.values())


EVENTS = EventsFinder()
_WISHFUL = frozenset(("speculates", "warns", "demands", "promises", "threatens"))
_FRIENDLY = frozenset(("03", "04", "05", "06", "07", "08"))


def _all_in(reading: Reading, stances: Sequence[tuple[int, int, str]]) -> Iterator[Happened]:
    """Verbs by the rules and by the parsed sentences, each completing the other; then nouns that no verb covers."""
    trees = [Tree(sentence) for sentence in parse(reading.report).sentences]
    ruled = [one for at in range(len(reading.sentences)) for one in _events_in(reading, at, stances)]
    parsed = list(_by_trees(reading, trees, stances))
    standings = _standings(reading, trees)
    told = list(joined(list(_undoubted(ruled, standings)), list(_undoubted(parsed, standings))))
    yield from told
    covered = {place for one in told for place in range(*one.trigger)}
    for at in range(len(reading.sentences)):
        yield from (one for one in _nouns_in(reading, at, stances) if one.trigger[0] not in covered)


def _quoted_in(
    report: Report, reading: Reading, found: Sequence[Finding], told: Sequence[Happened]
) -> Iterator[Happened]:
    """What people say in direct quotations, by verbs alone."""
    bare = spoken(reading, found)
    if bare is None:
        return
    places = inner_places(reading)
    trees = [Tree(one) for one in parse(report).sentences if is_inside(places, one.tokens[0].start)]
    heard = [at for at, one in enumerate(bare.sentences) if _holds(places, one.start, one.end)]
    standings = _standings(bare, trees)
    ruled = _undoubted((one for at in heard for one in _events_in(bare, at, ())), standings)
    parsed = _undoubted(_by_trees(bare, trees, ()), standings)
    yield from as_told(report.text, joined(list(ruled), list(parsed)), places, told)


def _holds(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(places, (start, start))
    return is_inside(places, start) or (at < len(places) and places[at][0] < end)


def _finding(report: Report, happened: Happened, maker: str) -> Finding:
    text = report.text
    agent, patient, place = happened.agent, happened.patient, happened.place
    payload = Event(
        type=happened.kind.type,
        did=happened.kind.lemma,
        agent=agent.words(text) if agent else None,
        agent_who=agent.who if agent else None,
        patient=patient.words(text) if patient else None,
        patient_who=patient.who if patient else None,
        place=place.words(text) if place else None,
        place_who=place.who if place else None,
        when=_when(report, happened),
        status=happened.status,
        cameo=cameo_of(happened.kind, happened.status),
        act=happened.kind.act,
        trigger=Span(report.id, *happened.trigger),
    )
    return Finding.of(report.id, (happened.span,), payload, maker=maker, confidence=happened.confidence)


_DATED = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")


def _when(report: Report, happened: Happened) -> str | None:
    """The date, but for one ahead of the report for what it says has happened: that date is another clause's."""
    found = _DATED.match(happened.when or "")
    if found is None or report.published is None or happened.status != "happened":
        return happened.when
    is_ahead = found.group() > report.published.at.date().isoformat()[: len(found.group())]
    return None if is_ahead and report.published.precision != "unknown" else happened.when


def cameo_of(kind: Happening, status: EventStatus) -> str | None:
    """The root code: an announced friendly act is 03 (intent to cooperate), a threatened one 13."""
    if kind.cameo is None:
        return None
    if status == "threatened":
        return "13"
    return "03" if status == "planned" and kind.cameo in _FRIENDLY else kind.cameo


def _stances(found: Sequence[Finding]) -> list[tuple[int, int, str]]:
    """Where statements lie and with which stance, the shortest first."""
    places = [
        (span.start, span.end, finding.payload.stance)
        for finding in found
        if isinstance(finding.payload, Statement) and finding.payload.stance
        for span in finding.spans
    ]
    return sorted(places, key=lambda place: (place[1] - place[0], place))


def _stance_at(stances: Sequence[tuple[int, int, str]], start: int) -> str | None:
    return next((stance for first, last, stance in stances if first <= start < last), None)


def _events_in(reading: Reading, at: int, stances: Sequence[tuple[int, int, str]]) -> Iterator[Happened]:
    groups = groups_of(reading)[at]
    tokens = reading.sentences[at].tokens
    for index, group in enumerate(groups):
        telling = telling_of(tokens, groups, index)
        if telling is not None:
            stance = _stance_at(stances, tokens[group.main].start)
            beside = group.first > 1 and tokens[group.first - 1].tag == "W" and tokens[group.first - 2].low == ","
            happened = by_verb(reading, at, index, telling, None if beside and stance in _WISHFUL else stance)
            if happened is not None:
                yield happened


def _by_trees(reading: Reading, trees: Sequence[Tree], stances: Sequence[tuple[int, int, str]]) -> Iterator[Happened]:
    ground = Ground(reading)
    for tree in trees:
        for index in tree.verbs():
            told = told_by(tree, index)
            if told is not None:
                stance = _stance_at(stances, tree.tokens[index].start)
                beside = stance in _WISHFUL and _is_beside(tree, index)
                happened = by_tree(ground, tree, index, told, None if beside else stance)
                if happened is not None:
                    yield happened


def _is_beside(tree: Tree, index: int) -> bool:
    """ "They fear the fire may jump the road, which was closed on Saturday": a relative clause tells on its own."""
    relative = tree.first(index, "nsubj", "nsubj:pass", "obj")
    is_relative = tree.tokens[index].relation == "acl:relcl" and relative is not None and relative > 0
    return is_relative and relative is not None and tree.tokens[relative - 1].word == ","


def _undoubted(told: Iterable[Happened], standings: Mapping[int, Standing]) -> Iterator[Happened]:
    """A false "happened" is worse than a gap: without what the tree reads as negated or as a condition, and no more
    than speculated where it doubts. A refusal is told by a negated verb and stays."""
    for one in told:
        standing = standings.get(one.trigger[0], "happened")
        if one.status != "happened" or one.kind.lemma.startswith("refuse to"):
            yield one
        elif standing in DOUBTS:
            yield replace(one, status=cast(EventStatus, standing))
        elif standing not in {"negated", "conditional", "open"}:
            yield one


def _standings(reading: Reading, trees: Sequence[Tree]) -> dict[int, Standing]:
    """How the parsed sentence reads each verb, by where the verb starts; a condition also where the rules see one."""
    standings: dict[int, Standing] = {}
    for tree in trees:
        for index in tree.verbs():
            standings[tree.tokens[index].start] = standing_in(tree, index, is_title=False)
    for at, sentence_groups in enumerate(groups_of(reading)):
        tokens = reading.sentences[at].tokens
        for group in sentence_groups:
            if is_conditional(tokens, group):
                standings[tokens[group.main].start] = "conditional"
            doubt = doubt_before(tokens, group.first, group.last)
            if doubt is not None and standings.get(tokens[group.main].start, "happened") == "happened":
                standings[tokens[group.main].start] = doubt
    return standings


def _nouns_in(reading: Reading, at: int, stances: Sequence[tuple[int, int, str]]) -> Iterator[Happened]:
    tokens = reading.sentences[at].tokens
    for position, token in enumerate(tokens):
        noun = nominal_happenings().get(token.low)
        if noun is not None and is_event_noun(tokens, position):
            happened = by_noun(reading, at, position, noun, _stance_at(stances, token.start))
            if happened is not None:
                yield happened
