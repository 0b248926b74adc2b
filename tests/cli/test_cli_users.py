"""Accounts and tokens on the command line."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from types import SimpleNamespace

import pytest

from infostreamer.cli.main import main

WORDS = "four words in a row"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """The command in this process; what it printed and its exit code."""
    (tmp_path / "password").write_text(WORDS + "\n")
    monkeypatch.chdir(tmp_path)

    def call(*words, given=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(tmp_path / "desk"), *words])
        printed = capsys.readouterr()
        return SimpleNamespace(returncode=ended.value.code, stdout=printed.out, stderr=printed.err)

    return call


def test_accounts_are_made_listed_changed_and_removed(run):
    refused = run("users", "add", "rita", "--password-file", "password")
    assert (refused.returncode, "--role admin" in refused.stderr) == (1, True)
    first = run("users", "add", "Anna", "--role", "admin", "--password-file", "password")
    assert (first.returncode, first.stdout) == (0, "")
    assert "anna may now log in" in first.stderr
    assert "asks for a login" in first.stderr
    assert run("users", "add", "rita", "--password-file", "-", given=WORDS + "\n").returncode == 0
    assert run("users", "add", "carl", "--no-password").returncode == 0
    assert run("users", "role", "rita", "editor").returncode == 0
    assert run("users", "password", "rita", "--password-file", "password").returncode == 0
    rows = json.loads(run("users", "list", "--json").stdout)["users"]
    assert [(row["name"], row["role"], row["has_password"]) for row in rows] == [
        ("anna", "admin", True),
        ("carl", "reader", False),
        ("rita", "editor", True),
    ]
    assert "argon2" not in run("users", "list", "--json").stdout
    assert "last admin" in run("users", "remove", "anna").stderr
    for name in ("carl", "rita", "anna"):
        gone = run("users", "remove", name)
        assert gone.returncode == 0
    assert "That was the last one" in gone.stderr
    assert "There are no accounts" in run("users", "list").stderr


def test_tokens_are_printed_once_listed_and_revoked(run):
    run("users", "add", "anna", "--role", "admin", "--no-password")
    made = run("users", "tokens", "add", "anna", "--scope", "write", "--label", "phone", "--days", "30")
    key = made.stdout.strip()
    assert key.startswith("ist_")
    assert key not in made.stderr
    listed = run("users", "tokens", "list", "--json").stdout
    (row,) = json.loads(listed)["tokens"]
    assert (row["user"], row["scope"], row["label"], row["used_at"]) == ("anna", "write", "phone", None)
    assert key not in listed
    assert run("users", "tokens", "revoke", row["id"]).returncode == 0
    assert run("users", "tokens", "revoke", row["id"]).returncode == 1
    assert json.loads(run("users", "tokens", "list", "anna", "--json").stdout)["tokens"] == []


def test_a_password_is_asked_for_on_a_terminal_and_shown_nowhere(tmp_path):
    """On a real terminal: what is typed is not echoed, and has to be typed twice."""
    command = [sys.executable, "-m", "infostreamer", "--data", str(tmp_path), "users", "add", "anna", "--role", "admin"]
    leader, follower = pty.openpty()
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, close_fds=True)
    os.close(follower)
    shown = b""
    for word in (b"Password", b"Repeat"):
        while word not in shown:
            shown += os.read(leader, 1000)
        os.write(leader, WORDS.encode() + b"\n")
    while process.poll() is None:
        try:
            shown += os.read(leader, 1000)
        except OSError:
            break
    assert process.wait(60) == 0
    os.close(leader)
    assert WORDS.encode() not in shown


def test_where_there_is_no_terminal_the_way_is_said(run):
    answer = run("users", "add", "anna", "--role", "admin", given="")
    assert answer.returncode == 1
    assert "--password-file" in answer.stderr
    missing = run("users", "add", "anna", "--role", "admin", "--password-file", "none")
    assert missing.returncode == 1
    assert "none cannot be read" in missing.stderr


def test_a_desk_that_others_reach_is_not_served_without_accounts(run):
    served = run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert served.returncode == 5
    assert "Everybody who reaches 0.0.0.0 could read and change this desk" in served.stderr
    assert _exposure(run) == "bad"
    run("users", "add", "anna", "--role", "admin", "--no-password")
    assert _exposure(run) == "ok"


def _exposure(run):
    rows = json.loads(run("--set", "web.host=0.0.0.0", "doctor", "--json").stdout)["doctor"]
    return next(row["state"] for row in rows if row["check"] == "exposure")
