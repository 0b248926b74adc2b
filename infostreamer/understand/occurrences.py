"""Whatever else a report says took place: verbs and nouns of any matter that the event types do not cover.

The pipeline's events are the kinds a desk on politics and conflict lives by. A timeline of one subject must also know
that it "delivered the first aircraft" or that its "tour" began. These are read on demand, for the reports of one
subject, and are not stored: type "OTHER", or "SAY" for what somebody said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infostreamer.model import Date, Event, Finding, Report, Span
from infostreamer.understand.event_ground import Ground
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.lexicon import cues, nominal_happenings, verb_forms, word_values
from infostreamer.understand.pack import parse
from infostreamer.understand.speakers import Party
from infostreamer.understand.status import Standing, status_under
from infostreamer.understand.status_tree import standing_in
from infostreamer.understand.tokens import read

MAKER = "occurrences/1"
OTHER, SAY = "OTHER", "SAY"
_DOERS, _UNDERGOERS = ("by", "from", "between"), ("of", "to", "with", "for", "between")
_LIMITS = frozenset(("since", "before", "after", "until", "till"))
_DEPTH = 12  # tokens between a date and its act
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
    standing = _standing(tree, verb, is_title) if verb >= 0 else "happened"
    status = status_under(standing, None, has_would=False)
    if status is None or (agent is None and patient is None):
        return
    above = _governor(tree, verb)
    when = _date_of(ground, tree, index) or (_date_of(ground, tree, above) if above >= 0 else None)
    if status == "happened" and _is_ahead(report, when):
        when = None  # another clause's date
    beside = tree.first(index, "compound:prt")
    particle = tree.tokens[beside].end if beside == index + 1 else -1
    parties = [one for one in actors if one is not None]
    start, end = (
        min(token.start, *(one.start for one in parties)),
        max(token.end, particle, *(one.end for one in parties)),
    )
    payload = Event(
        type=kind,
        did=token.lemma,
        agent=agent.words(report.text) if agent else None,
        agent_who=agent.who if agent else None,
        patient=patient.words(report.text) if patient else None,
        patient_who=patient.who if patient else None,
        when=when,
        status=status,
        trigger=Span(report.id, token.start, max(token.end, particle)),
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
        names = (one for one in tree.below(index, "compound") if tree.tokens[one].tag == "PROPN")
        doer = holder if holder is not None else next(names, None)
    verb = _carrier(tree, index)
    if doer is None and verb >= 0 and tree.tokens[index].relation == "obj":
        doer = tree.subject(verb)
    return ground.party(tree, doer), ground.party(tree, target)


def _standing(tree: Tree, verb: int, is_title: bool) -> Standing:
    """As for events; of a verb that no list knows, the ending tells the past."""
    standing, word = standing_in(tree, verb, is_title=is_title), tree.tokens[verb].word.lower()
    is_past = standing == "general" and word.endswith("ed") and word not in verb_forms()
    return "happened" if is_past else standing


def _date_of(ground: Ground, tree: Tree, index: int) -> str | None:
    """The date that hangs on the verb or noun with no other act between: not that of "since the strike of January"."""
    acts = word_values("occasions", "noun").keys() | nominal_happenings().keys()
    for finding in ground.dates_in(tree):
        date = finding.payload
        if not isinstance(date, Date) or not date.value:
            continue
        node = tree.at(finding.start)
        for _ in range(_DEPTH):
            if node < 0 or tree.case_of(node) in _LIMITS:
                break
            node = tree.tokens[node].head
            if node == index:
                return date.value
            if node >= 0 and (tree.tokens[node].tag == "VERB" or tree.tokens[node].lemma in acts):
                break
    return None


def _is_ahead(report: Report, when: str | None) -> bool:
    """True when the date lies behind the report's own: what has happened was not then."""
    if report.published is None or report.published.precision == "unknown" or not when or not when[:4].isdigit():
        return False
    return when[:10] > report.published.at.date().isoformat()[: len(when[:10])]


def _governor(tree: Tree, verb: int) -> int:
    """Whose date is the act's too: of a noun its verb, of an infinitive the verb above ("due to land on Monday")."""
    return tree.tokens[verb].head if verb >= 0 and tree.tokens[verb].relation == "xcomp" else verb


def _carrier(tree: Tree, index: int) -> int:
    """The verb whose subject or object the noun is; -1: none."""
    token = tree.tokens[index]
    is_core = token.relation in ("obj", "nsubj", "nsubj:pass")
    return token.head if is_core and token.head >= 0 and tree.tokens[token.head].tag == "VERB" else -1
