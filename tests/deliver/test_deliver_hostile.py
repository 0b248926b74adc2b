"""Hostile words in every field of everything that leaves the desk, and hostile receivers and bundles."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import struct
import zipfile
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from fakes.hostile_words import ALL
from fakes.receiver import receiver

from infostreamer.deliver.exports import FORMATS, file_name
from infostreamer.deliver.feeds import FEEDS, Entry, Feed
from infostreamer.deliver.letter import Item, Letter, Quoted, Section, as_html, as_text
from infostreamer.deliver.mail import message_of
from infostreamer.deliver.posting import post
from infostreamer.deliver.verifying import verify
from infostreamer.desk.orders import channel_in
from infostreamer.model import BadInput
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings
from infostreamer.text.when import When

FREE = (
    *("title", "text", "label", "outlet", "quote", "name", "credit", "caption", "licence", "about", "place", "speaker"),
    *("unit", "of", "hedge", "by", "desk", "roles", "aliases", "byline", "maker", "state", "question"),
)
"""Fields that hold words from outside, or that a person typed."""
LINES = re.compile(r"\r\n|\r|\n")


def fed(value, piece, name=""):
    """The same value with the piece in every field of words."""
    if isinstance(value, When):
        return value  # our own words for a date
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: fed(getattr(value, one.name), piece, one.name) for one in fields(value)})
    if isinstance(value, tuple):
        return tuple(fed(one, piece, name) for one in value)
    return f"{piece}" if isinstance(value, str) and name in FREE else value


@pytest.fixture(scope="module")
def hostile(sheets):
    """Two real sheets, each with every piece in all fields of words."""
    chosen = [next(one for one in sheets if one.noun == noun) for noun in ("story", "dossier")]
    return [(piece, fed(sheet, piece)) for piece in ALL for sheet in chosen]


class Markup(HTMLParser):
    """What a page would run or fetch."""

    def __init__(self):
        super().__init__()
        self.tags, self.found = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "srcdoc", "style", "background", "poster", "data"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "action") and re.match(r"\s*(javascript|vbscript|data):", value or "", re.IGNORECASE):
                self.found.append(f"{tag} {value}")


def markup_of(text):
    seen = Markup()
    seen.feed(text)
    seen.close()
    return seen


ACTIVE = {"script", "iframe", "object", "embed", "svg", "math", "img", "form", "base", "video", "audio", "plaintext"}


def test_no_piece_is_markup_of_the_page_in_one_file(hostile):
    for piece, sheet in hostile:
        seen = markup_of(FORMATS["html"].write(sheet).decode())
        assert (seen.tags & ACTIVE, seen.found) == (set(), []), piece


def test_every_json_form_is_json_and_csv_has_no_formula(hostile):
    for piece, sheet in hostile:
        for form in ("jsonld", "ninjs.json", "csl.json", "geojson"):
            if sheet.noun in FORMATS[form].nouns:
                assert json.loads(FORMATS[form].write(sheet)) is not None
        for line in FORMATS["jsonl"].write(sheet).decode().split("\n")[:-1]:
            json.loads(line)
        for row in csv.reader(io.StringIO(FORMATS["csv"].write(sheet).decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), piece
                assert not re.search(r"[;\t\r\n][ \t\"]*[=+@]", cell), piece


def test_no_piece_is_a_line_of_its_own_in_a_form_of_lines(hostile):
    for piece, sheet in hostile:
        calendar = FORMATS["ics"].write(sheet).decode()
        assert "\n" not in calendar.replace("\r\n", "")
        assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
        names = {line.partition(":")[0].partition(";")[0] for line in calendar.replace("\r\n ", "").split("\r\n")}
        assert not {"ACTION", "TRIGGER", "ATTACH"} & names, piece
        ris = FORMATS["ris"].write(sheet).decode()
        assert all(re.match(r"[A-Z][A-Z0-9]  - ?", line) for line in LINES.split(ris) if line), piece
        assert (
            ris.count("TY  - ")
            == ris.count("ER  - ")
            == sum(1 for line in LINES.split(ris) if line.startswith("TY  - "))
        )
        bib = FORMATS["bib"].write(sheet).decode()
        assert not re.search(r"^@article\{evil", bib, re.MULTILINE), piece


def test_no_piece_is_markup_or_hidden_in_markdown(hostile):
    for piece, sheet in hostile:
        text = FORMATS["md"].write(sheet).decode()
        body = text.split("\n---\n", 1)[1]
        bare = re.sub(r"\\.", "", body)
        assert not re.search(r"<(?!https?://)[a-zA-Z/!]", bare), piece
        assert "%%" not in bare, piece
        assert not re.search(r"!\[|\]\((?!<?https?:|/)", bare), piece
        assert not re.search(r"^\[x\]:", bare, re.MULTILINE), piece


def test_names_of_files_are_plain(hostile):
    for _, sheet in hostile:
        for form in FORMATS:
            assert re.fullmatch(r"[a-z0-9][a-z0-9.@-]*", file_name(sheet, form)), file_name(sheet, form)


@pytest.mark.parametrize("form", FEEDS)
def test_feeds_stay_well_formed_and_their_markup_is_ours(form, hostile):
    for piece in ALL:
        entry = Entry(
            id="urn:x:1", title=piece, address="https://desk.example/s/1", html="<p>told</p>", text=piece,
            published=None, updated=None, authors=(piece,), categories=(piece,),
        )  # fmt: skip
        feed = Feed(
            id="urn:x", title=piece, subtitle=piece, address="https://desk.example/", own="https://desk.example/feeds/x",
            author=piece, entries=(entry,),
        )  # fmt: skip
        body = FEEDS[form][1](feed)
        if form == "feed.json":
            assert len(json.loads(body)["items"]) == 1
        else:
            root = ET.fromstring(body)  # noqa: S314 - our own document
            assert len([one for one in root.iter() if one.tag.rpartition("}")[2] in ("entry", "item")]) == 1
            assert not [one for one in root.iter() if one.tag.rpartition("}")[2] in ("script", "img", "svg")]


def test_no_piece_breaks_a_mail(hostile):
    settings = Settings({"mail.from": "desk@desk.example", "desk.name": "Desk"})
    for piece in ALL:
        item = Item(label=piece, text=piece, quoted=(Quoted(words=piece, source=piece),), why=piece)
        section = Section(heading=piece, source=piece, state=piece, items=(item,), more=(item,), more_words=piece)
        letter = Letter(subject=piece, sections=(section,), intro=piece, closing=(piece,))
        edition = Edition(
            id="ab12", channel="email", to="a@b.example", subject=piece, text=as_text(letter), html=as_html(letter),
            data="{}", of="alert:x", reader="owner", at=None, link="https://desk.example/",
            unsubscribe=None,
        )  # fmt: skip
        from datetime import UTC, datetime

        made = settings.with_values({"desk.name": piece}) if piece.strip() else settings
        mail = message_of(edition, made, datetime(2026, 11, 13, tzinfo=UTC))
        head = mail.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii")
        names = [line.partition(":")[0].lower() for line in head.split("\r\n") if line[:1] not in (" ", "\t")]
        assert not {"bcc", "set-cookie", "cc"} & set(names), piece
        seen = markup_of(edition.html)
        assert (seen.tags & ACTIVE, seen.found) == (set(), []), piece


PRIVATE = (
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/", "http://127.1:{port}/",
    "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://0177.0.0.1:{port}/", "http://0:{port}/",
    "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/",
    "http://[fe80::1%25lo]:{port}/", "http://１２７.０.０.１:{port}/", "http://user:word@127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.100.100.200/",
    "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:{port}/",
    "ftp://127.0.0.1/", "http:\\\\127.0.0.1:{port}/", "http://127.0.0.1\r\nX: 1:{port}/", "//127.0.0.1:{port}/",
)  # fmt: skip
SETTINGS = {"notify.allow_private": False, "notify.deadline": 2.0, "notify.ntfy": "", "notify.ntfy_token": ""}


@pytest.mark.parametrize("address", PRIVATE)
def test_no_message_goes_to_this_machine_or_its_network(address):
    with receiver() as here:
        where = address.format(port=here.address.rpartition(":")[2])
        receipt = post(where, b"{}", {}, SETTINGS)
        assert receipt.error
        assert here.posts == []
        if "localhost" not in where:  # a name is looked at when it is resolved
            for kind in ("webhook", "ntfy"):
                with pytest.raises(BadInput):
                    channel_in(kind, where, SETTINGS)


def test_a_name_that_leads_elsewhere_a_moment_later_is_refused_when_it_is_used(monkeypatch):
    """DNS rebinding: public when the order is made and when it is looked up, this machine when it is connected to."""
    with receiver() as here:
        port, real, asked = int(here.address.rpartition(":")[2]), socket.getaddrinfo, []

        def rebinding(host, *rest, **more):
            if host != "hook.example":
                return real(host, *rest, **more)
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        assert channel_in("webhook", f"http://hook.example:{port}/", SETTINGS)
        receipt = post(f"http://hook.example:{port}/", b"{}", {}, SETTINGS)
        assert asked
        assert receipt.is_final
        assert "private" in receipt.error
        assert here.posts == []


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\r\nBcc: c@d.example", "a@b.example\nX: 1", "a@b.example, c@d.example", "<a@b.example>", "a@",
        '"a b"@c.example', "a@b.example\0", "a@[127.0.0.1]", "a@b..example", "a b@c.example", "@b.example",
        "ａ@b.example",
        "a@b.example ORCPT=x", "a@b.example>", "mailto:a@b.example", "a@b.example?bcc=c@d.example", "a@b;c@d",
    ],
)  # fmt: skip
def test_a_mail_address_is_one_address(to):
    with pytest.raises(BadInput):
        channel_in("email", to, SETTINGS)


def zipped(folder, files, **more):
    path = folder / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return path


def lied(path):
    """The same file, saying that its entries are small."""
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at : place + at + 4] = struct.pack("<I", 10)
            place = raw.find(mark, place + 4)
    path.write_bytes(bytes(raw))
    return path


def torn(path):
    raw = bytearray(path.read_bytes())
    raw[45:60] = b"\xff" * 15
    path.write_bytes(bytes(raw))
    return path


MANIFEST = json.dumps({"schema": "infostreamer/evidence/1", "files": None}).encode()
DEEP = b'{"schema": "infostreamer/evidence/1", "files": ' + b"[" * 900 + b"]" * 900 + b"}"
BUNDLES = {
    "bomb": lambda folder: zipped(folder, [("manifest.json", b"0" * 60_000_000)]),
    "small lies": lambda folder: lied(zipped(folder, [("manifest.json", b"0" * 60_000_000)])),
    "torn": lambda folder: torn(zipped(folder, [("manifest.json", bytes(range(256)) * 40)])),
    "many files": lambda folder: zipped(folder, [(f"f{number}", b"") for number in range(3_000)]),
    "no list": lambda folder: zipped(folder, [("manifest.json", MANIFEST)]),
    "deep": lambda folder: zipped(folder, [("manifest.json", DEEP)]),
    "deeper": lambda folder: zipped(folder, [("manifest.json", b"[" * 100_000)]),
    "twice": lambda folder: zipped(folder, [("manifest.json", MANIFEST), ("manifest.json", MANIFEST)]),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", BUNDLES)
def test_a_hostile_bundle_is_one_sentence(tmp_path, name):
    path = BUNDLES[name](tmp_path)
    try:
        told = [check.trouble for check in verify(path) if not check.holds]
    except BadInput as error:
        told = [str(error)]
    assert told
    assert not [one for one in told if "\n" in one]


def test_a_bundle_writes_nothing_wherever_its_names_lead(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    names = ("../evil.txt", "/tmp/evil-of-a-bundle.txt", "..\\evil.txt", "a/../../evil.txt", "C:\\evil.txt")  # noqa: S108
    path = zipped(inside, [("manifest.json", MANIFEST.replace(b"null", b"[]")), *((name, b"x") for name in names)])
    assert [check for check in verify(path) if not check.holds]
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "bundle.zip"]
