"""The doctor finds what is really wrong, and says what to do. Each test makes it really so."""

from __future__ import annotations

import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from infostreamer.desk import Desk, checks_of_desk, checks_of_machine, checks_of_settings, doctor
from infostreamer.desk.backing_up import backup_due, note_trouble
from infostreamer.desk.checks import Check
from infostreamer.desk.doctor import examine
from infostreamer.model import Capture, Source, SourceHealth
from infostreamer.settings import Settings

NOW = datetime.now(UTC)


def settings_in(folder: Path, **given: Any) -> Settings:
    return Settings({"desk.data": str(folder), "understand.deadline": 0.0, **given})


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with Desk.open(settings_in(tmp_path / "data")) as opened:
        yield opened


def told(settings: Settings, name: str) -> Check:
    (found,) = [check for check in examine(settings) if check.name == name]
    return found


def source(number: int) -> Source:
    return Source(id=f"s{number}", kind="feed", address=f"https://s{number}.example/feed", outlet="S")


def capture(at: datetime, **headers: str) -> Capture:
    where = f"https://s1.example/{at.timestamp()}"
    return Capture(id=Capture.make_id(where, b"x"), address=where, final_address=where, fetched_at=at, body=b"x",
                   headers=tuple(headers.items()))  # fmt: skip


def test_a_sound_desk_gets_no_bad_finding_and_every_finding_one_sentence(desk: Desk) -> None:
    found = examine(desk.settings.with_values({"web.port": 0, "collect.contact": "mail@desk.example"}))
    assert [check for check in found if check.state != "ok"] == []
    assert len(found) >= 27
    assert len({check.name for check in found}) == len(found)
    assert all(check.text.endswith(".") and "\n" not in check.text for check in found)


@pytest.mark.postgres
def test_what_the_server_of_the_database_lacks_is_found_also_where_the_desk_cannot_be_opened(
    empty_postgres: str, tmp_path: Path
) -> None:
    import psycopg

    given = settings_in(tmp_path, **{"store.url": empty_postgres, "web.port": 0, "collect.contact": "x"})
    Desk.open(given).close()
    found = examine(given)
    assert [check for check in found if check.state != "ok"] == []
    assert {"postgresql", "text", "rights", "writes", "connections", "vacuum"} <= {check.name for check in found}
    assert len({check.name for check in found}) == len(found)
    name = empty_postgres.rsplit("/", 1)[1]
    with psycopg.connect(empty_postgres.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[call-overload]
        assert told(given, "writes").state == "bad"
        server.execute("SET default_transaction_read_only = off")
        server.execute(f"ALTER DATABASE {name} SET search_path = nowhere")  # type: ignore[call-overload]
    assert told(given, "database").state == "bad"
    assert "search path" in told(given, "rights").text


def test_a_server_that_does_not_answer_is_one_finding(tmp_path: Path) -> None:
    found = examine(settings_in(tmp_path, **{"store.url": "postgres://nobody@127.0.0.1:1/none", "web.port": 0}))
    assert [check.name for check in found if check.state == "bad"] == ["database"]


def test_no_desk_yet_is_no_trouble_and_none_is_made(tmp_path: Path) -> None:
    found = examine(settings_in(tmp_path / "new", **{"web.port": 0, "collect.contact": "x"}))
    assert [check for check in found if check.state != "ok"] == []
    assert not (tmp_path / "new").exists()


def _command(folder: Path, *words: str, limit: Callable[[], None] | None = None, **environment: str) -> Any:
    command = [sys.executable, "-m", "infostreamer", "--data", str(folder), *words, "doctor", "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=200, env={**os.environ, **environment}, preexec_fn=limit
    )
    return done.returncode, {row["check"]: row for row in json.loads(done.stdout)["doctor"]}


def test_a_setting_misspelt_in_the_environment_is_a_finding_and_not_a_crash(tmp_path: Path) -> None:
    code, rows = _command(tmp_path, INFOSTREAMER_WEB__PROT="80")
    assert code == 1
    assert "did you mean 'web.port'" in rows["settings"]["text"]


def test_an_unknown_setting_in_the_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[colect]\nevery = 60\n")
    code, rows = _command(tmp_path, INFOSTREAMER_CONFIG=str(tmp_path / "x.toml"))
    assert (code, rows["settings"]["state"]) == (1, "bad")
    assert "collect.every" in rows["settings"]["text"]


def test_too_few_open_files_and_no_temporary_folder_are_found(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))

    _, rows = _command(tmp_path, limit=limit, INFOSTREAMER_WEB__PORT="0")
    assert "LimitNOFILE" in rows["open files"]["text"]


