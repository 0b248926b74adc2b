"""Mentions of one report -> the same with one canonical name for the inflected and shorter forms of each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from infostreamer.text.abroad.bodies import is_head
from infostreamer.text.abroad.people import given_name, is_man, nominative_surname
from infostreamer.text.abroad.reading import WEAK
from infostreamer.text.abroad.tongue import are_one, nominatives, words
from infostreamer.text.mention import Mention

_LISTED = 88  # from here on the canonical is the list's


@dataclass(slots=True)
class _Person:
    """Somebody named in full: the forms in which the report gives the name, and the one that it is kept under."""

    code: str
    forms: Counter[str] = field(default_factory=Counter)  # in order of appearance
    canonical: str = ""

    def is_named(self, words: list[str]) -> bool:
        """True when the words may be another case of this name."""
        own = next(iter(self.forms)).split()
        return are_one(own[-1], words[-1], self.code) and _agree(own[0], words[0], self.code)

    @property
    def surnames(self) -> tuple[str, ...]:
        """The surname in every form that the report gives."""
        return tuple(dict.fromkeys(form.split()[-1] for form in self.forms))

    def best(self) -> str:
        """A form that the report gives in the nominative, the fullest first; else the rules' nominative."""
        attested = [form for form in self.forms if _is_nominative(form, self.code)]
        if attested:
            return max(attested, key=lambda form: (len(form.split()), self.forms[form], -len(form)))
        return nominative_name(next(iter(self.forms)), self.code)


_PREFIX, _MOST = 3, 60  # letters that no case changes; people of one prefix that are told apart


@dataclass(slots=True)
class _People:
    """Everybody named in full, by the first letters of the surname."""

    code: str
    by_prefix: dict[str, list[_Person]] = field(default_factory=dict)

    def near(self, word: str) -> list[_Person]:
        """Those whose surname the word may be a case of."""
        return self.by_prefix.get(word[:_PREFIX], [])

    def named(self, words: list[str]) -> _Person | None:
        """The one of this name in any case."""
        return next((person for person in self.near(words[-1]) if person.is_named(words)), None)

    def add(self, name: str) -> None:
        """Count one more mention of a full name."""
        words = name.split()
        person = self.named(words)
        if person is None:
            person = _Person(self.code)
            held = self.by_prefix.setdefault(words[-1][:_PREFIX], [])
            if len(held) < _MOST:
                held.append(person)
        person.forms[name] += 1

    def meant(self, word: str) -> _Person | None:
        """The one whose surname the word may be; the exact form decides between two, else nobody is meant."""
        near = self.near(word)
        exact = [person for person in near if word in person.surnames]
        able = [person for person in near if any(are_one(each, word, self.code) for each in person.surnames)]
        able = exact if len(exact) == 1 else able
        return able[0] if len(able) == 1 else None


def _agree(left: str, right: str, code: str) -> bool:
    if left.endswith(".") or right.endswith("."):
        return left[0] == right[0]
    return are_one(left, right, code)


def _is_nominative(name: str, code: str) -> bool:
    """The given name stands in the nominative, and the surname is what its bearer's sex makes of it."""
    first, last = name.split()[0], name.split()[-1]
    if first.endswith("."):
        return False
    given = given_name(first, code)
    return given is None or (given == first and nominative_surname(last, code, is_man=is_man(first, code)) == last)


def nominative_name(name: str, code: str) -> str:
    """The name in the nominative by its given name's; names without a listed given name stay as they are."""
    words = name.split()
    given = given_name(words[0], code) if len(words) > 1 else None
    if given is None or (given == words[0] and _keeps_surname(words[-1], code, given)):
        return name
    return " ".join([given, *(nominative_surname(word, code, is_man=is_man(given, code)) for word in words[1:])])


def _keeps_surname(surname: str, code: str, given: str) -> bool:
    return given.lower().endswith(("а", "я", "a")) == is_man(given, code) or surname[-1:].lower() not in "аяуюеaue"


