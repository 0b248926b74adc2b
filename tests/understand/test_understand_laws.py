"""What holds for every text: spans slice what the finding says, the same text gives the same, no finder takes long.

`INFOSTREAMER_SLOW=1` reads every hostile text at 200 kB with the model pack (several minutes); without it they are
read at an eighth of that, in an eighth of the time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import process_time

import pytest
from fakes.build import report
from fakes.pace import seconds
from hostile_texts import TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infostreamer.model import Finding, Report, Span
from infostreamer.plugins import Finder
from infostreamer.understand import built_in_finders, understand
from infostreamer.understand.pack import Parse, parse, use

WHOLE, LIMIT_S = 200_000, 5.0
IS_SLOW = os.environ.get("INFOSTREAMER_SLOW") == "1"
SIZE = WHOLE if IS_SLOW else WHOLE // 8
REALISTIC = ("news", "news of many", "no full stop")

PIECES = (
    "Police in Dravin detained Danil Ostrevko on Monday, his wife Vera Holm said.",
    "“We were told nothing,” she added. “We waited for nine hours.”",
    "“Wait,” Ostrevko's lawyer said, “and see: ‘nobody’ came.",
    "Interior Minister Gleb Tarasun denied that about 160 citizens abroad would face prosecution.",
    "More than 1,500 people were in prison in February 2025, up 12 percent, according to the Free Rails committee.",
    "@ribe wrote on X: «Мост закрыт», сообщил министр Глеб Тарасун 12 ноября.",
    "There are rumours of a secret agreement; Minsk has reportedly agreed to it.",
    "TARVOST, Nov 10 (Corran) –", "Original source: www.corran.example", "Q: Why?", "A: He did not say.",
    "\u202e", "\u0000", "e\u0301\u0323", "👩\u200d👩\u200d👧", "\ud800", "قال الوزير إن", "部长说：“好。”",
    "((([[", "“ ‘ \" «", "\n\n", "\n", " ",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), min_size=1, max_size=12).map(" ".join)
QUOTED = (("speaker_span", "speaker"), ("cue_span", "cue"), ("target_span", "target"))


def check_spans(subject: Report, findings: Sequence[Finding]) -> None:
    for finding in findings:
        assert finding.spans
        for span in finding.spans:
            assert 0 <= span.start < span.end <= len(subject.text)
            assert subject.text[span.start : span.end].strip()
        assert 0 < finding.confidence <= 1
        for place, words in QUOTED:
            span = getattr(finding.payload, place, None)
            if isinstance(span, Span):
                said = subject.text[span.start : span.end]
                assert _plain(said) == _plain(getattr(finding.payload, words)), finding
        trigger = getattr(finding.payload, "trigger", None)
        assert trigger is None or subject.text[trigger.start : trigger.end].strip()


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, st.sampled_from(["en", "ru", "uk", "be", "pl", "de", "fa", None]), st.booleans())
def test_every_span_slices_and_the_same_text_gives_the_same(text: str, language: str | None, has_title: bool) -> None:
    subject = report(text + " x", title="Police detain Ostrevko" if has_title else None, published="2026-11-10T09:00Z")
    subject = replace(subject, language=language)
    first = understand(subject)
    check_spans(subject, first)
    use(None)  # forget the last reading
    assert understand(subject) == first


@pytest.mark.parametrize("name", TEXTS)
def test_spans_slice_in_hostile_texts(name: str) -> None:
    subject = report(TEXTS[name](1500), title="Police in Dravin")
    check_spans(subject, understand(subject))


def test_the_order_of_sets_never_matters() -> None:
    code = (
        "from fakes.build import report\nfrom hostile_texts import TEXTS\nfrom infostreamer.model import content_id\n"
        "from infostreamer.understand import understand\n"
        "print(content_id(*(f.id for name in TEXTS for f in understand(report(TEXTS[name](700), title='At Dravin')))))"
    )
    digests = {_run(code, seed) for seed in ("1", "2")}
    assert len(digests) == 1


def _run(code: str, seed: str) -> str:
    places = os.pathsep.join([os.path.dirname(__file__), os.path.dirname(os.path.dirname(__file__)), *sys.path])
    surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": places}
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.strip()
    return done.stdout


class Nothing:
    """A pipeline that reads nothing: the pack's own time is measured apart."""

    name = "nothing/1"

    def read(self, report: Report) -> Parse:
        return Parse()


@pytest.fixture
def without_pack() -> Iterator[None]:
    use(None if IS_SLOW else Nothing())
    yield
    use(None)


@pytest.mark.usefixtures("without_pack")
@pytest.mark.parametrize("name", TEXTS)
def test_no_finder_takes_long(name: str) -> None:
    subject = report(TEXTS[name](SIZE), title="Police in Dravin", published="2026-11-10T09:00Z")
    _warm()
    slow = {name: spent for name, spent in _times(subject).items() if spent > seconds(LIMIT_S * SIZE / WHOLE)}
    if slow:  # once more: other work on this machine counts too
        again = _times(replace(subject, outlet="Another"))
        slow = {name: again[name] for name in slow if again[name] > seconds(LIMIT_S * SIZE / WHOLE)}
    assert not slow


@pytest.mark.parametrize("name", REALISTIC)
def test_no_finder_takes_long_over_200_kb_of_prose(name: str) -> None:
    _warm()
    times = _times(report(TEXTS[name](WHOLE), title="Police in Dravin"))
    assert max(times.values()) < seconds(LIMIT_S), times


def test_a_line_of_a_megabyte_is_read_to_its_bound() -> None:
    _warm()
    subject = report("word" * 250_000)
    started = process_time()
    check_spans(subject, understand(subject))
    assert process_time() - started < seconds(LIMIT_S)


def _warm() -> None:
    understand(report("Ana Ribe said that 7 people left Minsk on Monday."))


def _times(subject: Report) -> dict[str, float]:
    """Finder -> seconds of this process, the pack's reading apart from those who ask for it."""
    started = process_time()
    parse(subject)
    times, found = {"pack": process_time() - started}, list[Finding]()
    for finder in built_in_finders():
        if "en" in finder.languages or "*" in finder.languages:
            started = process_time()
            found = _added(finder, subject, found)
            times[finder.name] = process_time() - started
    return times


def _added(finder: Finder, subject: Report, found: list[Finding]) -> list[Finding]:
    replaced = getattr(finder, "replaces", ())
    fresh = finder.find(subject, tuple(found))
    return [finding for finding in found if finding.kind not in replaced] + fresh
