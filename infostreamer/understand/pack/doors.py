"""The pack's one door for finders, with the last report remembered."""

from __future__ import annotations

from typing import Protocol

from infostreamer.model import Report
from infostreamer.understand.pack import reading
from infostreamer.understand.pack.parse import Parse


class Pipeline(Protocol):
    """Anything that reads a report as the pack does."""

    def read(self, report: Report) -> Parse:
        """The report's Parse; empty where it does not know the language."""
        ...


_last: tuple[Report, Parse] | None = None
_configured: Pipeline | None = None


def parse(report: Report) -> Parse:
    """Sentences of tokens with part of speech, lemma, head, relation and entity; empty for languages but English.

    Direct quotations of a clause or more are one token of the sentence around them and sentences of their own after it.
    The last report's reading is kept, so every finder may ask.
    """
    global _last
    if _last is None or not _is_same(_last[0], report):
        chosen = _configured.read(report) if _configured is not None else reading.read(report)
        _last = (report, chosen)
    return _last[1]


def use(pipeline: Pipeline | None) -> None:
    """Read with this from now on, for the whole process; None goes back to the embedded pack."""
    global _configured, _last
    _configured, _last = pipeline, None


def _is_same(one: Report, other: Report) -> bool:
    return one is other or (
        one.id == other.id
        and one.text == other.text
        and one.sentences == other.sentences
        and one.language == other.language
    )
