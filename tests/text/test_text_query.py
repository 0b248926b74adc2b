"""The one grammar of queries: what is read, what is refused and how, and that writing it down loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import BadInput
from infostreamer.text.query import LONGEST, All, Condition, Either, Not, Query, Words, parse_query
from infostreamer.text.query_fields import FIELDS
from infostreamer.text.query_values import Amount, days_of
from infostreamer.text.query_words import in_words
from infostreamer.text.search_words import search_words


def word(text: str) -> Words:
    return Words(tuple(search_words(text)), text)


def test_parts_must_all_hold_and_or_binds_its_neighbours():
    assert parse_query("a b OR c d").root == All((word("a"), Either((word("b"), word("c"))), word("d")))
    assert parse_query("(a b) OR c").root == Either((All((word("a"), word("b"))), word("c")))
    assert parse_query("a AND b").root == parse_query("a b").root == parse_query("(a (b))").root
    assert parse_query("a OR (b OR c)").root == Either((word("a"), word("b"), word("c")))


def test_a_minus_or_not_refuses_what_follows():
    assert parse_query("-a").root == parse_query("NOT a").root == Not(word("a"))
    assert parse_query('-(a OR "b c") -who:x').root == All(
        (Not(Either((word("a"), Words(("b", "c"), "b c")))), Not(Condition("who", "x", "x")))
    )
    assert parse_query("-(-a)").root == word("a")
    assert parse_query("a - b").root == All((word("a"), word("b")))


def test_fields_are_read_in_any_case_with_quoted_values():
    assert parse_query('WHO:"Vera  Samin"').root == Condition("who", "vera samin", "Vera Samin")
    assert parse_query("“state television” said-by:Holub").leaves == (
        word("state television"),
        Condition("said-by", "holub", "Holub"),
    )
    assert parse_query("independent:>=2").root == Condition("independent", Amount(2, None), ">=2")
    assert parse_query("reports:2..4").root == Condition("reports", Amount(2, 4), "2..4")


def test_what_only_looks_like_a_field_is_words():
    assert parse_query("Minister: resign").root == All((word("minister"), word("resign")))
    assert parse_query("10:30").terms == (("10", "30"),)
    assert parse_query("https://wire.example/a").terms == (tuple(search_words("http wire example a")),)
    assert parse_query('"sorce:x"').terms == (tuple(search_words("sorce x")),)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("dam sorce:x", "There is no field sorce: (character 5); did you mean source:, or"),
        ("before:2026", "did you mean date:<2026-11-01, or"), ("by:holub", "did you mean said-by:, or"),
        ("colour:red", "the fields are source: outlet: who:"), ("кто:x", "There is no field кто: (character 1)"),
        ("who:", "who: at character 1 has no word after it"), ("a who:(b)", "who: at character 3 has no word"),
        ("kind:opnion", "did you mean kind:opinion?"), ("is:nonsense", "it takes contested, denied"),
        ("independent:many", "takes a number"), ("independent:2..x", "takes a number"), ("lang:English", "two letters"),
        ("date:2026-02-30", "takes a day, month or year"), ("date:..", "takes a day"), ("date:soon", "takes a day"),
        ("a (b", "parenthesis at character 3 is not closed"), ("a) b", "parenthesis at character 2 closes nothing"),
        ('a "b', "quotation mark at character 3 is not closed"), ('who:"a', "quotation mark at character 5"),
        ("OR a", "OR at character 1 needs words on both sides"), ("a OR", "OR at character 3"),
        ("a AND", "AND at character 3"), ("a OR OR b", "OR at character 3"), ("(OR a)", "OR at character 2"),
        ("!!!", "no word to look for"), ("a" * (LONGEST + 1), "longer than"), ("a " * 33, "more than 32 parts"),
        ("(" * 9 + "a" + ")" * 9, "More than 8 parentheses"), ("- " + "-(" * 9 + "a" + ")" * 9, "parentheses"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_with_its_place(query, says):
    with pytest.raises(BadInput) as told:
        parse_query(query)
    assert says.lower() in str(told.value).lower()
    assert str(told.value)[-1] in ".?"
    assert "\n" not in str(told.value)


NOW = datetime(2026, 11, 14, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "holds", "not_"),
    [
        ("2026-11-10", "2026-11-10T23:59", "2026-11-11T00:00"), ("2026-11", "2026-11-30T12:00", "2026-12-01T00:00"),
        ("2026", "2026-01-01T00:00", "2025-12-31T23:59"), (">=2026-11-10", "2026-11-10T00:00", "2026-11-09T23:59"),
        (">2026-11-10", "2026-11-11T00:00", "2026-11-10T23:59"), ("<2026-11", "2026-10-31T23:59", "2026-11-01T00:00"),
        ("<=2026-11", "2026-11-30T23:59", "2026-12-01T00:00"),
        ("2026-11-01..2026-11-10", "2026-11-10T23:00", "2026-11-11T00:00"),
        ("..2026-11-10", "1999-01-01T00:00", "2026-11-11T00:00"),
        ("2026-11-10..", "2030-01-01T00:00", "2026-11-09T00:00"),
        ("today", "2026-11-14T00:00", "2026-11-13T23:59"), ("yesterday", "2026-11-13T00:00", "2026-11-14T00:00"),
        ("24h", "2026-11-13T15:30", "2026-11-13T15:29"), ("7d", "2026-11-07T15:30", "2026-11-07T15:29"),
        ("2w", "2026-10-31T15:30", "2026-10-31T15:29"), ("<7d", "2026-11-07T15:29", "2026-11-07T15:30"),
        (">=yesterday", "2026-11-14T23:00", "2026-11-12T23:00"),
    ],
)  # fmt: skip
def test_days_hold_from_their_first_moment_to_their_last(value, holds, not_):
    days = days_of(value)
    assert days is not None
    assert days.holds(datetime.fromisoformat(holds).replace(tzinfo=UTC), NOW)
    assert not days.holds(datetime.fromisoformat(not_).replace(tzinfo=UTC), NOW)
    assert parse_query(f"date:{value}").is_relative == (value.strip("<>=")[0].isalpha() or value[-1] in "hdw")


def test_what_depends_on_the_reader_is_known():
    assert parse_query("dam -is:muted").is_personal
    assert not parse_query("is:contested").is_personal


def test_a_query_in_words():
    assert in_words(parse_query('dam (flood OR "high water") -sport source:corran')) == (
        "“dam”, and (“flood” or “high water”), and no “sport”, and a report from “corran”"
    )
    assert in_words(parse_query("-lang:ru date:2026-11 independent:>=2 is:denied")) == (
        "no report in ru, and a report published from 2026-11-01 until before 2026-12-01, and 2 or more independent "
        "origins, and with a denial"
    )


_CHARS = st.text(alphabet='ab OR-()":.>=<whoisdate2026éж“”«\t\n', max_size=40)


@given(st.one_of(st.text(max_size=60), _CHARS))
def test_any_text_is_read_or_refused_and_reads_the_same_when_written_down(raw):
    try:
        query = parse_query(raw)
    except BadInput:
        return
    again = parse_query(str(query))
    assert again == query
    assert str(again) == str(query)
    assert in_words(query)


def joined(kind, nodes):
    """No All directly in an All: the grammar has no way to say that."""
    return kind(tuple(part for one in nodes for part in (one.nodes if isinstance(one, kind) else (one,))))


_LEAVES = st.one_of(
    st.sampled_from([word("dam"), word("state television"), word("or"), word("and")]),
    st.sampled_from([parse_query(field.example).root for field in FIELDS.values()]),
)
_NODES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: one.node if isinstance(one, Not) else Not(one)),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: joined(All, some)),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: joined(Either, some)),
    ),
    max_leaves=7,
)  # fmt: skip


@given(_NODES)
def test_every_query_that_can_be_meant_can_be_written(root):
    assert parse_query(str(Query(root))).root == root
