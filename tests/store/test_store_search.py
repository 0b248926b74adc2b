"""The same search finds the same reports in the same order on both databases, and what it finds is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nouns import report

from infostreamer.model import BadInput
from infostreamer.store import Store, open_store
from infostreamer.store.search import _occurrences, index_words
from infostreamer.text.query import All, Either, Not, Query, Words, holds, parse_query
from infostreamer.text.search_words import search_words

_WORDS = ["dam", "Dams", "dämme", "water", "Wasser", "o'brien", "плотина", "плотины", "1,500", "near", "NOT",
          "水坝",
          "and", "or", "*", '"', "a:b", "x-ray", "\u1e9e", "Ꭰ", "_", "\U0001e900", "\\", "🙂",
          "ﬁre", "İzmir"]  # fmt: skip
_FORMS = ["{}", '"{} {}"', "-{}", '-"{} {}"', "{} OR {}", "({} OR -{})", '-({} OR "{} {}")', '(-{} "{} {}")']
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)


def _fill(url: str, texts: list[str]) -> Store:
    store = open_store(url)
    with store.unit() as unit:
        unit.reports.put_all([report(text, title=text[:9], where=f"/{at}") for at, text in enumerate(texts)])
    return store


def _matches(query: Query, words: str) -> bool:
    """What a search means, said in another way than the store says it: by looking at the words one after another."""
    title, body = (half.split() for half in words.split(" | ")) if " | " in words else ([], words.split())
    runs = {tuple(half[at : at + size]) for half in (title, body) for size in (1, 2, 3, 4, 5, 6)
            for at in range(len(half) - size + 1)}  # fmt: skip
    return holds(query.root, lambda leaf: leaf.term in runs)


@pytest.fixture(scope="module")
def pair(lasting_postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    sqlite = open_store(f"sqlite:///{tmp_path_factory.mktemp('search')}/desk.sqlite3")
    postgres = open_store(lasting_postgres)
    yield sqlite, postgres
    sqlite.close()
    postgres.close()


@pytest.mark.postgres
@given(
    texts=st.lists(_TEXTS, min_size=1, max_size=6),
    asked=st.lists(st.tuples(st.sampled_from(_FORMS), st.sampled_from(_WORDS), st.sampled_from(_WORDS)), min_size=1,
                   max_size=3),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_both_databases_find_what_the_words_say(
    pair: tuple[Store, Store], texts: list[str], asked: list[tuple[str, str, str]]
) -> None:
    raw = " ".join(form.format(first, second, first) for form, first, second in asked)
    try:
        query = parse_query(raw)
    except BadInput:
        return
    reports = [report(text, title=text[:9], where=f"/{at}") for at, text in enumerate(dict.fromkeys(texts))]
    answers = []
    for store in pair:
        with store.unit() as unit:
            unit.drop_derived()
            unit.reports.put_all(reports)
        with store.read() as unit:
            answers.append((unit.search.reports(query, 100), unit.search.count(query)))
    assert answers[0] == answers[1]
    hits, total = answers[0]
    expected = {one.id for one in reports if _matches(query, index_words(one).strip())}
    assert {hit.report_id for hit in hits} == expected
    assert total == len(expected)


_SCRIPTS = (
    *("abcABC0129", "éÉßŞİıæø", "плотинаПЛҐіў", "水坝東京", "سدوفاة", "קבר", "αΩς", "กขค", "नमस्ते", "한국어"),
    *("ﬁ½²①", "\U00010400\U0001d538🙂", "e\u0301n\u0303", "'\"*:^-+()|&!<>\\_.,;/@#%~`$[]{}=?"),
    *("\u200b\u00ad\u202e\ufeff\u2028\x7f", " \t\n\u00a0\u3000"),
)
_ANY_WORD = st.one_of(*(st.text(alphabet=letters, min_size=1, max_size=4) for letters in _SCRIPTS))
_ANY_TEXT = st.lists(_ANY_WORD, min_size=1, max_size=10).map(" ".join)


@pytest.mark.postgres
@given(texts=st.lists(_ANY_TEXT, min_size=1, max_size=5), odd=_ANY_TEXT, at=st.integers(0, 4))
@settings(max_examples=80, deadline=None)
def test_both_databases_give_the_same_hits_in_the_same_order_in_any_script(
    pair: tuple[Store, Store], texts: list[str], odd: str, at: int
) -> None:
    """What was typed is odd, or part of a text that is kept."""
    reports = [report(text, title=text[:9], where=f"/{number}") for number, text in enumerate(texts)]
    for store in pair:
        with store.unit() as unit:
            unit.drop_derived()
            unit.reports.put_all(reports)
    for raw in (odd, texts[at % len(texts)], " OR ".join(texts[at % len(texts)].split()), f'"{odd}" -{odd}'):
        try:
            query = parse_query(raw)
        except BadInput:
            continue
        answers = []
        for store in pair:
            with store.read() as unit:
                answers.append((unit.search.reports(query, 100), unit.search.count(query)))
        assert answers[0] == answers[1], raw


def test_best_first_then_newest(store_url: str) -> None:
    store = _fill(store_url, ["sheep and a dam", "dam dam dam dam", "sheep only", "sheep and a dam"])
    with store.read() as unit:
        assert [hit.seq for hit in unit.search.reports("dam", 9)] == [2, 4, 1]
        assert [hit.seq for hit in unit.search.reports("dam", 1, 1)] == [4]
        assert unit.search.reports("nowhere", 9) == []
        assert [hit.seq for hit in unit.search.reports('"a dam" -only', 9)] == [4, 1]
        assert unit.search.count("sheep OR dam") == 4
    store.close()


def test_one_huge_report_can_be_kept(store_url: str) -> None:
    """A tsvector past 1 MiB would abort the insert."""
    store = _fill(store_url, [" ".join(f"w{number}{'z' * 40}" for number in range(40_000))])
    with store.read() as unit:
        assert unit.search.count("w7" + "z" * 40) == 1
    store.close()


@pytest.mark.parametrize("raw", ["", "   ", '""', "!!!", "-"])
def test_a_search_without_a_word_is_told_so(raw: str) -> None:
    with pytest.raises(BadInput, match="no word"):
        parse_query(raw)


def test_what_was_typed_is_what_is_meant() -> None:
    dam, water = (Words(tuple(search_words(word)), word) for word in ("dam", "water"))
    both = Words(tuple(search_words("dam water")), "dam water")
    assert parse_query("Dam water") == Query(All((dam, water)))
    assert parse_query('"dam water"') == parse_query("dam-water") == Query(both)
    assert parse_query("dam OR water -dam") == Query(All((Either((dam, water)), Not(dam))))
    assert parse_query("-dam") == Query(Not(dam))


def test_only_so_many_matches_are_counted_as_asked_for(store_url: str) -> None:
    store = _fill(store_url, ["sheep and a dam", "dam dam dam dam", "sheep only", "sheep and a dam"])
    with store.read() as unit:
        assert [unit.search.count("sheep", most) for most in (1, 3, 9)] == [1, 3, 3]
        assert unit.search.count('"a dam" -only', 1) == 1
    store.close()


@given(st.text(alphabet="ab |", max_size=40), st.text(alphabet="ab ", max_size=40), st.sampled_from(["a", "b", "a b"]))
def test_a_term_in_the_title_counts_threefold(title: str, body: str, sought: str) -> None:
    def count(words: str) -> int:
        return f" {' '.join(words.split())} ".count(f" {sought} ")

    title = title.replace("|", " ")
    words = f" {' '.join([*title.split(), '|', *body.split()])} "
    assert _occurrences(f" {sought} ", words) == 3 * count(title) + count(body)
