"""Whether the actors can be those of such an event: rhetoric ("attacked the idea") mostly has none that fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.understand.clauses import Group, object_of
from infostreamer.understand.event_context import (
    CROWDS,
    DIPLOMATS,
    ERUPTING,
    FALLS,
    MUTE,
    NO_TRADES,
    OFFICIALS,
    PEOPLE,
    UNDERTAKINGS,
    VEHICLES,
    WAYS,
    is_natural,
    is_war,
)
from infostreamer.understand.event_subject import subject_phrase
from infostreamer.understand.happening import BUILT, SITES, is_count, is_counted, is_human
from infostreamer.understand.lexicon import Happening, nominal_happenings, word_set
from infostreamer.understand.phrases import Phrase, phrase_from
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading, Token

_SIGNABLE, _DECIDABLE, _FORCES = word_set("signable"), word_set("decidable"), word_set("force")
_ANY_AGENT = frozenset(("ASSAULT", "HARM"))  # storms and missiles kill too; all else is done by people and bodies
_BY_FORCE = frozenset(("destroy", "damage", "hit", "target", "strike", "demolish", "sweep away"))
_SCORE = re.compile(r"(?<!\d)\d{1,2}[-–]\d{1,2}$")
_OF_SITES = frozenset(("evacuate", "storm", "raid", "bomb", "shell", "search", "attack", "occupy", "seize", "loot"))
_INTO = frozenset(("investigate", "probe"))
_INCIDENTS = frozenset(
    ("incident", "incidents", "case", "cases", "claim", "claims", "allegations", "report", "reports")
)
_TRADES = ("ier", "eer", "ster", "goer", "keeper", "maker", "holder", "ologist", "smith")
_OF_THINGS = frozenset(("HARM", "TRADE", "LIFE"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What stands beside the verb. `thing`: the object's words in lower case, in the passive the subject's."""

    is_passive: bool
    is_title: bool
    leads_to: str  # TO, THAT or P right behind the verb, else ""
    thing: tuple[str, ...]
    is_named: bool = False  # the thing is a name
    asks: bool = False  # an object and then "to"
    next_verb: str = ""  # the lemma behind "to"
    next_word: str = ""  # the word behind the verb


def fits(
    reading: Reading, kind: Happening, agent: Party | None, patient: Party | None, company: Company, *, is_framed: bool
) -> bool:
    """Whether somebody fit takes part in the event that the group tells, and what must stand beside the verb does."""
    if agent is None and patient is None:
        return False
    if agent is not None and not agent.can_speak and kind.type not in _ANY_AGENT:
        return False
    if kind.type == "ASSAULT" and agent is not None and not agent.can_speak and not _is_force(reading, agent):
        return False  # "the film shot her to fame"
    if patient is not None and _SCORE.search(patient.words(reading.report.text)):
        return False  # "beat Atletico 2-1": a game
    if agent is None and not company.is_passive and (is_framed or "s" in kind.flags):
        return company.is_title and is_framed
    if is_framed:
        return True
    if _is_other_sense(reading, kind, agent, patient, company):
        return False
    if kind.type == "TRADE" and not _is_trader(agent):
        return False  # "she has sold coats there for years"
    is_signed = "o" in kind.flags and company.is_passive
    if kind.type not in _OF_THINGS and not is_signed and not _is_literal(reading, kind, agent, patient):
        return False  # "the ball struck the bar"
    return (
        _has_doer(reading, kind, agent, patient)
        and _has_company(kind, company)
        and _has_patient(reading, kind, agent, patient, company)
    )


def _is_other_sense(
    reading: Reading, kind: Happening, agent: Party | None, patient: Party | None, company: Company
) -> bool:
    """ "Launched a rescue mission", "a scandal erupted", "the riot broke out", "were treated well", "beat them 3-1"."""
    text = reading.report.text
    head = company.thing[-1] if company.thing else ""
    if kind.lemma == "launch":
        return head in UNDERTAKINGS or head.removesuffix("s") in UNDERTAKINGS or head in nominal_happenings()
    if kind.lemma in {"erupt", "break out"}:
        whom = set(patient.words(text).lower().split()) if patient is not None else set()
        return not whom & ERUPTING
    if kind.lemma == "recall":
        return head not in DIPLOMATS  # "he recalled her well"
    if kind.lemma == "travel":
        doer = agent.words(text).lower().split() if agent is not None else []
        return company.next_word != "to" or not set(doer) & OFFICIALS
    return kind.lemma == "treat" and company.next_word in WAYS


def _is_trader(agent: Party | None) -> bool:
    return agent is not None and agent.type in {"organisation", "place", "nationality", "role", "unnamed"}


def _has_doer(reading: Reading, kind: Happening, agent: Party | None, patient: Party | None) -> bool:
    """Whether a crowd gathers, a weapon or force hits, a vehicle overturns."""
    text = reading.report.text
    doer = agent.words(text).lower().split() if agent is not None else []
    if "g" in kind.flags:
        return any(word in CROWDS for word in doer)
    if "w" in kind.flags:
        return any(word in _FORCES or word in VEHICLES or word in FALLS for word in doer)
    if "v" in kind.flags:
        return patient is not None and patient.words(text).lower().split()[-1] in VEHICLES
    return True


