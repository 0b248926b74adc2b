"""Reports -> findings in processes that can be killed; see `infostreamer.isolation`.

A finder that hangs is interrupted where it stands, so that its name is known and what the others found is kept. One
that cannot be interrupted (C code that never returns), or that ends the process, goes with the process; the report is
then read once more without plug-ins.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NoReturn

import msgspec

from infostreamer.isolation import Stopped, Ticket, submit
from infostreamer.model import Finding, InformationStreamerError, Report
from infostreamer.model.codec import decode, encode
from infostreamer.plugins import Finder, load_plugins
from infostreamer.understand.pipeline import Understood, built_in_finders, understand_kept

_GRACE_S = 5.0
_NO_LIMIT = 0  # of memory: a model that the user chose may map much; what is read of a report is bounded
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def understand_isolated(
    reports: Sequence[Report], *, deadline_s: float, pipeline: str = "", encoder: str = ""
) -> list[Understood]:
    """What every installed finder finds, one per report in the order given, worked on by two processes at once.

    Args:
        reports: what to read.
        deadline_s: after so long the finder at work on a report is stopped, and those behind it have as long again.
        pipeline, encoder: the settings understand.pipeline and understand.encoder.
    """
    settings = _Settings(deadline_s, pipeline, encoder)
    tickets = [_submit(report, settings) for report in reports]
    return [_outcome(ticket, report, settings) for ticket, report in zip(tickets, reports, strict=True)]


@dataclass(frozen=True, slots=True)
class _Settings:
    deadline_s: float
    pipeline: str
    encoder: str
    stopped: str = ""  # why a first reading, with plug-ins, was stopped


@dataclass(frozen=True, slots=True)
class _Told:
    """What was understood, as it travels: each finding as it is stored, each trouble's sentence."""

    findings: tuple[msgspec.Raw, ...]
    troubles: tuple[str, ...]


def _submit(report: Report, settings: _Settings) -> Ticket[_Told]:
    hard_s = 2 * settings.deadline_s + _GRACE_S
    return submit(_attempt_told, report, settings, deadline_s=hard_s, max_memory_bytes=_NO_LIMIT)


def _outcome(ticket: Ticket[_Told], report: Report, settings: _Settings) -> Understood:
    try:
        told = ticket.result()
        findings = tuple(decode(bytes(finding), Finding) for finding in told.findings)
        return Understood(findings, tuple(InformationStreamerError(trouble) for trouble in told.troubles))
    except Stopped as error:
        if settings.stopped:
            return Understood((), (InformationStreamerError(f"{error} Nothing was looked for in this report."),))
        again = replace(settings, stopped=str(error))
        return _outcome(_submit(report, again), report, again)


def _attempt_told(report: Report, settings: _Settings) -> _Told:
    done = _attempt(report, settings)
    return _Told(tuple(msgspec.Raw(encode(one)) for one in done.findings), tuple(str(one) for one in done.troubles))


def _attempt(report: Report, settings: _Settings) -> Understood:
    finders = _finders(settings.pipeline, settings.encoder)
    trouble: tuple[InformationStreamerError, ...] = ()
    if settings.stopped:
        names = ", ".join(finder.name for finder in finders if finder not in built_in_finders()) or "plug-ins"
        finders = built_in_finders()
        trouble = (InformationStreamerError(f"{settings.stopped} The report was read again without {names}."),)
    try:
        with _interrupted_after(settings.deadline_s):
            done = understand_kept(report, finders=finders)
    except InformationStreamerError as error:  # the finders do not fit together
        return Understood((), (*trouble, error))
    except TimeoutError as error:  # it came between two finders
        return Understood((), (*trouble, InformationStreamerError(f"Understanding stopped: {error}.")))
    return Understood(done.findings, trouble + done.troubles)


@lru_cache(maxsize=1)
def _finders(pipeline: str, encoder: str) -> tuple[Finder, ...]:
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")  # before NumPy is loaded: processes share the cores, and sums keep their order
    from infostreamer.understand import pack

    pack.configure(pipeline, encoder)
    finders = tuple(load_plugins().finders)
    understand_kept(_FIRST)
    gc.collect()
    gc.freeze()  # word lists and gazetteer stay for good; looking through them again and again costs an eighth
    return finders


_FIRST = Report(
    id="", capture_id="", address="", canonical="", host=None, outlet=None, title=None, byline=(), published=None,
    language="en", kind="report", text="Ana Ribe said that 7 people left Minsk on Monday.", body_start=0,
    paragraphs=((0, 49),), sentences=((0, 49),),
)  # fmt: skip
"""Read once before the clock runs: word lists, gazetteer and models load with the first report, through no fault of
its own."""


@contextmanager
def _interrupted_after(deadline_s: float) -> Iterator[None]:
    """TimeoutError after so long, and again after as long. Where the system has no alarm only the kill is left."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: object) -> NoReturn:
        raise TimeoutError(f"no answer within {deadline_s:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, deadline_s, deadline_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
