"""The pack's doors: one for finders, with the last report remembered, and one for settings."""

from __future__ import annotations

from typing import Protocol

from infostreamer.model import Report
from infostreamer.understand.pack import reading, vectors
from infostreamer.understand.pack.parse import Parse

_EMBEDDED = "pack/1"


class Pipeline(Protocol):
    """Anything that reads a report as the pack does; `name` tells one pipeline's findings from another's."""

    name: str

    def read(self, report: Report) -> Parse:
        """The report's Parse; empty where it does not know the language."""
        ...


_last: tuple[Report, Parse] | None = None
_configured: Pipeline | None = None


def parse(report: Report) -> Parse:
    """Sentences of tokens with part of speech, lemma, head, relation and entity; empty for languages but English.

    Direct quotations of a clause or more are one token of the sentence around them and sentences of their own after
    it. The last report's reading is kept, so every finder may ask.
    """
    global _last
    kept = _last  # one look: another thread may put its own report there
    if kept is not None and _is_same(kept[0], report):
        return kept[1]
    found = _configured.read(report) if _configured is not None else reading.read(report)
    _last = (report, found)
    return found


def use(pipeline: Pipeline | None) -> None:
    """Read with this from now on, for the whole process; None goes back to the embedded pack."""
    global _configured, _last
    _configured, _last = pipeline, None


def reader_name() -> str:
    """Name and version of what `parse` reads with; findings made with another one are out of date."""
    return _EMBEDDED if _configured is None else _configured.name


def configure(pipeline: str, encoder: str) -> None:
    """What the settings understand.pipeline and understand.encoder name takes the place of the embedded models.

    Args:
        pipeline: a spaCy pipeline, package name or folder; empty: the embedded pack.
        encoder: a folder with a sentence encoder; empty: the embedded static vectors.

    Raises:
        ConfigurationError: spaCy or sentence-transformers is not installed, or the name or folder holds no model.
    """
    from infostreamer.understand.pack.encoder import load_encoder
    from infostreamer.understand.pack.spacy_pipeline import load_pipeline

    use(load_pipeline(pipeline) if pipeline else None)
    vectors.use(load_encoder(encoder) if encoder else None)


def _is_same(one: Report, other: Report) -> bool:
    return one is other or (
        one.id == other.id
        and one.text == other.text
        and one.sentences == other.sentences
        and one.language == other.language
    )
