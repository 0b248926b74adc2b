"""Report -> names: persons, organisations, places and peoples, with the role as given.

Single sentences are read by `text.runs`; here the whole report decides: a surname joins the one full name that has it,
an acronym the name it stands beside in brackets, a capital at a sentence's start is a name only if it is one elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Finding, Location, Name, Report, content_id, fold
from infostreamer.plugins import UNTOLD
from infostreamer.text.capitals import Token, is_common, never_names, tokens_in
from infostreamer.text.cyrillic import base_form
from infostreamer.text.gazetteer import country_code, locate
from infostreamer.text.mention import Mention
from infostreamer.text.names import is_given_name, is_metonym, key, known_organisation, nationality_of, place_of
from infostreamer.text.roles import role_after, role_by_relation
from infostreamer.text.runs import read_sentence
from infostreamer.understand.metonyms import stands_for
from infostreamer.understand.name_context import with_context
from infostreamer.understand.names_abroad import LATIN, LISTED, names_abroad

MAKER = "names/1"
_ACRONYM = re.compile(r"[’']?s?\s?[\"“(]{1,2}(?:the\s)?([^\W\d_]{2,8})[\"”)]{1,2}")
_WEAK = 50  # at or below, what the rest of the report says about the same words wins
_LONGEST_HEADING_NAME = 5  # words
_MOST_NAMESAKES = 60  # people of one name in one report that are told apart; each is compared with all others


@dataclass(frozen=True, slots=True)
class NamesFinder:
    """Every mention with its type, its fullest form in this report and the mention key that joins mentions."""

    name: str = "names"
    version: int = 1
    languages: tuple[str, ...] = ("en", UNTOLD, *LISTED, *LATIN)
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("name",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Name findings in order; authors, photographers and the outlet itself are left out."""
        if report.language in LISTED or report.language in LATIN:
            return names_abroad(report, MAKER)
        headings = [span for span in report.sentences if _is_heading(report, *span)]
        known = set(headings)
        plain = [span for span in report.sentences if span not in known]
        mentions = [mention for span in plain for mention in read_sentence(report.text, *span)]
        linked = _link(report.text, mentions)
        linked += [mention for span in headings for mention in _read_heading(report.text, *span, linked)]
        kept = [mention for mention in linked if not _is_maker(report, mention)]
        kept = _with_roles(report, sorted(kept, key=lambda mention: mention.start))
        places = _located(kept)
        return [_finding(report, mention, places.get(mention.canonical)) for mention in kept]


NAMES = NamesFinder()


def _located(mentions: list[Mention]) -> dict[str, Location]:
    """Where the report's places lie, as far as their names and the countries it names tell."""
    places = {mention.canonical for mention in mentions if mention.type == "place"}
    peoples = {mention.canonical for mention in mentions if mention.type == "nationality"}
    named = {code for people in peoples if (code := country_code(nationality_of(people) or ""))}
    named |= {code for place in places if (code := country_code(place))}
    found = {place: locate(place, named) for place in sorted(places)}
    return {place: location for place, location in found.items() if location is not None}


def _finding(report: Report, mention: Mention, location: Location | None) -> Finding:
    role = " ".join(report.text[slice(*mention.role)].split()) if mention.role else None
    payload = Name(
        type=mention.type,  # type: ignore[arg-type]
        canonical=mention.canonical,
        role=role or None,
        who=content_id("who", mention.type, fold(mention.canonical)),
        stands_for=stands_for(report.text, mention),
        location=location if mention.type == "place" else None,
    )
    span = (mention.start, mention.end)
    return Finding.of(report.id, (span,), payload, maker=MAKER, confidence=mention.score / 100)


