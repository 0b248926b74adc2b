"""Hostile words in outputs that no page shows: live stream, evidence bundle, tables, OPML, errors, logs, names."""

# ruff: noqa: E501, PT017  # tables; names are refused or made

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zipfile
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from fakes.hostile_more import EVERY
from served import site_class
from test_inputs_markups import NOW, Elements, row

from infostreamer.cli import main
from infostreamer.desk import Desk
from infostreamer.logs import set_up
from infostreamer.model import BadInput
from infostreamer.settings import Settings

PIECES = (
    *("=HYPERLINK(\"http://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1+1", "\t=1+1", "x;=1+1", "x\n=cmd()"),
    *("\x1b]0;owned\x07", "\x1b[2J\x1b[31mred", "\x9b31mred", "a\rb", "a\x08\x08b", "\u202eevil.exe", "\u202bx\u202c", "\x00nul"),
    *("a\n\nevent: story\ndata: {}", "a\r\ndata: x\r\n\r\n", "\u2028data: x", "Subject: x\r\nBcc: a@b.example", "=?utf-8?q?=0aBcc:?=", "\ufffe\uffff", "\U0001f525\u200d", "]]><x>"),
    *("</script><script>hacked()</script>", "<!--<script>", "{{7*7}}", "${7*7}", "%s%n%x", "..\\..\\con.txt", "../../etc/passwd", "a/b:c*d?e|f"),
    *EVERY[::23],
)  # fmt: skip
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufffe\uffff]")
FORMULA = re.compile(r"[=+@＝＋＠\t\r]|-\D")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    settings = Settings({"desk.data": str(folder), "desk.name": f"Desk {PIECES[24]}", "web.port": 0})
    with Desk.open(settings, clock=lambda: NOW) as opened:
        opened.take_in_jsonl([json.dumps(row(at, PIECES[at * 9 :][:12])) for at in range(4)])
        opened.take_in_jsonl([json.dumps(row(number, [piece])) for number, piece in enumerate(PIECES[:9], 20)])
        opened.add_dossier("=1+1 \x1b[2J fire", "fire OR strike OR clock")
        yield opened


@pytest.fixture(scope="module")
def site(desk):
    served = site_class()(desk)
    yield served
    served.close()


def stories(desk):
    return [desk.story(one.id) for one in desk.stories()]


def test_the_live_stream_has_one_frame_for_each_change(site, desk):
    import http.client

    connection = http.client.HTTPConnection(site.host, timeout=60)
    connection.request("GET", "/live?after=0")
    answer, rows = connection.getresponse(), []
    while not any(line.startswith(b": still here") for line in rows):
        rows.append(answer.readline())
    connection.close()
    lines = b"".join(rows).decode()
    assert lines.count("\nevent: story") >= len(desk.stories())
    for line in lines.split("\n"):
        assert not line or line.startswith(("id: ", "event: ", "data: ", "retry: ", ": ")), line
        assert not STEERING.search(line), line
        assert not line.startswith("data: ") or json.loads(line[6:]) is not None


def test_the_evidence_bundle_holds_nothing_that_runs_or_steers(desk, site):
    for story in stories(desk)[:2]:
        answer = site.get(f"/s/{story.id}/evidence.zip")
        assert answer.status == 200
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["content-disposition"])
        with zipfile.ZipFile(io.BytesIO(answer.body)) as bundle:
            assert all(re.fullmatch(r"[\w-]+\.[a-z]+", name) for name in bundle.namelist())
            elements = Elements()
            elements.feed(bundle.read("story.html").decode())
            assert [one for one in elements.found if one not in ("style", "script", "meta http-equiv")] == []
            assert "<script>hacked" not in bundle.read("story.html").decode()
            assert not STEERING.search(bundle.read("README.txt").decode())
            for name in ("custody.json", "story.json", "manifest.json"):
                json.loads(bundle.read(name))


def test_no_cell_of_any_table_is_a_formula(desk, site):
    slug = quote(desk.dossiers()[0].slug, safe="")
    paths = [f"/s/{story.id}.csv" for story in stories(desk)] + [f"/d/{slug}.csv", "/timeline.csv", "/figures.csv"]
    paths += [f"/d/{slug}/timeline.csv", f"/d/{slug}/figures.csv"]
    read = 0
    for path in paths:
        answer = site.get(path)
        assert answer.status in (200, 404), path
        for line in csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))) if answer.status == 200 else ():
            read += 1
            for cell in line:
                assert not FORMULA.match(cell), (path, cell)
                assert not STEERING.search(cell), (path, cell)
                for part in re.split("[;\t\r\n]", cell)[1:]:
                    assert not re.match("[=+@＝＋＠]", part.strip(' "')), (path, cell)
    assert read > 20


def test_lists_and_feeds_stay_well_formed(desk, site):
    slug = quote(desk.dossiers()[0].slug, safe="")
    for path in ("/sources.opml", f"/d/{slug}.atom", f"/d/{slug}.rss", *(f"/s/{one.id}.atom" for one in stories(desk))):
        answer = site.get(path)
        assert answer.status == 200, path
        ET.fromstring(answer.body)  # noqa: S314  # what we wrote
        assert not STEERING.search(answer.text), path


def test_names_of_users_are_words_or_refused(desk):
    for piece in PIECES:
        for name in (piece, f"a{piece}", f"{piece}.a"):
            try:
                made = desk.add_user(name, "admin", password=None)
            except BadInput as error:
                assert not STEERING.search(str(error)), repr(error)
                assert len(str(error)) < 300
            else:
                assert re.fullmatch(r"[\w.@+ -]+", made.name), name
                desk.remove_user(made.name)


def test_what_is_wrong_is_said_without_what_steers(desk, site):
    for piece in PIECES:
        for path in (
            f"/s/{quote(piece, safe='')}",
            f"/search?q={quote(piece)}",
            f"/api/v1/stories/{quote(piece, safe='')}",
            f"/d/{quote(piece, safe='')}.csv",
        ):
            answer = site.get(path)
            assert answer.status < 500, path
            assert not STEERING.search(answer.text), (path, answer.text[:300])
            assert "<script>hacked" not in answer.text or "json" in answer.headers["content-type"], path
            assert not any("\n" in value or "\r" in value for value in answer.headers.values())


def test_a_line_of_the_log_is_one_line():
    for form in ("text", "json"):
        for piece in PIECES:
            stream = io.StringIO()
            set_up(form, "info", stream=stream)
            logging.getLogger("infostreamer.collect").warning("%s gives %s", f"http://a.example/{piece}", piece)
            written = stream.getvalue()
            assert written.count("\n") == 1, (form, piece, written)
            assert len(written.splitlines()) == 1, (form, piece, written)
            assert not STEERING.search(written), (form, piece, written)


@pytest.mark.parametrize(
    "words", ["reports show {} {}", "{}", "--{}", "stories --{}", "brief --since {}", "--set {}=1 stories"]
)
def test_words_that_are_no_command_line_are_said_again_written_out(words, tmp_path, capsys):
    for piece in PIECES[8:14]:
        with pytest.raises(SystemExit):
            main(["--data", str(tmp_path), *(word.replace("{}", piece) for word in words.split())])
        said = capsys.readouterr()
        assert said.err
        assert not STEERING.search(said.out + said.err)
