"""The law over the whole path, read by a checker that shares no code with the package (tests/lawful)."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import pytest
from lawful.checker import counted, faults

from infostreamer.collect import read_jsonl
from infostreamer.deliver import compiled_to_json
from infostreamer.demo import articles
from infostreamer.flow.oneshot import compile_captures

NOW = datetime(2026, 11, 19, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo():
    """The demo wire compiled in one go: every version of every article."""
    rows = [
        {
            "url": article.address, "outlet": article.outlet.name, "title": version.title,
            "text": "\n\n".join(version.paragraphs), "published": version.at.isoformat(),
        }
        for article in articles() for version in article.versions
    ]  # fmt: skip
    captures, _ = read_jsonl([json.dumps(row) for row in rows], now=NOW)
    done = compile_captures(captures)
    return json.loads(json.dumps(compiled_to_json(done.reports, done.findings, done.stories, done.failures)))


def test_every_line_of_the_demo_wire_is_lawful(demo):
    assert len(demo["stories"]) > 5
    assert counted(demo) > 200
    assert faults(demo) == []


def lines(compiled, part="abstract"):
    return [line for story in compiled["stories"] for line in story[part]]


def without_citations(compiled):
    lines(compiled)[0]["citations"] = []


def beyond_the_text(compiled):
    lines(compiled)[0]["citations"][0]["end"] += 100_000


def another_report(compiled):
    lines(compiled)[0]["citations"][0]["report"] = "0" * 16


def a_few_characters_on(compiled):
    for cited in lines(compiled)[0]["citations"]:
        cited["start"], cited["end"] = cited["start"] + 9, cited["end"] + 9


def another_name(compiled):
    line = next(line for line in lines(compiled, "lines") if "Ostrevko" in line["text"])
    line["text"] = line["text"].replace("Ostrevko", "Tarasun")


def another_number(compiled):
    line = next(line for line in lines(compiled, "lines") if "160" in line["text"])
    line["text"] = line["text"].replace("160", "16")


def a_word_lost(compiled):
    line = next(line for line in lines(compiled, "lines") if " denied " in line["text"])
    line["text"] = line["text"].replace(" denied ", " said ")


def an_altered_quotation(compiled):
    line = next(line for line in lines(compiled, "lines") if line["kind"] == "quote")
    line["text"] = line["text"].replace(" the ", " a ") if " the " in line["text"] else "“We saw it all.”"


def a_made_up_label(compiled):
    next(line for line in lines(compiled, "lines") if line["label"])["label"] = "General Karsk"


def a_date_nobody_read(compiled):
    line = next(line for line in lines(compiled, "timeline") if " on Monday" in line["text"])
    line["text"] = line["text"].split(" [")[0].replace(" on Monday", " on Monday [3 March 1999]")


def shown_although_withheld(compiled):
    lines(compiled)[0]["check"] = "withheld"


def a_figure_that_is_no_slice(compiled):
    series = next(series for story in compiled["stories"] for series in story["figures"])
    series["versions"][0]["words"] = "a dozen"


def somebody_without_a_place(compiled):
    next(story for story in compiled["stories"] if story["who"])["who"][0]["citations"] = []


BREACHES = [
    without_citations, beyond_the_text, another_report, a_few_characters_on, another_name, another_number, a_word_lost,
    an_altered_quotation, a_made_up_label, a_date_nobody_read, shown_although_withheld, a_figure_that_is_no_slice,
    somebody_without_a_place,
]  # fmt: skip


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.__name__)
def test_the_checker_finds(demo, breach):
    broken = copy.deepcopy(demo)
    breach(broken)
    assert faults(broken)