def test_a_temporary_folder_that_cannot_be_written_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert "TMPDIR" in checks_of_machine.temporary(settings_in(tmp_path)).text


def test_a_database_that_others_can_read_is_found(desk: Desk, tmp_path: Path) -> None:
    folders = [tmp_path / "data", *tmp_path.parents][: -len(Path("/tmp").parts)]  # noqa: S108
    before = {folder: folder.stat().st_mode for folder in (*folders, tmp_path)}
    try:
        for folder in before:
            folder.chmod(0o755)
        (tmp_path / "data" / "desk.sqlite3").chmod(0o644)
        assert "chmod 600" in checks_of_machine.readable_by_others(desk.settings, ()).text
        (tmp_path / "data").chmod(0o700)
        assert checks_of_machine.readable_by_others(desk.settings, ()).state == "ok"
        (tmp_path / "x.toml").write_text("[mail]\npassword = 'x'\n")
        (tmp_path / "x.toml").chmod(0o644)
        assert "x.toml" in checks_of_machine.readable_by_others(desk.settings, (tmp_path / "x.toml",)).text
    finally:
        for folder, mode in before.items():
            folder.chmod(mode)


def test_sqlite_on_a_network_file_system_is_found(desk: Desk, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} nfs4 rw 0 0\nhost:/y {tmp_path}x ext4 rw 0 0\n")
    assert checks_of_machine.file_system(desk.settings, mounts).state == "bad"
    mounts.write_text(f"/dev/a / nfs rw 0 0\n/dev/b {tmp_path} ext4 rw 0 0\n")
    assert checks_of_machine.file_system(desk.settings, mounts).state == "ok"


def test_too_little_memory_is_found_in_the_machine_or_its_control_group(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "proc/meminfo").write_text("MemTotal:        8000000 kB\nMemFree: 1 kB\n")
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    assert checks_of_machine.memory(Settings(), tmp_path).state == "ok"
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("300000000\n")
    assert "300 MB" in checks_of_machine.memory(Settings(), tmp_path).text


def test_a_write_ahead_log_that_never_ends_is_found(desk: Desk, tmp_path: Path) -> None:
    with (tmp_path / "data" / "desk.sqlite3-wal").open("r+b") as log:
        log.truncate(600_000_000)  # a hole, no bytes
    assert checks_of_machine.write_ahead_log(desk.settings).state == "warn"


def test_a_second_desk_that_nobody_serves_is_found(desk: Desk, tmp_path: Path) -> None:
    elsewhere = desk.settings.with_values({"store.url": f"sqlite:///{tmp_path}/other.sqlite3"})
    assert "another one" in checks_of_machine.own_folder(elsewhere).text
    assert checks_of_machine.own_folder(desk.settings).state == "ok"


def test_a_database_that_is_locked_newer_or_none_is_found(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, **{"web.port": 0})
    Desk.open(settings).close()
    with sqlite3.connect(tmp_path / "desk.sqlite3") as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    assert "newer release" in told(settings, "database").text
    (tmp_path / "desk.sqlite3").write_bytes(b"no database at all " * 400)
    assert told(settings, "database").state == "bad"


