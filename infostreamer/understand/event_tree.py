"""Events told by a verb, read from the parsed sentence: who, whom, where and when by what hangs on the verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from infostreamer.understand.clauses import clause_end, groups_of
from infostreamer.understand.event_context import (
    as_doer,
    in_context,
    is_threatened_with,
    loose_lemma,
    on_oneself,
    to_death,
)
from infostreamer.understand.event_fit import Company, fits
from infostreamer.understand.event_frames import Frame, frames
from infostreamer.understand.event_ground import Ground
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.event_where import place_in, when_in
from infostreamer.understand.happening import (
    BY_TREE,
    Happened,
    apart,
    as_undergoer,
    is_narrator,
    is_nobody,
    is_question,
    span_of,
    towards_of,
    tried,
)
from infostreamer.understand.lexicon import Happening, happenings, nominal_happenings, verb_forms
from infostreamer.understand.speakers import Party
from infostreamer.understand.status import STATUSES, status_under
from infostreamer.understand.status_tree import standing_in

_SENDERS = frozenset(("by", "from", "of", "against", "to", "on", "with", "for"))
_TO_MATTER = frozenset(("to", "on", "with", "for", "over", "against"))
_CLAUSES = ("xcomp", "ccomp", "advcl")
_FAR = 6  # tokens between a verb and its object that one trigger may cover


@dataclass(frozen=True, slots=True)
class Told:
    """A verb of the tree that tells an event: its kind, its last token with the particle, a frame's object."""

    kind: Happening
    last: int
    thing: int | None = None
    frame: Frame | None = None


def told_by(tree: Tree, index: int) -> Told | None:
    """What event the verb tells, by its lemma with particle or object; None for any other verb."""
    token = tree.tokens[index]
    form = verb_forms().get(token.word.lower())
    lemma = form.lemma if form is not None else token.lemma
    after = [one.word.lower() for one in tree.tokens[index + 1 : index + 4]]
    particle = tree.first(index, "compound:prt")
    with_particle = f"{lemma} {tree.tokens[particle].word.lower()}" if particle is not None else ""
    for name, last in ((with_particle, particle), (f"{lemma} {after[0] if after else ''}", index + 1), (lemma, index)):
        framed = _framed(tree, index, name, last) if last is not None else None
        if framed is not None:
            return framed
        if last is not None and last > index and name in happenings():
            break
    for width in (3, 2, 1):
        kind = happenings().get(" ".join([lemma, *after[:width]]))
        if kind is not None and "n" not in kind.flags and len(after) >= width:
            return Told(kind, index + width)
    kind = happenings().get(with_particle)
    if kind is not None and particle is not None:
        return Told(kind, particle)
    following = [one.word.lower() for one in tree.tokens[index + 1 :]]
    loose = happenings().get(loose_lemma(lemma, following) or "")
    if loose is not None:
        return Told(loose, index)
    kind = happenings().get(lemma)
    return Told(kind, index) if kind is not None and "n" not in kind.flags and particle is None else None


def _framed(tree: Tree, index: int, lemma: str, last: int) -> Told | None:
    things = frames().get(lemma)
    if things is None:
        return None
    own = happenings().get(lemma)
    for thing in _things(tree, index):
        word = tree.tokens[thing].word.lower()
        pair = f"{tree.tokens[thing - 1].word.lower()} {word}" if thing > 0 else word
        noun = pair if pair in things else word
        if noun not in things:
            continue
        frame = things[noun]
        kinds = (nominal_happenings().get(word), own if own is not None and "a" not in own.flags else None)
        same = [kind for kind in kinds if kind is not None and kind.type == frame.type]
        if not same:
            return Told(Happening(f"{lemma} {noun}", frame.type, "", frame.cameo, frame.act), last, thing, frame)
        return None
    return None


def _things(tree: Tree, index: int) -> Iterator[int]:
    """The object (in the passive the subject), what "of" adds to it, what "and" joins to it, and a second object."""
    thing = tree.subject(index) if tree.is_passive(index) else tree.obj(index)
    if thing is None and not tree.is_passive(index):
        thing = tree.first(index, "xcomp")
    if thing is None:
        return
    yield thing
    yield from tree.joined(thing)
    for child in tree.below(thing, "nmod"):
        if tree.case_of(child) == "of":
            yield child
            yield from tree.joined(child)
    yield from tree.below(index, "iobj")


