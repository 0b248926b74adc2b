"""What the rules read and what the embedded tagger hears -> one reading of every name.

Where they agree both are surer. Where they differ the rules prevail from a certain score on, a different one for each
pair of types: the table was set by counting, on news with gold names, who was right. A name that only the tagger hears
is taken on trust and must live with what the rest of the report says; a weak one that only the rules read is dropped.
See docs/why/042-names.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Report
from infostreamer.text.capitals import (
    is_common,
    is_direction,
    is_thing,
    is_wrapped,
    never_names,
    particles,
)
from infostreamer.text.mention import Mention
from infostreamer.text.names import is_given_name, is_organisation_head, is_place_head, is_role, is_title
from infostreamer.text.runs import UNDERTAKINGS, has_place_ending
from infostreamer.understand.pack import parse
from infostreamer.understand.pack.parse import Token

# Rules and tagger name the same words differently: the rules' reading prevails from this score on.
_PREVAILS = {
    ("organisation", "place"): 90, ("organisation", "person"): 70, ("person", "organisation"): 80,
    ("person", "place"): 60, ("place", "organisation"): 60, ("place", "person"): 80,
}  # fmt: skip
# They draw the limits differently.
_HOLDS = {
    ("organisation", "organisation"): 101, ("organisation", "place"): 80, ("organisation", "person"): 80,
    ("person", "person"): 88, ("person", "organisation"): 80, ("person", "place"): 60,
    ("place", "place"): 60, ("place", "organisation"): 101, ("place", "person"): 75,
}  # fmt: skip
_LINKS = particles() | {"of", "for", "and", "the", "on", "in", "to", "at", "against", "with"}
# Score of what only the tagger hears: names of several words, single words (open to what the report says beside them).
_ALONE = {"person": 66, "organisation": 58, "place": 57, "nationality": 60, "other": 45}
_ALONE_SINGLE = {"person": 50, "organisation": 50, "place": 49, "nationality": 60, "other": 45}
_BY_HEAD = (85,)  # "University of Port Serin": an organisation by its head word; the tagger often stops before its tail
_CERTAIN = 95  # above: the agency of a dateline
_TANGLED = 30  # overlapping mentions: no sentence, but a list without end; the rules' reading stands
_AGREED = 75  # at least, where both say the same; still open to what the report says beside it
_CHANCE = 50  # score of a place
_SURNAME = 60  # a word with a surname's ending
# Below it what only the rules read falls.
_UNHEARD = {"person": 80, "organisation": 88, "place": 80, "nationality": 0, "other": 101}


@dataclass(frozen=True, slots=True)
class Heard:
    """Words the tagger takes for a name, without article and title."""

    start: int
    end: int
    type: str
    is_opening: bool  # the sentence begins with it, so its capital says nothing


def heard_in(report: Report) -> list[Heard]:
    """The tagger's names by position; empty for languages it does not read."""
    found = [each for sentence in parse(report).sentences for each in _labelled(report.text, sentence.tokens)]
    return sorted(found, key=lambda each: each.start)


def _labelled(text: str, tokens: Sequence[Token]) -> Iterator[Heard]:
    at = 0
    while at < len(tokens):
        last = at + 1
        if tokens[at].entity != "O":
            while last < len(tokens) and tokens[last].entity[:1] == "I":
                last += 1
            for begin, end in _lines(text, tokens, at, last):
                first = _after_small_word(tokens, begin, end)
                heard = _trimmed(tokens, first, end)
                heard = _with_hyphen(text, heard) if heard is not None else None
                if heard is not None and not _is_part_of_address(text, heard):
                    is_first = first == begin and (begin > at or not tokens[max(0, first - 1)].word[:1].isalnum())
                    yield replace(heard, is_opening=heard.is_opening or is_first)
        at = last


