"""What stands in deploy/ is what a careful administrator would write, and fits the program as it is."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from infostreamer.cli.main import infostreamer
from infostreamer.desk.backups import kept_backups
from infostreamer.settings import SETTINGS

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = ["infostreamer.service", "infostreamer-backup.service"]
NEEDED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "MemoryDenyWriteExecute": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
    "LimitCORE": "0",  # memory holds what people read, and passwords
}
with_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def read(name: str) -> str:
    return next(DEPLOY.rglob(name)).read_text(encoding="utf-8")


def service(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(read(name))
    return parser["Service"]


def commands(name: str) -> list[list[str]]:
    """The command lines of a unit, as systemd gives them to the system."""
    raw = re.findall(r"^ExecStart=(.*)$", read(name), re.MULTILINE)
    return [[word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)] for line in raw]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_may_do_no_more_than_it_needs(name: str) -> None:
    options = service(name)
    assert {key: options.get(key) for key in NEEDED} == NEEDED
    assert options["User"] == "infostreamer"
    filters = re.findall(r"^SystemCallFilter=(.*)$", read(name), re.MULTILINE)
    assert filters == ["@system-service", "~@privileged @keyring @memlock"]


@with_systemd
@pytest.mark.parametrize(("name", "most"), [("infostreamer.service", 15), ("infostreamer-backup.service", 10)])
def test_systemd_finds_nothing_wrong_with_it_and_little_exposed(name: str, most: int, tmp_path: Path) -> None:
    """`systemd-analyze security` counts from 0 (safe) to 100 in tenths of a point."""
    for file in DEPLOY.glob("systemd/*"):
        text = file.read_text(encoding="utf-8").replace("/opt/infostreamer/bin/infostreamer", "/bin/true")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    asked = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("infostreamer*"))]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    ours = [line for line in (said.stdout + said.stderr).splitlines() if "infostreamer" in line]
    assert ours == []
    asked = ["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={most}", str(tmp_path / name)]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stdout[-400:] + said.stderr


def test_commands_of_the_units_and_the_container_are_commands_of_the_program() -> None:
    called = [words for words in commands("infostreamer.service") if words[0].endswith("infostreamer")]
    called += [["infostreamer", *re.findall(r'"([^"]+)"', line)] for line in read("Containerfile").splitlines()
               if line.startswith("CMD")]  # fmt: skip
    assert len(called) == 2
    for words in called:
        rest = [word for word in words[1:] if word != "${STATE_DIRECTORY}" and word != "--data"]
        command = infostreamer.get_command(None, rest[0])  # type: ignore[arg-type]
        assert command is not None
        options = {option for one in command.params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= options


def test_the_timers_backup_is_named_so_that_the_doctor_finds_it(tmp_path: Path) -> None:
    shell, *_ = commands("infostreamer-backup.service")
    script = shell[-1].replace("/opt/infostreamer/bin/infostreamer", "called")
    script = f'called() {{ echo "$@"; touch "$4"; }}; {script}'
    surroundings = {"FOLDER": str(tmp_path), "STATE_DIRECTORY": "/var/lib/infostreamer", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, env=surroundings, check=True)
    (kept,) = kept_backups(tmp_path)
    assert done.stdout.split() == ["--data", "/var/lib/infostreamer", "backup", str(kept.file)]


def test_the_container_runs_as_nobody_in_particular_and_is_looked_after() -> None:
    lines = read("Containerfile").splitlines()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") > max(n for n, line in enumerate(lines) if line.startswith("RUN"))
    assert not any(line.startswith("ADD") for line in lines)
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert "/-/health" in read("Containerfile")
    compose = read("compose.yaml")
    assert all(word in compose for word in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"))
    assert '"127.0.0.1:8000:8000"' in compose, "published to this machine alone"
    ignored = read("Containerfile.containerignore").splitlines()
    assert ignored[0] == "*", "a desk that lies in the folder does not get into the image"


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_lets_nobody_name_themselves_and_the_settings_that_it_asks_for_exist(name: str) -> None:
    text, known = read(name), {setting.name for setting in SETTINGS}
    named = re.findall(r"^#   (\w+) = ", text, re.MULTILINE)
    assert named == ["hosts", "proxy_from", "address"]
    assert {f"web.{one}" for one in named} <= known
    if name == "nginx.conf":
        passed = text.count("proxy_pass ")
        assert text.count('proxy_set_header Remote-User "";') == passed == 2
        assert text.count("X-Forwarded-Proto $scheme") == text.count("$proxy_add_x_forwarded_for") == passed
    else:
        assert "header_up -Remote-User" in text
