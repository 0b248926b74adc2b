"""S1: from bytes to stories, articles per second of one core's time, with every finder at work."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from speed_articles import START, page, texts

from infostreamer.extract import extract
from infostreamer.flow import Flow
from infostreamer.flow.rooms import built_in
from infostreamer.model import Capture, Failure, InformationStreamerError, Report
from infostreamer.settings import Settings
from infostreamer.store import open_store


def measure(count: int) -> dict[str, object]:
    """Articles per second through the whole flow into a fresh SQLite desk, in this one process, and each stage's share.

    The articles are pages with 300-600 words of invented text or, where the repository holds the demo wire, its pages;
    extraction runs in this process, so that its time is counted.
    """
    captures = _captures(count or 200)
    settings = Settings()
    clocked = _Clocked(built_in(settings))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder)}/desk.sqlite3")
        flow = Flow(store, settings=settings, rooms=clocked.rooms)
        flow.take_in(captures[:8])  # models and gazetteers are loaded before the clock runs
        clocked.spent.clear()
        wall, cpu = perf_counter(), process_time()
        flow.take_in(captures[8:])
        wall, cpu = perf_counter() - wall, process_time() - cpu
        with store.read() as unit:
            stories, kept, failures = unit.stories.count(), unit.reports.count(), len(unit.failures.all())
        store.close()
    done = len(captures) - 8
    shares = {f"{name}_ms_each": round(spent / done * 1000, 2) for name, spent in clocked.spent.items()}
    rest = {"rest_ms_each": round((cpu - sum(clocked.spent.values())) / done * 1000, 2)}
    per_s = {"articles_per_cpu_s": round(done / cpu, 1), "articles_per_s": round(done / wall, 1)}
    return {"articles": done, "reports": kept, "stories": stories, "failures": failures, **per_s, **shares, **rest}


class _Clocked:
    """The rooms with a stopwatch on each."""

    def __init__(self, rooms: object) -> None:
        from dataclasses import replace

        self.spent: dict[str, float] = {}
        timed = {name: self._timed(name, getattr(rooms, name)) for name in ("understand", "place_epoch", "build_story")}
        self.rooms = replace(rooms, extract=self._timed("extract", _extract_here), **timed)  # type: ignore[type-var]

    def _timed(self, name: str, function: object) -> object:
        def timed(*args: object, **options: object) -> object:
            start = process_time()
            try:
                return function(*args, **options)  # type: ignore[operator]
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + process_time() - start

        return timed


def _extract_here(captures: list[Capture]) -> list[Report | Failure]:
    return [_extract_one(capture) for capture in captures]


def _extract_one(capture: Capture) -> Report | Failure:
    try:
        return extract(capture)
    except InformationStreamerError as error:
        return Failure(item=capture.address, stage="extract", error=str(error))


def _captures(count: int) -> list[Capture]:
    made = []
    for number, (title, body) in enumerate(texts(count + 8)):
        address, served = f"https://wire.example/{number}", page(title, body, number)
        made.append(
            Capture(
                id=Capture.make_id(address, served),
                address=address,
                final_address=address,
                fetched_at=START + timedelta(minutes=number),
                body=served,
                mime="text/html",
            )
        )
    return made
