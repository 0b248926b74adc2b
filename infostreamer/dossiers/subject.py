"""Which words of a report mean one subject: its names, what the report calls it ("the airliner"), and its "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from infostreamer.model import Event, Finding, Name, Quote, Report, Statement, fold

_THE = re.compile(r"(?:the|this|that)(?: new| first)? (?P<kind>[\w-]+)")
_IT = frozenset(("it", "they", "which", "the company", "the group", "the firm"))


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


@lru_cache(maxsize=256)
def _form(name: str) -> re.Pattern[str]:
    """The name as whole words, and what stands behind it."""
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?P<rest>.*)", re.DOTALL)


class Subject:
    """The words of one report asked whether they mean the subject."""

    def __init__(self, report: Report, findings: Sequence[Finding], names: Sequence[str]) -> None:
        """`names`: every form of the subject; `findings`: the report's names, events and statements."""
        wanted = frozenset(fold(name) for name in names)
        found = [(fold(one.words(report.text)), one.payload) for one in findings if isinstance(one.payload, Name)]
        self._keys = {
            name.who for form, name in found if name.who and (form in wanted or fold(name.canonical) in wanted)
        }
        self._others = {form for form, name in found if form not in wanted and name.who not in self._keys}
        self._forms = [_form(name) for name in sorted(wanted)]
        self._kinds = self._called([fold(words) for one in findings for words, _ in sides_of(one) if words])

    def is_meant(self, words: str | None, who: str | None) -> bool:
        """True when the phrase stands for the subject itself, not for something that is called after it.

        "Boeing" is not meant by "a Boeing 777"; the A380 is meant by "the A380 superjumbo", and by "the superjumbo"
        where the report has called it that and nothing else.
        """
        if who is not None and who in self._keys:
            return True
        phrase = fold(words or "")
        called = _THE.fullmatch(phrase)
        return self._is_named(phrase) or (called is not None and called["kind"] in self._kinds)

    def is_it(self, words: str | None, before: str | None, before_who: str | None) -> bool:
        """True for "it" and its like right after an act of the subject and of nobody else."""
        return fold(words or "") in _IT and self.is_meant(before, before_who)

    def _called(self, phrases: Sequence[str]) -> frozenset[str]:
        """What stands behind the subject's name in one phrase, unless another name has the same behind it."""
        ours = {phrase.split()[-1] for phrase in phrases if self._kind_behind(phrase)}
        theirs = {phrase.split()[-1] for phrase in phrases if any(f"{other} " in phrase for other in self._others)}
        return frozenset(ours - theirs)

    def _kind_behind(self, phrase: str) -> bool:
        return any(
            (found := form.search(phrase)) is not None and found["rest"][:1] == " " for form in self._forms
        ) and (self._is_named(phrase) and phrase.split()[-1].isalpha())

    def _is_named(self, phrase: str) -> bool:
        return any(self._ends_with(form, phrase) for form in self._forms)

    def _ends_with(self, form: re.Pattern[str], phrase: str) -> bool:
        found = form.search(phrase)
        if found is None:
            return False
        rest, name = found["rest"], phrase[found.start() : found.start("rest")]
        has_number = any(letter.isdigit() for letter in name)
        is_whole = (
            rest in ("", "s", "'s", "’s") or (has_number and rest[0] == " ") or rest.startswith((",", " and ", " ("))
        )
        return is_whole and not any(name in other and other in phrase for other in self._others)


def sides_of(finding: Finding) -> tuple[tuple[str | None, str | None], ...]:
    """(words, mention key) of who acts and of who undergoes it, or of who speaks; none for other findings."""
    payload = finding.payload
    if isinstance(payload, Event):
        return (payload.agent, payload.agent_who), (payload.patient, payload.patient_who)
    if isinstance(payload, Statement | Quote):
        return ((payload.speaker, payload.who),)
    return ()
