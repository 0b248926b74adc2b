"""The numbers of placing: what was learned on the development sets, one set for every desk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from infostreamer.stories.features import EMPHASIS, Emphasis
from infostreamer.stories.weigh import BACKGROUND_STORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Per mille. The first ten are learned, see data/weights.json; the others were set by hand."""

    join: int  # least score that joins
    undated: int  # taken off where report or story say no time: then nothing says that they are of one day
    close: int  # added where the report is within two days of the story's reports
    per_doubling: int  # taken off per doubling of the days between the report and the story's reports
    together: int  # of the likeness: names and other words in one cosine
    words: int  # … the other words alone
    both: int  # … the geometric mean of names and words, which wants both alike
    heads: int  # … title with titles, or first sentences
    people: int  # … whom they are about
    figures: int  # … how many, of what
    cold: int = 60  # added to `join` while few stories are live, for other days: region and season look alike
    cold_stories: int = 40
    name_times: int = 150  # per cent: how much a name weighs beside another word where they are taken together
    background: int = BACKGROUND_STORIES
    emphasis: Emphasis = EMPHASIS
    days_apart: int = 280  # per mille of the score lost per doubling of the days between what the leads date …
    most_apart: int = 800  # … but no more: another happening of the same kind stays apart, however alike its words
    same_people: int = 2  # … and nothing when they share as many persons: a case that goes on
    across: int = 120  # added to half the likeness of marks, where languages differ
    copied: int = 400  # share of fingerprints from which a report is a near-copy
    fewest_prints: int = 8
    most_candidates: int = 24


def learned() -> Weights:
    """The weights that the package carries."""
    table = files("infostreamer.stories").joinpath("data/weights.json").read_text("utf-8")
    return Weights(**json.loads(table)["learned"])


WEIGHTS = learned()
