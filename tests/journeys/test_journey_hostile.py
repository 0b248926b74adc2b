"""Hostile publishers, pages, files and terminals: one clear sentence each, nothing runs, nothing private is asked."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from fakes.pace import seconds
from fakes.processes import kill_all, until
from fakes.web_server import Route, WebServer

TEXT = (
    "The north quay of Port Sollen was closed on Tuesday after a fire, the mayor said. Two people were injured. "
    "About 300 people were moved to the school."
)
STEERING = [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), 0x2066)]
NASTY = "\x1b[31mRED\x1b]0;owned\x07\u202eevil\u2066\x9b31m"


def run(*words, given=b"", wait_s=200, private=True):
    """What a command gave, both streams decoded."""
    command = [sys.executable, "-m", "infostreamer", *(["--allow-private"] if private else [])]
    command += ["--set", "collect.pace=0", "--set", "collect.deadline=4", *map(str, words)]
    done = subprocess.run(command, capture_output=True, input=given, timeout=wait_s)
    done.out, done.err = done.stdout.decode(), done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def server():
    with WebServer() as running:
        running.routes["/robots.txt"] = Route(b"", status=404)
        yield running


@pytest.fixture
def listener():
    """A port of this machine and the list of who connected to it."""
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.settimeout(0.1)
        ended = threading.Event()

        def count():
            while not ended.is_set():
                try:
                    waiting.accept()[0].close()
                except TimeoutError:
                    continue
                seen.append(1)

        thread = threading.Thread(target=count)
        thread.start()
        yield waiting.getsockname()[1], seen
        ended.set()
        thread.join()


def test_no_text_steers_the_terminal(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad\x1b]0;t\x07\u202e.bin").write_bytes(b"x")
    (folder / "two\nError: forged.html").write_bytes(b"")
    (folder / os.fsdecode(b"latin\xff.txt")).write_text(f"Quay closed\n\n{TEXT}")
    row = {"text": f"{TEXT} {NASTY}", "title": f"Quay {NASTY}", "outlet": NASTY, "author": NASTY, "published": NASTY}
    lines = b"\n".join([json.dumps(row).encode(), json.dumps({"text": TEXT}).encode(), b"\xff\xfe", NASTY.encode()])
    (folder / "rows.jsonl").write_bytes(lines)
    desk = ["--data", tmp_path / "data"]
    question = f"quay OR {NASTY.replace(']', '').replace('[', '').replace(';', '')}"
    said = [
        run("compile", folder),
        run("compile", folder, "--json"),
        run(*desk, "add", folder),
        run(*desk, "dossiers", "--add", f"D {NASTY}", "--question", question),
        *(run(*desk, noun, *form) for noun in ("dossiers", "reports", "stories") for form in ((), ("--json",))),
        run(*desk, "add", f"no{NASTY}file"),
    ]
    for done in said:
        assert "fault in the program" not in done.err
        assert not [char for char in STEERING if char in done.out + done.err]
        assert not [line for line in done.err.splitlines() if line.startswith("Error: forged")]
    assert "Quay closed" in said[1].out
    assert len(json.loads(said[1].out)["reports"]) == 2


PRIVATE = [
    "http://127.0.0.1:{port}/", "http://localhost.:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f.1:{port}/", "http://0177.0.0.1:{port}/", "http://0:{port}/", "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://１２７.０.０.１:{port}/",
    "http://127。0。0。1:{port}/", "http://user:word@127.0.0.1:{port}/", "http://a.invalid\\@127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}/", "http:///127.0.0.1:{port}/", "http://127.0.0.1\t:{port}/", "//127.0.0.1:{port}/",
    "http://%31%32%37.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "feed:http://127.0.0.1:{port}/",
]  # fmt: skip


def test_no_spelling_of_this_machine_is_asked(tmp_path, listener):
    port, seen = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(f"Secret\n\n{TEXT}")
    addresses = [address.format(port=port) for address in PRIVATE]
    done = run("--data", tmp_path / "data", "add", *addresses, "file:///etc/hostname", private=False)
    assert done.returncode == 3
    assert len([line for line in done.err.splitlines() if line.startswith("Error: ")]) == len(addresses) + 1
    outlines = "".join(f'<outline type="rss" xmlUrl="{address}"/>' for address in addresses)
    outlines += f'<outline type="link" kind="file" url="{secret}"/><outline kind="file" xmlUrl="file://{secret}"/>'
    (tmp_path / "list.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    assert run("--data", tmp_path / "data", "add", tmp_path / "list.opml", private=False).returncode == 3
    assert json.loads(run("--data", tmp_path / "data", "reports", "--json").out)["reports"] == []
    assert seen == []


def squeezed():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b"A word. " * 131_072) for _ in range(200)), packer.flush()])


HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml"
ENTITIES = "".join(f'<!ENTITY {chr(98 + step)} "{f"&{chr(97 + step)};" * 10}">' for step in range(9))
BOMBS = {
    "gzip": (squeezed, HTML, {"Content-Encoding": "gzip"}),
    "attributes": (lambda: f"<html><p {' '.join(f'a{n}=1' for n in range(200_000))}>".encode(), HTML, {}),
    "laughs": (
        lambda: (
            f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]><rss version="2.0"><channel><title>&j;</title>'.encode()
        ),
        RSS,
        {},
    ),
    "entries": (lambda: b'<rss version="2.0"><channel>' + b"<item><title>x</title></item>" * 10_000, RSS, {}),
    "sitemap": (lambda: b"<urlset>" + b"<url><loc>http://a.invalid/</loc></url>" * 60_000, "application/xml", {}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_sentence_in_time(tmp_path, server, name):
    make, mime, headers = BOMBS[name]
    server.routes["/bomb"] = Route(make(), mime=mime, headers=headers)
    started = time.monotonic()
    done = run("--data", tmp_path, "add", server.address("/bomb"))
    assert time.monotonic() - started < 100  # a loaded machine; 20 s alone
    assert done.returncode in (1, 3), done.err  # refused, or read as far as it goes and said so
    assert "new: 0 reports" in done.err or done.returncode == 1
    assert "fault" not in done.err
    assert done.err.splitlines()[-1].endswith(".")


def test_a_feed_s_title_of_openings_takes_no_time():
    from infostreamer.collect.markup import plain_words

    started = time.process_time()
    assert plain_words("<b>Quay</b><script>x</script> <!-- y -->closed <style>") == "Quay closed"
    for opening in ("<script ", "<!--", "<style>", "<script></style"):
        plain_words(opening * 50_000)
    assert time.process_time() - started < seconds(5)


def test_a_full_disk_and_a_closed_input_are_told(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "infostreamer", "version"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=200)
    assert done.returncode == 75
    assert "free some space" in done.stderr
    target = run("--data", tmp_path, "sources", "--export", tmp_path / "no" / "list.opml")
    assert target.returncode == 1
    assert "cannot be written" in target.err
    assert "No such" not in run("--data", tmp_path, "add", "x" * 5000).err


def test_a_library_is_no_report(tmp_path):
    (tmp_path / "long.txt").write_text(f"Quay closed\n\n{TEXT * 12_000}")
    done = run("compile", tmp_path / "long.txt")
    assert done.returncode == 1
    assert "split it." in done.err or "longer than" in done.err


ROW = {
    "url": "https://orlan.example/{n}", "outlet": "Orlan", "title": "Police arrest {n} dockers in the port of Mirsk{n}",
    "text": "Police in Mirsk{n} on Tuesday arrested {n} dockers at the gate of pier {n}, their lawyer Vera Samin said. "
    "About {n}60 members of the union of pier {n} stayed at home.", "published": "2026-11-10T10:00:00+00:00",
}  # fmt: skip


def serving(folder, port):
    """The desk in a process of its own, telling what comes in."""
    words = ["--data", folder / "desk", "--set", f"web.port={port}", "--set", "flow.tick=0.1", "--set"]
    words += ["notify.allow_private=true", "--set", "collect.every=1", "--set", "notify.deadline=2", "serve"]
    return subprocess.Popen(
        [sys.executable, "-m", "infostreamer", *map(str, words)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def test_a_desk_killed_again_and_again_while_it_tells_loses_nothing_and_says_nothing_twice(tmp_path):
    from fakes.ports import free_port
    from fakes.receiver import receiver

    from infostreamer.collect import read_jsonl
    from infostreamer.deliver.sending import deliver_once
    from infostreamer.desk import Desk
    from infostreamer.flow.schedule import take_in_captures
    from infostreamer.settings import Settings

    settings = Settings({"desk.data": str(tmp_path / "desk"), "notify.allow_private": True, "web.port": 0})
    with receiver() as http:
        port = free_port()
        http.delay_s = 0.2
        with Desk.open(settings) as desk:
            channels = [("webhook", http.address)]
            desk.add_alert(desk.drafted_alert("All", kinds=["story"], channels=channels, cooldown="0"))
        for turn in range(2):
            process = serving(tmp_path, port)
            rows = [
                {key: value.format(n=number) for key, value in ROW.items()} for number in (2 * turn + 2, 2 * turn + 3)
            ]
            with Desk.open(settings) as desk:
                take_in_captures(desk.store, read_jsonl([json.dumps(row) for row in rows], now=desk.now())[0])
            before = len(http.posts)
            assert until(lambda before=before: len(http.posts) > before), "nothing was told"
            kill_all(process)
        with Desk.open(settings) as desk:
            digest = desk.digest()
            while deliver_once(desk).sent:
                pass
            assert desk.digest() == digest, "telling changes nothing that is told of"
            editions = desk.editions(desk.alert("All"), limit=100)
        assert {one.state for one in editions} == {"sent"}
        told = [json.loads(body) for _, _, body in http.posts]
        keys = [headers["Idempotency-Key"] for _, headers, _ in http.posts]
        assert set(keys) == {one.id for one in editions}
        facts = {}
        for message, key in zip(told, keys, strict=True):
            for firing in message["firings"]:
                facts.setdefault(firing["id"], set()).add(key)
        assert facts
        assert all(len(found) == 1 for found in facts.values()), "a fact is told again under its own key alone"
