"""What the doctor finds around a desk: users, limits, units, ports, plug-ins, mail servers. Each is made really so."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infostreamer.desk import Desk, checks_of_desk, checks_of_parts, checks_of_process, checks_of_settings
from infostreamer.model import Capture, Source, SourceHealth
from infostreamer.model.edition import Edition
from infostreamer.model.user import User
from infostreamer.settings import Settings

NOW = datetime.now(UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with Desk.open(Settings({"desk.data": str(tmp_path / "data"), "understand.deadline": 0.0})) as opened:
        yield opened


def given(**values: Any) -> Settings:
    return Settings({name.replace("__", "."): value for name, value in values.items()})


def test_a_settings_file_that_is_named_and_not_there_is_found(tmp_path: Path) -> None:
    named = {"INFOSTREAMER_CONFIG": str(tmp_path / "gone.toml"), "HOME": str(tmp_path)}
    assert "gone.toml" in checks_of_process.settings_file(Settings(), named).text
    (tmp_path / "gone.toml").touch()
    assert checks_of_process.settings_file(Settings(), named).state == "ok"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_of_another_user_are_found_by_root_and_by_that_user(desk: Desk, monkeypatch: Any) -> None:
    folder = Path(desk.settings["desk.data"])
    assert checks_of_process.owner(desk.settings).state == "ok"
    os.chown(folder, 65534, 65534)
    assert "You are root" in checks_of_process.owner(desk.settings).text
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    assert "chown -R" in checks_of_process.owner(desk.settings).text
    for file in folder.iterdir():
        os.chown(file, 65534, 65534)
    assert checks_of_process.owner(desk.settings).state == "ok"


def test_a_database_with_two_names_is_found(desk: Desk, tmp_path: Path) -> None:
    assert checks_of_process.links(desk.settings).state == "ok"
    os.link(tmp_path / "data" / "desk.sqlite3", tmp_path / "other.sqlite3")
    assert checks_of_process.links(desk.settings).state == "bad"


def _said(which: str, limit: str = "", **environment: str) -> str:
    code = f"from infostreamer.desk import checks_of_process as c; from infostreamer.settings import Settings; " \
           f"print(c.{which}(Settings()).text)"  # fmt: skip
    command = ["bash", "-c", f'{limit} exec "$0" -c "$1"', sys.executable, code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env={**os.environ, **environment})
    return done.stdout


def test_limits_of_files_and_a_terminal_without_unicode_are_found() -> None:
    assert "ulimit -f" in _said("limits", "ulimit -f 1000;")
    assert "ascii" in _said("encoding", PYTHONIOENCODING="ascii")


def test_a_zone_that_the_machine_does_not_know_is_found() -> None:
    assert checks_of_process.machine_zone(Settings(), {"TZ": "Europe/Nowhere"}).state == "warn"
    for good in ("", "UTC", ":Europe/Vilnius", "CET-1CEST,M3.5.0,M10.5.0"):
        assert checks_of_process.machine_zone(Settings(), {"TZ": good}).state == "ok"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ExecStart=/opt/gone/infostreamer serve", "/opt/gone/infostreamer"),
        (f"ExecStart={sys.executable} serve\nUser=nobody-of-this-name", "useradd"),
        (f"ExecStart={sys.executable} serve\nEnvironment=INFOSTREAMER_CONFIG=/gone.toml", "/gone.toml"),
        (f"ExecStart={sys.executable} --data ${{STATE_DIRECTORY}} serve\nStateDirectory=other", "/var/lib/other"),
    ],
)
def test_a_unit_that_starts_another_thing_is_found(tmp_path: Path, line: str, said: str) -> None:
    unit = tmp_path / "infostreamer.service"
    unit.write_text(f"[Service]\n{line}\n")
    settings = given(desk__data=str(tmp_path))
    assert said in checks_of_process.unit_file(settings, (unit,)).text
    unit.write_text(f"[Service]\nExecStart={sys.executable} --data {tmp_path} serve\n")
    assert checks_of_process.unit_file(settings, (unit,)).state == "ok"


def test_a_plug_in_that_cannot_be_loaded_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks_of_parts.plugins(Settings()).state == "ok"
    note = tmp_path / "broken-1.0.dist-info"
    note.mkdir()
    (note / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (note / "entry_points.txt").write_text("[infostreamer]\nbroken = module_that_is_not_there:plug\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "'broken'" in checks_of_parts.plugins(Settings()).text


def test_a_model_that_is_not_there_is_found(tmp_path: Path) -> None:
    assert checks_of_parts.models(given(understand__encoder=str(tmp_path / "gone"))).state == "bad"
    assert checks_of_parts.models(given(understand__pipeline="no_such_pipeline")).state == "bad"


def test_a_taken_port_tells_a_desk_from_another_program() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = given(web__port=other.getsockname()[1])
        threading.Thread(target=_answer, args=(other, b"HTTP/1.0 200 OK\r\n\r\n<p>hello"), daemon=True).start()
        assert "Another program" in checks_of_parts.port(settings).text
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = given(web__port=other.getsockname()[1])
        said = b'HTTP/1.0 200 OK\r\n\r\n{"schema":"infostreamer/health/1","state":"ok"}'
        threading.Thread(target=_answer, args=(other, said), daemon=True).start()
        assert checks_of_parts.port(settings).state == "ok"


def _answer(server: socket.socket, said: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(said)


def test_an_address_that_is_not_this_machines_is_found_and_the_newer_loopback_is_none() -> None:
    assert "no address of this machine" in checks_of_parts.port(given(web__host="203.0.113.7", web__port=0)).text
    if socket.has_ipv6:
        assert "no address" not in checks_of_parts.port(given(web__host="::1", web__port=0)).text.replace("::1", "")


def test_a_desk_that_speaks_plain_http_to_others_is_found() -> None:
    assert checks_of_parts.secure(given(web__host="0.0.0.0")).state == "warn"  # noqa: S104
    assert checks_of_parts.secure(given(web__address="http://news.example")).state == "warn"
    behind = given(web__host="0.0.0.0", web__proxy_from="10.0.0.1", web__address="https://news.example")  # noqa: S104
    assert checks_of_parts.secure(behind).state == "ok"


@pytest.mark.parametrize(
    ("greeting", "said"),
    [(b"", "takes no mail"), (b"554 go away\r\n", "takes no mail"), (b"220 x ESMTP\r\n250 x\r\n", "no encryption")],
)
def test_a_mail_server_that_refuses_is_found(greeting: bytes, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings = given(mail__host="127.0.0.1", mail__port=server.getsockname()[1], **{"mail__from": "a@b.example"})
        threading.Thread(target=_greet, args=(server, greeting), daemon=True).start()
        found = checks_of_parts.mail_server(settings)
    assert found.state == "bad"
    assert said in found.text


def _greet(server: socket.socket, greeting: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        for line in greeting.splitlines(keepends=True):
            connection.sendall(line)
            connection.recv(4096)


def test_backups_that_cannot_be_closed_or_written_are_found(tmp_path: Path) -> None:
    assert checks_of_parts.backup_target(given(backup__public_keys="age1nonsense")).state == "bad"
    (tmp_path / "file").touch()
    no_folder = given(backup__every=24, backup__folder=str(tmp_path / "file" / "backups"))
    assert "cannot be written" in checks_of_parts.backup_target(no_folder).text
    good = given(backup__every=24, backup__folder=str(tmp_path / "new"), desk__data=str(tmp_path))
    assert "same disk" in checks_of_parts.backup_target(good).text


def test_a_host_under_a_scheme_and_a_pace_without_pauses_are_found() -> None:
    assert checks_of_settings.host_names(given(web__hosts="https://news.example/")).state == "bad"
    assert checks_of_settings.pace(given(collect__every=-5)).state == "bad"


def test_sources_that_share_a_dead_host_are_one_trouble() -> None:
    rows = [
        (
            Source(id=f"s{number}", kind="feed", address=f"https://{host}/{number}", outlet="S"),
            SourceHealth(source_id=f"s{number}", state="failing", error="No name of that host."),
            0,
        )
        for number, host in enumerate(["dead.example", "dead.example", "other.example"])
    ]
    found = checks_of_desk.followed(rows)
    assert "3 of 3 fail, 2 of them at dead.example" in found.text
    assert "No name of that host." in found.text


def test_messages_that_were_refused_and_accounts_without_an_admin_are_found(desk: Desk) -> None:
    assert checks_of_desk.sending(desk).state == checks_of_desk.admins(desk).state == "ok"
    edition = Edition(id="e1", channel="webhook", to="https://hook.example/x", subject="s", text="t", of="alert:a",
                      reader="ana", at=NOW, state="given-up", error="hook.example answered 410: gone.")  # fmt: skip
    with desk.store.unit() as unit:
        unit.editions.put(edition)
        unit.users.put(User(name="ana", role="editor"))
    assert "410" in checks_of_desk.sending(desk).text
    assert checks_of_desk.admins(desk).state == "warn"
    with desk.store.unit() as unit:
        unit.editions.put(replace(edition, at=NOW - timedelta(days=40)))
    assert checks_of_desk.sending(desk).state == "ok"


def test_a_capture_of_tomorrow_tells_of_a_wrong_clock(desk: Desk) -> None:
    where, at = "https://s.example/1", NOW + timedelta(days=3)
    with desk.store.unit() as unit:
        unit.captures.put(Capture(id=Capture.make_id(where, b"x"), address=where, final_address=where, fetched_at=at,
                                  body=b"x"))  # fmt: skip
    assert checks_of_desk.clock(desk).state == "bad"


def test_backups_of_a_timer_that_stopped_are_found(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    (folder / f"desk-{NOW - timedelta(days=9):%Y%m%dT%H%M%SZ}.tar.gz").touch(mode=0o600)
    at = SimpleNamespace(store=desk.store, settings=desk.settings.with_values({"backup.folder": str(folder)}))
    assert "9 days old" in checks_of_desk.backups(at).text  # type: ignore[arg-type]
