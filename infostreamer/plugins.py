"""The seams: what a plug-in offers, and the one registry that holds built-ins and plug-ins alike.

A plug-in is an entry point in group "infostreamer" that names a function `plug(registry)`. Built-ins register through
the same calls, so nothing a built-in does is closed to a plug-in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from infostreamer.model import Capture, Finding, Line, Report, Source
from infostreamer.model.edition import Edition, Receipt


class Web(Protocol):
    """The polite, guarded door to the network; see `infostreamer.collect.web.Web`."""

    def get(
        self, address: str, *, etag: str | None = None, modified: str | None = None, check_robots: bool = False
    ) -> Any:
        """The answer to one GET, with its final address, status, headers and body.

        Raises:
            FetchError: the network did not give it.
            Refused: we did not ask.
        """

    def robots(self, address: str) -> tuple[str, tuple[str, ...]] | None:
        """What the host's robots.txt, where it was asked for, means for the address, and its lines on other uses."""


@runtime_checkable
class Collector(Protocol):
    """Address -> captures, for one kind of source."""

    kind: str

    def collect(self, source: Source, web: Web, known: Any) -> Any:
        """What the source gives now, as `infostreamer.collect.Collected`."""


@runtime_checkable
class Reader(Protocol):
    """Capture -> report, chosen by MIME and host."""

    name: str

    def fits(self, capture: Capture) -> bool:
        """True when this reader knows how to read the capture."""

    def read(self, capture: Capture) -> Report:
        """The report in the capture.

        Raises:
            Unreadable: there is no article in it.
        """


UNTOLD = "und"
"""What a finder lists among its languages when it also reads texts too short to tell the language of (ISO 639-2)."""


@runtime_checkable
class Finder(Protocol):
    """Report -> findings. `needs` and `gives` name finding kinds; needs are checked before anything runs."""

    name: str
    version: int
    languages: tuple[str, ...]  # ("*",) for any
    needs: tuple[str, ...]
    gives: tuple[str, ...]

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """New findings; `found` holds everything found so far in this report."""


@runtime_checkable
class Writer(Protocol):
    """Facts -> lines. Every line passes the same check, whoever wrote it."""

    name: str

    def write(self, facts: Any) -> list[Line]:
        """Candidate lines with citations."""


@runtime_checkable
class LanguageModel(Protocol):
    """Numbered sentences -> words. Called outside the stage rooms; what it says passes the check and the gate."""

    @property
    def name(self) -> str:
        """Signs its lines: "llm/MODEL"."""

    def ask(self, instructions: str, sentences: str) -> str:
        """Its answer: one JSON object a line, {"text": "…", "sentences": [1, 3]}.

        Raises:
            FetchError: it gave none.
        """


@runtime_checkable
class Deliverer(Protocol):
    """Edition -> outside, for one kind of channel. Called outside the stage rooms, with a limit on its time."""

    kind: str  # "email", "webhook", "ntfy": what a channel names

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        """How one try went; an exception counts as a failed try. `secret` is the alert's, for signing."""


@dataclass
class Registry:
    """What is plugged in, per seam, in order of registration."""

    collectors: list[Collector] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)
    finders: list[Finder] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)
    models: list[LanguageModel] = field(default_factory=list)  # the first one tells, where llm.address names none
    deliverers: list[Deliverer] = field(default_factory=list)  # the last one of a kind delivers


_BUILT_IN_ROOMS = ("collect", "extract", "understand", "stories", "deliver.channels")


def plug_builtins(registry: Registry) -> None:
    """Register every built-in; each stage room has a `plug(registry)` of its own, imported by name only here."""
    for room in _BUILT_IN_ROOMS:
        import_module(f"infostreamer.{room}").plug(registry)


def load_plugins() -> Registry:
    """Built-ins first, then every installed plug-in by name.

    Raises:
        ConfigurationError: a plug-in cannot be loaded; the message names it.
    """
    from infostreamer.model import ConfigurationError

    registry = Registry()
    plug_builtins(registry)
    for entry in sorted(entry_points(group="infostreamer"), key=lambda point: point.name):
        if entry.value == "infostreamer.plugins:plug_builtins":
            continue
        try:
            entry.load()(registry)
        except Exception as error:
            raise ConfigurationError(f"Plug-in {entry.name!r} ({entry.value}) cannot be loaded: {error}.") from error
    return registry
