"""What understanding finds in a text, in short: for tests that compare lists."""

from __future__ import annotations

from fakes.build import report

from infostreamer.model import Stance
from infostreamer.understand import understand


def stances_in(body: str) -> list[tuple[str | None, str, str | None]]:
    """(speaker, verb, target) of every stance."""
    return [
        (finding.payload.speaker, finding.payload.verb, finding.payload.target)
        for finding in understand(report(body))
        if isinstance(finding.payload, Stance)
    ]
