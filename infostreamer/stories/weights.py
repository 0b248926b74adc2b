"""The numbers of placing: what was learned or tuned on the development sets, one set for every desk."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.stories.features import EMPHASIS, Emphasis
from infostreamer.stories.weigh import BACKGROUND_STORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was tuned on the development sets with bench/quality_stories.py; one set for every desk. Per mille."""

    join: int = 165  # least score that joins
    cold: int = 75  # added to it while few stories are live: region and season still look like the happening
    cold_stories: int = 40
    names_part: int = 400  # of the likeness by names and by other words apart: what names make up, the words the rest
    all_part: int = 800  # of the likeness: names and words taken together in one cosine; the rest the two apart
    name_times: int = 150  # per cent: how much a name weighs beside another word where they are taken together
    both_part: int = 300  # of the score: the geometric mean of names and words, which wants both alike
    background: int = BACKGROUND_STORIES
    emphasis: Emphasis = EMPHASIS
    per_doubling: int = 10  # taken off per doubling of the days between the report and the story's reports
    days_apart: int = 280  # per mille of the score lost per doubling of the days between what the leads date …
    most_apart: int = 800  # … but no more: another happening of the same kind stays apart, however alike its words
    same_people: int = 2  # … and nothing when they share as many persons: a case that goes on
    same_names: int = (
        20  # added per shared person after the first, at most three times: one minister is in many stories
    )
    copied: int = 400  # share of fingerprints from which a report is a near-copy
    fewest_prints: int = 8
    most_candidates: int = 24


WEIGHTS = Weights()