def _has_company(kind: Happening, company: Company) -> bool:
    """What the verb needs beside it: an object, none, "to" and a verb, something to decide on."""
    if ("c" in kind.flags and not company.leads_to) or ("u" in kind.flags and not company.is_passive):
        return False
    if "t" in kind.flags and company.leads_to not in {"TO", "THAT"}:
        return False
    if "b" in kind.flags and not company.thing and company.leads_to not in {"TO", "THAT"}:
        return False
    if "x" in kind.flags and company.thing and not company.is_passive:
        return False
    if kind.type == "REJECT" and company.leads_to == "TO" and company.next_verb in MUTE:
        return False  # "declined to comment"
    return (
        kind.type != "REJECT"
        or company.leads_to == "TO"
        or kind.lemma.startswith(("boycott", "refuse to"))
        or _is_decision(company)
    )


def _has_patient(
    reading: Reading, kind: Happening, agent: Party | None, patient: Party | None, company: Company
) -> bool:
    """Whether those who undergo it are what the kind of event asks for."""
    if "f" in kind.flags and not _asks(kind, agent, patient, company):
        return False
    if "h" in kind.flags:
        return is_human(reading.report.text, patient) or _is_trade(reading, patient)
    if "a" in kind.flags:
        is_fit = patient is not None and (patient.can_speak or is_count(reading.report.text, patient))
        is_fit = is_fit or _is_trade(reading, patient)
        return is_fit or ("d" in kind.flags and (patient is not None or company.leads_to == "TO"))
    if "o" in kind.flags:
        return any(word in _SIGNABLE for word in company.thing[-1:])
    return True


def _is_trade(reading: Reading, patient: Party | None) -> bool:
    """ "The financier", "a skier": somebody called after what they do, where the verb asks for people anyway."""
    words = patient.words(reading.report.text).lower().split() if patient is not None else [""]
    last = words[-1].removesuffix("s")
    return words[-1] in PEOPLE or (last.endswith(_TRADES) and last not in NO_TRADES)


def _asks(kind: Happening, agent: Party | None, patient: Party | None, company: Company) -> bool:
    """ "asked Thailand to hand over X": a body of people asks a named one to act; an order may come from any office."""
    if not company.asks or patient is None or patient.who is None or agent is None:
        return False
    return agent.who is not None or (kind.lemma == "order" and agent.type == "role")


def company_of(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, kind: Happening, *, is_title: bool
) -> Company:
    """What stands beside the group's verb, by the words in order."""
    group = groups[index]
    after = group.last + len(kind.lemma.split())
    following = tokens[after] if after < len(tokens) else None
    tag = following.tag if following is not None else "."
    leads = "TO" if following is not None and following.low == "to" else tag if tag in {"THAT", "P"} else ""
    thing = _thing(tokens, groups, index, after)
    asked = object_of(tokens, group)
    behind = tokens[asked.last + 1].tag if asked is not None and asked.last + 1 < len(tokens) else "."
    is_pronoun = thing is not None and tokens[thing.last].tag in {"I", "J"}
    words = tuple(token.low for token in tokens[thing.first : thing.last + 1]) if thing is not None else ()
    is_named = thing is not None and not is_pronoun and tokens[thing.head].name >= 0
    return Company(
        is_passive=group.is_passive,
        next_verb=_next_verb(tokens, after),
        next_word=following.low if following is not None else "",
        is_title=is_title,
        leads_to=leads,
        thing=words,
        is_named=is_named,
        asks=behind == "TO",
    )


def _next_verb(tokens: Sequence[Token], after: int) -> str:
    """The verb behind "to", by its lemma."""
    if after + 1 >= len(tokens) or tokens[after].low != "to":
        return ""
    form = tokens[after + 1].form
    return form.lemma if form is not None else tokens[after + 1].low


def _thing(tokens: Sequence[Token], groups: Sequence[Group], index: int, after: int) -> Phrase | None:
    if groups[index].is_passive:
        return subject_phrase(tokens, groups, index)
    while after < len(tokens) and tokens[after].tag in {"T", "R"}:
        after += 1
    return phrase_from(tokens, after)


def _is_literal(reading: Reading, kind: Happening, agent: Party | None, patient: Party | None) -> bool:
    """Somebody takes part, or a number of things, or a force of nature or war destroys something."""
    text = reading.report.text
    if any(who is not None and (who.can_speak or is_count(text, who)) for who in (agent, patient)):
        return True
    if _is_trade(reading, patient):
        return True
    if (
        patient is not None
        and kind.lemma in _OF_SITES | _INTO
        and _is_site(patient.words(text).lower().split()[-1], kind)
    ):
        return True
    is_by_force = agent is not None and _is_force(reading, agent)
    return patient is not None and (is_counted(text, patient) or (is_by_force and kind.lemma in _BY_FORCE))


def _is_site(last: str, kind: Happening) -> bool:
    """ "The station was evacuated", "the warehouse was raided"; "every death will be investigated"."""
    if kind.lemma in _INTO:
        return last in nominal_happenings() or last in _INCIDENTS
    return last in SITES | BUILT


def _is_force(reading: Reading, agent: Party) -> bool:
    """Weapons, deeds, vehicles, accidents and forces of nature do harm without anybody named."""
    words = agent.words(reading.report.text).lower().split()
    return (
        is_natural(words)
        or is_war(words)
        or words[-1] in {"operation", "raid"}
        or any(word in _FORCES or word in VEHICLES or word in nominal_happenings() for word in words)
    )


def _is_decision(company: Company) -> bool:
    """Somebody turned away, or something one decides on; an account or a claim can only be contradicted."""
    return company.is_named or any(word in _DECIDABLE or word in nominal_happenings() for word in company.thing)
