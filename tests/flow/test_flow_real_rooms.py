"""The same promises with the package's own rooms: a short invented wire, in any batching, rebuilt, compiled at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infostreamer.extract import extract_isolated
from infostreamer.flow import Flow, Rooms, compile_captures
from infostreamer.flow.rooms import built_in
from infostreamer.model import Capture, encode
from infostreamer.model.capture import REPORT_MIME
from infostreamer.settings import Settings
from infostreamer.store import open_store

SETTINGS = Settings({"stories.epoch": 3})
START = datetime(2031, 5, 1, 8, tzinfo=UTC)

_WIRE = [
    ("gazette", "Dam at Orlin breaks after a week of rain",
     "The dam above Orlin broke on Monday morning and water reached 300 houses.\n\nMayor Tomas Vell told the Gazette: "
     "“We had two hours to leave.”\n\nAt least 12 people are missing, the Interior Ministry said."),
    ("courier", "Minister Ana Ribe resigns",
     "Finance Minister Ana Ribe resigned on Tuesday after parliament rejected her budget.\n\nRibe said she would not "
     "return to office. President Jon Hask accepted her letter."),
    ("herald", "Water reaches 300 houses as Orlin dam breaks",
     "Water reached 300 houses in Orlin after the dam broke on Monday morning, the Gazette reported.\n\nMayor Tomas "
     "Vell said residents had two hours to leave."),
    ("gazette", "Dam at Orlin breaks after a week of rain",
     "The dam above Orlin broke on Monday morning and water reached 450 houses.\n\nMayor Tomas Vell told the Gazette: "
     "“We had two hours to leave.”\n\nAt least 15 people are missing, the Interior Ministry said."),
    ("tribune", "Ministry denies it was warned about Orlin dam",
     "The Interior Ministry denied on Wednesday that engineers had warned it about the dam above Orlin.\n\n“Nobody "
     "wrote to us,” spokeswoman Mira Dorn said."),
    ("courier", "Hask names Pavel Strin finance minister",
     "President Jon Hask named Pavel Strin finance minister on Thursday, two days after Ana Ribe resigned."),
    ("herald", "Orlin buries its dead", "Orlin buried nine people on Friday, five days after the dam broke. "
     "Mayor Tomas Vell asked for an inquiry into the dam."),
]  # fmt: skip


def _captures() -> tuple[Capture, ...]:
    made = []
    for number, (outlet, title, text) in enumerate(_WIRE):
        url = f"https://{outlet}.example/{title.split()[0].lower()}"
        when = START + timedelta(days=number // 2, hours=number)
        body = encode(
            {"url": url, "outlet": outlet.title(), "title": title, "text": text, "published": when.isoformat()}
        )
        made.append(
            Capture(
                id=Capture.make_id(url, body),
                address=url,
                final_address=url,
                fetched_at=when,
                body=body,
                mime=REPORT_MIME,
            )
        )
    return tuple(made)


CAPTURES = _captures()


@pytest.fixture(scope="module")
def doors() -> Rooms:
    """The package's rooms, extraction in this process: nothing here is hostile."""

    def extract(captures: Any) -> Any:
        return extract_isolated(captures, is_isolated=False)

    return replace(built_in(SETTINGS), extract=extract)


def _digest(folder: Path, doors: Rooms, *batches: tuple[Capture, ...], is_rebuilt: bool = False) -> str:
    store = open_store(f"sqlite:///{folder}/desk.sqlite3")
    flow = Flow(store, settings=SETTINGS, rooms=doors)
    for batch in batches:
        flow.take_in(batch)
    if is_rebuilt:
        flow.rebuild()
    with store.read() as unit:
        assert [failure.error for failure in unit.failures.all()] == []
        assert unit.reports.count() == len(CAPTURES)
        assert 1 < unit.stories.count() < len(CAPTURES)
    digest = store.digest()
    store.close()
    return digest


def test_passes_and_rebuilds_agree(tmp_path: Path, doors: Rooms) -> None:
    whole = _digest(tmp_path / "whole", doors, CAPTURES)
    assert _digest(tmp_path / "single", doors, *((one,) for one in CAPTURES)) == whole
    assert _digest(tmp_path / "rebuilt", doors, CAPTURES[:4], CAPTURES[4:], is_rebuilt=True) == whole


def test_compiling_at_once_gives_the_desk_s_stories(tmp_path: Path, doors: Rooms) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=doors).take_in(CAPTURES)
    compiled = compile_captures(CAPTURES, settings=SETTINGS, rooms=doors)
    with store.read() as unit:
        # a desk numbers the forms that it has kept of a story; compiling keeps none
        on_desk = {story.id: replace(story, revision=1) for story in unit.stories.all()}
        assert {story.id: replace(story, revision=1) for story in compiled.stories} == on_desk
        kept = unit.findings.of(report.id for report in compiled.reports)
    assert compiled.findings == kept
    store.close()


def test_every_line_on_the_desk_cites_words_that_are_there(tmp_path: Path, doors: Rooms) -> None:
    compiled = compile_captures(CAPTURES, settings=SETTINGS, rooms=doors)
    texts = {report.id: report.text for report in compiled.reports}
    lines = [line for story in compiled.stories for line in (story.headline, *story.abstract, *story.lines)]
    assert len(lines) > len(compiled.stories)
    for line in lines:
        assert line.citations
        assert all(span.end <= len(texts[span.report_id]) for span in line.citations)


def test_a_dossier_finds_its_story(tmp_path: Path, doors: Rooms) -> None:
    from infostreamer.model import Dossier

    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    with store.unit() as unit:
        unit.dossiers.put(Dossier(id="d", slug="orlin", title="Orlin", question='"Orlin dam" OR Orlin'))
    flow = Flow(store, settings=SETTINGS, rooms=doors)
    for one in CAPTURES:
        flow.take_in([one])
    with store.read() as unit:
        gathered, stories = unit.dossiers.get("orlin"), unit.stories.all()
    told = {story.id for story in stories if "Orlin" in story.headline.text}
    assert told
    assert told <= set(gathered.story_ids) < {story.id for story in stories}
    store.close()
