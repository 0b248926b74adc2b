"""Denials and rejections of the members, set against what they deny where a member asserts it.

One entry per matter. A claim is only set against a denial where it is said by somebody else, asserts what is denied
instead of denying it too, and shares what tells the matter apart; otherwise the denial stands alone. An entry always
says what it is about: words such as "that account" are replaced by what they mean, or the entry is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Contested, Event, Finding, Name, Quote, Side, Span, Statement, fold
from infostreamer.stories.alike_events import act_of
from infostreamer.stories.features import Read
from infostreamer.stories.passages import is_dangling, leans, sentences_of
from infostreamer.stories.refusals import Denial, denials_in, points_back
from infostreamer.stories.resolve import named, resolved
from infostreamer.text.words import stem, stopwords, tokens, words_of

_ASKINGS = r"calls?|appeals?|demands?|requests?|proposals?|ultimatums?"
_ASKED = re.compile(
    r"\b(?:call(?:ed|s)? (?:on|for)|urged?|demand(?:ed|s)?|ask(?:ed|s)?|request(?:ed|s)?|appeal(?:ed|s)?)\b"
)
_ONLY_BACK = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|disput(?:es|ed)) "
    r"(?P<what>(?:\w+ ){0,3}\w+)(?: as [^.]*)?[.”\"]*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|he|she|they|his|her|its|their|him|them|this|that|any of its)\b", re.IGNORECASE)
_THAT_ONE = re.compile(r"(?:that|this|those|these)\b", re.IGNORECASE)
_ROOT = 4  # letters that "China" and "Chinese" have in common
_SET_AGAINST = re.compile(r"\b(?:but|while|whereas|although|though)\b", re.IGNORECASE)
_CONCEDES = re.compile(r"(?:While|Whereas|Although|Though)\b")
_NO = re.compile(r"\b(?:no|not|never|none|nobody|neither|nor|without|n't|cannot)\b|n['’]t\b", re.IGNORECASE)
_POSSESSED = re.compile(r"^(?:the )?(?P<name>[^,]{2,60}?)['’]s? (?=\w+$)")
LEAST_SHARED, LEAST_SHARE = 3, 400  # content stems that claim and denial have in common, per mille of the denied ones
WHOLE = 700  # per mille of it that the outlet's own words must hold
SENTENCES_BACK = 2  # how far "the accusation" may point back
LONGEST_ABOUT = 200  # characters
_SAME_MATTER = 500  # per mille of the words of the shorter of two things denied by one
_CONCEPTS = {
    "coerced": "pressure coerced coercion coerce forced force beaten beating beat tortured torture threatened duress "
    "intimidated mistreated ill-treated",
    "paid": "money funds fund funded funding financed financing paid pay payment payments paymasters bribe bribed",
    "foreign": "foreign abroad overseas",
}  # words that name one thing in accusations and denials
_CONCEPT_OF = {stem(word): concept for concept, words in _CONCEPTS.items() for word in words.split()}
_EMPTY = frozenset(
    map(
        stem,
        [
            "anyone",
            "anybody",
            "anything",
            "nobody",
            "put",
            "taken",
            "take",
            "get",
            "made",
            "been",
            "wrong",
            "wrongdoing",
        ],
    )
)

Claim = tuple[Read, Span, str | None]
"""Who reports it, the sentence, and who says so."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One contested matter with every place in the current reports that takes a side, copies too."""

    entry: Contested
    denials: tuple[Denial, ...]
    claims: tuple[Claim, ...] = ()


def matters_of(sources: Sequence[Read], reads: Sequence[Read]) -> tuple[Matter, ...]:
    """What is denied, in the order of the reports; one per speaker and matter.

    A denial that only points back ("rejected that account") is kept only with what it points at, and one that opens
    with a pronoun only where it is known who is meant.

    Args:
        sources: what a story is drawn from, by publication: sides are taken from these.
        reads: all current reports: whoever carries the same denial or claim stands beside it.
    """
    found: list[_Found] = []
    said: _Said | None = None
    denials = {read.report.id: denials_in(read) for read in (*reads, *sources)}
    for denial in (one for read in sources for one in denials[read.report.id]):
        home = next((one for one in found if _is_one_matter(one.denials[0], denial)), None)
        if home is not None:
            home.denials.append(denial)
            continue
        said = said or _Said(sources)
        sides = _sides(said, denial)
        if sides is not None:
            found.append(_Found([denial], *sides))
    if not found:
        return ()
    everywhere = [one for read in reads for one in denials[read.report.id]]
    wordings = _wordings(reads)
    return tuple(_matter(one, everywhere, wordings) for one in found)


