"""A figure in a report -> what it counts, as far as that can be told from its clause: the ground for series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from infostreamer.model import Date, Figure, Finding, Name
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.passages import sentence_at
from infostreamer.text.lexicon import words_in
from infostreamer.text.words import stem, stopwords, words_of

_KILLED = "killed dead died death deaths fatality fatalities perished lives toll drowned".split()  # noqa: SIM905
_HURT = ["injured", "wounded", "hurt", "injuries", "hospitalised", "hospitalized"]
_HELD = ["arrested", "detained", "jailed", "imprisoned"]
_MISSING = ["missing", "unaccounted", "trapped"]
_FATES = {
    fate: frozenset(map(stem, words))
    for fate, words in (("killed", _KILLED), ("injured", _HURT), ("held", _HELD), ("missing", _MISSING))
}  # and "gravely injured"
_FATE_STEMS = frozenset().union(*_FATES.values())
_ANYBODY = frozenset(
    map(stem, "people person persons others men women citizens residents individuals nationals compatriots".split())  # noqa: SIM905
)
_PARTS = frozenset(map(stem, words_in("vague_words.txt", section="parts")))  # of the dead: no other count of the dead
_TALLIES = frozenset(map(stem, words_in("vague_words.txt", section="tallies")))
_BODIES = frozenset(map(stem, ["body", "bodies"]))  # "three bodies were found" is a part of the toll, not the toll
_HOURS = frozenset("o'clock morning afternoon evening night noon midnight past am pm".split())  # noqa: SIM905
_NOTHING = frozenset("time times thing things way ways part parts side sides".split())  # noqa: SIM905
_MANY = words_in("vague_words.txt", section="plurals")
_NAMED_AFTER = 1000  # "Boeing 787 jets"; larger numbers are hardly part of a name
_NAME_BEFORE = re.compile(r"[a-z,] (?:[A-Z][\w’'-]+ )*(?!(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun))[A-Z][a-z]\w+ $")  # fmt: skip
_PEOPLES = re.compile(r"[A-Z][a-z]+(?:ans|ese|is|ons|cks|nes)")
_ENDS = re.compile(r"[,.;:]|\s?[—–]|\s--?\s|\band\b|\bwhile\b")
_CORRECTS = re.compile(
    r"\bcorrection\b|\b(?:earlier|previous) version of th|\bthis (?:article|report|story) has been", re.I
)
_AGE = re.compile(r"[- ]years?[- ]olds?\b|\baged?\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:\w+ )?$", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?<=\w)(?:,| (?:of|in|from|for|at|on|who|that|which|with|by|near|to) )")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FROM_THEN = re.compile(r"\bsince\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:since|in) (?:\w+ )?(?:1\d|20)\d\d,? when\b[^;]*$")
_CHANGE = re.compile(
    r"\b(?:up from|from \d|rose|risen|rises?|revised|earlier|instead|not|previous(?:ly)?"
    r"|initial(?:ly)?|grew|grown|now|first|then)\b"
)
_GRAVE = re.compile(
    r"\b(?:serious(?:ly)?|critical(?:ly)?|life-threatening|grave(?:ly)?|severe(?:ly)?)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\b(?:others?|another|additional|further|remaining|more|of (?:the|its|their|them))\b(?! than)")
MOST_FIGURES = 3  # in one sentence, up to which it can be told what each of them counts
_EARLY = 1500  # characters of the body
_LONG_BEFORE = timedelta(days=60)
_NEAR = 60  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with what it counts.

    `kind`: the fate of people, "people", or the stem of the head noun; `context`: the other content stems of its
    sentence; `is_past`: it belongs to a happening long before the report; `is_correction`: a note of correction
    names it as what stood there before; `is_early`: it stands where a report tells what it is about;
    `sentence`: where its sentence begins; `is_change`: that tells of an earlier number too; `is_crowded`:
    several numbers stand in it, or it counts "the other five": what else differs cannot be told from it.
    """

    finding: Finding
    figure: Figure
    read: Read
    kind: str
    context: frozenset[str]
    is_past: bool = False
    is_correction: bool = False
    is_early: bool = True
    sentence: int = 0
    is_change: bool = False
    is_crowded: bool = False

    @property
    def is_fate(self) -> bool:
        """It counts people by what happened to them."""
        return is_fate(self.kind)

    @property
    def value(self) -> tuple[float | None, float | None, str]:
        """The number as far as it can agree or disagree."""
        return self.figure.value, self.figure.high, self.figure.bound


