"""How long a dossier of a thousand stories takes: gathering all, gathering after one change, and its pages.

    python bench/dossiers.py [STORIES]

The demo wire's stories are copied under other ids, with other reports of the same words, into a desk of its own.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.demo.replay import begin, replay
from infostreamer.desk import Desk
from infostreamer.desk.dossiers import DossierView
from infostreamer.dossiers import gather
from infostreamer.model import Change, Dossier, Report, Story, content_id, encode
from infostreamer.settings import Settings
from infostreamer.web.pages import dossier as page
from infostreamer.web.parts.dossier_head import DossierHead


def main(wanted: int) -> None:
    """Print the times in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings({"desk.data": folder, "collect.pace": 0.0, "collect.every": 60})
        with (
            DemoServer(ticks()[0]) as server,
            Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk,
        ):
            begin(desk.store, ticks())
            desk.put_sources(sources())
            replay(desk.store, desk.flow, server, ticks(), pause_s=0.0, stop=_Never())  # type: ignore[arg-type]
            _copy(desk, wanted)
            _measure(desk)


class _Never:
    def is_set(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        return False


def _copy(desk: Desk, wanted: int) -> None:
    originals = desk.stories(limit=100)
    at = 0
    while desk.counts()["stories"] < wanted:
        with desk.store.unit() as unit:
            for story in originals:
                _copy_one(unit, story, at)
        at += 1


def _copy_one(unit: Any, story: Story, at: int) -> None:
    """The story and its reports under other ids, by replacing the ids in their JSON."""
    reports = unit.reports.many(story.report_ids)
    ids = {one: content_id("copy", one, at) for one in (story.id, *story.report_ids)}
    for report in reports.values():
        copy = msgspec.json.decode(_renamed(encode(report), ids), type=Report)
        unit.reports.put(replace(copy, canonical=f"{report.canonical}?{at}", seq=None))
    copied = msgspec.json.decode(_renamed(encode(story), ids), type=Story)
    now = datetime.now(UTC)
    unit.stories.put(copied, told=[Change(noun="story", id=copied.id, what="added", text=story.headline.text, at=now)])
    unit.revisions.keep(copied, at=now, position=unit.changes.latest_position(), most=100)


def _renamed(data: bytes, ids: dict[str, str]) -> bytes:
    for old, new in ids.items():
        data = data.replace(old.encode(), new.encode())
    return data


def _measure(desk: Desk) -> None:
    with desk.store.read() as unit:
        stories = unit.stories.all()
        texts = {
            one.id: one.text for one in unit.reports.many(i for story in stories for i in story.report_ids).values()
        }
    dossier = Dossier(id=content_id("dossier", "all"), slug="all", title="All", question="Varania OR Varan OR Thailand")
    print(f"{len(stories)} stories, {len(texts)} reports")
    full = _timed("gather, every story asked", lambda: gather(dossier, stories, texts))
    _timed("gather, one story asked", lambda: gather(full, stories, {}, known=set(full.story_ids)))
    with desk.store.unit() as unit:
        unit.dossiers.put(full)
    print(f"dossier: {len(full.story_ids)} stories, {len(encode(full)) // 1024} KiB")
    _timed("read the dossier", lambda: desk.dossier("all"))
    view = desk.dossier_view("all")
    _timed("last changes", lambda: desk.dossier_changes(view))
    _timed("moments of all stories, first", lambda: desk.told(), times=1)
    _timed("moments of all stories, then", lambda: desk.told())
    _timed("first page", lambda: page.read(desk, view, _head(view)))
    _timed("as of now, from kept forms", lambda: desk.dossier_as_of("all", datetime.now(UTC)), times=3)


def _head(view: DossierView) -> DossierHead:
    dossier = view.dossier
    return DossierHead(
        slug=dossier.slug, path="/d/all", title=dossier.title, question=dossier.question, stories=1, reports=1,
        outlets=1, first=None, last=None, tabs=(), as_of=None,
    )  # fmt: skip


def _timed(name: str, work: Callable[[], Any], times: int = 5) -> Any:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        taken.append((time.perf_counter() - began) * 1000)
    print(f"{name:34} {statistics.median(taken):8.1f} ms")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
