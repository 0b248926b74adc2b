"""Where paragraphs end, whom a page's byline names, and what is no credit: each on an invented page."""

# ruff: noqa: E501 — a case is one line.

from __future__ import annotations

import pytest

from infostreamer.extract import extract
from infostreamer.extract.byline import names_in
from infostreamer.extract.credits import part_credit, read_credit

REST = "The harbour office closed the pier for the rest of the week and asked travellers to take the bus instead."


def body_of(capture, inner: str) -> list[str]:
    page = (
        f"<html><head><title>Ferry stopped by inspectors</title></head><body><article>{inner}</article></body></html>"
    )
    return extract(capture(page)).body.splitlines()


@pytest.mark.parametrize(
    "between", ["<div class='x'></div>", "<div><script>1</script></div>", "<span class='k br'></span>"]
)
def test_an_empty_or_dropped_block_ends_the_paragraph(capture, prose, between):
    lines = body_of(capture, f"<div>{prose[0]}{between}{prose[1]}</div><p>{REST}</p>")
    assert prose[0] in lines
    assert prose[1] in lines


def test_paragraphs_in_a_layout_table_stay_apart_and_figures_stay_rows(capture, prose):
    cells = "".join(f"<p>{text}</p>" for text in prose)
    values = "<table><tr><td><p>Adult</p></td><td>4.50</td></tr><tr><td><p>Child</p></td><td>2.00</td></tr></table>"
    lines = body_of(capture, f"<table><tr><td>{cells}</td></tr></table>{values}")
    assert [line for line in lines if line] == [*prose, "Adult | 4.50", "Child | 2.00"]


def test_sentences_without_a_space_between_them_get_one(capture, prose):
    lines = body_of(
        capture, f"<p>{prose[0]}Police closed the pier. See www.harbour.example.</p><p>{REST}</p><p>{prose[1]}</p>"
    )
    assert f"{prose[0]} Police closed the pier. See www.harbour.example." in lines


def test_related_stories_below_the_text_are_not_text(capture, page, prose):
    after = (
        "<p>Also on marsh.example <a href='/a'>Fishermen threatened with arrest as the council clears the quay</a></p>"
        "<h3>Top stories</h3><p>A former mayor died on the nineteenth, a paper reports.</p>"
    )
    assert extract(capture(page(after=after))).body == "\n\n".join(prose)


@pytest.mark.parametrize(
    "block",
    [
        "<p>The mayor <a href='/topics/people/ilse-moor.html'>Ilse Moor</a> said so on Monday.</p>",
        "<p>The mayor of the town, <a href='/people/ilse-moor/'>Ilse Moor</a>, who has said little so far, "
        "asked for patience on Monday.</p>",
        "<div class='statement'><h4 class='author'>The northern and southern harbour offices</h4></div>",
        "<form><p class='comment-form-author'>Name (required)</p></form>",
        "<p>Licensed under a <a href='https://cc.example/licenses/by/3.0/'>Creative Commons License</a></p>",
    ],
)
def test_who_is_spoken_of_quoted_or_asked_is_no_author(capture, page, block):
    assert extract(capture(page(after=block))).byline == ()


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Runa Teller and Oskar Lind Monday, November 18, 2019, 04:05 pm", ("Runa Teller", "Oskar Lind")),
        ("RUNA TELLER Associated Press", ("RUNA TELLER",)),
        ("Runa Teller 7 hours ago", ("Runa Teller",)),
        ("marsh.example, Port Alder, Norway", ()),
        ("Autorin/Autor Runa Teller", ("Runa Teller",)),
    ],
)
def test_names_without_what_stands_behind_them(raw, names):
    assert names_in(raw) == names


def test_a_name_in_bold_above_the_text_signs_where_only_the_outlet_does(capture, page):
    before = "<p><strong>Runa Teller</strong></p>"
    article = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Marsh Courier"}}
    assert extract(capture(page(article=article, before=before))).byline == ("Runa Teller",)


def test_the_staff_signs_where_nobody_else_does(capture, page):
    article = {"@type": "NewsArticle", "author": {"@type": "Person", "name": "Courier Staff"}}
    assert extract(capture(page(article=article))).byline == ("Courier Staff",)


@pytest.mark.parametrize(
    ("block", "when"),
    [
        ("<div class='article_date'>November 20, 2019 - 11:28 AMT</div>", "2019-11-20T11:28:00+00:00"),
        ("<span class='date'>24.04.2023</span><ul><li>Datum 28.04.2023</li></ul>", "2023-04-28T00:00:00+00:00"),
        ("<div class='line'>Do 25.04.24 | 14:07 Uhr</div>", "2024-04-25T14:07:00+00:00"),
    ],
)
def test_dates_that_only_the_reader_sees(capture, page, block, when):
    published = extract(capture(page(before=block), address="https://marsh-courier.example/ferry")).published
    assert published is not None
    assert published.at.isoformat() == when


def test_the_same_moment_in_the_publishers_offset_is_the_date(capture, page):
    article = {"@type": "NewsArticle", "datePublished": "2026-03-02T02:15:00+00:00"}
    published = extract(
        capture(page(article=article, before="<time datetime='2026-03-01T21:15:00-0500'>x</time>"))
    ).published
    assert published is not None
    assert published.at.isoformat() == "2026-03-01T21:15:00-05:00"


@pytest.mark.parametrize(
    ("raw", "caption", "credit"),
    [
        ("The house in which the old mayor was born in Port Alder", "The house in which the old mayor was born in Port Alder", None),
        ("The pier is displayed outside of a hall in the town.Varpress", "The pier is displayed outside of a hall in the town.", "Varpress"),
        ("Anna Kerr / AFP) (Photo credit should read ANNA KERR/AFP", None, "Anna Kerr / AFP"),
        ("Image copyright Anna Kerr", None, "Anna Kerr"),
        ("Marsh Courier. All rights reserved", None, None),
        ("Anna Kerr, left, and Oskar Lind", None, "Anna Kerr, left, and Oskar Lind"),
    ],
)  # fmt: skip
def test_a_caption_is_no_credit(raw, caption, credit):
    assert part_credit(raw) == (caption, credit)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Image: The ferry at the pier", "The ferry at the pier", None),
        ("Image: The Varpress Agency", None, "The Varpress Agency"),
        ("A man walks past. ©Anna Kerr (AFP/File)", "A man walks past.", "Anna Kerr (AFP/File)"),
    ],
)
def test_a_labelled_line_is_a_credit_or_a_caption(line, caption, credit):
    found = read_credit(line)
    assert (found.caption, found.credit) == (caption, credit)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Ferry stopped on Monday after inspectors find\ncracks in its hull", "Ferry stopped on Monday after inspectors find cracks in its hull"),
        ("Ferry stopped after inspectors find cracks\nby Runa Teller", "Ferry stopped after inspectors find cracks"),
    ],
)  # fmt: skip
def test_a_headline_wrapped_on_two_lines_is_one(capture, prose, head, title):
    text = "\n\n".join([head, *prose])
    assert extract(capture(text, address="file:ferry.txt", mime="text/plain")).title == title