def by_tree(ground: Ground, tree: Tree, index: int, told: Told, stance: str | None) -> Happened | None:
    """The event that the verb tells, `stance` being that of the statement around it; None when it tells none."""
    placed = ground.locate(tree.tokens[index].start)
    if placed is None:
        return None
    reading, (at, position) = ground.reading, placed
    sentence = reading.sentences[at]
    standing = standing_in(tree, index, is_title=sentence.is_title)
    has_would = "would" in tree.words_below(index, "aux")
    status = status_under(standing, stance, has_would=has_would)
    if status is None or is_question(sentence.tokens) or standing not in {*STATUSES, "negated", "attempted"}:
        return None
    agent, patient = _framed_actors(ground, tree, index, told) if told.frame else _actors(ground, tree, index, told)
    agent = as_doer(reading.report.text, agent)
    company = _company(ground, tree, index, told, is_title=sentence.is_title)
    context = in_context(told.kind, reading.report.text, agent, [token.low for token in sentence.tokens])
    if not fits(reading, context, agent, patient, company, is_framed=told.frame is not None):
        return None
    if _only_carries(tree, index, told):
        return None
    context = to_death(context, [token.word.lower() for token in tree.tokens[told.last + 1 :]])
    context, agent, patient = on_oneself(context, reading.report.text, agent, patient)
    agent, patient = apart(agent, patient)
    if any(is_nobody(reading.report.text, one) or is_narrator(reading, one) for one in (agent, patient)):
        return None
    kind = tried(context) if standing == "attempted" else context
    if kind is None:
        return None
    trigger = _trigger(tree, index, told)
    last = ground.locate(trigger[1] - 1) or placed
    end = clause_end(sentence.tokens, groups_of(reading)[at], last[1])
    span = span_of(trigger, (agent, patient), sentence.tokens, max(position, last[1]), end)
    place, when = place_in(ground, tree, index, kind, (agent, patient)), when_in(ground, tree, index, status)
    return Happened(kind, trigger, span, agent, patient, place, when, status, BY_TREE)


def _trigger(tree: Tree, index: int, told: Told) -> tuple[int, int]:
    last = told.last
    if told.thing is not None and last < told.thing <= index + _FAR:
        last = told.thing
    return tree.tokens[index].start, tree.tokens[max(index, last)].end


def _only_carries(tree: Tree, index: int, told: Told) -> bool:
    """ "launched an attack": the noun is the event."""
    thing = tree.obj(index)
    if told.frame is not None or thing is None:
        return False
    kind = nominal_happenings().get(tree.tokens[thing].word.lower())
    return kind is not None and told.kind.type in {"TRADE", "CONSULT", "COERCE"} and kind.type != told.kind.type


def _company(ground: Ground, tree: Tree, index: int, told: Told, *, is_title: bool) -> Company:
    is_passive = tree.is_passive(index)
    thing = tree.subject(index) if is_passive else tree.obj(index)
    low, high = tree.core(thing) if thing is not None else (0, -1)
    is_pronoun = thing is not None and tree.tokens[thing].tag == "PRON"
    words = tuple(token.word.lower() for token in tree.tokens[low : high + 1])
    who = ground.party(tree, thing) if thing is not None and not is_pronoun else None
    is_named = who is not None and who.can_speak and who.type != "role"
    clause = tree.first(index, "xcomp", "ccomp")
    follows = tree.tokens[told.last + 1].word.lower() if told.last + 1 < len(tree.tokens) else ""
    infinitive = any(tree.is_infinitive(child) for child in tree.below(index, *_CLAUSES))
    leads = "TO" if infinitive and (follows == "to" or clause is not None) else "THAT" if clause is not None else ""
    if not leads and (follows == "to" or tree.below(index, "obl")):
        leads = "TO" if follows == "to" else "P"
    asks = infinitive and thing is not None
    after = tree.tokens[told.last + 2].lemma if follows == "to" and told.last + 2 < len(tree.tokens) else ""
    return Company(
        is_passive=is_passive,
        is_title=is_title,
        leads_to=leads,
        thing=words,
        is_named=is_named,
        asks=asks,
        next_verb=after,
        next_word=follows,
    )


