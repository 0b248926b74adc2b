"""One desk through its days, every program of it watched: what it connects to, and whether it shows a secret.

The interpreter itself writes down each socket of each process, the parsers' too. Every secret of the settings, of the
accounts and of the programs is a word that occurs nowhere else, and each of them is brought to fail.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fakes.llm_server import LlmServer, Raw
from fakes.mail_server import mail_server
from fakes.ports import free_port
from fakes.receiver import receiver
from fakes.web_server import Route, WebServer

from infostreamer.model import InformationStreamerError
from infostreamer.store import open_store

pytestmark = pytest.mark.timeout(600)
HERE = Path(__file__).parent
CANARIES = {
    "llm.key": "canary-llm-7f3a",
    "mail.password": "canary-mail-91bc",
    "notify.ntfy_token": "canary-ntfy-c02d",
    "proxy.password": "canary-proxy-5e6f",
    "backup.passphrase": "canary words for backups",
    "login": "canary login words 88",
    "database": "canary-db-4477",
}
OTHER_WORDS = "canary-other-words"
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lamp</title>
<link>http://lamp.test/</link><image><url>http://pictures.test/logo.png</url></image>
<item><title>Ferry halted at Mirsk</title><link>%s/ferry</link><guid>1</guid>
<enclosure url="http://pictures.test/ferry.jpg" type="image/jpeg" length="1"/></item></channel></rss>"""
PAGE = b"""<html><head><title>Ferry halted at Mirsk</title><link rel=stylesheet href="http://fonts.test/a.css">
<meta property="og:image" content="http://pictures.test/ferry.jpg"><script src="http://count.test/x.js"></script></head>
<body><article><h1>Ferry halted at Mirsk</h1><img src="http://pictures.test/ferry.jpg">
<p>The ferry between Mirsk and Tolna was halted on Monday after a fire in its engine room, the harbour said.</p>
<p>"Nobody was hurt," said harbour master Ana Belov. She said that 40 people were brought ashore by boat.</p>
<p>The crossing will open again on Thursday, the harbour said in a statement.</p></article></body></html>"""


ODD_DATABASES = (
    *(
        "postgresql+psycopg://desk:{}/x@127.0.0.1:1/desk",
        "postgresql+psycopg://desk:{}@db:port/desk",
        "postgres://desk:{}@127.0.0.1:1/desk",
    ),
    *("nothing://desk:{}@db", "desk:{}@db", "postgresql+psycopg://desk:x/{}@127.0.0.1:1"),
)
ODD_ADDRESSES = (
    ("llm.address", f"http://desk:{CANARIES['llm.key']}@[::1"),
    ("proxy.address", f"http://x:{CANARIES['proxy.password']}@127.0.0.1:1"),
)


PATHS = (
    *(
        "/",
        "/settings",
        "/settings.json",
        "/account",
        "/account.json",
        "/sources",
        "/alerts",
        "/alerts.json",
        "/-/jobs",
    ),
    *("/-/metrics", "/-/sources.json", "/-/versions.json", "/nothing", "/api/v1/sources", "/search?q=%00"),
)


@dataclass
class Journey:
    """What was said, written and connected to. `servers`: the ports that were configured."""

    data: Path
    log: Path
    environment: dict[str, str]
    servers: set[int] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, typed: str = "", codes: tuple[int, ...] = (0,), name: str = "", **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "infostreamer", "--data", str(self.data), *words],
            input=typed, capture_output=True, text=True, timeout=500, check=False, env={**self.environment, **more},
        )  # fmt: skip
        said = done.stdout + done.stderr
        self.said[name or " ".join(words)] = said
        assert done.returncode in codes, f"{words}: {done.returncode}\n{said[-3000:]}"
        return done.stdout

    def sockets(self, event: str) -> set[object]:
        rows = (line.split("\t", 1) for line in self.log.read_text().splitlines())
        return {_value(where) for what, where in rows if what == event}


def _value(written: str) -> object:
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return written


