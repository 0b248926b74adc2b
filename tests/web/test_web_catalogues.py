"""The catalogues of the interface: whole, true to the English words, and as compiled."""

import gettext
import io
import re
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import catalogues  # noqa: E402

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")


def _po(language):
    return (catalogues.CATALOGUES / language / "LC_MESSAGES" / "desk.po").read_bytes()


def _messages(language):
    return [one for one in read_po(io.BytesIO(_po(language)), locale=language) if one.id]


def _strings(message):
    return (message.string,) if isinstance(message.string, str) else message.string


def test_the_pot_has_exactly_the_words_of_the_templates_the_code_and_the_values():
    shown = "run `python docs/catalogues.py`"
    assert (catalogues.CATALOGUES / "desk.pot").read_bytes() == catalogues.po_of(catalogues.template()), shown


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_word_of_the_interface_is_translated_and_none_is_left_to_be_checked(language):
    messages = _messages(language)
    wanted = {catalogues._first(message) for message in catalogues.messages()}
    assert {catalogues._first(one.id) for one in messages} == wanted
    assert not [one.id for one in messages if one.fuzzy or not all(_strings(one))]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_has_the_placeholders_and_the_markup_of_its_english(language):
    wrong = []
    for one in _messages(language):
        ids = (one.id,) if isinstance(one.id, str) else one.id
        wanted = {mark for form in ids for mark in PLACEHOLDER.findall(form)}
        for string in _strings(one):
            found = set(PLACEHOLDER.findall(string))
            if (found != wanted and isinstance(one.id, str)) or not found <= wanted:
                wrong.append((one.id, string))
    assert not wrong


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_no_translation_could_break_out_of_an_attribute(language):
    for one in _messages(language):
        for string in _strings(one):
            assert '"' not in string
            assert not re.search(r"<(?!/?code>)", string)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_count_has_its_three_forms_and_shows_the_number_where_it_can_be_more_than_one(language):
    for one in _messages(language):
        if one.pluralizable and "%(num)s" in one.id[0]:
            assert len(one.string) == 3
            assert all("%(num)s" in form for form in one.string), one.id


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language):
    compiled = (catalogues.CATALOGUES / language / "LC_MESSAGES" / "desk.mo").read_bytes()
    found, wanted = (_read(one) for one in (compiled, catalogues.mo_of(_po(language), language)))
    assert found == wanted


def _read(compiled):
    words = gettext.GNUTranslations(io.BytesIO(compiled))._catalog
    return {key: value for key, value in words.items() if key}
