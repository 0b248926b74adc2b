"""A dossier's question: words, "phrases", -not, OR, who: place: source: lang: kind:; parsed once, matched often.

Terms next to each other must all match; OR parts alternatives; a leading minus means that it must not match. Words and
phrases look at the texts of the story's reports, folded and stemmed; `who:` and `place:` at its who's who, `source:`,
`lang:` (two letters: en, ru) and `kind:` (a role: first-hand, copies …) at its members.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import BadInput, Story, fold
from infostreamer.text.words import stem, words_of

FIELDS = ("who", "place", "source", "lang", "kind")
LONGEST = 500
_PART = re.compile(r'(?P<minus>-?)(?:(?P<field>\w+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|(?P<open>")')


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `field` "" is the text; `words` are stems for the text, the folded value for a field."""

    field: str
    words: tuple[str, ...]
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Alternatives, each a group of terms that must all hold."""

    groups: tuple[tuple[Term, ...], ...]


def parse(question: str) -> Question:
    """The question, understood.

    Raises:
        BadInput: empty, too long, an open quotation mark, an unknown field, OR without both sides, or only exclusions.
    """
    if not question.strip():
        raise BadInput('The question is empty; write words, a "phrase", or who:, place:, source:, lang:, kind:.')
    if len(question) > LONGEST:
        raise BadInput(f"The question is longer than {LONGEST} characters; shorten it.")
    groups: list[list[Term]] = [[]]
    for part in _PART.finditer(question.replace("“", '"').replace("”", '"')):
        if part["open"]:
            raise BadInput("A quotation mark is not closed; add the second one.")
        if part["word"] == "OR" and not part["field"] and not part["minus"]:
            groups.append([])
        else:
            groups[-1].append(_term(part))
    return Question(tuple(_group(group) for group in groups))


def matches(question: Question, story: Story, text: str) -> bool:
    """True when one alternative holds.

    Args:
        story: what every field looks at.
        text: the texts of the story's reports, joined: what words and phrases look at.
    """
    words = [stem(word) for word in words_of(text)]
    joined = f" {' '.join(words)} "
    return any(all(_holds(term, story, joined) != term.is_not for term in group) for group in question.groups)


def _group(terms: list[Term]) -> tuple[Term, ...]:
    if not terms:
        raise BadInput("OR needs words on both sides; add them or take the OR away.")
    if all(term.is_not for term in terms):
        raise BadInput("The question only says what must not match; add what must.")
    return tuple(terms)


def _term(part: re.Match[str]) -> Term:
    value = part["phrase"] if part["phrase"] is not None else part["word"]
    field = (part["field"] or "").lower()
    if value.endswith(":") and value[:-1].lower() in FIELDS:
        raise BadInput(f"{part.group()!r} has no word in it; add one or take it away.")
    if field and field not in FIELDS:
        raise BadInput(
            f"There is no field {field}:; use {', '.join(f'{name}:' for name in FIELDS)} or put it in quotes."
        )
    words = (fold(value),) if field else tuple(stem(word) for word in words_of(value))
    if not words or not words[0]:
        raise BadInput(f"{part.group()!r} has no word in it; add one or take it away.")
    return Term(field, words, bool(part["minus"]))


def _holds(term: Term, story: Story, joined: str) -> bool:
    if term.field == "":
        return f" {' '.join(term.words)} " in joined
    wanted = term.words[0]
    if term.field in ("who", "place"):
        kinds = ("place",) if term.field == "place" else ("person", "organisation", "nationality", "other")
        names = [name for who in story.who if who.kind in kinds for name in (who.name, *who.aliases)]
        return any(_is_named(wanted, fold(name)) for name in names)
    if term.field == "source":
        return any(wanted in fold(member.outlet or "") for member in story.members)
    if term.field == "kind":
        return any(wanted == member.role for member in story.members)
    return any(wanted == fold(member.language or "") for member in story.members)


def _is_named(wanted: str, name: str) -> bool:
    """Whole words of the name: "lukashenko" names "alexander lukashenko", "luka" does not."""
    return f" {wanted} " in f" {name} "
