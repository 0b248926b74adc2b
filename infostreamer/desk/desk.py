"""Desk: the one front door. The command line, the web and notebooks call it; it reads the store, starts the flow."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from infostreamer.desk.accounts import Accounts
from infostreamer.desk.alerting import Alerting
from infostreamer.desk.dossiers import Dossiers
from infostreamer.desk.lagging import Lagging
from infostreamer.desk.news import News, note_rebuilt
from infostreamer.desk.noting import Noting
from infostreamer.desk.operating import Operating
from infostreamer.desk.places import Places
from infostreamer.desk.reviewing import Reviewing
from infostreamer.desk.saving import Saving
from infostreamer.desk.sharing import Sharing
from infostreamer.desk.shelving import Shelving
from infostreamer.desk.taking_in import TakingIn
from infostreamer.desk.views import Added
from infostreamer.desk.watching import Watching
from infostreamer.model import (
    BadInput,
    Dossier,
    Source,
    SourceHealth,
    content_id,
    fold,
)
from infostreamer.settings import Settings, data_folder, store_url
from infostreamer.text.clean import clean_text, one_line

if TYPE_CHECKING:
    from infostreamer.collect.web import Web
    from infostreamer.flow import Flow
    from infostreamer.store import Store


class Desk(
    Saving,
    Reviewing,
    Noting,
    Places,
    Dossiers,
    Accounts,
    Operating,
    Lagging,
    Alerting,
    News,
    Sharing,
    Shelving,
    TakingIn,
    Watching,
):
    """A desk over one store. Open it with `Desk.open`, close it or use it in a `with` block. Thread-safe."""

    def __init__(self, store: Store, settings: Settings, *, hosts: Mapping[str, str] | None = None) -> None:
        """A desk over an open store.

        Args:
            store: see `infostreamer.store.open_store`.
            settings: every setting.
            hosts: names served from a local port, for the demo only; see `infostreamer.collect.web.Web`.
        """
        self.store = store
        self.settings = settings
        self._hosts = dict(hosts or {})
        self._flow: Flow | None = None
        self._web: Web | None = None
        self._clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._enriched: Callable[[], bool] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        hosts: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Desk:
        """The desk of these settings; its database is created or migrated as needed.

        Raises:
            TryLater: the database is locked.
            ConfigurationError: the database address is not usable.
        """
        from infostreamer.store import open_store

        chosen = settings or Settings.load()
        if not chosen["store.url"]:
            _make_folder(data_folder(chosen))
        desk = cls(open_store(store_url(chosen)), chosen, hosts=hosts)
        if clock is not None:
            desk._clock = clock
        return desk

    def close(self) -> None:
        """Stop the flow, shut the door to the network, close the database."""
        if self._flow is not None:
            self._flow.close()
        if self._web is not None:
            self._web.close()
        self.store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def web(self) -> Web:
        """The one door to the network, opened on first use."""
        with self._lock:
            if self._web is None:
                from infostreamer.collect.web import Web

                self._web = Web(self.settings, hosts=self._hosts, clock=self._clock)
            return self._web

    @property
    def flow(self) -> Flow:
        """The engine over this desk's store, started on first use."""
        web = self.web
        with self._lock:
            if self._flow is None:
                from infostreamer.flow import Flow
                from infostreamer.flow.elsewhere import FlowElsewhere

                kind = partial(FlowElsewhere, enriched=self._enriched) if self._enriched else Flow
                self._flow = kind(self.store, settings=self.settings, web=web, clock=self._clock)
            return self._flow

    def enrich_elsewhere(self, enriched: Callable[[], bool]) -> None:
        """What follows from a decision is derived by another process: `enriched` asks it and waits, or says False.

        To be called before the flow is first used.
        """
        self._enriched = enriched

    def now(self) -> datetime:
        """This desk's time, UTC; the demo's is the replayed one."""
        return self._clock()

    # Dossiers

    def add_dossier(self, title: str, question: str) -> Dossier:
        """A new dossier, filled at once with the stories that match the question.

        Raises:
            BadInput: the title is empty or taken, or the question cannot be understood.
        """
        from infostreamer.dossiers.question import parse

        parse(question)
        slug = _slug(title)
        dossier = Dossier(
            id=content_id("dossier", slug),
            slug=slug,
            title=" ".join(clean_text(title).split()),
            question=" ".join(clean_text(question).split()),
            created_at=self.now(),
        )
        with self.store.unit() as unit:
            if any(known.slug == slug for known in unit.dossiers.all()):
                raise BadInput(f"There is a dossier called {slug!r} already; choose another title.")
            self._revoke_all(unit, f"dossier:{slug}")  # of one that had this name
            unit.dossiers.put(dossier)
        self.flow.enrich()
        return self.dossier(slug)

    def remove_dossier(self, slug: str) -> None:
        """Forget a dossier and end its shares; its stories stay.

        Raises:
            NotFound: no such dossier.
        """
        self.dossier(slug)
        with self.store.unit() as unit:
            self._revoke_all(unit, f"dossier:{slug}")
            unit.dossiers.remove(slug)

    # Doing: sources and reports

    def add(self, target: str, *, outlet: str | None = None, owner: str | None = None) -> Added:
        """Follow an address, import an OPML file, or take in a file, a folder or a JSONL file.

        Raises:
            BadInput: neither an address nor an existing path.
            FetchError: the address could not be read.
        """
        scheme, _, rest = target.strip().partition("://")
        if scheme.lower() in ("http", "https"):
            return self._follow(f"{scheme.lower()}://{rest}", outlet, owner)
        path = Path(target)
        if not os.path.exists(path):  # unlike Path.exists, False for a name that no system would take
            raise BadInput(f"{one_line(target)[:200]} is neither an http(s) address nor an existing file or folder.")
        if path.suffix.lower() == ".opml":
            return self._import_opml(path)
        return self.take_in_paths([path])

    def _follow(self, address: str, outlet: str | None, owner: str | None) -> Added:
        from infostreamer.collect import identify

        named = [
            replace(
                source, outlet=_named(outlet) or source.outlet, owner=_named(owner) or source.owner, added_at=self.now()
            )
            for source in identify(address, web=self.web)
        ]
        return Added(sources=tuple(self.put_sources(named)))

    def _import_opml(self, path: Path) -> Added:
        from infostreamer.collect import read_file, read_opml

        try:
            body = read_file(path)
        except BadInput as error:
            raise BadInput(f"{path} {error}.") from None
        return Added(sources=tuple(self.put_sources(read_opml(body))))

    def put_sources(self, sources: Iterable[Source]) -> list[Source]:
        """Follow these sources; one that is known by its address keeps its id and its history."""
        kept: list[Source] = []
        with self.store.unit() as unit:
            for source in sources:
                wanted = source if source.every_s != 3600 else replace(source, every_s=self.settings["collect.every"])
                unit.sources.put(wanted)
                kept.append(wanted)
        return kept

    def visit(self, sources: Sequence[Source]) -> None:
        """Visit these sources now and derive everything from what they give."""
        self.flow.visit(sources, now=self.now())
        self.flow.enrich()

    def rebuild(self) -> None:
        """Forget everything derived and derive it again from captures and judgements.

        Raises:
            TryLater: another process is at work on this desk.
        """
        before = self.position()
        self.flow.rebuild()
        with self.store.unit() as unit:
            note_rebuilt(unit, before, unit.changes.latest_position())

    def remove_source(self, key: str) -> Source:
        """Stop following a source; its reports stay.

        Raises:
            NotFound: no such source.
        """
        source = self.source(key)
        with self.store.unit() as unit:
            unit.sources.remove(source.id)
        return source

    def set_paused(self, key: str, is_paused: bool) -> Source:
        """Pause or resume a source.

        Raises:
            NotFound: no such source.
        """
        source = replace(self.source(key), is_paused=is_paused)
        with self.store.unit() as unit:
            unit.sources.put(source)
        return source

    def set_interval(self, key: str, every_s: int) -> Source:
        """How often a source is visited, in seconds: from a minute to a week.

        Raises:
            NotFound: no such source.
            BadInput: the time is shorter or longer.
        """
        if not 60 <= every_s <= 604_800:
            raise BadInput("A source is visited at most every minute and at least every week.")
        source = replace(self.source(key), every_s=every_s)
        with self.store.unit() as unit:
            unit.sources.put(source)
        return source

    def refresh(self, key: str) -> Source:
        """Make a source due now; the running flow visits it at its next look.

        Raises:
            NotFound: no such source.
        """
        source = self.source(key)
        with self.store.unit() as unit:
            health = unit.sources.health(source.id) or SourceHealth(source_id=source.id)
            unit.sources.put_health(replace(health, next_at=None))
        return source


def _named(raw: str | None) -> str | None:
    return " ".join(clean_text(raw or "").split()) or None


def _slug(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in fold(title)).split()
    if not words:
        raise BadInput("A dossier needs a title with at least one letter or digit.")
    return "-".join(words)[:80]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput(
            f"The data folder {folder} cannot be made: {error.strerror}; choose another with --data."
        ) from error
