"""What becomes one fact, before it is one: every place in the reports that takes a part in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infostreamer.model import Finding, Span
from infostreamer.model.story import FactKind, Stand
from infostreamer.stories.features import Read
from infostreamer.stories.passages import FEWEST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place: `span` is what says it, `sentence` the whole sentence of the body around it (None in a title)."""

    read: Read
    finding: Finding | None
    span: Span
    sentence: Span | None
    stand: Stand
    order: int  # of its report among the current ones, by publication
    speaker: str | None = None
    is_aside: bool = False  # told in a clause about something else

    @property
    def is_title(self) -> bool:
        """True for the title, which is short of what the body says."""
        return self.sentence is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One fact to be: `entries` in the order of the reports, at least one."""

    kind: FactKind
    line_kind: str
    entries: tuple[Entry, ...]
    status: str = "happened"
    is_differing: bool = False
    is_quotation: bool = False  # shown as words with their speaker
    fewest_words: int = FEWEST_WORDS

    def with_entries(self, *more: Entry) -> Draft:
        """The draft with more places."""
        return replace(self, entries=(*self.entries, *more))