def _is_heading(report: Report, start: int, end: int) -> bool:
    """True for lines in title case or capitals, where a capital says nothing."""
    words = [word for word in report.text[start:end].split() if len(word) > 3 and word[0].isalpha()]
    upper = sum(word.isupper() for word in words)
    if len(words) < 4 or report.text[end - 1 : end] in '.”"':
        return len(words) > 1 and upper == len(words)
    lower = sum(not word[0].isupper() for word in words)
    return lower * 4 <= len(words) or upper * 2 > len(words)


# Joining mentions


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
        if mention.type != "person" or len(words) < 2 or (mention.score <= _WEAK and not mention.is_sure):
            continue
        _add_person(by_last.setdefault(key(words[-1]), []), mention.canonical)
        _add_person(by_first.setdefault(key(words[0]), []), mention.canonical)
    count = Counter(mention.canonical for mention in mentions if " " in mention.canonical)
    alone = Counter(key(mention.canonical) for mention in mentions)
    for given, names in by_first.items():
        count[names[0]] += alone[given] if len(names) == 1 else 0
    return _People(by_last, by_first, count)


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


def _link(text: str, mentions: list[Mention]) -> list[Mention]:
    mentions = with_context(text, mentions)
    people = _people(mentions)
    aliases = _acronyms(text, mentions)
    linked = [_join(mention, people, aliases, _title_before(text, mention.start)) for mention in mentions]
    best = _best_by_words(text, linked)
    settled = (_settle(text, mention, best, people) for mention in linked)
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
    if mention.type == "organisation":
        return replace(mention, canonical=aliases.get(mention.canonical, mention.canonical))
    if mention.type == "nationality":
        return replace(mention, canonical=_singular(mention.canonical))
    words = mention.canonical.split()
    if mention.type == "place" and mention.score > _WEAK and not _is_surname(mention, people, title):
        return mention
    if len(words) > 1:
        full = next(
            (name for name in people.by_last.get(key(words[-1]), []) if _are_one(name, mention.canonical)), None
        )
        return replace(mention, canonical=full, type="person") if full and mention.type == "person" else mention
    full = _only_person(words[0], people, title)
    if full is None:
        is_shared = key(words[0]) in people.by_last and mention.score <= _WEAK
        return replace(mention, type="person", score=60, is_sure=True) if is_shared else mention
    return replace(mention, type="person", canonical=full, score=max(mention.score, 85), is_sure=True)


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


def _singular(word: str) -> str:
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
    return (mention.score, rank) if mention.score > _WEAK else (_WEAK, rank)


_PEOPLE = re.compile(r"(?P<root>\w{3,}?)(?:i?ans?|ese|ish)")


def _with_peoples(best: dict[str, Mention]) -> dict[str, Mention]:
    """ "Varanian" beside "Varania": an unknown adjective of an unknown country."""
    for words, mention in list(best.items()):
        found = _PEOPLE.fullmatch(words)
        if found is None or mention.score > _WEAK + 12 or mention.type == "nationality":
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
    return mention is not None and (mention.score <= _WEAK or mention.type == "place")


def _settle(text: str, mention: Mention, best: dict[str, Mention], people: _People) -> Mention | None:
    """The mention as the rest of the report reads the same words; None when nothing makes it a name."""
    other = best.get(key(text[mention.start : mention.end]))
    if other is not None and (mention.score <= _WEAK or not mention.is_sure or other.type == "nationality"):
        return replace(mention, type=other.type, canonical=other.canonical, score=other.score, is_sure=True)
    if mention.is_sure or mention.score >= 60:
        return mention
    return _without_first(mention, best, people)


def _without_first(mention: Mention, best: dict[str, Mention], people: _People) -> Mention | None:
    """ "Later Dornik spoke": the first word of a sentence had its capital from there, the rest is a name."""
    first, _, rest = mention.canonical.partition(" ")
    start = mention.start + len(first) + 1
    if rest and (known := best.get(key(rest))) is not None and known.score > _WEAK:
        return replace(known, start=start, end=mention.end, role=None)
    full = _only_person(rest, people) if rest else None
    return Mention(start, mention.end, "person", full, 85) if full else None


