"""The extractive writer: lines that are sentences and quotations of the members, word for word, each cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from infostreamer.model import Event, FigureSeries, FigureVersion, Finding, Line, Moment, Quote, Span, Statement
from infostreamer.stories.contested import points_back
from infostreamer.stories.facts import Facts, covers
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_long_before
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.passages import can_be_listed, is_fit, sentence_at, sentences_of
from infostreamer.stories.resolve import resolved
from infostreamer.stories.speakers import speaker_label
from infostreamer.text.words import words_of

MOST_OF_A_KIND = 16
MOST_STATE = 3
FEWEST_QUOTED, FEWEST_OF_A_PHRASE = 4, 8
_OPEN = ("planned", "threatened")
_NO_LINE = ("denies", "rejects", "speculates", "believes")  # contested, speculation, and what nobody has said aloud


class ExtractiveWriter:
    """The built-in writer. Every sentence stands in one section only; nothing is said twice."""

    name = "extractive"

    def write(self, facts: Facts) -> list[Line]:
        """Lines of kinds contested, speculation, quote, statement, figure, event, state and commentary."""
        used: set[Span] = set()
        lines: list[Line] = []
        for section in (_contested, _speculation, _quotes, _events, _statements, _figures, _commentary):
            lines += _fresh(section(facts), used, lines)
        return [*lines, *_state(facts)]


def _fresh(candidates: Iterable[Line], used: set[Span], written: list[Line]) -> list[Line]:
    """A few of each report in turn whose sentence is not used yet and whose words are not there already."""
    kept: list[tuple[int, Line]] = []
    for at, line in _in_turn(candidates):
        is_used = line.kind != "quote" and line.citations[0] in used
        if is_used or is_repeated(line.text, [one.text for one in (*written, *(line for _, line in kept))], limit=800):
            continue
        used.add(line.citations[0])
        kept.append((at, line))
        if len(kept) == MOST_OF_A_KIND:
            break
    return [line for _, line in sorted(kept, key=lambda pair: pair[0])]


def _in_turn(candidates: Iterable[Line]) -> list[tuple[int, Line]]:
    """Every report's first line, then every report's second …, each with its place: no report fills a section alone."""
    turns: Counter[str | None] = Counter()
    ranked = []
    for at, line in enumerate(candidates):
        turns[line.first_report_id] += 1
        ranked.append((turns[line.first_report_id], at, line))
    return [(at, line) for _, at, line in sorted(ranked, key=lambda row: row[:2])]


def _contested(facts: Facts) -> Iterator[Line]:
    for entry in facts.contested:
        sides = entry.sides if points_back(entry.about) else entry.sides[-1:]
        text = " ".join(" ".join(side.says.split()) for side in sides)
        yield _line("contested", text, tuple(span for side in sides for span in side.citations))


def _speculation(facts: Facts) -> Iterator[Line]:
    told = {moment.line.citations[0] for moment in facts.timeline}
    for read, finding in _all(facts, "statement", "event"):
        if any(covers(span, finding.spans[0]) for span in told):
            continue  # it tells of something that happened as well
        payload = finding.payload
        is_guess = isinstance(payload, Statement) and payload.stance == "speculates"
        if is_guess or (isinstance(payload, Event) and payload.status == "speculated"):
            yield from _sentence("speculation", read, finding)


def _quotes(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "quote"):
        quote = finding.payload
        if not isinstance(quote, Quote) or not quote.direct or _is_scrap(finding.words(read.report.text)):
            continue
        label = speaker_label(facts, read, finding)
        if label is not None:
            pieces = [" ".join(read.report.text[span.start : span.end].split()) for span in finding.spans]
            text = " … ".join(f"“{_bare(piece)}”" for piece in pieces)
            yield _line("quote", text, (*finding.spans, *label[1]), finding=finding, label=label[0])


def _is_scrap(words: str) -> bool:
    """A word or two in marks, or a phrase out of the middle of a sentence: it says nothing by itself."""
    fewest = FEWEST_QUOTED if _bare(words)[:1].isupper() else FEWEST_OF_A_PHRASE
    return len(words_of(words)) < fewest


def _bare(words: str) -> str:
    return words.strip('“”"„«» ')


def _statements(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "statement"):
        statement = finding.payload
        if isinstance(statement, Statement) and statement.stance not in _NO_LINE:
            label = speaker_label(facts, read, finding)
            for line in _sentence("statement", read, finding) if label else ():
                yield _line(
                    "statement", line.text, (*line.citations, *(label[1] if label else ())),
                    finding=finding, label=label[0] if label else None,
                )  # fmt: skip


def _figures(facts: Facts) -> Iterator[Line]:
    """The sentence of the latest standing version of each series: nothing is listed that the table leaves out."""
    listed = {version.citation for series in facts.figures for version in _standing(series)[-1:]}
    for read, finding in _all(facts, "figure"):
        if finding.spans[0] in listed:
            yield from _sentence("figure", read, finding)


def _standing(series: FigureSeries) -> list[FigureVersion]:
    return [version for version in series.versions if not version.is_superseded]


def _events(facts: Facts) -> Iterator[Line]:
    for moment in sorted(_moments(facts), key=lambda one: one.when or _reported(facts, one)):
        yield moment.line


def _reported(facts: Facts, moment: Moment) -> str:
    """When the report that tells of it was published: an undated happening stands there among the dated ones."""
    at = moment_of(facts.group.report(moment.line.citations[0].report_id))
    return at.isoformat() if at else "9999"


def _moments(facts: Facts) -> list[Moment]:
    """Happenings of the story itself: those long before it, and tolls since overtaken, are in the timeline alone."""
    overtaken = facts.tolls[1]
    return [
        moment
        for moment in facts.timeline
        if not is_long_before(moment.when, facts.began)
        and not any(covers(moment.line.citations[0], span) for span in overtaken)
    ]


def _commentary(facts: Facts) -> Iterator[Line]:
    """The first sentence fit to be shown of each opinion piece, kept apart from what is reported."""
    for read in facts.group.current:
        if facts.parts[read.report.id].role == "commentary":
            for span in sentences_of(read)[:1]:
                text = read.report.text[span.start : span.end]
                yield _line("commentary", " ".join(text.split()), (span,))


def _state(facts: Facts) -> list[Line]:
    """Where things stand: what is planned or threatened, then what was last reported; newest first, at most three."""
    newest = sorted(_moments(facts), key=lambda one: (_reported(facts, one), one.when or ""), reverse=True)
    open_ones = [moment for moment in newest if moment.status in _OPEN]
    done = [moment for moment in newest if moment.status == "happened"]
    lines: list[Line] = []
    for moment in (*open_ones, *done):
        text = moment.line.text
        if len(lines) < MOST_STATE and not is_repeated(text, [line.text for line in lines]):
            lines.append(_line("state", text, moment.line.citations))
    return lines


def _all(facts: Facts, *kinds: str) -> Iterator[tuple[Read, Finding]]:
    for read in facts.sources:
        for finding in read.findings:
            if finding.kind in kinds:
                yield read, finding


def _sentence(kind: str, read: Read, finding: Finding) -> Iterator[Line]:
    """The whole sentence that the finding stands in, a leading pronoun resolved, where it may be shown alone."""
    sentence = sentence_at(read.report, finding.start)
    if sentence is not None and is_fit(read, *sentence):
        shown = resolved(read, finding, Span(read.report.id, *sentence))
        if kind == "speculation" or can_be_listed(shown.text):
            yield _line(kind, shown.text, shown.citations, finding=finding)


def _line(
    kind: str, text: str, citations: tuple[Span, ...], *, finding: Finding | None = None, label: str | None = None
) -> Line:
    return Line(
        text=text,
        kind=kind,
        citations=tuple(dict.fromkeys(citations)),
        maker=MAKER,
        check="verified",
        label=label,
        finding_ids=(finding.id,) if finding else (),
        first_report_id=citations[0].report_id,
    )
