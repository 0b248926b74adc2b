"""S3: searches over a large desk: milliseconds of twenty answers for each kind of query, 50th and 95th.

By the clock, and beside it the CPU time, which says more where the machine does other things too. Up to 100,000 reports
have 300 to 600 words as news has; beyond it they have about 70, so that a million fit on a disk (4 GB). A desk made
before is taken up again from the folder that BENCH_DESK names, and BENCH_STORE is the address of another database.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from speed_articles import short_reports
from speed_articles import stream as long_reports

from infostreamer.desk import Desk
from infostreamer.model import Line, Member, Report, Span, Story, Who, content_id, fold
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store
from infostreamer.text.search_words import search_words

_TIMES = 20
_PER_STORY = 4
_OUTLETS = tuple(f"Outlet {number}" for number in range(60))
_LANGUAGES = ("en",) * 8 + ("ru", "uk")
_PLACES = ("Tarvost", "Dravin", "Port Sollen", "Upper Brod", "Stara Luka")
_BATCH = 200


def measure(count: int) -> dict[str, object]:
    """Milliseconds of the search page's question, of the hits alone, and of the stories of a query."""
    count = count or 100_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("BENCH_DESK") or scratch)
        url = os.environ.get("BENCH_STORE") or f"sqlite:///{folder}/desk.sqlite3"
        store = open_store(url)
        _fill(store, count)
        desk = Desk(store, Settings({"desk.data": str(folder)}))
        found: dict[str, object] = {"reports": count, "engine": store.engine.dialect.name, "load": os.getloadavg()[0]}
        for name, queries in _queries(desk).items():
            found[f"{name}_matches"] = [desk.search(query).total for query in queries]
            found[f"{name}_search_ms"] = _timed(lambda query: desk.search(query, faceted=True), queries)
            found[f"{name}_plain_ms"] = _timed(desk.search, queries)
            found[f"{name}_stories_ms"] = _timed(desk.matching, queries)
            if store.engine.dialect.name == "sqlite" and name in ("rare_word", "common_word"):
                found[f"{name}_all_ranked_ms"] = _all_ranked(folder, queries)
        desk.close()
    return found


def _timed(ask: Callable[[str], object], queries: Sequence[str]) -> dict[str, float]:
    took, busy = [], []
    for at in range(_TIMES):
        start, cpu = perf_counter(), process_time()
        ask(queries[at % len(queries)])
        took.append((perf_counter() - start) * 1000)
        busy.append((process_time() - cpu) * 1000)
    return {
        "p50": _part(took, 0.5),
        "p95": _part(took, 0.95),
        "cpu_p50": _part(busy, 0.5),
        "cpu_p95": _part(busy, 0.95),
    }


def _part(times: list[float], share: float) -> float:
    return round(sorted(times)[int(len(times) * share) - 1], 1)


def _all_ranked(folder: Path, queries: Sequence[str]) -> float:
    """The peer: twenty of all matches by FTS5's own BM25, once for the last query, milliseconds."""
    connection = sqlite3.connect(folder / "desk.sqlite3")
    start = perf_counter()
    wanted = "SELECT rowid FROM report_search WHERE report_search MATCH ? ORDER BY rank LIMIT 20"
    connection.execute(wanted, (f'"{search_words(queries[-1])[0]}"',)).fetchall()
    return round((perf_counter() - start) * 1000, 1)


def _queries(desk: Desk) -> dict[str, list[str]]:
    """Words by how many reports hold them, phrases, fields alone, and both."""
    report = desk.newest_reports(limit=200)[150]
    words = sorted({word for word in report.body.lower().split() if word.isalpha() and len(word) > 4})
    counted = sorted((desk.search(word).total, word) for word in words[:60])
    rare, common = [word for _, word in counted[:5]], [word for _, word in counted[-5:]]
    pairs = [pair for pair in pairwise(report.body.lower().split()) if "".join(pair).isalpha()]
    phrases = [f'"{one} {other}"' for one, other in pairs[:5]]
    return {
        "rare_word": rare,
        "common_word": common,
        "two_common": [f"{one} {other}" for one, other in pairwise(common)],
        "phrase": phrases,
        "or_without": [f"({rare[0]} OR {word}) -{common[0]}" for word in rare[1:]],
        "field": ['outlet:"outlet 7"', "lang:ru", "place:tarvost", 'who:"mira vell"'],
        "word_and_field": [f"{word} lang:ru source:outlet" for word in common],
        "date": ["date:>=2031-06-20", "date:2031-06", "date:<2031-05-02"],
    }


def _fill(store: Store, count: int) -> None:
    """The store with so many reports, four to a story."""
    with store.read() as unit:
        held = unit.reports.count()
    made = (long_reports if count <= 100_000 else short_reports)(held, count)
    dice = Random(held)
    while batch := list(islice(made, _BATCH)):
        with store.unit() as unit:
            unit.reports.put_all(batch)
            for story in _stories(batch, dice):
                unit.stories.put(story)
        held += len(batch)
        if held % 20_000 == 0:
            sys.stderr.write(f"{held} reports\n")


def _stories(batch: Sequence[Report], dice: Random) -> Iterator[Story]:
    for at in range(0, len(batch) - _PER_STORY + 1, _PER_STORY):
        members = batch[at : at + _PER_STORY]
        first = members[0]
        line = Line(
            text=first.title or "",
            kind="headline",
            citations=(Span(first.id, 0, len(first.title or "x")),),
            maker="bench/1",
            check="verified",
        )
        yield Story(
            id=content_id("story", first.id),
            headline=line,
            members=tuple(_member(report, dice) for report in members),
            who=tuple(_who(name, kind, first) for name, kind in _names(dice)),
            independent=dice.randint(1, 3),
            last_at=members[-1].published.at if members[-1].published else None,
            changed_seq=at,
        )


def _member(report: Report, dice: Random) -> Member:
    published = report.published.at if report.published else None
    return Member(
        report_id=report.id,
        role="first-hand",
        outlet=dice.choice(_OUTLETS),
        host=report.host,
        language=dice.choice(_LANGUAGES),
        published=published and published + timedelta(minutes=1),
    )


def _names(dice: Random) -> list[tuple[str, str]]:
    people = dice.sample(["Ana Ribe", "Tomas Orlic", "Mira Vell", "Jon Hask", "Lena Dorn", "Pavel Strin"], 3)
    extra = [f"Name{dice.randint(0, 4000)} Surname{dice.randint(0, 4000)}" for _ in range(3)]
    return [*((name, "person") for name in (*people, *extra)), *((name, "place") for name in dice.sample(_PLACES, 2))]


def _who(name: str, kind: str, report: Report) -> Who:
    return Who(
        id=content_id("who", kind, fold(name)),
        name=name,
        kind=kind,
        aliases=(name.split()[-1],),
        citations=(Span(report.id, 0, 5),),
    )
