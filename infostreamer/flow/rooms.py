"""The stage rooms as values: what the flow calls, so that tests and other engines can hand in their own."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from infostreamer.flow.telling import Teller
from infostreamer.model import Capture, Dossier, Failure, Finding, Report, Story, content_id
from infostreamer.plugins import LanguageModel
from infostreamer.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The pure functions of the stage rooms, and the versions of what they do.

    Attributes:
        collect: (source, *, web, known, now) -> Collected.
        known: (health, pages, purged) -> Known; `pages` maps an address to its PageRow, `purged` holds addresses.
        extract: captures -> for each, in order, its Report or the Failure.
        understand: report -> findings, in this process.
        understand_many: reports -> for each, in order, its Understood (findings, troubles), in processes that can be
            stopped; None: `understand` reads each.
        read: (report, findings) -> Read.
        outline: the type of a story's matching state, for the codec; it has story_id.
        entry: the type of a placed report in the index of live stories, for the codec; it has seq and at (seconds).
        board: window in days -> an empty index of live stories, to be kept from epoch to epoch.
        place_epoch, build_story, changes_between, gather: the doors of stories and dossiers.
        understood_by: names and versions of the finders; when it changes, every report is understood again.
        placed_by: version of the weights of placing; when it changes, every report is placed again.
        built_by: version of the stories room; when it changes, every story is built again.
        judge_told: (story, members, *, judgements, texts) -> the story with the model's lines judged by people.
        teller: the language model that the desk is set up with; None: none, as by default.
    """

    collect: Callable[..., Any]
    known: Callable[..., Any]
    extract: Callable[[Sequence[Capture]], Sequence[Report | Failure]]
    understand: Callable[[Report], Sequence[Finding]]
    read: Callable[..., Any]
    outline: type[Any]
    entry: type[Any]
    board: Callable[[int], Any]
    place_epoch: Callable[..., Any]
    build_story: Callable[..., Story]
    changes_between: Callable[..., Any]
    gather: Callable[..., Dossier]
    understand_many: Callable[[Sequence[Report]], Sequence[Any]] | None = None
    understood_by: str = ""
    placed_by: str = ""
    built_by: str = ""
    teller: Teller | None = None
    judge_told: Callable[..., Story] | None = None


def built_in(settings: Settings) -> Rooms:
    """The rooms of this package with every plug-in installed. Imported here: most commands need none of them."""
    from infostreamer.collect import Known, collect
    from infostreamer.dossiers import gather
    from infostreamer.extract import extract_isolated
    from infostreamer.flow.shards import shards_of
    from infostreamer.plugins import load_plugins
    from infostreamer.stories.build import build_story
    from infostreamer.stories.changes import changes_between
    from infostreamer.stories.judged import judge_told
    from infostreamer.stories.place import Board, Entry, Outline, Read, place_epoch
    from infostreamer.stories.weights import WEIGHTS
    from infostreamer.understand import pack, understand, understand_isolated

    pack.configure(settings["understand.pipeline"], settings["understand.encoder"])
    registry = load_plugins()
    finders = tuple(registry.finders)

    def known(health: Any, pages: Mapping[str, Any], purged: Container[str]) -> Known:
        return Known(health=health, pages=pages, purged=purged)

    def extract(captures: Sequence[Capture]) -> list[Report | Failure]:
        deadline_s, max_memory_bytes = settings["extract.deadline"], settings["extract.max_memory"]
        return list(extract_isolated(captures, deadline_s=deadline_s, max_memory_bytes=max_memory_bytes))

    understand_many = partial(
        understand_isolated,
        deadline_s=settings["understand.deadline"],
        pipeline=settings["understand.pipeline"],
        encoder=settings["understand.encoder"],
    )
    teller = _teller(settings, registry.models)
    return Rooms(
        collect=partial(collect, collectors=tuple(registry.collectors)),
        known=known,
        extract=extract,
        understand=partial(understand, finders=finders),
        understand_many=understand_many if settings["understand.deadline"] > 0 else None,
        read=lambda report, findings: Read(report=report, findings=findings),
        outline=Outline,
        entry=Entry,
        board=lambda window_days: Board(window_days, shards=shards_of(settings["stories.shards"])),
        place_epoch=place_epoch,
        build_story=partial(build_story, writers=tuple(registry.writers)),
        changes_between=changes_between,
        gather=gather,
        understood_by=",".join([*(f"{finder.name}/{finder.version}" for finder in finders), pack.reader_name()]),
        placed_by=content_id("weights", repr(WEIGHTS)),
        built_by=",".join(writer.name for writer in registry.writers) + (f" {teller.name}" if teller else ""),
        teller=teller,
        judge_told=judge_told,
    )


def _teller(settings: Settings, models: Sequence[LanguageModel]) -> Teller | None:
    """The model named by the settings, else the first that a plug-in brings."""
    from infostreamer.collect.proxies import proxy_of
    from infostreamer.collect.ways import session_to_model
    from infostreamer.stories.telling import asked_of, with_told
    from infostreamer.writers import llm_from

    open_session = partial(session_to_model, proxy=proxy_of(settings))
    model: LanguageModel | None = llm_from(settings, open_session=open_session) or next(iter(models), None)
    if model is None:
        return None
    most_lines = settings["llm.max_lines"]
    return Teller(
        name=model.name,
        ask=model.ask,
        asked_of=partial(asked_of, model=model.name, most_lines=most_lines),
        with_told=partial(with_told, name=model.name, most_lines=most_lines),
    )