@pytest.fixture(scope="module")
def journey(tmp_path_factory):
    folder = tmp_path_factory.mktemp("journey")
    data, log = folder / "desk", folder / "sockets"
    (folder / "home").mkdir()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "SOCKET_LOG": str(log), "LANG": "C.UTF-8",
        "PYTHONPATH": str(HERE / "everywhere"),
    }  # fmt: skip
    made = Journey(data, log, environment)
    with (
        WebServer() as web,
        mail_server() as mail,
        receiver() as hook,
        LlmServer(lambda _: Raw(b"{}", status=500)) as llm,
    ):
        web.routes["/feed"] = Route(FEED % web.address("").encode(), mime="application/rss+xml")
        web.routes["/ferry"] = Route(PAGE)
        mail.answers["AUTH"] = "535 5.7.8 no"
        made.servers = {web.port, mail.port, int(hook.address.rpartition(":")[2]), int(llm.address.split(":")[2][:-3])}
        settings = {
            "collect.allow_private": "true", "collect.pace": "0", "notify.allow_private": "true", "llm.model": "m",
            "llm.address": llm.address, "mail.host": "127.0.0.1", "mail.port": str(mail.port), "mail.user": "desk",
            "mail.from": "d@b.test", "mail.starttls": "false", "notify.ntfy": hook.address, "web.port": "0",
            "flow.tick": "0.5",
            **{name: word for name, word in CANARIES.items() if "." in name},
        }  # fmt: skip
        for name, value in settings.items():
            environment[f"INFOSTREAMER_{name.replace('.', '__').upper()}"] = value
        _days(made, web, hook)
        made.hook = hook
    return made


def _days(made, web, hook):
    made.run("add", web.address("/feed"), codes=(0, 3))
    made.run("run", "--once")
    story = json.loads(made.run("stories", "--json"))["stories"][0]["id"]
    made.run("export", story, "--format", "html")
    made.run("digest", "--since", "24h")
    told = ("--on", "denial", "--webhook", f"{hook.address}/in", "--ntfy", "mirsk", "--email", "a@b.test")
    made.run("alerts", "add", "Denials", *told)
    made.run("alerts", "test", "Denials", codes=(1,))
    hook.status = 500
    made.run("--debug", "alerts", "test", "Denials", codes=(1,), name="alerts test failing")
    made.alert_key = made.run("alerts", "key", "Denials", name="key").strip()
    words = CANARIES["login"]
    (made.data.parent / "words").write_text(words + "\n")
    made.run("users", "add", "anna", "--role", "admin", "--password-file", str(made.data.parent / "words"))
    made.token = json.loads(made.run("users", "tokens", "add", "anna", "--scope", "admin", "--json", name="token"))[
        "key"
    ]
    _back_up(made)
    made.run("config", "show", "--origin")
    made.run("doctor", codes=(0, 1))
    _serve(made)
    wrong = f"postgresql+psycopg://desk:{CANARIES['database']}@127.0.0.1:{free_port()}/desk"
    for at, words in enumerate((("--debug", "stories"), ("config", "show"))):
        made.run(*words, codes=(0, 1, 5, 75), name=f"wrong database {at}", INFOSTREAMER_STORE__URL=wrong)
    odd = ODD_DATABASES[1].format(CANARIES["database"])
    made.run("--debug", "stories", codes=(1, 5, 75), name="odd database", INFOSTREAMER_STORE__URL=odd)
    for name, value in ODD_ADDRESSES:
        variable = f"INFOSTREAMER_{name.replace('.', '__').upper()}"
        made.run("--debug", "run", "--once", codes=(0, 1, 5), name=f"odd {name} {value}", **{variable: value})
    typed = {f"INFOSTREAMER_{name.replace('.', '__').upper()}": value for name, value in ODD_ADDRESSES}
    made.run("config", "show", "--json", name="odd addresses shown", **typed)


def _back_up(made):
    """Closed under the passphrase, listed, and refused under another one."""
    file = str(made.data.parent / "desk.age")
    made.run("--debug", "backup", file)
    other = {"INFOSTREAMER_BACKUP__PASSPHRASE": OTHER_WORDS}
    made.run("--debug", "backup", "--check", file, codes=(1,), name="wrong passphrase", **other)
    assert Path(file).read_bytes().startswith(b"age-encryption.org/v1")