def joined(mentions: list[Mention], code: str) -> list[Mention]:
    """Every mention with its canonical name; capitals that nothing explains are left out."""
    people = _people(mentions, code)
    mentions = [_without_opening(mention, people) for mention in mentions]
    settled = (_settled(mention, people) for mention in mentions)
    return _with_one_form([mention for mention in settled if mention is not None], code)


def _without_opening(mention: Mention, people: _People) -> Mention:
    """ "Позже Маренко": the first word had its capital from the sentence unless somebody is named so elsewhere."""
    parts = mention.canonical.split()
    if mention.is_sure or len(parts) < 2 or people.named(parts) is not None:
        return mention
    rest = " ".join(parts[1:])
    return replace(mention, start=mention.end - len(rest), canonical=rest)


def _people(mentions: Iterable[Mention], code: str) -> _People:
    people = _People(code)
    for mention in mentions:
        if mention.type == "person" and " " in mention.canonical and mention.is_sure:
            people.add(mention.canonical)
    for person in (each for held in people.by_prefix.values() for each in held):
        person.canonical = person.best()
    return people


def _settled(mention: Mention, people: _People) -> Mention | None:
    words = mention.canonical.split()
    if mention.type == "person" and len(words) > 1:
        person = people.named(words)
        return replace(mention, canonical=person.canonical) if person else mention
    if len(words) == 1 and mention.type in ("person", "place") and mention.score < _SURE_PLACE:
        meant = people.meant(words[0])
        if meant is not None:
            return replace(mention, type="person", canonical=meant.canonical, score=80, is_sure=True)
    return mention if mention.score > WEAK else None


_SURE_PLACE = 90  # a listed country or capital is no surname


def _with_one_form(mentions: list[Mention], code: str) -> list[Mention]:
    """Inflected forms of an unlisted organisation, place or lone surname are kept under the likeliest nominative."""
    kept: dict[tuple[str, str], str] = {}
    groups: dict[tuple[str, str], list[list[str]]] = {}
    for mention in mentions:
        if mention.score >= _LISTED or (mention.type == "person" and " " in mention.canonical):
            continue
        forms = groups.setdefault((mention.type, mention.canonical[:_PREFIX]), [])
        group = next((each for each in forms if _is_same(each[0], mention.canonical, code)), None)
        if group is None and len(forms) < _MOST:
            forms.append([mention.canonical])
        elif group is not None and mention.canonical not in group[:_MOST]:
            group.append(mention.canonical)
    for (kind, _), forms in groups.items():
        for group in forms:
            best = _base(group, code)
            kept.update({(kind, form): best for form in group})
    return [replace(each, canonical=kept.get((each.type, each.canonical), each.canonical)) for each in mentions]


def _is_same(left: str, right: str, code: str) -> bool:
    one, two = left.split(), right.split()
    if len(one) != len(two) or left.isupper() or right.isupper():
        return left == right
    return all(are_one(first, second, code) for first, second in zip(one, two, strict=True))


def _base(group: list[str], code: str) -> str:
    """The form that most others are cases of; the shortest of equals."""

    def count(form: str) -> int:
        return sum(form.split()[0] in nominatives(other.split()[0], code) for other in group)

    best = min(group, key=lambda form: (-count(form), len(form), form))
    return nominative_body(best, code)


def nominative_body(name: str, code: str) -> str:
    """ "Міністерства оборони" -> "Міністерство оборони": the head, and an adjective before it, in the nominative."""
    parts = name.split()
    for at in (0, 1):
        if at < len(parts) and is_head(parts[at], code):
            heads = words(code, "heads")
            head = next((form for form in nominatives(parts[at], code) if form.lower() in heads), parts[at])
            ends = tuple(words(code, f"adjective {_gender(head)}"))
            before = [_agreeing(each, ends, code) for each in parts[:at]]
            return " ".join([*before, head, *parts[at + 1 :]])
    return name


def _gender(head: str) -> str:
    return "f" if head[-1] in "аяa" else "n" if head[-1] in "оеєёo" else "m"


def _agreeing(adjective: str, endings: tuple[str, ...], code: str) -> str:
    return next((form for form in nominatives(adjective, code) if endings and form.endswith(endings)), adjective)
