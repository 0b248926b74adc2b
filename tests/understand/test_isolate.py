"""A finder that hangs or breaks costs its own findings, and its name is told; what is too long is said to be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from fakes.build import report
from fakes.pace import seconds

from infostreamer.model import Date, Finding, Report
from infostreamer.understand import isolate, understand, understand_isolated, understand_kept, unread
from infostreamer.understand.bounds import MOST_CHARACTERS, MOST_WORDS, readable
from infostreamer.understand.isolate import _attempt, _Settings

NEWS = "Police in Dravin detained Danil Ostrevko on Monday, his wife said. “We were told nothing,” she added. "


@dataclass(frozen=True)
class Odd:
    """A finder that does what its name says before it finds the first three characters."""

    name: str
    version: int = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("date",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        if self.name == "hangs":
            while True:
                time.sleep(0.01)
        if self.name == "breaks":
            raise RuntimeError("no such thing")
        return [Finding.of(report.id, ((0, 3),), Date(value="2024"), maker=f"{self.name}/1", confidence=1.0)]


def plant(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    finders = tuple(Odd(name) for name in names)
    monkeypatch.setattr(isolate, "_finders", lambda *_settings: finders)


def test_the_same_as_in_this_process() -> None:
    subjects = [report(NEWS * count) for count in (1, 5)]
    isolated = understand_isolated(subjects, deadline_s=120)
    assert [list(done.findings) for done in isolated] == [understand(subject) for subject in subjects]
    assert all(done.troubles == () for done in isolated)


def test_a_finder_that_hangs_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "first", "hangs", "last")
    done = _attempt(report(NEWS), _Settings(1.0, "", ""))
    assert {finding.maker for finding in done.findings} == {"first/1", "last/1"}
    assert "hangs/1" in str(done.troubles[0])
    assert "no answer within 1 s" in str(done.troubles[0])


def test_after_the_process_was_ended_the_report_is_read_without_plug_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "first", "hangs")
    done = _attempt(report(NEWS), _Settings(60, "", "", stopped="It ended."))
    assert list(done.findings) == understand(report(NEWS))
    assert str(done.troubles[0]) == "It ended. The report was read again without first, hangs."


def test_a_finder_that_breaks_costs_only_its_own_findings() -> None:
    done = understand_kept(report(NEWS), finders=(Odd("first"), Odd("breaks"), Odd("last")))
    assert {finding.maker for finding in done.findings} == {"first/1", "last/1"}
    assert "breaks/1 broke off" in str(done.troubles[0])


@pytest.mark.parametrize(("text", "bound"), [(NEWS * 3000, MOST_CHARACTERS), ("“ " * 100_000, MOST_WORDS * 2)])
def test_a_very_long_report_is_read_to_a_sentence_and_the_rest_is_said_to_be_unread(text: str, bound: int) -> None:
    subject = report(text)
    part = readable(subject)
    assert bound * 0.9 < len(part.text) <= bound
    assert subject.text.startswith(part.text)
    assert all(end <= len(part.text) for _, end in (*part.sentences, *part.paragraphs))
    assert unread(subject) == (f"Only the first {len(part.text):,} of {len(text):,} characters were read.",)


def test_a_report_of_usual_length_is_read_whole() -> None:
    subject = report(NEWS * 100)
    assert readable(subject) is subject
    assert unread(subject) == ()


def test_a_megabyte_takes_seconds() -> None:
    subject = report(NEWS * 10_000)
    understand(report(NEWS))
    started = time.process_time()
    found = understand(subject)
    assert time.process_time() - started < seconds(10)  # three of them where it was set
    assert len(found) > 1000