class _Said:
    """Every sentence of the sources that may be a claim, found by the words it has in common with a denial."""

    def __init__(self, sources: Sequence[Read]) -> None:
        self.rows = [(read, span) for read in sources for span in sentences_of(read)]
        self.stems = [matter_stems(read.report.text[span.start : span.end]) for read, span in self.rows]
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, stems in enumerate(self.stems):
            for one in sorted(stems):
                self._places[one].append(at)

    def near(self, denied: frozenset[str]) -> list[int]:
        """Sentences with at least two of the words (with the one, where there is only one), in order."""
        counts = Counter(at for one in denied for at in self._places.get(one, ()))
        return sorted(at for at, count in counts.items() if count >= min(2, len(denied)))


_Wordings = Mapping[tuple[str, ...], Sequence[tuple[Read, Span]]]


def _wordings(reads: Sequence[Read]) -> _Wordings:
    """Folded words -> where a report says just this."""
    found: dict[tuple[str, ...], list[tuple[Read, Span]]] = defaultdict(list)
    for read in reads:
        for span in sentences_of(read):
            found[tuple(words_of(read.report.text[span.start : span.end]))].append((read, span))
    return found


def needs_claim(entry: Contested) -> bool:
    """True when the denial's own sentence does not say what is denied: it is read together with the claim."""
    found = _ONLY_BACK.search(" ".join(entry.sides[-1].says.split()))
    return len(entry.sides) > 1 and found is not None and points_back(found["what"])


@dataclass(slots=True)
class _Found:
    denials: list[Denial]
    claim: Claim | None
    against: Side


def _is_one_matter(one: Denial, other: Denial) -> bool:
    """The same sentence, or the same speaker denying the same."""
    if one.words == other.words:
        return True
    if not _is_one(one.speaker or "", other.speaker):
        return False
    ours, theirs = _all_stems(one.about), _all_stems(other.about)
    is_back = points_back(one.about) and points_back(other.about)
    fewest = min(len(ours), len(theirs))
    return (is_back and one.read.report.id != other.read.report.id) or (
        fewest > 0 and len(ours & theirs) * 1000 >= _SAME_MATTER * fewest
    )


def _sides(said: _Said, denial: Denial) -> tuple[Claim | None, Side] | None:
    """(the claim where there is one, the denial's side); None where nobody could tell what is denied, or by whom."""
    shown = resolved(denial.read, denial.finding, denial.span)
    is_resolved = shown.text.startswith("[")
    if not is_resolved and leans(denial.read, denial.span.start, denial.span.end):
        return None
    who = shown.text[1:].split("]")[0] if is_resolved else named(denial.speaker) or _opening_name(denial)
    if who is None:
        return None
    says = shown.text[:1].upper() + shown.text[1:]
    against = Side(who=who, says=says, citations=shown.citations, stance=denial.stance)
    is_back = points_back(denial.about)
    claim = _beside(denial)
    if claim is None and not _CONCEDES.match(denial.read.report.text, _sentence_start(denial)):
        claim = _meant_by(denial) if is_back else _claim(said, denial, who)
    is_unclear = claim is None and (is_back or _subject(denial, None) is None)
    return None if is_unclear else (claim, against)


def _sentence_start(denial: Denial) -> int:
    """Where the whole sentence begins, with what was cut off for being told before."""
    sentences = denial.read.report.sentences
    return next((start for start, end in sentences if start <= denial.finding.start < end), denial.span.start)


def _matter(found: _Found, everywhere: Sequence[Denial], wordings: _Wordings) -> Matter:
    first, claim = found.denials[0], found.claim
    about = _subject(first, claim)
    sides = (*([_side(claim)] if claim else []), found.against)
    same = {denial.words for denial in found.denials}
    known = {denial.span for denial in found.denials}
    echoes = [denial for denial in everywhere if denial.words in same and denial.span not in known]
    return Matter(
        entry=Contested(about=_short(about or first.about), sides=sides),
        denials=(*found.denials, *echoes),
        claims=_everywhere(claim, wordings) if claim else (),
    )


def _subject(denial: Denial, claim: Claim | None) -> str | None:
    """What is denied, so that it can be read alone: the claim's words or the denial's, where a pronoun leads it."""
    if not points_back(denial.about) and not _PRONOUN.match(denial.about):
        return denial.about
    if claim is not None:
        return _claimed_words(claim)
    text = " ".join(denial.read.report.text[denial.span.start : denial.span.end].split())
    at = text.find(denial.about)
    return text[: at + len(denial.about)] if at >= 0 and not is_dangling(text) else None


