"""Mentions of one report -> who is who: a surname joins the one full name that has it, an acronym its name.

The same words get the reading with most behind it anywhere in the report.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from infostreamer.text.capitals import is_common
from infostreamer.text.cyrillic import base_form
from infostreamer.text.mention import Mention
from infostreamer.text.names import is_metonym, is_organisation_head, key, known_organisation, nationality_of, place_of
from infostreamer.understand.name_context import with_context

_ACRONYM = re.compile(r"[’']?s?\s?[\"“(]{1,2}(?:the\s)?([^\W\d_]{2,8})[\"”)]{1,2}")
_MOST_NAMESAKES = 60  # people of one name in one report that are told apart; each is compared with all others
WEAK = 50  # at or below, what the rest of the report says about the same words wins


@dataclass(frozen=True, slots=True)
class _People:
    """Full names by the key of their last and first words, in order of appearance."""

    by_last: dict[str, list[str]]
    by_first: dict[str, list[str]]
    count: Counter[str]


def _people(mentions: list[Mention]) -> _People:
    by_last: dict[str, list[str]] = {}
    by_first: dict[str, list[str]] = {}
    for mention in mentions:
        words = mention.canonical.split()
        if mention.type != "person" or len(words) < 2 or (mention.score <= WEAK and not mention.is_sure):
            continue
        if _is_initial(words[0]) and len(words) == 2:
            continue
        _add_person(by_last.setdefault(key(words[-1]), []), mention.canonical)
        _add_person(by_first.setdefault(key(words[0]), []), mention.canonical)
    for mention in mentions:
        words = mention.canonical.split()
        if mention.type == "person" and len(words) == 2 and _is_initial(words[0]):
            known = by_last.setdefault(key(words[1]), [])
            if _with_initial(mention.canonical, known) is None:
                _add_person(known, mention.canonical)
    count = Counter(mention.canonical for mention in mentions if " " in mention.canonical)
    alone = Counter(key(mention.canonical) for mention in mentions)
    for given, names in by_first.items():
        count[names[0]] += alone[given] if len(names) == 1 else 0
    return _People(by_last, by_first, count)


def _is_initial(word: str) -> bool:
    return len(word) <= 2 and word[:1].isupper() and word[1:] in ("", ".")


def _with_initial(name: str, known: list[str]) -> str | None:
    """The only full name that "D. Ostrevko" can be short for; None when there is none or more than one."""
    fits = [full for full in known if not _is_initial(full.split()[0]) and full[:1] == name[:1]]
    return fits[0] if len(fits) == 1 else None


def _add_person(known: list[str], full: str) -> None:
    """Add a full name, or let it replace a shorter form of itself ("Joe Biden" and "Joe R. Biden")."""
    for at, other in enumerate(known):
        if _are_one(other, full):
            known[at] = max(other, full, key=lambda name: (len(name.split()), -len(name)))
            return
    if len(known) < _MOST_NAMESAKES:
        known.append(full)


def _are_one(left: str, right: str) -> bool:
    one, two = [key(word) for word in left.split()], [key(word) for word in right.split()]
    return one == two or (one[-1] == two[-1] and (set(one) <= set(two) or set(two) <= set(one)))


def linked(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with the fullest form as canonical, typed by all that the report says; without chance capitals."""
    mentions = with_context(text, mentions)
    people = _people(mentions)
    aliases = _acronyms(text, mentions) | _short_forms(mentions)
    mentions = _without_thing_acronyms(text, mentions)
    joined = [_join(mention, people, aliases, _title_before(text, mention.start)) for mention in mentions]
    best = _best_by_words(text, joined)
    settled = (_settle(text, mention, best, people) for mention in joined)
    return _with_base_forms([mention for mention in settled if mention is not None])


def _with_base_forms(mentions: list[Mention]) -> list[Mention]:
    """One canonical for the inflected forms of a Cyrillic name."""
    forms: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        if not mention.canonical.isascii():
            forms.setdefault(_form_key(mention), []).append(mention.canonical)
    base = {known: base_form(words, known[0]) for known, words in forms.items()}
    if not base:
        return mentions
    return [replace(mention, canonical=base.get(_form_key(mention), mention.canonical)) for mention in mentions]