def _actors(ground: Ground, tree: Tree, index: int, told: Told) -> tuple[Party | None, Party | None]:
    kind, text = told.kind, ground.reading.report.text
    subject = ground.party(tree, tree.subject(index))
    if tree.is_passive(index):
        return ground.party(tree, tree.agent_by(index)), as_undergoer(text, subject)
    thing = as_undergoer(text, ground.party(tree, tree.obj(index)))
    if is_threatened_with(kind, [one.word.lower() for one in tree.tokens[index + 1 : index + 2]], thing):
        return None, subject
    if thing is None and _is_clipped(ground, tree, index, kind):
        return None, subject
    if thing is None:
        thing = ground.party(tree, tree.oblique(index, towards_of(kind)))
    if "i" in kind.flags and tree.obj(index) is None:
        return None, subject
    if "d" in kind.flags and not (thing is not None and thing.can_speak and thing.who is not None):
        thing = _matter(ground, tree, index, subject) or thing
    is_same = subject is not None and thing is not None and subject.start == thing.start
    return (None if is_same else subject), thing  # "which it said crashed": one thing, read twice


def _is_clipped(ground: Ground, tree: Tree, index: int, kind: Happening) -> bool:
    """ "Organiser detained in Thailand": headlines leave out "was"."""
    placed = ground.locate(tree.tokens[index].start)
    is_title = placed is not None and ground.reading.sentences[placed[0]].is_title
    return is_title and "p" in kind.flags and tree.is_participle(index)


def _framed_actors(ground: Ground, tree: Tree, index: int, told: Told) -> tuple[Party | None, Party | None]:
    assert told.frame is not None
    to = ground.party(tree, tree.oblique(index, told.frame.towards))
    given = ground.party(tree, tree.first(index, "iobj"))
    thing = ground.party(tree, told.thing)
    if tree.is_passive(index):
        return ground.party(tree, tree.agent_by(index)), given or to or thing
    is_bare = thing is not None and thing.words(ground.reading.report.text).lower() in {
        "hostage",
        "prisoner",
        "captive",
    }
    return ground.party(tree, tree.subject(index)), given or to or (None if is_bare else thing)


def _matter(ground: Ground, tree: Tree, index: int, subject: Party | None) -> Party | None:
    """Whom words are about: "rejected calls by X", "demanded that X …", "threatened to break relations with X"."""
    clause = next((child for child in tree.below(index, "xcomp", "ccomp") if child > index), None)
    thing = tree.obj(index)
    if thing is None and clause is None:
        thing = tree.oblique(index, _TO_MATTER)
    nodes = _nouns_of(tree, clause) if clause is not None and thing is None else _owners(tree, thing)
    for node in nodes:
        meant = _named(ground, tree, node)
        if meant is not None and (subject is None or subject.who is None or meant.who != subject.who):
            return meant
    return ground.party(tree, thing)


def _nouns_of(tree: Tree, clause: int) -> Iterator[int]:
    """The clause's own subject, its object, what its prepositions lead to, then the same of what hangs on it."""
    yield from tree.below(clause, "nsubj", "nsubj:pass", "obj", "iobj")
    for child in tree.below(clause, "obj", "obl", "obl:agent"):
        if child > clause:
            yield child
            yield from (one for one in tree.below(child, "nmod", "nmod:poss"))
    for deeper in tree.below(clause, "xcomp", "ccomp"):
        yield from tree.below(deeper, "nsubj", "obj", "obl")


def _owners(tree: Tree, thing: int | None) -> Iterator[int]:
    """The thing itself, then whose it is."""
    if thing is None:
        return
    yield thing
    for child in tree.below(thing, "nmod", "nmod:poss"):
        if tree.case_of(child) in _SENDERS or tree.tokens[child].relation == "nmod:poss":
            yield child


def _named(ground: Ground, tree: Tree, node: int) -> Party | None:
    """The noun's party when it is somebody named or in office; the phrase as given where a name stands inside it."""
    who = ground.party(tree, node)
    if who is None or who.type == "pronoun":
        return None
    if who.can_speak and (who.who is not None or who.type in {"role", "unnamed"}):
        return who
    low, high = tree.core(node)
    placed = [ground.locate(token.start) for token in tree.tokens[low : high + 1]]
    has_name = any(one is not None and ground.reading.sentences[one[0]].tokens[one[1]].name >= 0 for one in placed)
    return replace(who, who=None) if has_name else None