# Headings


def _read_heading(text: str, start: int, end: int, linked: list[Mention]) -> list[Mention]:
    """Names in a line of title case: only what the report or the gazetteers know."""
    row = tokens_in(text, start, end)
    known = {key(text[mention.start : mention.end]): mention for mention in reversed(linked)}
    known |= {key(mention.canonical.split()[-1]): mention for mention in reversed(linked) if mention.type == "person"}
    found: list[Mention] = []
    at = 0
    while at < len(row):
        mention, size = _heading_name(text, row, at, known)
        if mention is not None:
            found.append(mention)
        at += size
    return found


def _heading_name(text: str, row: list[Token], at: int, known: dict[str, Mention]) -> tuple[Mention | None, int]:
    if row[at].kind not in ("word", "dotted") or not row[at].is_capital or row[at].word in never_names():
        return None, 1
    for size in range(min(_LONGEST_HEADING_NAME, len(row) - at), 0, -1):
        start, end = row[at].start, row[at + size - 1].end
        mention = _recognise(text[start:end], known) if row[at + size - 1].is_capital else None
        if mention is not None:
            return replace(mention, start=start, end=end, role=None), size
    return _given_pair(row, at)


def _recognise(words: str, known: dict[str, Mention]) -> Mention | None:
    if (mention := known.get(key(words))) is not None and mention.score > _WEAK:
        return mention
    if (organisation := known_organisation(words)) is not None:
        return Mention(0, 0, "organisation", organisation, 85)
    if nationality_of(words) is not None:
        return Mention(0, 0, "nationality", _singular(words), 90)
    place = place_of(words)
    if place is not None and place.is_certain and not is_given_name(words) and words != "West":
        return Mention(0, 0, "place", place.canonical, 85)
    return None


def _given_pair(row: list[Token], at: int) -> tuple[Mention | None, int]:
    is_pair = at + 1 < len(row) and row[at + 1].is_capital and row[at + 1].kind == "word" and not row[at].is_possessive
    if not is_pair or not is_given_name(row[at].word) or is_common(row[at + 1].word):
        return None, 1
    words = f"{row[at].word} {row[at + 1].word}"
    return Mention(row[at].start, row[at + 1].end, "person", words, 60), 2


# Roles and exclusions


def _is_maker(report: Report, mention: Mention) -> bool:
    """True for the report's authors, also by their surname alone, its photographers and its outlet."""
    makers = [fold(maker) for maker in (*report.byline, *(image.credit for image in report.images if image.credit))]
    name = fold(mention.canonical)
    if report.outlet and name == fold(report.outlet).removeprefix("the "):
        return True
    if " " in name:
        return any(name in maker for maker in makers)
    return mention.type in ("person", "other") and any(maker.split()[1:][-1:] == [name] for maker in makers)


def _with_roles(report: Report, mentions: list[Mention]) -> list[Mention]:
    stops = dict(_sentence_ends(report, mentions))
    completed: list[Mention] = []
    for at, mention in enumerate(mentions):
        role = mention.role
        if mention.type == "person" and role is None:
            role = role_after(report.text, mention.end, stops.get(mention.start, mention.end))
            follower = mentions[at + 1] if at + 1 < len(mentions) else None
            if role is None and follower is not None and follower.type == "organisation":
                role = role_by_relation(report.text, mention.end, (follower.start, follower.end))
        role = role if mention.type == "person" else None
        completed.append(mention if role == mention.role else replace(mention, role=role))
    return completed


def _sentence_ends(report: Report, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """(mention start, end of its sentence) pairs; both lists are in order of position."""
    sentences = iter(report.sentences)
    start, end = next(sentences, (0, 0))
    for mention in mentions:
        while end <= mention.start:
            start, end = next(sentences, (start, len(report.text) + 1))
        yield mention.start, end
