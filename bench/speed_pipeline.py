"""S1: from bytes to stories, articles per second of one core's time, with every finder at work."""

from __future__ import annotations

import gzip
import tarfile
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

PAGES = Path(__file__).parents[2] / "shared/data/extraction/wcxb-dev-articles.tar.xz"
"""Real article pages (WCXB, CC BY 4.0), where they lie beside the repository; else invented ones are used."""


def measure(count: int) -> dict[str, object]:
    """Articles per second through the whole flow into a fresh SQLite desk, in this one process, and each stage's share.

    Extraction runs in this process, so that its time is counted.
    """
    captures = _captures((count or 200) + 8)
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
    corpus = "wcxb" if PAGES.exists() else "invented"
    return {
        "corpus": corpus,
        "articles": done,
        "reports": kept,
        "stories": stories,
        "failures": failures,
        **per_s,
        **shares,
        **rest,
    }


class _Clocked:
    """The rooms with a stopwatch on each."""

    def __init__(self, rooms: object) -> None:
        from dataclasses import replace

        self.spent: dict[str, float] = {}
        timed = {name: self._timed(name, getattr(rooms, name)) for name in ("understand", "place_epoch", "build_story")}
        timed["extract"] = self._timed("extract", _extract_here)
        self.rooms = replace(rooms, understand_many=None, **timed)  # type: ignore[type-var]

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
    pages = _real_pages(count) if PAGES.exists() else [page(*text, at) for at, text in enumerate(texts(count))]
    return [_capture(number, served) for number, served in enumerate(pages)]


def _real_pages(count: int) -> list[bytes]:
    pages: list[bytes] = []
    with tarfile.open(PAGES, "r:xz") as archive:
        for member in archive:
            held = archive.extractfile(member) if member.name.endswith(".html.gz") else None
            if held is not None:
                pages.append(gzip.decompress(held.read()))
            if len(pages) == count:
                break
    return pages


def _capture(number: int, served: bytes) -> Capture:
    address = f"https://wire.example/{number}"
    return Capture(
        id=Capture.make_id(address, served),
        address=address,
        final_address=address,
        fetched_at=START + timedelta(minutes=number),
        body=served,
        mime="text/html",
    )
