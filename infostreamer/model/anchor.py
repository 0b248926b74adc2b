"""A place in a report's text that is found again in its later versions."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Words of one report with what stands around them.

    The two selectors of the W3C Web Annotation Data Model (sections 4.2.4 and 4.2.5) that it stands for:
    TextQuoteSelector (`exact`, `prefix`, `suffix`) and TextPositionSelector (`start`, `end`, code points, half-open).
    """

    report_id: str  # the version on which it was made
    canonical: str  # the address that all versions of that publication have in common
    start: int
    end: int
    exact: str
    prefix: str = ""  # up to 32 code points before
    suffix: str = ""  # up to 32 code points after

    @property
    def span(self) -> Span:
        """The place in the version on which it was made."""
        return Span(self.report_id, self.start, self.end)
