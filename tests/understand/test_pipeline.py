"""The order of finders, their needs, what they replace, and what happens when one breaks."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from fakes.build import report
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import ConfigurationError, Date, Event, Finding, InformationStreamerError, Name, Quote, Report
from infostreamer.model.span import Span
from infostreamer.plugins import Registry
from infostreamer.understand import built_in_finders, plug, understand, unread


@dataclass(frozen=True)
class Planted:
    """A finder that returns what it is given."""

    name: str = "planted"
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("date",)
    replaces: tuple[str, ...] = ()
    value: str = "2024"
    error: Exception | None = None
    end: int = 3

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        if self.error is not None:
            raise self.error
        return [Finding.of(report.id, ((0, self.end),), Date(value=self.value), maker=f"{self.name}/1", confidence=1.0)]


def test_unmet_needs_are_named_before_anything_runs() -> None:
    broken = Planted(error=RuntimeError("must not run"))
    with pytest.raises(ConfigurationError, match=r"'late' needs event, name"):
        understand(report("Abc def."), finders=(broken, Planted(name="late", needs=("name", "event"))))


def test_the_built_in_order_is_complete() -> None:
    registry = Registry()
    plug(registry)
    assert registry.finders == list(built_in_finders())
    assert understand(report("Abc def.")) is not None


def test_a_language_without_a_finder_is_said() -> None:
    finders = (Planted(name="dates", languages=("en",)), Planted(name="any"))
    persian = replace(report("Abc def."), language="fa")
    assert unread(persian, finders=finders) == ("No finder for dates in fa.",)
    assert [finding.maker for finding in understand(persian, finders=finders)] == ["any/1"]
    assert unread(report("Abc def.")) == ()


def test_a_later_finder_may_replace_a_kind() -> None:
    finders = (Planted(value="2024"), Planted(name="second", needs=("date",), replaces=("date",), value="2025"))
    assert [finding.payload.value for finding in understand(report("Abc."), finders=finders)] == ["2025"]  # type: ignore[union-attr]


def test_a_finder_that_breaks_is_named_and_its_cause_kept() -> None:
    broken = Planted(name="odd", error=RuntimeError("no such thing"))
    with pytest.raises(InformationStreamerError, match=r"odd/1 broke off.*RuntimeError: no such thing") as caught:
        understand(report("Abc."), finders=(broken,))
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_finding_outside_the_text_is_a_bug() -> None:
    with pytest.raises(InformationStreamerError, match="points outside"):
        understand(report("Abc."), finders=(Planted(end=99),))


def test_findings_come_in_order_of_position() -> None:
    found = understand(report("Oleg Tarin said the army attacked Georgia. “We will stay here,” he added in May 2024."))
    keys = [(finding.start, finding.end, finding.kind, finding.id) for finding in found]
    assert keys == sorted(keys)
    assert len(keys) > 5


_VOCABULARY = """Oleg Tarin said that the army of Minsk attacked , . “ ” "
was arrested by according to and who in May 2024
160 people denied to not will ’s It is believed ( ) ; :
— threatened with Georgia 😀 e\u0301 \u200f Привет сказал \x00"""
_WORDS = st.sampled_from(re.split(r"[ \n]", _VOCABULARY))


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60))
def test_any_words_give_the_same_twice_with_spans_that_slice(words: list[str]) -> None:
    subject = report(" ".join(words) + " x.")
    first = understand(subject)
    assert understand(subject) == first
    for finding in first:
        assert finding.words(subject.text)
        assert finding.end <= len(subject.text)
        for field in ("speaker_span", "cue_span", "target_span", "trigger"):
            place = getattr(finding.payload, field, None)
            if isinstance(place, Span):
                assert subject.text[place.start : place.end].strip()


@pytest.mark.parametrize(
    "piece",
    ["“a ", '"a ', "'a ", "and a ", "X said ", "who was, ", "the attack on ", "(", "Oleg Tarin and "],
)  # fmt: skip
def test_no_text_of_200_kb_takes_long(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    subject = report(text)
    mine = [finder for finder in built_in_finders() if finder.name in {"quotes", "statements", "stances", "events"}]
    named = Planted(name="names", gives=("name", "date", "figure", "statement"))
    started = time.process_time()
    understand(subject, finders=(named, *mine))
    assert time.process_time() - started < seconds(5)


def test_the_order_of_sets_does_not_matter() -> None:
    code = (
        "from fakes.build import report\nfrom infostreamer.understand import understand\n"
        "r = report('Oleg Tarin said the army attacked Georgia. Thousands of people protested in Minsk against him.')\n"
        "print([f.id for f in understand(r)])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "tests:."}, capture_output=True,
            text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_payloads_point_at_names() -> None:
    subject = report("Oleg Tarin said: “The army will stay in Georgia.” The police arrested Oleg Tarin in Minsk.")
    found = understand(subject)
    people = {finding.payload.who for finding in found if isinstance(finding.payload, Name)}
    assert {f.payload.who for f in found if isinstance(f.payload, Quote)} <= people
    assert {f.payload.patient_who for f in found if isinstance(f.payload, Event)} <= people