def _serve(made):
    command = [sys.executable, "-m", "infostreamer", "--data", str(made.data), "--debug", "serve"]
    with (made.data.parent / "served").open("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=made.environment)
        try:
            address = _address(made.data.parent / "served", process)
            _visit(made, address)
            time.sleep(1.5)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        made.said["serve"] = (made.data.parent / "served").read_text()


def _address(path, process):
    for _ in range(600):
        found = re.search(r"http://\S+:\d+/", path.read_text())
        if found:
            return found[0].rstrip("/")
        assert process.poll() is None, path.read_text()
        time.sleep(0.1)
    raise AssertionError("the desk did not start")


def _visit(made, address):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    opener = urllib.request.build_opener(Stay)

    def ask(path, form=None, **headers):
        asked = urllib.request.Request(address + path, urlencode(form).encode() if form else None)  # noqa: S310
        for name, value in headers.items():
            asked.add_header(name.replace("_", "-"), value)
        try:
            answer = opener.open(asked, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read().decode("utf-8", "replace")
        made.said[f"{path} {sorted(headers)}"] = text
        return text, answer.headers.get_all("set-cookie") or []

    page, cookies = ask("/login")
    visit = cookies[0].split(";")[0]
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    _, cookies = ask("/login", {"token": token, "name": "anna", "password": CANARIES["login"]}, Cookie=visit)
    session = next(one for one in cookies if "session" in one and "Max-Age=0" not in one).split(";")[0]
    made.session = session.partition("=")[2]
    ask("/login", {"token": token, "name": "anna", "password": CANARIES["login"] + " wrong"}, Cookie=visit)
    for path in PATHS:
        ask(path, Cookie=session)
        ask(path, Authorization=f"Bearer {made.token}")
    ask("/api/v1/stories?limit=x", Authorization=f"Bearer {made.token}x")


def test_nothing_is_connected_to_but_what_was_configured(journey):
    reached = {one for one in journey.sockets("socket.connect") if isinstance(one, tuple)}
    ports = {port for _, port, *_ in reached}
    assert {host for host, *_ in reached} <= {"127.0.0.1", "::1"}
    assert journey.servers <= ports, "every server that was configured was reached: else this proves nothing"
    allowed = journey.servers | {_port_of(url) for name, url in _asked_in_vain(journey)}
    assert ports <= allowed
    assert journey.sockets("socket.sendto") == set()


def _asked_in_vain(journey):
    return [(name, said) for name, said in journey.said.items() if name.startswith("wrong database")]


def _port_of(said):
    found = re.search(r"port (\d+)|127\.0\.0\.1:(\d+)", said)
    return int(found[1] or found[2]) if found else 0


def test_no_name_is_looked_up_and_nothing_fetched_behind_the_desk_s_back(journey):
    looked_up = {
        one for one in journey.sockets("socket.getaddrinfo") if one not in ("127.0.0.1", "::1", None, "localhost")
    }
    assert looked_up == set(), "pictures, fonts, scripts and home pages stand in what was read, and are not asked for"
    for event in ("urllib.Request", "webbrowser.open", "os.system", "ftplib.connect"):
        assert journey.sockets(event) == set(), event
    started = {
        str(one)
        for one in journey.sockets("subprocess.Popen") | journey.sockets("os.posix_spawn") | journey.sockets("os.exec")
    }
    assert {Path(one).name for one in started} <= {Path(sys.executable).name, "python", "python3"}, started


@pytest.mark.parametrize("url", ODD_DATABASES)
def test_the_password_of_a_database_stands_in_no_error_about_its_address(url):
    with pytest.raises(InformationStreamerError) as refused:
        open_store(url.format(CANARIES["database"]))
    assert CANARIES["database"] not in str(refused.value)


def test_the_secrets_were_in_use(journey):
    sent = {name.lower(): value for _, headers, _ in journey.hook.posts for name, value in headers.items()}
    assert CANARIES["notify.ntfy_token"] in sent["authorization"]
    assert journey.said["key"].strip() == journey.alert_key
    assert journey.session


def test_no_secret_is_said_logged_or_shown(journey):
    told = {**CANARIES, "other passphrase": OTHER_WORDS, "session": journey.session, "token": journey.token}
    shown = [
        (what, where)
        for where, text in journey.said.items()
        for what, word in told.items()
        if word in text and not (what == "token" and where == "token")
    ]
    assert shown == []
    assert [
        where for where, text in journey.said.items() if "Traceback" in text and not where.startswith(("wrong", "odd"))
    ] == []


def test_what_is_kept_holds_no_secret_that_a_hash_can_stand_for(journey):
    words = {**CANARIES, "session": journey.session, "token": journey.token}
    for path in journey.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert [what for what, word in words.items() if word.encode() in content] == [], path


def test_the_database_and_its_folder_are_the_owner_s_alone(journey):
    assert journey.data.stat().st_mode & 0o077 == 0
    assert [path for path in journey.data.glob("desk.sqlite3*") if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif("INFOSTREAMER_LONG" not in os.environ, reason="nine seconds of CPU: set INFOSTREAMER_LONG=1")
def test_the_demo_needs_no_network(journey, tmp_path):
    log = tmp_path / "sockets"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SOCKET_LOG": str(log),
        "PYTHONPATH": str(HERE / "everywhere"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "infostreamer", "--data", str(tmp_path / "d"), "demo", "--check"],
        capture_output=True, text=True, timeout=280, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    rows = [line.split("\t", 1) for line in log.read_text().splitlines()]
    reached = {_value(where) for what, where in rows if what == "socket.connect"}
    assert {one[0] for one in reached if isinstance(one, tuple)} <= {"127.0.0.1"}
    bound = {one[1] for what, where in rows if what == "socket.bind" and isinstance(one := _value(where), tuple)}
    assert bound
    assert {where for what, where in rows if what == "socket.getaddrinfo"} <= {"'127.0.0.1'", "None", "'localhost'"}
