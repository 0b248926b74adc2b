"""Digests: only when something is new, at the local hour, each line with its source; nothing twice."""

import re
from datetime import UTC, datetime

from fakes.mail_server import mail_server
from fakes.newsroom import ARREST, DENIAL, OTHER

from infostreamer.deliver.digests import compose, issue
from infostreamer.deliver.letter import as_html, as_text
from infostreamer.deliver.sending import deliver_once


def make(room, name="Morning", **fields):
    return room.desk.add_digest(room.desk.drafted_digest(name, to="ed@paper.example", **fields))


def test_nothing_new_nothing_sent_and_what_is_new_is_sent_once(newsroom):
    newsroom.come(ARREST)
    digest = make(newsroom, zone="Europe/Vilnius")
    assert digest.next_at == datetime(2026, 11, 11, 5, tzinfo=UTC), "07:00 in Vilnius in winter"
    newsroom.clock.pass_(hours=24)
    assert issue(newsroom.desk) == 0
    assert newsroom.desk.digest_called("morning").next_at == datetime(2026, 11, 12, 5, tzinfo=UTC)
    newsroom.come(OTHER)
    newsroom.clock.pass_(hours=24)
    assert issue(newsroom.desk) == 1
    assert issue(newsroom.desk) == 0
    (edition,) = newsroom.desk.editions(newsroom.desk.digest_called("Morning"))
    assert edition.subject.startswith("Morning: 1 ")
    assert OTHER["text"][:40] in edition.text
    assert ARREST["title"] not in edition.text.split("Sources")[1]


def test_every_line_names_a_source_with_the_very_words(newsroom):
    newsroom.come(ARREST)
    digest = make(newsroom)
    newsroom.come(DENIAL)
    text = as_text(compose(newsroom.desk, digest).letter)
    body, sources = text.split("\nSources\n")
    lines = [" ".join(line.split()) for line in re.split(r"\n(?=- |\n)", body)]
    lines = [line for line in lines if line.startswith("- ")]
    assert lines
    assert all(re.search(r"(\[\d+\])+$", line) for line in lines)
    numbers = set(re.findall(r"\[(\d+)\]", body))
    assert numbers == set(re.findall(r"^\[(\d+)\]", sources, re.MULTILINE))
    assert "“About 160 members” → “About 170 members” (The Mirsk Courier, citing" in " ".join(text.split())
    assert "machine-compiled, not reviewed" in text


def test_only_stories_of_its_query_are_told(newsroom):
    digest = make(newsroom, query="ferry")
    newsroom.come(ARREST)
    assert compose(newsroom.desk, digest).letter is None
    newsroom.come(OTHER)
    assert compose(newsroom.desk, digest).letter is not None


def test_words_from_outside_break_neither_the_text_nor_the_html(newsroom):
    digest = make(newsroom)
    newsroom.come({**OTHER, "title": 'Bridge <script>alert("x")</script> & co opens', "outlet": "The <b>Gazette</b>"})
    letter = compose(newsroom.desk, digest).letter
    html = as_html(letter)
    assert "<script" not in html
    assert "<b>Gazette" not in html
    assert "&lt;" in html


def test_a_digest_is_mailed_and_ended_by_its_link(sqlite_room):
    make(sqlite_room, rhythm="hourly", at="00:30")
    sqlite_room.come(ARREST)
    with mail_server() as smtp:
        values = {"mail.host": "127.0.0.1", "mail.port": smtp.port}
        sqlite_room.desk.settings = sqlite_room.desk.settings.with_values(values)
        assert deliver_once(sqlite_room.desk).sent == 1
        ((_, _, mail),) = smtp.mails
        key = re.search(r"/unsubscribe/([\w-]+)>", mail["List-Unsubscribe"])[1]
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert sqlite_room.desk.unsubscribe(key).name == "Morning"
        sqlite_room.come(OTHER, hours=3)
        assert deliver_once(sqlite_room.desk).sent == 0
        assert len(smtp.mails) == 1