def _short(about: str) -> str:
    words = " ".join(about.split()).rstrip(" .,;:")
    return words if len(words) <= LONGEST_ABOUT else words[:LONGEST_ABOUT].rsplit(" ", 1)[0] + " …"


def _claimed_words(claim: Claim) -> str:
    """What is claimed, in the claim's own words: what its speaker says, else the sentence."""
    read, span, _ = claim
    said = [
        finding for finding in read.findings
        if isinstance(finding.payload, Statement) and span.start <= finding.start and finding.end <= span.end
    ]  # fmt: skip
    return said[0].words(read.report.text) if said else read.report.text[span.start : span.end]


def _everywhere(claim: Claim, wordings: _Wordings) -> tuple[Claim, ...]:
    """The claim, and the same sentence in other reports."""
    read, span, who = claim
    found = {read.report.id: claim}
    for other, place in wordings.get(tuple(words_of(read.report.text[span.start : span.end])), ()):
        found.setdefault(other.report.id, (other, place, who))
    return tuple(found.values())


def _text(claim: Claim) -> str:
    return claim[0].report.text[claim[1].start : claim[1].end]


def _opening_name(denial: Denial) -> str | None:
    """The name that the denial begins with: "Free Rails, the committee, denied …"."""
    names = [one for one in denial.read.findings if isinstance(one.payload, Name) and one.start == denial.span.start]
    return names[0].words(denial.read.report.text) if names else None


def _beside(denial: Denial) -> Claim | None:
    """The claim in the same sentence: "Local sources said it was a swap, but the authorities denied a deal"."""
    text, at = denial.read.report.text, denial.finding.start
    for finding in denial.read.findings:
        payload = finding.payload
        if isinstance(payload, Statement) and denial.span.start <= finding.start and finding.end < at:
            is_other = named(payload.speaker) and not _is_one(payload.speaker or "", denial.speaker)
            if (
                is_other
                and payload.stance not in ("denies", "rejects")
                and re.search(r"\bbut\b", text[finding.end : at])
            ):
                return denial.read, finding.spans[0], payload.speaker
    return None


def _claim(said: _Said, denial: Denial, denier: str | None) -> Claim | None:
    """The sentence that says most of what is denied and does not itself deny it; ties to the earliest.

    It has to be attributed to somebody, unless it shares so much that the outlet must be saying it itself.
    """
    denied = matter_stems(denial.about)
    best: tuple[int, Claim] | None = None
    for at in said.near(denied):
        read, span = said.rows[at]
        shared = _shared(denial, denied, read, span, said.stems[at])
        if not shared or (best is not None and shared <= best[0]):
            continue
        is_whole = shared >= LEAST_SHARED and shared * 1000 >= WHOLE * len(denied)
        is_outlet_s = is_whole and not _speakers(read.findings, span)
        is_said = is_outlet_s or _is_by_another(read, span, denier)
        if is_said and not leans(read, span.start, span.end) and not _denies(denial, read, span):
            best = shared, (read, span, _speaker(read, span))
    return best[1] if best else None


def _shared(denial: Denial, denied: frozenset[str], read: Read, span: Span, stems: frozenset[str]) -> int:
    """How many stems the sentence has in common with what is denied; 0 when too few to be about the same."""
    shared = denied & stems
    is_near = denied == shared and read.report.id == denial.read.report.id
    is_same = len(shared & set(_CONCEPTS)) >= 2 or (len(shared) >= 2 and denied == shared)
    is_most = len(shared) >= LEAST_SHARED and len(shared) * 1000 >= LEAST_SHARE * len(denied)
    if not is_near and not is_same and is_most and denied != shared:
        text = denial.read.report.text[denial.span.start : denial.span.end]
        is_most = bool(_names(text) & _names(read.report.text[span.start : span.end]))
    return len(shared) if is_near or is_same or is_most else 0


def _is_by_another(read: Read, span: Span, denier: str | None) -> bool:
    """Somebody says it, and not the one who denies."""
    speakers = _speakers(read.findings, span)
    return bool(speakers) and not any(_is_one(speaker, denier) for speaker in speakers)


def _is_one(speaker: str, other: str | None) -> bool:
    """The same last word ("Mr Korn", "Pavel Korn"), or one name within the other ("China", "China's government")."""
    ours, theirs = _naming(speaker), _naming(other or "")
    return bool(ours and theirs) and (ours[-1] == theirs[-1] or set(ours) <= set(theirs) or set(theirs) <= set(ours))


def _naming(speaker: str) -> list[str]:
    words = [word for word in words_of(speaker) if word not in ("the", "a", "an")]
    return [word for word in words if word != "government"] or words


