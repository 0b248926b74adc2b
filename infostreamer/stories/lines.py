"""The extractive writer: lines that are sentences and quotations of the members, word for word, each cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infostreamer.model import Event, Figure, Finding, Line, Quote, Span, Statement
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import Read
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.passages import can_be_listed, is_fit, sentence_at, sentences_of
from infostreamer.stories.resolve import resolved
from infostreamer.stories.speakers import speaker_label
from infostreamer.text.words import words_of

MOST_OF_A_KIND = 12
MOST_STATE = 3
FEWEST_QUOTED = 4
_OPEN = ("planned", "threatened")
_CONTESTED = ("denies", "rejects")


class ExtractiveWriter:
    """The built-in writer. Every sentence stands in one section only; nothing is said twice."""

    name = "extractive"

    def write(self, facts: Facts) -> list[Line]:
        """Lines of kinds contested, speculation, quote, statement, figure, event, state and commentary."""
        used: set[Span] = set()
        lines: list[Line] = []
        for section in (_contested, _speculation, _quotes, _statements, _figures, _events, _commentary):
            lines += _fresh(section(facts), used, lines)
        return [*lines, *_state(facts)]


def _fresh(candidates: Iterable[Line], used: set[Span], written: list[Line]) -> list[Line]:
    """At most a dozen whose sentence is not used yet and whose words are not there already."""
    kept: list[Line] = []
    for line in candidates:
        is_used = line.kind != "quote" and line.citations[0] in used
        if is_used or is_repeated(line.text, [one.text for one in (*written, *kept)], limit=800):
            continue
        used.add(line.citations[0])
        kept.append(line)
        if len(kept) == MOST_OF_A_KIND:
            break
    return kept


def _contested(facts: Facts) -> Iterator[Line]:
    for entry in facts.contested:
        side = entry.sides[-1]
        yield _line("contested", " ".join(side.says.split()), side.citations)


def _speculation(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "statement", "event"):
        payload = finding.payload
        is_guess = isinstance(payload, Statement) and payload.stance == "speculates"
        if is_guess or (isinstance(payload, Event) and payload.status == "speculated"):
            yield from _sentence("speculation", read, finding)


def _quotes(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "quote"):
        quote = finding.payload
        if (
            not isinstance(quote, Quote)
            or not quote.direct
            or len(words_of(finding.words(read.report.text))) < FEWEST_QUOTED
        ):
            continue
        label = speaker_label(facts, read, finding)
        if label is not None:
            pieces = [" ".join(read.report.text[span.start : span.end].split()) for span in finding.spans]
            text = " … ".join(f"“{_bare(piece)}”" for piece in pieces)
            yield _line("quote", text, (*finding.spans, *label[1]), finding=finding, label=label[0])


def _bare(words: str) -> str:
    return words.strip('“”"„«» ')


def _statements(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "statement"):
        statement = finding.payload
        if isinstance(statement, Statement) and statement.stance not in (*_CONTESTED, "speculates"):
            label = speaker_label(facts, read, finding)
            for line in _sentence("statement", read, finding) if label else ():
                yield _line(
                    "statement", line.text, (*line.citations, *(label[1] if label else ())),
                    finding=finding, label=label[0] if label else None,
                )  # fmt: skip


def _figures(facts: Facts) -> Iterator[Line]:
    for read, finding in _all(facts, "figure"):
        figure = finding.payload
        if isinstance(figure, Figure) and figure.of and finding.start >= read.report.body_start:
            yield from _sentence("figure", read, finding)


def _events(facts: Facts) -> Iterator[Line]:
    for moment in facts.timeline:
        if moment.status not in ("speculated", "denied") and can_be_listed(moment.line.text):
            yield moment.line


def _commentary(facts: Facts) -> Iterator[Line]:
    """The first sentence fit to be shown of each opinion piece, kept apart from what is reported."""
    for read in facts.group.current:
        if facts.parts[read.report.id].role == "commentary":
            for span in sentences_of(read)[:1]:
                text = read.report.text[span.start : span.end]
                yield _line("commentary", " ".join(text.split()), (span,))


def _state(facts: Facts) -> list[Line]:
    """Where things stand: what is planned or threatened, then the last dated events; newest first, at most three."""
    open_ones = [moment for moment in facts.timeline if moment.status in _OPEN]
    dated = [moment for moment in facts.timeline if moment.when and moment.status == "happened"]
    lines: list[Line] = []
    for moment in (*reversed(open_ones), *reversed(dated)):
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
