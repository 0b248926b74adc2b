"""The extractive writer: lines that are sentences and quotations of the members, word for word, each cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from infostreamer.model import Event, FigureSeries, FigureVersion, Finding, Line, Quote, Span, Statement
from infostreamer.stories.dates_in_lines import surely_dated, with_dates
from infostreamer.stories.denials import shown_sides
from infostreamer.stories.facts import Facts, covers
from infostreamer.stories.features import Read
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.latest import moments_about, reported
from infostreamer.stories.passages import can_be_listed, is_fit, leans, sentence_at, sentences_of
from infostreamer.stories.resolve import Resolved, resolved
from infostreamer.stories.speakers import speaker_label
from infostreamer.stories.state import state_of
from infostreamer.stories.subject import Subject, subject_of
from infostreamer.stories.trimming import trimmed
from infostreamer.stories.unfit import is_judging, single_words
from infostreamer.text.words import words_of

MOST_OF_A_KIND = 16
_SAID_AGAIN = {"event": 600, "statement": 700}  # per mille of a line's words that another line has; else 800
_DATED = ("contested", "event", "statement", "figure", "state")
SEVERAL = 3  # reports
FEWEST_QUOTED, FEWEST_OF_A_PHRASE = 4, 8
_NO_LINE = ("denies", "rejects", "speculates", "believes")  # contested, speculation, and what nobody has said aloud


class ExtractiveWriter:
    """The built-in writer. Every sentence stands in one section only; nothing is said twice."""

    name = "extractive"

    def write(self, facts: Facts) -> list[Line]:
        """Lines of kinds contested, speculation, quote, statement, figure, event, state and commentary."""
        sources, used = facts.sources, set[Span]()
        subject = subject_of(sources)
        foreign = {read.report.id for read in facts.group.arrived if read.report.language != subject.language}
        is_narrow = len(sources) < SEVERAL
        lines: list[Line] = []
        for section in (_contested, _speculation, _quotes, _events, _statements, _figures, _commentary):
            found = [line for line in section(facts, subject) if is_narrow or _belongs(line, subject, foreign)]
            lines += _fresh(found, foreign, used, lines)
        reads = surely_dated(facts.group.arrived)
        written = [*lines, *state_of(facts, subject)]
        return [with_dates(line, reads) if line.kind in _DATED else line for line in written]


def _belongs(line: Line, subject: Subject, foreign: Collection[str]) -> bool:
    """In a story of several reports, what is listed has a word of its subject: reports drift into other matters."""
    is_exempt = line.kind not in ("statement", "figure", "speculation") or line.citations[0].report_id in foreign
    return is_exempt or subject.closeness(line.text) > 0


def _fresh(candidates: Iterable[Line], foreign: Collection[str], used: set[Span], written: list[Line]) -> list[Line]:
    """A few of each report in turn whose sentence is not used yet and whose words are not there already."""
    kept: list[tuple[int, Line]] = []
    for at, line in _in_turn(candidates, foreign):
        is_used = line.kind != "quote" and line.citations[0] in used
        others = [one.text for one in (*written, *(line for _, line in kept))]
        if is_used or is_repeated(line.text, others, limit=_SAID_AGAIN.get(line.kind, 800)):
            continue
        used.add(line.citations[0])
        kept.append((at, line))
        if len(kept) == MOST_OF_A_KIND:
            break
    return [line for _, line in sorted(kept, key=lambda pair: pair[0])]


def _in_turn(candidates: Iterable[Line], foreign: Collection[str]) -> list[tuple[int, Line]]:
    """Every report's first line, then every report's second …, each with its place: no report fills a section alone.

    Lines in another language than most reports are written in come last.
    """
    turns: Counter[str] = Counter()
    ranked = []
    for at, line in enumerate(candidates):
        report_id = line.citations[0].report_id
        turns[report_id] += 1
        ranked.append((report_id in foreign, turns[report_id], at, line))
    return [(at, line) for _, _, at, line in sorted(ranked, key=lambda row: row[:3])]


def _contested(facts: Facts, _: Subject) -> Iterator[Line]:
    for entry in facts.contested:
        sides = shown_sides(entry)
        text = " ".join(" ".join(side.says.split()) for side in sides)
        yield _line("contested", text, tuple(span for side in sides for span in side.citations))


def _speculation(facts: Facts, _: Subject) -> Iterator[Line]:
    told = {moment.line.citations[0] for moment in facts.timeline}
    for read, finding in _all(facts, "statement", "event"):
        if any(covers(span, finding.spans[0]) for span in told):
            continue  # it tells of something that happened as well
        payload = finding.payload
        is_guess = isinstance(payload, Statement) and payload.stance == "speculates"
        if is_guess or (isinstance(payload, Event) and payload.status == "speculated"):
            yield from _sentence("speculation", read, finding)


def _quotes(facts: Facts, _: Subject) -> Iterator[Line]:
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


def _statements(facts: Facts, _: Subject) -> Iterator[Line]:
    for read, finding in _all(facts, "statement"):
        statement = finding.payload
        if isinstance(statement, Statement) and statement.stance not in _NO_LINE:
            label = speaker_label(facts, read, finding)
            for line in (
                _sentence("statement", read, finding) if label and not _is_nobody(read, finding, label[0]) else ()
            ):
                yield _line(
                    "statement", line.text, (*line.citations, *(label[1] if label else ())),
                    finding=finding, label=label[0] if label else None,
                )  # fmt: skip


def _is_nobody(read: Read, finding: Finding, label: str) -> bool:
    """ "The man said …" with no name in the sentence: whoever was named before it."""
    words = label.lower().split()
    sentence = sentence_at(read.report, finding.start)
    if len(words) != 2 or words[0] != "the" or words[1] not in single_words("vague") or sentence is None:
        return False
    return not any(one.kind == "name" and sentence[0] <= one.start < sentence[1] for one in read.findings)


def _figures(facts: Facts, _: Subject) -> Iterator[Line]:
    """The sentence of the latest standing version of each series: nothing is listed that the table leaves out."""
    listed = {version.citation for series in facts.figures for version in _standing(series)[-1:]}
    for read, finding in _all(facts, "figure"):
        if finding.spans[0] in listed:
            yield from (line for line in _sentence("figure", read, finding) if not is_judging(line.text))


def _standing(series: FigureSeries) -> list[FigureVersion]:
    return [version for version in series.versions if not version.is_superseded]


def _events(facts: Facts, subject: Subject) -> Iterator[Line]:
    """Happenings of the story, each where it stands in time; undated ones where their report was published."""
    for moment in sorted(moments_about(facts, subject), key=lambda one: one.when or reported(facts, one)):
        yield moment.line


def _commentary(facts: Facts, _: Subject) -> Iterator[Line]:
    """The first sentence fit to be shown of each opinion piece, kept apart from what is reported."""
    for read in facts.group.current:
        if facts.parts[read.report.id].role == "commentary":
            for span in sentences_of(read)[:1]:
                text = read.report.text[span.start : span.end]
                yield _line("commentary", " ".join(text.split()), (span,))


def _all(facts: Facts, *kinds: str) -> Iterator[tuple[Read, Finding]]:
    for read in facts.sources:
        for finding in read.findings:
            if finding.kind in kinds:
                yield read, finding


def _sentence(kind: str, read: Read, finding: Finding) -> Iterator[Line]:
    """The whole sentence that the finding stands in, a leading pronoun resolved, where it may be shown alone."""
    sentence = sentence_at(read.report, finding.start)
    if sentence is not None and is_fit(read, *sentence):
        shown = resolved(read, finding, trimmed(read.report, Span(read.report.id, *sentence)))
        if can_be_listed(shown.text) and not _leans_still(read, shown):
            yield _line(kind, shown.text, shown.citations, finding=finding)


def _leans_still(read: Read, shown: Resolved) -> bool:
    """Nothing in it was resolved, and it cannot be understood without the sentence before."""
    return not shown.text.startswith("[") and leans(read, shown.citations[0].start, shown.citations[0].end)


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
