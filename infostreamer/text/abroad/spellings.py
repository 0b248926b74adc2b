"""One name in two scripts: joined where the report itself gives both, one in brackets after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from infostreamer.text.mention import Mention

_MOST = 40  # pairs looked at: a report has a few, a list of names has thousands
_BOTH = re.compile(
    r"(?P<own>[А-ЯЁІЇЄҐЎ][а-яёіїєґў’'-]{2,40}(?:\s[А-ЯЁІЇЄҐЎ][а-яёіїєґў’'-]{2,40}){0,2})\s"
    r"\((?P<latin>[A-ZÀ-Ž][a-zà-ž’'-]{2,40}(?:\s[A-ZÀ-Ž][a-zà-ž’'-]{2,40}){0,2})\)"
)
# The Latin letters that a first letter may become, in the usual transliterations of the three languages.
_FIRST = {
    "а": "a", "б": "b", "в": "vw", "г": "gh", "ґ": "g", "д": "d", "е": "eyj", "ё": "yij", "є": "yij",
    "ж": "zjg", "з": "zs", "и": "iyj", "і": "i", "ї": "yij", "й": "iyj", "к": "kcq", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "sc", "т": "t", "у": "uw", "ў": "uwv", "ф": "fp",
    "х": "hkcx", "ц": "cts", "ч": "ct", "ш": "s", "щ": "s", "э": "ea", "ю": "yij", "я": "yij",
}  # fmt: skip


def joined_spellings(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with both spellings of a person under one name, and every other mention of either."""
    names: dict[str, str] = {}
    added: list[Mention] = []
    for found in islice(_BOTH.finditer(text), _MOST):
        own, latin = found["own"], found["latin"]
        held = next((each for each in mentions if each.start <= found.start("own") < each.end), None)
        if len(own.split()) != len(latin.split()) or not _sounds_alike(own, latin) or not _may_be_person(held):
            continue
        canonical = held.canonical if held is not None else own
        names.update({own: canonical, latin: canonical})
        added += [_person(*found.span("own"), canonical), _person(*found.span("latin"), canonical)]
    return _merged(text, mentions, names, added) if names else mentions


def _may_be_person(held: Mention | None) -> bool:
    return held is None or held.type == "person"


def _sounds_alike(own: str, latin: str) -> bool:
    """The first letters of every word may be the same sound."""
    pairs = zip(own.lower().split(), latin.lower().split(), strict=True)
    return all(_plain(two[0]) in _FIRST.get(one[0], "") for one, two in pairs)


def _plain(letter: str) -> str:
    return {"č": "c", "š": "s", "ž": "z", "ł": "l", "ś": "s", "ć": "c", "ŭ": "u", "é": "e"}.get(letter, letter)


def _person(start: int, end: int, canonical: str) -> Mention:
    return Mention(start, end, "person", canonical, 75)


def _merged(text: str, mentions: list[Mention], names: dict[str, str], added: Iterable[Mention]) -> list[Mention]:
    for name, canonical in names.items():
        form = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        added = [*added, *(_person(*found.span(), canonical) for found in form.finditer(text))]
    kept = [replace(each, canonical=names[words]) if (words := text[each.start : each.end]) in names else each
            for each in mentions if each.type == "person" or text[each.start : each.end] not in names]  # fmt: skip
    taken = {at for each in kept for at in range(each.start, each.end)}
    fresh = {(each.start, each.end): each for each in added}
    free = [each for each in fresh.values() if taken.isdisjoint(range(each.start, each.end))]
    return sorted([*kept, *free], key=lambda each: each.start)
