"""Who denies, confirms, rejects, warns of, threatens, promises or condemns what, and who declines to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Finding, Report, Span, Stance
from infostreamer.understand.attitudes import attitudes_in
from infostreamer.understand.clauses import Group, groups_of
from infostreamer.understand.content import content_of, tidy
from infostreamer.understand.lexicon import cues
from infostreamer.understand.reporting import Reported, reporting_clauses
from infostreamer.understand.speakers import Party, author
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Token, read

_TAKEN = frozenset(
    ["denies", "confirms", "rejects", "warns", "threatens", "promises", "condemns", "welcomes", "criticises", "praises"]
)
_STATEMENTS = frozenset(
    ("says", "believes", "alleges", "demands", "speculates")
)  # of attitudes, those that are statements only
_WITHHELD = frozenset(
    ["confirm", "deny", "say", "comment", "respond", "answer", "reply", "explain", "disclose", "reveal"]
)
_UNANSWERED = frozenset(["not respond", "not answer", "not reply"])
_REPLIES = frozenset(["respond", "answer", "reply"])
_CALLS = frozenset(["request", "requests", "question", "questions", "calls", "email", "emails", "message", "messages"])
_DECLINING = frozenset(["decline", "refuse"])
_DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"))
_POINTING = frozenset(["this", "that", "it"])
_STOPS = frozenset([";", ":", ".", "?", "!", "Q", "-"])


@dataclass(frozen=True, slots=True)
class _Taken:
    """A stance before it becomes a finding. `cue` in tokens, `target` in characters."""

    sentence: int
    speaker: Party | None
    verb: str
    cue: tuple[int, int]
    target: tuple[int, int]
    confidence: float = 0.8


class StancesFinder:
    """Stances with speaker, verb and target. A negated verb is a stance of its own: "not confirm", "decline"."""

    name = "stances"
    version = 2
    languages: tuple[str, ...] = ("en",)
    needs: tuple[str, ...] = ("name", "date")
    gives: tuple[str, ...] = ("stance",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per stance, its span the clause from speaker to target."""
        reading = read(report, found)
        return [self._finding(reading, taken) for taken in (*_taken(reading), *_withheld(reading))]

    def _finding(self, reading: Reading, taken: _Taken) -> Finding:
        report, speaker = reading.report, taken.speaker
        tokens = reading.sentences[taken.sentence].tokens
        taken = replace(taken, target=_without_day(tokens, *taken.target))
        payload = Stance(
            speaker=speaker.words(report.text) if speaker else None,
            verb=taken.verb,
            target=report.text[slice(*taken.target)],
            who=speaker.who if speaker else None,
            target_span=Span(report.id, *taken.target),
        )
        floor = tokens[0].start
        places = [taken.target, (tokens[taken.cue[0]].start, tokens[taken.cue[1]].end)]
        places += [(speaker.start, speaker.end)] if speaker else []
        own = [place for place in places if place[0] >= floor]
        span = (min(place[0] for place in own), max(place[1] for place in own))
        return Finding.of(report.id, (span,), payload, maker=f"{self.name}/{self.version}", confidence=taken.confidence)


STANCES = StancesFinder()


def _without_day(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """ "criticised the shortages | Tuesday": the day is that of the criticism."""
    last = next((at for at, token in enumerate(tokens) if token.end == end), 0)
    is_loose = tokens[last].low in _DAYS and last > 1 and tokens[last - 1].tag in {"X", "N"}
    return (start, tokens[last - 1].end) if is_loose and tokens[last - 1].start > start else (start, end)


def _taken(reading: Reading) -> Iterator[_Taken]:
    for at, clauses in enumerate(reporting_clauses(reading)):
        for reported in clauses:
            if reported.cue.stance not in _TAKEN or reported.is_negated:
                continue
            target = _pointed_at(reading, at, reported) or content_of(reading, reported, clauses)
            if target is not None:
                yield _Taken(at, reported.speaker, reported.cue.lemma, (reported.cue_first, reported.cue_last), target)
        yield from _held(reading, at)


def _held(reading: Reading, at: int) -> Iterator[_Taken]:
    """What somebody wants, plans, backs or opposes; "not" in front is part of the stance."""
    tokens = reading.sentences[at].tokens
    for attitude in attitudes_in(reading)[at]:
        reported = attitude.reported
        first, end = tidy(tokens, attitude.content[0][0], attitude.content[-1][1])
        if first < end and (reported.cue.stance not in _STATEMENTS or reported.is_negated):
            verb = f"not {reported.cue.lemma}" if reported.is_negated else reported.cue.lemma
            target = (tokens[first].start, tokens[end - 1].end)
            cue = (reported.cue_first, reported.cue_last)
            yield _Taken(at, reported.speaker, verb, cue, target, 0.58 if attitude.is_by_tree else 0.6)


def _pointed_at(reading: Reading, at: int, reported: Reported) -> tuple[int, int] | None:
    """What "He denies it." speaks of: the sentence before, within the paragraph."""
    tokens = reading.sentences[at].tokens
    rest = tokens[reported.cue_last + 1 :]
    is_pointing = bool(rest) and rest[0].low in _POINTING and all(token.tag in _STOPS for token in rest[1:])
    if not is_pointing or at == 0 or reading.sentences[at - 1].paragraph != reading.sentences[at].paragraph:
        return None
    before = reading.sentences[at - 1].tokens
    first, end = tidy(before, 0, len(before))
    return (before[first].start, before[end - 1].end) if first < end else None


def _withheld(reading: Reading) -> Iterator[_Taken]:
    """ "declined to say how much", "did not confirm the number": no statement, yet worth knowing."""
    for at, groups in enumerate(groups_of(reading)):
        tokens = reading.sentences[at].tokens
        for index, group in enumerate(groups):
            verb, last = _withholding(groups, index)
            if verb is None:
                continue
            speaker = author(reading, at, subject_of(tokens, groups, index))
            first, end = tidy(tokens, last + 1, _stop_after(tokens, last + 1))
            is_mute = verb in _UNANSWERED or (verb == "refuse" and _verb_after(tokens, last) in _REPLIES)
            if is_mute and not any(token.low in _CALLS for token in tokens[first:end]):
                continue  # "eight men had not answered the roll call", "troops who refused to respond"
            if speaker is not None and speaker.can_speak and first < end:
                yield _Taken(at, speaker, verb, (group.first, last), (tokens[first].start, tokens[end - 1].end))


def _verb_after(tokens: Sequence[Token], last: int) -> str:
    """The verb of the infinitive right behind a token; nothing where none stands there."""
    return tokens[last + 2].low if last + 2 < len(tokens) else ""


def _withholding(groups: Sequence[Group], index: int) -> tuple[str | None, int]:
    """The verb ("decline", "not say") and the token where it ends; None where nothing is withheld."""
    group = groups[index]
    if not group.tag.startswith("V") or not group.is_finite or group.is_passive:
        return None, -1
    if group.is_negated and group.lemma in _WITHHELD:
        return f"not {group.lemma}", group.last
    following = groups[index + 1] if index + 1 < len(groups) else None
    if group.lemma in _DECLINING and following is not None and following.is_infinitive and not group.is_negated:
        is_next = following.first == group.last + 1 and following.lemma in cues()
        return (group.lemma, group.last) if is_next else (None, -1)
    return None, -1


def _stop_after(tokens: Sequence[Token], start: int) -> int:
    for at in range(start, len(tokens)):
        if tokens[at].tag in _STOPS or (tokens[at].tag == "," and at > start):
            return at
    return len(tokens)
