"""Report -> names: persons, organisations, places and peoples, with the role as given.

Single sentences are read by `text.runs`; here the whole report decides: a surname joins the one full name that has it,
an acronym the name it stands beside in brackets, a capital at a sentence's start is a name only if it is one elsewhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Finding, Location, Name, Report, content_id, fold
from infostreamer.plugins import UNTOLD
from infostreamer.text.mention import Mention
from infostreamer.text.roles import role_after, role_by_relation
from infostreamer.text.runs import read_sentence
from infostreamer.understand.metonyms import stands_for, verbs_of_subjects
from infostreamer.understand.name_furniture import is_furniture
from infostreamer.understand.name_headings import is_heading, read_heading
from infostreamer.understand.name_links import linked
from infostreamer.understand.name_places import as_place, located
from infostreamer.understand.name_votes import Heard, heard_in, merged, outvoted
from infostreamer.understand.names_abroad import LATIN, LISTED, names_abroad
from infostreamer.understand.pack import parse

MAKER = "names/1"


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
        headings = [span for span in report.sentences if is_heading(report, *span)]
        known = set(headings)
        plain = [span for span in report.sentences if span not in known]
        read = [mention for span in plain for mention in read_sentence(report.text, *span)]
        heard = heard_in(report)
        outside = [each for each in heard if not _is_in(each, headings)]
        mentions = linked(report.text, merged(report.text, read, outside))
        mentions = outvoted(report.text, mentions, heard) if heard else mentions
        mentions += [mention for span in headings for mention in read_heading(report.text, *span, mentions)]
        mentions = [each for each in mentions if len(each.canonical) > 1 and not is_furniture(report.text, each)]
        kept = [as_place(report.text, mention) for mention in mentions if not _is_maker(report, mention)]
        kept = _with_roles(report, sorted(kept, key=lambda mention: mention.start))
        places = located(report.text, kept)
        verb_of = verbs_of_subjects(parse(report))
        return [_finding(report, each, place, verb_of) for each, place in zip(kept, places, strict=True)]


NAMES = NamesFinder()


def _is_in(each: Heard, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (each.start, len(spans) and spans[-1][1])) - 1
    return at >= 0 and each.start < spans[at][1]


# Share of names of a type that were right on gold news, from a score on; see docs/why/042-names.md.
_MEASURED: dict[str, tuple[tuple[int, float], ...]] = {
    "person": ((90, 0.91), (77, 0.93), (72, 0.88), (66, 0.84), (0, 0.53)),
    "organisation": ((90, 0.94), (72, 0.68), (55, 0.47), (0, 0.33)),
    "nationality": ((85, 0.94), (0, 0.6)),
    "other": ((75, 0.45), (0, 0.2)),
    "place": ((88, 0.87), (80, 0.81), (70, 0.75), (57, 0.55), (0, 0.15)),
}


def _confidence(mention: Mention) -> float:
    """The rules' points, which only order readings, as a share."""
    return next(share for least, share in _MEASURED[mention.type] if mention.score >= least)


def _finding(report: Report, mention: Mention, location: Location | None, verb_of: Mapping[int, str]) -> Finding:
    role = " ".join(report.text[slice(*mention.role)].split()) if mention.role else None
    payload = Name(
        type=mention.type,  # type: ignore[arg-type]
        canonical=mention.canonical,
        role=role or None,
        who=content_id("who", mention.type, fold(mention.canonical)),
        stands_for=stands_for(report.text, mention, verb_of),
        location=location if mention.type == "place" else None,
    )
    span = (mention.start, mention.end)
    return Finding.of(report.id, (span,), payload, maker=MAKER, confidence=_confidence(mention))


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
