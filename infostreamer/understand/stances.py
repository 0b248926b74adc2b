"""Who denies, confirms, rejects, warns of, threatens, promises or condemns what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infostreamer.model import Finding, Report, Span, Stance
from infostreamer.understand.reporting import Reported, reporting_clauses
from infostreamer.understand.statements import content_of
from infostreamer.understand.tokens import Reading, read

_TAKEN = frozenset(
    ["denies", "confirms", "rejects", "warns", "threatens", "promises", "condemns", "welcomes", "criticises", "praises"]
)


class StancesFinder:
    """Stances with speaker, verb and target; a negated one ("did not deny") takes none and gives none."""

    name = "stances"
    version = 1
    languages: tuple[str, ...] = ("en",)
    needs: tuple[str, ...] = ("name", "date")
    gives: tuple[str, ...] = ("stance",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per stance, its span the clause from speaker to target."""
        reading = read(report, found)
        return [self._finding(reading, reported, target) for reported, target in _taken(reading)]

    def _finding(self, reading: Reading, reported: Reported, target: tuple[int, int]) -> Finding:
        report, speaker = reading.report, reported.speaker
        tokens = reading.sentences[reported.sentence].tokens
        cue = tokens[reported.cue_first]
        payload = Stance(
            speaker=speaker.words(report.text) if speaker else None,
            verb=reported.cue.lemma,
            target=report.text[slice(*target)],
            who=speaker.who if speaker else None,
            target_span=Span(report.id, *target),
        )
        places = [target[0], cue.start] + ([speaker.start] if speaker else [])
        ends = [target[1], cue.end] + ([speaker.end] if speaker else [])
        floor = tokens[0].start
        span = (min(place for place in places if place >= floor), max(ends))
        return Finding.of(report.id, (span,), payload, maker=f"{self.name}/{self.version}", confidence=0.8)


STANCES = StancesFinder()


def _taken(reading: Reading) -> Iterator[tuple[Reported, tuple[int, int]]]:
    for clauses in reporting_clauses(reading):
        for reported in clauses:
            if reported.cue.stance not in _TAKEN or reported.is_negated:
                continue
            target = content_of(reading, reported, clauses)
            if target is not None:
                yield reported, target
