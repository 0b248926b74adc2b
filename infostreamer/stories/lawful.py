"""What was written -> what may be shown: every line through the law, those of plug-in writers through the gate too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Line, Moment, Span
from infostreamer.plugins import Writer
from infostreamer.stories.abstract import abstract_of
from infostreamer.stories.check import Dates, check_line
from infostreamer.stories.facts import Facts
from infostreamer.stories.headline import MAKER, alternates_of, headline_of
from infostreamer.stories.lines import ExtractiveWriter
from infostreamer.stories.telling import fault_in_told

SECTIONS = ("event", "quote", "statement", "figure", "contested", "speculation", "state", "commentary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The lines of a story that may be shown. `withheld_by`: (writer, how many of its lines may not), by name."""

    headline: Line
    alternates: tuple[Line, ...]
    abstract: tuple[Line, ...]
    lines: tuple[Line, ...]  # in reading order
    timeline: tuple[Moment, ...]
    withheld_by: tuple[tuple[str, int], ...]

    @property
    def withheld(self) -> int:
        """How many lines may not be shown."""
        return sum(count for _, count in self.withheld_by)


def shown_of(facts: Facts, writers: Sequence[Writer]) -> Shown:
    """What the writers, the headline and the timeline make of the facts, checked."""
    texts, dates = facts.group.texts, facts.group.dates
    withheld: Counter[str] = Counter()
    kept: list[Line] = []
    for writer in writers or (ExtractiveWriter(),):
        written = writer.write(facts)
        is_ours = isinstance(writer, ExtractiveWriter)
        checked = [_lawful(line, texts, dates) if is_ours else _gated(line, texts, dates) for line in written]
        kept += _kept(checked, withheld, writer.name)
    if not any(line.kind == "abstract" for line in kept):
        kept[:0] = _kept([_lawful(line, texts, dates) for line in abstract_of(facts)], withheld, ExtractiveWriter.name)
    headline, alternates = _titles(facts)
    return Shown(
        headline=headline,
        alternates=alternates,
        abstract=tuple(line for line in kept if line.kind == "abstract"),
        lines=tuple(line for kind in SECTIONS for line in kept if line.kind == kind),
        timeline=_moments(facts),
        withheld_by=tuple(sorted(withheld.items())),
    )


def _titles(facts: Facts) -> tuple[Line, tuple[Line, ...]]:
    """The best headline that the law lets through, and the others; a whole first sentence always passes."""
    texts, dates, best = facts.group.texts, facts.group.dates, headline_of(facts)
    others = alternates_of(facts, best)
    passed = [line for one in (best, *others) if (line := check_line(one, texts, dates=dates)).check != "withheld"]
    if passed and passed[0].text == best.text:
        return passed[0], tuple(passed[1:])
    first = passed[0] if passed else check_line(_opening(facts), texts)
    return replace(first, kind="headline"), tuple(passed[1:])


def _opening(facts: Facts) -> Line:
    """The first sentence of the first report."""
    report = facts.group.published[0].report
    start, end = report.sentences[0] if report.sentences else (0, len(report.text))
    text = " ".join(report.text[start:end].split())
    span = Span(report.id, start, end)
    return Line(text=text, kind="headline", citations=(span,), maker=MAKER, check="verified", first_report_id=report.id)


def _kept(checked: Iterable[Line], withheld: Counter[str], writer: str) -> list[Line]:
    kept = []
    for line in checked:
        if line.check == "withheld":
            withheld[writer] += 1
        else:
            kept.append(line)
    return kept


def _lawful(line: Line, texts: Mapping[str, str], dates: Dates) -> Line:
    """A label alone at fault is dropped."""
    checked = check_line(line, texts, dates=dates)
    if checked.check == "withheld" and line.label:
        return check_line(replace(line, label=None, check="repaired"), texts, dates=dates)
    return checked


def _gated(line: Line, texts: Mapping[str, str], dates: Dates) -> Line:
    """A line of a plug-in: one that cites what is not a member, or that the gate does not let through, is withheld."""
    is_held = all(span.report_id in texts for span in line.citations)
    if not is_held or fault_in_told(line, texts, dates) is not None:
        return replace(line, check="withheld")
    return check_line(line, texts, dates=dates)


def _moments(facts: Facts) -> tuple[Moment, ...]:
    """Every moment whose line passes."""
    texts, dates = facts.group.texts, facts.group.dates
    checked = [replace(moment, line=check_line(moment.line, texts, dates=dates)) for moment in facts.timeline]
    return tuple(moment for moment in checked if moment.line.check != "withheld")