def _meant_by(denial: Denial) -> Claim | None:
    """What "that account" or "the call" means: the nearest thing that somebody else says before it in that report.

    "The allegations", several, are what the report opens with, where it opens with what somebody says. "Mr. Korn's
    criticism" is what he says.
    """
    read, start = denial.read, denial.span.start
    body = [span for span in sentences_of(read) if span.end <= start]
    told = [
        span for span in body if _is_by_another(read, span, denial.speaker) and not leans(read, span.start, span.end)
    ]
    about = denial.about.rstrip(". ")
    if re.search(rf"\b(?:{_ASKINGS})\W*$", about, re.IGNORECASE):
        asked = [span for span in body if _ASKED.search(read.report.text[span.start : span.end])]
        return _as_claim(read, asked[-1]) if asked else None
    owner = _POSSESSED.match(about)
    if owner is not None:
        told = [span for span in told if any(_is_one(one, owner["name"]) for one in _speakers(read.findings, span))]
        return _as_claim(read, told[-1]) if told else None
    if about.endswith("s") and told[:1] == body[:1] and not _is_named_since(denial, body[1:]):
        return _as_claim(read, told[0]) if told else None
    near = [span for span in told if span in body[-SENTENCES_BACK:] and not _denies(denial, read, span)]
    if not _THAT_ONE.match(about):
        near = [span for span in near if _is_named(denial.speaker, _claimed_words((read, span, None)))]
    return _as_claim(read, near[-1]) if near else None


def _is_named_since(denial: Denial, sentences: Sequence[Span]) -> bool:
    """Something nearer is said of who denies it, so that the opening is not what is meant."""
    text = denial.read.report.text
    return any(_is_named(denial.speaker, text[span.start : span.end]) for span in sentences[-SENTENCES_BACK:])


def _is_named(denier: str | None, claim: str) -> bool:
    """The claim names who denies it, or the country or company of a like name: "Chinese ships" and "China"."""
    names = {word[:_ROOT] for word in _names(f"x {denier or ''}") if len(word) >= _ROOT}
    return any(word[:_ROOT] in names for word in words_of(claim))


def _as_claim(read: Read, span: Span) -> Claim:
    return read, span, _speaker(read, span)


def _denies(denial: Denial, read: Read, span: Span) -> bool:
    """The sentence says no to it as well: with a word of denial, or with a no where what is denied has none."""
    text = read.report.text[span.start : span.end]
    words = {stem(word) for word in words_of(text)}
    cues = {
        stem(word)
        for word in ("denied", "denies", "denial", "rejected", "rejects", "dismissed", "refuted", "untrue", "false")
    }
    return bool(words & cues) or bool(_NO.search(text)) != bool(_NO.search(denial.about))


def _speaker(read: Read, span: Span) -> str | None:
    speakers = _speakers(read.findings, span)
    return speakers[0] if speakers else None


def _side(claim: Claim) -> Side:
    read, span, who = claim
    return Side(who=who or read.report.outlet or read.report.host, says=_text(claim), citations=(span,))


def _speakers(findings: Sequence[Finding], span: Span) -> list[str]:
    found: list[str | None] = []
    for finding in findings:
        said = finding.payload
        if not span.start <= finding.start < span.end:
            continue
        if isinstance(said, Quote) or (isinstance(said, Statement) and said.stance != "believes"):
            found.append(named(said.speaker))
        elif isinstance(said, Event) and said.type == "ACCUSE" and said.status == "happened":
            found.append(named(said.agent))
    return [speaker for speaker in found if speaker]


def _all_stems(text: str) -> frozenset[str]:
    stop = stopwords("en")
    return frozenset(stem(word) for word in words_of(text) if word not in stop)


def _names(text: str) -> frozenset[str]:
    """Words with a capital inside the sentence."""
    stop = stopwords("en")
    places = tokens(text)
    words = [text[start:end] for start, end in places]
    return frozenset(word for one in words if one[:1].isupper() and (word := words_of(one)[0]) not in stop)


def matter_stems(text: str) -> frozenset[str]:
    """What a text is about: content stems, one for words of one thing; no names, a place in common is no matter."""
    stop = stopwords("en")
    words = (text[start:end] for start, end in tokens(text))
    plain = [fold(word) for at, word in enumerate(words) if at == 0 or not word[:1].isupper()]
    stems = (stem(word) for word in plain if word not in stop and len(word) > 2)
    return frozenset(_CONCEPT_OF.get(one) or act_of(one) for one in stems if one not in _EMPTY)
