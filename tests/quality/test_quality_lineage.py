"""Floors for lineage on the gold cases of `tests/quality/lineage`, and the soundness of the gold and of its scoring."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from infostreamer.model import Edge, Evidence, Line, Member, Report, Story
from infostreamer.model.story import EdgeKind, Role

ROOT = Path(__file__).parents[2]
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
SHORTEST, LONGEST = 60, 360  # words


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(ROOT / "bench"))
    yield importlib.import_module("quality_lineage")
    sys.path.remove(str(ROOT / "bench"))


@pytest.fixture(scope="module")
def doors(bench):
    return bench.doors_of(None)


@pytest.mark.parametrize("mode", ["given", "folder"])
@pytest.mark.parametrize("split", ["dev", "test"])
def test_every_figure_stays_above_its_floor(bench, doors, split, mode):
    rows, digest = bench.figures_of(bench.outcomes_of(bench.read_cases(split), mode, doors)), bench.digest_of(split)
    reached = {"edges": rows["edges"]["f1"], **{name: rows[name] for name in bench.PINNED}}
    below = {}
    for name, value in reached.items():
        floor = FLOORS[f"lineage.{split}.{mode}.{name}"]
        assert floor["data"] == digest, f"the cases of {split} changed: measure again and pin {digest}"
        if value < floor["floor"]:
            below[name] = (value, floor["floor"])
    assert below == {}


def test_the_cases_are_all_there_and_every_report_is_as_long_as_reports_are(bench):
    cases = bench.read_cases("all")
    assert [case.name[:2] for case in cases] == [f"{number:02d}" for number in range(1, 43)]
    texts = [row for path in sorted(bench.FOLDER.glob("*.json")) for row in json.loads(path.read_text())["reports"]]
    assert len(texts) >= 96
    assert [row["key"] for row in texts if "text" in row and not SHORTEST <= len(row["text"].split()) <= LONGEST] == []


def test_the_gold_speaks_the_models_words_and_names_only_reports_that_are_there(bench):
    for case in bench.read_cases("all"):
        held = {bench.key_of(capture.address) for capture in case.captures}
        assert held == set(case.roles) == {key for story in case.stories for key in story.members}
        assert {kind for edge in case.edges for kind in edge.kinds} <= set(get_args(EdgeKind))
        assert {role for roles in case.roles.values() for role in roles} <= set(get_args(Role))
        for edge in case.edges:
            assert edge.frm in held
            assert set(edge.to) <= held if edge.is_held else not set(edge.to) & held


def test_the_gold_agrees_with_itself(bench):
    for case in bench.read_cases("all"):
        for story in case.stories:
            assert frozenset().union(*story.origins) == story.members
            first_hand = [origin for origin in story.origins if any("first-hand" in case.roles[key] for key in origin)]
            assert story.independent <= len(first_hand) <= len(story.origins)
            assert story.independent <= min(story.at_most)


def perfect(case):
    """The stories of a product that makes no error: the first of every list of right answers."""
    reports = [report_of(key) for key in sorted(case.roles)]
    by_key = {report.address.removeprefix("file:"): report.id for report in reports}
    stories = []
    for at, gold in enumerate(case.stories):
        edges = [
            Edge(
                from_id=by_key[edge.frm],
                to=by_key[edge.to[0]] if edge.is_held else edge.to[0],
                kind=edge.kinds[0],
                evidence=Evidence(text="."),
                is_held=edge.is_held,
            )
            for edge in case.edges
            if edge.frm in gold.members
        ]
        stories.append(
            Story(
                id=f"story {at}",
                headline=Line(text=".", kind="headline", citations=(), maker="gold/1", check="verified"),
                members=tuple(Member(report_id=by_key[key], role=case.roles[key][0]) for key in sorted(gold.members)),
                edges=tuple(edges),
                origins=tuple(tuple(by_key[key] for key in sorted(origin)) for origin in gold.origins),
                independent=gold.independent,
                independent_at_most=gold.at_most[0],
            )
        )
    return reports, stories


def report_of(key):
    return Report(
        id=f"id of {key}", capture_id=key, address=f"file:{key}", canonical=key, host=None, outlet=None, title=None,
        byline=(), published=None, language=None, kind="report", text=key, body_start=0, paragraphs=(), sentences=(),
    )  # fmt: skip


def test_a_perfect_product_makes_no_error_and_a_silent_one_misses_every_edge(bench):
    score = importlib.import_module("lineage_score").score
    for case in bench.read_cases("all"):
        reports, stories = perfect(case)
        outcome = score(case, reports, stories)
        assert (outcome.errors, outcome.split, outcome.wrong_origins) == (0, 0, 0), case.name
        silent = [Story(id=story.id, headline=story.headline, members=story.members) for story in stories]
        missed = score(case, reports, silent).missed
        assert len(missed) == len([edge for edge in case.edges if not edge.is_optional])


def test_the_wrong_way_round_and_the_wrong_kind_are_errors(bench):
    score = importlib.import_module("lineage_score").score
    case = bench.read_cases("dev")[0]
    reports, (story,) = perfect(case)
    first = story.edges[0]
    for wrong in (
        Edge(from_id=first.to, to=first.from_id, kind=first.kind, evidence=first.evidence),
        Edge(from_id=first.from_id, to=first.to, kind="updates", evidence=first.evidence),
    ):
        edges = (wrong, *story.edges[1:])
        told = Story(id=story.id, headline=story.headline, members=story.members, edges=edges)
        outcome = score(case, reports, [told])
        assert (len(outcome.missed), len(outcome.false)) == (1, 1)
        assert outcome.pairs[1:] == (0, 0)