def is_fate(kind: str) -> bool:
    """True for killed, injured, held and missing."""
    return kind in _FATES or kind == "gravely injured" or kind.split(" ")[0] in _FATES


def rows_of(read: Read) -> list[Row]:
    """Every figure of the body that counts something worth counting, in the order of the text."""
    rows = []
    for finding in read.findings:
        figure = finding.payload
        is_age = bool(_AGE.search(finding.words(read.report.text)))
        if not isinstance(figure, Figure) or finding.start < read.report.body_start or is_age:
            continue
        if not _counts(figure) or not _is_of_many(figure, read.report.language):
            continue
        row = _row(read, finding, figure)
        if row.is_fate or row.kind == "people" or not _is_of_a_name(read, finding, figure):
            rows.append(row)
    return rows


def _counts(figure: Figure) -> bool:
    if figure.of == "age":
        return False
    words = set(words_of(figure.of or ""))
    return not (figure.value is None or not words or words & _HOURS or words <= _NOTHING)


def _is_of_a_name(read: Read, finding: Finding, figure: Figure) -> bool:
    """ "three Falcon 9 rockets": the number belongs to the name before it."""
    before = read.report.text[max(0, finding.start - 40) : finding.start]
    is_digit = read.report.text[finding.start : finding.start + 1].isdigit()
    return is_digit and (figure.value or 0) < _NAMED_AFTER and bool(_NAME_BEFORE.search(before))


def _is_of_many(figure: Figure, language: str | None) -> bool:
    """Several are told in the plural: "357 Magnum", "six shipping …" and "eight current …" count nothing."""
    if language not in (None, "en") or figure.unit is not None or (figure.value or 0) < 2:
        return True
    words = words_of(_FOLLOWED.split(figure.of or "")[0])
    is_plural = bool(words) and (words[-1] in _MANY or (words[-1].endswith("s") and not words[-1].endswith("ss")))
    return is_plural or not words or bool(_FATE_STEMS & {stem(word) for word in words})


def _row(read: Read, finding: Finding, figure: Figure) -> Row:
    start, end = sentence_at(read.report, finding.start) or (finding.start, finding.end)
    sentence = read.report.text[start:end]
    stop = stopwords("en")
    own = {stem(word) for word in words_of(finding.words(read.report.text))} | _FATE_STEMS
    context = frozenset(stem(word) for word in words_of(sentence) if word not in stop) - own
    return Row(
        finding, figure, read, _kind(read, finding, figure), context,
        is_past=_is_past(read, finding) or _is_of_old(read, sentence, finding.start - start),
        is_correction=bool(_CORRECTS.search(sentence)), is_early=finding.start < read.report.body_start + _EARLY,
        is_crowded=_is_crowded(read, finding, (start, end)), sentence=start, is_change=bool(_CHANGE.search(sentence)),
    )  # fmt: skip


def _kind(read: Read, finding: Finding, figure: Figure) -> str:
    """The fate of people where the clause names one, else "people", else the stem of the head noun."""
    stop = stopwords("en")
    of = [stem(word) for word in words_of(figure.of or "") if word not in stop]
    if _BODIES & set(of):
        return "bodies"
    fate = _fate(of) or _fate(_clause_stems(read, finding))
    if fate and (part := _PARTS & set(of)):
        return f"{fate} {min(part)}"
    if fate == "injured" and _GRAVE.search(_clause(read, finding)):
        fate = "gravely injured"
    is_people = not of or bool(set(of) & _ANYBODY) or _has_nationality(read, finding)
    return fate or ("people" if is_people else _head(figure.of or "") or of[0])