def _form_key(mention: Mention) -> tuple[str, str]:
    return mention.type, " ".join(key(word) for word in mention.canonical.split())


_TITLE = re.compile(r"\b(?:(?P<he>Mr)\.?|(?P<she>Mrs|Ms|Miss)\.?|(?P<in>in|at|near|from|to|of))\s$")


def _title_before(text: str, start: int) -> str | None:
    """ "he" after "Mr", "she" after "Mrs", "in" after a preposition of place, else None."""
    found = _TITLE.search(text[max(0, start - 6) : start])
    return found.lastgroup if found else None


def _join(mention: Mention, people: _People, aliases: dict[str, str], title: str | None) -> Mention:
    is_short = mention.canonical in aliases and mention.score <= WEAK and mention.type != "nationality"
    if is_short and key(mention.canonical) not in people.by_last:
        return replace(mention, type="organisation", canonical=aliases[mention.canonical], score=65, is_sure=True)
    if mention.type == "organisation" and not _may_be_surname(mention, people):
        return replace(mention, canonical=aliases.get(mention.canonical, mention.canonical))
    if mention.type == "nationality":
        return replace(mention, canonical=singular(mention.canonical))
    words = mention.canonical.split()
    if mention.type == "place" and mention.score > WEAK and not _is_surname(mention, people, title):
        return mention
    if len(words) > 1:
        full = next(
            (name for name in people.by_last.get(key(words[-1]), []) if _are_one(name, mention.canonical)), None
        )
        if full is None and _is_initial(words[0]):
            full = _with_initial(mention.canonical, people.by_last.get(key(words[-1]), []))
        return replace(mention, canonical=full, type="person") if full and mention.type == "person" else mention
    full = _only_person(words[0], people, title)
    if full is None:
        is_shared = key(words[0]) in people.by_last and (mention.score <= WEAK or mention.type == "person")
        return replace(mention, type="person", score=76, is_sure=True) if is_shared else mention
    return replace(mention, type="person", canonical=full, score=max(mention.score, 85), is_sure=True)


def _may_be_surname(mention: Mention, people: _People) -> bool:
    return mention.score <= WEAK and key(mention.canonical) in people.by_last


def _is_surname(mention: Mention, people: _People, title: str | None) -> bool:
    """ "Richardson said" after "Sheldon Richardson": a town's name, but not one that governs or stands after "in"."""
    word = mention.canonical
    is_named = " " not in word and key(word) in people.by_last
    return is_named and title != "in" and not is_metonym(word) and nationality_of(word) is None


def _only_person(word: str, people: _People, title: str | None = None) -> str | None:
    """The full name that a surname or given name alone can mean; None when two people share it.

    Of a family the one named more often than any other bears the bare surname: reports tell the relatives of the one
    they are about apart by their given names. "Mrs" and "Mr" choose by the given name's ending, where that decides.
    """
    last = people.by_last.get(key(word), [])
    if len(last) > 1 and title in ("he", "she"):
        last = [name for name in last if key(name.split()[0]).endswith(("a", "ya", "а", "я")) == (title == "she")]
        return last[0] if len(last) == 1 else None
    if last:
        others = [people.count[name] for name in last[1:]]
        return last[0] if all(people.count[last[0]] > count for count in others) else None
    first = people.by_first.get(key(word), [])
    return first[0] if len(first) == 1 else None


def singular(word: str) -> str:
    """ "Belarusian" for "Belarusians"; other words as they are."""
    return word[:-1] if word.endswith("s") and nationality_of(word[:-1]) is not None else word


def _acronyms(text: str, mentions: list[Mention]) -> dict[str, str]:
    """ "Security Service (SBU)": acronym -> the name it stands beside."""
    aliases: dict[str, str] = {}
    for mention in mentions:
        if mention.type == "organisation" and " " in mention.canonical:
            beside = _ACRONYM.match(text, mention.end, mention.end + 16)
            if beside is not None and beside[1].isupper():
                aliases.setdefault(beside[1], mention.canonical)
    return aliases


