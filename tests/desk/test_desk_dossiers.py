"""Dossiers over a real desk: what changed last is not made new by a rebuild."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infostreamer.desk import Desk
from infostreamer.model import OWNER, NotFound
from infostreamer.settings import Settings
from infostreamer.web.citations import Notes
from infostreamer.web.pages.changes import steps_of

TEXTS = (
    "The river flooded 240 houses in Upper Brod on Friday, Mayor Jadwiga Polk said.",
    "Mayor Jadwiga Polk denied on Saturday that the flood in Upper Brod had been foreseen by the town hall.",
)


def test_a_rebuild_is_no_change_of_a_story_nor_of_its_dossier(store_url, tmp_path: Path) -> None:
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as desk:
        for day, text in enumerate(TEXTS, 13):
            row = {"url": f"https://dawn{day}.example/flood", "outlet": f"Dawn {day}", "title": "Flood in Upper Brod"}
            desk.take_in_jsonl([json.dumps({**row, "text": text, "published": f"2026-11-{day}T10:00:00Z"})])
        desk.add_dossier("Floods", "flood")
        (story,) = desk.stories()
        before = told(desk, story.id)
        desk.rebuild()
        assert before[0]
        assert before[1]
        assert told(desk, story.id) == before


def test_a_dossier_made_again_under_its_old_name_is_filled_and_nobody_reads_it_by_an_old_share(
    store_url, tmp_path: Path
) -> None:
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as desk:
        row = {"url": "https://dawn.example/flood", "outlet": "Dawn", "title": "Flood in Upper Brod"}
        desk.take_in_jsonl([json.dumps({**row, "text": TEXTS[0], "published": "2026-11-13T10:00:00Z"})])
        first = desk.add_dossier("Floods", "flood")
        share = desk.share("dossier:floods", by=OWNER, days=None)
        assert desk.shared(share.id).item == "dossier:floods"
        desk.remove_dossier("floods")
        again = desk.add_dossier("Floods", "flood")
        assert again.story_ids == first.story_ids != ()
        with pytest.raises(NotFound):
            desk.shared(share.id)
        assert desk.shares("dossier:floods") == []


def test_a_share_of_a_dossier_removed_before_shares_went_with_it_ends_with_the_next_of_its_name(
    store_url, tmp_path: Path
) -> None:
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as desk:
        desk.add_dossier("Floods", "flood")
        share = desk.share("dossier:floods", by=OWNER, days=None)
        with desk.store.unit() as unit:
            unit.dossiers.remove("floods")
        desk.add_dossier("Floods", "river")
        with pytest.raises(NotFound):
            desk.shared(share.id)


def told(desk: Desk, story_id: str) -> tuple[list[object], list[object]]:
    """(what the dossier says changed last, the steps of the story), each with its time."""
    view = desk.dossier_view("floods")
    notes = Notes(desk.reports(desk.story(story_id).report_ids))
    steps = steps_of(desk, story_id, notes)
    return [(one.text, one.at) for one in desk.dossier_changes(view)], [(one.text, one.at) for one in steps]