def test_a_postgresql_that_does_not_answer_is_found(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, **{"store.url": "postgresql://postgres@127.0.0.1:9/none", "web.port": 0})
    assert told(settings, "database").state == "bad"


@pytest.mark.postgres
def test_a_postgresql_that_keeps_no_unicode_is_found(postgres_server: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(postgres_server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    settings = settings_in(tmp_path, **{"store.url": f"{postgres_server}/latin", "web.port": 0})
    assert "LATIN1" in told(settings, "database").text


@pytest.mark.parametrize(
    ("given", "check", "state", "said"),
    [
        ({"notify.zone": "Europe/Nowhere"}, checks_of_settings.zone, "bad", "no time zone"),
        ({"web.host": "0.0.0.0"}, checks_of_settings.host_names, "warn", "web.hosts is empty"),  # noqa: S104
        ({"web.proxy_from": "10.0.0.1"}, checks_of_settings.host_names, "warn", "web.hosts is empty"),
        ({"web.proxy_from": "0.0.0.0/0"}, checks_of_settings.believed, "bad", "nearly everybody"),
        ({"web.proxy_from": "10.0.0.1, ::/0"}, checks_of_settings.believed, "bad", "nearly everybody"),
        ({"web.proxy_from": "proxy"}, checks_of_settings.believed, "bad", "no address"),
        ({"web.proxy_user_header": "Remote-User"}, checks_of_settings.believed, "bad", "needs web.proxy_from"),
        ({"mail.host": "mail.example"}, checks_of_settings.mail, "bad", "mail.from is empty"),
        ({"mail.from": "a@b.example"}, checks_of_settings.mail, "bad", "mail.host is empty"),
        ({"mail.host": "m", "mail.from": "a@b", "mail.user": "a"}, checks_of_settings.mail, "bad", "both"),
        ({"mail.host": "m", "mail.from": "desk"}, checks_of_settings.mail, "bad", "no mail address"),
        (
            {"mail.host": "m", "mail.from": "a@b", "mail.user": "a", "mail.password": "b", "mail.starttls": False},
            checks_of_settings.mail,
            "bad",
            "readable",
        ),
        ({"mail.host": "m", "mail.from": "a@b", "mail.port": 465}, checks_of_settings.mail, "bad", "turn mail.tls on"),
        ({"mail.host": "m", "mail.from": "a@b"}, checks_of_settings.mail, "warn", "web.address"),
        ({"llm.address": "http://127.0.0.1:9/v1"}, checks_of_settings.language_model, "bad", "name the model"),
        ({"llm.address": "ollama", "llm.model": "m"}, checks_of_settings.language_model, "bad", "no http"),
    ],
)
def test_settings_that_fit_together_only_half_are_found(
    given: dict[str, Any], check: Callable[[Settings], Check], state: str, said: str
) -> None:
    found = check(Settings(given))
    assert found.state == state
    assert said in found.text


def test_a_language_model_that_does_not_answer_is_found_and_one_that_does_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        model = Settings({"llm.address": f"http://127.0.0.1:{port}/v1", "llm.model": "m"})
        assert checks_of_settings.language_model(model).state == "ok"
    assert "does not answer" in checks_of_settings.language_model(model).text


def test_work_that_nobody_does_is_found(desk: Desk) -> None:
    desk.put_sources([source(1)])
    with desk.store.unit() as unit:
        unit.sources.put_health(SourceHealth(source_id="s1", next_at=NOW - timedelta(hours=3)))
    assert "does `serve` or `run` run" in checks_of_desk.work(desk).text


def test_a_process_that_died_at_its_work_is_found(desk: Desk) -> None:
    with desk.store.unit() as unit:
        unit.jobs.claim("enrich", holder="elsewhere:1:ab", now=NOW, until=NOW - timedelta(minutes=5))
    assert "died at enrich" in checks_of_desk.work(desk).text


def test_a_machine_without_network_is_told_from_a_source_that_fails(desk: Desk) -> None:
    desk.put_sources([source(1), source(2)])
    with desk.store.unit() as unit:
        unit.sources.put_health(SourceHealth(source_id="s1", state="failing", error="No name server answers."))
        unit.sources.put_health(SourceHealth(source_id="s2", state="ok"))
    assert checks_of_desk.network(desk).state == "ok"
    with desk.store.unit() as unit:
        unit.sources.put_health(SourceHealth(source_id="s2", state="failing", error="No name server answers."))
    assert "No name server answers." in checks_of_desk.network(desk).text


def test_a_clock_that_disagrees_with_the_servers_is_found_and_an_old_answer_of_a_cache_is_none(desk: Desk) -> None:
    with desk.store.unit() as unit:
        for minutes in range(3):
            at = NOW - timedelta(minutes=minutes)
            unit.captures.put(capture(at, date=format_datetime(at - timedelta(hours=6)), age=str(6 * 3600)))
    assert checks_of_desk.clock(desk).state == "ok"
    with desk.store.unit() as unit:
        for minutes in range(4):
            at = NOW + timedelta(minutes=1 + minutes)
            unit.captures.put(capture(at, date=format_datetime(at + timedelta(hours=1))))
    assert "60 minutes behind" in checks_of_desk.clock(desk).text


def test_an_alert_that_cannot_be_sent_is_found(desk: Desk) -> None:
    from infostreamer.desk.doctor import examine

    alert = desk.drafted_alert("fires", kinds=["denial"], channels=[("webhook", "https://hook.example/x")])
    desk.add_alert(alert)
    assert checks_of_desk.receivers(desk).state == "ok"
    with desk.store.unit() as unit:
        from dataclasses import replace

        from infostreamer.model.alert import Channel

        unit.alerts.put(replace(alert, channels=(Channel(kind="webhook", to="http://192.168.1.9/x"),)))
    assert "'fires' cannot be sent" in checks_of_desk.receivers(desk).text
    with desk.store.unit() as unit:
        unit.alerts.put(replace(alert, channels=(Channel(kind="email", to="a@b.example"),)))
    assert "mail.host is empty" in next(one.text for one in examine(desk.settings) if one.name == "receivers")


def test_backups_that_are_missing_failed_old_open_or_hold_what_was_purged_are_found(tmp_path: Path) -> None:
    with Desk.open(settings_in(tmp_path / "data", **{"backup.every": 24})) as desk:
        assert checks_of_desk.backups(desk).state == "ok"
        desk.take_in_jsonl([json.dumps({"url": "https://a.example/1", "title": "A", "text": "A dam broke. " * 9})])
        assert "None was made yet" in checks_of_desk.backups(desk).text
        first = backup_due(desk, NOW - timedelta(days=5))
        assert first is not None
        assert "5 days old" in checks_of_desk.backups(desk).text
        ahead = backup_due(desk, NOW + timedelta(days=4000))
        assert ahead is not None
        assert "from the future" in checks_of_desk.backups(desk).text
        made = backup_due(desk, NOW)
        assert made is not None, "what a wrong clock put off is made when it is right"
        ahead.unlink()
        assert checks_of_desk.backups(desk).state == "ok"
        with desk.store.unit() as unit:
            unit.purged.put_all(["https://a.example/2"], at=NOW, why="x")
        assert f"{first.name} in" in checks_of_desk.backups(desk).text
        made.chmod(0o644)
        assert "chmod 700" in checks_of_desk.backups(desk).text
        note_trouble(desk, OSError(28, "No space left on device"))
        assert "No space left" in checks_of_desk.backups(desk).text


def test_as_many_checks_are_made_as_the_changelog_says() -> None:
    said = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    made = len(doctor._OF_SETTINGS) + len(doctor._OF_DESK)
    assert f"`doctor` makes {made} checks" in said
