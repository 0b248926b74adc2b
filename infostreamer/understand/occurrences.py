"""Whatever else a report says took place: verbs and nouns of any matter that the event types do not cover.

The pipeline's events are the kinds a desk on politics and conflict lives by. A timeline of one subject must also know
that it "delivered the first aircraft" or that its "tour" began. These are read on demand, for the reports of one
subject, and are not stored: type "OTHER", or "SAY" for what somebody said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infostreamer.model import Event, Finding, Report, Span
from infostreamer.understand.event_ground import Ground
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.event_where import when_in
from infostreamer.understand.lexicon import cues, word_values
from infostreamer.understand.pack import parse
from infostreamer.understand.speakers import Party
from infostreamer.understand.status import Standing, status_under
from infostreamer.understand.status_tree import standing_in
from infostreamer.understand.tokens import read

MAKER = "occurrences/1"
OTHER, SAY = "OTHER", "SAY"
_DOERS, _UNDERGOERS = ("by", "from", "between"), ("of", "to", "with", "for", "between")
_BY_VERB, _BY_NOUN = 0.7, 0.6  # how sure, by hand: the timelines of the dev set bear out half of them


def occurrences(report: Report, found: Sequence[Finding]) -> list[Finding]:
    """Occurrences as events, in order of position, but for those whose trigger an event finding covers.

    Args:
        report: English; the others give none.
        found: what the pipeline found in it: names, dates and events.

    Returns:
        findings of `Event` with type "OTHER" or "SAY"; agent and patient as far as the sentence names them; the span
        covers the trigger and both.
    """
    if report.language not in ("en", None):
        return []
    covered = {at for one in found if isinstance(one.payload, Event) for at in _places(one)}
    ground = Ground(read(report, found))
    told = (one for sentence in parse(report).sentences for one in _in_sentence(ground, Tree(sentence)))
    return [one for one in told if one.payload.trigger.start not in covered]  # type: ignore[union-attr]


def _places(finding: Finding) -> range:
    event = finding.payload
    trigger = event.trigger if isinstance(event, Event) else None
    return range(trigger.start, trigger.end) if trigger else range(0)


def _in_sentence(ground: Ground, tree: Tree) -> Iterator[Finding]:
    is_title = tree.start < ground.reading.report.body_start
    states, nouns = word_values("occasions", "state"), word_values("occasions", "noun")
    for index, token in enumerate(tree.tokens):
        if token.tag == "VERB" and token.lemma not in states and token.relation != "amod":
            kind = SAY if token.lemma in cues() else OTHER
            yield from _finding(ground, tree, index, _actors(ground, tree, index), kind, is_title=is_title)
        elif token.tag == "NOUN" and token.lemma in nouns:
            yield from _finding(ground, tree, index, _of_noun(ground, tree, index), OTHER, is_title=is_title)


def _finding(
    ground: Ground,
    tree: Tree,
    index: int,
    actors: tuple[Party | None, Party | None],
    kind: str,
    *,
    is_title: bool,
) -> Iterator[Finding]:
    """Nothing where it is denied, only possible, or general, or nobody takes part."""
    report, token, (agent, patient) = ground.reading.report, tree.tokens[index], actors
    verb = index if token.tag == "VERB" else _carrier(tree, index)
    standing: Standing = standing_in(tree, verb, is_title=is_title) if verb >= 0 else "happened"
    status = status_under(standing, None, has_would=False)
    if status is None or (agent is None and patient is None):
        return
    own = when_in(ground, tree, index, status)
    when = own or (when_in(ground, tree, verb, status) if verb not in (index, -1) else None)
    parties = [one for one in actors if one is not None]
    start, end = min(token.start, *(one.start for one in parties)), max(token.end, *(one.end for one in parties))
    payload = Event(
        type=kind,
        did=token.lemma,
        agent=agent.words(report.text) if agent else None,
        agent_who=agent.who if agent else None,
        patient=patient.words(report.text) if patient else None,
        patient_who=patient.who if patient else None,
        when=when,
        status=status,
        trigger=Span(report.id, token.start, token.end),
    )
    confidence = _BY_VERB if token.tag == "VERB" else _BY_NOUN
    yield Finding.of(report.id, ((start, end),), payload, maker=MAKER, confidence=confidence)


def _actors(ground: Ground, tree: Tree, index: int) -> tuple[Party | None, Party | None]:
    subject = ground.party(tree, tree.subject(index))
    if tree.is_passive(index):
        return ground.party(tree, tree.agent_by(index)), subject
    return subject, ground.party(tree, tree.obj(index))


def _of_noun(ground: Ground, tree: Tree, index: int) -> tuple[Party | None, Party | None]:
    """ "the tour of X", "X's tour", "the deal between X and Y", "X won an order": whose it is and whom it is about."""
    below = tree.below(index, "nmod")
    doer = next((one for one in below if tree.case_of(one) in _DOERS), None)
    target = next((one for one in below if tree.case_of(one) in _UNDERGOERS and one != doer), None)
    holder = tree.first(index, "nmod:poss")
    if doer is None:
        doer = holder if holder is not None else tree.first(index, "compound")
    verb = _carrier(tree, index)
    if doer is None and verb >= 0 and tree.tokens[index].relation == "obj":
        doer = tree.subject(verb)
    return ground.party(tree, doer), ground.party(tree, target)


def _carrier(tree: Tree, index: int) -> int:
    """The verb whose subject or object the noun is; -1: none."""
    token = tree.tokens[index]
    is_core = token.relation in ("obj", "nsubj", "nsubj:pass")
    return token.head if is_core and token.head >= 0 and tree.tokens[token.head].tag == "VERB" else -1
