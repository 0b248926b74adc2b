"""What a query would match, said before a search is saved, a dossier made or an alert set; and why each story would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from infostreamer.desk.answers import Preview, Previewed, Why
from infostreamer.desk.marks import marks, marks_of
from infostreamer.desk.matching import MatchingStories
from infostreamer.dossiers import Standing, report_holds, story_holds
from infostreamer.dossiers.question import is_named, named_in
from infostreamer.model import OWNER, Member, Reader, Report, Span, Story, fold
from infostreamer.model.facets import facets_of
from infostreamer.text.query import Condition, Query, Words, parse_query
from infostreamer.text.query_words import in_words, leaf_in_words
from infostreamer.text.search_words import search_words

_NEWEST = 5
_SPANS = 3  # of one reason


class Previewing(MatchingStories):
    """The question before an order."""

    def preview(self, query: str, reader: Reader = OWNER, *, limit: int = _NEWEST) -> Preview:
        """How many stories answer the query now, and the newest few with why.

        Raises:
            BadInput: the query cannot be understood.
        """
        parsed = parse_query(query)
        found = self.matching_ids(query, reader=reader)
        with self.store.read() as unit:
            stories = unit.stories.many(found.story_ids[:limit])
            reports = unit.reports.many(one for story in stories.values() for one in story.report_ids)
        standing = self.standing(parsed, reader, list(stories))
        return Preview(
            query=str(parsed),
            words=in_words(parsed),
            total=len(found.story_ids),
            is_bounded=found.is_bounded,
            newest=tuple(
                Previewed(story=story, why=tuple(reasons(parsed, story, reports, standing)))
                for story in stories.values()
            ),
        )


def reasons(query: Query, story: Story, reports: Mapping[str, Report], standing: Standing) -> Iterator[Why]:
    """Each wanted word and condition of the query that the story fulfils, with where that stands."""
    for leaf in query.wanted:
        why = _of_words(leaf, story, reports) if isinstance(leaf, Words) else _of_field(leaf, story, reports, standing)
        if why is not None and why.spans:
            yield why


def spans_in(query: Query, story: Story | None, report: Report) -> tuple[Span, ...]:
    """Where in one report what was asked for stands: words, phrases, names and speakers; in order, none overlapping."""
    terms, found = list(query.terms), []
    asked = [leaf for leaf in query.wanted if isinstance(leaf, Condition)] if story is not None else []
    for leaf in asked:
        assert story is not None
        if leaf.field in ("who", "place"):
            names = named_in(leaf, facets_of(story))
            terms += [term for one in names for form in one.forms if (term := tuple(search_words(form)))]
        elif leaf.field in _STANDS:
            found += [span for span in _STANDS[leaf.field](leaf, story) if span.report_id == report.id]
    found += [Span(report.id, start, end) for start, end in marks_of(terms, report.text)]
    kept: list[Span] = []
    for span in sorted(found):
        if span.end <= len(report.text) and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return tuple(kept)


def _of_words(leaf: Words, story: Story, reports: Mapping[str, Report]) -> Why | None:
    """The newest reports that hold the words; a replaced version only where no other does."""
    order = [
        *reversed([one for one in story.members if not one.is_superseded]),
        *(one for one in story.members if one.is_superseded),
    ]
    holding: dict[str, Span] = {}
    for member in order:
        report = reports.get(member.report_id)
        found = marks(Query(leaf), report.text) if report else ()
        if report and found:
            holding[member.report_id] = Span(report.id, *found[0])
    if not holding:
        return None
    first = next(member for member in order if member.report_id in holding)
    outlet = first.outlet or "a report"
    more = len(holding) - 1
    others = f" and {more} other report{'s' if more > 1 else ''}" if more else ""
    return Why(asked=str(Query(leaf)), found=f"in {outlet}{others}", spans=tuple(holding.values())[:_SPANS])


def _of_field(leaf: Condition, story: Story, reports: Mapping[str, Report], standing: Standing) -> Why | None:
    facets = facets_of(story)
    held = [
        member
        for member, small in zip(story.members, facets.members, strict=True)
        if report_holds(leaf, small, standing)
    ]
    if held:
        spans = tuple(_title_of(reports[member.report_id]) for member in held if member.report_id in reports)
        return Why(asked=str(Query(leaf)), found=_outlets(held), spans=spans[:_SPANS])
    if not story_holds(leaf, facets, standing):
        return None
    spans = tuple(dict.fromkeys(_STANDS.get(leaf.field, _headline)(leaf, story)))[:_SPANS]
    return Why(asked=str(Query(leaf)), found=_found(leaf, story), spans=spans or story.headline.citations[:_SPANS])


def _found(leaf: Condition, story: Story) -> str:
    if leaf.field in ("who", "place"):
        named = [who.name for who in story.who if _is_meant(leaf, who.name, *who.aliases) or who.id == leaf.value]
        return f"names {', '.join(named[:3])}" if named else leaf_in_words(leaf)
    if leaf.field == "independent":
        return f"{story.independent} independent"
    if leaf.field == "reports":
        return f"{sum(not member.is_superseded for member in story.members)} reports"
    return leaf_in_words(leaf)


def _outlets(members: list[Member]) -> str:
    outlets = list(dict.fromkeys(member.outlet or "a report" for member in members))
    more = len(outlets) - 2
    return ", ".join(outlets[:2]) + (f" and {more} other{'s' if more > 1 else ''}" if more > 0 else "")


def _title_of(report: Report) -> Span:
    """The title, else the first sentence."""
    first = report.sentences[0] if report.sentences else (0, len(report.text))
    return Span(report.id, *first)


def _is_meant(leaf: Condition, *forms: str) -> bool:
    return any(is_named(fold(leaf.typed), fold(form)) for form in forms)


def _named(leaf: Condition, story: Story) -> tuple[Span, ...]:
    kinds = ("place",) if leaf.field == "place" else ("person", "organisation", "nationality", "other")
    return tuple(
        span
        for who in story.who
        if who.kind in kinds and (who.id == leaf.value or _is_meant(leaf, who.name, *who.aliases))
        for span in who.citations
    )


def _said(leaf: Condition, story: Story) -> tuple[Span, ...]:
    lines = [span for line in story.lines if line.label and _is_meant(leaf, line.label) for span in line.citations]
    accounts = [
        account.citation
        for fact in story.facts
        for account in fact.accounts
        if account.speaker and _is_meant(leaf, account.speaker)
    ]
    return (*lines, *accounts)


def _counted(leaf: Condition, story: Story) -> tuple[Span, ...]:
    wanted = fold(leaf.typed).split()
    return tuple(
        version.citation
        for series in story.figures
        if all(word in fold(series.of) for word in wanted)
        for version in series.versions
    )


def _state(leaf: Condition, story: Story) -> tuple[Span, ...]:
    if leaf.value in ("contested", "denied"):
        return tuple(span for matter in story.contested for side in matter.sides for span in side.citations)
    if leaf.value == "differing":
        return tuple(one.citation for series in story.figures if series.is_differing for one in series.versions)
    if leaf.value in ("corrected", "withdrawn"):
        return tuple(span for member in story.members if (span := member.corrected or member.withdrawn) is not None)
    return story.headline.citations


def _headline(leaf: Condition, story: Story) -> tuple[Span, ...]:
    return story.headline.citations


_STANDS = {"who": _named, "place": _named, "said-by": _said, "figure": _counted, "is": _state}
