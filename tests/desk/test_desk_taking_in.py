"""What is handed in twice, from two folders, or after it was purged."""

from __future__ import annotations

from pathlib import Path

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.purging import of_report, plan, purge
from infostreamer.settings import Settings

FIRE = "Fire at the grain store\n\nThe grain store in Odrin burned down on Tuesday, the fire brigade said.\n"
VOTE = "Council of Melk votes\n\nThe council of Melk voted on Friday to close the old bridge, the mayor said.\n"


@pytest.fixture
def desk(tmp_path: Path, store_url: str):
    settings = Settings({"desk.data": str(tmp_path / "desk"), "store.url": store_url, "understand.deadline": 0.0})
    with Desk.open(settings) as opened:
        yield opened


@pytest.fixture
def add(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def added(folder: str, text: str | None = None):
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        if text is not None:
            Path("a.txt").write_text(text)
        return desk.add("a.txt")

    return added


def addresses(desk: Desk) -> dict[str, str]:
    return {report.canonical: report.title for report in desk.newest_reports(limit=20)}


def test_equal_names_in_two_folders_are_two_reports_and_an_edited_file_is_a_version(desk: Desk, add) -> None:
    add("one", FIRE), add("two", VOTE)
    held = {report.canonical: report for report in desk.newest_reports(limit=9)}
    assert set(held) == {"file:a.txt", "file:a.txt~2"}
    assert all(report.previous_id is None for report in held.values())
    add("two", VOTE.replace("Friday", "Monday"))
    versions = [report for report in desk.newest_reports(limit=9) if report.canonical == "file:a.txt~2"]
    assert sorted(bool(one.previous_id) for one in versions) in ([False, True], [True])
    assert add("one").known == 1


def test_a_folder_that_was_moved_goes_on_under_its_name(desk: Desk, add, tmp_path: Path) -> None:
    add("one", FIRE), add("two", VOTE)
    (tmp_path / "two").rename(tmp_path / "three")
    assert (add("three").taken_in, add("three").known) == (0, 1)
    add("three", VOTE.replace("Friday", "Monday"))
    assert set(addresses(desk)) == {"file:a.txt", "file:a.txt~2"}


def test_no_folder_of_this_machine_is_kept(desk: Desk, add, tmp_path: Path) -> None:
    add("one", FIRE), add("two", VOTE)
    with desk.store.read() as unit:
        assert not any(
            str(tmp_path) in str(row)
            for row in unit.captures.many([r.capture_id for r in desk.newest_reports(limit=9)])
        )


def test_what_a_desk_had_under_a_name_before_folders_were_told_apart_gets_its_next_version(desk: Desk, add) -> None:
    from infostreamer.store.tables import META

    add("one", FIRE)
    with desk.store.unit() as unit:  # as an older release left it
        unit._connection.execute(META.delete().where(META.c.key.like("file.%")))
    add("one", FIRE.replace("Tuesday", "Monday"))
    assert set(addresses(desk)) == {"file:a.txt"}


def test_what_was_purged_is_told_and_comes_back_under_no_number(desk: Desk, add) -> None:
    add("one", FIRE), add("two", VOTE)
    (vote,) = (report for report in desk.newest_reports(limit=9) if report.canonical == "file:a.txt~2")
    (fire,) = (report for report in desk.newest_reports(limit=9) if report.canonical == "file:a.txt")
    purge(desk, [of_report(desk, vote.id), of_report(desk, fire.id)], why="Order 12.")
    for folder, text in (("two", VOTE), ("one", FIRE), ("three", VOTE), ("four", FIRE)):
        added = add(folder, text)
        assert (added.taken_in, added.purged) == (0, 1), folder
    assert desk.newest_reports(limit=9) == []


def test_a_copy_is_named_whichever_of_the_two_is_purged(desk: Desk, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(FIRE)
        desk.add(str(tmp_path / f"{name}.txt"))
    reports = desk.newest_reports(limit=9)
    assert len(reports) == 2
    for report in reports:
        (copy,) = plan(desk, [of_report(desk, report.id)]).copies
        assert copy.id != report.id


def test_what_cannot_be_read_is_told_each_time_until_it_is_mended(desk: Desk, add) -> None:
    for _ in range(2):
        (failure,) = add("one", "").failures
        assert failure.error == "a.txt is empty; there is nothing to read."
    mended = add("one", FIRE)
    assert (mended.taken_in, mended.failures, desk.failures()) == (1, (), [])


def test_a_folder_of_nothing_but_links_to_folders_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "self").symlink_to(tmp_path / "loop")
    (failure,) = desk.add(str(tmp_path / "loop")).failures
    assert "nothing to read" in failure.error
