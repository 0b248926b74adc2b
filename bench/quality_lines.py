"""Lines as an editor reads them: which lean on what is not there, say again, teach, tease or speak in the first person.

Over the happenings of `news_cluster` and ECB+ by their gold labels (so that placing plays no part). The rules here are
the bench's own and looser than the product's: they count what a reader would stumble over, not what the product knows.
Run alone with `python bench/quality_lines.py DATA --sample N`: N happenings of each set, spread evenly; 0 is all.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import quality_stories as sets

from infostreamer.model import Line, Story
from infostreamer.stories import Read, build_story
from infostreamer.text.words import stem, stopwords, words_of
from infostreamer.understand import understand

SAMPLE = 24
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)|«[^»]*»")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LEANS = re.compile(
    r"^(?:And|But|However|Meanwhile|Also|Moreover|Furthermore|Additionally|Instead|Still|Then|So|Yet|Nor|Or|Here|Similarly"
    r"|In fact|Of course|Indeed|For example|For instance|As a result|In addition|Both|Another|Others|Neither|Either)\b"
    r"|^(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|Such)\b"
    r"|^The (?:two|three|four|five|six|seven|eight|nine|ten|\d+|pair|duo|trio|latter|former|same|other)\b"
    r" (?:were|are|was|is|have|has|had|will|also|said)\b"
    r"|^[^,]{0,60}, (?:he|she|they) (?:said|says|added|told|was|were|is|has|had|will|would)\b"
    r"|, (?:he|she|they) (?:said|says|added|told \w+|wrote|continued|explained)\W*$"
    r"|\b(?:he|she|they) (?:said|added|explained|continued)\W*$"
)
_VAGUE = re.compile(
    r"^The (?:company|firm|group|agency|man|woman|couple|team|official|minister|president|court|judge|report|move"
    r"|decision|incident|suspect|victim|spokes\w+|club|airline|bank|app|device|film|deal|girls?|boys?)\b(?! of\b| in\b)"
)
_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|[Ww]e|[Ww]e're|[Oo]ur|us|[Mm]y|[Yy]ou|[Yy]our|[Ll]et's|[Ll]et’s)\b")
_FURNITURE = re.compile(
    r"\b(?:newsletter|subscribe|sign up|click here|read more|follow us|cookies|privacy policy|all rights reserved"
    r"|file photo|contributed to this (?:report|story)|\((?:left|right|l|r)\)|pictured (?:above|below|left|right)"
    r"|story continues|live (?:blog|updates|coverage))\b|^(?:Photos?|Video|Image|Watch|CLOSE|Updated?)\b ?[:|A-Z]"
    r"|\b(?:is|are) (?:seen|pictured) (?:in|at|during|on|outside|with)\b|^\W*[•|►]|^\d+/\d+ ",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"^[”»)\],;:.']|^[a-z]|(?:\.\.|…|\b(?:Const|Sgt|Mr|Mrs|Dr|Gov|Sen|Lt|Col|a\. m)\.)$")
_TEASER = re.compile(
    r"\?|!|^(?:why|how|what|here|this is|watch|meet|inside|\d+ (?:things|reasons|ways))\b|need to know|you\b"
    r"|\.\.\.$|…$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r" (?:\||::) [^|]{2,40}$| [-–—] (?:[A-Z][\w.]+ ?){1,4}(?:News|Times|Post|Online|International|TV)$"
)
_SAYS = re.compile(
    r"\b(?:say|says|said|claims?|claimed|accus\w+|alleg\w+|den(?:y|ies|ied)|reject\w*|according|reports?|reportedly"
    r"|suspect\w*|calls?|warns?|dismiss\w*)\b|[:“\"‘]|^\w+ on \w+:",
    re.IGNORECASE,
)
LISTED = ("event", "statement", "figure", "state")


def measure(data: Path, sample: int = SAMPLE) -> dict[str, Any]:
    """Faults by kind, in shares of the lines of that kind; lengths of abstracts; attributed headlines."""
    rows = {}
    for name, (folder, load) in sets.SETS.items():
        rows[name] = faults_of(_stories(_sampled(load(data / folder), sample)))
    clean = sum(row["abstract_clean"] * row["abstract_lines"] for row in rows.values())
    return {**rows, "figure": round(clean / max(1, sum(row["abstract_lines"] for row in rows.values())), 3)}


def faults_of(stories: Sequence[Story]) -> dict[str, Any]:
    """What a reader would stumble over in these stories."""
    abstract = [line for story in stories for line in story.abstract]
    listed = [line for story in stories for line in story.lines if line.kind in LISTED]
    contested = [story for story in stories if story.contested]
    return {
        "stories": len(stories),
        "abstract_lines": len(abstract),
        "abstract_lengths": dict(sorted(Counter(len(story.abstract) for story in stories).items())),
        "abstract_faults": _shares(abstract),
        "abstract_clean": round(sum(not _faults(line.text) for line in abstract) / max(1, len(abstract)), 3),
        "abstract_repeats": round(sum(_repeats(story) for story in stories) / max(1, len(abstract)), 3),
        "listed_lines": len(listed),
        "listed_faults": _shares(listed),
        "headline_teasers": _texts(stories, _TEASER),
        "headline_suffixes": _texts(stories, _SUFFIX),
        "headline_shouts": sum(_shouts(story.headline.text) for story in stories),
        "opening_tells_of_the_headline": sum(_opens_well(story) for story in stories),
        "contested_stories": len(contested),
        "contested_in_abstract_or_headline": sum(_says_contested(story) for story in contested),
        "without_state": sum(not any(line.kind == "state" for line in story.lines) for story in stories),
        "withheld": sum(story.withheld for story in stories),
    }


def _sampled(labelled: Sequence[sets.Labelled], sample: int) -> list[sets.Labelled]:
    golds = sorted({one.gold for one in labelled})
    kept = set(golds[:: max(1, len(golds) // sample)][:sample] if sample else golds)
    return [one for one in labelled if one.gold in kept]


def _stories(labelled: Sequence[sets.Labelled]) -> list[Story]:
    groups: dict[str, list[Read]] = {}
    for one in labelled:
        read = Read(report=one.read.report, findings=tuple(understand(one.read.report)))
        groups.setdefault(one.gold, []).append(read)
    return [build_story(gold, reads, reasons={}) for gold, reads in sorted(groups.items())]


def _faults(text: str) -> list[str]:
    outside = _QUOTED.sub("“”", text)
    checks = {"leans": _LEANS.search(text), "vague": _VAGUE.match(text), "person": _PERSON.search(outside),
              "furniture": _FURNITURE.search(text), "broken": _BROKEN.search(text)}  # fmt: skip
    return [name for name, found in checks.items() if found]


def _shares(lines: Sequence[Line]) -> Mapping[str, float]:
    counts = Counter(fault for line in lines for fault in _faults(line.text))
    return {name: round(count / max(1, len(lines)), 3) for name, count in sorted(counts.items())}


def _repeats(story: Story) -> int:
    """How many lines of the abstract share half of their content words, or more, with one before."""
    before: list[set[str]] = []
    repeats = 0
    for line in story.abstract:
        bare = _BRACKETS.sub("", line.text)
        ours = {stem(word) for word in words_of(bare) if word not in stopwords("en")}
        repeats += any(len(ours & theirs) * 2 >= min(len(ours), len(theirs)) for theirs in before)
        before.append(ours)
    return repeats


def _texts(stories: Sequence[Story], pattern: re.Pattern[str]) -> int:
    return sum(bool(pattern.search(story.headline.text)) for story in stories)


def _shouts(text: str) -> bool:
    words = [word for word in text.split() if word.isalpha()]
    return len(words) > 2 and sum(word.isupper() for word in words) * 2 > len(words)


def _opens_well(story: Story) -> bool:
    """The abstract's first line shares two content words or more with the headline, or all of a short one."""
    title = {stem(word) for word in words_of(story.headline.text) if word not in stopwords("en")}
    first = {stem(word) for word in words_of(story.abstract[0].text)} if story.abstract else set()
    return len(title & first) >= min(2, len(title))


def _says_contested(story: Story) -> bool:
    shown = {span for line in story.abstract for span in line.citations}
    sides = {span for entry in story.contested for side in entry.sides for span in side.citations}
    return bool(_SAYS.search(story.headline.text)) or bool(shown & sides)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    options = parser.parse_args()
    print(json.dumps(measure(options.data, options.sample), indent=2, ensure_ascii=False))