def _after_small_word(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the name begins in "institute Terralens": behind the last small word that is no link inside a name."""
    inside = (
        at for at in range(last - 2, first - 1, -1) if tokens[at].word.islower() and tokens[at].word not in _LINKS
    )
    return next((at + 1 for at in inside if tokens[at + 1].word[:1].isupper()), first)


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> Heard | None:
    """Without "the", "President" before and "'s", "spokesman" behind; None when no capital or number is left."""
    kind, begin = tokens[first].entity[2:], first
    while first < last and _leads(tokens[first].word, kind):
        first += 1
    while first < last and (_trails(tokens[last - 1].word, kind) or _is_office(tokens, first, last, kind)):
        last -= 1
    if first == last or not any(mark.isupper() for mark in tokens[first].word):
        return None
    return Heard(tokens[first].start, tokens[last - 1].end, kind, begin == 0)


def _lines(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The name's words cut where a short line ends: entries of a list, lines of an address."""
    begin = first
    for at in range(first + 1, last):
        if text[tokens[at].start - 1] == "\n" and not is_wrapped(text, tokens[at].start - 1):
            yield begin, at
            begin = at
    yield begin, last


def _with_hyphen(text: str, heard: Heard) -> Heard:
    """ "Lam Siu-ting" and "Kverna & Ost" whole, though the tagger stops inside; "Vilnius" of "Vilnius-based"."""
    partner = _PARTNER.match(text, heard.end) if heard.type == "organisation" else None
    if partner is not None:
        return replace(heard, end=partner.end())
    found = _AFTER_HYPHEN.match(text, heard.end)
    if found is None or not (heard.type == "person" or found[1].isupper()):
        return heard
    return replace(heard, end=found.end())


_PARTNER = re.compile(r" & [A-Z][a-z]{1,24}\b")
_AFTER_HYPHEN = re.compile(r"[-‐‑]([^\W\d_])[^\W\d_]{1,24}(?![\w-])")


def _is_part_of_address(text: str, heard: Heard) -> bool:
    before, behind = text[max(0, heard.start - 2) : heard.start], text[heard.end : heard.end + 2]
    is_tail = before[-1:] in ("@", "#", "/") or (before[-1:] == "." and before[:1].isalnum() and len(before) == 2)
    return is_tail or (behind[:1] in ("@", ".") and behind[1:].isalnum())


def _is_office(tokens: Sequence[Token], first: int, last: int, kind: str) -> bool:
    """The last word of "Museum of Flight CEO", not of "Office of the Prosecutor"."""
    word, before = tokens[last - 1].word, tokens[last - 2].word if last - 2 >= first else ""
    return kind in ("organisation", "place") and before[:1].isupper() and (is_role(word) or is_title(word))


def _leads(word: str, kind: str) -> bool:
    is_called = kind == "person" and (is_title(word) or is_role(word))
    return is_called or word.lower() in ("the", "a", "an", "its", "their", "our") or not word[:1].isalnum()


def _trails(word: str, kind: str) -> bool:
    is_small = kind != "other" and word.isalpha() and word.islower()
    return is_small or not any(mark.isalnum() for mark in word) or word in ("'s", "’s")


# Before names are joined


_OFFICE = re.compile(r"(?:Secretary|Minister|Ministry|Department) (?:of|for) (?:the )?$")


def merged(text: str, read: Sequence[Mention], heard: Sequence[Heard]) -> list[Mention]:
    """The rules' mentions and the tagger's names as one list by position, without overlaps."""
    if not heard:
        return list(read)
    found: list[Mention] = []
    for mentions, names in _clusters(read, heard):
        found += _decided(text, mentions, names)
    return found


def _clusters(read: Sequence[Mention], heard: Sequence[Heard]) -> Iterator[tuple[list[Mention], list[Heard]]]:
    """Groups of mentions and names that overlap each other, by position."""
    both: list[Mention | Heard] = sorted([*read, *heard], key=lambda each: (each.start, each.end))
    mentions: list[Mention] = []
    names: list[Heard] = []
    end = -1
    for each in both:
        if each.start >= end and (mentions or names):
            yield mentions, names
            mentions, names = [], []
        end = max(end, each.end) if mentions or names else each.end
        if isinstance(each, Mention):
            mentions.append(each)
        else:
            names.append(each)
    if mentions or names:
        yield mentions, names


def _decided(text: str, mentions: list[Mention], names: list[Heard]) -> list[Mention]:
    if not names or len(mentions) > _TANGLED:
        return mentions
    if not mentions:
        return [mention for name in names if (mention := _alone(text, name)) is not None]
    if len(mentions) == len(names) == 1 and (mentions[0].start, mentions[0].end) == (names[0].start, names[0].end):
        return [_same_words(text, mentions[0], names[0])]
    return mentions if _stands(mentions, names) else _replaced(text, mentions, names)


def _alone(text: str, name: Heard) -> Mention | None:
    words = " ".join(text[name.start : name.end].split())
    if (
        len(words) < 2
        or text.startswith(("n't", "n’t"), name.end)
        or (" " not in words and (is_direction(words) or words == "Eve"))
    ):
        return None
    is_thing_named = _NO_PERSON.match(words) is not None or words.split()[0] in UNDERTAKINGS
    kind = "other" if name.type == "person" and is_thing_named else name.type
    kind = "place" if kind == "person" and words.endswith(_COUNTRIES) and not is_given_name(words) else kind
    is_word = " " not in words and is_common(words)
    is_office = is_word and _OFFICE.search(text[max(0, name.start - 16) : name.start]) is not None
    if words in never_names() or is_office or (is_word and name.is_opening):
        return None
    is_sure = not name.is_opening or " " in words or (kind == "person" and _may_open(words))
    score = (_ALONE if " " in words else _ALONE_SINGLE)[kind]
    return Mention(name.start, name.end, kind, words, score, is_sure=is_sure)


def _may_open(word: str) -> bool:
    """False for "Getting": a verb or a thing at the start of a sentence, which the tagger takes for a name."""
    return not (word.endswith(("ing", "ed", "ly", "able", "apy")) or is_thing(word))


_COUNTRIES = ("ania", "onia", "avia", "uria", "stan")
# "GenAI", "LLM": brands and acronyms.
_NO_PERSON = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Al|El|O[’'])[A-Z][a-z]+[A-Z]\w*$|[A-Z]{2,4}$")
_FOLLOWER = re.compile(r"[,:]|['’]s\b| ([a-z]{2,16})\b")


def _same_words(text: str, mention: Mention, name: Heard) -> Mention:
    if mention.type == name.type != "other":
        return replace(mention, score=max(mention.score, _AGREED), is_sure=True)
    if mention.type == "nationality" or name.type in ("nationality", "other"):
        return mention
    if (
        mention.type != "other"
        and not _ends_otherwise(mention, name)
        and mention.score >= _PREVAILS[mention.type, name.type]
    ):
        return mention
    heard = _alone(text, name)
    return replace(heard, canonical=mention.canonical) if heard is not None else mention


def _ends_otherwise(mention: Mention, name: Heard) -> bool:
    """ "Lloyd Park", "Georgia Power": a given name before a word that no person bears."""
    last = mention.canonical.split()[-1]
    is_end = is_place_head(last) or is_organisation_head(last) or is_thing(last)
    return mention.type == "person" and mention.role is None and is_end and name.type in ("place", "organisation")


def _stands(mentions: Iterable[Mention], names: Iterable[Heard]) -> bool:
    """True where the rules' limits are kept."""
    return all(_holds(mention, name) for mention in mentions for name in names
               if mention.start < name.end and name.start < mention.end)  # fmt: skip


def _holds(mention: Mention, name: Heard) -> bool:
    if (mention.start, mention.end, mention.type) == (name.start, name.end, name.type) or name.type == "other":
        return True
    if mention.type == "nationality":
        return name.type != "organisation"
    if mention.score > _CERTAIN:
        return True
    is_longer = mention.start <= name.start and name.end <= mention.end
    if is_longer and mention.type == "organisation" and mention.score in _BY_HEAD:
        return True
    return mention.score >= _HOLDS.get((mention.type, name.type), 101)


def _replaced(text: str, mentions: Sequence[Mention], names: Sequence[Heard]) -> list[Mention]:
    """The tagger's names, with the role that the rules found; what they leave of the rules' mentions stays."""
    found: list[Mention] = []
    for name in names:
        heard = _alone(text, name)
        inside = [each for each in mentions if each.start < name.end and name.start < each.end]
        if heard is not None:
            role = next((each.role for each in inside if each.type == name.type == "person" and each.role), None)
            role = role if role is None or role[1] <= name.start or role[0] >= name.end else None
            found.append(replace(heard, role=role))
    taken = [(each.start, each.end) for each in found]
    found += [each for each in mentions if not any(start < each.end and each.start < end for start, end in taken)]
    return sorted(found, key=lambda each: each.start)


# After names are joined


def outvoted(text: str, mentions: Sequence[Mention], heard: Sequence[Heard]) -> list[Mention]:
    """The mentions without the weak ones that the tagger does not hear anywhere in the report."""
    mentions = [replace(each, type="other", score=40) if _is_chance(text, each) else each for each in mentions]
    words = {text[each.start : each.end] for each in heard if each.type != "other"}
    starts = [each.start for each in heard]
    return [each for each in mentions if _is_strong(text, each) or _is_heard(each, heard, starts) or
            text[each.start : each.end] in words]  # fmt: skip


def _is_chance(text: str, mention: Mention) -> bool:
    """A single word taken for a place without a reason: one in ten was. "of", "in" before it or its ending are one."""
    if mention.type != "place" or mention.score > _CHANCE:
        return False
    before = text[max(0, mention.start - 12) : mention.start].split(" ")
    return not has_place_ending(mention.canonical) and before[-2:-1] not in (["of"], ["in"], ["from"], ["near"])


def _is_strong(text: str, mention: Mention) -> bool:
    is_single_person = mention.type == "person" and " " not in mention.canonical and mention.score >= _SURNAME
    return is_single_person or mention.score >= _UNHEARD[mention.type] or not text[mention.start].isascii()


def _is_heard(mention: Mention, heard: Sequence[Heard], starts: Sequence[int]) -> bool:
    at = bisect_left(starts, mention.end) - 1
    return at >= 0 and heard[at].end > mention.start
