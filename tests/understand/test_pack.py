"""The embedded pack: readings are trees over exact places, the same every time, and bounded in time."""

import time

import pytest
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Report
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import pack
from infostreamer.understand.pack import reading

TEXT = """Lenmark court jails Vostrov rebels

KELDUN, March 3 - Interior Minister Ivan Dostal told reporters in Warsaw that the Polish government had refused.

“We have seen the documents. They were signed on Tuesday,” said Pavel Orlin, a fellow at the European Council.

The minister didn't call it “a kidnapping”. He was abducted by masked men in Vietnam."""


def report(text, *, language="en", id="r"):
    return Report(
        id=id, capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=None, language=language, kind="report", text=text, body_start=0, paragraphs=split_paragraphs(text),
        sentences=split_sentences(text, language),
    )  # fmt: skip


def tokens(text):
    return [token for sentence in reading.read(report(text)).sentences for token in sentence.tokens]


def test_tags_heads_lemmas_and_names_of_plain_news():
    found = {token.word: token for token in tokens(TEXT)}
    assert found["told"].tag == "VERB"
    assert found["told"].lemma == "tell"
    assert found["Dostal"].entity == "I-person"
    assert found["Warsaw"].entity == "B-place"
    assert found["Polish"].entity == "B-nationality"
    assert found["documents"].lemma == "document"
    assert found["n't"].tag == "PART"


def test_passives_and_their_agents_have_relations_of_their_own():
    sentence = reading.read(report("He was abducted by masked men in Vietnam.")).sentences[0]
    relations = {token.word: token.relation for token in sentence.tokens}
    assert relations["He"] == "nsubj:pass"
    assert relations["was"] == "aux:pass"
    assert relations["men"] == "obl:agent"
    assert relations["abducted"] == "root"


@pytest.mark.parametrize(
    "line",
    ["KELDUN, March 3 - ", "KELDUN (Norwire) — ", "NEW KELDUN, Tarland, Oct. 12, 2031 (Norwire) -- ", "KELDUN – "],
)
def test_a_dateline_is_a_sentence_of_its_own(line):
    text = f"{line}Masked men abducted a volunteer."
    first, second = reading.read(report(text)).sentences
    assert text[first.start : first.end] == line.strip()
    assert text[second.start : second.end] == "Masked men abducted a volunteer."


def test_a_dash_after_a_name_in_capitals_is_no_dateline():
    assert len(reading.read(report("NATO leaders - all of them - agreed on Tuesday.")).sentences) == 1


def test_a_quotation_is_one_token_outside_and_sentences_of_its_own_inside():
    sentences = reading.read(report(TEXT)).sentences
    outer = next(each for each in sentences if any(token.word == "Orlin" for token in each.tokens))
    masked = outer.tokens[0]
    assert TEXT[masked.start : masked.end] == "“We have seen the documents. They were signed on Tuesday,”"
    assert (masked.word, masked.tag) == ("", "NOUN")
    assert outer.tokens[masked.head].word == "said"
    inner = [TEXT[each.start : each.end] for each in sentences if masked.start < each.start < masked.end]
    assert inner == ["We have seen the documents.", "They were signed on Tuesday,"]


def test_no_name_runs_over_a_line_break_and_no_address_is_one():
    text = "Photo: norwire.com\nPavel Orlin and Ana Ribe in Warsaw."
    found = {text[token.start : token.end]: token.entity for token in tokens(text)}
    assert found["norwire.com"] == "O"
    assert found["Pavel"] == "B-person"


def test_a_few_quoted_words_stay_in_their_clause():
    assert "kidnapping" in [token.word for token in tokens("The minister didn't call it “a kidnapping”.")]


def test_other_languages_are_left_alone_and_an_unknown_one_is_tried():
    assert reading.read(report(TEXT, language="fa")).sentences == ()
    assert reading.read(report(TEXT, language=None)).sentences != ()
    assert reading.read(report("")).sentences == ()


def test_the_last_reading_is_kept_and_another_text_under_its_id_is_not_mistaken_for_it():
    first = report(TEXT)
    assert pack.parse(first) is pack.parse(report(TEXT))
    other = pack.parse(report("Snow fell on Keldun."))
    assert [token.word for token in other.sentences[0].tokens] == ["Snow", "fell", "on", "Keldun", "."]


def is_tree(sentence):
    heads = [token.head for token in sentence.tokens]
    if heads.count(-1) != 1:
        return False
    for at in range(len(heads)):
        seen = set()
        while at >= 0:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at]
    return True


WILD = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("abcde ABC .,“”\"'’?!\n\n\t012\x00\u0301\u200d\u202e🙂👩🏽‍🚒אبд漢")
    ),
    max_size=200,
)


@given(WILD)
@settings(deadline=None, max_examples=30)
def test_any_text_gives_trees_over_exact_places_the_same_every_time(text):
    once, again = reading.read(report(text)), reading.read(report(text))
    assert once == again
    for sentence in once.sentences:
        assert is_tree(sentence)
        assert [token.start for token in sentence.tokens] == sorted(token.start for token in sentence.tokens)
        for token in sentence.tokens:
            assert sentence.start <= token.start < token.end <= sentence.end
            assert token.word in ("", text[token.start : token.end])
            assert token.entity == "O" or token.entity[:2] in ("B-", "I-")
        roots = [token.relation for token in sentence.tokens if token.head < 0]
        assert roots == ["root"]


@pytest.mark.parametrize("piece", ["word ", "a", "“", '"a b c d," ', "( "])
def test_two_hundred_thousand_characters_of_anything_are_bounded(piece):
    text = piece * (200_000 // len(piece))
    long = report(text)
    started = time.process_time()
    reading.read(long)
    assert time.process_time() - started < seconds(30)  # five of them where it was set
