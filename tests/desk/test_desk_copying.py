"""A desk with readers, notes and decisions moves to the other engine and goes on there as if it had stayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes.newsroom import ARREST, COPY, DENIAL, OTHER, Clock, Newsroom, settings_for

from infostreamer.cli.main import infostreamer
from infostreamer.desk import Desk
from infostreamer.desk.copying import copy_desk
from infostreamer.model import Reader
from infostreamer.store import open_store

ANA = Reader(name="ana", role="editor")


def _lived_in(url: str, folder: Path, clock: Clock) -> tuple[Desk, str]:
    """A desk with reports, an account that is logged in, its notes, marks and alerts; and the key of its session."""
    desk = Desk.open(settings_for(url, folder), clock=clock)
    room = Newsroom(desk, clock)
    room.alert()
    room.come(ARREST)
    room.come(DENIAL, OTHER)
    desk.add_user("ana", "admin", password="a long enough secret")  # noqa: S106
    story = desk.stories()[0]
    desk.add_note(f"story:{story.id}", "Who was led away?", reader=ANA)
    desk.keep(ANA, "follow", f"story:{story.id}")
    desk.caught_up(ANA, desk.position())
    desk.add_dossier("Belov", "belov")
    asker = desk.log_in("ana", "a long enough secret", address="127.0.0.1")
    return desk, asker


def _told(desk: Desk) -> list[object]:
    return [desk.notes(reader=ANA), desk.keeps(ANA), desk.marks(ANA), desk.dossiers(), desk.news(ANA), desk.alerts()]


@pytest.mark.postgres
@pytest.mark.parametrize("way", ["to PostgreSQL", "to SQLite"])
def test_a_desk_moves_and_goes_on_as_if_it_had_stayed(way: str, tmp_path: Path, empty_postgres: str) -> None:
    urls = [f"sqlite:///{tmp_path}/desk.sqlite3", empty_postgres]
    first, second = urls if way == "to PostgreSQL" else reversed(urls)
    clock = Clock()
    desk, key = _lived_in(first, tmp_path / "a", clock)
    with desk:
        copied = copy_desk(desk, second)
        with Desk.open(settings_for(second, tmp_path / "b"), clock=clock) as moved:
            assert moved.digest() == desk.digest() == copied.digest
            assert _told(moved) == _told(desk)
            assert moved.position() == desk.position()
            moved.rebuild()
            assert moved.digest() == copied.digest, "what is derived anew from the copy is what was copied"
            for one in (desk, moved):
                one.take_in_jsonl([json.dumps(COPY)])
            assert moved.digest() == desk.digest() != copied.digest
            assert moved.search("belov") == desk.search("belov")
            asker = moved.asker(session_key=key, token_key=None, proxy_name=None)
            assert asker.user is not None
            assert asker.user.name == "ana", "who was logged in still is"


def test_the_command_says_what_it_did_and_refuses_in_one_sentence(tmp_path: Path) -> None:
    data, target = tmp_path / "desk", f"sqlite:///{tmp_path}/copy/desk.sqlite3"

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(infostreamer, ["--data", str(data), *words])
        return result.exit_code, result.output + str(result.exception or "")

    assert "There is no desk at" in call("db", "copy", target)[1]
    assert not data.exists(), "a mistyped folder is not made into a desk"
    open_store(f"sqlite:///{data}/desk.sqlite3").close()
    assert call("db", "copy", target)[0] == 0
    assert call("db", "digest")[1] in call("--data", str(tmp_path / "copy"), "db", "digest")[1]
    assert "holds a desk already" in call("db", "copy", target)[1]
