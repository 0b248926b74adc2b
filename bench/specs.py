"""Microsoft's recognizer specs (dates/recognizers-text-specs): reading them, and comparing spans.

A spec is one input with what should be found in it. Supported are those that are not marked as beyond the reach of
the Python recognizers ("NotSupported", "NotSupportedByDesign"): the same ones that they run their own tests on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "dates/recognizers-text-specs/Specs"

# Words that one scheme counts to the expression and the other does not.
_WORDS = (
    "on in at from between since before after until till by the of for during within over around about a an to up some "
    "sometime starting beginning and is approximately nearly almost roughly only just than more less "
    "pst pt cet cst"
)
_OUTER = frozenset(_WORDS.split())
_LEADS = re.compile(r"^(?:as (?:early|late) as|no later than|(?:year )?greater than|later than|any time from)\s+")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Spec:
    """One input, its reference moment ("2016-11-07T00:00:00" or ""), and the gold results as the file has them."""

    text: str
    reference: str
    results: list[dict[str, Any]]


def supported(data: Path, name: str) -> Iterator[Spec]:
    """The specs of one file ("DateTime/English/DateTimeModel") that the Python recognizers are tested on."""
    for case in json.loads((data / FOLDER / f"{name}.json").read_text(encoding="utf-8-sig")):
        unsupported = f"{case.get('NotSupported', '')} {case.get('NotSupportedByDesign', '')}".lower()
        if "python" not in unsupported:
            reference = (case.get("Context") or {}).get("ReferenceDateTime", "")
            yield Spec(case["Input"], reference, case.get("Results") or [])


def bare(words: str) -> str:
    """The words in lower case, without function words and marks at either end: what both schemes count in."""
    tokens = _TOKEN.findall(_LEADS.sub("", words.lower()))
    while tokens and (tokens[0] in _OUTER or not tokens[0].isalnum()):
        tokens.pop(0)
    while tokens and (tokens[-1] in _OUTER or not tokens[-1].isalnum()):
        tokens.pop()
    return " ".join(tokens)