def _head(of: str) -> str | None:
    """The stem of the noun that is counted: "workers" of "railway workers of the north"."""
    words = [word for word in words_of(_FOLLOWED.split(of)[0]) if word not in stopwords("en") and not word.isdigit()]
    return stem(words[-1]) if words else None


def _has_nationality(read: Read, finding: Finding) -> bool:
    """ "170 Varanians": a people's name in the figure, found as one or written like one."""
    if isinstance(finding.payload, Figure) and _PEOPLES.fullmatch(finding.payload.of or ""):
        return True
    return any(
        isinstance(other.payload, Name)
        and other.payload.type == "nationality"
        and finding.start <= other.start < finding.end
        and other.words(read.report.text).endswith("s")
        for other in read.findings
    )


def _fate(stems: list[str]) -> str | None:
    return next((fate for fate, words in _FATES.items() if words & set(stems)), None)


def _clause(read: Read, finding: Finding) -> str:
    """The figure's words and what follows them, up to the end of the clause."""
    text = read.report.text
    return finding.words(text) + _ENDS.split(text[finding.end : finding.end + _NEAR])[0]


def _clause_stems(read: Read, finding: Finding) -> list[str]:
    """The stems of the next few words after the figure, up to the end of its clause, and of the verb before it."""
    text = read.report.text
    after = text[finding.end : finding.end + _NEAR]
    before = re.split(r"[.!?,;:\n]", text[max(0, finding.start - 30) : finding.start])[-1]
    return [stem(word) for word in (*words_of(_ENDS.split(after)[0])[:6], *words_of(before)[-1:])]


def _is_past(read: Read, finding: Finding) -> bool:
    """ "…since 2019, when nine people were killed": every date nearby is long before the report."""
    at = moment_of(read.report)
    if at is None:
        return False
    sentence = sentence_at(read.report, finding.start) or (finding.start, finding.end)
    low, high = finding.start - _NEAR, min(finding.end + _NEAR, sentence[1])
    text = read.report.text
    days = [
        (day, other.start)
        for other in read.findings
        if low <= other.start <= high and (day := _last_day(other)) and "\n" not in _between(text, other, finding)
    ]
    days = [
        (day, start)
        for day, start in days
        if start < finding.start or not _SINCE.search(text[max(0, start - 20) : start])
    ]
    return bool(days) and all(at.date() - day > _LONG_BEFORE for day, _ in days)


def _is_crowded(read: Read, finding: Finding, sentence: tuple[int, int]) -> bool:
    figures = [one for one in read.findings if one.kind == "figure" and sentence[0] <= one.start < sentence[1]]
    is_tally = isinstance(finding.payload, Figure) and _head(finding.payload.of or "") in _TALLIES
    return is_tally or len(figures) > MOST_FIGURES or bool(_OTHERS.search(finding.words(read.report.text)))


def _is_of_old(read: Read, sentence: str, at: int) -> bool:
    """ "… the first since 1959, when two passengers died"; a sentence that names only years before the report's."""
    now = moment_of(read.report)
    years = [int(year) for year in _YEAR.findall(sentence)]
    is_old = now is not None and bool(years) and max(years) < now.year and not _FROM_THEN.search(sentence)
    return is_old or bool(_WHEN.search(sentence[: max(0, at)]))


def _between(text: str, one: Finding, other: Finding) -> str:
    return text[min(one.start, other.start) : max(one.end, other.end)]


def _last_day(finding: Finding) -> date | None:
    payload = finding.payload
    if not isinstance(payload, Date) or not (payload.end or payload.value):
        return None
    try:
        return date.fromisoformat((payload.end or payload.value or "")[:10])
    except ValueError:
        return None
