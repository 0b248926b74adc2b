"""Reports + findings -> the timeline of one subject: what it did and what was done to it, in order, cited.

The subject is known by its names. What is told twice, in one report or in several, is one moment citing every place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Line, Moment, Name, Report, Span, fold
from infostreamer.text.words import stem

MAKER = "timeline/1"
LEAD = 2  # sentences of the body: what they tell without a date is the news of the day
SPEECH = "SAY"
_UNTOLD = ("denied", "speculated", "threatened")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

Told = tuple[Report, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place where one report tells of it."""

    finding: Finding
    report: Report
    when: str | None
    sentence: Span
    key: tuple[str, ...]

    @property
    def order(self) -> tuple[str, str, int]:
        """By time, then by report, then by place."""
        return _first_instant(self.when), self.report.id, self.finding.start


def timeline_of(names: Sequence[str], told: Sequence[Told], *, with_speech: bool = True) -> tuple[Moment, ...]:
    """Moments of the subject: dated ones by the first instant of their date, then the undated by publication and place.

    Args:
        names: every form the subject is known by: its name and its aliases.
        told: reports with their findings, in any order; events of any type count where the subject is agent or patient.
        with_speech: also what the subject said (events of type "SAY").

    Returns:
        one moment per happening. Its line is the sentence that tells it first, citing the sentences of all its mentions
        (at least one) and naming their findings. An undated event of a title or lead is of the day of publication;
        other undated events stay undated: no date is guessed.
    """
    mentions = [
        mention
        for report, findings in told
        for mention in _mentions(report, findings, frozenset(fold(name) for name in names))
        if with_speech or mention.finding.payload.type != SPEECH  # type: ignore[union-attr]
    ]
    happenings: dict[tuple[str, ...], list[_Mention]] = {}
    for mention in sorted(mentions, key=lambda one: one.order):
        happenings.setdefault(mention.key, []).append(mention)
    moments = [_moment(group) for group in happenings.values()]
    dated = [moment for moment in moments if moment.when]
    return (*dated, *(moment for moment in moments if not moment.when))


def forms_of(name: str) -> tuple[str, ...]:
    """The forms by which reports mean who or what has this full name, the name first.

    A product is called by its number and by what follows it ("Boeing 787 Dreamliner": "787", "787 Dreamliner",
    "Dreamliner"), a body of the United States with "US" and "U.S.", a body of several words by its initials. Surnames
    are not among them: a report's own reading joins "Marsh" to "Ada Marsh".
    """
    words = name.removeprefix("the ").removeprefix("The ").split()
    forms = [" ".join(words)]
    at = next((index for index, word in enumerate(words) if any(letter.isdigit() for letter in word)), None)
    if at is not None:
        forms += [words[at], " ".join(words[at:]), *words[at + 1 :]]
    if words[:2] == ["United", "States"] and len(words) > 2:
        forms += [f"{country} {' '.join(words[2:])}" for country in ("US", "U.S.")]
        forms.append("US" + "".join(word[0] for word in words[2:] if word[0].isupper()))
    elif len(words) > 2 and at is None:
        forms.append("".join(word[0] for word in words if word[0].isupper()))
    return tuple(dict.fromkeys(forms))


def _mentions(report: Report, findings: Sequence[Finding], names: frozenset[str]) -> Iterator[_Mention]:
    subject = _Subject(report, findings, names)
    for finding in findings:
        event = finding.payload
        if not isinstance(event, Event) or event.status in _UNTOLD:
            continue
        sides = (event.agent, event.agent_who), (event.patient, event.patient_who)
        is_in = [subject.is_meant(words, who) for words, who in sides]
        sentence = _sentence_at(report, event.trigger.start if event.trigger else finding.start)
        if any(is_in) and sentence is not None:
            when = _when(report, event, sentence)
            span = Span(report.id, *sentence)
            yield _Mention(finding, report, when, span, _key(event, when, finding))


class _Subject:
    """Which words of one report mean the subject."""

    def __init__(self, report: Report, findings: Sequence[Finding], names: frozenset[str]) -> None:
        self._names = names
        given = [(one, one.payload) for one in findings if isinstance(one.payload, Name)]
        words = [(fold(one.words(report.text)), payload) for one, payload in given]
        self._keys = {name.who for form, name in words if name.who and (form in names or fold(name.canonical) in names)}
        self._others = {form for form, name in words if form not in names and name.who not in self._keys}
        self._forms = [re.compile(rf"(?<![\w-]){re.escape(name)}(?P<rest>.*)", re.DOTALL) for name in sorted(names)]

    def is_meant(self, words: str | None, who: str | None) -> bool:
        """True when the phrase stands for the subject itself, not for something that is called after it.

        "Boeing" is not meant by "a Boeing 777"; the A380 is meant by "the A380 superjumbo".
        """
        if who in self._keys and who is not None:
            return True
        phrase = fold(words or "")
        return any(self._ends_with(form, phrase) for form in self._forms)

    def _ends_with(self, form: re.Pattern[str], phrase: str) -> bool:
        found = form.search(phrase)
        if found is None:
            return False
        rest, name = found["rest"], phrase[found.start() : found.start("rest")]
        has_number = any(letter.isdigit() for letter in name)
        is_whole = not rest or (has_number and rest[0] == " ") or rest.startswith((",", " and ", " ("))
        return is_whole and not any(name in other and other in phrase for other in self._others)


def _sentence_at(report: Report, at: int) -> tuple[int, int] | None:
    return next(((start, end) for start, end in report.sentences if start <= at < end), None)


def _when(report: Report, event: Event, sentence: tuple[int, int]) -> str | None:
    """Its own date; in a title or lead, and for what somebody said, the day of publication."""
    if event.when:
        return event.when
    published = report.published
    if published is None or published.precision not in ("second", "minute", "day") or event.status != "happened":
        return None
    body = [start for start, _ in report.sentences if start >= report.body_start]
    is_news = sentence[0] < report.body_start or sentence[0] in body[:LEAD] or event.type == SPEECH
    return published.at.date().isoformat() if is_news else None


def _key(event: Event, when: str | None, finding: Finding) -> tuple[str, ...]:
    """Two mentions with one key tell of one happening: the same act on the same day. Undated ones stand alone."""
    return (stem(event.did), when) if when else ("", finding.id)


def _moment(group: Sequence[_Mention]) -> Moment:
    first = min(group, key=lambda one: (one.sentence.start < one.report.body_start, one.order))
    event = first.finding.payload
    spans = tuple(dict.fromkeys((first.sentence, *(one.sentence for one in group))))
    text = first.report.text[first.sentence.start : first.sentence.end]
    line = Line(
        text=text,
        kind="event",
        citations=spans,
        maker=MAKER,
        check="verified",
        finding_ids=tuple(dict.fromkeys(one.finding.id for one in group)),
        first_report_id=first.report.id,
    )
    assert isinstance(event, Event)  # _mentions yields no other
    return Moment(when=first.when, precision=_precision(first.when), line=line, status=event.status, place=event.place)


def _precision(when: str | None) -> str:
    if not when:
        return "unknown"
    if "/" in when or ".." in when:
        return "interval"
    return {4: "year", 7: "month", 10: "day"}.get(len(when.rstrip("~?%")), "second")


def _first_instant(when: str | None) -> str:
    """A key that sorts EDTF values by their first instant; without a known year they stand last."""
    found = _DAY.search(when or "")
    return f"{found[1]}-{found[2] or '00'}-{found[3] or '00'}" if found else "9999"