def _without_thing_acronyms(text: str, mentions: list[Mention]) -> list[Mention]:
    """ "Polymerase Chain Reaction (PCR)": the acronym of no organisation is none either."""
    things = {
        beside[1]
        for mention in mentions
        if mention.type == "other" and " " in mention.canonical
        if (beside := _ACRONYM.match(text, mention.end, mention.end + 16)) is not None
    }
    return [replace(each, type="other", score=40) if each.canonical in things else each for each in mentions]


def _short_forms(mentions: list[Mention]) -> dict[str, str]:
    """ "Atletico" beside "Atletico Belmora": the first or last word of just one organisation of two words."""
    names = sorted(
        {each.canonical for each in mentions if each.type == "organisation" and each.canonical.count(" ") == 1}
    )
    ends: dict[str, set[str]] = {}
    for name in names:
        for word in name.split()[:1]:
            if not (
                is_organisation_head(word)
                or known_organisation(word)
                or is_common(word)
                or place_of(word)
                or nationality_of(word)
            ):
                ends.setdefault(word, set()).add(name)
    return {word: next(iter(full)) for word, full in ends.items() if len(full) == 1}


def _best_by_words(text: str, mentions: list[Mention]) -> dict[str, Mention]:
    """For the same words the reading with most behind it; among weak ones a place was seen after "in", so it wins."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        words = key(text[mention.start : mention.end])
        if mention.is_sure and (words not in best or _weight(mention) > _weight(best[words])):
            best[words] = mention
    return _with_peoples(best)


def _weight(mention: Mention) -> tuple[int, int]:
    rank = {"place": 2, "person": 1}.get(mention.type, 0)
    return (mention.score, rank) if mention.score > WEAK else (WEAK, rank)


_PEOPLE = re.compile(r"(?P<root>\w{3,}?)(?:i?ans?|ese|ish|i)")


def _with_peoples(best: dict[str, Mention]) -> dict[str, Mention]:
    """ "Varanian" beside "Varania": an unknown adjective of an unknown country."""
    for words, mention in list(best.items()):
        found = _PEOPLE.fullmatch(words)
        if found is None or mention.score > WEAK + 12 or mention.type == "nationality":
            continue
        country = next(
            (found["root"] + end for end in ("ia", "a", "") if _is_weak(best.get(found["root"] + end))), None
        )
        if country is not None and country != words:
            base = mention.canonical[:-1] if words.endswith("s") else mention.canonical
            best[words] = replace(mention, type="nationality", canonical=base, score=70)
            best[country] = replace(best[country], type="place", score=70)
    return best


def _is_weak(mention: Mention | None) -> bool:
    return mention is not None and (mention.score <= WEAK or mention.type == "place")


def _settle(text: str, mention: Mention, best: dict[str, Mention], people: _People) -> Mention | None:
    """The mention as the rest of the report reads the same words; None when nothing makes it a name."""
    other = best.get(key(text[mention.start : mention.end]))
    if other is not None and (mention.score <= WEAK or not mention.is_sure or other.type == "nationality"):
        return replace(mention, type=other.type, canonical=other.canonical, score=other.score, is_sure=True)
    if mention.is_sure or mention.score >= 60:
        return mention
    return _without_first(mention, best, people)


def _without_first(mention: Mention, best: dict[str, Mention], people: _People) -> Mention | None:
    """ "Later Dornik spoke": the first word of a sentence had its capital from there, the rest is a name."""
    first, _, rest = mention.canonical.partition(" ")
    start = mention.start + len(first) + 1
    if rest and (known := best.get(key(rest))) is not None and known.score > WEAK:
        return replace(known, start=start, end=mention.end, role=None)
    full = _only_person(rest, people) if rest else None
    return Mention(start, mention.end, "person", full, 85) if full else None
