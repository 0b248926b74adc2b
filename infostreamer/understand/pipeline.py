"""The order of the finders, and the one loop that runs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from infostreamer.model import ConfigurationError, Finding, InformationStreamerError, IntegrityError, Report
from infostreamer.plugins import UNTOLD, Finder, Registry
from infostreamer.understand.attribution import ATTRIBUTION
from infostreamer.understand.bounds import readable
from infostreamer.understand.credits import CREDITS
from infostreamer.understand.dates import DATES
from infostreamer.understand.events import EVENTS
from infostreamer.understand.figures import FIGURES
from infostreamer.understand.names import NAMES
from infostreamer.understand.quotes import QUOTES
from infostreamer.understand.stances import STANCES
from infostreamer.understand.statements import STATEMENTS


def built_in_finders() -> tuple[Finder, ...]:
    """The finders of this package in the order they run: each needs only what stands before it."""
    finders = (NAMES, DATES, FIGURES, CREDITS, QUOTES, STATEMENTS, STANCES, EVENTS, ATTRIBUTION)
    return cast("tuple[Finder, ...]", finders)  # some are frozen, which mypy holds against the protocol's fields


def plug(registry: Registry) -> None:
    """Register the built-in finders."""
    registry.finders.extend(built_in_finders())


def understand(report: Report, *, finders: Sequence[Finder] | None = None) -> list[Finding]:
    """Everything the finders find in the report, by position, then kind, then id.

    The same text gives the same findings. A finder that does not read the report's language is left out, and so is
    text beyond the bounds of `bounds.py`; `unread` says both. A finder may name kinds in `replaces`: what it returns
    of those kinds takes the place of what stood before, so that findings can be completed (a figure gets its speaker)
    although they are frozen.

    Args:
        report: what to read.
        finders: in the order they run; default the built-in ones.

    Raises:
        ConfigurationError: a finder needs a kind that no finder before it gives.
        InformationStreamerError: a finder broke off; the message names it.
    """
    done = understand_kept(report, finders=finders)
    if done.troubles:
        raise done.troubles[0]
    return list(done.findings)


@dataclass(frozen=True, slots=True)
class Understood:
    """What was found, by position, then kind, then id; `troubles` name the finders that broke off."""

    findings: tuple[Finding, ...]
    troubles: tuple[InformationStreamerError, ...] = ()


def understand_kept(report: Report, *, finders: Sequence[Finder] | None = None) -> Understood:
    """As `understand`, but a finder that breaks off costs only its own findings.

    Raises:
        ConfigurationError: a finder needs a kind that no finder before it gives.
    """
    chosen = built_in_finders() if finders is None else tuple(finders)
    check_order(chosen)
    part = readable(report)
    found: list[Finding] = []
    troubles: list[InformationStreamerError] = []
    for finder in _readers_of(part, chosen):
        try:
            fresh = _run(finder, part, found)
        except InformationStreamerError as error:
            troubles.append(error)
            continue
        replaced = getattr(finder, "replaces", ())
        found = [finding for finding in found if finding.kind not in replaced] + fresh
    return Understood(_in_order(found), tuple(troubles))


def unread(report: Report, *, finders: Sequence[Finder] | None = None) -> tuple[str, ...]:
    """What was not looked for, one sentence each: "No finder for events in fa."; empty when everything was."""
    chosen = built_in_finders() if finders is None else tuple(finders)
    known = {finder.name for finder in _readers_of(report, chosen)}
    language = report.language or "an unknown language"
    left = [f"No finder for {finder.name} in {language}." for finder in chosen if finder.name not in known]
    read = len(readable(report).text)
    if read < len(report.text):
        left.append(f"Only the first {read:,} of {len(report.text):,} characters were read.")
    return tuple(left)


def check_order(finders: Iterable[Finder]) -> None:
    """Nothing when every finder's needs are given by those before it.

    Raises:
        ConfigurationError: naming the first finder with unmet needs, and the needs.
    """
    given: set[str] = set()
    for finder in finders:
        unmet = sorted(set(finder.needs) - given)
        if unmet:
            raise ConfigurationError(
                f"Finder {finder.name!r} needs {', '.join(unmet)}, which no finder before it gives; "
                "add such a finder or change the order."
            )
        given.update(finder.gives)


def _readers_of(report: Report, finders: Iterable[Finder]) -> list[Finder]:
    language = report.language or UNTOLD
    return [finder for finder in finders if "*" in finder.languages or language in finder.languages]


def _run(finder: Finder, report: Report, found: list[Finding]) -> list[Finding]:
    try:
        fresh = finder.find(report, tuple(found))
    except (InformationStreamerError, MemoryError):  # the second is the machine's, or the whole report's
        raise
    except Exception as error:
        # A plug-in can break in any way; the flow keeps this as a Failure of the report, and the cause stays chained.
        problem = f"{type(error).__name__}: {error}"
        raise InformationStreamerError(
            f"Finder {finder.name}/{finder.version} broke off at report {report.id} ({problem}); report this as a bug."
        ) from error
    _check_places(finder, report, fresh)
    return list(fresh)


def _check_places(finder: Finder, report: Report, fresh: Iterable[Finding]) -> None:
    for finding in fresh:
        if finding.report_id != report.id or finding.end > len(report.text):
            raise IntegrityError(
                f"Finder {finder.name}/{finder.version} points outside report {report.id}; report this as a bug."
            )


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    distinct = {finding.id: finding for finding in found}
    return tuple(sorted(distinct.values(), key=lambda finding: (finding.start, finding.end, finding.kind, finding.id)))
