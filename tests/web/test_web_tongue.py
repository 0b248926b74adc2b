"""The interface in the reader's language: counts, times, and what stays as it is."""

import json

import pytest
from english_words import english_words

from infostreamer.web import render, tongue, vocabulary


@pytest.fixture
def russian():
    tongue.use("ru")
    yield
    tongue.use("en")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 публикация"),
        (3, "3 публикации"),
        (5, "5 публикаций"),
        (11, "11 публикаций"),
        (21, "21 публикация"),
        (1200, "1\u202f200 публикаций"),
    ],
)
def test_a_count_takes_the_form_of_its_number(russian, count, words):
    assert render.plural(count, "report") == words


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("21 Nov 2026, 18:40", "21 нояб. 2026, 18:40"),
        ("3 min ago", "3 мин назад"),
        ("about Nov 2026", "около нояб. 2026"),
        ("just now", "только что"),
        ("yesterday 18:40", "вчера 18:40"),
    ],
)
def test_a_time_in_words_is_turned_piece_by_piece(russian, english, words):
    assert tongue.word(english) == words


def test_words_that_are_not_ours_come_out_as_they_are(russian):
    for theirs in ("May Day in Port Sollen", "Now or never", "Corran", ""):
        assert tongue.word(theirs) == theirs


def test_a_word_from_a_page_is_still_escaped(russian):
    shown = render.make_templates().from_string("{{ one | word }}").render(one="<b>2 Nov</b>")
    assert "<b>" not in shown


PAGES = ("/", "/dossiers", "/timeline", "/map", "/review", "/notes", "/alerts", "/digests", "/judgements", "/nothing")
KEPT = (
    *("Information Streamer", "Atom", "RSS", "JSON", "Feed", "Ctrl", "Enter", "SHA", "OPML", "UTC", "ntfy"),
    *("json-ld", "datePublished", "meta", "time"),  # where in a page a time was read
)


def _content(value):
    """Every text of a twin: what reports, outlets and people wrote, which stays in its own language."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _content(one)


def _twin(site, path):
    return json.loads(site.get("/desk.json" if path == "/" else f"{path}.json").text)


@pytest.mark.parametrize("language", ["be", "ru", "uk"])
def test_no_page_shows_an_english_word_of_the_interface(demo, language):
    content = {text for path in PAGES for text in _content(_twin(demo, path)) if " " in text or text.istitle()}
    ours = {text for text in content if text in vocabulary.words()}
    found = {}
    for path in PAGES:
        answer = demo.get(path, accept_language=language)
        assert f'<html lang="{language}" dir="ltr"' in answer.text
        found[path] = english_words(answer.text, {*(content - ours), *KEPT})
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_the_twin_of_a_page_is_the_same_in_every_language(demo):
    for path in ("/sources.json", "/desk.json", "/timeline.json"):
        assert demo.get(path, accept_language="ru").text == demo.get(path).text


def test_a_chosen_language_comes_before_the_one_the_browser_asks_for(demo):
    chosen = demo.get("/", accept_language="ru", cookie="infostreamer_language=uk")
    assert '<html lang="uk"' in chosen.text
    assert '<html lang="en"' in demo.get("/", accept_language="fr").text
