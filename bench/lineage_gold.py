"""The gold stories of `tests/quality/lineage`, read into captures. The format stands in that folder's README."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infostreamer.model import Capture, Lead
from infostreamer.model.capture import REPORT_MIME

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "quality" / "lineage"
SPLITS = ("dev", "test")
_TEST = (range(15, 27), range(35, 43))
_FETCHED = datetime(2033, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class GoldEdge:
    """`frm` stands to one of `to` as one of `kinds`: keys "case/key" of reports, or names of outlets not held."""

    frm: str
    to: tuple[str, ...]
    kinds: tuple[str, ...]
    is_held: bool = True
    is_optional: bool = False  # finding it costs nothing, missing it costs nothing
    is_either_way: bool = False  # nothing tells the direction


@dataclass(frozen=True, slots=True)
class GoldStory:
    """One happening: its reports, what goes back to one origin, the count of independent ones, at least and at most."""

    members: frozenset[str]
    origins: frozenset[frozenset[str]]
    independent: int
    at_most: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One folder of reports that arrive together, and what is true of them."""

    name: str
    covers: tuple[str, ...]
    captures: tuple[Capture, ...]  # addresses are "file:case/key"
    owners: dict[str, str]
    edges: tuple[GoldEdge, ...]
    roles: dict[str, tuple[str, ...]]
    stories: tuple[GoldStory, ...]


def key_of(address: str) -> str:
    """ "case/key" of the report that was captured at this address."""
    return address.removeprefix("file:")


def split_of(name: str) -> str:
    """ "dev" or "test"."""
    return "test" if any(int(name[:2]) in numbers for numbers in _TEST) else "dev"


def read_cases(split: str, folder: Path = FOLDER) -> list[Case]:
    """The cases of "dev" (01-14, 27-34), "test" (15-26, 35-42) or "all", in order."""
    paths = sorted(folder.glob("[0-9][0-9]_*.json"))
    return [read_case(path) for path in paths if split in ("all", split_of(path.stem))]


def read_case(path: Path) -> Case:
    """One case from its file."""
    row, name = json.loads(path.read_text("utf-8")), path.stem
    gold = row["gold"]
    return Case(
        name=name,
        covers=tuple(row["covers"]),
        captures=tuple(_capture(name, report) for report in row["reports"]),
        owners=row.get("owners", {}),
        edges=tuple(_edge(name, edge) for edge in gold["edges"]),
        roles={f"{name}/{key}": tuple(roles) for key, roles in gold["roles"].items()},
        stories=tuple(_story(name, story) for story in gold["stories"]),
    )


def _edge(name: str, row: dict[str, Any]) -> GoldEdge:
    is_held = row.get("held", True)
    return GoldEdge(
        frm=f"{name}/{row['from']}",
        to=tuple(f"{name}/{to}" if is_held else to for to in row["to"]),
        kinds=tuple(row["kind"]),
        is_held=is_held,
        is_optional=row.get("optional", False),
        is_either_way=row.get("either_way", False),
    )


def _story(name: str, row: dict[str, Any]) -> GoldStory:
    return GoldStory(
        members=frozenset(f"{name}/{key}" for key in row["members"]),
        origins=frozenset(frozenset(f"{name}/{key}" for key in origin) for origin in row["origins"]),
        independent=row["independent"],
        at_most=tuple(row["at_most"]),
    )


def _capture(name: str, row: dict[str, Any]) -> Capture:
    """A line of report JSONL, or the page as saved from its address; `via` is what the feed names as its source."""
    address, url = f"file:{name}/{row['key']}", row.get("url")
    if "html" in row:
        body, mime = row["html"].encode(), "text/html"
    else:
        fields = ("url", "outlet", "title", "text", "published", "byline", "language")
        line = {field: row[field] for field in fields if field in row}
        body, mime = json.dumps(line, ensure_ascii=False).encode(), REPORT_MIME
    return Capture(
        id=Capture.make_id(address, body),
        address=address,
        final_address=url or address,
        fetched_at=_FETCHED,
        body=body,
        mime=mime,
        lead=Lead(address=url or address, via_outlet=row["via"]) if "via" in row else None,
    )
