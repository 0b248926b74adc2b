"""The law in the terminal: every derived sentence of a story ends in the number of a note that is listed below."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.cli.text import story_text
from infostreamer.collect import read_jsonl
from infostreamer.demo import articles
from infostreamer.flow.oneshot import compile_captures

NOW = datetime(2026, 11, 19, tzinfo=UTC)


def shown():
    """(story, its text as one string, the listed notes) for every story of a dozen reports of the demo wire."""
    rows = [
        {"url": one.address, "outlet": one.outlet.name, "title": one.versions[0].title,
         "text": "\n\n".join(one.versions[0].paragraphs), "published": one.published.isoformat()}
        for one in articles()[:12]
    ]  # fmt: skip
    done = compile_captures(read_jsonl([json.dumps(row) for row in rows], now=NOW)[0])
    reports = {report.id: report for report in done.reports}
    for story in done.stories:
        story = replace(story, told=story.abstract[:1], withheld_by=(("llm/some", 3),))
        text = " ".join(" ".join(story_text(story, reports)).split())
        yield story, text, set(re.findall(r"(\[\d+\]) [^\[]", text.partition(" Cited ")[2]))


def test_every_sentence_ends_in_a_note_that_is_listed():
    for story, text, listed in shown():
        assert listed
        sides = [side.says for matter in story.contested for side in matter.sides]
        kinds = {"event", "quote", "statement", "figure", "speculation", "state", "commentary"}
        lines = [line.text for line in (story.headline, *story.abstract, *story.told)]
        for said in (*lines, *(line.text for line in story.lines if line.kind in kinds), *sides):
            marks = re.findall(re.escape(" ".join(said.split())) + r" ((?:\[\d+\])+)", text)
            assert marks, said
            assert all(mark in listed for found in marks for mark in re.findall(r"\[\d+\]", found)), said


def test_what_was_withheld_and_by_whom_is_said():
    assert all("withheld for want of support: llm/some 3" in text for _, text, _ in shown())
