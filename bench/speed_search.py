"""Searches over a large desk: milliseconds of CPU time of twenty answers for each kind of query, 50th and 95th."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random
from time import process_time

from speed_articles import reports as make_reports

from infostreamer.desk import Desk
from infostreamer.model import Line, Member, Report, Span, Story, Who, content_id, fold
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store

_TIMES = 20
_PER_STORY = 4
_OUTLETS = tuple(f"Outlet {number}" for number in range(60))
_LANGUAGES = ("en",) * 8 + ("ru", "uk")
_PLACES = ("Tarvost", "Dravin", "Port Sollen", "Upper Brod", "Stara Luka")
_BATCH = 500


def measure(count: int) -> dict[str, object]:
    """CPU milliseconds of the search page's question and of the stories of a query, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/desk.sqlite3")
        made = _fill(store, count or 100_000)
        desk = Desk(store, Settings({"desk.data": folder}))
        found: dict[str, object] = {"reports": made, "stories": made // _PER_STORY}
        for name, queries in _queries(desk).items():
            found[f"{name}_search_ms"] = _timed(lambda query: desk.search(query, faceted=True), queries)
            found[f"{name}_plain_ms"] = _timed(desk.search, queries)
            found[f"{name}_stories_ms"] = _timed(desk.matching, queries)
        desk.close()
    return found


def _timed(ask: Callable[[str], object], queries: Sequence[str]) -> str:
    took = []
    for at in range(_TIMES):
        start = process_time()
        ask(queries[at % len(queries)])
        took.append((process_time() - start) * 1000)
    took.sort()
    return f"p50 {took[len(took) // 2]:.0f}, p95 {took[int(len(took) * 0.95) - 1]:.0f}"


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


def _fill(store: Store, count: int) -> int:
    dice, made = Random(5), make_reports(count)
    for at in range(0, len(made), _BATCH):
        batch = made[at : at + _BATCH]
        with store.unit() as unit:
            unit.reports.put_all(batch)
        with store.unit() as unit:
            for story in _stories(batch, dice):
                unit.stories.put(story)
    return len(made)


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
    extra = [f"Name{dice.randint(0, 4000)} Surname{dice.randint(0, 4000)}" for _ in range(9)]
    return [*((name, "person") for name in (*people, *extra)), *((name, "place") for name in dice.sample(_PLACES, 2))]


def _who(name: str, kind: str, report: Report) -> Who:
    return Who(
        id=content_id("who", kind, fold(name)),
        name=name,
        kind=kind,
        aliases=(name.split()[-1],),
        citations=(Span(report.id, 0, 5),),
    )
